"""One string, however it is written: full width or half, spaced, hyphenated, over a line break."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def folded(text: str) -> tuple[str, list[int]]:
    """Letters and digits alone, in one width and case; with the offset in ``text`` of each.

    >>> folded("电话 １３８-0013")
    ('电话1380013', [0, 1, 3, 4, 5, 7, 8, 9, 10])
    """
    letters: list[str] = []
    places: list[int] = []
    for at, character in enumerate(text):
        for each in unicodedata.normalize("NFKC", character).casefold():
            if each.isalnum():
                letters.append(each)
                places.append(at)
    return "".join(letters), places


def fold(text: str) -> str:
    return folded(text)[0]


def is_telling(needle: str) -> bool:
    """Whether a folded string says enough to be looked for elsewhere: two Chinese characters, or four letters or digits.

    >>> is_telling("陈桂"), is_telling("男"), is_telling("123"), is_telling("1380")
    (True, False, False, True)
    """
    wide = sum(character > "\u2e7f" for character in needle)
    return wide >= 2 or len(needle) >= 4


def found(needle: str, text: str) -> Iterator[tuple[int, int]]:
    """Start and end, in ``text``, of each place where a folded string stands."""
    if not needle:
        return
    flat, places = folded(text)
    at = flat.find(needle)
    while at >= 0:
        yield places[at], places[at + len(needle) - 1] + 1
        at = flat.find(needle, at + len(needle))
