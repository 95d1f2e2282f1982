"""A look at a compound file (OLE) before a native parser follows its chains of sectors: one that runs in a circle fills all memory."""

from __future__ import annotations

import struct

from gongkai.documents import bounds

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # numbers from here on are marks: end of chain, free, a sector of the table itself
_ENTRY = 128


def require_ends(data: bytes) -> None:
    """Raises Unreadable ``damaged`` where a chain of sectors runs in a circle or out of the file, or a stream claims to be
    larger than the file. Chains: of the sector table, the directory, the mini stream and its table, and every stream."""
    if len(data) < 512 or not data.startswith(_MAGIC):
        raise bounds.damaged()
    shift, mini_shift = struct.unpack_from("<HH", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise bounds.damaged()
    size = 1 << shift
    directory, cutoff, mini_table = struct.unpack_from("<I4xII", data, 48)
    sectors = -(-len(data) // size) - 1
    table = _sector_table(data, size, sectors)
    entries = b"".join(data[(number + 1) * size : (number + 2) * size] for number in _chain(table, directory, sectors))
    mini = b"".join(data[(number + 1) * size : (number + 2) * size] for number in _chain(table, mini_table, sectors))
    small = struct.unpack(f"<{len(mini) // 4}I", mini[: len(mini) // 4 * 4])
    for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
        kind = entries[at + 66]
        start, length = struct.unpack_from("<IQ", entries, at + 116)
        length &= 0xFFFFFFFF  # the upper half is rubbish in files of version 3
        if kind not in (2, 5):
            continue
        if length > len(data):
            raise bounds.damaged()
        if kind == 2 and length < cutoff:
            _chain(small, start, len(small))
        elif length:
            _chain(table, start, sectors)


def _sector_table(data: bytes, size: int, sectors: int) -> tuple[int, ...]:
    """The next sector of every sector."""
    parts = [number for number in struct.unpack_from("<109I", data, 76) if number < _LAST_SECTOR]
    at, seen = struct.unpack_from("<I", data, 68)[0], 0
    while at < _LAST_SECTOR:
        begin = (at + 1) * size
        seen += 1
        if seen > sectors or begin + size > len(data):
            raise bounds.damaged()
        *more, at = struct.unpack_from(f"<{size // 4}I", data, begin)
        parts.extend(number for number in more if number < _LAST_SECTOR)
    if len(parts) > sectors or any(number >= sectors for number in parts):
        raise bounds.damaged()
    whole = b"".join(data[(number + 1) * size : (number + 2) * size] for number in parts)
    return struct.unpack(f"<{len(whole) // 4}I", whole[: len(whole) // 4 * 4])


def _chain(table: tuple[int, ...], start: int, most: int) -> list[int]:
    """The numbers of the sectors from ``start`` to the end of their chain, at most ``most``."""
    numbers: list[int] = []
    while start < _LAST_SECTOR:
        if start >= len(table) or len(numbers) >= most:
            raise bounds.damaged()
        numbers.append(start)
        start = table[start]
    return numbers
