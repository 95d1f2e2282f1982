"""A file of the shelf as an answer: in large pieces, in part where a part is asked for, not at all where it is known already."""

from __future__ import annotations

import re
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from gongkai.portal.opendata.shelf import File, place_of

_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})")


class Pieces(FileResponse):
    """Django sends 4 KiB at a time, which is many turns for a hundred megabytes."""

    block_size = 65_536


class Part:
    """The bytes of a file from one place to another (counted in), as something that can be read."""

    def __init__(self, file: BinaryIO, first: int, last: int) -> None:
        file.seek(first)
        self.file, self.left = file, last - first + 1

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(self.left if size < 0 else min(size, self.left))
        self.left -= len(data)
        return data

    def close(self) -> None:
        self.file.close()


def send(request: HttpRequest, file: File) -> HttpResponseBase:
    """The file, with its hash as its tag. A range that cannot be served is answered 416, one that is no range is ignored."""
    tag = f'"{file.sha256}"'
    known = [each.strip().removeprefix("W/") for each in request.headers.get("If-None-Match", "").split(",")]
    if tag in known or known == ["*"]:
        return _headed(HttpResponse(status=304), file, tag)
    asked = _range(request, tag, file.size)
    if asked == (0, -1):
        response = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return response
    opened = place_of(file).open("rb")
    if asked is None:
        answer = Pieces(opened, content_type=file.media_type, as_attachment=True, filename=file.name)
        answer["Content-Length"] = str(file.size)
        return _headed(answer, file, tag)
    first, last = asked
    answer = Pieces(Part(opened, first, last), content_type=file.media_type, as_attachment=True, filename=file.name)
    answer.status_code = 206
    answer["Content-Length"] = str(last - first + 1)
    answer["Content-Range"] = f"bytes {first}-{last}/{file.size}"
    return _headed(answer, file, tag)


def _headed(response: HttpResponseBase, file: File, tag: str) -> HttpResponseBase:
    response["ETag"] = tag
    response["Accept-Ranges"] = "bytes"
    response["Cache-Control"] = "public, max-age=300"
    response["Access-Control-Allow-Origin"] = "*"
    return response


def _range(request: HttpRequest, tag: str, size: int) -> tuple[int, int] | None:
    """First and last byte; None for the whole; (0, -1) for what is not there."""
    match = _RANGE.fullmatch(request.headers.get("Range", "").strip())
    if match is None or match.groups() == ("", "") or request.headers.get("If-Range", tag) != tag:
        return None
    first, last = match.groups()
    if not first:
        wanted = min(int(last), size)
        return (size - wanted, size - 1) if wanted else (0, -1)
    start, end = int(first), min(int(last) if last else size - 1, size - 1)
    return (start, end) if start <= end else (0, -1)
