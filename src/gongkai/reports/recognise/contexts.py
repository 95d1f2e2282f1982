"""Which of the statutory tables each segment stands in."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.reports.recognise.items import Prose
from gongkai.reports.recognise.labels import Vocabulary, core
from gongkai.reports.recognise.rows import Candidate
from gongkai.reports.recognise.sections import NUMBERED
from gongkai.reports.recognise.wide import is_head, results_of


def set_contexts(candidates: Sequence[Candidate], lines: Sequence[Prose], vocabulary: Vocabulary) -> None:
    """Which table each segment stands in, by the last of that table's own words seen before its figures."""
    context, anchored = "", False
    headings = {line.line: line for line in lines}
    section_tables = {s.key: s.table for e in vocabulary.editions.values() for s in e.sections}
    wide = [f for e in vocabulary.editions.values() for f in e.tables.values() if f.layout == "wide"]
    results = results_of(wide[0])
    for candidate in candidates:
        segment, run, hit = candidate.segment, candidate.run, candidate.hit
        if not segment.words:
            segment.context, segment.anchored = context, anchored
            continue
        if segment.after_prose:
            anchored = False
        for word in segment.words:
            line = headings.get(word.line)
            if word.origin == "line" and line is not None:
                key = vocabulary.headings.get(core_of_heading(word.text))
                if key is not None:
                    context, anchored = section_tables.get(key) or "", False
        last = None
        for found in vocabulary.anchor_pattern.finditer(run.text):
            last = found
        if last is not None:
            context, anchored = vocabulary.anchors[last[0]], True
        if is_head(results, run.text[-200:]):
            context, anchored = wide[0].key, True
        sure = hit is not None and not hit.short and hit.quality == "exact" and len(hit.label) >= 4
        if sure and hit is not None and (segment.figures or len(segment.slots) >= 2):
            anchored = anchored and context == hit.name.table
            context = hit.name.table
        segment.context, segment.anchored = context, anchored


def core_of_heading(text: str) -> str:
    """The core of a heading without its number."""
    numbered = NUMBERED.match(text)
    return core(text[numbered.end() :] if numbered else text)
