"""What the paragraph styles of a Word document mean: heading levels and automatic lists."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.readers.numbering import W

VAL = f"{W}val"
_PPR, OUTLINE, NUM_PR = (f"{W}{tag}" for tag in ("pPr", "outlineLvl", "numPr"))
_HEADING_NAME = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)


class Styles:
    """What a paragraph style means: its heading level, its list."""

    def __init__(self, root: etree._Element | None):
        self.lists: dict[str, str] = {}
        self._own: dict[str, int | None] = {}
        self._own_list: dict[str, tuple[str | None, int | None]] = {}
        self._based: dict[str, str] = {}
        self._levels: dict[str, int | None] = {}
        for style in root.iterchildren(f"{W}style") if root is not None else ():
            if style.get(f"{W}type", "paragraph") == "character":
                continue
            identity = style.get(f"{W}styleId", "")
            based = style.find(f"{W}basedOn")
            if based is not None:
                self._based[identity] = based.get(VAL, "")
            name = style.find(f"{W}name")
            level = _level_by_name(name.get(VAL, "") if name is not None else "")
            properties = style.find(_PPR)
            if properties is not None:
                if level is None:
                    level = outline_level(properties.find(OUTLINE))
                self._own_list[identity] = list_in(properties.find(NUM_PR))
                number = self._own_list[identity][0]
                if number is not None:
                    self.lists[identity] = number
            self._own[identity] = level

    def heading_level(self, style: str) -> int | None:
        """1 to 6, None for body text."""
        if style not in self._levels:
            self._levels[style] = next(
                (level for s in self._chain(style) if (level := self._own.get(s)) is not None), None
            )
        level = self._levels[style]
        return min(level, 6) if level else None

    def list_of(self, style: str) -> tuple[str | None, int]:
        number = level = None
        for ancestor in self._chain(style):
            own = self._own_list.get(ancestor, (None, None))
            number = own[0] if number is None else number
            level = own[1] if level is None else level
        return number, level or 0

    def _chain(self, style: str) -> Iterator[str]:
        for _ in range(12):  # styles may be based on each other in a ring
            yield style
            if style not in self._based:
                return
            style = self._based[style]


def _level_by_name(name: str) -> int | None:
    if name.strip().lower() in ("title", "标题"):
        return 1
    found = _HEADING_NAME.fullmatch(name.strip())
    return int(found[1]) if found else None


def outline_level(node: etree._Element | None) -> int | None:
    """0 where a paragraph says it is body text, None where it says nothing."""
    if node is None:
        return None
    value = node.get(VAL, "")
    return int(value) + 1 if value.isdigit() and len(value) == 1 and value != "9" else 0


def list_in(node: etree._Element | None) -> tuple[str | None, int | None]:
    """The list number and level in a w:numPr."""
    if node is None:
        return None, None
    number, level = node.find(f"{W}numId"), node.find(f"{W}ilvl")
    depth = level.get(VAL, "") if level is not None else ""
    return (number.get(VAL) if number is not None else None), (
        int(depth) if depth.isdigit() and len(depth) < 3 else None
    )
