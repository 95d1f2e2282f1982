"""Handing out what is the applicant's: letters that went out, and the files given with them."""

from __future__ import annotations

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from gongkai.applications import copies
from gongkai.applications.models import Application, CaseFile, Letter
from gongkai.files import keeping, uploads
from gongkai.law.letters import LETTERS
from gongkai.people.access import open_to_all
from gongkai.portal import opened
from gongkai.portal.story import own_letters

TYPES = {"pdf": copies.PDF, "docx": copies.DOCX}


@require_safe
@open_to_all
def letter(request: HttpRequest, pk: str, format: str) -> HttpResponse:
    """A letter of the open application: the PDF as it went out, or the text as DOCX. Anything else is 404."""
    found = _own_letter(request, int(pk))
    data = copies.issued_pdf(found) if format == "pdf" else copies.rendered(found, format)
    name = f"{LETTERS[found.code].name}{found.number}.{format}"
    return attachment(data, TYPES[format], name)


@require_safe
@open_to_all
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file that was given with an answer of the open application. Anything else is 404: drafts, other purposes, other cases."""
    case = _open_case(request)
    for found in own_letters(case):
        for enclosed in found.enclosures.all() if found.substantive else ():
            if enclosed.file.pk == pk:
                return _file(enclosed.file)
    raise Http404


def attachment(data: bytes, media_type: str, name: str) -> HttpResponse:
    """Bytes to be saved, never shown in the page's own origin."""
    response = HttpResponse(data, content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(uploads.plain_name(name))}"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store, private"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _file(found: CaseFile) -> HttpResponse:
    return attachment(keeping.read(found.file), found.file.media_type, found.name)


def _open_case(request: HttpRequest) -> Application:
    case = opened.case_of(request)
    if case is None:
        raise Http404
    return case


def _own_letter(request: HttpRequest, pk: int) -> Letter:
    case = _open_case(request)
    found = next((letter for letter in own_letters(case) if letter.pk == pk), None)
    if found is None:
        raise Http404
    return found
