"""表三, a matrix: one row an outcome, one column a kind of applicant.

A row is sure when exactly as many figures stand after its label as the form has columns, or when blanks stand among them in a
grid whose columns are known. Everything else is given with a doubt at each cell concerned.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from gongkai.language import say
from gongkai.reports.editions import TableForm
from gongkai.reports.model import CellId
from gongkai.reports.recognise.cells import Cells
from gongkai.reports.recognise.items import Segment, Slot
from gongkai.reports.recognise.labels import Vocabulary, core
from gongkai.reports.recognise.rows import Found, broken_off, mostly_whole


@dataclass(slots=True)
class Head:
    """What the head of the table says of its columns. ``order``: keys left to right, as far as it says; ``at``: grid column
    (from 1) of each key, by Document table, where the head is a true grid."""

    order: tuple[str, ...] = ()
    complete: bool = False
    at: dict[int, dict[str, int]] = field(default_factory=dict)


def read_head(form: TableForm, segments: Sequence[Segment], vocabulary: Vocabulary) -> Head:
    """The columns as the head prints them."""
    columns = form.blocks[0].columns
    by_core = {core(label): c.key for c in columns for label in c.labels}
    standard = tuple(c.key for c in columns)
    head = Head()
    seen: list[str] = []
    words = ""
    for segment in segments:
        cores = [(word, core(word.text)) for word in segment.words]
        for word, text in cores:
            if word.origin == "grid" and segment.table and text in by_core:
                head.at.setdefault(segment.table, {}).setdefault(by_core[text], word.column)
        if not seen:
            # The lines of a head may stand apart, each with its empty fields; the first figures end it.
            words += "".join(text for _, text in cores)
            if segment.figures:
                seen, words = _names_in_order(form, words, by_core, vocabulary), ""
    for table, at in list(head.at.items()):
        if len(set(at.values())) < len(columns):
            del head.at[table]  # names missing, or two in one column: the head has lost its merges
    if head.at:
        at = next(iter(head.at.values()))
        head.order = tuple(sorted(at, key=lambda key: at[key]))
        head.complete = True
        return head
    if seen:
        # Read row by row, a head of three lines prints the ungrouped names before those under the group cell.
        loose = [k for k in standard if not next(c for c in columns if c.key == k).grouped]
        grouped = [k for k in seen if k not in loose]
        first = [k for k in loose if k in seen and standard.index(k) == 0]
        last = [k for k in loose if k in seen and standard.index(k) != 0]
        head.order = (*first, *grouped, *last)
        head.complete = set(head.order) == set(standard)
    return head


def _names_in_order(form: TableForm, words: str, by_core: dict[str, str], vocabulary: Vocabulary) -> list[str]:
    """The column keys in the order in which the words of a head print them; empty where they are no head."""
    opening, first = core(form.head), core(form.blocks[0].columns[0].label)
    cut = words.rfind(opening) if opening else -1
    start = cut if cut >= 0 else words.find(first)
    if start < 0 or first not in words[start:]:
        return []
    body = words[start:].replace(opening, "", 1).replace(core(form.column_group), "")
    for label in vocabulary.by_length:
        if len(label) > 4 and vocabulary.rows[label][0].table == form.key:
            body = body.split(label)[0]
    names = re.compile("|".join(sorted(map(re.escape, by_core), key=len, reverse=True)))
    return list(dict.fromkeys(by_core[m] for m in names.findall(body)))


def read_matrix(
    form: TableForm,
    found: list[Found],
    head: Head,
    cells: Cells,
) -> None:
    """Put the figures of the ``found`` rows into ``cells``."""
    columns = form.blocks[0].columns
    n = len(columns)
    by_key = {c.key: c for c in columns}
    order = [c.key for c in columns]
    moved: set[str] = set()
    if head.complete and list(head.order) != order:
        moved = {key for key, other in zip(head.order, order, strict=True) if key != other}
        order = list(head.order)
    missing: list[str] = []
    if head.order and not head.complete:
        missing = [key for key in order if key not in head.order]
        counts = Counter(len(f.segment.figures) for f in found if f.segment.figures)
        if not (counts and counts.most_common(1)[0][0] == n - len(missing)):
            missing = []
    usual = _usual_columns(found, n - len(missing))
    widths = _usual_counts(found)
    present = [key for key in order if key not in missing]
    regular = _regular_shapes(found, len(present))
    tight = mostly_whole(f.segment for f in found)
    for item in found:
        segment = item.segment
        ids = [CellId(form.key, item.row, key) for key in present]
        slots, doubt = _align(segment, len(present), usual, head.at, present, widths)
        if doubt is None and segment.stump:
            doubt = ("torn-row", say("此行数字前有断开的数字，请核对。"))
        if doubt is None and segment.may_go_on(len(present), _adds_up(slots)):
            doubt = ("torn-row", say("此行下面还有零散的数字，可能是此行断开的部分，请核对。"))
        if missing and doubt is None and not segment.gapless:
            doubt = ("torn-row", say("表头缺列，此行数字之间又夹有空格，可能错位，请核对。"))
        for cell, slot in zip(ids, slots, strict=True):
            cells.put(cell, slot, by_key[cell.column])
        for key in missing:
            cell = CellId(form.key, item.row, key)
            cells.lack(cell, "column-missing", say("表头没有“{name}”一列。", name=by_key[key].label), segment.place)
        for problem in (doubt, item.doubt):
            if problem is not None:
                cells.doubt_all(ids, problem[0], problem[1], segment.place)
        for cell in ids:
            if cell.column in moved:
                cells.doubt("column-moved", say("表头的列序与格式不同，按表头读取。"), cell, segment.place)
        if doubt is None and segment.figures:
            if broken_off(segment) and tight:
                message = say("行标题与数字不在同一行，而别的行都在同一行，可能错位，请核对。")
                cells.doubt_all(ids, "row-broken", message, segment.place)
            elif missing or _shape(segment) not in regular:
                _cross_check(ids, cells, segment)


def _shape(segment: Segment) -> tuple[object, ...]:
    """How a row's figures stand in its table; on bare lines there is no shape that could vouch for them."""
    figures = segment.figures
    if figures[0].origin == "line":
        return ("line",)
    return (segment.table, *(slot.column for slot in figures), segment.slots[0].column, len(segment.slots))


