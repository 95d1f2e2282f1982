"""Reads back the workbook that our own XLSX writer makes; see ``writers/xlsx.py`` for the layout."""

from __future__ import annotations

import re
from typing import Any

from gongkai.documents.bounds import MOST_CELLS
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Place, Source, Table
from gongkai.documents.writers.xlsx_layout import COLUMNS, HEADING, MORE, PARAGRAPH, SHEET, TABLE, number_text

_SHAPE = re.compile(r"([0-9]{1,7})×([0-9]{1,5})(?:：([0-9、]+))?")


def layout_of(book: Any, name: str = "") -> Document | None:
    """The Document in ``book`` (an open ``python_calamine.CalamineWorkbook``), or None when its layout is not ours.

    Anything that does not fit (an unknown kind, a missing sheet, a shape that the sheet contradicts) means that somebody
    has edited the workbook, and gives None too: the general reader then shows it as it is.
    """
    if not book.sheet_names or book.sheet_names[0] != SHEET:
        return None
    rows = _values(book, SHEET)
    if not rows or tuple(map(_text, rows[0])) != COLUMNS:
        return None
    blocks: list[Block] = []
    tables = 0
    used = {SHEET}
    for number, row in enumerate(rows[1:], 2):
        kind, level, text, sheet, shape = map(_text, row)
        place = Place(sheet=SHEET, row=number)
        if kind == HEADING and level in ("1", "2", "3", "4", "5", "6") and text:
            blocks.append(Heading(text, int(level), place))
        elif kind == PARAGRAPH and text:
            blocks.append(Paragraph(text, place))
        elif kind == MORE and blocks and not isinstance(blocks[-1], Table):
            before = blocks[-1]
            joined = before.text + text
            blocks[-1] = (
                Heading(joined, before.level, before.place)
                if isinstance(before, Heading)
                else Paragraph(joined, before.place)
            )
        elif kind == TABLE and sheet in book.sheet_names and sheet not in used:
            tables += 1
            used.add(sheet)
            table = _table(book, sheet, shape, tables)
            if table is None:
                return None
            blocks.append(table)
        else:
            return None
    if len(used) != len(book.sheet_names):
        return None
    return Document(tuple(blocks), None, Source("xlsx", name))


def _values(book: Any, sheet: str) -> list[list[Any]]:
    rows: list[list[Any]] = book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [row[: len(COLUMNS)] + [""] * (len(COLUMNS) - len(row)) for row in rows] if sheet == SHEET else rows


def _table(book: Any, sheet: str, shape: str, number: int) -> Table | None:
    found = _SHAPE.fullmatch(shape)
    if found is None:
        return None
    height, width = int(found[1]), int(found[2])
    reach = [int(end or 0) for end in found[3].split("、")] if found[3] else [width] * height
    values = _values(book, sheet)
    if not height * width or height * width > MOST_CELLS or len(reach) != height or max(reach) > width:
        return None
    if len(values) > height or any(len(row) > width for row in values):
        return None
    spans: dict[tuple[int, int], tuple[int, int]] = {}
    covered: set[tuple[int, int]] = set()
    area = 0
    for (top, left), (bottom, right) in book.get_sheet_by_name(sheet).merged_cell_ranges or ():
        area += (bottom - top + 1) * (right - left + 1)
        if bottom >= height or right >= width or area > height * width:
            return None
        spans[top, left] = (bottom - top + 1, right - left + 1)
        covered.update((r, c) for r in range(top, bottom + 1) for c in range(left, right + 1) if (r, c) != (top, left))
    rows = []
    for r in range(height):
        cells = []
        for c in range(reach[r]):
            if (r, c) in covered:
                continue
            text = _text(values[r][c]) if r < len(values) and c < len(values[r]) else ""
            down, across = spans.get((r, c), (1, 1))
            cells.append(Cell(text, down, across, Place(sheet=sheet, table=number, row=r + 1, column=c + 1)))
        rows.append(tuple(cells))
    return Table(tuple(rows), Place(sheet=sheet, table=number))


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return number_text(value)
    return str(value)
