"""The annual report (政府信息公开工作年度报告) as values, and what a reader says about the one it read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from gongkai.documents.model import NOWHERE, Place

Value = int | Decimal | None
"""A figure. None: no readable figure there (blank, ``/``, ``-``, letters, or not in the source at all)."""

TABLES = ("proactive", "applications", "remedies")
"""表二, 表三, 表四."""


class CellId(NamedTuple):
    """The one address of a figure: ``str()`` gives ``table/row/column``.

    >>> str(CellId("applications", "withheld.state_secret", "total"))
    'applications/withheld.state_secret/total'
    """

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return "/".join(self)

    @classmethod
    def parse(cls, text: str) -> CellId:
        """The inverse of ``str()``. Raises ValueError where there are not exactly three parts."""
        table, row, column = text.split("/")
        return cls(table, row, column)


@dataclass(frozen=True, slots=True)
class FilledTable:
    """One table's figures: row → column → value, every cell of its edition present. Editions may differ within a report."""

    edition: str
    rows: Mapping[str, Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class Section:
    """One of the six sections as printed: its heading (None where it was lost) and its words, tables left out.

    ``place``: that of the heading. ``lines``: where each line of ``text`` stood, as many as it has, or none.
    """

    key: str
    heading: str | None
    text: str
    place: Place = NOWHERE
    lines: tuple[Place, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class AnnualReport:
    """One body's report for one year. ``edition``: that of its table 2 (each table carries its own).

    ``tables`` always has the three keys of TABLES. ``sections``: only those found, by key, in the order of the form.
    ``preamble``: the words between the title and section one, ``preamble_lines`` where its lines stood. ``signed_by``,
    ``signed_on``: the signature block.
    """

    agency: str | None
    year: int | None
    edition: str
    tables: Mapping[str, FilledTable]
    sections: Mapping[str, Section] = field(default_factory=dict)
    title: str | None = None
    preamble: str = ""
    signed_by: str | None = None
    signed_on: date | None = None
    preamble_lines: tuple[Place, ...] = field(default=(), compare=False)

    def value(self, cell: CellId) -> Value:
        """The figure at ``cell``; None also where this report's edition has no such cell."""
        return self.tables[cell.table].rows.get(cell.row, {}).get(cell.column)

    def cells(self) -> Iterator[tuple[CellId, Value]]:
        for table in TABLES:
            for row, columns in self.tables[table].rows.items():
                for column, value in columns.items():
                    yield CellId(table, row, column), value


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something the reader could not be sure of. ``code`` is stable; ``message`` a sentence that quotes the source."""

    code: str
    message: str
    cell: CellId | None = None
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from one Document. A figure is as printed; ``printed`` has the source's own characters for it,
    ``places`` where they stood. ``marks``: where the ``title`` and the ``signature`` stood, as far as they were found.
    ``doubts``: a cell named in none of them is read with certainty."""

    report: AnnualReport
    places: Mapping[CellId, Place] = field(default_factory=dict)
    printed: Mapping[CellId, str] = field(default_factory=dict)
    doubts: tuple[Doubt, ...] = ()
    text: str = ""
    marks: Mapping[str, Place] = field(default_factory=dict)

    @property
    def doubted(self) -> frozenset[CellId]:
        return frozenset(d.cell for d in self.doubts if d.cell is not None)


Severity = Literal["error", "warning", "hint"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a finding rests on: the source's own words or figure, and where it stood."""

    quote: str
    place: Place = NOWHERE


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a report. ``severity``: error (wrong by the form or the law), warning (explain or mend),
    hint (look at it). ``cells``: the figures concerned; ``mend``: how to put it right."""

    code: str
    severity: Severity
    message: str
    cells: tuple[CellId, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    mend: str = ""
