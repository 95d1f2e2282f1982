"""Readings as CSV in long form, for any program that knows tables.

Texts come from files that strangers wrote. One that a spreadsheet would take for a formula gets an apostrophe in front, so that
opening the file runs nothing.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import TextIOWrapper
from typing import BinaryIO

from gongkai.reports.compose import figure
from gongkai.reports.model import Value
from gongkai.reports.outputs.long import Line, Readings, lines

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe(text: str | None) -> str:
    """A text that no spreadsheet runs.

    >>> safe("=1+1"), safe("示例县商务局"), safe(None)
    ("'=1+1", '示例县商务局', '')
    """
    if not text:
        return ""
    return "'" + text if text.startswith(_FORMULA) else text


def write(readings: Readings, out: BinaryIO, *, bom: bool = True) -> int:
    """All figures of ``readings`` as UTF-8 CSV with a head of field names; returns the number of rows. ``bom``: the mark without
    which Excel takes UTF-8 for the local encoding. Decimals keep their digits; None is an empty field."""
    text = TextIOWrapper(out, encoding="utf-8-sig" if bom else "utf-8", newline="", write_through=False)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(Line._fields)
        count = 0
        for line in lines(readings):
            writer.writerow([safe(field) if isinstance(field, str) else figure(field) for field in line])
            count += 1
        text.flush()
    finally:
        text.detach()
    return count


def write_rows(rows: Iterable[Mapping[str, str | float | Value]], out: BinaryIO, *, bom: bool = True) -> int:
    """Any rows with the same keys (those of a Comparison, Matrix or Sum), the keys as head; returns how many."""
    text = TextIOWrapper(out, encoding="utf-8-sig" if bom else "utf-8", newline="", write_through=False)
    count = 0
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        for row in rows:
            if count == 0:
                writer.writerow([safe(key) for key in row])
            writer.writerow([_field(value) for value in row.values()])
            count += 1
        text.flush()
    finally:
        text.detach()
    return count


def _field(value: str | float | Value) -> str:
    if isinstance(value, str):
        return safe(value)
    return repr(value) if isinstance(value, float) else figure(value)
