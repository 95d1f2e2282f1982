"""The binary file of Word 97 to 2003 ([MS-DOC]): its text in one piece and the properties of its paragraphs and characters.

Offsets in such files are written by hand as often as they are right, so every one is checked against the bytes there are;
what does not fit is left out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.language import say

_MAGIC = (0xA5EC, 0xA5DC)
_WORD_97 = 0x00C1
_ENCRYPTED, _SECOND_TABLE = 0x0100, 0x0200
_COUNTS = 64 + 12  # ccpText, the fourth number of FibRgLw
_PAIRS = 154  # FibRgFcLcb: where each structure lies in the table stream, and its size
_STYLES, _CHARACTERS, _PARAGRAPHS, _CLX, _LISTS, _LIST_USES = 1, 12, 13, 33, 73, 74
_PAGE = 512


class Piece(NamedTuple):
    """A run of text: character positions ``start`` to ``end``, at byte ``offset``, ``width`` bytes a character."""

    start: int
    end: int
    offset: int
    width: int


@dataclass(slots=True)
class Properties:
    """Of one paragraph, as far as they matter. ``edges`` in twips and ``flags`` (TCGRF) describe the row it ends."""

    style: int = 0
    in_table: bool = False
    ends_row: bool = False
    depth: int = 0
    outline: int | None = None
    list_use: int | None = None
    list_level: int | None = None
    page_break_before: bool = False
    edges: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    is_header: bool = False


@dataclass(slots=True)
class Style:
    kind: int
    base: int
    properties: Properties


class WordFile:
    """The streams of a Word file (WordDocument, the tables by name, Data) made usable.

    ``text``: UTF-16 code units of the main text, then of each other part.

    Raises NotThisFormat, Unreadable ``password``, ``unsupported`` (Word 6 and 95), ``damaged``.
    """

    def __init__(self, main: bytes, tables: dict[str, bytes], data: bytes, budget: Budget):
        self._main = main
        self._data = data
        self._budget = budget
        if len(main) < _PAIRS + 2 or self._word(main, 0) not in _MAGIC:
            raise NotThisFormat(say("这不是 Word 97-2003 文档。请按文件的真实格式读取。"))
        flags = self._word(main, 10)
        if self._word(main, 2) < _WORD_97:
            raise Unreadable(
                "unsupported",
                say("这是 Word 95 或更早版本的文档，暂不能读取。请用 Word 或 WPS 打开，另存为 docx 后再试。"),
            )
        if flags & _ENCRYPTED:
            raise bounds.password()
        self._table = tables.get("1Table" if flags & _SECOND_TABLE else "0Table") or next(iter(tables.values()), b"")
        counts = [max(0, self._long(main, _COUNTS + 4 * i)) for i in range(8)]
        parts = ("text", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")
        self.counts = dict(zip(parts, counts, strict=True))
        self.pieces = list(self._pieces())
        if not self.pieces:
            raise bounds.damaged()
        self.text = "".join(self._decoded(piece) for piece in self.pieces)
        if not self.counts["text"] or self.counts["text"] > len(self.text):
            self.counts["text"] = len(self.text)
        self._paragraphs = sorted(self._runs(_PARAGRAPHS, 13), key=lambda run: run[0])
        self._starts = [run[0] for run in self._paragraphs]
        self._offsets = [piece.start for piece in self.pieces]

    @staticmethod
    def _word(data: bytes, at: int) -> int:
        return int.from_bytes(data[at : at + 2], "little")

    @staticmethod
    def _long(data: bytes, at: int) -> int:
        return int.from_bytes(data[at : at + 4], "little", signed=True)

    def structure(self, index: int) -> bytes:
        """One structure of the table stream, cut off where the stream ends; empty when the file has none."""
        at = _PAIRS + 8 * index
        if index >= self._word(self._main, _PAIRS - 2) or at + 8 > len(self._main):
            return b""
        start, size = self._long(self._main, at), self._long(self._main, at + 4)
        return self._table[start : start + size] if start >= 0 and size > 0 else b""

    def _pieces(self) -> Iterator[Piece]:
        clx = self.structure(_CLX)
        at = 0
        while at < len(clx) and clx[at] == 1:  # properties that pieces may share
            at += 3 + self._word(clx, at + 1)
        if at + 5 > len(clx) or clx[at] != 2:
            return
        size = min(self._long(clx, at + 1), len(clx) - at - 5)
        table = clx[at + 5 : at + 5 + size]
        count = (len(table) - 4) // 12
        total = 0
        for i in range(count):
            self._budget.tick()
            start, end = self._long(table, 4 * i), self._long(table, 4 * i + 4)
            offset = int.from_bytes(table[4 * (count + 1) + 8 * i + 2 :][:4], "little")
            width = 1 if offset & 0x40000000 else 2
            offset = (offset & 0x3FFFFFFF) // 2 if width == 1 else offset & 0x3FFFFFFF
            if start != total or end <= start:
                return  # the rest cannot be trusted
            end = min(end, start + max(0, len(self._main) - offset) // width)
            if end <= start:
                return
            total = end
            if total > bounds.MOST_CHARACTERS:
                raise bounds.too_many_parts()
            yield Piece(start, end, offset, width)

    def _decoded(self, piece: Piece) -> str:
        data = self._main[piece.offset : piece.offset + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return data.decode("cp1252", "replace")
        text = data.decode("utf-16-le", "replace")
        if len(text) == piece.end - piece.start:
            return text
        # Positions count code units: characters beyond the first plane stay two until their paragraph is put together.
        return "".join(chr(data[i] | data[i + 1] << 8) for i in range(0, len(data) - 1, 2))

    def _runs(self, index: int, entry: int) -> Iterator[tuple[int, int, bytes]]:
        """``(first byte, byte after the last, properties)`` of each run in the pages that a bin table lists. ``entry``: bytes
        of an entry, 13 for paragraphs and 1 for characters."""
        plex = self.structure(index)
        count = (len(plex) - 4) // 8
        seen: set[int] = set()
        for i in range(count):
            number = self._long(plex, 4 * (count + 1) + 4 * i) & 0x3FFFFF
            page = self._main[number * _PAGE : (number + 1) * _PAGE]
            if len(page) < _PAGE or number in seen:
                continue
            seen.add(number)
            runs = page[-1]
            for run in range(min(runs, (_PAGE - 5) // (4 + entry))):
                self._budget.tick()
                at = 2 * page[4 * (runs + 1) + entry * run] if 4 * (runs + 1) + entry * run < _PAGE else 0
                properties = b""
                if at and entry == 13:
                    size = 2 * page[at] - 1 if page[at] else 2 * page[min(at + 1, _PAGE - 1)]
                    start = at + 1 if page[at] else at + 2
                    properties = page[start : min(start + size, _PAGE - 1)]
                elif at:
                    properties = page[at + 1 : min(at + 1 + page[at], _PAGE - 1)]
                yield self._long(page, 4 * run), self._long(page, 4 * run + 4), properties

    def properties_at(self, position: int) -> Properties | None:
        """Of the paragraph whose mark is the character at ``position``; None where the file says nothing about it."""
        piece = self.pieces[max(0, bisect_right(self._offsets, position) - 1)]
        offset = piece.offset + (position - piece.start) * piece.width
        at = bisect_right(self._starts, offset) - 1
        if at < 0 or offset >= self._paragraphs[at][1]:
            return None
        raw = self._paragraphs[at][2]
        properties = Properties(style=self._word(raw, 0))
        for code, operand in modifiers(raw[2:]):
            if code in _ELSEWHERE:  # too many for a page: a wide row's cells
                start = int.from_bytes(operand, "little")
                size = self._word(self._data, start)
                parse_properties(self._data[start + 2 : start + 2 + size], properties)
        return parse_properties(raw[2:], properties)

    def marked_characters(self) -> Iterator[tuple[int, int, str]]:
        """Ranges of positions that are ``hidden``, ``deleted`` or ``inserted`` (tracked changes)."""
        for first, last, raw in self._runs(_CHARACTERS, 1):
            for code, operand in modifiers(raw):
                kind = _MARKS.get(code)
                if kind is None or not operand or operand[0] != 1:
                    continue
                for piece in self.pieces:
                    self._budget.tick()
                    start = piece.start + max(0, first - piece.offset) // piece.width
                    end = (
                        piece.start + (min(last - piece.offset, (piece.end - piece.start) * piece.width)) // piece.width
                    )
                    if first < piece.offset + (piece.end - piece.start) * piece.width and end > start:
                        yield start, end, kind

    def styles(self) -> list[Style | None]:
        """By index; None where an index is empty or the sheet is broken."""
        sheet = self.structure(_STYLES)
        at = 2 + self._word(sheet, 0)
        count, base_size = self._word(sheet, 2), self._word(sheet, 4)
        found: list[Style | None] = []
        while len(found) < min(count, 4096) and at + 2 <= len(sheet):
            self._budget.tick()
            size = self._word(sheet, at)
            entry = sheet[at + 2 : at + 2 + size]
            found.append(self._style(entry, base_size) if size >= base_size >= 8 else None)
            at += 2 + size + (size & 1)
        return found

    def _style(self, entry: bytes, base_size: int) -> Style:
        kind, second, third = (self._word(entry, 2 * i) for i in range(3))
        style = Style(kind & 0x0FFF, second >> 4, Properties())
        name_size = 2 + 2 * self._word(entry, base_size) + 2
        at = base_size + name_size
        if second & 0xF == 1 and third & 0xF:  # a paragraph style with its paragraph properties first
            size = self._word(entry, at)
            parse_properties(entry[at + 4 : at + 2 + size], style.properties)
        return style

    def lists(self) -> tuple[bytes, bytes]:
        """The raw list definitions (PlfLst and what follows it to the end of the stream) and uses (PlfLfo)."""
        at = _PAIRS + 8 * _LISTS
        if self._word(self._main, _PAIRS - 2) <= _LISTS or at + 8 > len(self._main):
            return b"", b""
        start = self._long(self._main, at)
        # The levels stand behind the part whose size is given.
        size = self._long(self._main, at + 4)
        return (self._table[start : start + 4_000_000] if start >= 0 and size > 0 else b""), self.structure(_LIST_USES)


_MARKS = {0x0800: "deleted", 0x0801: "inserted", 0x083C: "hidden"}
_OPERAND = {0: 1, 1: 1, 2: 2, 3: 4, 4: 2, 5: 2, 7: 3}
_ELSEWHERE = (0x6645, 0x6646)  # the position in the Data stream of further modifiers
_DEFINE_TABLE, _CHANGE_TABS = 0xD608, 0xC615


def modifiers(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """The single property modifiers (sprm) in a grpprl: code and operand."""
    at = 0
    while at + 2 <= len(raw):
        code = raw[at] | raw[at + 1] << 8
        at += 2
        size = _OPERAND.get(code >> 13)
        if size is None:
            if code == _DEFINE_TABLE:
                size = 1 + (raw[at] | raw[at + 1] << 8) if at + 2 <= len(raw) else 0
            elif at < len(raw):
                if code == _CHANGE_TABS and raw[at] == 255:
                    return
                size = 1 + raw[at]
            else:
                return
        yield code, raw[at : at + size]
        at += max(size, 1)


def parse_properties(raw: bytes, into: Properties) -> Properties:
    for code, operand in modifiers(raw):
        if not operand:
            continue
        if code == 0x2416:
            into.in_table = bool(operand[0])
        elif code == 0x2417:
            into.ends_row = bool(operand[0])
        elif code == 0x6649:
            into.depth = int.from_bytes(operand, "little", signed=True)
        elif code == 0x2640:
            into.outline = operand[0]
        elif code == 0x460B:
            into.list_use = int.from_bytes(operand, "little", signed=True)
        elif code == 0x260A:
            into.list_level = operand[0]
        elif code == 0x3404:
            into.is_header = bool(operand[0])
        elif code == 0x2407:
            into.page_break_before = bool(operand[0])
        elif code == _DEFINE_TABLE:
            _define_table(operand, into)
        elif code == 0x5624 and len(operand) == 2:  # merge columns first to limit
            for i in range(operand[0], min(operand[1], len(into.flags))):
                into.flags[i] = into.flags[i] & ~3 | (1 if i == operand[0] else 2)
        elif code == 0xD62B and len(operand) >= 3 and operand[1] < len(into.flags):
            into.flags[operand[1]] = into.flags[operand[1]] & ~0x60 | (operand[2] & 3) << 5
    return into


def _define_table(operand: bytes, into: Properties) -> None:
    count = operand[2] if len(operand) > 2 else 0
    edges = operand[3 : 3 + 2 * (count + 1)]
    cells = operand[3 + 2 * (count + 1) :]
    if not count or len(edges) < 2 * (count + 1):
        return
    into.edges = [int.from_bytes(edges[2 * i : 2 * i + 2], "little", signed=True) for i in range(count + 1)]
    into.flags = [int.from_bytes(cells[20 * i : 20 * i + 2], "little") for i in range(count)]
