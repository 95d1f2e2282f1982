"""Workbooks of Excel 97, record by record ([MS-XLS]): no library writes them any more."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

from documents.builders import ole

STYLES = ("General", "0.0%", 'yyyy"年"m"月"d"日"', ";;;", "#,##0.00")


@dataclass
class OldSheet:
    """``cells``: by row and column, text or a number with the index of its style; style 5 is white, style 6 white on a dark ground."""

    cells: dict[tuple[int, int], str | tuple[float, int] | tuple[str, int]]
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    state: int = 0
    extra: bytes = field(default=b"")


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def workbook(sheets: dict[str, OldSheet], *, drawings: bool = False) -> bytes:
    bodies = [_sheet(sheet) for sheet in sheets.values()]
    head = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 6))
    head += b"".join(
        record(0x0031, struct.pack("<HHHHHBBBBBB", 200, 0, colour, 400, 0, 0, 0, 0, 0, 1, 0) + b"A")
        for colour in (0x7FFF, 9)
    )
    for n, code in enumerate(STYLES, 164):
        text = code.encode("utf-16-le")
        head += record(0x041E, struct.pack("<HHB", n, len(code), 1) + text)
    for n in range(len(STYLES)):
        head += record(0x00E0, struct.pack("<HH", 0, 164 + n) + bytes(16))
    head += record(0x00E0, struct.pack("<HH", 1, 0) + bytes(16))
    head += record(0x00E0, struct.pack("<HH", 1, 0) + bytes(10) + struct.pack("<IH", 1 << 26, 18))
    if drawings:
        head += record(0x00EB, b"\0" * 8)
    at = len(head) + 4 + sum(4 + 8 + 2 * len(name) for name in sheets)
    listed = b""
    for (name, sheet), body in zip(sheets.items(), bodies, strict=True):
        listed += record(0x0085, struct.pack("<IBBBB", at, sheet.state, 0, len(name), 1) + name.encode("utf-16-le"))
        at += len(body)
    return ole({"Workbook": head + listed + record(0x000A, b"") + b"".join(bodies)})


def _sheet(sheet: OldSheet) -> bytes:
    rows = 1 + max(row for row, _ in sheet.cells)
    columns = 1 + max(column for _, column in sheet.cells)
    body = record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 6))
    for column in sheet.hidden_columns:
        body += record(0x007D, struct.pack("<HHHHHH", column, column, 2048, 0, 1, 0))
    body += record(0x0200, struct.pack("<IIHHH", 0, rows, 0, columns, 0))
    for row in range(rows):
        body += record(
            0x0208,
            struct.pack("<HHHHHHBBH", row, 0, columns, 0xFF, 0, 0, 0x20 if row in sheet.hidden_rows else 0, 1, 0),
        )
    for (row, column), value in sorted(sheet.cells.items()):
        value, style = value if isinstance(value, tuple) else (value, 0)
        if isinstance(value, str):
            text = value.encode("utf-16-le")
            body += record(0x0204, struct.pack("<HHHHB", row, column, style, len(value), 1) + text)
        elif value == int(value) and style == 0:
            body += record(0x027E, struct.pack("<HHHI", row, column, style, (int(value) << 2 | 2) & 0xFFFFFFFF))
        else:
            body += record(0x0203, struct.pack("<HHHd", row, column, style, value))
    if sheet.merges:
        body += record(
            0x00E5,
            struct.pack("<H", len(sheet.merges)) + b"".join(struct.pack("<HHHH", *merge) for merge in sheet.merges),
        )
    return body + sheet.extra + record(0x000A, b"")
