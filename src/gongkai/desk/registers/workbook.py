"""A ledger as a workbook: one sheet, a head, rows; no cell is ever a formula."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

import xlsxwriter
from django.http import HttpResponse
from django.utils.http import content_disposition_header

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_WIDEST = 60


def workbook(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The bytes. Days as days, numbers as numbers, everything else as the text that it is."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    plain = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True, "border": 1}
    body, day = book.add_format(plain), book.add_format(plain | {"num_format": "yyyy-mm-dd", "align": "left"})
    bold = book.add_format(plain | {"bold": True, "bg_color": "#eef2f4"})
    money = book.add_format(plain | {"num_format": "#,##0.00"})
    sheet = book.add_worksheet("".join(ch for ch in title if ch not in "[]:*?/\\")[:31] or "台账")
    widths = [_width(text) for text in head]
    for column, text in enumerate(head):
        sheet.write_string(0, column, text, bold)
    for at, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            if isinstance(value, date):
                sheet.write_datetime(at, column, value, day)
                widths[column] = max(widths[column], 12)
            elif isinstance(value, Decimal):
                sheet.write_number(at, column, value, money)
            elif isinstance(value, int) and not isinstance(value, bool):
                sheet.write_number(at, column, value, body)
            else:
                text = "" if value is None else str(value)
                sheet.write_string(at, column, text, body)
                widths[column] = max(widths[column], _width(text))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(_WIDEST, width + 2))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def download(title: str, head: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """The workbook as a download called ``title``.xlsx."""
    return attached(workbook(title, head, rows), f"{title}.xlsx", MEDIA)


def attached(data: bytes, name: str, media: str) -> HttpResponse:
    """Bytes as a download. A register holds names: nothing on the way keeps a copy."""
    response = HttpResponse(data, content_type=media)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def _width(text: str) -> int:
    return min(_WIDEST, sum(2 if ord(ch) > 0x2E7F else 1 for ch in text))
