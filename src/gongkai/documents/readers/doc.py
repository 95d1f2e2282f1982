"""Legacy Word documents (.doc of Word 97 to 2003, .wps in that format), with their tables, merged cells and numbers."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO

import olefile

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Document, Heading, Paragraph, Source
from gongkai.documents.readers.numbering import Level, NumberedList, Numbering
from gongkai.documents.readers.tables import Counter, RawCell, RawTable, settle
from gongkai.documents.readers.word97 import Properties, Style, WordFile
from gongkai.language import say

_PARAGRAPH_MARK, _CELL_MARK, _PAGE_BREAK = "\r", "\x07", "\x0c"
_FIELD_BEGIN, _FIELD_SEPARATE, _FIELD_END = "\x13", "\x14", "\x15"
_CHARACTERS = str.maketrans(
    {
        "\x0b": "\n",
        "\x0e": "\n",
        "\x1e": "-",
        "\x1f": None,
        "\x07": None,
        **dict.fromkeys("\x00\x01\x02\x03\x04\x05\x06\x08"),
    }
)
_SUMMARY, _CODE_PAGE, _TITLE, _WIDE_STRING = "\x05SummaryInformation", 1, 2, 0x1F
_TITLE_STYLE = 62  # sti; 1 to 9 are the headings
_SAME_EDGE = 30  # twips (half a millimetre) within which two cell edges are one
# MSONFC, the number formats of [MS-OSHARED], by their names in OOXML; digits for the others.
_FORMATS = {
    1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 10: "ideographDigital", 11: "japaneseCounting",
    14: "decimalFullWidth", 16: "japaneseLegal", 17: "ideographDigital", 18: "decimalEnclosedCircle", 22: "decimalZero",
    23: "bullet", 26: "decimalEnclosedFullstop", 27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese",
    29: "ideographEnclosedCircle", 30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting",
    34: "ideographLegalTraditional", 35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting",
    38: "chineseLegalSimplified", 39: "chineseCountingThousand", 255: "none",
}  # fmt: skip


def read(data: bytes, name: str = "") -> Document:
    """The Document in a binary Word file. Field results, not instructions; deleted and hidden text left out and inserted text
    kept, with a warning; footnotes, endnotes and text boxes at the end; headers and comments stay outside.

    Raises NotThisFormat, Unreadable ``password``, ``unsupported`` (Word 95 and older), ``damaged``, ``no-text``, ….
    """
    bounds.require_size(len(data), "doc")
    if not data.startswith(olefile.MAGIC):
        raise NotThisFormat(say("这不是 Word 97-2003 文档。请按文件的真实格式读取。"))
    budget = Budget()
    main, tables, extra, title = _streams(data)
    try:
        reader = _Reader(WordFile(main, tables, extra, budget), budget)
        blocks = tuple(reader.blocks())
    except (IndexError, ValueError, OverflowError) as error:
        raise bounds.damaged() from error
    if not blocks:
        raise bounds.no_text()
    return Document(blocks, title, Source("doc", name, warnings=reader.warnings()))


def _streams(data: bytes) -> tuple[bytes, dict[str, bytes], bytes, str | None]:
    """The main stream, the table streams by name, the data stream, the title in the properties."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            if ole.exists("EncryptedPackage"):
                raise bounds.password()
            if not ole.exists("WordDocument"):
                raise NotThisFormat(say("文件里没有 Word 正文，不是 Word 97-2003 文档。请按文件的真实格式读取。"))
            main = ole.openstream("WordDocument").read()
            tables = {name: ole.openstream(name).read() for name in ("0Table", "1Table") if ole.exists(name)}
            extra = ole.openstream("Data").read() if ole.exists("Data") else b""
            return main, tables, extra, _title(ole)
    except Unreadable:
        raise
    except Exception as error:  # olefile lets any error through that broken sectors cause
        raise bounds.damaged() from error


