"""A Chinese font for PDF files that name one and do not hold it, on machines that have none.

Without a font PDFium knows no glyph, takes a lone character for nothing and drops it: text of a file would depend on the fonts
of the machine. So where the system offers no Chinese font, PDFium is given the one that travels with this package.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path
from typing import Any

import pypdfium2  # noqa: F401  starts the library
import pypdfium2.raw as pdfium

FONT = Path(__file__).parents[2] / "fonts" / "NotoSansSC-Regular.subset.ttf"
CHINESE = frozenset({pdfium.FXFONT_GB2312_CHARSET, pdfium.FXFONT_CHINESEBIG5_CHARSET})

_kept: list[Any] = []
"""What PDFium points to lives as long as the process."""


@cache
def _font_data() -> bytes:
    return FONT.read_bytes()


def provide() -> None:
    """Tell PDFium of our font, once in a process, before the first file is opened. Nothing happens where the font file is absent."""
    if _kept or not FONT.is_file():
        return
    system = pdfium.FPDF_GetDefaultSystemFontInfo()
    if not system:
        return
    default = system.contents
    # Its address is the handle by which PDFium asks for our font.
    ours = ctypes.create_string_buffer(b"ours")
    handle = ctypes.addressof(ours)
    fields = dict(pdfium.FPDF_SYSFONTINFO._fields_)

    def release(_: Any) -> None:
        pdfium.FPDF_FreeDefaultSystemFontInfo(system)

    def enumerate_fonts(_: Any, mapper: Any) -> None:
        if default.EnumFonts:
            default.EnumFonts(system, mapper)

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        found = default.MapFont(system, weight, italic, charset, pitch, face, exact) if default.MapFont else None
        if not found and charset in CHINESE:
            return handle
        return _address(found)

    def get_font(_: Any, face: Any) -> int | None:
        return _address(default.GetFont(system, face)) if default.GetFont else None

    def get_font_data(_: Any, font: Any, table: int, buffer: Any, size: int) -> int:
        if _address(font) != handle:
            return int(default.GetFontData(system, font, table, buffer, size))
        if table:
            return 0  # the whole file is asked for right after
        data = _font_data()
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def get_face_name(_: Any, font: Any, buffer: Any, size: int) -> int:
        if _address(font) != handle:
            return int(default.GetFaceName(system, font, buffer, size))
        name = b"Noto Sans SC\0"
        if buffer and size >= len(name):
            ctypes.memmove(buffer, name, len(name))
        return len(name)

    def get_charset(_: Any, font: Any) -> int:
        if _address(font) != handle:
            return int(default.GetFontCharset(system, font))
        return int(pdfium.FXFONT_GB2312_CHARSET)

    def delete_font(_: Any, font: Any) -> None:
        if _address(font) != handle and default.DeleteFont:
            default.DeleteFont(system, font)

    info = pdfium.FPDF_SYSFONTINFO()
    info.version = default.version
    for name, function in {
        "Release": release,
        "EnumFonts": enumerate_fonts,
        "MapFont": map_font,
        "GetFont": get_font,
        "GetFontData": get_font_data,
        "GetFaceName": get_face_name,
        "GetFontCharset": get_charset,
        "DeleteFont": delete_font,
    }.items():
        setattr(info, name, fields[name](function))
    _kept.extend((info, ours, system))
    pdfium.FPDF_SetSystemFontInfo(info)


def _address(pointer: Any) -> int | None:
    """The number behind a pointer, None for a null pointer."""
    return ctypes.cast(pointer, ctypes.c_void_p).value if pointer else None
