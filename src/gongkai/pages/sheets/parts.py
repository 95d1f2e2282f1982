"""The small parts of a workbook: looks of cells, strings with runs, references."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from gongkai.pages.model import EM, STRONG, SUB, SUPER, Break, Inline, Text

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
_WHITE = "FFFFFFFF"


@dataclass(frozen=True, slots=True)
class Look:
    """How a style shows its cells."""

    code: str = "General"
    bold: bool = False
    struck: bool = False
    shaded: bool = False
    white: bool = False


def font_of(node: etree._Element) -> tuple[bool, bool, bool]:
    def is_on(tag: str) -> bool:
        found = node.find(f"{S}{tag}")
        return found is not None and found.get("val", "1") not in ("0", "false")

    colour = node.find(f"{S}color")
    return is_on("b"), is_on("strike"), colour is not None and (colour.get("rgb") or "").upper() in (_WHITE, "00FFFFFF")


def is_filled(node: etree._Element) -> bool:
    pattern = node.find(f"{S}patternFill")
    if pattern is None:
        return node.find(f"{S}gradientFill") is not None
    if pattern.get("patternType", "none") == "none":
        return False
    colour = pattern.find(f"{S}fgColor")
    return colour is None or (colour.get("rgb") or "").upper() not in (_WHITE, "00FFFFFF")


def rich(node: etree._Element) -> list[Inline]:
    """The runs of a string; readings of characters are left out. A struck run carries the mark ``s``, which no page knows."""
    made: list[Inline] = []
    if len(node) == 1 and node[0].tag == f"{S}t":
        return lines_of(node[0].text or "")
    for child in node:
        if child.tag == f"{S}t":
            made += lines_of(child.text or "")
        elif child.tag == f"{S}r":
            properties = child.find(f"{S}rPr")
            marks = set()
            for said in properties if properties is not None else ():
                value = said.get("val", "1")
                if said.tag == f"{S}vertAlign":
                    marks |= {"superscript": {SUPER}, "subscript": {SUB}}.get(value, set())
                elif value not in ("0", "false") and said.tag in (f"{S}b", f"{S}i", f"{S}strike"):
                    marks.add({"b": STRONG, "i": EM}.get(said.tag.rsplit("}", 1)[-1], "s"))
            made += [
                Text(piece.text, frozenset(marks)) if isinstance(piece, Text) else piece
                for piece in lines_of(child.findtext(f"{S}t") or "")
            ]
    return made


def lines_of(text: str) -> list[Inline]:
    """The text of a cell with its line breaks."""
    text = re.sub(
        r"_x([0-9A-Fa-f]{4})_", lambda found: chr(int(found[1], 16)) if int(found[1], 16) >= 32 else " ", text
    )
    made: list[Inline] = []
    for n, line in enumerate(text.split("\n")):
        if n:
            made.append(Break())
        made.append(Text(line))
    return made


def integer(value: str | None, otherwise: int) -> int:
    return int(value) if value and re.fullmatch(r"-?\d{1,12}", value) else otherwise


def column_of(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def range_of(reference: str) -> tuple[int, int, int, int] | None:
    first, _, last = reference.upper().partition(":")
    one, other = REFERENCE.fullmatch(first), REFERENCE.fullmatch(last or first)
    if one is None or other is None:
        return None
    rows, columns = sorted((int(one[2]), int(other[2]))), sorted((column_of(one[1]), column_of(other[1])))
    return rows[0] - 1, columns[0], rows[1] - 1, columns[1]