def _title(ole: olefile.OleFileIO) -> str | None:
    """The title in the summary information ([MS-OLEPS]). Read here because olefile believes every count in it."""
    if not ole.exists(_SUMMARY):
        return None
    data = ole.openstream(_SUMMARY).read(65536)

    def number(at: int, size: int = 4) -> int:
        return int.from_bytes(data[at : at + size], "little")

    section = number(44)
    found: dict[int, int] = {}
    for entry in range(min(number(section + 4), 64)):
        at = section + 8 + 8 * entry
        found.setdefault(number(at), section + number(at + 4))
    if _TITLE not in found:
        return None
    at = found[_TITLE]
    size = min(number(at + 4), 1000)
    if number(at, 2) == _WIDE_STRING:
        title = data[at + 8 : at + 8 + 2 * size].decode("utf-16-le", "ignore")
    else:
        is_utf8 = _CODE_PAGE in found and number(found[_CODE_PAGE] + 4, 2) == 65001
        title = data[at + 8 : at + 8 + size].decode("utf-8" if is_utf8 else "gb18030", "ignore")
    return canonical_text(title) or None


class _Reader:
    def __init__(self, file: WordFile, budget: Budget):
        self._file = file
        self._budget = budget
        self._counter = Counter()
        self._styles = file.styles()
        self._numbering = Numbering.of(_lists(*file.lists()))
        self._kinds: set[str] = set()
        self._instructions: list[bool] = []
        text = file.text
        dropped: list[tuple[int, int]] = []
        for start, end, kind in file.marked_characters():
            self._kinds.add(kind)
            if kind != "inserted":
                dropped.append((start, end))
        self._text = _without(text, dropped)

    def warnings(self) -> tuple[str, ...]:
        found = []
        if self._kinds & {"deleted", "inserted"}:
            found.append(say("文档含有尚未接受的修订：已按插入后、删除后的内容读取。请确认修订是否应当接受。"))
        if "hidden" in self._kinds:
            found.append(say("文档含有隐藏文字，未作为正文读取。公开前请检查这些文字。"))
        if self._file.counts["comments"]:
            found.append(say("文档带有批注，批注未作为正文读取。公开前请删除批注。"))
        return tuple(found)

    def blocks(self) -> Iterator[Block]:
        counts = self._file.counts
        yield from self._part(0, counts["text"])
        at = counts["text"]
        for part in ("footnotes", "headers", "macros", "comments", "endnotes", "boxes"):
            if part in ("footnotes", "endnotes", "boxes") and counts[part] and at + counts[part] <= len(self._text):
                yield from self._part(at, at + counts[part])
            at += counts[part]

    def _part(self, start: int, end: int) -> Iterator[Block]:
        rows: list[_Row] = []
        row = _Row()
        self._instructions.clear()
        for text, mark, position in _paragraphs(self._text, start, min(end, len(self._text))):
            self._budget.tick()
            properties = self._properties(position)
            text = self._visible(text)
            if not (properties.in_table or properties.ends_row):
                if rows or row.cells or row.lines:
                    yield from self._table(rows, row)
                    rows, row = [], _Row()
                yield from self._paragraph(text, properties)
            elif properties.ends_row and properties.depth <= 1:
                row.properties = properties
                rows.append(row)
                row = _Row()
            else:
                if line := canonical_text(self._numbered(text, properties)):
                    row.lines.append(line)
                if mark == _CELL_MARK and properties.depth <= 1:
                    row.cells.append("\n".join(row.lines))
                    row.lines = []
        if rows or row.cells or row.lines:
            yield from self._table(rows, row)

    def _properties(self, position: int) -> Properties:
        found = self._file.properties_at(position)
        if found is None:
            return Properties(in_table=self._file.text[position : position + 1] == _CELL_MARK)
        return found

    def _visible(self, text: str) -> str:
        """``text`` without field instructions, line breaks as such, code units joined to characters."""
        if _FIELD_BEGIN in text or _FIELD_SEPARATE in text or _FIELD_END in text or self._instructions:
            text = self._without_instructions(text)
        text = text.translate(_CHARACTERS)
        if any("\ud800" <= char <= "\udfff" for char in text):
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return text

    def _without_instructions(self, text: str) -> str:
        kept = []
        for char in text:
            if char == _FIELD_BEGIN:
                if len(self._instructions) < 100:
                    self._instructions.append(True)
            elif char == _FIELD_SEPARATE:
                if self._instructions:
                    self._instructions[-1] = False
            elif char == _FIELD_END:
                if self._instructions:
                    self._instructions.pop()
            elif not any(self._instructions):
                kept.append(char)
        self._instructions = [field for field in self._instructions if not field]
        return "".join(kept)

    def _paragraph(self, text: str, properties: Properties) -> Iterator[Block]:
        text = canonical_text(self._numbered(text, properties))
        if not text:
            return
        self._budget.block(len(text))
        level = self._level(properties)
        yield Heading(text, level) if level else Paragraph(text)

    def _chain(self, index: int) -> Iterator[tuple[int, Style]]:
        for _ in range(12):  # styles may be based on each other in a ring
            style = self._styles[index] if index < len(self._styles) else None
            if style is None:
                return
            yield index, style
            index = style.base

    def _level(self, properties: Properties) -> int | None:
        if properties.outline is not None:
            return min(properties.outline + 1, 6) if properties.outline < 9 else None
        for index, style in self._chain(properties.style):
            if 1 <= index <= 9 or 1 <= style.kind <= 9:
                return min(style.kind if 1 <= style.kind <= 9 else index, 6)
            if style.kind == _TITLE_STYLE:
                return 1
            if style.properties.outline is not None:
                return min(style.properties.outline + 1, 6) if style.properties.outline < 9 else None
        return None

    def _numbered(self, text: str, properties: Properties) -> str:
        if not text.strip():
            return text
        use, level = properties.list_use, properties.list_level
        for _, style in self._chain(properties.style) if use is None else ():
            if style.properties.list_use is not None:
                use = style.properties.list_use
                level = style.properties.list_level if level is None else level
                break
        return self._numbering.next(str(use), level or 0) + text if use else text

    def _table(self, rows: list[_Row], open_row: _Row) -> Iterator[Block]:
        if open_row.cells or open_row.lines:  # the file ends, or breaks, within a row
            if open_row.lines:
                open_row.cells.append("\n".join(open_row.lines))
            rows = [*rows, open_row]
        raw = _merged(rows)
        if any(raw.rows):
            yield from settle(raw, self._counter, self._budget)


