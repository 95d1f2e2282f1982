"""A look at a workbook before its parser sees it: the parser makes room for every cell between the first and the last one, so
a single far-off cell could take all memory."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any, NamedTuple

import olefile
from lxml import etree

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget, Zip
from gongkai.documents.readers.ole_chains import require_ends

_MOST_AREA = 1_000_000  # grid cells between the first and the last cell of a sheet
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384  # of Excel itself
# Possessive, and never past the next tag: a part may be a hundred megabytes of the same beginning.
# A reference as long as any: what is none to Excel may be one to the parser, and a far-off one.
_CELL = re.compile(rb"<(?:\w+:)?c\b[^<>]*?\br\s*+=\s*+[\"']\s*+([A-Za-z]{1,12})([0-9]{1,20})")
_ROW = re.compile(rb"<(?:\w+:)?row\b[^<>]*?\br\s*+=\s*+[\"']\s*+([0-9]{1,20})")
_WITHOUT_VALUE = re.compile(
    rb"<(?:\w+:)?f\b(?:[^<>]*+(?<=/)>|[^<>]*+>[^<]*+</(?:\w+:)?f>)\s*+"
    rb"(?:<(?:\w+:)?v\s*+/>\s*+|<(?:\w+:)?v>\s*+</(?:\w+:)?v>\s*+)?</(?:\w+:)?c>"
)
_HIDDEN = re.compile(rb"<(?:\w+:)?(?:row|col)\b[^<>]*?\bhidden=\"(?:1|true)\"")
_ANY_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ODS_REPEATED = re.compile(rb"number-(columns|rows)-repeated=\"([0-9]{1,9})\"")
_DOCTYPE = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)

# Records of .xls that hold a cell: row and column are their first two numbers.
_XLS_CELLS = {0x0201, 0x0203, 0x0204, 0x0205, 0x0006, 0x00BD, 0x00BE, 0x00D6, 0x00FD, 0x027E}


# The record that says how far a sheet of .xls reaches: rows as two numbers of four bytes (two before Excel 97), then columns.
_XLS_DIMENSIONS = 0x0200


class Survey(NamedTuple):
    """What the parser will not tell. ``hides``: there are hidden rows or columns."""

    formulas_without_value: int = 0
    hides: bool = False


def survey(data: bytes, budget: Budget) -> Survey:
    """Raises Unreadable ``too-many-parts`` for more cells or a wider spread of cells than any report has, ``password``,
    ``damaged``, ``too-large``, ``unsupported`` (a document type declaration)."""
    if data.startswith(b"PK"):
        return _zipped(Zip(data), budget)
    _xls(data, budget)
    return Survey()


def _zipped(package: Zip, budget: Budget) -> Survey:
    without_value = 0
    hides = False
    for name in package.names:
        budget.check()
        if not name.endswith((".xml", ".rels", ".bin", ".vml")):
            continue
        part = package.read(name) or b""  # every part is expanded once within the limits, before the parser does it
        if _DOCTYPE.search(part[:2000]):
            raise bounds.has_entities()
        if "worksheets/" in name:
            _require_area(part, budget)
            without_value += sum(1 for _ in _WITHOUT_VALUE.finditer(part))
            hides = hides or _HIDDEN.search(part) is not None
        elif name == "content.xml":
            _require_repeats(part, budget)
            _require_well_formed(part)
    return Survey(without_value, hides)


def _require_area(part: bytes, budget: Budget) -> None:
    if sum(1 for _ in _ANY_CELL.finditer(part)) > 2 * bounds.MOST_CELLS:
        raise bounds.too_many_parts()
    rows = columns = 0
    first_row = first_column = 1 << 30
    for found in _CELL.finditer(part):
        budget.tick()
        row, column = int(found[2]), 0
        for letter in found[1].upper():
            column = column * 26 + letter - 64
        rows, columns = max(rows, row), max(columns, column)
        first_row, first_column = min(first_row, row), min(first_column, column)
    for found in _ROW.finditer(part):
        budget.tick()
        row = int(found[1])
        rows, first_row = max(rows, row), min(first_row, row)
    if rows > _LAST_ROW or columns > _LAST_COLUMN:
        raise bounds.too_many_parts()
    if columns and (rows - first_row + 1) * (columns - first_column + 1) > _MOST_AREA:
        raise bounds.too_many_parts()


class _Nobody:
    """Listens to a parser and builds nothing."""

    def close(self) -> None:
        return None


def _require_well_formed(part: bytes) -> None:
    """Where a tag of an ODS is not closed, its parser waits for it at the end of the file, for ever. Found by fuzzing."""
    nobody: Any = _Nobody()  # listens to no event at all, which the stubs do not foresee
    parser = etree.XMLParser(target=nobody, resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        etree.fromstring(part, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise bounds.damaged() from error


def _require_repeats(part: bytes, budget: Budget) -> None:
    """ODS writes "this cell a million times": fine at the end of a sheet and empty, deadly with a value."""
    total = 0
    for row in part.split(b"<table:table-row")[1:]:
        budget.tick()
        head, _, cells = row.partition(b">")
        cells = cells.partition(b"</table:table-row")[0]
        if b"office:value" not in cells and b"<text:p" not in cells:
            continue
        last = cells.rfind(b"<table:table-cell")
        if last >= 0 and cells.rstrip().endswith(b"/>") and cells.count(b">", last) == 1:
            cells = cells[:last]  # the empty rest of the row
        repeats = {kind: int(count) for kind, count in _ODS_REPEATED.findall(head)}
        width = sum(int(count) for kind, count in _ODS_REPEATED.findall(cells) if kind == b"columns")
        width += cells.count(b"<table:table-cell")
        total += max(1, repeats.get(b"rows", 1)) * width
        if total > bounds.MOST_CELLS:
            raise bounds.too_many_parts()


def _xls(data: bytes, budget: Budget) -> None:
    require_ends(data)
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            stream = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            if stream is None:
                raise bounds.damaged()
            book = ole.openstream(stream).read(bounds.INPUT_LIMITS["xls"])
    except (OSError, ValueError, IndexError, TypeError, AttributeError, MemoryError) as error:
        raise bounds.damaged() from error
    at = count = 0
    rows = columns = 0
    while at + 4 <= len(book):
        budget.tick()
        kind, size = int.from_bytes(book[at : at + 2], "little"), int.from_bytes(book[at + 2 : at + 4], "little")
        if kind == 0x002F:
            raise bounds.password()
        if kind == 0x0809:  # a new sheet begins
            rows = columns = 0
        if kind == _XLS_DIMENSIONS and size >= 10:
            # The parser makes room for what this record claims before it sees a cell.
            rows_at, wide = (at + 8, 4) if size >= 14 else (at + 6, 2)
            claimed_rows = int.from_bytes(book[rows_at : rows_at + wide], "little")
            first_row = int.from_bytes(book[rows_at - wide : rows_at], "little")
            columns_at = rows_at + wide + 2
            claimed_columns = int.from_bytes(book[columns_at : columns_at + 2], "little")
            if (
                first_row > claimed_rows
                or int.from_bytes(book[columns_at - 2 : columns_at], "little") > claimed_columns
            ):
                raise bounds.damaged()  # a sheet that ends before it begins has, to the parser, endless cells
            if claimed_rows * max(claimed_columns, 1) > _MOST_AREA:
                raise bounds.too_many_parts()
        if kind in _XLS_CELLS and size >= 4:
            count += 1
            rows = max(rows, int.from_bytes(book[at + 4 : at + 6], "little") + 1)
            columns = max(columns, int.from_bytes(book[at + 6 : at + 8], "little") + 1)
            if rows * columns > _MOST_AREA or count > bounds.MOST_CELLS:
                raise bounds.too_many_parts()
        at += 4 + size
