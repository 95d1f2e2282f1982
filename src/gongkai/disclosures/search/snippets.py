"""A few words around what was found, marked, safe to show."""

from __future__ import annotations

import re
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from gongkai.disclosures.grams import even
from gongkai.disclosures.search.wishes import Word

AROUND = 24
"""Characters before the first hit."""
WIDTH = 96
_BLANK = re.compile(r"\s+")


def marked(text: str, words: Sequence[Word]) -> SafeString:
    """The whole of ``text``, escaped, with what was found in ``<mark>``."""
    return _with_marks(text, _spans(even(text), words))


def snippet(text: str, words: Sequence[Word]) -> SafeString:
    """Some `WIDTH` characters of ``text`` from before the first hit on, escaped and marked; "" where nothing is found in it."""
    text = _BLANK.sub(" ", text)
    folded = even(text)
    first = min((found.start() for word in words if (found := _pattern(word).search(folded))), default=-1)
    if first < 0:
        return SafeString()
    start = max(0, first - AROUND)
    end = min(len(text), start + WIDTH)
    piece = _with_marks(text[start:end], _spans(folded[start:end], words))
    return mark_safe(("……" if start else "") + piece + ("……" if end < len(text) else ""))


def _pattern(word: Word) -> re.Pattern[str]:
    """A word as it may stand in an even text: with other signs between its runs, not inside a longer number or Latin word."""
    between = "[^\u3400-\u9fff0-9a-z]{0,4}"
    said = between.join(map(re.escape, word.runs.split(" ")))
    first, last = word.runs[0], word.runs[-1]
    before = "(?<![0-9a-z])" if first.isascii() else ""
    after = "(?![0-9a-z])" if last.isascii() and not word.open_end else ""
    return re.compile(before + said + after)


def _spans(folded: str, words: Sequence[Word]) -> list[tuple[int, int]]:
    """Where the words stand, in order, those that overlap as one."""
    found = sorted(match.span() for word in words for match in _pattern(word).finditer(folded))
    merged: list[tuple[int, int]] = []
    for start, end in found:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _with_marks(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    parts, done = [], 0
    for start, end in spans:
        parts += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*parts, escape(text[done:])]))
