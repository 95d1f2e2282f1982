"""The six sections, found by the names of their headings and held in place by the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.documents.model import Place
from gongkai.reports.editions import Edition
from gongkai.reports.model import Section
from gongkai.reports.recognise.items import Prose
from gongkai.reports.recognise.labels import Vocabulary, core
from gongkai.reports.recognise.signature import han_number

NUMBERED = re.compile(
    r"^[#*\s]*(?:第?[(\[]?(?P<han>[一二三四五六七八九十]{1,3})[)\]]?(?:部分|章|节)?|(?P<arabic>\d{1,2}))\s*[、.,:\s]*"
)


@dataclass(frozen=True, slots=True)
class Extent:
    """The first and last stream line of a table, as found."""

    first: int
    last: int


def sections_of(
    lines: Sequence[Prose],
    edition: Edition,
    vocabulary: Vocabulary,
    extents: Mapping[str, Extent],
    title_line: int = 0,
    signature_line: int | None = None,
) -> tuple[dict[str, Section], str, tuple[Place, ...]]:
    """The six sections by key, and the words between the title (on stream line ``title_line``) and the first of them, with the
    place of each line.
    What stands from ``signature_line`` on is the signature block, no section's text.

    A section with a table begins at the last heading of its name before the table; the others lie between. So names
    listed in the preamble, and sub-headings that resemble a heading, do not mislead.
    """
    found_marks: dict[str, list[_Mark]] = {}
    for i in range(len(lines)):
        marked = _mark(i, lines, vocabulary, edition)
        if marked is not None:
            found_marks.setdefault(marked[0], []).append(marked[1])
    by_index = {mark.index: mark for list_ in found_marks.values() for mark in list_}
    marks = {key: [mark.index for mark in list_] for key, list_ in found_marks.items()}
    chosen: dict[str, int] = {}
    with_table = {s.key: s.table for s in edition.sections if s.table}
    keys = [s.key for s in edition.sections]
    floor = -1
    for position, key in enumerate(keys):
        options = [i for i in marks.get(key, []) if i > floor]
        table = with_table.get(key)
        if table is not None and table in extents:
            # Bodies swap sections: a heading belongs to its own table, after whatever table stands before that.
            start = max((e.last for e in extents.values() if e.last < extents[table].first), default=-1)
            options = [i for i in marks.get(key, []) if lines[i].line > start]
        later_tables = [extents[t] for k in keys[position + 1 :] if (t := with_table.get(k)) and t in extents]
        earlier_tables = [extents[t] for k in keys[:position] if (t := with_table.get(k)) and t in extents]
        if table is not None and table in extents:
            options = [i for i in options if lines[i].line <= extents[table].first]
            picked = _best(options, by_index, last=True)
        else:
            if later_tables:
                options = [i for i in options if lines[i].line <= later_tables[0].first]
            if earlier_tables:
                options = [i for i in options if lines[i].line >= earlier_tables[-1].last]
            if position + 1 < len(keys) and later_tables and key == keys[0]:
                following = [i for i in marks.get(keys[1], []) if lines[i].line <= later_tables[0].first]
                if following:
                    options = [i for i in options if i < following[-1]]
                picked = _best(options, by_index, last=True)
            else:
                picked = _best(options, by_index, last=False)
        if picked is not None:
            chosen[key] = picked
            floor = max(floor, picked)
    found: dict[str, Section] = {}
    ordered = sorted(chosen.items(), key=lambda item: item[1])
    inside = [(e.first, e.last) for e in extents.values()]

    def words(start: int, stop: int) -> tuple[str, tuple[Place, ...]]:
        kept = [
            (text, line.place)
            for line in lines[start:stop]
            if not any(a <= line.line <= b for a, b in inside)
            and (signature_line is None or line.line < signature_line)
            for text in line.text.split("\n")
        ]
        while kept and not kept[0][0].strip():
            kept.pop(0)
        while kept and not kept[-1][0].strip():
            kept.pop()
        return "\n".join(text for text, _ in kept).strip(), tuple(place for _, place in kept)

    stops = [*(i for _, i in ordered[1:]), len(lines)]
    for (key, start), following_at in zip(ordered, stops, strict=False):
        mark = by_index[start]
        heading = " ".join(line.text for line in lines[start : start + mark.lines])
        text, places = words(start + mark.lines, following_at)
        if mark.rest:
            cut = len(heading) - len(mark.rest) - (heading.endswith("。") and not mark.rest.endswith("。"))
            opening_words, heading = heading[cut:].strip(), heading[:cut].rstrip(" 。：:；;")
            text = f"{opening_words}\n{text}".strip()
            places = (lines[start].place, *places)
        found[key] = Section(key, heading, text, lines[start].place, places)
    opening = next((i for i, line in enumerate(lines) if line.line > title_line), len(lines))
    preamble, places = words(opening, ordered[0][1] if ordered else len(lines))
    return {key: found[key] for key in keys if key in found}, preamble, places


def _best(options: Sequence[int], marks: Mapping[int, _Mark], *, last: bool) -> int | None:
    """The option that is numbered best; among equals the last, or the first."""
    if not options:
        return None
    top = max(marks[i].rank for i in options)
    equal = [i for i in options if marks[i].rank == top]
    return equal[-1] if last else equal[0]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A line that may be a heading. ``rank``: 2 with the right number, 1 with none or another, 0 as a sub-heading in
    brackets; ``lines``: how many lines it takes; ``rest``: words that follow it on its own line."""

    index: int
    rank: int
    lines: int = 1
    rest: str = ""


_RUN_ON = re.compile(r"^(.{2,40}?)[。：:；;\s](.+)$")


def _mark(i: int, lines: Sequence[Prose], vocabulary: Vocabulary, edition: Edition) -> tuple[str, _Mark] | None:
    """The section whose heading line ``i`` may be."""
    text = lines[i].key.strip().strip("*#: ：").strip()
    if not text:
        return None
    numbered = NUMBERED.match(text)
    if numbered is None and len(text) > 45:
        return None
    by_number = {section.number: section for section in edition.sections}
    number = 0
    if numbered:
        number = han_number(numbered["han"]) if numbered["han"] else int(numbered["arabic"])
    rest = text[numbered.end() :] if numbered else text
    bracketed = text.lstrip("#* ").startswith(("(", "["))

    def rank(key: str) -> int:
        if bracketed:
            return 0
        return 2 if number in by_number and by_number[number].key == key else 1

    if len(text) <= 45 and not text.endswith("。"):
        key = vocabulary.headings.get(core(rest))
        following = lines[i + 1].key.strip() if i + 1 < len(lines) else ""
        if numbered and not bracketed and 0 < len(following) <= 20 and not NUMBERED.match(following):
            longer = vocabulary.headings.get(core(rest) + core(following))
            if longer is not None:
                return longer, _Mark(i, rank(longer), 2)
        if key is not None:
            return key, _Mark(i, rank(key))
        if number in by_number and not bracketed and any(word in core(rest) for word in by_number[number].gist):
            return by_number[number].key, _Mark(i, 1)
    if numbered and not bracketed and (found := _RUN_ON.match(rest.rstrip("。") if rest.count("。") == 1 else rest)):
        key = vocabulary.headings.get(core(found[1]))
        if key is not None and rank(key) == 2:
            return key, _Mark(i, 2, 1, found[2])
    if numbered and not bracketed and text.endswith("。"):
        key = vocabulary.headings.get(core(rest))
        if key is not None and rank(key) == 2:
            return key, _Mark(i, 2)
    return None
