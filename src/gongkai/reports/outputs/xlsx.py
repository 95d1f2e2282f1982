"""Readings as XLSX: one report in the layout of its form, many as one long sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from gongkai.documents.model import Table
from gongkai.language import say
from gongkai.reports.compose import compose_table, compose_title, find_edition, written_date
from gongkai.reports.model import TABLES, CellId, Finding, Reading
from gongkai.reports.outputs.long import Readings, headings, lines

SHEET_ROWS = 1_000_000
"""Rows on a long sheet before the next begins; a worksheet holds 1 048 576."""

_OPTIONS = {
    # Texts from strangers stay texts.
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def write(readings: Readings, out: str | Path | BinaryIO, *, findings: Iterable[Finding] | None = None) -> int:
    """One reading: sheets 概况, 表二, 表三, 表四 in the layout of the form, doubted cells marked, and 核对 with doubts and ``findings``.
    Several: one long sheet, continued after SHEET_ROWS rows. Returns the number of figures. Rows are written as they come: memory
    does not grow with the number of readings."""
    source = iter(readings)
    first = list(islice(source, 2))
    if len(first) == 1:
        file, reading = first[0]
        return _one(file, reading, tuple(findings or ()), out)
    return _many((pair for part in (first, source) for pair in part), out)


def _number(sheet: Any, row: int, column: int, value: int | Decimal, style: Any) -> None:
    """A number cell; a text where a spreadsheet's 15 digits cannot hold it exactly."""
    number = float(value)
    if Decimal(repr(number)) == value:
        sheet.write_number(row, column, number, style)
    else:
        sheet.write_string(row, column, str(value), style)


