"""The fonts that the PDF writer embeds, and which characters they hold. See README.md beside this file."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
SERIF = FOLDER / "NotoSerifSC-Regular.subset.ttf"
SANS = FOLDER / "NotoSansSC-Regular.subset.ttf"


@cache
def coverage() -> frozenset[int]:
    """The code points that can be printed: those of the serif, which every text falls back to."""
    return _characters(SERIF.read_bytes())


def _characters(font: bytes) -> frozenset[int]:
    """The code points of a TrueType font's character map (OpenType ``cmap``, format 12: runs of first, last, first glyph)."""
    tables = struct.unpack_from(">H", font, 4)[0]
    at = next(
        struct.unpack_from(">4sLLL", font, 12 + 16 * number)[2]
        for number in range(tables)
        if font[12 + 16 * number : 16 + 16 * number] == b"cmap"
    )
    maps = struct.unpack_from(">H", font, at + 2)[0]
    starts = {at + struct.unpack_from(">HHL", font, at + 4 + 8 * number)[2] for number in range(maps)}
    found: set[int] = set()
    for start in starts:
        if struct.unpack_from(">H", font, start)[0] != 12:
            continue
        runs = struct.unpack_from(">L", font, start + 12)[0]
        for first, last, _ in struct.iter_unpack(">LLL", font[start + 16 : start + 16 + 12 * runs]):
            found.update(range(first, last + 1))
    return frozenset(found)
