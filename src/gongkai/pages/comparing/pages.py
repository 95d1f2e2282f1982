"""Two versions of a page, block by block."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from gongkai.language import say
from gongkai.pages.comparing.lines import likeness, marked, merged, plain_line
from gongkai.pages.comparing.tables import merged_tables, whole_table
from gongkai.pages.finishing import finish
from gongkai.pages.html import html_of, inline_html
from gongkai.pages.inline import joined
from gongkai.pages.model import (
    DELETED,
    INSERTED,
    Block,
    Figure,
    Heading,
    Inline,
    List,
    Notes,
    Paragraph,
    Point,
    Quote,
    Table,
    Text,
    block_text,
    shown_number,
)
from gongkai.pages.parsing import blocks_of_html
from gongkai.pages.vocabulary import comparison_door

_ALIKE = 0.45
"""How much two blocks must have in common to be one block that changed."""
_MOST_PAIRS = 400
Kind = TypeVar("Kind")


@dataclass(frozen=True, slots=True)
class Difference:
    """``html``: the changed blocks with ``<ins>`` and ``<del>``, some unchanged ones around them. ``count``: places that changed:
    a run of words, a cell, a row, a block."""

    html: str
    count: int

    @property
    def sentence(self) -> str:
        """改了几处, in words."""
        return say("改了{count}处", count=self.count) if self.count else say("没有改动")


def difference(old_html: str, new_html: str, *, context: int | None = 1) -> Difference:
    """What became of ``old_html`` in ``new_html``, words, links, pictures and cells; how words are dressed does not count.

    ``context``: unchanged blocks shown on either side of a change, None for the whole page. A gap is ``<p class="gap">``; words for
    screen readers stand in ``<span class="sr">``. Raises Unreadable as ``clean`` does.

    >>> difference("<p>每件不超过2千元。</p>", "<p>每件不超过2000元。</p>").count
    1
    """
    before, after = (list(_units(finish(blocks_of_html(html)))) for html in (old_html, new_html))
    made: list[tuple[str, int]] = []  # the HTML of a block, the number of changes in it
    for kind, olds, news in _paired(before, after):
        if kind == "equal":
            made += [(_html(unit), 0) for unit in news]
        else:
            made += _changed(olds, news)
    count = sum(changes for _, changes in made)
    return Difference(comparison_door("\n".join(_with_gaps(made, context))), count)


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block to compare. ``prefix``: the number or bullet of an item, which changes by itself and is not compared."""

    block: Block
    prefix: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        links = "".join(f"{p.href}" for p in _inline(self.block) if isinstance(p, Text) and p.href)
        pictures = "".join(p.src for p in _inline(self.block) if not isinstance(p, Text) and hasattr(p, "src"))
        spans = ""
        if isinstance(self.block, Table):
            spans = ",".join(f"{cell.rowspan}x{cell.colspan}" for row in self.block.rows for cell in row)
        kind = type(self.block).__name__ + (str(self.block.rank) if isinstance(self.block, Heading) else "")
        return kind, block_text(self.block), links + pictures + spans


def _units(blocks: Sequence[Block], prefix: str = "") -> Iterator[_Unit]:
    """``prefix``: the sign of the item whose blocks these are; the first one carries it, a list within has signs of its own."""
    for block in blocks:
        if isinstance(block, List):
            for n, item in enumerate(block.items):
                yield from _units(
                    item.blocks, f"{shown_number(block.start + n, block.kind)}. " if block.ordered else "• "
                )
        elif isinstance(block, Notes):
            for n, item in enumerate(block.items, 1):
                yield from _units(item.blocks, f"[{n}] ")
        elif isinstance(block, Quote):
            yield from _units(block.blocks, prefix)
        elif isinstance(block, Figure):
            yield _Unit(Paragraph(joined([[block.image], block.caption] if block.caption else [[block.image]])), prefix)
        else:
            yield _Unit(block, prefix)
        prefix = ""


def _inline(block: Block) -> list[Inline]:
    return block.inline if isinstance(block, Heading | Paragraph | Point) else []


