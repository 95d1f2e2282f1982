"""表二, blocks under one another: each with its own caption, head and few rows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.language import say
from gongkai.reports.editions import Block, Column, TableForm
from gongkai.reports.model import CellId
from gongkai.reports.recognise.cells import Cells
from gongkai.reports.recognise.items import Segment, Slot, Word
from gongkai.reports.recognise.labels import Vocabulary, core
from gongkai.reports.recognise.rows import Candidate, broken_off, mostly_whole


def read_blocks(form: TableForm, candidates: list[Candidate], vocabulary: Vocabulary, cells: Cells) -> set[int]:
    """Put the figures of every row named in ``candidates`` into ``cells``; says which segments were used, by their index."""
    used: set[int] = set()
    first: dict[str, tuple[Candidate, list[Slot | None]]] = {}
    blocks = {row.key: block for block in form.blocks for row in block.rows}
    candidates = _inside_the_table(form, candidates)
    tight = mostly_whole(c.segment for c in candidates if c.hit is not None and c.hit.name.table == form.key)
    for candidate in candidates:
        hit = candidate.hit
        named = hit is not None and hit.name.table == form.key and hit.name.row in blocks
        if not named or hit is None:
            free = [
                n
                for names in vocabulary.rows.values()
                for n in names
                if n.table == form.key and n.row in blocks and n.row not in first
            ]
            hit = (
                vocabulary.resembling(candidate.run, free) if candidate.segment.figures and candidate.run.text else None
            )
            if hit is None or len(hit.label) < 4:
                _report_stray(candidate, cells)
                continue
        row = hit.name.row
        block = blocks[row]
        order, unit = _head_order(block, candidates, candidate)
        slots, doubt = _align(block, candidate.segment, order, _usual_columns(block, candidates, candidate))
        if doubt is None and not candidate.segment.anchored and candidate.segment.figures:
            doubt = ("outside-table", say("此行前面没有表格的标题或表头，不能确定它属于本表，请核对。"))
        if doubt is None and candidate.segment.may_go_on(len(order), True):
            doubt = ("torn-row", say("此行下面还有零散的数字，可能是此行断开的部分，请核对。"))
        if doubt is None and candidate.segment.stump:
            doubt = ("torn-row", say("此行数字前有断开的数字，请核对。"))
        if doubt is None and _longer_than_its_sister(block, candidate, candidates):
            doubt = ("torn-row", say("此行的格数与同一部分的另一行不同，可能错位，请核对。"))
        if doubt is None and tight and candidate.segment.figures and broken_off(candidate.segment):
            doubt = ("row-broken", say("行标题与数字不在同一行，而别的行都在同一行，可能错位，请核对。"))
        ids = [CellId(form.key, row, column.key) for column in block.columns]
        if row in first:
            _repeated(row, ids, slots, first[row][1], candidate, cells)
            continue
        first[row] = (candidate, slots)
        used.add(candidate.index)
        for cell, slot, column in zip(ids, slots, block.columns, strict=True):
            if column in order:
                cells.put(cell, slot, column)
            else:
                message = say("表头没有“{name}”一列。", name=column.label)
                cells.lack(cell, "column-missing", message, candidate.segment.place)
        ids = [cell for cell, column in zip(ids, block.columns, strict=True) if column in order]
        if doubt is not None:
            cells.doubt_all(ids, doubt[0], doubt[1], candidate.segment.place)
        for cell, column in zip(ids, [c for c in block.columns if c in order], strict=True):
            if column.unit and unit and unit != column.unit:
                message = say(
                    "表头写的单位是{unit}，格式规定的是{right}，数字照录未换算，请核对。", unit=unit, right=column.unit
                )
                cells.doubt("unit", message, cell, cells.places.get(cell, candidate.segment.place))
        if hit.quality != "exact":
            message = say("行标题与格式不同：“{text}”，按“{label}”读取。", text=_said(candidate), label=hit.label)
            cells.doubt_all(
                ids, "label-altered" if hit.quality == "altered" else "label-damaged", message, candidate.segment.place
            )
    return used


def _inside_the_table(form: TableForm, candidates: list[Candidate]) -> list[Candidate]:
    """Without the lines that merely use the same words elsewhere, where the same row stands under its caption or head too."""
    anchored = {c.hit.name for c in candidates if c.hit and c.hit.name.table == form.key and c.segment.anchored}
    return [c for c in candidates if c.segment.anchored or c.hit is None or c.hit.name not in anchored]


_UNIT = re.compile(r"单位[:：]?(千元|百元|亿元|万元|元)")


def _head_order(block: Block, candidates: list[Candidate], candidate: Candidate) -> tuple[list[Column], str | None]:
    """The block's columns as its own printed head orders them, and the unit that the head names, if any.

    The form's order where the head says nothing. Fewer columns than the form has where the head names fewer and the row
    has as many figures.
    """
    by_core = {core(label): column for column in block.columns for label in column.labels}
    here = next(i for i, other in enumerate(candidates) if other is candidate)  # equality of segments is dear
    for earlier in range(here, max(-1, here - len(block.rows) - 2), -1):
        words = [word for word in candidates[earlier].segment.words if core(word.text) in by_core]
        named = list({by_core[core(w.text)].key: by_core[core(w.text)] for w in words[-len(block.columns) :]}.values())
        unit = next((found[1] for w in words if (found := _UNIT.search(w.text))), None)
        if len(named) == len(block.columns) or (named and len(named) == len(candidate.segment.figures)):
            return named, unit
        if words:
            break
    return list(block.columns), None


def _longer_than_its_sister(block: Block, candidate: Candidate, candidates: list[Candidate]) -> bool:
    """Its last figure stands farther from the label than that of another row of the block that has all its figures."""
    keys = {row.key for row in block.rows}
    n = len(block.columns)
    reach = _reach(candidate.segment)
    if reach <= n or n == 1 or candidate.segment.slots[0].origin == "line":
        return False
    sisters = (c.segment for c in candidates if c is not candidate and c.hit is not None and c.hit.name.row in keys)
    return any(len(s.figures) == n and _reach(s) < reach for s in sisters)


def _reach(segment: Segment) -> int:
    """How many slots there are up to the last figure."""
    return max((i for i, slot in enumerate(segment.slots, 1) if slot.figure is not None), default=0)


def _usual_columns(block: Block, candidates: list[Candidate], candidate: Candidate) -> tuple[int, ...] | None:
    """The grid columns in which the block's other rows, or its head, have all their figures or names; None if neither."""
    here = candidate.segment
    if not here.slots or here.slots[0].origin != "grid":
        return None
    names = {core(label) for column in block.columns for label in column.labels}
    keys = {row.key for row in block.rows}
    for other in candidates:
        figures = other.segment.figures
        same_block = other.hit is not None and other.hit.name.row in keys and other.segment.table == here.table
        if same_block and len(figures) == len(block.columns):
            return tuple(slot.column for slot in figures)
        if same_block or other is candidate:
            at = tuple(w.column for w in other.segment.words if w.origin == "grid" and core(w.text) in names)
            if len(at) == len(block.columns):
                return at
    return None


