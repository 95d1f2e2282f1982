"""Which row of the form each run of figures belongs to: labels decide, neighbours must agree where a label is common or damaged."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gongkai.language import say
from gongkai.reports.editions import TableForm
from gongkai.reports.recognise.cells import Cells
from gongkai.reports.recognise.items import Segment
from gongkai.reports.recognise.labels import Hit, RowName, Run, Vocabulary, core, run_of

_BRACKET = re.compile(r"[()（）\[\]【】]")


@dataclass(slots=True)
class Found:
    """A segment with the row it was found to be. ``doubt``: code and sentence that every cell of the row then carries."""

    segment: Segment
    row: str
    index: int
    doubt: tuple[str, str] | None = None


def broken_off(segment: Segment) -> bool:
    """The figures do not begin on the line on which the label ends."""
    return bool(segment.words) and segment.figures[0].line != segment.words[-1].line


def mostly_whole(segments: Iterable[Segment]) -> bool:
    """Whether label and figures stand on one line in most rows, so that a row where they do not is out of the ordinary."""
    broken = [broken_off(s) for s in segments if s.figures]
    return broken.count(False) > 2 * broken.count(True)


def order_of(form: TableForm) -> dict[str, int]:
    return {row: i for i, row in enumerate(form.rows)}


@dataclass(slots=True)
class Candidate:
    """A segment that may be a row of the matrix. ``hit`` None: it has figures but its words name no row."""

    segment: Segment
    index: int
    run: Run
    hit: Hit | None


def resolve(
    form: TableForm,
    candidates: list[Candidate],
    vocabulary: Vocabulary,
    cells: Cells,
) -> list[Found]:
    """Which row each candidate is, for one edition. Labels decide; for common or damaged ones the neighbours must agree."""
    order = order_of(form)
    column_cores = {core(label) for c in form.blocks[0].columns for label in c.labels} - {"其他", "总计", "合计"}
    rows: list[str | None] = [None] * len(candidates)
    for i, candidate in enumerate(candidates):
        hit = candidate.hit
        if hit is not None and not hit.short:
            row = _row_in(form, hit, vocabulary, order)
            rows[i] = row
    for i, candidate in enumerate(candidates):
        hit = candidate.hit
        if rows[i] is None and hit is not None and hit.short:
            tail = candidate.run.text[-160:]
            if any(name in tail for name in column_cores):
                continue  # the last name of the head, not a row: the first row has lost its label
            row = _row_in(form, hit, vocabulary, order)
            low, high = _gap(rows, i, order)
            if row is not None and low < order[row] < high:
                rows[i] = row
    found: list[Found] = []
    doubts: dict[int, tuple[str, str]] = {}
    taken = {row for row in rows if row is not None}
    for i, candidate in enumerate(candidates):
        if rows[i] is not None or not candidate.segment.figures:
            continue
        low, high = _gap(rows, i, order)
        free = [RowName(form.key, row) for row, at in order.items() if low < at < high and row not in taken]
        again = vocabulary.resembling(candidate.run, free)
        if again is not None and not (again.short and not candidate.run.text):
            rows[i] = again.name.row
            taken.add(again.name.row)
            if not _certain_damage(candidate.run, again):
                doubts[i] = (
                    "label-damaged",
                    say("行标题“{text}”残缺，按最接近的“{label}”读取。", text=_said(candidate), label=again.label),
                )
            else:
                cells.doubt(
                    "label-damaged",
                    say("行标题“{text}”残缺，按“{label}”读取。", text=_said(candidate), label=again.label),
                    place=candidate.segment.place,
                )
    _by_order(form, candidates, rows, order, doubts, taken)
    for i, candidate in enumerate(candidates):
        row = rows[i]
        if row is None:
            if candidate.segment.figures:
                _report_stray(candidate, cells)
            continue
        doubt = doubts.get(i)
        if doubt is None and candidate.hit is not None and candidate.hit.quality == "altered":
            doubt = (
                "label-altered",
                say("行标题与格式不同：“{text}”，按“{label}”读取。", text=_said(candidate), label=candidate.hit.label),
            )
        found.append(Found(candidate.segment, row, candidate.index, doubt))
    return found


def _row_in(form: TableForm, hit: Hit, vocabulary: Vocabulary, order: dict[str, int]) -> str | None:
    names = [name.row for name in vocabulary.rows[hit.label] if name.table == form.key and name.row in order]
    return names[0] if names else None


def _gap(rows: list[str | None], i: int, order: dict[str, int]) -> tuple[int, int]:
    """Between which rows of the form candidate ``i`` stands, by its nearest named neighbours."""
    low = next((order[r] for r in reversed(rows[:i]) if r is not None), -1)
    high = next((order[r] for r in rows[i + 1 :] if r is not None), len(order))
    return (low, high) if low < high else (low, len(order))


def _by_order(
    form: TableForm,
    candidates: list[Candidate],
    rows: list[str | None],
    order: dict[str, int],
    doubts: dict[int, tuple[str, str]],
    taken: set[str],
) -> None:
    """Rows that lost their label altogether: as many of them as the form lacks at that spot, and no words of their own."""
    names = list(order)
    i = 0
    while i < len(candidates):
        if rows[i] is not None or not candidates[i].segment.figures:
            i += 1
            continue
        j = i
        while j < len(candidates) and rows[j] is None:
            j += 1
        orphans = [k for k in range(i, j) if candidates[k].segment.figures]
        low, high = _gap(rows, i, order)
        free = [row for row in names[low + 1 : high] if row not in taken]
        bare = all(_wordless(candidates[k]) for k in orphans)
        if len(orphans) == len(free) and bare and (low >= 0 or high < len(order)):
            for k, row in zip(orphans, free, strict=True):
                rows[k] = row
                taken.add(row)
                doubts[k] = (
                    "label-lost",
                    say("此行没有行标题，按前后各行的次序读作“{label}”，请核对。", label=_label(form, row)),
                )
        i = j


def _wordless(candidate: Candidate) -> bool:
    """No words of its own: none at all, or only such as belong to a head or a group cell."""
    run = candidate.run
    if not run.text:
        return True
    start = run.first_of(len(run.text) - 1)
    return len(run.text[start:]) <= 1 or (candidate.hit is not None and candidate.hit.short)


def _label(form: TableForm, row: str) -> str:
    return next(r.label for block in form.blocks for r in block.rows if r.key == row)


def _certain_damage(run: Run, hit: Hit) -> bool:
    """The run's last word is the label with few characters lost and none added."""
    last = run.text[run.first_of(len(run.text) - 1) :]
    if len(last) < 5 or len(last) * 10 < len(hit.label) * 7:
        return False
    rest = iter(hit.label)
    return all(char in rest for char in last)


