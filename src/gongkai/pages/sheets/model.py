"""A workbook as it is seen on a screen: cells with their words, what is merged, what is hidden."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.documents import bounds
from gongkai.pages.model import Block, Cell, Heading, Image, Inline, Paragraph, Table, Text, text_of

_LONG = 30
_MOST_MERGES = 100_000


@dataclass(slots=True)
class Filled:
    """A cell with something in it. ``shaded``: it stands on a coloured ground."""

    inline: list[Inline]
    shaded: bool = False


@dataclass(slots=True)
class Sheet:
    """Rows and columns count from 0. ``merges``: first row, first column, last row, last column. ``pictures``: with the row in
    which each is anchored."""

    name: str
    cells: dict[tuple[int, int], Filled] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shown_rows: set[int] | None = None
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    pictures: list[tuple[int, Image]] = field(default_factory=list)

    def hides(self, row: int, column: int) -> bool:
        return (
            row in self.hidden_rows
            or column in self.hidden_columns
            or (self.shown_rows is not None and row not in self.shown_rows)
        )


@dataclass(slots=True)
class Workbook:
    sheets: list[Sheet]
    warnings: list[str] = field(default_factory=list)


def blocks_of_workbook(book: Workbook) -> tuple[str | None, list[Block]]:
    """The title, where one sheet alone gives it, and every sheet: lines of text, tables, pictures."""
    parts = [(sheet, _blocks(sheet)) for sheet in book.sheets]
    parts = [(sheet, blocks) for sheet, blocks in parts if blocks]
    if len(parts) == 1:
        return _title(parts[0][1])
    made: list[Block] = []
    for sheet, blocks in parts:
        made.append(Heading(1, [Text(sheet.name)]))
        made += blocks
    return None, made


def _title(blocks: list[Block]) -> tuple[str | None, list[Block]]:
    first = blocks[0]
    if (
        isinstance(first, Paragraph)
        and 2 <= len(text := text_of(first.inline)) <= 80
        and text[-1] not in "。；：:"
        and len(blocks) > 1
    ):
        return " ".join(text.split()), blocks[1:]
    return None, blocks


def _blocks(sheet: Sheet) -> list[Block]:
    """What the sheet shows, from the top: rows with one cell only are lines of text where they lead, close or part tables."""
    spans, grid_rows, grid_columns = _visible(sheet)
    rows = [_row(sheet, spans, row, grid_columns) for row in grid_rows]
    alone = [_alone(row) for row in rows]
    first = next((n for n, line in enumerate(alone) if line is None), len(rows))
    last = max((n for n, line in enumerate(alone) if line is None), default=-1)
    made: list[tuple[int, Block]] = []
    table: list[list[Cell]] = []
    begun = 0
    reach = 0  # the row before which all open spans end
    for n, (row, line) in enumerate(zip(rows, alone, strict=True)):
        parts = line is not None and (
            n < first or n > last or (len(text_of(line)) > _LONG and n >= reach and row[0].colspan == 1)
        )
        if parts and line is not None and n >= reach:
            if table:
                made.append((grid_rows[begun], Table(table)))
                table = []
            made.append((grid_rows[n], Paragraph(line, "center" if n < first and row[0].colspan > 1 else "")))
            continue
        if not table:
            begun = n
        table.append(row)
        reach = max([reach, *(n + cell.rowspan for cell in row)])
    if table:
        made.append((grid_rows[begun], Table(table)))
    made += [(row, Paragraph([image])) for row, image in sheet.pictures]
    return [block for _, block in sorted(made, key=lambda entry: entry[0])]


def _alone(row: Sequence[Cell]) -> list[Inline] | None:
    """The line in a row in which only the first cell has words, None for other rows."""
    filled = [cell for cell in row if cell.blocks]
    if len(filled) != 1 or filled[0] is not row[0] or filled[0].rowspan > 1:
        return None
    only = filled[0].blocks[0]
    return only.inline if isinstance(only, Paragraph) else None


def _visible(sheet: Sheet) -> tuple[dict[tuple[int, int], tuple[int, int] | None], list[int], list[int]]:
    """The spans by the cell that shows them (None: covered), and the rows and columns that are shown and not empty."""
    if len(sheet.merges) > _MOST_MERGES:
        raise bounds.too_many_parts()
    rows = sorted({row for (row, column) in sheet.cells if not sheet.hides(row, column)})
    columns = sorted({column for (row, column) in sheet.cells if not sheet.hides(row, column)})
    used_rows, used_columns = set(rows), set(columns)
    spans: dict[tuple[int, int], tuple[int, int] | None] = {}
    covered = 0
    for top, left, bottom, right in sheet.merges:
        source = sheet.cells.get((top, left))
        # A merged cell shows its words wherever a part of it is visible, and only there.
        down = [
            row
            for row in range(top, min(bottom, top + 65_534) + 1)
            if row in used_rows or (source and row == top and row not in sheet.hidden_rows)
        ]
        if source is not None and not down:
            down = [row for row in range(top, bottom + 1) if row not in sheet.hidden_rows][:1]
            used_rows.update(down)
        across = [column for column in range(left, min(right, left + bounds.WIDEST_SPAN) + 1) if column in used_columns]
        if source is not None and not across:
            across = [column for column in range(left, right + 1) if column not in sheet.hidden_columns][:1]
            used_columns.update(across)
        covered += len(down) * len(across)
        if covered > bounds.MOST_COVERED:
            raise bounds.too_many_parts()
        for row in down:
            for column in across:
                spans[row, column] = None
        if down and across:
            spans[down[0], across[0]] = (len(down), len(across))
            if source is not None and (down[0], across[0]) != (top, left):
                sheet.cells[down[0], across[0]] = source
    return spans, sorted(used_rows), sorted(used_columns)


def _row(
    sheet: Sheet, spans: dict[tuple[int, int], tuple[int, int] | None], row: int, columns: Sequence[int]
) -> list[Cell]:
    made = []
    for column in columns:
        span = spans.get((row, column), (1, 1))
        if span is None:
            continue
        filled = sheet.cells.get((row, column))
        line = filled.inline if filled is not None else []
        made.append(
            Cell([Paragraph(list(line))] if line else [], span[0], span[1], "", filled is not None and filled.shaded)
        )
    return made
