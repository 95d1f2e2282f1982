"""Whether a file holds a second report, and where that begins."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.reports.recognise.contexts import core_of_heading
from gongkai.reports.recognise.identity import Identity
from gongkai.reports.recognise.items import Prose, Segment
from gongkai.reports.recognise.labels import Vocabulary
from gongkai.reports.recognise.rows import Candidate


def where_another_begins(
    who: Identity,
    candidates: Sequence[Candidate],
    lines: Sequence[Prose],
    vocabulary: Vocabulary,
    *,
    between: tuple[int, int],
) -> int | None:
    """The line of a title, of section one or of the first row of table 2 between two starts of table 3: a second
    report. None where only the table is there twice, as when a county adds its own office's figures."""
    first, second = between
    title = next((t.line for t in who.titles if first < t.line < second), None)
    if title is not None:
        return title
    overview = next(s.key for e in vocabulary.editions.values() for s in e.sections)
    heading = _line_of_heading(overview, between, lines, vocabulary)
    if heading is not None:
        return heading
    blocks = {
        (form.key, next(iter(form.rows)))
        for edition in vocabulary.editions.values()
        for form in edition.tables.values()
        if form.layout == "blocks"
    }
    rows = (line_of(c.segment) for c in candidates if c.hit and c.hit.name in blocks and c.segment.figures)
    return next((line for line in rows if first < line < second), None)


def _line_of_heading(key: str, between: tuple[int, int], lines: Sequence[Prose], vocabulary: Vocabulary) -> int | None:
    inside = (p for p in lines if between[0] < p.line < between[1])
    return next((p.line for p in inside if vocabulary.headings.get(core_of_heading(p.key)) == key), None)


def line_of(segment: Segment) -> int:
    """The stream line on which the figures of ``segment`` begin, or its words where it has none."""
    return segment.slots[0].line if segment.slots else segment.words[0].line if segment.words else 0