class _Row:
    __slots__ = ("cells", "lines", "properties")

    def __init__(self) -> None:
        self.cells: list[str] = []
        self.lines: list[str] = []  # of the cell that is not closed yet
        self.properties = Properties()


def _without(text: str, ranges: list[tuple[int, int]]) -> str:
    """``text`` of the same length with NUL in place of the characters in ``ranges``, paragraph and cell marks kept."""
    if not ranges:
        return text
    parts = []
    at = 0
    for start, end in sorted(ranges):
        start, end = max(start, at), min(end, len(text))
        if start < end:
            parts += [text[at:start], "".join(c if c in "\r\x07\x0c\x13\x14\x15" else "\0" for c in text[start:end])]
            at = end
    return "".join((*parts, text[at:]))


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[str, str, int]]:
    """``(text, mark, position of the mark)`` of each paragraph between two positions."""
    at = start
    while at < end:
        stop = min((found for mark in _ENDS if (found := text.find(mark, at, min(end, at + _WINDOW))) >= 0), default=-1)
        if stop < 0:
            stop = min((found for mark in _ENDS if (found := text.find(mark, at, end)) >= 0), default=end)
        yield text[at:stop], text[stop : stop + 1], min(stop, end - 1)
        at = stop + 1


_ENDS = (_PARAGRAPH_MARK, _CELL_MARK, _PAGE_BREAK)
_WINDOW = 4096  # paragraphs are shorter than this: no need to look for each kind of mark to the end of the text


