"""A workbook as it is seen on a screen: cells with their words, what is merged, what is hidden."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.documents import bounds
from gongkai.pages.model import Block, Cell, Heading, Image, Inline, Paragraph, Table, Text, text_of

_LONG, _RUN = 30, 3
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
    """What the sheet shows, from the top: lines of text where a row has one cell, tables elsewhere, pictures below their row."""
    rows, columns = _seen(sheet)
    spans = _spans(sheet, rows, columns)
    alone = [_alone(_row(sheet, spans, row, columns)) for row in rows]
    made: list[tuple[int, Block]] = []
    start = 0
    for first, end, is_text in _regions(rows, alone, spans, sheet):
        if is_text:
            for n in range(first, end):
                line = alone[n]
                if line is not None:
                    wide = spans.get((rows[n], columns[0])) or (1, 1)
                    made.append((rows[n], Paragraph(list(line), "center" if wide[1] > 1 and not start else "")))
        else:
            start = end
            its_rows = rows[first:end]
            its_columns = _used(sheet, spans, its_rows, columns)
            its_spans = _spans(sheet, its_rows, its_columns)
            made.append((its_rows[0], Table([_row(sheet, its_spans, row, its_columns) for row in its_rows])))
    made += [(row, Paragraph([image])) for row, image in sheet.pictures]
    return [block for _, block in sorted(made, key=lambda entry: entry[0])]


def _regions(
    rows: Sequence[int],
    alone: Sequence[list[Inline] | None],
    spans: dict[tuple[int, int], tuple[int, int] | None],
    sheet: Sheet,
) -> list[tuple[int, int, bool]]:
    """Runs of rows (first, end) with whether they are lines of text. Between tables a run of lone cells is text when it reads so:
    a sentence, three rows of it, or rows set apart by an empty one."""
    tabular = [n for n, line in enumerate(alone) if line is None]
    first, last = (tabular[0], tabular[-1]) if tabular else (len(rows), -1)
    made: list[tuple[int, int, bool]] = []
    n = 0
    while n < len(rows):
        end = n + 1
        while end < len(rows) and (alone[end] is None) == (alone[n] is None):
            end += 1
        if alone[n] is None:
            is_text = False
        elif n < first or n > last:
            is_text = True
        else:
            lines = [text_of(line) for line in alone[n:end] if line is not None]
            apart = rows[n] - rows[n - 1] > 1 or rows[end] - rows[end - 1] > 1 if n > 0 and end < len(rows) else True
            is_text = apart or len(lines) >= _RUN or any(len(line) > _LONG or line[-1:] in "。；" for line in lines)
        if not is_text and made and not made[-1][2]:
            made[-1] = (made[-1][0], end, False)
        else:
            made.append((n, end, is_text))
        n = end
    return made


def _used(
    sheet: Sheet, spans: dict[tuple[int, int], tuple[int, int] | None], rows: Sequence[int], columns: Sequence[int]
) -> list[int]:
    """The columns in which these rows have words or reach of a merged cell: beside a narrow table a wide one leaves nothing."""
    used = {column for row in rows for column in columns if (row, column) in sheet.cells}
    for row in rows:
        for n, column in enumerate(columns):
            span = spans.get((row, column))
            if span and (row, column) in sheet.cells:
                used.update(columns[n : n + span[1]])
    return [column for column in columns if column in used]


def _alone(row: Sequence[Cell]) -> list[Inline] | None:
    """The line in a row in which only the first cell has words, None for other rows."""
    filled = [cell for cell in row if cell.blocks]
    if len(filled) != 1 or filled[0] is not row[0] or filled[0].rowspan > 1:
        return None
    only = filled[0].blocks[0]
    return only.inline if isinstance(only, Paragraph) else None


def _seen(sheet: Sheet) -> tuple[list[int], list[int]]:
    """The rows and columns that are shown and not empty. A merged cell shows its words wherever a part of it is visible."""
    if len(sheet.merges) > _MOST_MERGES:
        raise bounds.too_many_parts()
    seen = {place for place in sheet.cells if not sheet.hides(*place)}
    rows, columns = {row for row, _ in seen}, {column for _, column in seen}
    for top, left, bottom, right in sheet.merges:
        source = sheet.cells.get((top, left))
        if source is None or not sheet.hides(top, left):
            continue
        row = next((row for row in range(top, bottom + 1) if not sheet.hides(row, -1)), None)
        column = next((column for column in range(left, right + 1) if column not in sheet.hidden_columns), None)
        if row is not None and column is not None:
            sheet.cells[row, column] = source
            rows.add(row)
            columns.add(column)
    return sorted(rows), sorted(columns)


def _spans(sheet: Sheet, rows: Sequence[int], columns: Sequence[int]) -> dict[tuple[int, int], tuple[int, int] | None]:
    """How many of these rows and columns each merged cell takes, by its first place among them; None where it covers."""
    spans: dict[tuple[int, int], tuple[int, int] | None] = {}
    covered = 0
    for top, left, bottom, right in sheet.merges:
        down = rows[bisect_left(rows, top) : bisect_right(rows, bottom)]
        across = columns[bisect_left(columns, left) : bisect_right(columns, right)][: bounds.WIDEST_SPAN]
        covered += len(down) * len(across)
        if covered > bounds.MOST_COVERED:
            raise bounds.too_many_parts()
        for row in down:
            for column in across:
                spans[row, column] = None
        if down and across:
            spans[down[0], across[0]] = (len(down), len(across))
    return spans


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
