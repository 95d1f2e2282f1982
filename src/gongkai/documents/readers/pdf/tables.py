"""The tables of a page, and tables that run on over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.documents.bounds import Budget
from gongkai.documents.model import Cell, Place, Table
from gongkai.documents.readers.pdf.aligned import Placed, columns_of, runs_of
from gongkai.documents.readers.pdf.lines import Line, cell_text, collide, lines_of, words_of
from gongkai.documents.readers.pdf.page import Glyph, Page
from gongkai.documents.readers.ruled import Grid, grids

SAME_COLUMN = 1.5
"""Points between the lines of one column on two pages, at most."""
_FIGURE = re.compile(r"[-0-9０-９.,，/—\s]*")


@dataclass(slots=True)
class Found:
    """A table as drawn on one page."""

    page: int
    grid: Grid
    rows: list[list[Cell]]


class Doubtful(Cell):
    """A cell recognised without certainty. It becomes a plain cell, and an uncertain place, once its place is known."""


Item = Line | Found


def items_of(page: Page, budget: Budget) -> list[Item]:
    """The page's tables and the lines outside them, from top to bottom."""
    found = _tables(page, budget)
    inside, outside, doubted = _sorted_in(page, found, budget)
    doubted.update(
        (n, cell) for x, y in page.smudges for n, grid in enumerate(found) if (cell := grid.cell_at(x, y)) is not None
    )
    items: list[tuple[float, float, Item]] = []
    for n, grid in enumerate(found):
        budget.check()
        rows: list[list[Cell]] = [[] for _ in range(len(grid.ys) - 1)]
        for index, place in enumerate(grid.cells):
            budget.tick()
            left, _, right, _ = grid.box(place)
            at = Place(page=page.number, row=place.row + 1, column=place.column + 1)
            glyphs = inside.get((n, index), ())
            collided = collide(glyphs)
            page.collided += collided
            doubtful = collided or (n, index) in doubted or not all(glyph.sure for glyph in glyphs)
            kind = Doubtful if doubtful else Cell
            rows[place.row].append(kind(cell_text(glyphs, right - left), place.rowspan, place.colspan, at))
        items.append((grid.ys[0], grid.xs[0], Found(page.number, grid, rows)))
    lines = lines_of(outside)
    free = 0
    for first, after, placed in runs_of(lines):
        items.extend((line.top, line.x0, line) for line in lines[free:first])
        items.append((lines[first].top, lines[first].x0, _from_columns(page.number, lines[first:after], placed)))
        free = after
    items.extend((line.top, line.x0, line) for line in lines[free:])
    return [item for _, _, item in sorted(items, key=lambda entry: entry[:2])]


Spot = tuple[int, int]
"""The number of a table on the page, and of a cell in it."""


def _sorted_in(
    page: Page, found: Sequence[Grid], budget: Budget
) -> tuple[dict[Spot, list[Glyph]], list[Glyph], set[Spot]]:
    """The characters of each cell, those outside all tables, and the cells of which it is doubtful whether theirs are theirs.

    A character is where its middle is, and a figure is never torn apart unseen: one that a line cuts through (too wide for its
    column) goes whole to where its middle is, and it and its neighbours are doubted.
    """
    # The smallest table first: a table inside a frame keeps its text.
    order = sorted(range(len(found)), key=lambda n: found[n].area)

    def spot(x: float, y: float) -> Spot | None:
        for n in order:
            cell = found[n].cell_at(x, y)
            if cell is not None:
                return n, cell
        return None

    inside: dict[Spot, list[Glyph]] = {}
    outside: list[Glyph] = []
    doubted: set[Spot] = set()
    for word in words_of(page.glyphs):
        budget.tick()
        y = word[0].y - 0.35 * word[0].size
        spots = [spot((glyph.x0 + glyph.x1) / 2, y) for glyph in (word[0], word[-1])]
        if spots[0] != spots[1]:
            spots = [spot((glyph.x0 + glyph.x1) / 2, y) for glyph in word]
            doubted.update(place for place in spots if place is not None)
            if any(spot(0.8 * g.x0 + 0.2 * g.x1, y) != spot(0.2 * g.x0 + 0.8 * g.x1, y) for g in word):
                spots = [spot((word[0].x0 + word[-1].x1) / 2, y)] * len(word)
        else:
            spots = spots[:1] * len(word)
        for glyph, place in zip(word, spots, strict=True):
            (outside if place is None else inside.setdefault(place, [])).append(glyph)
    return inside, outside, doubted


def _from_columns(number: int, lines: Sequence[Line], placed: Sequence[Sequence[Placed]]) -> Found:
    """A table without lines; blank cells stand where a row has no field."""
    width = columns_of(placed)
    rows = []
    for r, row in enumerate(placed, 1):
        cells: list[Cell] = []
        column = 0
        for field in row:
            cells.extend(Cell(place=Place(page=number, row=r, column=n + 1)) for n in range(column, field.first))
            at = Place(page=number, row=r, column=field.first + 1)
            cells.append(Cell(field.text, 1, field.last - field.first + 1, at))
            column = field.last + 1
        cells.extend(Cell(place=Place(page=number, row=r, column=n + 1)) for n in range(column, width))
        rows.append(cells)
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    # Only the number of columns and the outer edges are known; equal parts stand for the lines between.
    xs = tuple(left + (right - left) * n / width for n in range(width + 1))
    return Found(number, Grid(xs, (lines[0].top, lines[-1].bottom), (), ()), rows)


