"""A statutory table as the page shows it: the merges of the form, and in each cell a figure that leads to its records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from gongkai.documents.model import Cell
from gongkai.reporting.figures import HANDLED, TOTAL
from gongkai.reports.compose import compose_table, figure
from gongkai.reports.editions import TableForm
from gongkai.reports.model import CellId, Value

_ADDRESS = "\0"


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands in a cell. ``address``: of its records, "" where there is nothing to open. ``mark``: "late", "near" or "".
    ``keys``: numbers of the findings that name it. ``sign``: 手 for a typed figure, 结 for next year's start."""

    value: Value
    address: str = ""
    mark: str = ""
    keys: tuple[int, ...] = ()
    sign: str = ""

    @property
    def text(self) -> str:
        return figure(self.value)

    @property
    def is_blank(self) -> bool:
        return self.value is None


@dataclass(frozen=True, slots=True)
class Box:
    """One box of the table: a label with its scope, or a figure."""

    text: str
    rowspan: int
    colspan: int
    scope: str = ""
    shown: Shown | None = None
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Laid:
    """A table ready to be drawn. ``head``: its header lines, ``body``: (id of the line or "", boxes)."""

    name: str
    head: Sequence[Sequence[Box]]
    body: Sequence[tuple[str, Sequence[Box]]]
    wide: bool = field(default=False)


def laid(form: TableForm, shown: Mapping[CellId, Shown]) -> Laid:
    """``form`` filled with ``shown``. The same layout as in every export: `gongkai.reports.compose` lays both."""
    # Each figure's address goes where the figure goes, and tells which laid cell is which.
    names = {
        row: {column.key: f"{_ADDRESS}{form.key}/{row}/{column.key}" for column in columns}
        for row, columns in form.rows.items()
    }
    table = compose_table(form, names)  # type: ignore[arg-type]
    lines = []
    for n, line in enumerate(table.rows):
        heading = n < table.header_rows
        figures = any(cell.text.startswith(_ADDRESS) for cell in line)
        boxes = [_box(cell, shown, heading=heading, figures=figures) for cell in line]
        lines.append((_line_id(form, line), boxes))
    head, body = lines[: table.header_rows], lines[table.header_rows :]
    return Laid(form.name, [boxes for _, boxes in head], body, wide=form.layout == "matrix")


def _box(cell: Cell, shown: Mapping[CellId, Shown], *, heading: bool, figures: bool) -> Box:
    if cell.text.startswith(_ADDRESS):
        at = CellId.parse(cell.text[1:])
        return Box("", cell.rowspan, cell.colspan, shown=shown[at], is_sum=at.column == TOTAL or at.row == HANDLED)
    if heading or not figures:
        scope = "colgroup" if cell.colspan > 1 else "col"
    else:
        scope = "rowgroup" if cell.rowspan > 1 else "row"
    return Box(cell.text, cell.rowspan, cell.colspan, scope, is_sum=cell.text.endswith("总计"))


def _line_id(form: TableForm, line: Sequence[Cell]) -> str:
    """``applications.granted``: where a finding's number leads. A line of several rows (表四) has the table's own id."""
    rows = dict.fromkeys(CellId.parse(cell.text[1:]).row for cell in line if cell.text.startswith(_ADDRESS))
    return f"{form.key}.{next(iter(rows))}" if len(rows) == 1 else ""