def _said(candidate: Candidate) -> str:
    words = [w.text for w in candidate.segment.words[-2:]]
    return " ".join(words)[-40:]


def _report_stray(candidate: Candidate, cells: Cells) -> None:
    figures = [slot.text for slot in candidate.segment.figures[:9]]
    if len(figures) < 3 or not candidate.segment.anchored:
        return
    said = _said(candidate)
    message = (
        say("“{text}”不是格式规定的行，其数字（{figures}）未采用。", text=said, figures="、".join(figures))
        if said
        else say("有一行数字（{figures}）没有行标题，未采用。", figures="、".join(figures))
    )
    cells.doubt("extra-row", message, place=candidate.segment.place)


def candidates_of(segments: Sequence[Segment], vocabulary: Vocabulary) -> list[Candidate]:
    """Every segment with its run of words and the row that names, in order."""
    out = []
    for index, segment in enumerate(segments):
        run = run_of(segment.words)
        hit = vocabulary.match(run) if segment.slots else None
        if hit is None and segment.figures and any(_BRACKET.search(word.text) for word in segment.words[-3:]):
            cut = run_of(segment.words, cut_open_brackets=True)
            hit = vocabulary.match(cut)
            run = cut if hit is not None else run
        out.append(Candidate(segment, index, run, hit))
    return out
