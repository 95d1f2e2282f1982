"""What has been read into the cells so far, and every reason not to be sure of one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal

from gongkai.documents.model import NOWHERE, Place
from gongkai.language import say
from gongkai.reports.editions import Column
from gongkai.reports.model import CellId, Doubt, Value
from gongkai.reports.recognise.items import Slot


@dataclass(slots=True)
class Cells:
    """The figures of one report under way."""

    values: dict[CellId, Value] = field(default_factory=dict)
    places: dict[CellId, Place] = field(default_factory=dict)
    printed: dict[CellId, str] = field(default_factory=dict)
    doubts: list[Doubt] = field(default_factory=list)
    uncertain: frozenset[Place] = frozenset()
    noted: set[tuple[CellId, str]] = field(default_factory=set)
    nothing: str = field(default_factory=lambda: say("此处没有数字。"))
    blank: str = field(default_factory=lambda: say("此格为空白；空白不等于 0，没有的应填 0。"))

    def put(self, cell: CellId, slot: Slot | None, column: Column) -> None:
        """Take the figure of ``slot`` for ``cell``, with the doubts that the figure itself brings."""
        if slot is None:
            self.values[cell] = None
            self.doubt("blank", self.nothing, cell)
            return
        self.places[cell] = slot.place
        self.printed[cell] = slot.text
        got = slot.figure
        if got is None:
            self.values[cell] = None
            self.doubt("blank", self.blank, cell, slot.place)
            return
        self.values[cell] = got.value
        if got.code is not None:
            self.doubt(got.code, got.message, cell, slot.place)
        elif isinstance(got.value, Decimal) and column.kind != "money":
            self.doubt("not-whole", say("此格应为整数，实为“{text}”。", text=slot.text), cell, slot.place)
        elif got.value is not None and got.value < 0 and column.kind != "signed":
            self.doubt("negative", say("此格不应为负数，实为“{text}”。", text=slot.text), cell, slot.place)
        if slot.place in self.uncertain:
            self.doubt(
                "ocr",
                say("此格读作“{text}”，但原文不够清楚（图像识别或字符重叠），请对照原件。", text=slot.text),
                cell,
                slot.place,
            )

    def lack(self, cell: CellId, code: str, message: str, place: Place) -> None:
        """The source has no such cell."""
        self.values[cell] = None
        self.doubt(code, message, cell, place)

    def doubt(self, code: str, message: str, cell: CellId | None = None, place: Place = NOWHERE) -> None:
        """Note a doubt; the same code is noted once a cell."""
        if cell is not None:
            if (cell, code) in self.noted:
                return
            self.noted.add((cell, code))
        self.doubts.append(Doubt(code, message, cell, place))

    def doubt_all(self, cells: Iterable[CellId], code: str, message: str, place: Place = NOWHERE) -> None:
        for cell in cells:
            self.doubt(code, message, cell, self.places.get(cell, place))
