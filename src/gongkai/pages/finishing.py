"""The last hand on every page, wherever its blocks came from: nothing empty, headings without jumps, real lists, tables with heads."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from gongkai.pages.inline import joined, tidy, without_marks
from gongkai.pages.model import (
    EM,
    STRONG,
    UNDERLINE,
    Block,
    Figure,
    Heading,
    Image,
    Inline,
    Item,
    List,
    NoteMark,
    Notes,
    Paragraph,
    Point,
    Quote,
    Table,
    Text,
    each_line,
    text_of,
)
from gongkai.pages.tables import settled

_HIGHEST, _LOWEST = 2, 6
_CAPTION = re.compile(
    r"附?表\s*[\d一二三四五六七八九十〇]+(?:[-－—.．][\d一二三四五六七八九十]+)*(?:[\s：:、.．].*)?|附?表[：:\s].{1,60}"
)
_UNIT = re.compile(r"[（(]?\s*(?:金额|计量)?单位\s*[：:].{1,30}")
_FIGURE = re.compile(r"图\s*[\d一二三四五六七八九十〇]+(?:[-－—.．][\d一二三四五六七八九十]+)*(?:[\s：:、.．].*)?")
_LONGEST_CAPTION = 80


def finish(blocks: Iterable[Block]) -> list[Block]:
    """``blocks`` as they stand on a page. Idempotent, also by way of HTML."""
    made = _flow(blocks, inner=False)
    notes = [item for block in made if isinstance(block, Notes) for item in block.items]
    made = _captioned([block for block in made if not isinstance(block, Notes)])
    marks = _Marks(len(notes))
    if notes or any(isinstance(piece, NoteMark) for line in each_line(made) for piece in line):
        made = [block for block in map(marks.block, made) if not _is_empty(block)]
    made = _levelled(made)
    kept = [notes[number - 1] for number in marks.order]
    if kept:
        made.append(Notes(kept))
    return made


def _flow(blocks: Iterable[Block], *, inner: bool) -> list[Block]:
    """Settled blocks; ``inner``: in a cell, an item or a quote, where a heading would break the page's outline."""
    made: list[Block] = []
    for block in group_points(blocks):
        if isinstance(block, Heading):
            inline = without_marks(block.inline, STRONG, UNDERLINE)
            if not text_of(inline).strip():
                made += [Paragraph([piece]) for piece in inline if isinstance(piece, Image)]
            elif inner:
                strong = [Text(p.text, p.marks | {STRONG}, p.href) if isinstance(p, Text) else p for p in inline]
                made.append(Paragraph(tidy(strong)))
            else:
                made.append(Heading(block.rank, inline))
        elif isinstance(block, Paragraph):
            if inline := tidy(block.inline):
                made.append(Paragraph(inline, "" if inner else block.align, block.style))
        elif isinstance(block, List):
            items = [Item(inside) for item in block.items if (inside := _flow(item.blocks, inner=True))]
            if items:
                made.append(List(items, block.ordered, block.start, block.kind))
        elif isinstance(block, Table):
            made += _table(block, inner=inner)
        elif isinstance(block, Quote):
            if inside := _flow(block.blocks, inner=True):
                made.append(Quote(inside))
        elif isinstance(block, Figure):
            if tidy([block.image]):
                made.append(Figure(block.image, tidy(block.caption)))
            elif caption := tidy(block.caption):
                made.append(Paragraph(caption))
        elif isinstance(block, Notes):
            made.append(Notes([Item(_flow(item.blocks, inner=True)) for item in block.items]))
    return made


def _table(table: Table, *, inner: bool) -> list[Block]:
    """One table; or, where it is a mere frame around one cell, what stands in it."""
    begun = [row for row in table.rows if row]
    if len(begun) == 1 and len(begun[0]) == 1 and not table.caption:
        return _flow(begun[0][0].blocks, inner=inner)
    for row in table.rows:
        for cell in row:
            cell.blocks = _flow(cell.blocks, inner=True)
    made = settled(table)
    if made is None:
        return [Paragraph(caption)] if (caption := tidy(table.caption)) else []
    made.caption = without_marks(made.caption, STRONG, EM, UNDERLINE)
    return [made]


def _is_empty(block: Block) -> bool:
    return isinstance(block, Heading | Paragraph) and not block.inline


def group_points(blocks: Iterable[Block]) -> list[Block]:
    """``blocks`` with runs of Points made into lists, which stand in each other as their levels say."""
    made: list[Block] = []
    run: list[Point] = []
    for block in blocks:
        if isinstance(block, Point):
            if text_of(block.inline).strip() or any(isinstance(piece, Image) for piece in block.inline):
                run.append(block)
            continue
        if run:
            made += _lists(run)
            run = []
        made.append(block)
    if run:
        made += _lists(run)
    return made


