"""From pages to blocks: what is a table, what is a page number, which lines are one paragraph, which are headings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.documents.bounds import Budget
from gongkai.documents.model import Block, Cell, Heading, Paragraph, Place, Table
from gongkai.documents.readers.pdf.aligned import Placed, columns_of, runs_of
from gongkai.documents.readers.pdf.lines import Line, between, cell_text, lines_of
from gongkai.documents.readers.pdf.page import UNSURE, Glyph, Page
from gongkai.documents.readers.ruled import Grid, grids

BAND = 0.12
"""Running heads and page numbers stand in this part of the page's height, at the top or at the bottom."""
SAME_COLUMN = 1.5
"""Points between the lines of one column on two pages, at most."""
LARGER = 1.2
"""A line in type so many times the body's is a heading."""
PAGE_NUMBER = re.compile(
    r"[-—–―‐·•~\s]*(?:第\s*)?(?:[0-9０-９]{1,4}|[ivxlc]{1,6}|[一二三四五六七八九十]{1,4})(?:\s*页)?"
    r"(?:\s*[,，/／|]?\s*(?:共\s*)?[0-9０-９]{1,4}(?:\s*页)?)?[-—–―‐·•~\s]*",
    re.IGNORECASE,
)
DECORATED = re.compile(r"[-—–―‐·•~]\s*[0-9０-９]{1,4}\s*[-—–―‐·•~]|第\s*[0-9０-９]{1,4}\s*页.*")


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
    inside: dict[tuple[int, int], list[Glyph]] = {}
    outside: list[Glyph] = []
    # The smallest table first: a table inside a frame keeps its text.
    order = sorted(range(len(found)), key=lambda n: found[n].area)
    for glyph in page.glyphs:
        x, y = (glyph.x0 + glyph.x1) / 2, glyph.y - 0.35 * glyph.size
        for n in order:
            cell = found[n].cell_at(x, y)
            if cell is not None:
                inside.setdefault((n, cell), []).append(glyph)
                break
        else:
            outside.append(glyph)
    smudged = {(n, found[n].cell_at(*spot)) for spot in page.smudges for n in order}
    items: list[tuple[float, float, Item]] = []
    for n, grid in enumerate(found):
        budget.check()
        rows: list[list[Cell]] = [[] for _ in range(len(grid.ys) - 1)]
        for index, place in enumerate(grid.cells):
            left, _, right, _ = grid.box(place)
            at = Place(page=page.number, row=place.row + 1, column=place.column + 1)
            glyphs = inside.get((n, index), ())
            doubted = (n, index) in smudged or any(glyph.mark == UNSURE for glyph in glyphs)
            kind = Doubtful if doubted else Cell
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


def without_furniture(pages: Sequence[tuple[Page, list[Item]]]) -> list[list[Item]]:
    """Page numbers and running heads left out, but only where it is certain: alone in the outer band of the page and either written
    as page numbers are (— 1 —, 第1页), or counting with the pages, or the same at the same height on three pages (on both of two)."""
    candidates: dict[tuple[int, int], tuple[str, float]] = {}
    for p, (page, items) in enumerate(pages):
        for i, item in enumerate(items):
            if isinstance(item, Line) and not BAND * page.height < item.y < (1 - BAND) * page.height:
                candidates[p, i] = (item.text, item.y)
    same: Counter[tuple[str, int]] = Counter()
    counting: Counter[int] = Counter()
    for (p, _), (text, y) in candidates.items():
        same[re.sub(r"[0-9０-９]+", "#", text), round(y / 4)] += 1
        if (number := _number(text)) is not None:
            counting[number - p] += 1
    dropped = set()
    needed = min(3, max(2, len(pages)))
    for (p, i), (text, y) in candidates.items():
        number = _number(text)
        key, track = re.sub(r"[0-9０-９]+", "#", text), round(y / 4)
        repeated = sum(same[key, near] for near in (track - 1, track, track + 1)) >= needed
        if (
            DECORATED.fullmatch(text.strip())
            or (number is not None and len(pages) > 1 and counting[number - p] > len(pages) / 2)
            or (repeated and number is None and len(text) < 60)
        ):
            dropped.add((p, i))
    return [[item for i, item in enumerate(items) if (p, i) not in dropped] for p, (_, items) in enumerate(pages)]


def _number(text: str) -> int | None:
    if not PAGE_NUMBER.fullmatch(text):
        return None
    digits = re.search(r"[0-9０-９]+", text)
    return int(digits.group()) if digits else None


