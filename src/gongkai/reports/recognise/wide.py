"""表四, one wide line: fifteen figures under a head of three lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongkai.language import say
from gongkai.reports.editions import TableForm
from gongkai.reports.model import CellId, Value
from gongkai.reports.recognise.cells import Cells
from gongkai.reports.recognise.items import Slot
from gongkai.reports.recognise.labels import core
from gongkai.reports.recognise.rows import Candidate


def head_of(form: TableForm, text: str) -> list[str]:
    """The column keys in the order in which a run of words prints them; empty where it is not the head of this table."""
    by_core = {core(label): c.key for c in form.blocks[0].columns for label in c.labels}
    names = re.compile("|".join(sorted(map(re.escape, by_core), key=len, reverse=True)))
    return [by_core[m] for m in names.findall(text)]


def results_of(form: TableForm) -> re.Pattern[str]:
    """A pattern for the names of the results, other than totals, in the head of this table."""
    labels = (core(label) for c in form.blocks[0].columns if c.key != "total" for label in c.labels)
    return re.compile("|".join(map(re.escape, labels)))


def is_head(results: re.Pattern[str], text: str) -> bool:
    """Whether the run speaks of results at least twice, as only this head does."""
    return len(text) > 6 and len(results.findall(text)) >= 2


def read_wide(form: TableForm, candidates: list[Candidate], cells: Cells) -> set[int]:
    """Put the fifteen figures into ``cells``; says which segments were used, by their index."""
    block = form.blocks[0]
    order = [CellId(form.key, row.key, column.key) for row in block.rows for column in block.columns]
    by_key = {c.key: c for c in block.columns}
    n = len(order)
    standard = [c.key for c in block.columns] * len(block.rows)
    used: set[int] = set()
    results = results_of(form)
    heads = [c for c in candidates if is_head(results, c.run.text)]
    rows = [c for c in heads if c.segment.figures] or [c for c in heads if len(c.segment.slots) >= n]
    if not rows:
        named = _by_rows(form, candidates, cells)
        if named:
            return named
        rows = [c for c in candidates if len(c.segment.figures) == n]
        if not rows:
            return used | {c.index for c in heads}
        cells.doubt(
            "head-missing",
            say("没有找到行政复议、行政诉讼情况表的表头，按格式规定的次序读取。"),
            place=rows[0].segment.place,
        )
    chosen = rows[0]
    if len(chosen.segment.figures) <= 5 and len(heads) >= 1:
        named = _by_rows(form, candidates, cells)
        if named:
            return named
    used.update({chosen.index, *(c.index for c in heads)})
    slots, doubt = _align(chosen, n)
    if doubt is not None and len(chosen.segment.figures) < n:
        pieces = _with_the_lines_below(chosen, candidates, n)
        if pieces is not None:
            slots = list(pieces)
            if _all_add_up(slots, len(block.columns)):
                doubt = None
            else:
                doubt = ("line-split", say("此表的一行数字断成了几行，已依次接上，但合计不符，请核对。"))
    for cell, slot in zip(order, slots, strict=True):
        cells.put(cell, slot, by_key[cell.column])
    if (
        doubt is None
        and len(chosen.segment.figures) == n
        and chosen.segment.may_go_on(n, _all_add_up(slots, len(block.columns)))
    ):
        doubt = ("torn-row", say("此行下面还有零散的数字，可能是此行断开的部分，请核对。"))
    if doubt is None and chosen.segment.stump:
        doubt = ("torn-row", say("此行数字前有断开的数字，请核对。"))
    printed = head_of(form, chosen.run.text)
    if doubt is None and printed and not _within(printed, standard):
        doubt = ("head-unclear", say("行政复议、行政诉讼情况表的表头与格式不同，按格式规定的次序读取，请核对。"))
    if doubt is not None:
        cells.doubt_all(order, doubt[0], doubt[1], chosen.segment.place)
    elif _loose(chosen):
        for row in block.rows:
            ids = [c for c in order if c.row == row.key]
            if not _adds_up([cells.values.get(c) for c in ids]):
                message = say("此组数字的位置无从核对，合计又不符，可能错位。")
                cells.doubt_all(ids, "may-have-slipped", message, chosen.segment.place)
    for other in rows[1:]:
        again = [s.figure.value if s.figure else None for s in other.segment.slots][:n]
        first = [s.figure.value if s and s.figure else None for s in slots]
        if again == first:
            cells.doubt("row-repeated", say("行政复议、行政诉讼情况表重复出现，数字相同。"), place=other.segment.place)
        elif other.segment.figures:
            message = say("行政复议、行政诉讼情况表出现两次，数字不同，取前者。")
            cells.doubt_all(order, "row-repeated", message, other.segment.place)
    return used


def _adds_up(values: Sequence[Value]) -> bool:
    """The last of ``values`` is the sum of the others, blank as 0 among them."""
    *parts, total = values
    return total is not None and sum(v for v in parts if v is not None) == total


def _all_add_up(slots: Sequence[Slot | None], size: int) -> bool:
    """Whether each run of ``size`` slots does."""
    values = [slot.figure.value if slot is not None and slot.figure is not None else None for slot in slots]
    return all(_adds_up(values[i : i + size]) for i in range(0, len(values), size))


def _with_the_lines_below(chosen: Candidate, candidates: list[Candidate], n: int) -> list[Slot] | None:
    """The figures of ``chosen`` and of the lines without words right below it, where together they are exactly ``n``."""
    figures = list(chosen.segment.figures)
    at = next(i for i, other in enumerate(candidates) if other is chosen)
    for below in candidates[at + 1 :]:
        if below.segment.words or len(figures) >= n:
            break
        figures.extend(below.segment.figures)
    return figures if len(figures) == n else None


def _loose(candidate: Candidate) -> bool:
    """Nothing vouches for the places of the figures but their number: bare lines, or empty fields on the same line."""
    slots = candidate.segment.slots
    line = candidate.segment.figures[0].line if candidate.segment.figures else 0
    return any(slot.origin == "line" or (slot.figure is None and slot.line == line) for slot in slots)


def _within(printed: list[str], standard: list[str]) -> bool:
    """``printed`` is ``standard`` with none, some or all of a few names lost, none in another order."""
    rest = iter(standard)
    return all(key in rest for key in printed)


def _align(candidate: Candidate, n: int) -> tuple[list[Slot | None], tuple[str, str] | None]:
    segment = candidate.segment
    figures = segment.figures
    one_line = len({slot.line for slot in segment.slots}) == 1
    if len(figures) == n:
        if one_line and not segment.gapless:
            return list(figures), ("torn-row", say("此行数字之间夹有空格，可能错位，请核对。"))
        return list(figures), None
    if (
        len(segment.slots) == n
        and one_line
        and segment.slots[0].origin == "grid"
        and segment.slots[0].figure is not None
    ):
        # A blank in the first place may mean that the whole line has moved by one and lost its last figure.
        return list(segment.slots), None
    if not figures:
        blanks: list[Slot | None] = list(segment.slots[:n])
        return blanks + [None] * (n - len(blanks)), None
    if len(figures) < n:
        message = say("此表应有 {n} 个数字，只有 {m} 个，无法确定各属哪一列；依次读入，请核对。", n=n, m=len(figures))
        if len(segment.slots) == n and one_line:
            return list(segment.slots), ("short-row", message)
        short: list[Slot | None] = list(figures)
        return short + [None] * (n - len(figures)), ("short-row", message)
    message = say("此表应有 {n} 个数字，却有 {m} 个，可能混入了别的数字或错位；依次读入，请核对。", n=n, m=len(figures))
    return list(figures[:n]), ("long-row", message)


def _by_rows(form: TableForm, candidates: list[Candidate], cells: Cells) -> set[int]:
    """The table turned on its side by the body: a line of five figures for each kind of remedy."""
    block = form.blocks[0]
    used: set[int] = set()
    for candidate in candidates:
        hit = candidate.hit
        if hit is None or hit.name.table != form.key or len(candidate.segment.figures) != len(block.columns):
            continue
        ids = [CellId(form.key, hit.name.row, column.key) for column in block.columns]
        if any(cell in cells.values for cell in ids):
            continue
        used.add(candidate.index)
        for cell, slot, column in zip(ids, candidate.segment.figures, block.columns, strict=True):
            cells.put(cell, slot, column)
        message = say("此表的排列与格式不同，按行标题读取，请核对。")
        cells.doubt_all(ids, "form-altered", message, candidate.segment.place)
    return used
