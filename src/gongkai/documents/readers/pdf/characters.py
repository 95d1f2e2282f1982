"""The characters of a page with their boxes, through PDFium's text page."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.pdf.page import UNPAINTED, Glyph, Matrix, Page, times

MOST_CHARACTERS = 60_000
"""On one page. A printed page holds 2,000; what goes beyond this bound is left out with a warning."""
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
SPACES = frozenset(" \u00a0\u3000\t\u2002\u2003\u2009\u202f")
NOTHING = frozenset("\r\n\u00ad\u200b\u200c\u200d\u2060\ufeff")
"""Ends of lines that PDFium puts in, soft hyphens, and signs without width."""
LINE_END_HYPHEN = 2
"""What PDFium makes of a hyphen between two lines of a word. It is printed, so it is kept."""
UNKNOWN = "\ufffd"
IGNORED = NOTHING | frozenset("\0\ufffe\uffff")


def main_turn(text_page: Any, matrix: Matrix) -> int:
    """How many quarter turns clockwise most of the text stands: wide tables are printed sideways on upright pages."""
    own = pdfium.FS_MATRIX()
    count = min(pdfium.FPDFText_CountChars(text_page), MOST_CHARACTERS)
    turns = [0, 0, 0, 0]
    for i in range(0, count, max(1, count // 200)):
        if pdfium.FPDFText_IsGenerated(text_page, i) or not pdfium.FPDFText_GetMatrix(text_page, i, own):
            continue
        turn = scale_and_turn((own.a, own.b, own.c, own.d), matrix)[1]
        if turn is not None:
            turns[turn] += 1
    most = max(range(4), key=turns.__getitem__)
    return most if turns[most] > 0.6 * sum(turns) else 0


def find_characters(text_page: Any, matrix: Matrix, page: Page, budget: Budget) -> None:
    """Fill ``page.glyphs`` in the order of lines. Where painted and unpainted text stand side by side, the unpainted is left out.

    A character whose meaning the file does not tell is kept, unsure, never dropped: 1?5 must not become 15.
    """
    # To tell painted from unpainted text takes the way over the text object; most pages have but one kind.
    drop_hidden = 0 < page.hidden < page.drawn
    known_bad = pdfium.FPDFText_HasUnicodeMapError
    count = pdfium.FPDFText_CountChars(text_page)
    if count > MOST_CHARACTERS:
        count, page.cut = MOST_CHARACTERS, True
    x, y = ctypes.c_double(), ctypes.c_double()
    box, own = pdfium.FS_RECTF(), pdfium.FS_MATRIX()
    ink = tuple(ctypes.c_double() for _ in range(4))
    unicode_at, origin_of, box_of = (
        pdfium.FPDFText_GetUnicode,
        pdfium.FPDFText_GetCharOrigin,
        pdfium.FPDFText_GetLooseCharBox,
    )
    matrix_of, size_of = pdfium.FPDFText_GetMatrix, pdfium.FPDFText_GetFontSize
    a, b, c, d, e, f = matrix
    glyphs, append = page.glyphs, page.glyphs.append
    spaced, high_surrogate = "", 0
    angles: dict[tuple[float, float, float, float], tuple[float, int | None]] = {}
    for i in range(count):
        if not i % 512:
            budget.check()
        code = unicode_at(text_page, i)
        if 0xD800 <= code < 0xDC00:
            high_surrogate = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high_surrogate - 0xD800) << 10) + (code - 0xDC00) if high_surrogate else 0xFFFD
        high_surrogate = 0
        if code == LINE_END_HYPHEN:
            code = ord("-")
        character = chr(code) if code < 0x110000 else UNKNOWN
        if character in SPACES:
            if not pdfium.FPDFText_IsGenerated(text_page, i):
                spaced += character
            continue
        if character in IGNORED or code < 32 or 0x7F <= code < 0xA0:
            if character in "\r\n":
                spaced = ""
            if character in NOTHING:
                continue
            character = UNKNOWN
        sure = not (character == UNKNOWN or 0xE000 <= code < 0xF900 or known_bad(text_page, i) > 0)
        page.unmapped += not sure
        box_of(text_page, i, box)
        origin_of(text_page, i, x, y)
        matrix_of(text_page, i, own)
        key = (own.a, own.b, own.c, own.d)
        known = angles.get(key)
        if known is None:
            known = angles[key] = scale_and_turn(key, matrix)
        scale, turn = known
        size = size_of(text_page, i) * scale
        if turn is None:
            page.slanted += 1
            continue
        if drop_hidden:
            piece = pdfium.FPDFText_GetTextObject(text_page, i)
            if piece and pdfium.FPDFTextObj_GetTextRenderMode(piece) in UNPAINTED:
                continue
        left, right, low, high = box.left, box.right, box.bottom, box.top
        if max(abs(right - left), abs(high - low)) > 2.2 * size and pdfium.FPDFText_GetCharBox(text_page, i, *ink):
            # Set from top to bottom (三、本年度办理结果 in a narrow cell): PDFium forgets the scale there. The ink's own box is right.
            left, right, low, high = (side.value for side in ink)
        x0, x1 = a * left + c * low + e, a * right + c * high + e
        base = b * x.value + d * y.value + f
        if turn % 2:
            # The line runs up or down the page: its extent across is the box, and the "baseline" stands.
            base = max(b * left + d * low + f, b * right + d * high + f)
        if not (math.isfinite(x0) and math.isfinite(x1) and math.isfinite(base) and 0 < size < 5000):
            continue
        if x0 > x1:
            x0, x1 = x1, x0
        if x1 < -size or x0 > page.width + size or base < -size or base > page.height + 2 * size:
            spaced = ""
            continue  # outside the visible page
        append(Glyph(x0, x1, base, size, LIGATURES.get(character, character), spaced, sure, turn))
        spaced = ""
    # PDFium lists characters in the order of the file; nothing after this relies on it.
    glyphs.sort(key=lambda glyph: (glyph.y, glyph.x0))


def scale_and_turn(own: tuple[float, float, float, float], outer: Matrix) -> tuple[float, int | None]:
    """How much a character's matrix enlarges it, and how many quarter turns clockwise it stands on the page as seen; None for a slant."""
    a, b, c, d, _, _ = times((*own, 0.0, 0.0), outer)
    scale = math.hypot(c, d) or math.hypot(a, b)
    angle = math.degrees(math.atan2(b, a))  # y points down, so this is clockwise
    turn = round(angle / 90)
    if abs(angle - 90 * turn) > 5:
        return scale, None
    return scale, turn % 4