def blocks_of(
    pages: Sequence[tuple[Page, list[Item]]], budget: Budget, uncertain: list[Place] | None = None
) -> list[Block]:
    """All pages' items as one run of blocks. Lines become paragraphs and headings; a table that runs on over a page break
    becomes one. The places of cells recognised without certainty are added to ``uncertain``."""
    setting = _setting([(page, item) for page, items in pages for item in items if isinstance(item, Line)])
    blocks: list[Block] = []
    lines: list[tuple[Page, Line]] = []
    running: list[Found] = []

    def close_lines() -> None:
        blocks.extend(_paragraphs(lines, setting))
        lines.clear()

    def close_table() -> None:
        if running:
            table = _table(running, sum(isinstance(block, Table) for block in blocks) + 1)
            if uncertain is not None:
                uncertain.extend(cell.place for row in table.rows for cell in row if isinstance(cell, Doubtful))
            blocks.append(replace(table, rows=tuple(tuple(map(_plain, row)) for row in table.rows)))
            running.clear()

    for page, items in pages:
        budget.check()
        for n, item in enumerate(items):
            if isinstance(item, Line):
                close_table()
                lines.append((page, item))
                continue
            close_lines()
            if running and not (n == 0 and _runs_on(running[-1], item)):
                close_table()
            running.append(item)
    close_lines()
    close_table()
    return blocks


def _plain(cell: Cell) -> Cell:
    return Cell(cell.text, cell.rowspan, cell.colspan, cell.place) if isinstance(cell, Doubtful) else cell


def _runs_on(before: Found, after: Found) -> bool:
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


def _table(parts: Sequence[Found], number: int) -> Table:
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


@dataclass(frozen=True, slots=True)
class Setting:
    """How the text is set: the size of most of it, where its lines begin and end, and the larger sizes from the largest down."""

    size: float
    left: float
    right: float
    larger: tuple[float, ...]


def _setting(lines: Sequence[tuple[Page, Line]]) -> Setting:
    sizes: Counter[float] = Counter()
    for _, line in lines:
        sizes[line.size] += len(line.text)
    size = max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0
    body = [(page, line) for page, line in lines if abs(line.size - size) < 0.6]
    starts = Counter(round(line.x0 / 2) * 2 for _, line in body)
    # The left margin is where most lines begin; lines of a paragraph that is indented as a whole begin further right.
    common = [start for start, count in starts.items() if count >= max(2, max(starts.values()) / 3)]
    left = float(min(common, default=min((line.x0 for _, line in body), default=0.0)))
    widest = max((page.width for page, _ in body), default=0.0)
    # Where no line fills the page (a list, a letter), none was wrapped.
    right = max((line.x1 for _, line in body), default=0.0)
    right = max(right, left + 0.55 * widest)
    larger = sorted(
        {line.size for _, line in lines if line.size >= LARGER * size and len(line.text) <= 80}, reverse=True
    )
    return Setting(size, left, right, tuple(larger))


def _paragraphs(lines: Sequence[tuple[Page, Line]], setting: Setting) -> list[Block]:
    """Lines joined to paragraphs. A new one begins at an indent, after a short line, after a gap, or where the size changes."""
    result: list[Block] = []
    text, place, size = "", Place(), 0.0
    last: tuple[Page, Line] | None = None

    def close() -> None:
        clean = text.strip()
        if clean and size in setting.larger:
            result.append(Heading(clean, min(setting.larger.index(size) + 1, 6), place))
        elif clean:
            result.append(Paragraph(clean, place))

    for page, line in lines:
        if last is not None and _goes_on(last[1], line, last[0] is page, setting):
            text += between(text, line.text) + line.text
        else:
            close()
            text, place, size = line.text, Place(page=page.number), line.size
        last = (page, line)
    close()
    return result


def _goes_on(before: Line, line: Line, same_page: bool, setting: Setting) -> bool:
    em = line.size
    if abs(before.size - em) > 0.6 or (same_page and not 0 < line.y - before.y < 2.6 * em):
        return False
    if em in setting.larger:
        # A title over several lines: all centred, or full lines.
        middle, earlier = (line.x0 + line.x1) / 2, (before.x0 + before.x1) / 2
        return same_page and abs(middle - earlier) < 1.5 * em
    indented = line.x0 - setting.left > 0.8 * em
    # What stands far from the left (a signature, a date, a number) is not the first part of a wrapped line.
    full = setting.right - before.x1 < 2.2 * em and before.x0 - setting.left < 4.5 * em
    return full and not indented
