"""What changed in a letter since a person last gave a verdict on it: paragraph by paragraph, word by word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

AROUND = 18
"""Characters of an unchanged stretch that are kept on each side of a change."""
ALIKE = 0.4
"""From this share of common text two paragraphs are shown as one that was changed, below it as one gone and one new."""


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text: "" kept, "del" gone, "ins" new."""

    kind: str
    text: str

    def __html__(self) -> str:
        return format_html("<{0}>{1}</{0}>", self.kind, self.text) if self.kind else format_html("{}", self.text)


@dataclass(frozen=True, slots=True)
class Change:
    """One changed paragraph as runs of text."""

    runs: tuple[Run, ...]

    @property
    def html(self) -> SafeString:
        return format_html_join("", "{}", ((run,) for run in self.runs))


def changes(before: Sequence[str], after: Sequence[str]) -> tuple[Change, ...]:
    """The changed paragraphs, in order; none for the same text."""
    found: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            found += _paired(before[a:b], after[c:d])
    return tuple(found)


def _paired(gone: Sequence[str], new: Sequence[str]) -> Iterator[Change]:
    for place in range(max(len(gone), len(new))):
        old = gone[place] if place < len(gone) else ""
        now = new[place] if place < len(new) else ""
        if old and now and SequenceMatcher(None, old, now, autojunk=False).ratio() >= ALIKE:
            yield Change(tuple(_runs(old, now)))
            continue
        if old:
            yield Change((Run("del", old),))
        if now:
            yield Change((Run("ins", now),))


def _runs(old: str, now: str) -> Iterator[Run]:
    pieces = SequenceMatcher(None, old, now, autojunk=False).get_opcodes()
    for place, (kind, a, b, c, d) in enumerate(pieces):
        if kind == "equal":
            yield Run("", _shortened(old[a:b], first=place == 0, last=place == len(pieces) - 1))
            continue
        if a < b:
            yield Run("del", old[a:b])
        if c < d:
            yield Run("ins", now[c:d])


def _shortened(text: str, *, first: bool, last: bool) -> str:
    """A long unchanged stretch by its ends next to the changes."""
    if first and not last:
        return text if len(text) <= AROUND + 2 else f"……{text[-AROUND:]}"
    if last and not first:
        return text if len(text) <= AROUND + 2 else f"{text[:AROUND]}……"
    return text if len(text) <= 2 * AROUND + 2 else f"{text[:AROUND]}……{text[-AROUND:]}"
