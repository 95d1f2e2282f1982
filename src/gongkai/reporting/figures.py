"""The figures of one body and year: counted where there is a register, typed where a person typed them, blank otherwise.

Nothing is filled in. A figure of 表二 whose ledger the body does not keep, and that nobody typed, is None, never 0: a nought is a
statement.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from gongkai.agencies.models import Agency
from gongkai.reporting import counting
from gongkai.reporting.counting import COUNTED_TABLES, Group, Number, Register
from gongkai.reporting.models import TypedFigure
from gongkai.reports.editions import Column, Edition
from gongkai.reports.model import TABLES, CellId, FilledTable, Value

TOTAL = "total"
HANDLED = "handled_total"
_NOT_OUTCOMES = ("received", "carried_in", HANDLED, "carried_out")

Groups = Mapping[str, Mapping[Group, int]]


@dataclass(frozen=True, slots=True)
class Figures:
    """What stands in every cell of the edition, and why. ``groups``: what the registers were counted into, by their keys."""

    agency: Agency
    year: int
    edition: Edition
    groups: Groups
    counted: Mapping[CellId, Number]
    typed: Mapping[CellId, TypedFigure]
    values: Mapping[CellId, Value]

    def tables(self) -> dict[str, FilledTable]:
        """The three tables, every cell of the edition present."""
        return tables_of(self.edition, self.values)

    def get(self, table: str, row: str, column: str = TOTAL) -> Value:
        return self.values.get(CellId(table, row, column))


def tables_of(edition: Edition, values: Mapping[CellId, Value]) -> dict[str, FilledTable]:
    """``values`` as the tables of ``edition``; a cell that is not among them is blank."""
    return {
        table: FilledTable(
            edition.id,
            {
                row: {column.key: values.get(CellId(table, row, column.key)) for column in columns}
                for row, columns in edition.tables[table].rows.items()
            },
        )
        for table in TABLES
    }


def cells_of(edition: Edition) -> dict[CellId, Column]:
    """Every cell of the edition with its column, in the order of the form."""
    return {CellId(t, row, column.key): column for t in TABLES for row, column in edition.tables[t].cells()}


def typeable(edition: Edition) -> dict[CellId, Column]:
    """The cells a figure may be typed into: all but the totals, which are always added up."""
    return {cell: column for cell, column in cells_of(edition).items() if cell.column != TOTAL and cell.row != HANDLED}


def figures(
    agency: Agency,
    year: int,
    edition: Edition,
    groups: Groups | None = None,
    registers: Sequence[Register] | None = None,
) -> Figures:
    """Count the registers, put what was typed in its place, and add up. ``groups``: where they have been counted already;
    ``registers``: those that count, where that is known already.

    Raises `gongkai.reporting.counting.NotInTheForm`.
    """
    if registers is None:
        registers = counting.registers(agency, year, edition)
    if groups is None:
        groups = {register.key: register.groups(agency, year) for register in registers}
    known = cells_of(edition)
    typed = {t.cell: t for t in typed_figures(agency, year) if t.cell in known}
    counted: dict[CellId, Number] = {}
    for register in registers:
        counted.update(register.cells(groups[register.key], edition))
    return Figures(agency, year, edition, groups, counted, typed, valued(edition, counted, typed))


def typed_figures(agency: Agency, year: int) -> Iterable[TypedFigure]:
    """The figures in force that were typed for the year, with who typed them."""
    return TypedFigure.objects.filter(agency=agency, year=year, replaced_at=None).select_related("by")


def valued(
    edition: Edition, counted: Mapping[CellId, Number], typed: Mapping[CellId, TypedFigure]
) -> dict[CellId, Value]:
    """The value of every cell. Where something was typed into a counted table, its totals are added up anew."""
    values: dict[CellId, Value] = {}
    for cell, column in cells_of(edition).items():
        held = typed[cell].value if cell in typed else counted.get(cell)
        values[cell] = None if held is None else number(Decimal(held), column)
    for table in {cell.table for cell in typed} & set(COUNTED_TABLES):
        _add_up(edition, table, values)
    return values


def number(value: Decimal, column: Column) -> Value:
    """A stored figure as the cell holds it: whole, or an amount without idle noughts."""
    if column.kind != "money":
        return int(value)
    plain = value.normalize()
    return plain if plain.as_tuple().exponent < 0 else Decimal(int(plain))  # type: ignore[operator]


def _add_up(edition: Edition, table: str, values: dict[CellId, Value]) -> None:
    form = edition.tables[table]
    columns = [column.key for column in form.blocks[0].columns if column.key != TOTAL]

    def added(cells: Iterable[CellId]) -> int:
        return sum(int(values[cell] or 0) for cell in cells)

    if HANDLED in form.rows:
        outcomes = [row for row in form.rows if row not in _NOT_OUTCOMES]
        for column in columns:
            values[CellId(table, HANDLED, column)] = added(CellId(table, row, column) for row in outcomes)
    for row in form.rows:
        values[CellId(table, row, TOTAL)] = added(CellId(table, row, column) for column in columns)
