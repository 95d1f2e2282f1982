"""Registers as CSV for a spreadsheet: streamed row by row, so that 20,000 rows need no more memory than one."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header

from gongkai.reports.outputs.csv import safe

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for the local encoding."""


class _Line:
    """Takes what the writer writes and gives it back: a file of one line."""

    def write(self, text: str) -> str:
        return text


def field(value: object) -> str:
    """A cell. A text that a spreadsheet would run as a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return safe(value) if isinstance(value, str) else str(value)


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """The lines of the file, with its mark and its head."""
    writer = csv.writer(_Line(), lineterminator="\r\n")
    yield BOM + writer.writerow(head)
    for row in rows:
        yield writer.writerow([field(value) for value in row])


def table(name: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """A download called ``name``.csv."""
    response = StreamingHttpResponse(lines(head, rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, f"{name}.csv")
    # A register holds names: nothing on the way keeps a copy.
    response["Cache-Control"] = "private, no-store"
    return response
