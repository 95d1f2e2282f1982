"""开放数据: the page that explains the files, the files, and what describes them to machines."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from gongkai.agencies.models import Site
from gongkai.people.access import open_to_all
from gongkai.portal.frame import absolute, government_name, show
from gongkai.portal.opendata import dcat, shelf
from gongkai.portal.opendata.sending import send


@require_safe
@open_to_all
def opendata(request: HttpRequest) -> HttpResponse:
    """What there is, what one may do with it, and how to know that it arrived whole."""
    manifest = shelf.current()
    files = list(manifest.files) if manifest else []
    return show(
        request,
        "opendata.html",
        current="opendata",
        made_at=parse_datetime(manifest.made_at) if manifest else None,
        files=[file for file in files if not file.body],
        own=[file for file in files if file.body],
    )


@require_safe
@open_to_all
def file(request: HttpRequest, name: str) -> HttpResponseBase:
    """A file that is current."""
    manifest = shelf.current()
    found = manifest.file(name) if manifest else None
    if found is None:
        raise Http404
    try:
        return send(request, found)
    except FileNotFoundError:
        # Made anew between the two looks.
        again = shelf.current()
        found = again.file(name) if again else None
        if found is None:
            raise Http404 from None
        return send(request, found)


@require_safe
@open_to_all
def manifest(request: HttpRequest) -> HttpResponse:
    """The list of files with sizes, hashes and times."""
    return _plain(_current().dumps(), "application/json")


@require_safe
@open_to_all
def sums(request: HttpRequest) -> HttpResponse:
    """The hashes as `sha256sum --check` reads them."""
    lines = "".join(f"{file.sha256}  {file.name}\n" for file in _current().files)
    return _plain(lines, "text/plain; charset=utf-8")


@require_safe
@open_to_all
def history(request: HttpRequest) -> HttpResponse:
    """Every content that a file ever had, by its hash: one JSON object a line."""
    path = shelf.folder() / "history.jsonl"
    if not path.exists():
        raise Http404
    return _plain(path.read_text(encoding="utf-8"), "application/jsonl; charset=utf-8")


@require_safe
@open_to_all
def described(request: HttpRequest) -> HttpResponse:
    """The catalogue for other catalogues."""
    site = Site.this()
    publisher = site.operator or government_name() or site.name
    told = dcat.catalogue(_current(), absolute(request, "", site), publisher)
    return _plain(json.dumps(told, ensure_ascii=False, indent=1), dcat.MEDIA_TYPE)


def _current() -> shelf.Manifest:
    found = shelf.current()
    if found is None:
        raise Http404
    return found


def _plain(text: str, media_type: str) -> HttpResponse:
    response = HttpResponse(text, content_type=media_type)
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response
