"""Handing out the files of an item, its data, and the snapshot of a version: only what is public, each byte by its hash."""

from __future__ import annotations

import json
import tempfile
import zipfile
from collections import Counter
from hashlib import sha256
from pathlib import PurePosixPath
from urllib.parse import quote

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from gongkai.disclosures import showing
from gongkai.disclosures.models import FileRole, Item, VersionFile
from gongkai.disclosures.showing import Shown
from gongkai.files import keeping, uploads
from gongkai.language import say
from gongkai.people.access import open_to_all
from gongkai.portal.api.items import whole_item
from gongkai.portal.frame import absolute
from gongkai.portal.snapshot import snapshot

PICTURES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""What a browser may show inside a page: formats that cannot run anything."""
SPOOLED = 4_000_000


@require_safe
@open_to_all
def info_file(request: HttpRequest, permanent: str, pk: int) -> HttpResponseBase:
    """A file of a public version: an attachment to be saved, a picture of the text to be shown. Originals, files of drafts and
    of closed versions, and those of other items are 404."""
    found = showing.open_file(_public(permanent), pk)
    if found is None:
        raise Http404
    etag = f'"{found.file.sha256}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    inline = found.role == FileRole.PICTURE and found.file.media_type in PICTURES
    response = HttpResponse(keeping.read(found.file), content_type=found.file.media_type)
    response["Content-Disposition"] = _disposition(found.name, inline=inline)
    return _guarded(response, etag)


@require_safe
@open_to_all
def info_zip(request: HttpRequest, permanent: str) -> HttpResponseBase:
    """All attachments of the version in force, packed."""
    item = _public(permanent)
    files = [f for f in showing.files_of(item.current) if f.role == FileRole.ATTACHMENT] if item.current else []
    if not files:
        raise Http404
    named = _unlike_names(files)
    etag = f'"{sha256("".join(name + file.file.sha256 for name, file in named).encode()).hexdigest()}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None and unchanged.status_code == 304:
        return unchanged
    # On the disk past a few megabytes: ten large files at once must not fill the memory of the server.
    packed = tempfile.SpooledTemporaryFile(max_size=SPOOLED)  # noqa: SIM115  closed by the response
    with zipfile.ZipFile(packed, "w") as archive:
        for name, file in named:
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            archive.writestr(entry, keeping.read(file.file))
    packed.seek(0)
    response = FileResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = _disposition(say("{title}附件.zip", title=item.title[:60]), inline=False)
    return _guarded(response, etag)


@require_safe
@open_to_all
def info_data(request: HttpRequest, permanent: str) -> HttpResponse:
    """The item as JSON, the same that the read API gives."""
    body = whole_item(_public(permanent), absolute(request, ""))
    data = json.dumps(body, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
    response = HttpResponse(data, content_type="application/json")
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@open_to_all
def version_snapshot(request: HttpRequest, permanent: str, number: int) -> HttpResponse:
    """The bytes whose SHA-256 the page of the version prints."""
    item = _public(permanent)
    held = showing.version_of(item, number)
    if held is None:
        raise Http404
    data = snapshot(item, held, showing.files_of(held))
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = _disposition(f"{permanent}-{number}.json", inline=False)
    return _guarded(response, f'"{sha256(data).hexdigest()}"')  # type: ignore[return-value]


def _public(permanent: str) -> Item:
    found = showing.at_address(permanent)
    if found is None or showing.shown(found) is not Shown.PUBLIC:
        raise Http404
    return found


def _unlike_names(files: list[VersionFile]) -> list[tuple[str, VersionFile]]:
    """Two attachments of one name must both come out of the archive."""
    seen: Counter[str] = Counter()
    found = []
    for file in files:
        name = uploads.plain_name(file.name)
        seen[name] += 1
        path = PurePosixPath(name)
        found.append((name if seen[name] == 1 else f"{path.stem}-{seen[name]}{path.suffix}", file))
    return found


def _disposition(name: str, *, inline: bool) -> str:
    return f"{'inline' if inline else 'attachment'}; filename*=UTF-8''{quote(uploads.plain_name(name))}"


def _guarded(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """No file may act in the name of this site, and none outlives its withdrawal in a cache unasked."""
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
