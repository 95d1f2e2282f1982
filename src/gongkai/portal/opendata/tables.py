"""CSV as a spreadsheet takes it: UTF-8 with its mark, lines as RFC 4180 wants them, and no text that would run as a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import StreamingHttpResponse

from gongkai.reports.outputs.csv import safe

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the local encoding."""
MEDIA_TYPE = "text/csv; charset=utf-8"


class _Line:
    """Takes what the writer writes and gives it back: a file of one line."""

    def write(self, text: str) -> str:
        return text


def lines(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """The lines of a file, with its mark and its head. None is an empty field."""
    yield BOM + next(plain_lines([head]))
    yield from plain_lines(rows)


def plain_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Lines without mark and head."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    for row in rows:
        yield writer.writerow([safe(value) if isinstance(value, str) else value for value in row])


def streamed(head: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """A table that is made while it is sent."""
    return StreamingHttpResponse(lines(head, rows), content_type=MEDIA_TYPE)
