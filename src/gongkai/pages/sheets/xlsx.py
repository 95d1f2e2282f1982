"""Workbooks of the newer kind (.xlsx, .xlsm), part by part: what a person sees of them on a screen."""

from __future__ import annotations

import posixpath

from lxml import etree

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget, Zip, parse_xml
from gongkai.documents.errors import Unreadable
from gongkai.documents.readers.sheet_bounds import survey
from gongkai.documents.worker import ask_more
from gongkai.language import say
from gongkai.pages.inline import tidy
from gongkai.pages.model import STRONG, Inline, Text
from gongkai.pages.pictures import Album, Raw
from gongkai.pages.sheets.formats import BUILT_IN, general, shown, shown_text
from gongkai.pages.sheets.model import Filled, Sheet, Workbook
from gongkai.pages.sheets.parts import (
    REFERENCE,
    Look,
    S,
    column_of,
    font_of,
    integer,
    is_filled,
    lines_of,
    range_of,
    rich,
)
from gongkai.pages.sheets.telling import Telling

_STRICT = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_ON = ("1", "true")
_SECONDS = 8.0


def read(data: bytes, album: Album) -> Workbook:
    """The visible sheets, rows, columns and cells. Raises Unreadable as ``gongkai.documents`` does for workbooks."""
    bounds.require_size(len(data), "xlsx")
    seen = survey(data, Budget())
    ask_more(seconds=_SECONDS)
    reader = _Reader(Zip(data), album)
    book = reader.read()
    if seen.formulas_without_value:
        book.warnings.append(
            say(
                "有 {count} 个公式单元格没有保存计算结果，按空白读取（本程序不计算公式）。请用 Excel 或 WPS 打开并保存后再试。",
                count=seen.formulas_without_value,
            )
        )
    return book


