"""The long form: one row a figure, the same columns in CSV, XLSX and Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from gongkai.language import say
from gongkai.reports.checks.context import labels
from gongkai.reports.editions import editions
from gongkai.reports.model import TABLES, CellId, Reading, Value

Readings = Iterable[tuple[str | None, Reading]]
"""(file name, reading): what every writer takes, one at a time, so that a generator keeps memory flat."""


class Line(NamedTuple):
    """One figure. ``doubt``: the codes of what the reader could not be sure of at this cell, empty when certain."""

    file: str | None
    agency: str | None
    year: int | None
    table: str
    edition: str
    row: str
    row_label: str
    column: str
    column_label: str
    value: Value
    doubt: str


def lines(readings: Readings) -> Iterator[Line]:
    """Every figure of every reading, in the order of the form."""
    for file, reading in readings:
        report = reading.report
        doubts: dict[CellId, list[str]] = {}
        for doubt in reading.doubts:
            if doubt.cell is not None:
                doubts.setdefault(doubt.cell, []).append(doubt.code)
        for table in TABLES:
            filled = report.tables[table]
            for row, columns in filled.rows.items():
                for column, value in columns.items():
                    cell = CellId(table, row, column)
                    row_label, column_label = _labels(filled.edition, cell)
                    yield Line(
                        file,
                        report.agency,
                        report.year,
                        table,
                        filled.edition,
                        row,
                        row_label,
                        column,
                        column_label,
                        value,
                        " ".join(dict.fromkeys(doubts.get(cell, ()))),
                    )


@cache
def _labels(edition: str, cell: CellId) -> tuple[str, str]:
    form = editions().get(edition)
    return labels(form.tables[cell.table], cell) if form is not None else (cell.row, cell.column)


def headings() -> tuple[str, ...]:
    """The columns' names for people, in the order of Line."""
    return (
        say("文件"),
        say("行政机关"),
        say("年度"),
        say("表"),
        say("格式"),
        say("行代码"),
        say("行"),
        say("列代码"),
        say("列"),
        say("数值"),
        say("存疑"),
    )
