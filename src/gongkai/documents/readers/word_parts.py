"""The parts of a Word package and the small questions that every reader of one asks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from gongkai.documents.bounds import Zip, parse_xml
from gongkai.documents.readers.numbering import W
from gongkai.documents.readers.word_styles import VAL

_USUAL = "word/document.xml"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_TRANSITIONAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = f"{_MC}AlternateContent"
_OFF = ("0", "false", "off", "none")
_SDT, _SDT_CONTENT = f"{W}sdt", f"{W}sdtContent"
PASS_THROUGH = {
    f"{W}{tag}"
    for tag in ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "ins", "moveTo", "sdtContent")
}
"""Elements around runs, rows or cells that add nothing to what stands in them."""

# What the symbol fonts show at these codes; all others are ornaments.
_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FC": "✓", "F050": "✓", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0FD": "☒", "F054": "☒",
            "F0B7": "•", "F0B4": "×", "F0B1": "±"}  # fmt: skip


def main_part(package: Zip) -> str | None:
    """The name of the part with the text: the usual one, else the one that the package's relationships name."""
    if _USUAL in package:
        return _USUAL
    relations = part_xml(package, "_rels/.rels")
    for relation in relations if relations is not None else ():
        target = (relation.get("Target") or "").lstrip("/")
        if (relation.get("Type") or "").endswith("/officeDocument") and target.endswith(".xml") and target in package:
            return target if not target.startswith("xl/") else None
    return None


def part_xml(package: Zip, part: str) -> etree._Element | None:
    data = package.read(part)
    if data is None:
        return None
    return parse_xml(data.replace(_STRICT, _TRANSITIONAL) if _STRICT in data[:20_000] else data)


def is_on(properties: etree._Element, tag: str) -> bool:
    node = properties.find(tag)
    return node is not None and node.get(VAL, "1") not in _OFF


def integer(node: etree._Element | None, otherwise: int) -> int:
    return integer_of(node.get(VAL, ""), otherwise) if node is not None else otherwise


def integer_of(value: str, otherwise: int = 0) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else otherwise


class Grid:
    """The grid lines of a table. Word draws a column for every place where any two cells' edges differ, be it by a hair:
    lines that nearly meet are taken as one, or a sliver would push the figures beside it into the next column."""

    _HAIR = 30  # twips, half a millimetre

    def __init__(self, table: etree._Element):
        widths = [
            integer_of(column.get(f"{W}w", ""))
            for part in table.iterchildren(f"{W}tblGrid")
            for column in part.iterchildren(f"{W}gridCol")
        ]
        usual = sorted(widths)[len(widths) // 2] if widths else 0
        self._lines = [0]
        for width in widths:
            is_sliver = 0 < width <= self._HAIR and width * 8 < usual
            self._lines.append(self._lines[-1] + (not is_sliver))

    def line(self, edge: int) -> int:
        """The number of the line at the edge that Word counts as ``edge``, both from 0."""
        last = len(self._lines) - 1
        return self._lines[edge] if edge <= last else self._lines[last] + edge - last


def inside(node: etree._Element, wanted: str) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those in content controls."""
    for child in node:
        if child.tag == wanted:
            yield child
        elif child.tag == _SDT:
            content = child.find(_SDT_CONTENT)
            if content is not None:
                yield from inside(content, wanted)
        elif child.tag in PASS_THROUGH:
            yield from inside(child, wanted)


def chosen(alternatives: etree._Element) -> etree._Element:
    """Of mc:AlternateContent the first choice, or the fallback where there is none."""
    choice = alternatives.find(f"{_MC}Choice")
    if choice is None:
        choice = alternatives.find(f"{_MC}Fallback")
    return alternatives if choice is None else choice


def symbol(node: etree._Element) -> str:
    code = (node.get(f"{W}char") or "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    if re.fullmatch(r"[0-9A-F]{4}", code) and not code.startswith(
        ("E", "F", "D8", "D9", "DA", "DB", "DC", "DD", "DE", "DF", "00")
    ):
        return chr(int(code, 16))
    return ""