def _paired(before: Sequence[_Unit], after: Sequence[_Unit]) -> Iterator[tuple[str, Sequence[_Unit], Sequence[_Unit]]]:
    matcher = SequenceMatcher(None, [unit.key for unit in before], [unit.key for unit in after], autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        yield kind, before[i1:i2], after[j1:j2]


def _changed(olds: Sequence[_Unit], news: Sequence[_Unit]) -> Iterator[tuple[str, int]]:
    """Old blocks beside the new ones that they became; the rest taken out or put in, in order."""
    for old, new in matched(olds, news, _likeness):
        if old is None and new is not None:
            yield _html(new, INSERTED), 1
        elif new is None and old is not None:
            yield _html(old, DELETED), 1
        elif old is not None and new is not None:
            yield _both(old, new)


def matched(
    olds: Sequence[Kind], news: Sequence[Kind], like: Callable[[Kind, Kind], float]
) -> Iterator[tuple[Kind | None, Kind | None]]:
    """Pairs in order: the best alignment of both rows in which only likes stand together."""
    if len(olds) * len(news) > _MOST_PAIRS:
        # Too many to weigh each against each: one by one, as they stand.
        for n in range(max(len(olds), len(news))):
            old = olds[n] if n < len(olds) else None
            new = news[n] if n < len(news) else None
            if old is not None and new is not None and like(old, new) < _ALIKE:
                yield old, None
                yield None, new
            else:
                yield old, new
        return
    height, width = len(olds), len(news)
    score = [[0.0] * (width + 1) for _ in range(height + 1)]
    alike = [[like(old, new) for new in news] for old in olds]
    for i in range(height - 1, -1, -1):
        for j in range(width - 1, -1, -1):
            best = max(score[i + 1][j], score[i][j + 1])
            if alike[i][j] >= _ALIKE:
                best = max(best, score[i + 1][j + 1] + alike[i][j])
            score[i][j] = best
    i = j = 0
    while i < height or j < width:
        if i < height and j < width and alike[i][j] >= _ALIKE and score[i][j] == score[i + 1][j + 1] + alike[i][j]:
            yield olds[i], news[j]
            i, j = i + 1, j + 1
        elif i < height and (j == width or score[i][j] == score[i + 1][j]):
            yield olds[i], None
            i += 1
        else:
            yield None, news[j]
            j += 1


def _likeness(old: _Unit, new: _Unit) -> float:
    if isinstance(old.block, Table) != isinstance(new.block, Table):
        return 0.0
    return max(likeness(block_text(old.block), block_text(new.block)), 0.5 if isinstance(new.block, Table) else 0.0)


def _both(old: _Unit, new: _Unit) -> tuple[str, int]:
    if isinstance(old.block, Table) and isinstance(new.block, Table):
        table, count = merged_tables(old.block, new.block)
        return html_of([table]), count
    line, count = merged(_inline(old.block), _inline(new.block))
    # A line that became a heading, or a heading of another level, changed even where no word did.
    return _line_html(line, new), count or 1


def _html(unit: _Unit, mark: str = "") -> str:
    if isinstance(unit.block, Table):
        return html_of([whole_table(unit.block, mark)])
    line = marked(_inline(unit.block), mark) if mark else plain_line(_inline(unit.block))
    return _line_html(line, unit)


def _line_html(line: Sequence[Inline], unit: _Unit) -> str:
    tag = f"h{unit.block.rank}" if isinstance(unit.block, Heading) else "p"
    return f"<{tag}>{inline_html([Text(unit.prefix), *line] if unit.prefix else line)}</{tag}>"


def _with_gaps(made: Sequence[tuple[str, int]], context: int | None) -> Iterator[str]:
    if context is None:
        yield from (html for html, _ in made)
        return
    shown = [False] * len(made)
    for n, (_, changes) in enumerate(made):
        if changes:
            for near in range(max(0, n - context), min(len(made), n + context + 1)):
                shown[near] = True
    if not any(shown):
        return
    left_out = 0
    for (html, _), is_shown in zip(made, shown, strict=True):
        if is_shown:
            if left_out:
                yield _gap(left_out)
            left_out = 0
            yield html
        else:
            left_out += 1
    if left_out:
        yield _gap(left_out)


def _gap(count: int) -> str:
    return f'<p class="gap">{say("……（{count}段没有改动，略）", count=count)}</p>'
