"""Tables as HTML and Word have them: rows of cells with spans, which may hold whole articles and other tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.model import Block, Cell, Heading, Paragraph, Place, Table

_PROSE = 300  # characters, with three full stops: an article set into a cell, longer than any label of the form
_STOPS = 3
_ARTICLE = 4  # blocks, headings among them; a single heading in a cell is only its dress


@dataclass(slots=True)
class RawCell:
    """A cell before its table is settled. ``blocks``: what stands in it when that is more than plain text."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    blocks: list[Block | RawTable] = field(default_factory=list)
    page: int | None = None


@dataclass(slots=True)
class RawTable:
    rows: list[list[RawCell]]
    header_rows: int = 0
    page: int | None = None


class Counter:
    """Numbers the tables of one Document from 1."""

    __slots__ = ("tables",)

    def __init__(self) -> None:
        self.tables = 0

    def next(self) -> int:
        self.tables += 1
        return self.tables


def settle(raw: RawTable, counter: Counter, budget: Budget, *, unwrap: bool = True) -> Iterator[Block]:
    """``raw`` as blocks: one Table, or, where cells hold other tables, headings or long prose, what stands in those cells
    in reading order and the rows between them as Tables. The innermost tables with data always stay whole.

    ``unwrap``: whether long prose alone is taken out of its cell too.
    """
    # A stack instead of recursion: tables may be nested deeper than Python's stack.
    waiting: list[Iterator[Block | RawTable]] = [iter((raw,))]
    while waiting:
        block = next(waiting[-1], None)
        if block is None:
            waiting.pop()
        elif isinstance(block, RawTable):
            waiting.append(_parts(block, counter, budget, unwrap))
        else:
            if not isinstance(block, Table):
                budget.block(len(block.text))
            yield block


def _parts(raw: RawTable, counter: Counter, budget: Budget, unwrap: bool) -> Iterator[Block | RawTable]:
    if not any(_is_wrapping(row, unwrap) for row in raw.rows):
        if raw.rows:
            yield _table(raw, counter.next(), budget)
        return
    if _is_data_with_insets(raw):
        yield _table(raw, counter.next(), budget)
        for row in raw.rows:
            for cell in row:
                yield from (block for block in cell.blocks if isinstance(block, RawTable | Table))
        return
    plain: list[list[RawCell]] = []
    for row in raw.rows:
        if not _is_wrapping(row, unwrap):
            plain.append(row)
            continue
        if any(cell.text for line in plain for cell in line):
            yield _table(RawTable(plain, page=raw.page), counter.next(), budget)
        plain = []
        for cell in row:
            if cell.blocks:
                yield from cell.blocks
            elif cell.text:
                for line in cell.text.split("\n"):
                    yield Paragraph(line, Place(page=cell.page) if cell.page else Place())
    if any(cell.text for line in plain for cell in line):
        yield _table(RawTable(plain, page=raw.page), counter.next(), budget)


def _is_data_with_insets(raw: RawTable) -> bool:
    """Whether the tables in its cells are small beside what else stands in it: a data table, not a layout."""
    inside = outside = 0
    for row in raw.rows:
        for cell in row:
            if any(isinstance(block, RawTable | Table) for block in cell.blocks):
                inside += len(cell.text) + sum(map(_length, cell.blocks))
            elif cell.text:
                if _is_wrapping([cell], True):
                    return False
                outside += len(cell.text)
    return inside < outside and len(raw.rows) > 1


def _length(block: Block | RawTable) -> int:
    """The characters in a table that stands in a cell."""
    if isinstance(block, Table | RawTable):
        return sum(len(cell.text) for row in block.rows for cell in row)
    return 0


def _is_wrapping(row: list[RawCell], unwrap: bool) -> bool:
    """Whether a cell of ``row`` holds blocks that are no part of a table's data."""
    for cell in row:
        if cell.blocks:
            if any(isinstance(block, RawTable | Table) for block in cell.blocks):
                return True
            if len(cell.blocks) >= _ARTICLE and any(isinstance(block, Heading) for block in cell.blocks):
                return True
        if unwrap and len(cell.text) > _PROSE and cell.text.count("。") >= _STOPS:
            return True
    return False


def _table(raw: RawTable, number: int, budget: Budget) -> Table:
    """``raw`` with bounded spans and every cell's place in the grid."""
    rows: list[tuple[Cell, ...]] = []
    height = len(raw.rows)
    covered = 0
    taken: dict[int, int] = {}  # grid column → first row that is free again
    for r, cells in enumerate(raw.rows):
        budget.cells(len(cells), sum(len(cell.text) for cell in cells))
        row = []
        column = 0
        for cell in cells:
            while taken and taken.get(column, 0) > r:
                column += 1
            rowspan, colspan = cell.rowspan, cell.colspan
            if rowspan != 1 or colspan != 1:
                rowspan = max(1, min(rowspan, height - r))
                colspan = max(1, min(colspan, bounds.WIDEST_SPAN))
                covered += rowspan * colspan
                if covered > bounds.MOST_COVERED:
                    raise bounds.too_many_parts()
                if rowspan > 1:
                    for c in range(column, column + colspan):
                        taken[c] = r + rowspan
            row.append(Cell(cell.text, rowspan, colspan, Place(cell.page, None, number, r + 1, column + 1)))
            column += colspan
        rows.append(tuple(row))
    return Table(tuple(rows), Place(page=raw.page, table=number), raw.header_rows)
