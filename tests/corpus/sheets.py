"""Contents as workbooks."""

from __future__ import annotations

import re
import zipfile
from datetime import datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from corpus.model import Content, Picture, Table
from corpus.word import zipped


def workbook(content: Content) -> Workbook:
    """One sheet: the paragraphs in column A, tables below each other where they stand."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "正文"
    at = 1
    for block in (content.title, *content.blocks):
        if isinstance(block, tuple):
            at = place(sheet, block, at)
        elif isinstance(block, Picture):
            continue
        else:
            sheet.cell(at, 1).value = block if isinstance(block, str) else block.text
            sheet.cell(at, 1).data_type = "s"
            at += 1
    return book


def place(sheet: Worksheet, table: Table, top: int) -> int:
    """Write a table from row ``top``; the row after it."""
    taken: set[tuple[int, int]] = set()
    for down, line in enumerate(table):
        column = 1
        for cell in line:
            while (top + down, column) in taken:
                column += 1
            sheet.cell(top + down, column).value = cell.text
            sheet.cell(top + down, column).data_type = "s"
            if cell.rowspan > 1 or cell.colspan > 1:
                sheet.merge_cells(
                    start_row=top + down,
                    start_column=column,
                    end_row=top + down + cell.rowspan - 1,
                    end_column=column + cell.colspan - 1,
                )
            taken |= {(top + down + r, column + c) for r in range(cell.rowspan) for c in range(cell.colspan)}
            column += cell.colspan
    return top + len(table)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.properties.creator = ""
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    book.save(out)
    parts: dict[str, str | bytes] = {}
    with zipfile.ZipFile(out) as package:
        for name in package.namelist():
            # The writer notes the moment of saving.
            parts[name] = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2026-01-01T00:00:00Z", package.read(name))
    return zipped(parts)
