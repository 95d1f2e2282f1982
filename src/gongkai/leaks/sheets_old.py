"""Workbooks of 97 to 2003 (.xls) and .ods: values through calamine; hidden sheets, rows, columns and notes from the records ([MS-XLS])."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from gongkai.documents.bounds import Budget, damaged, no_text
from gongkai.documents.model import Cell, Document, Heading, Table
from gongkai.language import say
from gongkai.leaks.compound import Compound, objects, properties
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Place, Severity
from gongkai.leaks.sheets import Sheet, plain_number, rows_as_lines, show

_BOUND_SHEET, _ROW, _COLUMNS, _NOTE, _SUP_BOOK, _BOF, _EOF = 0x0085, 0x0208, 0x007D, 0x001C, 0x01AE, 0x0809, 0x000A
_MOST_RECORDS = 2_000_000
_OWN_BOOK = (0x0401, 0x3A01)


def scan_old_sheets(data: bytes, gathering: Gathering, depth: int = 0) -> None:
    """Raises Unreadable ``damaged`` or ``password``."""
    is_compound = data.startswith(b"\xd0\xcf\x11\xe0")
    file = Compound(data) if is_compound else None
    stream = (file.stream("Workbook") or file.stream("Book")) if file else b""
    for sheet in read_sheets(data, stream):
        if sheet.state != "visible":
            told = say("深度隐藏") if sheet.state == "veryHidden" else say("隐藏")
            gathering.unseen(
                Kind.HIDDEN_SHEET, told, Place(sheet=sheet.name), [rows_as_lines(sheet.shown), *sheet.folded]
            )
            continue
        show(Sheet(sheet.name, "", "visible"), sheet.shown, gathering)
        if sheet.folded:
            parts = [say("{count}行", count=len(sheet.rows))] if sheet.rows else []
            parts += [say("{count}列", count=len(sheet.columns))] if sheet.columns else []
            gathering.unseen(Kind.HIDDEN_CELLS, "、".join(parts), Place(sheet=sheet.name), sheet.folded)
    if file is None:
        gathering.unseen(Kind.UNREADABLE, say("ODS表格的批注和属性没有检查"), Place(), severity=Severity.LOOK)
        return
    kinds = [kind for kind, _ in _records(stream)]
    if _NOTE in kinds:
        gathering.unseen(Kind.COMMENTS, say("{count}条", count=kinds.count(_NOTE)), Place(part=say("批注")))
    books = [body for kind, body in _records(stream) if kind == _SUP_BOOK]
    outer = [body for body in books if int.from_bytes(body[2:4], "little") not in _OWN_BOOK]
    if outer:
        gathering.unseen(Kind.LINK_CACHE, say("{count}处", count=len(outer)), Place(part=say("外部链接")))
    properties(file, gathering)
    pools = tuple({name.split("/")[0] for name in file.names if name.split("/")[0].startswith("MBD")})
    objects(file, gathering, pools, ("_VBA_PROJECT_CUR",))


@dataclass(slots=True)
class OldSheet:
    """One sheet: ``shown`` rows of column → text, from 1; ``folded``: what lies in hidden ``rows`` and ``columns``."""

    name: str
    state: str
    shown: dict[int, dict[int, str]] = field(default_factory=dict)
    folded: list[str] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def read_sheets(data: bytes, stream: bytes) -> Iterator[OldSheet]:
    """The sheets of a workbook; ``stream``: its records, empty for .ods. Raises Unreadable ``damaged``."""
    hidden = _hidden(stream)
    budget = Budget(30.0)
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        for number, each in enumerate(book.sheets_metadata):
            state = "visible" if each.visible == SheetVisibleEnum.Visible else "hidden"
            if each.visible == SheetVisibleEnum.VeryHidden:
                state = "veryHidden"
            sheet = OldSheet(each.name, state)
            rows, columns = hidden.get(number, (set(), set()))
            values = book.get_sheet_by_index(number).to_python(skip_empty_area=False)
            for at, line in enumerate(values, 1):
                for column, value in enumerate(line, 1):
                    budget.cells(1)
                    text = plain_number(str(value)) if isinstance(value, float | int) else str(value)
                    if not text.strip():
                        continue
                    if at in rows or column in columns:
                        sheet.folded.append(text)
                        (sheet.rows if at in rows else sheet.columns).add(at if at in rows else column)
                    else:
                        sheet.shown.setdefault(at, {})[column] = text
            yield sheet
    except (CalamineError, ValueError, OSError) as error:
        raise damaged() from error


def visible_document(data: bytes) -> Document:
    """What the visible sheets show, each under its name as one table. Raises Unreadable ``damaged`` or ``no-text``."""
    file = Compound(data) if data.startswith(b"\xd0\xcf\x11\xe0") else None
    stream = (file.stream("Workbook") or file.stream("Book")) if file else b""
    blocks: list[Heading | Table] = []
    for sheet in read_sheets(data, stream):
        if sheet.state != "visible" or not sheet.shown:
            continue
        width = max(column for row in sheet.shown.values() for column in row)
        rows = [
            tuple(Cell(sheet.shown[at].get(column, "")) for column in range(1, width + 1)) for at in sorted(sheet.shown)
        ]
        blocks += [Heading(sheet.name), Table(tuple(rows))]
    if not blocks:
        raise no_text()
    return Document(tuple(blocks))


def _records(stream: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        kind, size = struct.unpack("<HH", stream[at : at + 4])
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _hidden(stream: bytes) -> dict[int, tuple[set[int], set[int]]]:
    """Rows and columns (from 1) that are hidden, by the number of the sheet."""
    found: dict[int, tuple[set[int], set[int]]] = {}
    number = -1
    depth = 0
    for kind, body in _records(stream):
        if kind == _BOF:
            depth += 1
            if depth == 1:
                number += 1  # the first is the workbook itself
        elif kind == _EOF:
            depth -= 1
        elif depth == 1 and number > 0:
            rows, columns = found.setdefault(number - 1, (set(), set()))
            if kind == _ROW and len(body) >= 16 and body[12] & 0x20:
                rows.add(int.from_bytes(body[:2], "little") + 1)
            elif kind == _COLUMNS and len(body) >= 10 and body[8] & 1:
                first, last = struct.unpack("<HH", body[:4])
                columns |= set(range(first + 1, min(last, 255) + 2))
    return found
