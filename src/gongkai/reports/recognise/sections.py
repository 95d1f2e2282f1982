"""The six sections, found by the names of their headings and held in place by the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from gongkai.documents.model import Place
from gongkai.reports.editions import Edition
from gongkai.reports.model import Section
from gongkai.reports.recognise.labels import Vocabulary, core
from gongkai.reports.recognise.signature import han_number
from gongkai.reports.recognise.stream import Prose

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
    marks: dict[str, list[int]] = {}
    by_number = {section.number: section.key for section in edition.sections}
    for i, line in enumerate(lines):
        key = _heading_key(line, vocabulary, by_number)
        if key is not None:
            marks.setdefault(key, []).append(i)
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
            picked = options[-1] if options else None
        else:
            if later_tables:
                options = [i for i in options if lines[i].line <= later_tables[0].first]
            if earlier_tables:
                options = [i for i in options if lines[i].line >= earlier_tables[-1].last]
            if position + 1 < len(keys) and later_tables and key == keys[0]:
                following = [i for i in marks.get(keys[1], []) if lines[i].line <= later_tables[0].first]
                if following:
                    options = [i for i in options if i < following[-1]]
                picked = options[-1] if options else None
            else:
                picked = options[0] if options else None
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
        text, places = words(start + 1, following_at)
        found[key] = Section(key, lines[start].text, text, lines[start].place, places)
    opening = next((i for i, line in enumerate(lines) if line.line > title_line), len(lines))
    preamble, places = words(opening, ordered[0][1] if ordered else len(lines))
    return {key: found[key] for key in keys if key in found}, preamble, places


def _heading_key(line: Prose, vocabulary: Vocabulary, by_number: Mapping[int, str]) -> str | None:
    text = line.key.strip().strip("*#: ：").strip()
    if not text or len(text) > 45 or text.endswith("。"):
        return None
    numbered = NUMBERED.match(text)
    rest = text[numbered.end() :] if numbered else text
    name = core(rest)
    if not name:
        return None
    key = vocabulary.headings.get(name)
    if key is not None:
        return key
    number = None
    if numbered:
        han = numbered["han"]
        number = han_number(han) if han else int(numbered["arabic"])
    bracketed = text.lstrip("#* ").startswith(("(", "["))
    if number is not None and number in by_number and not bracketed:
        expected = by_number[number]
        if _speaks_of(name, expected):
            return expected
    return None


_GIST = {
    "overview": ("总体", "概述", "基本情况", "概况"),
    "proactive": ("主动公开",),
    "applications": ("申请",),
    "remedies": ("复议", "诉讼"),
    "problems": ("问题", "不足", "改进"),
    "other": ("其他", "需要报告", "需要说明"),
}


def _speaks_of(name: str, key: str) -> bool:
    return any(word in name for word in _GIST.get(key, ()))