def _many(readings: Readings, out: str | Path | BinaryIO) -> int:
    book = xlsxwriter.Workbook(_target(out), {**_OPTIONS, "constant_memory": True})
    head = book.add_format({"bold": True, "bg_color": "#E7ECF3", "bottom": 1})
    plain = book.add_format({})
    doubted = book.add_format({"bg_color": "#FFF2CC"})
    sheet: Any = None
    count = 0
    try:
        for line in lines(readings):
            at = count % SHEET_ROWS
            if at == 0:
                sheet = _long_sheet(book, count // SHEET_ROWS + 1, head)
            style = doubted if line.doubt else plain
            for column, field in enumerate(line):
                if field is None or field == "":
                    continue
                if isinstance(field, str):
                    sheet.write_string(at + 1, column, field[:32767], style)
                else:
                    _number(sheet, at + 1, column, field, style)
            count += 1
        if sheet is None:
            _long_sheet(book, 1, head)
    finally:
        book.close()
    return count


def _long_sheet(book: Any, number: int, head: Any) -> Any:
    sheet = book.add_worksheet(say("数据") if number == 1 else say("数据{number}", number=number))
    sheet.freeze_panes(1, 0)
    names = headings()
    sheet.autofilter(0, 0, SHEET_ROWS, len(names) - 1)
    for column, width in enumerate((24, 26, 8, 14, 8, 26, 34, 16, 16, 14, 16)):
        sheet.set_column(column, column, width)
    for column, name in enumerate(names):
        sheet.write_string(0, column, name, head)
    return sheet


def _one(file: str | None, reading: Reading, findings: tuple[Finding, ...], out: str | Path | BinaryIO) -> int:
    book = xlsxwriter.Workbook(_target(out), _OPTIONS)
    looks: dict[str, dict[str, object]] = {
        "label": {"bg_color": "#F4F6FA"},
        "figure": {"align": "right", "num_format": "0.######"},
        "whole": {"align": "right", "num_format": "0"},
        "doubt": {"align": "right", "bg_color": "#FFF2CC"},
        "head": {"bold": True, "bg_color": "#E7ECF3"},
        "text": {"border": 0, "valign": "top"},
    }
    framed = {"text_wrap": True, "valign": "vcenter", "border": 1}
    styles = {name: book.add_format({**framed, **look}) for name, look in looks.items()}
    try:
        _summary(book, styles, file, reading)
        count = 0
        for table, name in zip(TABLES, (say("表二"), say("表三"), say("表四")), strict=True):
            filled = reading.report.tables[table]
            form = find_edition(filled.edition).tables[table]
            laid = compose_table(form, filled.rows)
            # The same table with every figure's address in its place tells which laid cell is which figure.
            addresses = compose_table(form, _addresses(table, filled.rows))
            count += _form_sheet(book.add_worksheet(name), styles, laid, addresses, reading)
        _remarks(book, styles, reading, findings)
    finally:
        book.close()
    return count


class _Address(int):
    """A number that prints as a cell's address: it goes where the figure goes."""

    name: str

    def __str__(self) -> str:
        return self.name


def _addresses(table: str, rows: Mapping[str, Mapping[str, object]]) -> dict[str, dict[str, _Address]]:
    out: dict[str, dict[str, _Address]] = {}
    for row, columns in rows.items():
        out[row] = {}
        for column in columns:
            address = _Address(0)
            address.name = "\0" + str(CellId(table, row, column))
            out[row][column] = address
    return out


def _form_sheet(sheet: Any, styles: Mapping[str, Any], laid: Table, addresses: Table, reading: Reading) -> int:
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    count = 0
    grid, named = laid.grid(), addresses.grid()
    width = max(len(line) for line in grid)
    sheet.set_column(0, width - 1, 13)
    for r, (line, names) in enumerate(zip(grid, named, strict=True)):
        for c, (slot, name) in enumerate(zip(line, names, strict=True)):
            if slot is None or name is None or not slot[1]:
                continue
            cell, address = slot[0], name[0].text
            if not address.startswith("\0"):
                _put(sheet, r, c, cell.rowspan, cell.colspan, cell.text, styles["label"])
                continue
            count += 1
            at = CellId.parse(address[1:])
            value = reading.report.value(at)
            if at in reading.doubted:
                style = styles["doubt"]
            else:
                style = styles["figure" if isinstance(value, Decimal) else "whole"]
            _put(sheet, r, c, cell.rowspan, cell.colspan, "", style)
            if value is not None:
                _number(sheet, r, c, value, style)
            if at in reading.doubted:
                said = [doubt.message for doubt in reading.doubts if doubt.cell == at]
                sheet.write_comment(r, c, "\n".join(said)[:2000], {"author": "gongkai"})
    sheet.freeze_panes(laid.header_rows, 0)
    return count


def _put(sheet: Any, row: int, column: int, rowspan: int, colspan: int, text: str, style: Any) -> None:
    if rowspan > 1 or colspan > 1:
        sheet.merge_range(row, column, row + rowspan - 1, column + colspan - 1, "", style)
    if text:
        sheet.write_string(row, column, text[:32767], style)
    else:
        sheet.write_blank(row, column, None, style)


def _summary(book: Any, styles: Mapping[str, Any], file: str | None, reading: Reading) -> None:
    report = reading.report
    sheet = book.add_worksheet(say("概况"))
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 100)
    told = [
        (say("标题"), report.title or compose_title(report)),
        (say("行政机关"), report.agency or ""),
        (say("年度"), "" if report.year is None else str(report.year)),
        (say("格式"), find_edition(report.edition).source),
        (say("落款"), report.signed_by or ""),
        (say("落款日期"), written_date(report.signed_on) if report.signed_on else ""),
        (say("来源文件"), file or ""),
    ]
    told += [(section.heading or key, section.text) for key, section in report.sections.items()]
    for row, (name, text) in enumerate(told):
        sheet.write_string(row, 0, name[:32767], styles["head"])
        sheet.write_string(row, 1, text[:32767], styles["text"])


def _remarks(book: Any, styles: Mapping[str, Any], reading: Reading, findings: tuple[Finding, ...]) -> None:
    sheet = book.add_worksheet(say("核对"))
    sheet.freeze_panes(1, 0)
    for column, width in enumerate((10, 24, 40, 80, 50)):
        sheet.set_column(column, column, width)
    for column, name in enumerate((say("类别"), say("代码"), say("单元格"), say("说明"), say("处理"))):
        sheet.write_string(0, column, name, styles["head"])
    severity = {"error": say("错误"), "warning": say("提醒"), "hint": say("提示")}
    rows = [(severity[f.severity], f.code, " ".join(map(str, f.cells[:20])), f.message, f.mend) for f in findings]
    rows += [(say("存疑"), d.code, str(d.cell or ""), d.message, str(d.place)) for d in reading.doubts]
    for row, fields in enumerate(rows, 1):
        for column, text in enumerate(fields):
            sheet.write_string(row, column, text[:32767], styles["text"])


def _target(out: str | Path | BinaryIO) -> Any:
    return str(out) if isinstance(out, Path) else out