def _tables(page: Page, budget: Budget) -> list[Grid]:
    """The page's tables without mere frames: a single cell around most of the page, or around other tables."""
    budget.check()
    found = grids(page.lying, page.standing) if page.tables is None else page.tables
    kept = []
    for grid in found:
        if len(grid.cells) == 1:
            high = grid.ys[-1] - grid.ys[0]
            holds = any(
                other is not grid
                and other.xs[0] >= grid.xs[0] - 3
                and other.xs[-1] <= grid.xs[-1] + 3
                and other.ys[0] >= grid.ys[0] - 3
                and other.ys[-1] <= grid.ys[-1] + 3
                for other in found
            )
            if holds or high > 0.45 * page.height:
                continue
        kept.append(grid)
    return kept


def plain(cell: Cell) -> Cell:
    return Cell(cell.text, cell.rowspan, cell.colspan, cell.place) if isinstance(cell, Doubtful) else cell


def runs_on(before: Found, after: Found) -> bool:
    """Is this the same table after a page break? Nothing stands between them, and the columns of one are columns of the other,
    of which some may not show (a page may end after the head, or hold only wide cells)."""
    if after.page != before.page + 1:
        return False
    fewer, more = sorted((before.grid.xs, after.grid.xs), key=len)
    ends = abs(fewer[0] - more[0]) <= SAME_COLUMN and abs(fewer[-1] - more[-1]) <= SAME_COLUMN
    return ends and all(min(abs(x - other) for other in more) <= SAME_COLUMN for x in fewer)


def _on_common_columns(parts: Sequence[Found]) -> list[list[list[Cell]]]:
    """The rows of each part, their cells laid over the columns of all parts."""
    finest = max((part.grid.xs for part in parts), key=len)
    result = []
    for part in parts:
        columns = [min(range(len(finest)), key=lambda n, x=x: abs(finest[n] - x)) for x in part.grid.xs]  # type: ignore[misc]
        laid = []
        for row in part.rows:
            cells = []
            for cell in row:
                first = (cell.place.column or 1) - 1
                start, end = columns[first], columns[first + cell.colspan]
                cells.append(replace(cell, colspan=end - start, place=replace(cell.place, column=start + 1)))
            laid.append(cells)
        result.append(laid)
    return result


def table_of(parts: Sequence[Found], number: int) -> Table:
    """One table of its parts on one or more pages; a head that each page repeats is kept once."""
    laid = _on_common_columns(parts)
    repeated = _repeated_head(laid)
    rows: list[list[Cell]] = []
    for n, part in enumerate(laid):
        added = part[repeated if n else 0 :]
        if n and added:
            added[0] = _without_cut_off(rows, added[0])
        for row in added:
            placed = len(rows) + 1
            rows.append([replace(cell, place=replace(cell.place, table=number, row=placed)) for cell in row])
    return Table(tuple(map(tuple, rows)), Place(page=parts[0].page, table=number), header_rows=repeated)


def _without_cut_off(rows: list[list[Cell]], first: list[Cell]) -> list[Cell]:
    """The first row after a page break without the blank lower ends of merged labels that the break cut in two; those labels
    grow by their lower ends. A figure is never made to cover more rows."""
    kept = []
    reaching: dict[tuple[int | None, int], tuple[int, int]] = {}
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if r + cell.rowspan == len(rows) and cell.rowspan > 1 and not _FIGURE.fullmatch(cell.text):
                reaching[cell.place.column, cell.colspan] = (r, c)
    for cell in first:
        above = reaching.get((cell.place.column, cell.colspan))
        if above is None or cell.text:
            kept.append(cell)
            continue
        r, c = above
        rows[r][c] = replace(rows[r][c], rowspan=rows[r][c].rowspan + cell.rowspan)
    return kept


def _repeated_head(parts: Sequence[list[list[Cell]]]) -> int:
    """How many rows from the top are the same on each page."""
    if len(parts) < 2:
        return 0
    count = 0
    for rows in zip(*parts, strict=False):
        first = [(cell.text, cell.rowspan, cell.colspan) for cell in rows[0]]
        if any([(cell.text, cell.rowspan, cell.colspan) for cell in row] != first for row in rows[1:]):
            break
        count += 1
    # A cut through a merged cell is not the end of a head, and neither is a whole part that is alike, nor a blank row.
    while count and any(cell.rowspan > count - r for r in range(count) for cell in parts[0][r]):
        count -= 1
    written = any(cell.text for row in parts[0][:count] for cell in row)
    return count if written and count < min(map(len, parts)) else 0
