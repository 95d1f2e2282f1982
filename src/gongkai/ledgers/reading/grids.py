"""A file as grids of text: one for each sheet, merged cells repeated across all that they cover. Hostile files end here."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.decoding import decode
from gongkai.documents.errors import Unreadable
from gongkai.documents.readers import sheet_bounds
from gongkai.documents.readers.xlsx import _text
from gongkai.documents.worker import Worker
from gongkai.language import say

MOST_ROWS = 20_000
"""Rows that hold anything, of all sheets of one file together."""
MOST_COLUMNS = 120
MOST_TEXT = 4_000
"""Characters of one cell that are kept."""
SECONDS = 20.0
_PK, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
KINDS = (".xlsx", ".xls", ".csv", ".et", ".ods")
Row = tuple[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet. ``rows``: (number in the sheet, from 1; cells), all as long as the widest; empty rows are left out."""

    name: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Grids:
    """The sheets of a file, and what could not be taken over, in sentences."""

    sheets: tuple[Grid, ...]
    warnings: tuple[str, ...] = ()


def read(data: bytes, name: str) -> Grids:
    """The sheets of a file, read in a process of its own within bounds of time and memory. Raises `Unreadable` with a sentence."""
    with Worker(seconds=SECONDS) as worker:
        return worker.run(read_here, data, name)


def read_here(data: bytes, name: str) -> Grids:
    """`read` in this process."""
    bounds.require_size(len(data), "xlsx")
    ending = PurePosixPath(name.lower()).suffix
    if ending not in KINDS:
        raise Unreadable("unsupported", say("只能读 Excel（xlsx、xls）和 CSV 文件。请另存为这几种格式之一再放进来。"))
    if ending == ".csv" and not data.startswith((_PK, _OLE)):
        return _csv(data)
    if not data.startswith((_PK, _OLE)):
        raise Unreadable(
            "unsupported", say("文件内容不是 Excel 工作簿，可能改过扩展名。请用 Excel 或 WPS 打开，另存后再放进来。")
        )
    return _book(data)


def _csv(data: bytes) -> Grids:
    decoded = decode(data)
    text = decoded.text.replace("\0", "")
    lines = text[:20_000].split("\n", 8)[:8]
    delimiter = max(",\t;，", key=lambda mark: sum(line.count(mark) for line in lines))
    if delimiter == "，":
        text, delimiter = text.replace("，", ","), ","
    rows: list[Row] = []
    budget = Budget(SECONDS)
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            budget.tick()
            # An apostrophe in front keeps a text from running as a formula; the cell is the text behind it.
            cells = [_plain(cell) for cell in row[:MOST_COLUMNS]]
            if any(cells):
                rows.append((number, tuple(cells)))
                _require_rows(len(rows))
    except csv.Error as error:
        raise bounds.damaged() from error
    return _answer([("", rows)], list(decoded.warnings))


def _book(data: bytes) -> Grids:
    budget = Budget(SECONDS)
    seen = sheet_bounds.survey(data, budget)
    warnings: list[str] = []
    if seen.formulas_without_value:
        warnings.append(
            say(
                "有{count}个公式没有保存计算结果，按空白读取。请用 Excel 或 WPS 打开并保存后再放进来。",
                count=seen.formulas_without_value,
            )
        )
    if seen.hides:
        warnings.append(say("表中有隐藏的行或列，已一并读取。"))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        sheets: list[tuple[str, list[Row]]] = []
        hidden = []
        count = 0
        for meta in book.sheets_metadata:
            if meta.typ != SheetTypeEnum.WorkSheet:
                continue
            if meta.visible != SheetVisibleEnum.Visible:
                hidden.append(meta.name)
                continue
            rows = _sheet(book.get_sheet_by_name(meta.name), budget)
            count += len(rows)
            _require_rows(count)
            sheets.append((meta.name, rows))
    except PasswordError as error:
        raise bounds.password() from error
    except Unreadable:
        raise
    except BaseException as error:
        # The parser reports damage by errors of many kinds; a panic inside it is a BaseException.
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        if not isinstance(error, CalamineError | Exception) and type(error).__name__ != "PanicException":
            raise
        raise bounds.damaged() from error
    if hidden:
        warnings.append(say("有隐藏的工作表没有读：{names}。", names="、".join(hidden[:5])))
    return _answer(sheets, warnings)


def _sheet(sheet: Any, budget: Budget) -> list[Row]:
    start = sheet.start
    if start is None:
        return []
    top, left = start
    grid: list[list[str]] = []
    for values in sheet.to_python(skip_empty_area=True):
        budget.check()
        grid.append([""] * min(left, MOST_COLUMNS) + ["" if v == "" else _text(v)[:MOST_TEXT] for v in values])
    _spread(sheet, grid, top)
    return [(top + n + 1, tuple(row[:MOST_COLUMNS])) for n, row in enumerate(grid) if any(row)]


def _spread(sheet: Any, grid: list[list[str]], top: int) -> None:
    """Repeat merged cells across all that they cover."""
    try:
        ranges = sheet.merged_cell_ranges or ()
    except (CalamineError, ValueError, RuntimeError):
        return  # a kind of workbook whose merged cells the parser does not know
    area = 0
    for (first_row, first_column), (last_row, last_column) in ranges:
        area += (last_row - first_row + 1) * (last_column - first_column + 1)
        if area > bounds.MOST_COVERED:
            raise bounds.too_many_parts()
        r = first_row - top
        if not 0 <= r < len(grid) or first_column >= len(grid[r]) or not grid[r][first_column]:
            continue
        text = grid[r][first_column]
        for rr in range(r, min(last_row - top + 1, len(grid))):
            for cc in range(first_column, min(last_column + 1, len(grid[rr]))):
                grid[rr][cc] = text


def _plain(cell: str) -> str:
    text = canonical_text(cell[:MOST_TEXT]).strip()
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@\t\r" else text


def _require_rows(count: int) -> None:
    if count > MOST_ROWS:
        raise Unreadable("too-many-parts", say("一份文件最多{most}行，这份更多。请按年份分成几份。", most=MOST_ROWS))


def _answer(sheets: list[tuple[str, list[Row]]], warnings: list[str]) -> Grids:
    even: list[Grid] = []
    for name, rows in sheets:
        if rows:
            width = max(len(cells) for _, cells in rows)
            even.append(Grid(name, tuple((n, cells + ("",) * (width - len(cells))) for n, cells in rows)))
    if not even:
        raise bounds.no_text()
    return Grids(tuple(even), tuple(warnings))
