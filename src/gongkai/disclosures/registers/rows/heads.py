"""The head of a sheet: which field stands in which column, whatever the columns are called and in however many rows."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path

NEVER = "never"
"""Columns that are not taken, whatever they hold: identity numbers, telephones and homes have no place in this register."""

NAMES: Mapping[str, tuple[str, ...]] = {
    name: tuple(known) for name, known in tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8")).items()
}
"""What a column may be called, the plainest last: a name that is met earlier in the list wins over one met later."""
REQUIRED = ("number", "decided_on", "party", "matter", "result")
LABELS = {
    "number": "决定书文号",
    "decided_on": "决定日期",
    "party": "当事人",
    "party_kind": "当事人类别",
    "matter": "事项",
    "result": "决定内容",
    "amount": "金额",
    "basis": "依据",
    "public": "是否公开",
    "ground": "不公开的理由",
}
_SPACE = re.compile(r"\s+")
_BRACKETS = re.compile(r"[(（\[【].*?[)）\]】]")
_DEEPEST = 3
_FURTHEST = 12


def even(text: str) -> str:
    """A head without spaces, brackets, stars and numbers in front."""
    words = _BRACKETS.sub("", _SPACE.sub("", unicodedata.normalize("NFKC", text)))
    return words.strip("*★:：").lstrip("0123456789.、")


def unit_of(text: str) -> str | None:
    """万元 where the head says so."""
    return next((unit for unit in ("亿元", "万元") if unit in text), None)


def rank(head: str, name: str) -> int | None:
    """How well ``head`` names the field: 0 best, None not at all."""
    for n, known in enumerate(NAMES[name]):
        if head == known:
            return n
    for n, known in enumerate(NAMES[name]):
        if len(known) > 2 and known in head:
            return 100 + n
    return None


def mapping_of(heads: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """The column of each field, and how far the names are from the best ones. ``heads``: for each column the words that may be its
    head, the best first (with what stands above it, alone, what stands above alone)."""
    found: dict[str, tuple[int, int]] = {}
    for column, words in enumerate(heads):
        best: tuple[int, str] | None = None
        for nth, word in enumerate(even(word) for word in words):
            for name in NAMES:
                n = rank(word, name) if word else None
                if n is not None and (best is None or n + nth < best[0]):
                    best = (n + nth, name)
        if best is not None and best[1] != NEVER and (best[1] not in found or best[0] < found[best[1]][0]):
            found[best[1]] = (best[0], column)
    return {name: column for name, (_, column) in found.items()}, sum(n for n, _ in found.values())


def find(grid: Sequence[Sequence[str]]) -> tuple[int, dict[str, int], list[str]] | None:
    """The row under the head, the columns, and the words of the head; None where no head is found.

    A head may take up to three rows with merged cells, under a title of any length.
    """
    best: tuple[tuple[int, int, int, int], dict[str, int]] | None = None
    for first in range(min(len(grid), _FURTHEST)):
        for depth in range(1, min(_DEEPEST, len(grid) - first) + 1):
            rows = grid[first : first + depth]
            width = len(rows[0])
            heads = []
            for column in range(width):
                above = list(dict.fromkeys(row[column] for row in rows if row[column]))
                heads.append(["".join(above), *reversed(above)])
            mapping, far = mapping_of(heads)
            # More fields win; of as many those with the better names, then the shallower head, then the earlier row: a head is
            # often printed again on every page.
            score = (len(mapping), -far, -depth, -first)
            if len(mapping) >= 3 and (best is None or score > best[0]):
                best = (score, mapping)
    if best is None:
        return None
    (_, _, minus_depth, minus_first), mapping = best
    first = -minus_first
    under = first - minus_depth
    words = ["".join(dict.fromkeys(row[c] for row in grid[first:under] if row[c])) for c in range(len(grid[first]))]
    return under, mapping, words
