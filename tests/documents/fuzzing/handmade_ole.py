"""Compound files (OLE) made by hand, and in them the smallest Word 97 document and Excel 97 workbook that hold a table."""

from __future__ import annotations

import struct
from collections.abc import Mapping

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def ole(streams: Mapping[str, bytes]) -> bytes:
    """A version 3 compound file of these streams. Each is padded to 4096 bytes, so none lives in the mini stream."""
    bodies = {name: data.ljust(4096, b"\0") for name, data in streams.items()}
    bodies = {name: data + bytes(-len(data) % SECTOR) for name, data in bodies.items()}
    entries = len(bodies) + 1
    directory_sectors = -(-entries * 128 // SECTOR)
    content_sectors = sum(len(data) // SECTOR for data in bodies.values())
    fat_sectors = -(-(directory_sectors + content_sectors + 4) // (SECTOR // 4 - 1))
    fat = [FAT] * fat_sectors
    first_directory = len(fat)
    fat += [*range(first_directory + 1, first_directory + directory_sectors), END]
    starts = {}
    for name, data in bodies.items():
        starts[name] = len(fat)
        count = len(data) // SECTOR
        fat += [*range(len(fat) + 1, len(fat) + count), END]
    fat += [FREE] * (fat_sectors * SECTOR // 4 - len(fat))
    names = list(bodies)
    directory = _entry("Root Entry", 5, END, 0, child=1 if names else FREE)
    for n, name in enumerate(names, 1):
        directory += _entry(name, 2, starts[name], len(bodies[name]), right=n + 1 if n < len(names) else FREE)
    directory = directory.ljust(directory_sectors * SECTOR, b"\0")
    header = struct.pack(
        "<8s16sHHHHH6xIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        bytes(16),
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        fat_sectors,
        first_directory,
        0,
        4096,
        END,
        0,
        END,
        0,
    )
    places = [*range(fat_sectors), *[FREE] * (109 - fat_sectors)]
    header += struct.pack("<109I", *places)
    return header + struct.pack(f"<{len(fat)}I", *fat) + directory + b"".join(bodies.values())


def _entry(name: str, kind: int, start: int, size: int, *, right: int = FREE, child: int = FREE) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sIQQIQ", coded, len(coded), kind, 1, FREE, right, child, bytes(16), 0, 0, 0, start, size
    )


def word97(text: str) -> bytes:
    """A Word 97 document of one piece. Cells end with ``\\x07``, rows with one more; paragraphs with ``\\r``."""
    coded = text.encode("utf-16-le")
    begin = 0x600
    fib = bytearray(begin)
    struct.pack_into("<HHHHHH", fib, 0, 0xA5EC, 0xC1, 0, 0x804, 0, 0x0200)
    struct.pack_into("<H", fib, 0x20, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<I", fib, 0x4C, len(text))
    struct.pack_into("<H", fib, 0x98, 93)
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, begin, 0)
    table = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", fib, 0x01A2, 0, len(table))
    return ole({"WordDocument": bytes(fib) + coded, "1Table": table})


def excel97(rows: list[list[str | float]], sheet: str = "表三") -> bytes:
    """An Excel 97 workbook of one sheet: strings in the shared table, numbers as doubles."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    def string(text: str, length: str) -> bytes:
        return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")

    words = [cell for row in rows for cell in row if isinstance(cell, str)]
    begin = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0x0DBB, 0x07CC, 0, 6))
    shared = record(0xFC, struct.pack("<II", len(words), len(words)) + b"".join(string(word, "H") for word in words))
    cells, at = b"", 0
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if isinstance(cell, str):
                cells += record(0xFD, struct.pack("<HHHI", r, c, 0, at))
                at += 1
            else:
                cells += record(0x203, struct.pack("<HHHd", r, c, 0, cell))
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 1))
    page = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0x0DBB, 0x07CC, 0, 6))
    page += (
        record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
        + cells
        + merged
        + record(0x0A, b"")
    )
    entry = string(sheet, "B")
    place = len(begin) + 4 + 6 + len(entry) + len(shared) + 4
    bound = record(0x85, struct.pack("<IBB", place, 0, 0) + entry)
    return ole({"Workbook": begin + bound + shared + record(0x0A, b"") + page})
