"""Two versions of a table as one, compared by cell."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from gongkai.pages.comparing.lines import likeness, marked, merged
from gongkai.pages.inline import joined
from gongkai.pages.model import (
    DELETED,
    INSERTED,
    Block,
    Cell,
    Heading,
    Inline,
    Paragraph,
    Point,
    Table,
    Text,
    block_text,
    cell_text,
)
from gongkai.pages.tables import columns_of

_MOST_ROWS = 60
_NEAR, _FAR, _NARROW = 1, 8, 2
_SAME = 0.7
_ALIKE = 0.3


def merged_tables(old: Table, new: Table) -> tuple[Table, int]:
    """The new table with its changes marked, and how many cells and rows changed. Long tables show the rows around changes."""
    caption, count = merged(old.caption, new.caption)
    if _shape(old) == _shape(new) and all(map(_same_row, old.rows, new.rows)):
        rows = []
        changes = []
        for before, after in zip(old.rows, new.rows, strict=True):
            cells = [_cell(a, b) for a, b in zip(before, after, strict=True)]
            rows.append([cell for cell, _ in cells])
            changes.append(sum(changed for _, changed in cells))
        spans_down = any(cell.rowspan > 1 for row in rows for cell in row)
        made = Table(rows, new.header_rows, caption)
        return (made if spans_down else _shortened(made, changes)), count + sum(changes)
    return _regridded(old, new, caption, count)


def whole_table(table: Table, mark: str) -> Table:
    """``table`` as it is, or all of it taken out or put in."""
    rows = [[_marked_cell(cell, mark) for cell in row] for row in table.rows]
    return Table(rows, table.header_rows, marked(table.caption, mark) if mark else table.caption)


def _shape(table: Table) -> list[list[tuple[int, int]]]:
    return [[(cell.rowspan, cell.colspan) for cell in row] for row in table.rows]


def _regridded(old: Table, new: Table, caption: list[Inline], count: int) -> tuple[Table, int]:
    """Rows and columns came or went: both tables are laid out without spans, a merged cell's words standing in each of its rows."""
    before, after = _grid(old), _grid(new)
    rows: list[list[Cell]] = []
    changes: list[int] = []
    matcher = SequenceMatcher(None, [_key(row) for row in before], [_key(row) for row in after], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            rows += [list(row) for row in after[j1:j2]]
            changes += [0] * (j2 - j1)
            continue
        for a, b in _row_pairs(before[i1:i2], after[j1:j2]):
            if a is None or b is None:
                rows.append([_marked_cell(cell, INSERTED if a is None else DELETED) for cell in (a or b or ())])
                changes.append(1)
            else:
                row, changed = _row(a, b)
                rows.append(row)
                changes.append(changed)
    width = max((len(row) for row in rows), default=0)
    rows = [[*row, *(Cell() for _ in range(width - len(row)))] for row in rows]
    head = new.header_rows if not any(changes[: new.header_rows]) else 0
    return _shortened(Table(rows, head, caption), changes), count + sum(changes)


def _grid(table: Table) -> list[list[Cell]]:
    laid: list[dict[int, Cell]] = [{} for _ in table.rows]
    for r, line in enumerate(columns_of(table)):
        for column, cell in line:
            for rr in range(r, min(r + cell.rowspan, len(laid))):
                laid[rr][column] = Cell(cell.blocks, 1, 1, cell.scope)
    return [[row[column] for column in sorted(row)] for row in laid]


def _key(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(map(cell_text, row))


def _row_pairs(
    olds: Sequence[Sequence[Cell]], news: Sequence[Sequence[Cell]]
) -> list[tuple[Sequence[Cell] | None, Sequence[Cell] | None]]:
    """Rows in order: a shared first cell says it is the same row, wherever it went; else one of the next few with much in common."""
    pairs: list[tuple[Sequence[Cell] | None, Sequence[Cell] | None]] = []
    places: dict[str, list[int]] = {}
    for n, row in enumerate(news):
        places.setdefault(_first(row), []).append(n)
    at = 0
    for old in olds:
        named = places.get(_first(old), []) if _first(old) else []
        found = next((n for n in named if n >= at), None)
        if found is None:
            near = range(at, min(at + _FAR, len(news)))
            found = next((n for n in near if _same_row(old, news[n])), None)
        if found is None:
            pairs.append((old, None))
            continue
        pairs += [(None, row) for row in news[at:found]]
        pairs.append((old, news[found]))
        at = found + 1
    pairs += [(None, row) for row in news[at:]]
    return pairs


def _first(row: Sequence[Cell]) -> str:
    return next((text for cell in row if (text := cell_text(cell))), "")


def _same_row(old: Sequence[Cell], new: Sequence[Cell]) -> bool:
    first, other = _first(old), _first(new)
    if first and first == other:
        return True
    shared = len(set(_key(old)) & set(_key(new)) - {""})
    if shared * 2 >= max(len(old), 1):
        return True
    if min(len(old), len(new)) <= _NARROW:
        return likeness("\t".join(_key(old)), "\t".join(_key(new))) >= _SAME
    return shared > 0 and likeness(first, other) >= _SAME


def _row(old: Sequence[Cell], new: Sequence[Cell]) -> tuple[list[Cell], int]:
    if len(old) == len(new):
        cells = [_cell(a, b) for a, b in zip(old, new, strict=True)]
        return [cell for cell, _ in cells], sum(changed for _, changed in cells)
    made: list[Cell] = []
    count = 0
    matcher = SequenceMatcher(None, _key(old), _key(new), autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        if kind == "equal":
            made += new[j1:j2]
            continue
        pairs = min(i2 - i1, j2 - j1)
        for n in range(pairs):
            cell, changed = _cell(old[i1 + n], new[j1 + n])
            made.append(cell)
            count += changed
        made += [_marked_cell(cell, DELETED) for cell in old[i1 + pairs : i2]]
        made += [_marked_cell(cell, INSERTED) for cell in new[j1 + pairs : j2]]
        count += abs((i2 - i1) - (j2 - j1))
    return made, count


def _cell(old: Cell, new: Cell) -> tuple[Cell, int]:
    before, after = _line(old), _line(new)
    if likeness(cell_text(old), cell_text(new)) < _ALIKE and cell_text(old) != cell_text(new):
        line, count = [*marked(before, DELETED), *marked(after, INSERTED)], 1
    else:
        line, count = merged(before, after)
    return Cell([Paragraph(line)] if line else [], new.rowspan, new.colspan, new.scope), min(count, 1)


def _marked_cell(cell: Cell, mark: str) -> Cell:
    line = _line(cell)
    if mark:
        line = marked(line, mark)
    return Cell([Paragraph(line)] if line else [], cell.rowspan, cell.colspan, cell.scope)


def _line(cell: Cell) -> list[Inline]:
    return joined(map(_block_line, cell.blocks))


def _block_line(block: Block) -> list[Inline]:
    if isinstance(block, Heading | Paragraph | Point):
        return block.inline
    return joined([Text(line)] for line in block_text(block).replace("\t", " ").split("\n"))


def _shortened(table: Table, changes: Sequence[int]) -> Table:
    if len(table.rows) <= _MOST_ROWS:
        return table
    near = {row for n, count in enumerate(changes) if count for row in range(n - _NEAR, n + _NEAR + 1)}
    rows = [row for n, row in enumerate(table.rows) if n < table.header_rows or n in near]
    return Table(rows, table.header_rows, table.caption)