def _regular_shapes(found: list[Found], n: int) -> set[tuple[object, ...]]:
    """The shapes that several rows share, with a figure in every column."""
    shapes = Counter(_shape(f.segment) for f in found if len(f.segment.figures) == n)
    return {shape for shape, times in shapes.items() if times >= 3 and shape != ("line",)}


def _adds_up(slots: Sequence[Slot | None]) -> bool:
    values = [slot.figure.value if slot is not None and slot.figure is not None else None for slot in slots]
    *parts, total = values
    return total is not None and sum(v for v in parts if v is not None) == total


def _cross_check(ids: list[CellId], cells: Cells, segment: Segment) -> None:
    """Where nothing but their number holds the figures in place, a row that does not add up may have slipped."""
    values = [cells.values.get(cell) for cell in ids]
    *parts, total = values
    if total is None or sum(v for v in parts if v is not None) != total:
        message = say("此行的排列与其他行不同或没有表格线可依，数字又合计不符，可能错位。")
        cells.doubt_all(ids, "may-have-slipped", message, segment.place)


def _usual_columns(found: list[Found], n: int) -> dict[int, tuple[int, ...]]:
    """For each Document table, the grid columns in which its complete rows have their figures."""
    seen: dict[int, Counter[tuple[int, ...]]] = {}
    for item in found:
        figures = item.segment.figures
        if len(figures) == n and item.segment.table:
            seen.setdefault(item.segment.table, Counter())[tuple(s.column for s in figures)] += 1
    return {table: counter.most_common(1)[0][0] for table, counter in seen.items()}


def _usual_counts(found: list[Found]) -> dict[int, int]:
    """For each Document table, how many cells its rows have after the label, if they agree."""
    seen: dict[int, Counter[int]] = {}
    for item in found:
        if item.segment.table and item.segment.slots:
            seen.setdefault(item.segment.table, Counter())[len(item.segment.slots)] += 1
    out = {}
    for table, counter in seen.items():
        count, times = counter.most_common(1)[0]
        if times >= 3 and times * 10 >= counter.total() * 9:
            out[table] = count
    return out


def _align(
    segment: Segment,
    n: int,
    usual: dict[int, tuple[int, ...]],
    heads: dict[int, dict[str, int]],
    order: list[str],
    counts: dict[int, int],
) -> tuple[list[Slot | None], tuple[str, str] | None]:
    """The ``n`` slots of a row in the order of the columns, and a doubt about all of them where they could not be told."""
    figures = segment.figures
    lines = {slot.line for slot in segment.slots}
    if len(figures) == n:
        sound = len(lines) == 1 and segment.slots[0].origin != "line"
        if sound and _torn(figures, heads.get(segment.table), usual.get(segment.table), order):
            return list(figures), ("torn-row", say("此行数字之间夹有空格，列位与其他行不同，可能错位，请核对。"))
        return list(figures), None
    if len(figures) < n:
        at = heads.get(segment.table)
        known = tuple(at[key] for key in order) if at and all(k in at for k in order) else usual.get(segment.table)
        here = {slot.column: slot for slot in segment.slots}
        grid = all(slot.origin == "grid" for slot in segment.slots)
        if len(lines) == 1 and grid and known is not None and all(c in here for c in known):
            if all(f.column in known for f in figures):
                return [here[c] for c in known], None
        elif len(lines) == 1 and len(segment.slots) == n:
            expected = counts.get(segment.table) == n if known is None else tuple(sorted(here)) == known
            # A text line may have lost a figure and still be as long, for it may end in any number of empty fields.
            if expected and (grid or segment.slots[-1].figure is not None):
                return list(segment.slots), None
        if not figures:
            blanks: list[Slot | None] = list(segment.slots[:n])
            return blanks + [None] * (n - len(blanks)), None
        message = say("此行应有 {n} 个数字，只有 {m} 个，无法确定各属哪一列；依次读入，请核对。", n=n, m=len(figures))
        short: list[Slot | None] = list(figures)
        return short + [None] * (n - len(figures)), ("short-row", message)
    message = say("此行应有 {n} 个数字，却有 {m} 个，可能混入了别的数字或错位；依次读入，请核对。", n=n, m=len(figures))
    at = heads.get(segment.table)
    if at and len(lines) == 1:
        here = {slot.column: slot for slot in figures}
        if all(at[key] in here for key in order):
            # A true head names the column of each; what stands outside its columns is a remark.
            sure = all(slot.origin == "grid" for slot in figures) and not any(
                slot.column not in at.values() and min(at.values()) < slot.column < max(at.values()) for slot in figures
            )
            return [here[at[key]] for key in order], None if sure else ("long-row", message)
    return list(figures[:n]), ("long-row", message)


def _torn(figures: list[Slot], head: dict[str, int] | None, usual: tuple[int, ...] | None, order: list[str]) -> bool:
    """Whether the figures stand in other columns than they should, and not merely all moved by the same step."""
    known = tuple(head[key] for key in order) if head and all(k in head for k in order) else usual
    if known is None:
        return any(b.column - a.column != 1 for a, b in pairwise(figures))
    return len({figure.column - column for figure, column in zip(figures, known, strict=True)}) > 1
