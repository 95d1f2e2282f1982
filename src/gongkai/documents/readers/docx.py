"""Word documents (.docx and its relatives): zip and XML read directly, because the true spans of a table matter and half the
reports number their headings automatically."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget, Zip
from gongkai.documents.canonical import canonical_text
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Document, Heading, Paragraph, Place, Source, Table
from gongkai.documents.readers.numbering import Numbering, W
from gongkai.documents.readers.tables import Counter, RawCell, RawTable, settle
from gongkai.documents.readers.word_parts import (
    ALTERNATIVES,
    PASS_THROUGH,
    Grid,
    chosen,
    inside,
    integer,
    is_on,
    main_part,
    part_xml,
    symbol,
)
from gongkai.documents.readers.word_styles import NUM_PR, OUTLINE, VAL, Styles, list_in, outline_level
from gongkai.language import say

_DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"

_P, _TBL, _TR, _TC, _R, _T = (f"{W}{tag}" for tag in ("p", "tbl", "tr", "tc", "r", "t"))
_PSTYLE = f"{W}pStyle"
_TC_PR, _GRID_SPAN, _V_MERGE, _H_MERGE = (f"{W}{tag}" for tag in ("tcPr", "gridSpan", "vMerge", "hMerge"))
_PPR, _RPR, _SDT, _SDT_CONTENT = (f"{W}{tag}" for tag in ("pPr", "rPr", "sdt", "sdtContent"))
_TAB, _BR, _CR, _PTAB, _SYM = (f"{W}{tag}" for tag in ("tab", "br", "cr", "ptab", "sym"))
_FLD_CHAR, _RENDERED_BREAK, _RUBY = (f"{W}{tag}" for tag in ("fldChar", "lastRenderedPageBreak", "ruby"))
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_DRAWN = {f"{W}drawing", f"{W}pict", f"{W}object", ALTERNATIVES}


def read(data: bytes, name: str = "") -> Document:
    """The Document in a .docx, .docm, .dotx or a .wps saved in that format, of either OOXML edition.

    Insertions of tracked changes are kept, deletions, comments and hidden text left out, each with a warning; text boxes come
    after the paragraph they hang on, footnotes at the end; headers and footers stay outside. ``Place.page`` is given where
    Word noted its page breaks. Raises NotThisFormat, Unreadable ``password``, ``damaged``, ``too-large``, ….
    """
    bounds.require_size(len(data), "docx")
    if not data.startswith(b"PK"):
        raise NotThisFormat(say("这不是 docx 文件。请按文件的真实格式读取。"))
    package = Zip(data)
    main = main_part(package)
    if main is None:
        raise NotThisFormat(say("压缩包里没有 Word 正文，不是 docx 文件。请按文件的真实格式读取。"))
    body = part_xml(package, main)
    if body is None:
        raise bounds.damaged()
    folder = main.rsplit("/", 1)[0] + "/" if "/" in main else ""
    reader = _Reader(
        Styles(part_xml(package, f"{folder}styles.xml")), part_xml(package, f"{folder}numbering.xml"), body
    )
    blocks = [*reader.blocks(body), *reader.footnotes(part_xml(package, f"{folder}footnotes.xml"))]
    if not blocks:
        raise bounds.no_text()
    return Document(tuple(blocks), _title(package), Source("docx", name, pages=reader.page, warnings=reader.warnings()))


def _title(package: Zip) -> str | None:
    """The title in the properties; properties that cannot be read are no reason to refuse the text."""
    try:
        root = part_xml(package, "docProps/core.xml")
    except Unreadable:
        return None
    return (canonical_text(root.findtext(_DC_TITLE) or "") or None) if root is not None else None


_SHIFTED = {
    "superscript": str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    "subscript": str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉"),
}


class _Reader:
    """Walks one body. Keeps what runs across paragraphs: open fields, pages, lists, what was left out."""

    def __init__(self, styles: Styles, numbering: etree._Element | None, body: etree._Element):
        self._styles = styles
        self._numbering = Numbering(numbering, styles.lists)
        self._budget = Budget()
        self._counter = Counter()
        self._fields: list[bool] = []  # open fields; True while in the instruction
        self._notes: list[str] = []
        self._boxes: list[etree._Element] = []
        self._left_out: set[str] = set()
        rendered = next(body.iter(_RENDERED_BREAK), None) is not None
        self.page = 1 if rendered else None
        self._has_hidden = next(body.iter(f"{W}vanish"), None) is not None
        self._has_marks = next(body.iter(f"{W}strike", f"{W}dstrike", f"{W}vertAlign"), None) is not None
        self._row_turned: bool | None = None

    def blocks(self, root: etree._Element) -> Iterator[Block]:
        body = root.find(f"{W}body")
        for block in self._container(body if body is not None else root):
            if isinstance(block, RawTable):
                yield from settle(block, self._counter, self._budget)
            else:
                self._budget.block(len(block.text) if not isinstance(block, Table) else 0)
                yield block

    def footnotes(self, root: etree._Element | None) -> Iterator[Block]:
        """The footnotes that the text refers to, in order."""
        if root is None or not self._notes:
            return
        by_id = {note.get(f"{W}id"): note for note in root.iterchildren(f"{W}footnote")}
        self._has_hidden = True  # not looked for in this part
        for identity in self._notes:
            note = by_id.get(identity)
            if note is not None:
                yield from self.blocks(note)

    def warnings(self) -> tuple[str, ...]:
        sentences = {
            "changes": say("文档含有尚未接受的修订：已按插入后、删除后的内容读取。请确认修订是否应当接受。"),
            "comments": say("文档带有批注，批注未作为正文读取。公开前请删除批注。"),
            "struck": say("文档中有加了删除线的文字，未作为正文读取。请核对改动是否已经生效。"),
            "hidden": say("文档含有隐藏文字，未作为正文读取。公开前请检查这些文字。"),
            "chunk": say("文档嵌入了另一个文件的内容，这部分没有读取。请用 Word 打开，另存后再试。"),
        }
        return tuple(sentence for key, sentence in sentences.items() if key in self._left_out)

    def _container(self, node: etree._Element) -> Iterator[Block | RawTable]:
        for child in node:
            self._budget.tick()
            tag = child.tag
            if tag == _P:
                yield from self._paragraph(child)
            elif tag == _TBL:
                yield from self._table(child)
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    yield from self._container(content)
            elif tag in _INSERTED or tag in PASS_THROUGH:
                yield from self._container(child)
            elif tag in _DELETED:
                self._left_out.add("changes")
            elif tag == ALTERNATIVES:
                yield from self._container(chosen(child))
            elif tag == f"{W}altChunk":
                self._left_out.add("chunk")

    def _paragraph(self, node: etree._Element) -> Iterator[Block | RawTable]:
        page = self.page
        text = canonical_text(self._text(node))
        if text:
            level, number = self._marks(node)
            if number:
                text = canonical_text(number + text)
            # A break before the first word turned the page already.
            place = Place(page=page if self.page is None or not _starts_page(node) else self.page)
            yield Heading(text, min(level, 6), place) if level else Paragraph(text, place)
        if self._boxes:
            boxes, self._boxes = self._boxes, []
            for box in boxes:
                yield from self._container(box)

    def _marks(self, paragraph: etree._Element) -> tuple[int | None, str]:
        """The heading level and the automatic number of a paragraph."""
        properties = next(paragraph.iterchildren(_PPR), None)
        if properties is None:
            return None, ""
        style = ""
        level = numbering = None
        for child in properties.iterchildren(_PSTYLE, OUTLINE, NUM_PR):
            tag = child.tag
            if tag == _PSTYLE:
                style = child.get(VAL, "")
            elif tag == OUTLINE:
                level = outline_level(child)
            else:
                numbering = child
        if level is None and style:
            level = self._styles.heading_level(style)
        return level, self._list_number(numbering, style)

    def _list_number(self, numbering: etree._Element | None, style: str) -> str:
        number, depth = list_in(numbering)
        if number is None and style:
            number, styled_depth = self._styles.list_of(style)
            depth = styled_depth if depth is None else depth
        if number is None or number == "0":
            return ""
        return self._numbering.next(number, depth or 0)

    def _text(self, node: etree._Element) -> str:
        """The text of a paragraph, of what is inside it and visible."""
        parts: list[str] = []
        self._inline(node, parts)
        if self._fields and any(self._fields):
            self._fields = [field for field in self._fields if not field]  # an instruction never outlives its paragraph
        return "".join(parts)

    def _inline(self, node: etree._Element, parts: list[str]) -> None:
        for child in node:
            tag = child.tag
            if tag == _R:
                self._run(child, parts)
            elif tag == _SDT:
                content = child.find(_SDT_CONTENT)
                if content is not None:
                    self._inline(content, parts)
            elif tag in PASS_THROUGH:
                if tag in _INSERTED:
                    self._left_out.add("changes")
                self._inline(child, parts)
            elif tag in _DELETED:
                self._left_out.add("changes")
            elif tag == ALTERNATIVES:
                self._inline(chosen(child), parts)
            elif tag == f"{W}commentRangeStart":
                self._left_out.add("comments")

    def _run(self, run: etree._Element, parts: list[str]) -> None:
        shift: str | None = None  # a raised digit is a note's mark, no digit of the number before it
        for child in run:
            tag = child.tag
            if tag == _T:
                if child.text and not (self._fields and any(self._fields)):
                    text = child.text
                    if shift in _SHIFTED and text.strip().isdigit() and len(text) <= 3:
                        text = text.translate(_SHIFTED[shift])
                    parts.append(text)
            elif tag == _RPR:
                if self._has_hidden and is_on(child, f"{W}vanish"):
                    if any(text.text for text in run.iter(_T)):
                        self._left_out.add("hidden")
                    return
                if self._has_marks:
                    if is_on(child, f"{W}strike") or is_on(child, f"{W}dstrike"):
                        if any(text.text for text in run.iter(_T)):
                            self._left_out.add("struck")
                        return
                    raised = child.find(f"{W}vertAlign")
                    shift = raised.get(f"{W}val") if raised is not None else None
            elif tag in (_TAB, _PTAB):
                parts.append("\t")
            elif tag in (_BR, _CR):
                parts.append("\n")
            elif tag == _FLD_CHAR:
                self._field(child.get(f"{W}fldCharType", ""))
            elif tag == _RENDERED_BREAK:
                self._turn_page()
            elif tag == f"{W}noBreakHyphen":
                parts.append("-")
            elif tag == _SYM:
                parts.append(symbol(child))
            elif tag == _RUBY:
                base = child.find(f"{W}rubyBase")
                if base is not None:
                    self._inline(base, parts)
            elif tag in _DRAWN:
                self._find_boxes(child)
            elif tag == f"{W}footnoteReference":
                self._notes.append(child.get(f"{W}id", ""))
            elif tag == f"{W}commentReference":
                self._left_out.add("comments")

    def _field(self, kind: str) -> None:
        if kind == "begin":
            if len(self._fields) < 100:
                self._fields.append(True)
        elif self._fields:
            if kind == "separate":
                self._fields[-1] = False
            elif kind == "end":
                self._fields.pop()

    def _find_boxes(self, node: etree._Element) -> None:
        """The text boxes in a drawing, each once: the fallback for older programs repeats them."""
        for child in chosen(node) if node.tag == ALTERNATIVES else node:
            if child.tag == f"{W}txbxContent":
                self._boxes.append(child)
            else:
                self._find_boxes(child)

    def _turn_page(self) -> None:
        """Word notes a break in each cell of a row that begins a page; it is one page all the same."""
        if self.page is None or self._row_turned:
            return
        self.page += 1
        if self._row_turned is not None:
            self._row_turned = True

    def _table(self, table: etree._Element) -> Iterator[Block | RawTable]:
        rows: list[list[RawCell]] = []
        header_rows = 0
        above: dict[int, tuple[RawCell, int]] = {}  # grid column → the cell that begins there, the row it reaches
        grid = Grid(table)
        page = self.page
        for row in inside(table, _TR):
            self._budget.tick()
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self._left_out.add("changes")
                continue
            if properties is not None and header_rows == len(rows) and is_on(properties, f"{W}tblHeader"):
                header_rows += 1
            outer, self._row_turned = self._row_turned, False
            rows.append(self._row(row, properties, len(rows), above, grid))
            self._row_turned = outer
        if any(rows):
            yield RawTable(rows, header_rows, page)

    def _row(
        self,
        row: etree._Element,
        properties: etree._Element | None,
        r: int,
        above: dict[int, tuple[RawCell, int]],
        grid: Grid,
    ) -> list[RawCell]:
        cells: list[RawCell] = []
        edge = integer(properties.find(f"{W}gridBefore"), 0) if properties is not None else 0
        column = grid.line(edge)
        if column:
            cells.append(RawCell("", colspan=min(column, bounds.WIDEST_SPAN)))
        for node in inside(row, _TC):
            width = 1
            vertical = across = None
            for its in node.iterchildren(_TC_PR):
                for child in its.iterchildren(_GRID_SPAN, _V_MERGE, _H_MERGE):
                    tag = child.tag
                    if tag == _GRID_SPAN:
                        width = max(1, integer(child, 1))
                    elif tag == _V_MERGE:
                        vertical = child
                    else:
                        across = child
            blocks = list(self._container(node))
            edge += width
            colspan = grid.line(edge) - column
            if colspan < 1:
                if not blocks:
                    continue  # a sliver without text
                colspan = 1
            if across is not None and across.get(VAL, "continue") == "continue" and cells:
                cells[-1].colspan += colspan
                column += colspan
                continue
            if vertical is not None and vertical.get(VAL, "continue") == "continue" and column in above:
                cell, last = above[column]
                if last == r - 1 and cell.colspan == colspan:
                    cell.rowspan += 1
                    above[column] = (cell, r)
                    column += colspan
                    continue
            text = "\n".join(block.text for block in blocks if isinstance(block, Heading | Paragraph))
            cell = RawCell(text, 1, colspan, blocks if len(blocks) > 1 else [], self.page)
            if len(blocks) == 1 and isinstance(blocks[0], RawTable):
                cell.blocks = blocks
            cells.append(cell)
            if vertical is not None:
                above[column] = (cell, r)
            else:
                above.pop(column, None)
            column += colspan
        return cells


def _starts_page(paragraph: etree._Element) -> bool:
    """Whether a page break stands before the first word of a paragraph."""
    for node in paragraph.iter(_RENDERED_BREAK, _T):
        return bool(node.tag == _RENDERED_BREAK)
    return False
