"""What somebody typed into the search box, as words that an engine can look for."""

from __future__ import annotations

import re
from dataclasses import dataclass

from gongkai.disclosures.grams import even, is_han, runs, tokens, without_unseen

LONGEST = 200
"""Characters of a search that are read."""
MOST_WORDS = 10
_YEAR = re.compile(r"(?:19|20)\d\d")
_PARTS = re.compile(r'[“”"]([^“”"]+)[“”"]|([^\s，。；、？！：,;?!“”"]+)')


@dataclass(frozen=True, slots=True)
class Word:
    """One word. ``runs``: evened, its runs parted by a blank. ``open_end``: the last token may go on (a letter of a word, the
    first character of a pair). ``title_only``: a single Chinese character is looked for in titles."""

    runs: str
    tokens: tuple[str, ...]
    open_end: bool = False
    title_only: bool = False


@dataclass(frozen=True, slots=True)
class Wish:
    """All of them must stand in an item. Nothing in it is syntax: quotes keep a phrase with its punctuation together."""

    words: tuple[Word, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def wish(text: str) -> Wish:
    """The words of ``text``, at most `MOST_WORDS`; marks that are neither letter nor figure only part them.

    >>> [word.tokens for word in wish("農村　低保，2025年 “以旧换新”").words]
    [('农村',), ('低保',), ('2025', '年'), ('以旧', '旧换', '换新')]
    >>> [word.tokens for word in wish('NEAR("a" OR *) title:低').words]
    [('near',), ('a',), ('or',), ('title', '低')]
    """
    found: dict[Word, None] = {}
    for quoted, plain in _PARTS.findall(without_unseen(text[:LONGEST])):
        word = _word(quoted or plain)
        if word is not None:
            found[word] = None
        if len(found) == MOST_WORDS:
            break
    return Wish(tuple(found))


def _word(text: str) -> Word | None:
    parts = runs(even(text))
    # 云商发〔2026〕第31号 is 云商发〔2026〕31号.
    parts = [p for n, p in enumerate(parts) if not (p == "第" and n and _YEAR.fullmatch(parts[n - 1]))]
    if len(parts) > 1 and is_han(parts[0]) and len(parts[0]) == 1:
        # Whatever stands before it in the text would make it the second of a pair, so it cannot be looked for.
        parts = parts[1:]
    if not parts:
        return None
    if len(parts) == 1 and len(parts[0]) == 1 and is_han(parts[0]):
        return Word(parts[0], (parts[0],), title_only=True)
    last = parts[-1]
    open_end = len(last) == 1 if is_han(last) else not last.isdigit() and len(last) > 1
    return Word(" ".join(parts), tuple(tokens(" ".join(parts))), open_end)
