"""Two lines of inline pieces as one line with what was taken out and put in."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from gongkai.pages.model import DELETED, INSERTED, SUPER, Break, Image, Inline, NoteMark, Text, text_of

_TOKEN = re.compile(r"\d[\d.,，]*\d|\d|[A-Za-z]+|\s+|.", re.DOTALL)
_MOST_TOKENS = 6_000
"""Tokens of a line above which it is compared sentence by sentence: the matcher takes quadratic time."""
_SENTENCE = re.compile(r"[^。；！？\n]*[。；！？\n]?")


@dataclass(slots=True)
class Token:
    """``key``: by which tokens are compared: the words and where they lead, not how they are dressed."""

    piece: Inline

    @property
    def key(self) -> object:
        piece = self.piece
        return (piece.text, piece.href) if isinstance(piece, Text) else piece


def merged(old: Sequence[Inline], new: Sequence[Inline]) -> tuple[list[Inline], int]:
    """The line with marks, and how many places changed."""
    before, after = tokens(old), tokens(new)
    if len(before) + len(after) > _MOST_TOKENS:
        before, after = tokens(old, _SENTENCE), tokens(new, _SENTENCE)
    steps = _calmed(before, after)
    made: list[Inline] = []
    count = 0
    for kind, i1, i2, j1, j2 in steps:
        if kind == "equal":
            made += [token.piece for token in after[j1:j2]]
            continue
        count += 1
        made += marked([token.piece for token in before[i1:i2]], DELETED)
        made += marked([token.piece for token in after[j1:j2]], INSERTED)
    return joined_again(made), count


def plain_line(line: Sequence[Inline]) -> list[Inline]:
    """The line without changes; the marks of notes, which lead nowhere in a comparison, as bare numbers."""
    return [Text(str(p.number), frozenset({SUPER})) if isinstance(p, NoteMark) else p for p in line]


def marked(line: Sequence[Inline], mark: str) -> list[Inline]:
    """The whole line as taken out or put in. A picture carries no mark of its own: its alternative text stands for it when it is gone."""
    made: list[Inline] = []
    for piece in line:
        if isinstance(piece, Text):
            made.append(Text(piece.text, piece.marks | {mark}, piece.href))
        elif isinstance(piece, Image):
            made.append(Text(f"［图片{'：' + piece.alt if piece.alt else ''}］", frozenset({mark})))
        elif isinstance(piece, NoteMark):
            made.append(Text(str(piece.number), frozenset({SUPER, mark})))
        else:
            made.append(piece)
    return joined_again(made)


def tokens(line: Sequence[Inline], pattern: re.Pattern[str] = _TOKEN) -> list[Token]:
    made = []
    for piece in line:
        if isinstance(piece, Text):
            made += [Token(Text(found, piece.marks, piece.href)) for found in pattern.findall(piece.text) if found]
        elif isinstance(piece, NoteMark):
            made.append(Token(Text(str(piece.number), frozenset({SUPER}))))
        else:
            made.append(Token(piece))
    return made


def joined_again(line: Sequence[Inline]) -> list[Inline]:
    made: list[Inline] = []
    for piece in line:
        last = made[-1] if made else None
        if isinstance(piece, Text) and isinstance(last, Text) and (last.marks, last.href) == (piece.marks, piece.href):
            made[-1] = Text(last.text + piece.text, piece.marks, piece.href)
        else:
            made.append(piece)
    return made


def _calmed(before: Sequence[Token], after: Sequence[Token]) -> list[tuple[str, int, int, int, int]]:
    """The steps from one to the other, without islands: a single character kept between two changes says nothing."""
    matcher = SequenceMatcher(None, [t.key for t in before], [t.key for t in after], autojunk=False)
    steps: list[tuple[str, int, int, int, int]] = []
    codes = matcher.get_opcodes()
    for n, (kind, i1, i2, j1, j2) in enumerate(codes):
        is_island = (
            kind == "equal" and 0 < n < len(codes) - 1 and i2 - i1 < 2 and not isinstance(before[i1].piece, Break)
        )
        if is_island:
            words = text_of([before[i1].piece])
            is_island = len(words) < 2 and words not in "。；，、："
        if (kind != "equal" or is_island) and steps and steps[-1][0] == "replace":
            _, a1, _, b1, _ = steps[-1]
            steps[-1] = ("replace", a1, i2, b1, j2)
        elif kind == "equal" and not is_island:
            steps.append((kind, i1, i2, j1, j2))
        else:
            steps.append(("replace", i1, i2, j1, j2))
    return steps


def likeness(old: str, new: str) -> float:
    """0 to 1; cheap where two texts have nothing in common."""
    if old == new:
        return 1.0
    if not old or not new:
        return 0.0
    matcher = SequenceMatcher(None, old[:2000], new[:2000], autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= 0.4 else 0.0
