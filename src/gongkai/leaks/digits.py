"""Runs of digits, and the numbers that can be put together from neighbouring runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

_RUN = re.compile(r"[0-9]+")
_GAP = re.compile(r"[ \-.·_()]{1,3}|[ ]{0,2}\n[ ]{0,2}")
_LONGEST_GAP = 5


@dataclass(frozen=True, slots=True)
class Number:
    """Digits that belong together: ``text[start:end]`` holds them with what stands between (``gaps``). ``groups``: how many stood
    together."""

    start: int
    end: int
    digits: str
    groups: tuple[int, ...]
    gaps: str


class Runs:
    """The runs of digits of a folded text."""

    def __init__(self, text: str):
        self._text = text
        self._runs = [match.span() for match in _RUN.finditer(text)]
        # Whether a run goes on in the next one.
        self._joined = [
            next_start - end <= _LONGEST_GAP and _GAP.fullmatch(text, end, next_start) is not None
            for (_, end), (next_start, _) in pairwise(self._runs)
        ]
        self._joined.append(False)

    def __bool__(self) -> bool:
        return bool(self._runs)

    def numbers(self, shortest: int, longest: int) -> Iterator[Number]:
        """Every number of so many digits that begins where a run begins and ends where one ends, the longest from each start first.

        Digits one by one (1 3 8 0 0 …) are one number from the first of them: it does not begin in their midst.
        """
        runs, joined = self._runs, self._joined
        for at, (start, end) in enumerate(runs):
            size = end - start
            if size > longest:
                continue
            if size == 1 and at and joined[at - 1] and runs[at - 1][1] - runs[at - 1][0] == 1:
                continue
            lasts = []
            last = at
            while True:
                if size >= shortest:
                    lasts.append(last)
                if not joined[last]:
                    break
                last += 1
                size += runs[last][1] - runs[last][0]
                if size > longest:
                    break
            for last in reversed(lasts):
                yield self._number(at, last)

    def _number(self, first: int, last: int) -> Number:
        runs, text = self._runs, self._text
        start, end = runs[first][0], runs[last][1]
        if first == last:
            return Number(start, end, text[start:end], (end - start,), "")
        pieces = runs[first : last + 1]
        return Number(
            start,
            end,
            "".join(text[a:b] for a, b in pieces),
            tuple(b - a for a, b in pieces),
            "".join(text[before:after] for (_, before), (after, _) in pairwise(pieces)),
        )