class _Reader:
    def __init__(self, package: Zip, album: Album):
        self._package = package
        self._album = album
        self._budget = Budget(_SECONDS)
        self._telling = Telling()
        self._looks: list[Look] = []
        self._shared: list[list[Inline]] = []
        self._since_1904 = False

    def read(self) -> Workbook:
        root = self._part("xl/workbook.xml")
        if root is None:
            raise bounds.damaged()
        properties = root.find(f"{S}workbookPr")
        self._since_1904 = properties is not None and properties.get("date1904") in _ON
        relations = self._relations("xl/workbook.xml")
        targets = dict(relations.values())
        self._read_styles(self._part(targets.get("styles", "xl/styles.xml")))
        self._read_shared(self._part(targets.get("sharedStrings", "xl/sharedStrings.xml")))
        sheets = []
        for node in root.iter(f"{S}sheet"):
            name = node.get("name") or ""
            kind, target = relations.get(node.get(f"{_R}id") or "", ("", ""))
            if kind != "worksheet":
                if kind in ("chartsheet", "dialogsheet", "xlMacrosheet"):
                    self._telling.note("chart", name)
                continue
            if node.get("state", "visible") != "visible":
                self._telling.note("sheets", name)
                continue
            part = self._part(target)
            if part is not None:
                sheets.append(self._sheet(name, target, part))
        return Workbook(sheets, self._telling.sentences())

    # --- parts ---

    def _part(self, name: str) -> etree._Element | None:
        data = self._package.read(name)
        if data is None:
            return None
        if b"purl.oclc.org" in data[:20_000]:
            for strict, usual in _STRICT:
                data = data.replace(strict, usual)
        return parse_xml(data)

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """By id: the last word of the kind, and the part's name or an outer address."""
        folder, name = posixpath.split(part)
        root = self._part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for node in root if root is not None else ():
            target = node.get("Target") or ""
            if node.get("TargetMode") != "External":
                target = (
                    target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                )
            found[node.get("Id") or ""] = ((node.get("Type") or "").rsplit("/", 1)[-1], target)
        return found

    def _read_styles(self, root: etree._Element | None) -> None:
        if root is None:
            return
        codes = {
            integer(node.get("numFmtId"), -1): node.get("formatCode") or "General"
            for node in root.iterfind(f"{S}numFmts/{S}numFmt")
        }
        fonts = [font_of(node) for node in root.iterfind(f"{S}fonts/{S}font")]
        fills = [is_filled(node) for node in root.iterfind(f"{S}fills/{S}fill")]
        for node in root.iterfind(f"{S}cellXfs/{S}xf"):
            number = integer(node.get("numFmtId"), 0)
            font, fill = integer(node.get("fontId"), 0), integer(node.get("fillId"), 0)
            bold, struck, white = fonts[font] if 0 <= font < len(fonts) else (False, False, False)
            self._looks.append(
                Look(
                    codes.get(number) or BUILT_IN.get(number, "General"),
                    bold,
                    struck,
                    0 <= fill < len(fills) and fills[fill],
                    white,
                )
            )

    def _read_shared(self, root: etree._Element | None) -> None:
        for node in root.iterchildren(f"{S}si") if root is not None else ():
            self._budget.tick()
            self._shared.append(rich(node))

    # --- a sheet ---

    def _sheet(self, name: str, part: str, root: etree._Element) -> Sheet:
        sheet = Sheet(name)
        relations = self._relations(part)
        for node in root.iterfind(f"{S}cols/{S}col"):
            if node.get("hidden") in _ON or node.get("width") == "0":
                first, last = integer(node.get("min"), 1), integer(node.get("max"), 0)
                sheet.hidden_columns.update(range(first - 1, min(last, 16_384)))
        usual = root.find(f"{S}sheetFormatPr")
        if usual is not None and usual.get("zeroHeight") in _ON:
            sheet.shown_rows = set()
        links = self._links(root, relations)
        for row_node in root.iterfind(f"{S}sheetData/{S}row"):
            self._row(sheet, row_node, links)
        for node in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
            if merge := range_of(node.get("ref") or ""):
                sheet.merges.append(merge)
        self._telling.note_hidden(sheet)
        if any(kind in ("comments", "threadedComment") for kind, _ in relations.values()):
            self._telling.note("comments", name)
        drawing = root.find(f"{S}drawing")
        if drawing is not None:
            self._drawing(sheet, relations.get(drawing.get(f"{_R}id") or "", ("", ""))[1])
        return sheet

    def _links(self, root: etree._Element, relations: dict[str, tuple[str, str]]) -> dict[tuple[int, int], str]:
        links = {}
        for node in root.iterfind(f"{S}hyperlinks/{S}hyperlink"):
            where = range_of(node.get("ref") or "")
            target = relations.get(node.get(f"{_R}id") or "", ("", ""))[1]
            if where and target:
                links[where[0], where[1]] = target
        return links

    def _row(self, sheet: Sheet, node: etree._Element, links: dict[tuple[int, int], str]) -> None:
        row = integer(node.get("r"), 0) - 1
        if row < 0:
            row = max((r for r, _ in sheet.cells), default=-1) + 1
        if node.get("hidden") in _ON or node.get("ht") == "0":
            sheet.hidden_rows.add(row)
        elif sheet.shown_rows is not None:
            sheet.shown_rows.add(row)
        column = -1
        for cell in node.iterchildren(f"{S}c"):
            self._budget.cells(1)
            place = REFERENCE.fullmatch(cell.get("r") or "")
            column = column_of(place[1]) if place else column + 1
            at = integer(cell.get("s"), 0)
            look = self._looks[at] if 0 <= at < len(self._looks) else Look()
            line = self._cell(cell, look, sheet, row, column)
            if href := links.get((row, column)):
                line = [Text(piece.text, piece.marks, href) if isinstance(piece, Text) else piece for piece in line]
            if look.bold:
                line = [Text(p.text, p.marks | {STRONG}, p.href) if isinstance(p, Text) else p for p in line]
            if line := tidy(line):
                sheet.cells[row, column] = Filled(line, look.shaded)

    def _cell(self, cell: etree._Element, look: Look, sheet: Sheet, row: int, column: int) -> list[Inline]:
        """What a cell shows."""
        kind = cell.get("t", "n")
        value = cell.findtext(f"{S}v") or ""
        if kind == "inlineStr":
            inside = cell.find(f"{S}is")
            line = rich(inside) if inside is not None else []
        elif kind == "s":
            at = integer(value, -1)
            line = self._shared[at] if 0 <= at < len(self._shared) else []
        elif kind == "b":
            line = [Text("TRUE" if value == "1" else "FALSE")] if value else []
        elif kind in ("str", "e"):
            line = lines_of(value)
        elif kind == "d":
            line = [Text(value.replace("T00:00:00", "").replace("T", " "))]
        else:
            line = [Text(words)] if (words := self._figure(value, look)) else []
            if value and not line:
                self._unseen(sheet, row, column)
        if kind in ("inlineStr", "s", "str") and line and "@" in look.code and look.code != "@":
            line = [
                Text(shown_text(piece.text, look.code), piece.marks) if isinstance(piece, Text) else piece
                for piece in line
            ]
        if kind in ("inlineStr", "s", "str") and look.code.count(";") >= 3 and line and not shown_text("x", look.code):
            self._unseen(sheet, row, column)
            return []
        if look.white and not look.shaded and line:
            self._unseen(sheet, row, column)
            return []
        kept = (
            [piece for piece in line if not (isinstance(piece, Text) and "s" in piece.marks)] if not look.struck else []
        )
        if len(kept) < len(line) and not sheet.hides(row, column):
            self._telling.note("struck", sheet.name)
        return kept

    def _unseen(self, sheet: Sheet, row: int, column: int) -> None:
        if not sheet.hides(row, column):
            self._telling.note("unseen", sheet.name)

    def _figure(self, value: str, look: Look) -> str:
        try:
            number = float(value)
        except ValueError:
            return value
        if number != number or number in (float("inf"), float("-inf")):
            return value
        return general(number) if look.code == "General" else shown(number, look.code, since_1904=self._since_1904)

    # --- pictures ---

    def _drawing(self, sheet: Sheet, part: str) -> None:
        root = self._part(part) if part else None
        if root is None:
            return
        relations = self._relations(part)
        for anchor in root:
            start = anchor.find(f"{_XDR}from")
            row = integer(start.findtext(f"{_XDR}row"), 0) if start is not None else 0
            column = integer(start.findtext(f"{_XDR}col"), 0) if start is not None else 0
            if next(anchor.iter(f"{_XDR}graphicFrame"), None) is not None:
                self._telling.note("chart", sheet.name)
            if sheet.hides(row, column):
                continue
            for shape in anchor.iter(f"{_XDR}sp"):
                words = ["".join(t.text or "" for t in p.iter(f"{_A}t")) for p in shape.iter(f"{_A}p")]
                # A text box lies over the cells: its words stand where it is anchored.
                if words and any(words) and not _is_unseen(shape):
                    sheet.cells.setdefault((row, column), Filled(tidy(lines_of("\n".join(words)))))
            for picture in anchor.iter(f"{_XDR}pic"):
                if not _is_unseen(picture):
                    self._picture(sheet, picture, relations, row)

    def _picture(self, sheet: Sheet, node: etree._Element, relations: dict[str, tuple[str, str]], row: int) -> None:
        properties = node.find(f"{_XDR}nvPicPr/{_XDR}cNvPr")
        blip = next(node.iter(f"{_A}blip"), None)
        target = relations.get(blip.get(f"{_R}embed") or "", ("", ""))[1] if blip is not None else ""
        try:
            data = self._package.read(target) if target else None
        except Unreadable:
            data = None
        if data is None:
            self._album.unknown()
            return
        alt = (properties.get("descr") or properties.get("title") or "") if properties is not None else ""
        extent = next(node.iter(f"{_A}ext"), None)
        wide = integer(extent.get("cx"), 0) // 9525 if extent is not None else 0
        rectangle = next(node.iter(f"{_A}srcRect"), None)
        left, top, right, bottom = (
            integer(rectangle.get(side), 0) / 100_000 if rectangle is not None else 0.0 for side in "ltrb"
        )
        sheet.pictures.append((row, self._album.add(Raw(data, alt, wide or None, (left, top, right, bottom)))))


def _is_unseen(shape: etree._Element) -> bool:
    properties = next(shape.iter(f"{_XDR}cNvPr"), None)
    return properties is not None and properties.get("hidden") in _ON
