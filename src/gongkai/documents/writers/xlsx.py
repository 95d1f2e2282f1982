"""XLSX: a workbook to read and to compute with, that reads back equal.

The first sheet, 正文, lists the blocks in order: kind, level, text, and for a table the name of its sheet and its shape. Every
table has a sheet of its own. ``readers/gongkai_xlsx.py`` is the other half; both must change together.

No cell is ever a formula: a text that begins with ``=`` stays a text. A text is written as a number only when it is exactly
what reading the number back gives, so ``12`` and ``4166.241619`` can be summed and ``007`` keeps its zeros.
"""

from __future__ import annotations

import io
from datetime import datetime
from math import ceil
from typing import Any

import xlsxwriter

from gongkai.documents.canonical import canonical
from gongkai.documents.model import Cell, Document, Heading, Table
from gongkai.documents.writers.layout import column_widths, ems, left_aligned
from gongkai.documents.writers.naming import NO_DATE, in_utc, one_line, title_of
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.documents.writers.xlsx_layout import COLUMNS, HEADING, MORE, PARAGRAPH, SHEET, TABLE, as_number, shape
from gongkai.language import say

_LONGEST = 32767  # UTF-16 units in one cell: Excel's limit
_MOST_ROWS, _MOST_COLUMNS = 1_048_576, 16_384


def write(document: Document, *, title: str | None = None, author: str = "", date: datetime = NO_DATE) -> bytes:
    """``document`` as an XLSX workbook. ``title``, ``author``, ``date``: for the file's properties.

    Raises Unwritable: ``too-wide`` for a table beyond Excel's 16,384 columns or 1,048,576 rows, ``too-long`` for a table cell
    beyond its 32,767 characters (a paragraph so long goes on in the next row).
    """
    document = canonical(document)
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties(
        {
            "title": title_of(document, title)[:255],
            "author": one_line(author)[:255],
            "created": in_utc(date).replace(tzinfo=None),
        }
    )
    book.set_size(2400, 1500)
    _Workbook(book).write(document)
    book.close()
    return out.getvalue()


class _Workbook:
    """The sheets of one workbook under way."""

    def __init__(self, book: Any):
        self.book = book
        plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
        edge = plain | {"border": 1, "border_color": "#555555"}
        self.text = book.add_format(plain | {"valign": "top"})
        self.kind = book.add_format(plain | {"valign": "top", "align": "center", "font_color": "#555555"})
        self.head = book.add_format(plain | {"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "align": "center"})
        self.headings = [
            book.add_format(plain | {"bold": True, "font_name": "黑体", "font_size": size, "valign": "top"})
            for size in (16, 14, 12, 11, 11, 11)
        ]
        self.link = book.add_format(plain | {"font_color": "#0B57A4", "underline": 1, "valign": "top"})
        self.cell = book.add_format(edge | {"align": "center"})
        self.left = book.add_format(edge | {"align": "left"})
        self.caption = book.add_format(edge | {"align": "center", "bold": True, "bg_color": "#F2F5F8"})

    def write(self, document: Document) -> None:
        sheet = self.book.add_worksheet(SHEET)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 1, 8)
        sheet.set_column(2, 2, 90)
        sheet.set_column(3, 3, 12)
        sheet.set_column(4, 4, 14)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        for c, name in enumerate(COLUMNS):
            sheet.write_string(0, c, name, self.head)
        r = 1
        tables = 0
        for block in document.blocks:
            if isinstance(block, Table):
                tables += 1
                name = f"表{tables}"
                sheet.write_string(r, 0, TABLE, self.kind)
                sheet.write_url(r, 3, f"internal:'{name}'!A1", self.link, name)
                sheet.write_string(r, 4, shape(block), self.kind)
                self.table(name, block)
                r += 1
                continue
            kind, level = (HEADING, block.level) if isinstance(block, Heading) else (PARAGRAPH, 0)
            face = self.headings[level - 1] if level else self.text
            for piece in _pieces(block.text):
                sheet.write_string(r, 0, kind, self.kind)
                if level and kind == HEADING:
                    sheet.write_number(r, 1, level, self.kind)
                sheet.write_string(r, 2, piece, face)
                kind = MORE
                r += 1

    def table(self, name: str, table: Table) -> None:
        grid = table.grid()
        width = len(grid[0])
        if len(grid) > _MOST_ROWS or width > _MOST_COLUMNS:
            raise Unwritable(
                "too-wide",
                say(
                    "有一个表格为 {rows} 行 {columns} 列，超出了 Excel 工作表的上限，因此没有写出 XLSX 文件。"
                    "请拆分表格，或改写成 HTML、文本格式。",
                    rows=len(grid),
                    columns=width,
                ),
            )
        sheet = self.book.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        head = table.header_rows if table.header_rows < len(grid) else 0
        if head:
            sheet.freeze_panes(head, 0)
            sheet.repeat_rows(0, head - 1)
        widths = column_widths(table, max(60.0, width * 4.0))
        for c, ems_wide in enumerate(widths):
            sheet.set_column(c, c, max(4.0, ems_wide * 2))
        for r, lines in enumerate(_lines_of_rows(grid, widths)):
            if lines > 1:  # Excel fits the height of a row to its text by itself, but not to that of merged cells
                sheet.set_row(r, min(409.0, 15.0 * lines + 4))
        left = left_aligned(table)
        for r, row in enumerate(grid):
            for c, here in enumerate(row):
                if here is None or not here[1]:
                    continue
                cell = here[0]
                face = self.caption if r < head else self.left if (r, c) in left else self.cell
                if cell.rowspan > 1 or cell.colspan > 1:
                    sheet.merge_range(r, c, r + cell.rowspan - 1, c + cell.colspan - 1, "", face)
                self.words(sheet, r, c, cell.text, face)

    def words(self, sheet: Any, r: int, c: int, text: str, face: Any) -> None:
        number = as_number(text)
        if not text:
            sheet.write_blank(r, c, None, face)
        elif number is not None:
            sheet.write_number(r, c, number, face)
        elif _units(text) > _LONGEST:
            raise Unwritable(
                "too-long",
                say(
                    "表格第{row}行第{column}列有 {count} 个字符，超出了 Excel 单元格的上限（{most}），因此没有写出 XLSX 文件。"
                    "请缩短这一格，或改写成 DOCX、HTML 格式。",
                    row=r + 1,
                    column=c + 1,
                    count=len(text),
                    most=_LONGEST,
                ),
            )
        else:
            sheet.write_string(r, c, text, face)


def _lines_of_rows(grid: list[list[tuple[Cell, bool] | None]], widths: list[float]) -> list[int]:
    """How many lines each row needs for the cells that stand in it alone."""
    needed = []
    for row in grid:
        lines = 1
        for c, here in enumerate(row):
            if here is not None and here[1] and here[0].rowspan == 1:
                room = max(1.0, sum(widths[c : c + here[0].colspan]) - 0.8)
                lines = max(lines, sum(ceil(ems(line) / room) for line in here[0].text.split("\n")))
        needed.append(lines)
    return needed


def _units(text: str) -> int:
    return len(text) + sum(1 for sign in text if sign > "\uffff")


def _pieces(text: str) -> list[str]:
    """``text`` cut into pieces that each fit a cell. A piece never begins or ends with white space, which readers trim."""
    pieces = []
    while _units(text) > _LONGEST:
        end = _LONGEST // 2
        while end > 1 and (text[end].isspace() or text[end - 1].isspace()):
            end -= 1
        pieces.append(text[:end])
        text = text[end:]
    return [*pieces, text]