def _lists(points: Sequence[Point]) -> list[Block]:
    made: list[Block] = []
    open_lists: list[tuple[int, List, int]] = []  # level, the list, the number its next item would have
    for point in points:
        while open_lists and open_lists[-1][0] > point.level:
            open_lists.pop()
        item = Item([Paragraph(list(point.inline))])
        if open_lists and open_lists[-1][0] == point.level:
            level, last, following = open_lists[-1]
            goes_on = last.ordered == (point.number is not None) and last.kind == point.kind
            if goes_on and (point.number is None or point.number == following):
                last.items.append(item)
                open_lists[-1] = (level, last, following + 1)
                continue
            open_lists.pop()
        number = point.number
        new = List([item], number is not None, 1 if number is None else number, point.kind)
        if open_lists:
            open_lists[-1][1].items[-1].blocks.append(new)
        else:
            made.append(new)
        open_lists.append((point.level, new, new.start + 1))
    return made


def _captioned(blocks: Sequence[Block]) -> list[Block]:
    """The line 表1 … above a table, with the unit below it, becomes its caption; the line 图1 … below a picture that picture's."""
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Table) and not block.caption:
            block.caption = _caption(made)
        last = made[-1] if made else None
        if (
            isinstance(block, Paragraph)
            and isinstance(last, Paragraph)
            and len(last.inline) == 1
            and isinstance(last.inline[0], Image)
            and _is_line(block, _FIGURE)
        ):
            made[-1] = Figure(last.inline[0], without_marks(block.inline, STRONG, EM, UNDERLINE))
            continue
        made.append(block)
    return made


def _caption(before: list[Block]) -> list[Inline]:
    """The caption that stands at the end of ``before``, taken from there."""
    lines: list[Paragraph] = []
    for block in reversed(before[-2:]):
        if not isinstance(block, Paragraph):
            break
        if _is_line(block, _CAPTION) or block.style in ("caption", "题注"):
            lines.insert(0, block)
            break
        if lines or not _is_line(block, _UNIT):
            return []
        lines.insert(0, block)
    else:
        return []
    if not lines or (len(lines) == 1 and _is_line(lines[0], _UNIT)):
        return []
    del before[-len(lines) :]
    return without_marks(joined(line.inline for line in lines), STRONG, EM, UNDERLINE)


def _is_line(block: Paragraph, pattern: re.Pattern[str]) -> bool:
    text = text_of(block.inline)
    return len(text) <= _LONGEST_CAPTION and text[-1:] not in "。；，" and pattern.fullmatch(text) is not None


def _levelled(blocks: Sequence[Block]) -> list[Block]:
    """Headings begin below the page's own (h1) and go down by one at a time, whatever the source called them."""
    above: list[int] = []
    made: list[Block] = []
    for block in blocks:
        if isinstance(block, Heading):
            while above and above[-1] >= block.rank:
                above.pop()
            above.append(block.rank)
            made.append(Heading(min(_HIGHEST + len(above) - 1, _LOWEST), block.inline))
        else:
            made.append(block)
    return made


class _Marks:
    """Numbers the notes as the text comes to them; marks of notes that are not there, and second marks of one, are dropped."""

    def __init__(self, notes: int):
        self._notes = notes
        self.order: list[int] = []

    def block(self, block: Block) -> Block:
        if isinstance(block, Heading | Paragraph):
            block.inline = self._line(block.inline)
        elif isinstance(block, Table):
            block.caption = self._line(block.caption)
            for row in block.rows:
                for cell in row:
                    cell.blocks = self._inner(cell.blocks)
        elif isinstance(block, Quote):
            block.blocks = self._inner(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                item.blocks = self._inner(item.blocks)
        elif isinstance(block, Figure):
            block.caption = self._line(block.caption)
        return block

    def _inner(self, blocks: Sequence[Block]) -> list[Block]:
        return [block for block in map(self.block, blocks) if not _is_empty(block)]

    def _line(self, inline: Sequence[Inline]) -> list[Inline]:
        if not any(isinstance(piece, NoteMark) for piece in inline):
            return list(inline)
        made: list[Inline] = []
        for piece in inline:
            if not isinstance(piece, NoteMark):
                made.append(piece)
            elif 1 <= piece.number <= self._notes and piece.number not in self.order:
                self.order.append(piece.number)
                made.append(NoteMark(len(self.order)))
        return tidy(made)
