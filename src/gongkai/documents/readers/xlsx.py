"""Workbooks: .xlsx, and what comes for free with the same parser (.xls, .ods). Values as last saved; nothing is calculated."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Cell, Document, Heading, Place, Source, Table
from gongkai.documents.readers.gongkai_xlsx import layout_of
from gongkai.documents.readers.sheet_bounds import Survey, survey
from gongkai.documents.writers.xlsx_layout import number_text
from gongkai.language import say

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(data: bytes, name: str = "") -> Document:
    """The Document in a workbook: each visible sheet with anything in it is a Table of the area in use, after a Heading with
    the sheet's name when there are several. A workbook of our own writer gives back the Document it was written from.

    A number is shown as Excel does (5.0 as ``5``, fifteen digits and so no binary noise), a date as ``2024-01-31``, a truth
    value as ``TRUE``.
    Raises NotThisFormat, Unreadable ``password``, ``damaged``, ``too-many-parts`` (cells, far-off cells), ``no-text``, ….
    """
    bounds.require_size(len(data), "xlsx")
    if not data.startswith((b"PK", _OLE)):
        raise NotThisFormat(say("这不是 Excel 工作簿。请按文件的真实格式读取。"))
    budget = Budget()
    seen = survey(data, budget)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        document = layout_of(book, name)
        if document is None:
            document = _Book(book, name, seen, budget).document()
    except PasswordError as error:
        raise bounds.password() from error
    except Unreadable:
        raise
    # The parser reports damage by errors of many kinds; a panic inside it arrives as BaseException's child.
    except (
        CalamineError,
        ValueError,
        OSError,
        KeyError,
        TypeError,
        IndexError,
        OverflowError,
        AttributeError,
    ) as error:
        raise bounds.damaged() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise bounds.damaged() from error
    if not document.blocks:
        raise bounds.no_text()
    return document


class _Book:
    def __init__(self, book: Any, name: str, seen: Survey, budget: Budget):
        self._book = book
        self._name = name
        self._seen = seen
        self._budget = budget

    def document(self) -> Document:
        hidden = [sheet.name for sheet in self._book.sheets_metadata if sheet.visible != SheetVisibleEnum.Visible]
        tables: list[tuple[str, Table]] = []
        for sheet in self._book.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible or sheet.typ != SheetTypeEnum.WorkSheet:
                continue
            table = self._table(sheet.name, len(tables) + 1)
            if table is not None:
                tables.append((sheet.name, table))
        blocks: list[Block] = []
        for sheet_name, table in tables:
            title = canonical_text(sheet_name)
            if len(tables) > 1 and title:
                blocks.append(Heading(title, 2, Place(sheet=sheet_name)))
            blocks.append(table)
        return Document(tuple(blocks), None, Source("xlsx", self._name, warnings=tuple(self._warnings(hidden))))

    def _warnings(self, hidden: list[str]) -> Iterator[str]:
        if hidden:
            yield say("工作簿有隐藏的工作表（{names}），未读取。公开前请检查其中的内容。", names="、".join(hidden[:5]))
        if self._seen.hides:
            yield say("工作表中有隐藏的行或列，已一并读取。请核对这些内容是否应当公开。")
        if self._seen.formulas_without_value:
            yield say(
                "有 {count} 个公式单元格没有保存计算结果，按空白读取（本程序不计算公式）。请用 Excel 或 WPS 打开并保存后再试。",
                count=self._seen.formulas_without_value,
            )

    def _table(self, name: str, number: int) -> Table | None:
        sheet = self._book.get_sheet_by_name(name)
        start = sheet.start
        if start is None:
            return None
        top, left = start
        values: list[list[Any]] = sheet.to_python(skip_empty_area=True)
        texts = []
        for row_values in values:
            self._budget.check()
            texts.append(["" if value == "" else _text(value) for value in row_values])
        filled = [r for r, row in enumerate(texts) if any(row)]
        if not filled:
            return None
        spans, covered = self._spans(sheet, top, left)
        height = max(
            filled[-1] + 1, max((r + down for (r, c), (down, _) in spans.items() if r <= filled[-1]), default=0)
        )
        width = max(c + 1 for row in texts for c, text in enumerate(row) if text)
        width = max(width, max((c + across for (_, c), (_, across) in spans.items() if c < width), default=0))
        rows = []
        for r in range(filled[0], height):
            self._budget.check()
            row = texts[r] if r < len(texts) else []
            cells = []
            for c in range(width):
                if (r, c) in covered:
                    continue
                down, across = spans.get((r, c), (1, 1))
                place = Place(None, None, number, top + r + 1, left + c + 1, name)
                cells.append(Cell(row[c] if c < len(row) else "", down, across, place))
            self._budget.cells(len(cells), sum(len(cell.text) for cell in cells))
            rows.append(tuple(cells))
        return Table(tuple(rows), Place(table=number, sheet=name))

    def _spans(
        self, sheet: Any, top: int, left: int
    ) -> tuple[dict[tuple[int, int], tuple[int, int]], set[tuple[int, int]]]:
        """Rows × columns by top left, and the grid cells that merging covers, both counted from the area in use."""
        try:
            ranges = sheet.merged_cell_ranges or ()
        except (CalamineError, ValueError, RuntimeError):
            ranges = ()  # a kind of workbook whose merged cells the parser does not know
        spans: dict[tuple[int, int], tuple[int, int]] = {}
        covered: set[tuple[int, int]] = set()
        area = 0
        for (first_row, first_column), (last_row, last_column) in ranges:
            down, across = last_row - first_row + 1, last_column - first_column + 1
            area += down * across
            if area > bounds.MOST_COVERED:
                raise bounds.too_many_parts()
            r, c = first_row - top, first_column - left
            if r < 0 or c < 0 or (r, c) in covered:
                continue
            spans[r, c] = (down, across)
            covered.update((rr, cc) for rr in range(r, r + down) for cc in range(c, c + across) if (rr, cc) != (r, c))
        return spans, covered


def _text(value: object) -> str:
    if isinstance(value, str):
        return canonical_text(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return number_text(value) if abs(value) < 1e15 else repr(value).removesuffix(".0")
    if isinstance(value, datetime):
        if value.time() == time():
            return value.date().isoformat()
        return value.isoformat(sep=" ", timespec="seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else canonical_text(str(value))
