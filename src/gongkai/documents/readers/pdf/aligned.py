"""Tables without lines: rows of fields that stand in columns. Found only where the columns are plain to see; else the lines stay lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from gongkai.documents.readers.pdf.lines import Line, spell
from gongkai.documents.readers.pdf.page import Glyph

GAP = 0.95
"""Of the type size: a hole at least so wide parts two fields. Justified text has smaller ones."""
FEWEST_ROWS = 3
FEWEST_COLUMNS = 3
HEAD_LINES = 5
LEADING = 3.2
"""Of the type size: rows further apart than this are not of one table."""


@dataclass(slots=True)
class Field:
    """Neighbouring characters of a line, from ``x0`` to ``x1``."""

    text: str
    x0: float
    x1: float


@dataclass(slots=True)
class Placed:
    """A field over the columns ``first`` to ``last``, counted from 0."""

    text: str
    first: int
    last: int


def fields_of(line: Line) -> list[Field]:
    parts: list[list[Glyph]] = [[line.glyphs[0]]]
    for before, glyph in pairwise(line.glyphs):
        if glyph.x0 - before.x1 > GAP * min(before.size, glyph.size):
            parts.append([])
        parts[-1].append(glyph)
    return [Field(spell(part), part[0].x0, max(glyph.x1 for glyph in part)) for part in parts]


def runs_of(lines: Sequence[Line]) -> list[tuple[int, int, list[list[Placed]]]]:
    """(first line, line after the last, rows) of every table among ``lines``, which stand from top to bottom. Rows have the
    fields of their line; a line of one field inside a table (a group, half of a label) is a row too."""
    split = [fields_of(line) for line in lines]
    found = []
    start = 0
    while start < len(lines):
        end = start
        last_full = start
        while end < len(lines) and (len(split[end]) >= 2 or (end > start and _inside(split, end))):
            if end > start and lines[end].y - lines[end - 1].y > LEADING * max(lines[end].size, lines[end - 1].size):
                break
            if len(split[end]) >= 2:
                last_full = end + 1
            end += 1
        # Lines of a head may stand across the columns; then the table is what begins below them.
        for first in range(start, min(start + HEAD_LINES, last_full - FEWEST_ROWS + 1)):
            rows = _table(split[first:last_full])
            if rows is not None:
                found.append((first, last_full, rows))
                break
        start = max(start + 1, last_full)
    return found


def _inside(split: list[list[Field]], at: int) -> bool:
    """May the line of one field stand inside a table? Not where several follow each other: that is text."""
    return at + 1 < len(split) and len(split[at - 1]) >= 2 and len(split[at + 1]) >= 2


def _table(rows: list[list[Field]]) -> list[list[Placed]] | None:
    """The fields over their columns, None where they do not stand in columns. The columns are those of the fullest rows;
    a field of another row covers every column it reaches into, and no two fields of a row share one."""
    width = max(map(len, rows))
    full = [row for row in rows if len(row) == width]
    if width < FEWEST_COLUMNS or len(full) < 2:
        return None
    columns = [(min(row[n].x0 for row in full), max(row[n].x1 for row in full)) for n in range(width)]
    if any(right > left for (_, right), (left, _) in pairwise(columns)):
        return None
    # The share of fields that are figures: columns of words are as likely two columns of text, or a justified list.
    figures = sum(any(character.isdigit() for character in field.text) for row in full for field in row[1:])
    if 2 * figures < len(full) * (width - 1):
        return None
    placed = []
    for row in rows:
        taken = -1
        line = []
        for field in row:
            reached = [n for n, (left, right) in enumerate(columns) if field.x0 < right and field.x1 > left]
            if not reached:
                centre = (field.x0 + field.x1) / 2
                reached = [min(range(width), key=lambda n: abs((columns[n][0] + columns[n][1]) / 2 - centre))]
            if reached[0] <= taken:
                return None
            line.append(Placed(field.text, reached[0], reached[-1]))
            taken = reached[-1]
        placed.append(line)
    return placed


def columns_of(rows: Sequence[Sequence[Placed]]) -> int:
    return max(field.last for row in rows for field in row) + 1
