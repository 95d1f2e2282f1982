"""The head of a sheet: which field stands in which column, whatever the columns are called and in however many rows."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NEVER = "never"
"""Columns that are never taken for a field."""
PARTS = ("filed_on", "copy_on", "answered_on", "result", "concluded_on", "served_on", "number", "authority")
"""What a ledger of disputes says of one hearing."""
FAULTS = "问题"
"""The head of the column that a sheet of faulty rows gets."""

_SPACE = re.compile(r"\s+")
_BRACKETS = re.compile(r"[(（\[【〔].*?[)）\]】〕]")
_FILLERS = re.compile(r"情况|相关|有关|方面")
_DEEPEST, _FURTHEST, _FEWEST = 3, 12, 4


@dataclass(frozen=True, slots=True)
class Names:
    """What the columns of one kind of ledger are called. ``names``: field → heads in use, the best first; ``labels``: field → what we call
    it, in the order of the ledger; ``known``: ``names`` made `even`."""

    names: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    known: Mapping[str, tuple[str, ...]]


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


def _names(file: str) -> Names:
    table = tomllib.loads((Path(__file__).parent / "columns" / file).read_text("utf-8"))
    found = {field: entry for field, entry in table.items() if field not in ("hearing", "at")}
    parts: Mapping[str, Any] = table.get("hearing", {})
    for part, entry in parts.items():
        found[part] = {"label": entry["label"], "names": [*entry["names"], *entry["alone"]]}
    for level, at in table.get("at", {}).items():
        for part, entry in parts.items():
            names = [ahead + name for ahead in at["ahead"] for name in entry["names"]]
            own = entry["names"][level != "reconsideration"] if part in ("authority", "filed_on") else entry["label"]
            found[f"{level}_{part}"] = {"label": at["label"] + own, "names": [*names, *at["also"].get(part, ())]}
    names_of = {field: tuple(entry["names"]) for field, entry in found.items()}
    return Names(
        names_of,
        {field: entry["label"] for field, entry in found.items() if field != NEVER},
        {field: tuple(even(name) for name in names) for field, names in names_of.items()},
    )


APPLICATIONS = _names("applications.toml")
DISPUTES = _names("disputes.toml")


def rank(word: str, known: Sequence[str]) -> int | None:
    """How well ``word`` (made `even`) is one of the ``known`` names of a field: 0 best, None not at all."""
    if word in known:
        return list(known).index(word)
    inside = [name for name in known if len(name) > 2 and name in word]
    return 100 + 2 * (len(word) - max(map(len, inside))) if inside else None


def columns_of(heads: Sequence[Sequence[str]], names: Names) -> tuple[dict[str, int], int]:
    """The column of each field, and how far the names are from the best. ``heads``: for each column the words that may be its head,
    the best first. The best pair is taken first; no column and no field twice."""
    pairs: list[tuple[int, int, str]] = []
    for column, words in enumerate(heads):
        for nth, word in enumerate(dict.fromkeys(even(word) for word in words)):
            for field, known in names.known.items() if word else ():
                far = rank(word, known)
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


def find(grid: Sequence[Sequence[str]], names: Names = APPLICATIONS) -> Head | None:
    """The head of a sheet of the ledger whose columns have ``names``, None where none is found. It may take up to three rows with merged
    cells, under a title of any length."""
    best: tuple[tuple[int, int, int, int], Head] | None = None
    for first in range(min(len(grid), _FURTHEST)):
        for depth in range(1, min(_DEEPEST, len(grid) - first) + 1):
            rows = grid[first : first + depth]
            stacks = [list(dict.fromkeys(row[column] for row in rows if row[column])) for column in range(len(rows[0]))]
            # A row of values under the head is no head: its cells are longer, or hold digits.
            if depth > 1 and sum(any(ch.isdigit() for ch in cell) for cell in rows[-1]) > 1:
                break
            columns, far = columns_of([["".join(stack), *reversed(stack)] for stack in stacks], names)
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
