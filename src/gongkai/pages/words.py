"""The words of a page: for search, for checks, for the few lines under a result."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from gongkai.pages.html import escape
from gongkai.pages.model import block_text
from gongkai.pages.parsing import blocks_of_html


def plain(html: str) -> str:
    """The words of ``html``, a line for each block, item and row; the cells of a row parted by tabs, list numbers written out.

    >>> plain('<h2>标准</h2><ol start="3"><li>冰箱</li></ol><table><tr><td>一级</td><td>15%</td></tr></table>')
    '标准\\n3. 冰箱\\n一级\\t15%'
    """
    return "\n".join(filter(None, map(block_text, blocks_of_html(html))))


class Line(NamedTuple):
    """A line of ``plain``: where it begins and ends in that text, and the number of its block on the page (from 0)."""

    start: int
    end: int
    block: int


def lines(html: str) -> tuple[Line, ...]:
    """Where each line of ``plain(html)`` stands, so that a finding in the text can be shown at its block.

    >>> lines("<p>第一段</p><ul><li>甲</li><li>乙</li></ul>")
    (Line(start=0, end=3, block=0), Line(start=4, end=5, block=1), Line(start=6, end=7, block=1))
    """
    made = []
    at = 0
    number = -1
    for block in blocks_of_html(html):
        text = block_text(block)
        if not text:
            continue
        number += 1
        for line in text.split("\n"):
            made.append(Line(at, at + len(line), number))
            at += len(line) + 1
    return tuple(made)


def excerpt(text: str, words: Iterable[str], *, length: int = 120) -> str:
    """About ``length`` characters of ``text`` around the first place where most of ``words`` stand, as HTML: escaped, each word in
    ``<mark>``. Words are found whatever their case and width; without a hit, the beginning.

    >>> excerpt("家电以旧换新补贴<实施细则>自10月15日起施行。", ["补贴", "施行"])
    '家电以旧换新<mark>补贴</mark>&lt;实施细则&gt;自10月15日起<mark>施行</mark>。'
    """
    flat = " ".join(text.split())
    wanted = sorted({folded for word in words if (folded := _folded(" ".join(word.split())))}, key=len, reverse=True)
    pattern = re.compile("|".join(map(re.escape, wanted))) if wanted else None
    hits = [found.span() for found in pattern.finditer(_folded(flat))] if pattern else []
    start = _best_start(flat, hits, length)
    end = min(len(flat), start + length)
    parts = ["…"] if start else []
    at = start
    for left, right in hits:
        if right <= start or left >= end:
            continue
        right = min(right, len(flat))
        parts += [escape(flat[at:left]), f"<mark>{escape(flat[left:right])}</mark>"]
        at = right
    parts.append(escape(flat[at : max(at, end)]))
    if max(at, end) < len(flat):
        parts.append("…")
    return "".join(parts)


def _best_start(flat: str, hits: list[tuple[int, int]], length: int) -> int:
    """Where the passage begins: a little before the hit after which most different words follow within the length."""
    if not hits or len(flat) <= length:
        return 0
    folded = _folded(flat)
    best, most = hits[0][0], 0
    last = 0
    for n, (left, _) in enumerate(hits[:500]):
        last = max(last, n)
        while last < len(hits) and hits[last][1] <= left + length * 3 // 4:
            last += 1
        different = len({folded[a:b] for a, b in hits[n:last]})
        if different > most:
            best, most = left, different
    start = max(0, min(best - length // 4, len(flat) - length))
    if start:
        # Rather begin with a sentence, if one begins near by.
        stop = max(flat.rfind(sign, start, best) for sign in "。；！？")
        if stop >= 0:
            start = stop + 1
    # Never within a hit.
    return next((left for left, right in hits if left < start < right), start)


_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def _folded(text: str) -> str:
    """``text`` in lower case and half width, of the same length."""
    lowered = text.translate(_WIDTHS)
    return (
        "".join(char.lower() if len(char.lower()) == 1 else char for char in lowered)
        if not lowered.islower()
        else lowered
    )
