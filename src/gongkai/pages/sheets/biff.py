"""What the parser of .xls does not tell ([MS-XLS], BIFF8): what is hidden, what is merged, and how cells show their numbers."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO

import olefile

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.pages.sheets.formats import BUILT_IN

_BOF, _EOF, _BOUNDSHEET, _FORMAT, _FONT, _XF = 0x0809, 0x000A, 0x0085, 0x041E, 0x0031, 0x00E0
_ROW, _COLINFO, _DEFAULT_HEIGHT, _MERGED, _DATEMODE, _NOTE, _DRAWINGS = (
    0x0208,
    0x007D,
    0x0225,
    0x00E5,
    0x0022,
    0x001C,
    0x00EB,
)
_NUMBER, _RK, _MULRK, _FORMULA, _BOOLERR, _MULBLANK = 0x0203, 0x027E, 0x00BD, 0x0006, 0x0205, 0x00BE
_TEXTS = (0x00FD, 0x0204, 0x00D6)
_BIFF8 = 0x0600
_WHITE_INDEXES = (1, 9)
_MOST_RECORDS = 3_000_000


@dataclass(slots=True)
class Looks:
    """How the cells of one style look."""

    code: str = "General"
    bold: bool = False
    struck: bool = False
    white: bool = False
    shaded: bool = False


@dataclass(slots=True)
class OldSheet:
    """``numbers``: by row and column (from 0). ``style``: the index of a cell's look."""

    name: str
    visible: bool
    worksheet: bool
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    shown_rows: set[int] | None = None
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    numbers: dict[tuple[int, int], float] = field(default_factory=dict)
    style: dict[tuple[int, int], int] = field(default_factory=dict)
    has_notes: bool = False


@dataclass(slots=True)
class OldBook:
    sheets: list[OldSheet]
    looks: list[Looks]
    since_1904: bool = False
    has_drawings: bool = False


def read_biff(data: bytes, budget: Budget) -> OldBook | None:
    """None for a workbook older than Excel 97. Raises Unreadable ``damaged``, ``too-many-parts``, ``too-slow``."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as ole:
            name = next((name for name in ("Workbook", "Book") if ole.exists(name)), None)
            stream = ole.openstream(name).read() if name else b""
    except Exception as error:  # olefile lets any error through that broken sectors cause
        raise bounds.damaged() from error
    try:
        return _book(stream, budget)
    except (struct.error, IndexError) as error:
        raise bounds.damaged() from error


def _book(stream: bytes, budget: Budget) -> OldBook | None:
    fonts: list[tuple[bool, bool, bool]] = []
    codes = dict(BUILT_IN)
    styles: list[tuple[int, int, bool]] = []
    found: list[tuple[OldSheet, int]] = []
    since_1904 = has_drawings = False
    for kind, body in _records(stream, 0, budget):
        if kind == _BOF and int.from_bytes(body[:2], "little") != _BIFF8:
            return None
        if kind == _BOUNDSHEET:
            at, state, sort = struct.unpack_from("<IBB", body)
            found.append((OldSheet(_text(body[6:], 1), state & 3 == 0, sort == 0), at))
        elif kind == _FONT:
            flags, colour, weight = struct.unpack_from("<HHH", body, 2)
            fonts.append((weight >= 700, bool(flags & 8), colour in _WHITE_INDEXES))
        elif kind == _FORMAT:
            codes[int.from_bytes(body[:2], "little")] = _text(body[2:], 2)
        elif kind == _XF:
            font, code = struct.unpack_from("<HH", body)
            pattern = int.from_bytes(body[14:18], "little") >> 26
            ground = int.from_bytes(body[18:20], "little") & 0x7F
            styles.append((font, code, bool(pattern) and ground not in _WHITE_INDEXES))
        elif kind == _DATEMODE:
            since_1904 = body[:1] == b"\x01"
        elif kind == _DRAWINGS:
            has_drawings = True
    looks = []
    for font, code, shaded in styles:
        at = font - 1 if font > 4 else font  # there is no font 4
        bold, struck, white = fonts[at] if at < len(fonts) else (False, False, False)
        looks.append(Looks(codes.get(code, "General"), bold, struck, white, shaded))
    for sheet, at in found:
        if sheet.visible and sheet.worksheet:
            _sheet(sheet, stream, at, budget)
    return OldBook([sheet for sheet, _ in found], looks, since_1904, has_drawings)


def _records(stream: bytes, at: int, budget: Budget) -> Iterator[tuple[int, bytes]]:
    """The records of one part of the stream, to its end."""
    depth = 0
    for _ in range(_MOST_RECORDS):
        if at + 4 > len(stream):
            return
        budget.tick()
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size
        depth += (kind == _BOF) - (kind == _EOF)
        if kind == _EOF and depth <= 0:
            return
    raise bounds.too_many_parts()


def _sheet(sheet: OldSheet, stream: bytes, at: int, budget: Budget) -> None:
    depth = 0
    for kind, body in _records(stream, at, budget):
        depth += (kind == _BOF) - (kind == _EOF)
        if depth > 1:
            continue  # a chart within the sheet
        if kind == _ROW:
            row = int.from_bytes(body[:2], "little")
            if body[12] & 0x20 or int.from_bytes(body[6:8], "little") & 0x7FFF == 0:
                sheet.hidden_rows.add(row)
            elif sheet.shown_rows is not None:
                sheet.shown_rows.add(row)
        elif kind == _DEFAULT_HEIGHT and body[0] & 0x02:
            sheet.shown_rows = set()
        elif kind == _COLINFO:
            first, last, width, _, flags = struct.unpack_from("<HHHHH", body)
            if flags & 1 or width == 0:
                sheet.hidden_columns.update(range(first, min(last, 255) + 1))
        elif kind == _MERGED:
            for n in range(int.from_bytes(body[:2], "little")):
                top, bottom, left, right = struct.unpack_from("<HHHH", body, 2 + 8 * n)
                if top <= bottom and left <= right:
                    sheet.merges.append((top, left, bottom, right))
        elif kind == _NOTE:
            sheet.has_notes = True
        elif kind == _MULRK:
            row, column = struct.unpack_from("<HH", body)
            for n in range((len(body) - 6) // 6):
                style, packed = struct.unpack_from("<HI", body, 4 + 6 * n)
                sheet.numbers[row, column + n] = _unpacked(packed)
                sheet.style[row, column + n] = style
        elif kind in (_NUMBER, _RK, _FORMULA, _BOOLERR, *_TEXTS):
            row, column, style = struct.unpack_from("<HHH", body)
            sheet.style[row, column] = style
            if kind == _NUMBER or (kind == _FORMULA and body[12:14] != b"\xff\xff"):
                sheet.numbers[row, column] = struct.unpack_from("<d", body, 6)[0]
            elif kind == _RK:
                sheet.numbers[row, column] = _unpacked(int.from_bytes(body[6:10], "little"))


def _unpacked(packed: int) -> float:
    """An RK number: thirty bits of a whole number or of a double, perhaps to be divided by a hundred."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def _text(body: bytes, width: int) -> str:
    """A string with its length in ``width`` bytes and a flag that tells wide characters from narrow ones."""
    count = int.from_bytes(body[:width], "little")
    start = width + 1
    if body[width] & 1:
        return body[start : start + 2 * count].decode("utf-16-le", "replace")
    return body[start : start + count].decode("latin-1")
