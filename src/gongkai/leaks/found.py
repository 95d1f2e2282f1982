"""A find inside one text, before it becomes a Leak; and what stands before it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from gongkai.leaks.model import Kind, Severity

_SENTENCE = re.compile(r"[。！？；\n!?;]")


@dataclass(frozen=True, slots=True)
class Found:
    """``value``: normalised, for the fingerprint. It stays inside this package."""

    kind: Kind
    severity: Severity
    start: int
    end: int
    value: str


class Covered:
    """Which characters of a text already belong to a find."""

    def __init__(self, length: int, found: Iterable[Found] = ()):
        self._taken = bytearray(length)
        for each in found:
            self.take(each)

    def take(self, found: Found) -> bool:
        """Whether the find lies on free ground; then the ground is taken."""
        if 1 in self._taken[found.start : found.end]:
            return False
        self._taken[found.start : found.end] = b"\1" * (found.end - found.start)
        return True


@dataclass(frozen=True, slots=True)
class Context:
    """A folded text and what its table calls it: the head of the column, the cell to the left."""

    text: str
    label: str = ""

    def before(self, at: int, length: int = 16) -> str:
        """What is said just before ``at`` in the same sentence, with the label in front."""
        said = self.text[max(0, at - length) : at]
        ends = [match.end() for match in _SENTENCE.finditer(said)]
        return f"{self.label} {said[ends[-1] :] if ends else said}"

    def after(self, at: int, length: int = 12) -> str:
        return self.text[at : at + length]
