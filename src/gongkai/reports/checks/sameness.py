"""The same words again: as last year, or as another body.

Texts are compared by their shingles: every run of eight characters, without digits, punctuation and the body's own name. A fixed
quarter of them (by checksum) stands for the text, so a hundred bodies are compared in milliseconds and always alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from zlib import crc32

from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import flag, quote
from gongkai.reports.model import Finding, Reading

LENGTH = 8
"""Characters in a shingle: longer than the set phrases of official prose, shorter than its sentences."""

SHORT = 80
"""A text with fewer characters than this is too short to be called copied."""

_WORDS = re.compile(r"[^\u4e00-\u9fff]+")


@lru_cache(maxsize=1024)
def shingles(text: str, name: str = "") -> frozenset[int]:
    """The sampled shingles of a text, ``name`` left out; empty for one shorter than SHORT."""
    words = _WORDS.sub("", text.replace(name, "") if name else text)
    if len(words) < SHORT:
        return frozenset()
    data = words.encode("utf-16-le")
    width = 2 * LENGTH
    hashes = (crc32(data[i : i + width]) for i in range(0, len(data) - width + 1, 2))
    return frozenset(h for h in hashes if h % 4 == 0)


def alike(one: frozenset[int], two: frozenset[int]) -> float:
    """The part of the shorter text that stands in the longer: 0 to 1. A pasted text with a few sentences added is still 1."""
    if not one or not two:
        return 0.0
    if min(len(one), len(two)) * 3 < max(len(one), len(two)):
        return 0.0
    return len(one & two) / min(len(one), len(two))


def _section(reading: Reading, key: str) -> frozenset[int]:
    section = reading.report.sections.get(key)
    return shingles(section.text, reading.report.agency or "") if section is not None else frozenset()


def as_last_year(context: Context) -> Iterator[Finding]:
    """SEC5-SAME and SAME-YEAR."""
    if context.previous is None:
        return
    for key, code, what in (("problems", "SEC5-SAME", say("第五部分")), ("overview", "SAME-YEAR", say("第一部分"))):
        share = alike(_section(context.reading, key), _section(context.previous, key))
        if share >= context.settings.alike:
            section = context.report.sections[key]
            yield flag(
                code,
                say("{what}与上年报告有 {share:.0%} 相同。", what=what, share=share),
                evidence=[quote(section.text, section.place)],
                mend=say("请按照当年的实际情况重写，不要沿用旧稿。"),
            )


def as_another_body(context: Context) -> Iterator[Finding]:
    """SAME-BODY: section five or one is another body's."""
    if not context.others:
        return
    for key, what in (("problems", say("第五部分")), ("overview", say("第一部分"))):
        mine = _section(context.reading, key)
        if not mine:
            continue
        twins = [
            (share, other.report.agency or say("另一单位"))
            for other in context.others
            if other is not context.reading
            and (other.report.agency, other.report.year) != (context.report.agency, context.report.year)
            and other.report.agency != context.report.agency
            and (share := alike(mine, _section(other, key))) >= context.settings.alike
        ]
        if twins:
            twins.sort(reverse=True)
            share, name = twins[0]
            section = context.report.sections[key]
            yield flag(
                "SAME-BODY",
                say(
                    "{what}与{name}的报告有 {share:.0%} 相同{more}。",
                    what=what,
                    name=name,
                    share=share,
                    more=say("，另有 {count} 个单位也相同", count=len(twins) - 1) if len(twins) > 1 else "",
                ),
                evidence=[quote(section.text, section.place)],
                mend=say("请按照本单位的实际情况重写。"),
            )
