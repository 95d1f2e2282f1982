"""The structure tree of a tagged PDF: what is a heading, a paragraph, a table cell and how far it spans, said by the file itself.

Only trees that typst made (our own writer, and others who use it) are believed: it tags everything it sets and nothing else. The
trees of office programs often contradict the page, which is read by its ruling lines then.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import MOST_COVERED, WIDEST_SPAN, Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.model import Block, Cell, Heading, Paragraph, Place, Table

MAKER = "Typst"
_DEEPEST = 24
_TALLEST_SPAN = 65_534
_PARTS = frozenset(("Document", "Part", "Art", "Sect", "Div", "NonStruct"))
_GROUPS = frozenset(("THead", "TBody", "TFoot"))
_INLINE = frozenset(("Span", "Em", "Strong", "Sub", "Quote", "Code", "Link"))
_HEADINGS = {f"H{level}": level for level in range(1, 7)}
_INVISIBLE = (3, 7)
_SPACE = 0x20
_HYPHEN = ord("-")
# What PDFium makes of a hyphen at a line's end. Typst never hyphenates our text, so somebody typed it.
_LINE_END_HYPHEN = 2

Path = tuple[int, ...]


class _Unfit(Exception):
    """The tree is not one that we can follow without losing something."""


@dataclass(slots=True)
class _Node:
    """One element of the tree, gathered from all pages it reaches. ``page``: where it begins; ``pieces``: by place among the element's
    children."""

    kind: str
    page: int
    rowspan: int = 1
    colspan: int = 1
    pieces: dict[int, str] = field(default_factory=dict)
    children: dict[int, _Node] = field(default_factory=dict)


def is_ours(document: Any) -> bool:
    """Whether the open document is tagged and set by typst."""
    if not pdfium.FPDFCatalog_IsTagged(document):
        return False
    name = ctypes.create_string_buffer(64)
    size = pdfium.FPDF_GetMetaText(document, b"Creator", name, 64)
    return 2 < size <= 64 and name.raw[: size - 2].decode("utf-16-le", "replace").startswith(MAKER)


def blocks_from_tree(document: Any, count: int, budget: Budget) -> list[Block] | None:
    """The blocks of the first ``count`` pages as the tree has them; None when the tree and the pages do not fit each other."""
    roots: dict[int, _Node] = {}
    try:
        for index in range(count):
            budget.check()
            page = pdfium.FPDF_LoadPage(document, index)
            if not page:
                return None
            try:
                _gather(page, index + 1, roots, budget)
            finally:
                pdfium.FPDF_ClosePage(page)
        builder = _Builder(budget)
        for _, root in sorted(roots.items()):
            builder.blocks(root)
    except _Unfit:
        return None
    return builder.found


def _gather(page: Any, number: int, roots: dict[int, _Node], budget: Budget) -> None:
    """Add what stands on one page to the tree."""
    texts = _texts(page, budget)
    tree = pdfium.FPDF_StructTree_GetForPage(page)
    if not tree:
        if texts:
            raise _Unfit
        return
    try:
        for index in range(pdfium.FPDF_StructTree_CountChildren(tree)):
            element = pdfium.FPDF_StructTree_GetChildAtIndex(tree, index)
            if element:
                _add(element, index, roots, number, texts, budget, 0)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    if texts:
        raise _Unfit  # words that the tree does not know


def _add(
    element: Any, index: int, siblings: dict[int, _Node], number: int, texts: dict[int, str], budget: Budget, depth: int
) -> None:
    """Add ``element``, the ``index``-th child of its parent, taking its words out of ``texts``."""
    budget.tick()
    if depth > _DEEPEST:
        raise _Unfit
    node = siblings.get(index)
    if node is None:
        node = siblings[index] = _Node(_kind(element), number)
        if node.kind in ("TD", "TH"):
            node.rowspan, node.colspan = _spans(element)
    # Frames hold no words of their own, only elements, most of which stand on other pages.
    is_frame = node.kind in _PARTS or node.kind in _GROUPS or node.kind in ("Table", "TR")
    for place in range(pdfium.FPDF_StructElement_CountChildren(element)):
        budget.tick()
        child = pdfium.FPDF_StructElement_GetChildAtIndex(element, place)
        if child:
            _add(child, place, node.children, number, texts, budget, depth + 1)
            continue
        if is_frame:
            continue
        mark = pdfium.FPDF_StructElement_GetChildMarkedContentID(element, place)
        if mark >= 0 and mark in texts:
            node.pieces[place] = texts.pop(mark)


def _texts(page: Any, budget: Budget) -> dict[int, str]:
    """The words on a page by marked-content number, with the file's own spaces, in the file's order."""
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        raise _Unfit
    unicode_at, object_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetTextObject
    is_generated, mark_of = pdfium.FPDFText_IsGenerated, pdfium.FPDFPageObj_GetMarkedContentID
    found: dict[int, list[int]] = {}
    last, mark = 0, -1
    try:
        for index in range(pdfium.FPDFText_CountChars(text_page)):
            if not index & 511:
                budget.check()
            code = unicode_at(text_page, index)
            if (
                code <= _SPACE and is_generated(text_page, index) == 1
            ):  # PDFium makes up spaces and line ends, nothing else
                continue
            piece = object_of(text_page, index)
            if not piece:
                continue
            address = ctypes.addressof(piece.contents)
            if address != last:
                last, mark = address, mark_of(piece)
                if pdfium.FPDFTextObj_GetTextRenderMode(piece) in _INVISIBLE:
                    raise _Unfit  # what the eye does not see is not what the document says
            if mark >= 0:
                found.setdefault(mark, []).append(_HYPHEN if code == _LINE_END_HYPHEN else code)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return {mark: _decoded(codes) for mark, codes in found.items()}


def _decoded(codes: list[int]) -> str:
    """UTF-16 units or code points, as the platform has it, into text."""
    if max(codes) > 0xFFFF:
        return "".join(map(chr, codes))
    return b"".join(code.to_bytes(2, "little") for code in codes).decode("utf-16-le", "replace")


def _kind(element: Any) -> str:
    name = ctypes.create_string_buffer(64)
    size = pdfium.FPDF_StructElement_GetType(element, name, 64)
    return name.raw[: size - 2].decode("utf-16-le", "replace") if 2 < size <= 64 else ""


def _spans(element: Any) -> tuple[int, int]:
    """``RowSpan`` and ``ColSpan``; 1 where the file says nothing."""
    spans = {b"RowSpan": 1, b"ColSpan": 1}
    number = ctypes.c_float()
    for index in range(min(pdfium.FPDF_StructElement_GetAttributeCount(element), 32)):
        attribute = pdfium.FPDF_StructElement_GetAttributeAtIndex(element, index)
        for name in spans:
            value = pdfium.FPDF_StructElement_Attr_GetValue(attribute, name) if attribute else None
            if value and pdfium.FPDF_StructElement_Attr_GetNumberValue(value, ctypes.byref(number)):
                spans[name] = int(min(max(number.value, 1.0), 1e6))
    return min(spans[b"RowSpan"], _TALLEST_SPAN), min(spans[b"ColSpan"], WIDEST_SPAN)


class _Builder:
    """Makes blocks of the gathered tree."""

    def __init__(self, budget: Budget):
        self.found: list[Block] = []
        self.budget = budget
        self.tables = 0
        self.covered = 0

    def blocks(self, node: _Node) -> None:
        if node.kind in _PARTS:
            for _, child in sorted(node.children.items()):
                self.blocks(child)
        elif node.kind == "Table":
            self.table(node)
        elif node.kind == "P" or node.kind in _HEADINGS:
            text = canonical_text(_words(node))
            if text:
                self.budget.block(len(text))
                place = Place(page=node.page)
                level = _HEADINGS.get(node.kind)
                self.found.append(Heading(text, level, place) if level else Paragraph(text, place))
        else:
            raise _Unfit

    def table(self, node: _Node) -> None:
        rows: list[tuple[Cell, ...]] = []
        header_rows = 0
        for group, row in _rows(node):
            cells = []
            for _, child in sorted(row.children.items()):
                if child.kind not in ("TD", "TH"):
                    raise _Unfit
                self.covered += child.rowspan * child.colspan
                if self.covered > MOST_COVERED:
                    raise _Unfit
                text = canonical_text(_words(child))
                cells.append(Cell(text, child.rowspan, child.colspan, Place(page=child.page)))
            self.budget.cells(len(cells), sum(len(cell.text) for cell in cells))
            rows.append(tuple(cells))
            header_rows += group == "THead"
        if any(cell.text for row in rows for cell in row):
            self.tables += 1
            place = Place(page=node.page, table=self.tables)
            self.found.append(_placed(Table(tuple(rows), place, header_rows)))


def _rows(table: _Node) -> Iterator[tuple[str, _Node]]:
    for _, child in sorted(table.children.items()):
        if child.kind == "TR":
            yield "TBody", child
        elif child.kind in _GROUPS:
            for _, row in sorted(child.children.items()):
                if row.kind != "TR":
                    raise _Unfit
                yield child.kind, row
        else:
            raise _Unfit


def _words(node: _Node) -> str:
    """The words of an element; a paragraph within it (in a cell or heading) is a line."""
    parts: list[str] = []
    for place in sorted({*node.pieces, *node.children}):
        if place in node.pieces:
            parts.append(node.pieces[place])
            continue
        child = node.children[place]
        if child.kind == "P":
            parts.append(f"\n{_words(child)}\n")
        elif child.kind in _INLINE:
            parts.append(_words(child))
        else:
            raise _Unfit
    return "".join(parts)


def _placed(table: Table) -> Table:
    """``table`` with the row and grid column of every cell noted."""
    columns: list[list[int]] = [
        [c for c, here in enumerate(row) if here is not None and here[1]] for row in table.grid()
    ]
    rows = tuple(
        tuple(
            replace(cell, place=replace(cell.place, table=table.place.table, row=r, column=c + 1))
            for cell, c in zip(row, columns[r - 1], strict=False)
        )
        for r, row in enumerate(table.rows, 1)
    )
    return replace(table, rows=rows)
