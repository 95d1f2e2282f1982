"""What a stream is made of: words, slots for figures, the segments they form, and the lines of running text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from gongkai.documents.model import NOWHERE, Place
from gongkai.reports.recognise.figures import Figure

Origin = Literal["grid", "fields", "line"]


@dataclass(slots=True, eq=False)
class Word:
    """A piece of text that is no figure; ``raw`` is a cell's text as the source has it.

    ``line``: the running number of the printed line (or table row) it stood in."""

    text: str
    place: Place
    line: int
    column: int
    origin: Origin
    raw: str = ""


@dataclass(slots=True, eq=False)
class Slot:
    """A cell that holds a figure, or nothing (``figure`` None). ``column``: grid or field column, from 1; 0 on a bare line."""

    text: str
    figure: Figure | None
    place: Place
    line: int
    column: int
    origin: Origin
    span: int = 1


@dataclass(slots=True)
class Segment:
    """Words, then the slots after them up to the next words; ``figures`` are the slots that are not empty.

    ``table``: number of the Document table, 0 outside; ``context``: key of the statutory table it seems to stand in;
    ``anchored``: a caption, head or group of that table stands before it, not merely its own label; ``followed``: figures
    without words right after it, that may be a piece of its own.
    """

    words: list[Word] = field(default_factory=list)
    slots: list[Slot] = field(default_factory=list)
    figures: list[Slot] = field(default_factory=list)
    table: int = 0
    after_prose: bool = False
    context: str = ""
    anchored: bool = False
    followed: list[Slot] = field(default_factory=list)

    @property
    def stump(self) -> bool:
        """Between the label and the figures stands a piece of a number, such as the ``84.`` of 84.5 broken in two."""
        if not self.words or not self.slots:
            return False
        last = self.words[-1].text
        return any(c.isdigit() for c in last) and not any("一" <= c <= "鿿" for c in last)

    def may_go_on(self, columns: int, adds_up: bool) -> bool:
        """Whether the figures that follow may be a piece of this row broken off: fewer of them than ``columns``, and not a
        lone number that a blank line sets apart (a page number) after a row that is complete or ``adds_up``."""
        if not self.followed or len(self.followed) >= columns > 1:
            return False
        first = self.followed[0]
        last_line, line = self.slots[-1].place.line, first.place.line
        apart = last_line is None or line is None or line - last_line > 1
        return not (first.origin == "line" and len(self.followed) == 1 and apart and adds_up)

    @property
    def gapless(self) -> bool:
        """No empty slot between the first figure and the last."""
        filled = [slot.figure is not None for slot in self.slots]
        if True not in filled:
            return True
        first, last = filled.index(True), len(filled) - 1 - filled[::-1].index(True)
        return all(filled[first : last + 1])

    @property
    def place(self) -> Place:
        if self.slots:
            return self.slots[0].place
        return self.words[-1].place if self.words else NOWHERE


@dataclass(frozen=True, slots=True)
class Prose:
    """A printed line outside tables' grids: as printed (``text``) and folded for comparing (``key``)."""

    text: str
    key: str
    place: Place
    line: int
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Stream:
    """Everything once, in reading order: ``segments`` for the tables, ``prose`` for the words.

    A line stands in both when it might be either; ``rows``: line number → all items of a table row, for heads.
    """

    segments: list[Segment]
    prose: list[Prose]
    lines: int
