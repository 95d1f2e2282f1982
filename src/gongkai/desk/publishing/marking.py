"""Numbered marks in a text, each leading to the finding that speaks of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from gongkai.leaks.page import Page

_ANCHOR = re.compile(r"<(/?)a\b", re.IGNORECASE)
MOST = 3000
"""Marks of one text. Beyond them the groups still say how many there are."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A stretch of the text of a page. ``number``: of its finding; ``first``: the one that is led to; ``near``: only to be looked
    at."""

    start: int
    end: int
    number: int
    first: bool
    near: bool


def marked(html: str, spots: Iterable[Spot]) -> str:
    """``html`` (clean) with a mark around each spot. Spots that overlap an earlier one, or stand nowhere, are left out."""
    page = Page(html)
    links = _links(html)
    cuts: list[tuple[int, int, str, str]] = []
    last = -1
    for spot in sorted(spots, key=lambda each: (each.start, each.end))[:MOST]:
        if spot.start < last or spot.end <= spot.start:
            continue
        spans = page.source(spot.start, spot.end)
        if not spans:
            continue
        last = spot.end
        name = "hit hit-near" if spot.near else "hit"
        for n, (start, end) in enumerate(spans):
            if n == 0 and spot.first and not _within(start, links):
                opening = f'<a class="{name}" id="m{spot.number}" href="#f{spot.number}">'
                closing = "</a>"
            elif n == 0 and spot.first:
                opening, closing = f'<span class="{name}" id="m{spot.number}">', "</span>"
            else:
                opening, closing = f'<span class="{name}">', "</span>"
            sup = f"<sup>{escape(str(spot.number))}</sup>" if spot.first and n == len(spans) - 1 else ""
            cuts.append((start, end, opening, sup + closing))
    parts: list[str] = []
    at = 0
    for start, end, opening, closing in cuts:
        parts += [html[at:start], opening, html[start:end], closing]
        at = end
    parts.append(html[at:])
    return "".join(parts)


def _links(html: str) -> list[tuple[int, int]]:
    """The stretches of the source that stand inside of links: there no other link may begin."""
    found: list[tuple[int, int]] = []
    start = -1
    for match in _ANCHOR.finditer(html):
        if match[1]:
            if start >= 0:
                found.append((start, match.start()))
            start = -1
        elif start < 0:
            start = match.start()
    return found


def _within(at: int, links: list[tuple[int, int]]) -> bool:
    return any(start <= at < end for start, end in links)