def _align(
    block: Block, segment: Segment, order: list[Column], columns: tuple[int, ...] | None
) -> tuple[list[Slot | None], tuple[str, str] | None]:
    """The slots of a row in the order of ``block.columns``, and a doubt about them all where they could not be told."""
    n = len(order)
    figures = segment.figures
    slots: list[Slot | None]
    doubt: tuple[str, str] | None = None
    if len(figures) == n:
        slots = list(figures)
        # A blank before the first figure may be a lost merge; one between figures, or a row too long, may be a lost figure.
        if not segment.gapless:
            doubt = ("torn-row", say("此行数字之间夹有空格，可能错位，请核对。"))
    elif n == 1 and len(figures) > 1 and len({f.text for f in figures}) == 1 and len(figures) <= 3:
        slots = [figures[0]]
        doubt = (
            "repeated-value",
            say("同一数字在此行重复出现 {times} 次，疑为合并单元格拆散，取一次。", times=len(figures)),
        )
    elif len(figures) < n:
        one_line = len({slot.line for slot in segment.slots}) == 1
        if not figures:
            slots = [*segment.slots[:n]]
            slots += [None] * (n - len(slots))
        elif len(segment.slots) == n and one_line and tuple(slot.column for slot in segment.slots) == columns:
            slots = list(segment.slots)
        else:
            slots = [*figures, *([None] * (n - len(figures)))]
            doubt = (
                "short-row",
                say("此行应有 {n} 个数字，只有 {m} 个，无法确定各属哪一列；依次读入，请核对。", n=n, m=len(figures)),
            )
    else:
        slots = list(figures[:n])
        doubt = (
            "long-row",
            say("此行应有 {n} 个数字，却有 {m} 个，可能混入了别的数字或错位；依次读入，请核对。", n=n, m=len(figures)),
        )
    by_key: dict[str, Slot | None] = {column.key: slot for column, slot in zip(order, slots, strict=True)}
    if [c.key for c in order] != [c.key for c in block.columns if c in order] and doubt is None:
        doubt = ("column-moved", say("表头的列序与格式不同，按表头读取。"))
    return [by_key.get(column.key) for column in block.columns], doubt


def _repeated(
    row: str,
    ids: Sequence[CellId],
    slots: Sequence[Slot | None],
    before: Sequence[Slot | None],
    candidate: Candidate,
    cells: Cells,
) -> None:
    """A row printed twice: harmless where both say the same, doubted cell by cell where they do not."""
    place = candidate.segment.place
    same = True
    for cell, slot, old in zip(ids, slots, before, strict=True):
        new_value = slot.figure.value if slot is not None and slot.figure is not None else None
        old_value = old.figure.value if old is not None and old.figure is not None else None
        if new_value != old_value:
            same = False
            message = say(
                "此行出现两次，先为“{old}”，后为“{new}”，取前者。",
                old=old.text if old else "",
                new=slot.text if slot else "",
            )
            cells.doubt("row-repeated", message, cell, place)
    if same:
        cells.doubt("row-repeated", say("“{text}”一行重复出现，数字相同。", text=_said(candidate)), place=place)


def _report_stray(candidate: Candidate, cells: Cells) -> None:
    figures = [slot.text for slot in candidate.segment.figures[:6]]
    if not figures or not candidate.run.text or not candidate.segment.anchored:
        return
    message = say(
        "“{text}”不是格式规定的行，其数字（{figures}）未采用。", text=_said(candidate), figures="、".join(figures)
    )
    cells.doubt("extra-row", message, place=candidate.segment.place)


def _said(candidate: Candidate) -> str:
    words: Sequence[Word] = candidate.segment.words[-1:]
    return " ".join(w.text for w in words)[-40:]
