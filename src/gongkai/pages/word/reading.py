"""The body of a Word document as blocks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.readers.numbering import Numbering, W
from gongkai.documents.readers.word_parts import ALTERNATIVES, PASS_THROUGH, Grid, chosen, inside, integer, is_on
from gongkai.documents.readers.word_styles import NUM_PR, OUTLINE, VAL, Styles, list_in, outline_level
from gongkai.language import say
from gongkai.pages.inline import led_by
from gongkai.pages.markers import Marker, bullet_or_number
from gongkai.pages.model import Block, Cell, Heading, Inline, Item, Notes, Paragraph, Point, Table, Text, text_of
from gongkai.pages.pictures import Album
from gongkai.pages.word.package import Package
from gongkai.pages.word.runs import Runs
from gongkai.pages.word.styles import RunStyles, is_shaded

_P, _TBL, _TR, _TC, _SDT = (f"{W}{tag}" for tag in ("p", "tbl", "tr", "tc", "sdt"))
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_ALIGNED = {"center": "center", "right": "right", "end": "right", "both": "", "left": "", "start": ""}
_CONTENTS = ("toc ", "toc heading", "目录", "table of figures")
_FAR_RIGHT = 4000
"""Twips of indent (seven centimetres) from which a short line stands at the right: a signature."""
_SHORT = 40
_DEEPEST = 40
_NO_LIST = "0"


@dataclass(slots=True)
class Word:
    """What was read. ``left_out``: of the document, see ``warnings``."""

    blocks: list[Block]
    title: str | None
    left_out: set[str] = field(default_factory=set)


def read(data: bytes, album: Album) -> Word:
    """The blocks of a .docx, .docm, .dotx or a .wps saved in that format: insertions accepted, deletions gone, nothing hidden, no
    comments, headers, footers or page breaks; notes at the end. Raises NotThisFormat, Unreadable."""
    bounds.require_size(len(data), "docx")
    package = Package(data)
    reader = _Reader(package, album)
    blocks = reader.blocks()
    return Word(blocks, package.title, reader.runs.left_out)


def warnings(left_out: set[str]) -> list[str]:
    """What a person should know before the page and the file go out."""
    sentences = {
        "changes": say("文档带有修订痕迹：网页采用接受全部修订后的内容。附件公开前，请先在原文件中接受或者拒绝修订。"),
        "comments": say("文档带有批注，网页中没有批注。附件公开前，请先在原文件中删除批注。"),
        "hidden": say("文档含有隐藏的文字或图片，网页中没有这些内容。请检查原文件，不应公开的请删除。"),
        "faint": say("文档含有白色或极小的文字，一般看不见，网页中没有这些文字。请检查原文件，不应公开的请删除。"),
        "struck": say("文档中有加了删除线的文字，网页中没有这些文字。请核对改动是否已经生效。"),
        "chunk": say("文档嵌入了另一个文件的内容，这部分没有转换。请用 Word 打开，另存后再试。"),
        "chart": say("文档中的图表没有转换。请把图表另存为图片插入，或者补充相应的表格。"),
        "chart_as_table": say("文档中的图表已经转成数据表。请核对；需要图形的，请另存为图片插入。"),
        "diagram": say("文档中的示意图只取出了文字。请核对，需要图形的请另存为图片插入。"),
    }
    return [sentence for key, sentence in sentences.items() if key in left_out]


class _Reader:
    def __init__(self, package: Package, album: Album):
        self._package = package
        styles = package.part("styles")
        self._styles = Styles(styles)
        self._dress = RunStyles(styles)
        self._numbering = Numbering(package.part("numbering"), self._styles.lists)
        self._budget = Budget()
        self._held: list[Inline] = []  # of a paragraph whose end was deleted
        self._deep = 0
        self.runs = Runs(package, self._dress, album, self._budget)

    def blocks(self) -> list[Block]:
        root = self._package.body
        body = root.find(f"{W}body")
        made = list(self._container(body if body is not None else root))
        if self._held:
            made.append(Paragraph(self._held))
        if notes := self._notes():
            made.append(notes)
        return made

    def _notes(self) -> Notes | None:
        """The notes in the order of their marks; a note that is not there stays as an empty item, so that the numbers fit."""
        parts = {kind: self._package.part(kind) for kind in {kind for kind, _ in self.runs.notes}}
        by_id = {
            (kind, node.get(f"{W}id", "")): node
            for kind, root in parts.items()
            if root is not None
            for node in root.iterchildren(f"{W}{kind.removesuffix('s')}")
        }
        items = []
        for key in list(self.runs.notes):
            node = by_id.get(key)
            items.append(Item(list(self._container(node)) if node is not None else []))
        return Notes(items) if items else None

    def _container(self, node: etree._Element) -> Iterator[Block]:
        self._deep += 1
        if self._deep > _DEEPEST:
            raise bounds.too_many_parts()
        for child in node:
            self._budget.tick()
            tag = child.tag
            if tag == _P:
                yield from self._paragraph(child)
            elif tag == _TBL:
                yield from self._table(child)
            elif tag == _SDT:
                content = child.find(f"{W}sdtContent")
                if content is not None and not _is_contents(child):
                    yield from self._container(content)
            elif tag in _INSERTED or tag in PASS_THROUGH:
                yield from self._container(child)
            elif tag in _DELETED:
                self.runs.left_out.add("changes")
            elif tag == ALTERNATIVES:
                yield from self._container(chosen(child))
            elif tag == f"{W}altChunk":
                self.runs.left_out.add("chunk")
        self._deep -= 1

    def _paragraph(self, node: etree._Element) -> Iterator[Block]:
        properties = node.find(f"{W}pPr")
        style_node = properties.find(f"{W}pStyle") if properties is not None else None
        style = style_node.get(VAL, "") if style_node is not None else ""
        name = self._dress.names.get(style, style.lower())
        line: list[Inline] = []
        outer = self.runs.grounded
        self.runs.grounded = outer or (properties is not None and is_shaded(properties.find(f"{W}shd")))
        self.runs.line(node, style, line)
        self.runs.grounded = outer
        size = self.runs.size
        if name.startswith(_CONTENTS):
            line = []
        if _is_joined(properties):
            self.runs.left_out.add("changes")
            self._held += line
            yield from self._boxed()
            return
        if self._held:
            line, self._held = [*self._held, *line], []
        text = text_of(line)
        if text.strip() or any(not isinstance(piece, Text) for piece in line):
            self._budget.block(len(text))
            yield self._made(line, properties, style, name, size)
        yield from self._boxed()

    def _boxed(self) -> Iterator[Block]:
        boxes, self.runs.boxes = self.runs.boxes, []
        outer, self.runs.grounded = self.runs.grounded, True  # the shape around a box may have any colour
        for box in boxes:
            yield from self._container(box)
        self.runs.grounded = outer
        tables, self.runs.tables = self.runs.tables, []
        yield from tables

    def _made(self, line: list[Inline], properties: etree._Element | None, style: str, name: str, size: int) -> Block:
        level, marker, depth = self._marks(properties, style)
        if level:
            return (
                Heading(level, led_by(marker, line))
                if name not in ("title", "标题")
                else Paragraph(line, "center", "title", size)
            )
        if depth is not None:
            kind = Marker(None) if not marker else bullet_or_number(marker)
            if kind is not None:
                return Point(line, depth, kind.number, kind.kind)
            line = led_by(marker, line)
        return Paragraph(line, self._align(line, properties, style), name, size)

    def _marks(self, properties: etree._Element | None, style: str) -> tuple[int | None, str, int | None]:
        """The heading level of a paragraph, its automatic number, and its level in a list."""
        level = numbering = None
        for child in properties.iterchildren(OUTLINE, NUM_PR) if properties is not None else ():
            if child.tag == OUTLINE:
                level = outline_level(child)
            else:
                numbering = child
        if level is None and style:
            level = self._styles.heading_level(style)
        number, depth = list_in(numbering)
        if number is None and style:
            number, styled = self._styles.list_of(style)
            depth = styled if depth is None else depth
        if number is None or number == _NO_LIST or self._numbering.level(number, depth or 0) is None:
            return level, "", None
        its = self._numbering.level(number, depth or 0)
        marker = self._numbering.next(number, depth or 0)
        if its is not None and its.format == "none" and not marker:
            return level, "", None
        return level, marker, depth or 0

    def _align(self, line: list[Inline], properties: etree._Element | None, style: str) -> str:
        text = text_of(line)
        jc = properties.find(f"{W}jc") if properties is not None else None
        align = _ALIGNED.get(jc.get(VAL, "") if jc is not None else self._dress.align(style or self._dress.default), "")
        if align or len(text.strip()) > _SHORT or properties is None:
            return align
        indent = properties.find(f"{W}ind")
        left = (indent.get(f"{W}left") or indent.get(f"{W}start") or "0") if indent is not None else "0"
        first = (indent.get(f"{W}firstLine") or "0") if indent is not None else "0"
        if left.isdigit() and first.isdigit() and int(left[:6]) + int(first[:6]) >= _FAR_RIGHT:
            return "right"
        return align

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows: list[list[Cell]] = []
        header_rows = 0
        above: dict[int, tuple[Cell, int]] = {}  # grid column → the cell that begins there, the row it reaches
        grid = Grid(table)
        style = table.find(f"{W}tblPr/{W}tblStyle")
        coloured = style is not None and self._dress.is_shaded(style.get(VAL, ""))
        for row in inside(table, _TR):
            self._budget.tick()
            properties = row.find(f"{W}trPr")
            if properties is not None and properties.find(f"{W}del") is not None:
                self.runs.left_out.add("changes")
                continue
            if properties is not None and is_on(properties, f"{W}hidden"):
                self.runs.left_out.add("hidden")
                continue
            if properties is not None and header_rows == len(rows) and is_on(properties, f"{W}tblHeader"):
                header_rows += 1
            rows.append(self._row(row, properties, len(rows), above, grid, coloured))
        if any(rows):
            caption = table.find(f"{W}tblPr/{W}tblCaption")
            words = caption.get(VAL, "") if caption is not None else ""
            yield Table(rows, header_rows, [Text(words)] if words else [])

    def _row(
        self,
        row: etree._Element,
        properties: etree._Element | None,
        r: int,
        above: dict[int, tuple[Cell, int]],
        grid: Grid,
        coloured: bool,
    ) -> list[Cell]:
        cells: list[Cell] = []
        edge = integer(properties.find(f"{W}gridBefore"), 0) if properties is not None else 0
        column = grid.line(edge)
        if column:
            cells.append(Cell([], colspan=min(column, bounds.WIDEST_SPAN)))
        for node in inside(row, _TC):
            its = node.find(f"{W}tcPr")
            width = max(1, integer(its.find(f"{W}gridSpan"), 1)) if its is not None else 1
            vertical = its.find(f"{W}vMerge") if its is not None else None
            across = its.find(f"{W}hMerge") if its is not None else None
            edge += width
            colspan = grid.line(edge) - column
            if its is not None and its.find(f"{W}cellDel") is not None:
                self.runs.left_out.add("changes")
                continue
            shaded = is_shaded(its.find(f"{W}shd")) if its is not None else False
            outer, self.runs.grounded = self.runs.grounded, self.runs.grounded or shaded or coloured
            blocks = list(self._container(node))
            self.runs.grounded = outer
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
            self._budget.cells(1)
            cell = Cell(blocks, 1, colspan, "", shaded)
            cells.append(cell)
            if vertical is not None:
                above[column] = (cell, r)
            else:
                above.pop(column, None)
            column += colspan
        return cells


def _is_joined(properties: etree._Element | None) -> bool:
    """Whether the end of the paragraph was deleted, so that the next one goes on with it."""
    mark = properties.find(f"{W}rPr") if properties is not None else None
    return mark is not None and (mark.find(f"{W}del") is not None or mark.find(f"{W}moveFrom") is not None)


def _is_contents(control: etree._Element) -> bool:
    """Whether a content control holds an automatic table of contents: page numbers mean nothing on a page without pages."""
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) in ("Table of Contents", "Table of Figures")
