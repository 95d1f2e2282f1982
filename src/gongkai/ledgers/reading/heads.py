"""The head of a sheet: which field stands in which column, whatever the columns are called and in however many rows."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
NEVER = "never"
"""Columns that are never taken for a field."""
NAMES: Mapping[str, tuple[str, ...]] = {field: tuple(entry["names"]) for field, entry in _TABLE.items()}
LABELS: Mapping[str, str] = {field: entry["label"] for field, entry in _TABLE.items() if field != NEVER}
"""What each field is called, in the order of a ledger."""
FAULTS = "问题"
"""The head of the column that a sheet of faulty rows gets."""

_SPACE = re.compile(r"\s+")
_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_FILLERS = re.compile(r"情况|相关|有关|方面")
_DEEPEST, _FURTHEST, _FEWEST = 3, 12, 4


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one sheet. ``first``, ``under``: its first row and the row below its last, from 0. ``words``: one a column;
    ``columns``: field → column, from 0. ``shape``: the same for sheets with the same words in the same order."""

    first: int
    under: int
    words: tuple[str, ...]
    columns: Mapping[str, int]

    @property
    def shape(self) -> str:
        return shape_of(self.words)


def shape_of(words: Sequence[str]) -> str:
    """A fingerprint (16 hex digits) of the words of a head, without spaces and brackets."""
    return hashlib.sha256("\x1f".join(even(word) for word in words).encode()).hexdigest()[:16]


def even(text: str) -> str:
    """A head without spaces, brackets, stars, fillers and numbers in front.

    >>> even("*1、答复 情况（必填）日期")
    '答复日期'
    """
    words = _BRACKETS.sub("", _SPACE.sub("", unicodedata.normalize("NFKC", text)))
    return _FILLERS.sub("", words.strip("*★:：").lstrip("0123456789.、"))


_KNOWN: Mapping[str, tuple[str, ...]] = {field: tuple(even(name) for name in names) for field, names in NAMES.items()}


def rank(word: str, field: str) -> int | None:
    """How well ``word`` (made `even`) names the field: 0 best, None not at all."""
    known = _KNOWN[field]
    if word in known:
        return known.index(word)
    inside = [name for name in known if len(name) > 2 and name in word]
    return 100 + 2 * (len(word) - max(map(len, inside))) if inside else None


def columns_of(heads: Sequence[Sequence[str]]) -> tuple[dict[str, int], int]:
    """The column of each field, and how far the names are from the best. ``heads``: for each column the words that may be its head,
    the best first. The best pair is taken first; no column and no field twice."""
    pairs: list[tuple[int, int, str]] = []
    for column, words in enumerate(heads):
        for nth, word in enumerate(dict.fromkeys(even(word) for word in words)):
            for field in NAMES:
                far = rank(word, field) if word else None
                if far is not None:
                    pairs.append((far + 5 * nth, column, field))
    found: dict[str, int] = {}
    taken: set[int] = set()
    total = 0
    for far, column, field in sorted(pairs):
        if column in taken or (field in found and field != NEVER):
            continue
        taken.add(column)
        found[field] = column
        total += far
    found.pop(NEVER, None)
    return found, total


def find(grid: Sequence[Sequence[str]]) -> Head | None:
    """The head of a sheet, None where none is found. It may take up to three rows with merged cells, under a title of any length."""
    best: tuple[tuple[int, int, int, int], Head] | None = None
    for first in range(min(len(grid), _FURTHEST)):
        for depth in range(1, min(_DEEPEST, len(grid) - first) + 1):
            rows = grid[first : first + depth]
            stacks = [list(dict.fromkeys(row[column] for row in rows if row[column])) for column in range(len(rows[0]))]
            # A row of values under the head is no head: its cells are longer, or hold digits.
            if depth > 1 and sum(any(ch.isdigit() for ch in cell) for cell in rows[-1]) > 1:
                break
            columns, far = columns_of([["".join(stack), *reversed(stack)] for stack in stacks])
            score = (len(columns), -far, -depth, -first)
            if len(columns) >= _FEWEST and (best is None or score > best[0]):
                words = tuple("".join(stack) for stack in stacks)
                best = (score, Head(first, first + depth, words, columns))
    return best[1] if best else None


def letter(column: int) -> str:
    """A column as spreadsheets name it.

    >>> letter(0), letter(27)
    ('A', 'AB')
    """
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name