def _merged(rows: list[_Row]) -> RawTable:
    """The rows with spans: across from where the cells' edges stand, down from their flags."""
    columns = _columns([edge for row in rows for edge in row.properties.edges])
    made: list[list[RawCell]] = []
    above: dict[int, tuple[RawCell, int]] = {}  # grid column → the cell that begins there, the row it reaches
    header_rows = 0
    for r, row in enumerate(rows):
        edges, flags = row.properties.edges, row.properties.flags
        if row.properties.is_header and header_rows == r:
            header_rows += 1
        fits = len(edges) == len(row.cells) + 1 and len(flags) >= len(row.cells)
        cells: list[RawCell] = []
        column = columns[edges[0]] if fits else 0
        if column:
            cells.append(RawCell("", colspan=column))
        first_flag = 0
        for i, text in enumerate(row.cells):
            colspan = max(1, columns[edges[i + 1]] - columns[edges[i]]) if fits else 1
            across = flags[i] & 3 if fits else 0
            if across and first_flag and across != first_flag and cells:
                cells[-1].colspan += colspan  # merged into the cell on its left
                column += colspan
                continue
            first_flag = across
            down = flags[i] >> 5 & 3 if fits else 0
            if down == 1 and column in above:
                cell, last = above[column]
                if last == r - 1 and cell.colspan == colspan:
                    cell.rowspan += 1
                    above[column] = (cell, r)
                    column += colspan
                    continue
            cell = RawCell(text, 1, colspan)
            cells.append(cell)
            if down:
                above[column] = (cell, r)
            else:
                above.pop(column, None)
            column += colspan
        made.append(cells)
    return RawTable(made, header_rows)


def _columns(edges: list[int]) -> dict[int, int]:
    """The number of the grid line for each edge; edges that nearly meet are one line."""
    lines: dict[int, int] = {}
    number, last = -1, None
    for edge in sorted(set(edges)):
        if last is None or edge - last > _SAME_EDGE:
            number += 1
            last = edge
        lines[edge] = number
    return lines


def _lists(definitions: bytes, uses: bytes) -> dict[str, NumberedList]:
    """Numbered lists by the number (from 1) that paragraphs use for them. Uses of one list share its counts."""
    by_identity: dict[int, NumberedList] = {}
    count = int.from_bytes(definitions[:2], "little")
    if not 0 < count < 4096 or 2 + 28 * count > len(definitions):
        return {}
    at = 2 + 28 * count
    for i in range(count):
        head = definitions[2 + 28 * i : 30 + 28 * i]
        made = NumberedList()
        for index in range(1 if head[26] & 1 else 9):
            level = definitions[at : at + 28]
            if len(level) < 28:
                break
            at += 28 + level[24] + level[25]
            size = int.from_bytes(definitions[at : at + 2], "little")
            text = definitions[at + 2 : at + 2 + 2 * size].decode("utf-16-le", "replace")
            at += 2 + 2 * size
            made.levels[index] = Level(
                int.from_bytes(level[:4], "little", signed=True),
                _FORMATS.get(level[4], "decimal"),
                "".join(f"%{ord(char) + 1}" if char < "\x09" else char for char in text[:60]),
                {0: "tab", 1: "space"}.get(level[15], "nothing"),
                bool(level[5] & 4),
            )
        by_identity[int.from_bytes(head[:4], "little")] = made
    found = {}
    for i in range(min(int.from_bytes(uses[:4], "little"), (len(uses) - 4) // 16 if len(uses) > 4 else 0)):
        identity = int.from_bytes(uses[4 + 16 * i : 8 + 16 * i], "little")
        if identity in by_identity:
            found[str(i + 1)] = by_identity[identity]
    return found
