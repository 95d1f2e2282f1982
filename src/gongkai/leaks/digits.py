"""Runs of digits, and the numbers that can be put together from neighbouring runs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

_RUN = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \-.·_]{1,3}|[ ]{0,2}\n[ ]{0,2}")
_LONGEST_GAP = 5
_MOST_RUNS = 20


@dataclass(frozen=True, slots=True)
class Number:
    """Digits that belong together: ``text[start:end]`` holds them with what stands between. ``groups``: how many stood together."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    gaps: str


class Runs:
    """The runs of digits of a folded text."""

    def __init__(self, text: str):
        self._text = text
        self._runs = [(match.start(), match.end()) for match in _RUN.finditer(text)]
        self._starts = [start for start, _ in self._runs]

    def __bool__(self) -> bool:
        return bool(self._runs)

    def numbers(self, shortest: int, longest: int) -> Iterator[Number]:
        """Every number of so many digits that begins where a run begins and ends where one ends, the longest from each start first."""
        for at, (start, end) in enumerate(self._runs):
            yield from reversed(list(self._from(at, start, end, shortest, longest)))

    def _from(self, at: int, start: int, end: int, shortest: int, longest: int) -> Iterator[Number]:
        text = self._text
        digits, gaps = text[start:end], ""
        groups: tuple[int, ...] = (end - start,)
        for following in range(at + 1, at + _MOST_RUNS):
            if len(digits) > longest:
                return
            if len(digits) >= shortest:
                yield Number(start, end, digits, groups, gaps)
            if following >= len(self._runs):
                return
            next_start, next_end = self._runs[following]
            gap = text[end:next_start]
            if len(gap) > _LONGEST_GAP or _GAP.fullmatch(gap) is None:
                return
            end, digits = next_end, digits + text[next_start:next_end]
            groups, gaps = (*groups, next_end - next_start), gaps + gap

    def touches(self, start: int, end: int) -> bool:
        """Whether a run lies in the range."""
        at = bisect_left(self._starts, start)
        return at < len(self._starts) and self._starts[at] < end
