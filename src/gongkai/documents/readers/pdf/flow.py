"""From pages to blocks: which lines are one paragraph, which are headings, which tables go on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from gongkai.documents.bounds import Budget
from gongkai.documents.model import Block, Heading, Paragraph, Place, Table
from gongkai.documents.readers.pdf.lines import Line, between
from gongkai.documents.readers.pdf.page import Page
from gongkai.documents.readers.pdf.tables import Doubtful, Found, Item, plain, runs_on, table_of

LARGER = 1.2
"""A line in type so many times the body's is a heading."""


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
            table = table_of(running, sum(isinstance(block, Table) for block in blocks) + 1)
            if uncertain is not None:
                uncertain.extend(cell.place for row in table.rows for cell in row if isinstance(cell, Doubtful))
            blocks.append(replace(table, rows=tuple(tuple(map(plain, row)) for row in table.rows)))
            running.clear()

    for page, items in pages:
        budget.check()
        for n, item in enumerate(items):
            if isinstance(item, Line):
                close_table()
                lines.append((page, item))
                continue
            close_lines()
            if running and not (n == 0 and runs_on(running[-1], item)):
                close_table()
            running.append(item)
    close_lines()
    close_table()
    return blocks


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
