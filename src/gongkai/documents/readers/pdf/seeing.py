"""Which characters of a page nobody sees: under a box, in white, in a layer that is switched off. What is drawn decides, not how.

The page is drawn as a viewer draws it, with its annotations, and each character's place is looked at: where all pixels are alike,
there is no character to be seen. For callers that put the text before the public; a reader of reports has no use for it.
"""

from __future__ import annotations

import ctypes
import time
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.pdf.page import Page

SCALE = 2.0
"""Pixels to a point: strokes of the smallest print are a pixel wide."""
MOST_PIXELS = 3_000
SECONDS = 1.5
_FAINT = 12
"""Steps of grey, of 255, by which ink must differ from its ground."""
_UNTESTED = frozenset("_＿﹍﹎‗¯·・˙.,'`’‘ˊˋ-–—―－─一丨|｜︱…")
"""Signs of so little ink, or so far from the middle of their place, that they follow their neighbours."""


def drop_unseen(handle: Any, page: Page, turn: int, budget: Budget) -> None:
    """Take the characters that nobody sees out of ``page.glyphs`` and count them in ``page.unseen``. ``turn``: the quarter turns by
    which the page was turned upright. A page that takes too long to draw is left as it is, and ``page.unproven`` set."""
    if not page.glyphs:
        return
    picture = _drawn(handle, page, turn)
    if picture is None:
        page.unproven = True
        return
    across, down = picture.width / max(page.width, 1.0), picture.height / max(page.height, 1.0)
    seen: list[bool | None] = []
    for glyph in page.glyphs:
        budget.tick()
        if glyph.text in _UNTESTED:
            seen.append(None)
            continue
        wide = (glyph.x1 - glyph.x0) * 0.08
        top, bottom = (glyph.y - 0.74 * glyph.size, glyph.y + 0.06 * glyph.size)
        if glyph.turn % 2:
            top, bottom = glyph.y - glyph.size, glyph.y
        box = (
            max(0, int((glyph.x0 + wide) * across)),
            max(0, int(top * down)),
            min(picture.width, int((glyph.x1 - wide) * across) + 1),
            min(picture.height, int(bottom * down) + 1),
        )
        if box[2] <= box[0] or box[3] <= box[1]:
            seen.append(None)
            continue
        darkest, lightest = picture.crop(box).getextrema()
        seen.append(lightest - darkest >= _FAINT)
    kept = []
    for n, glyph in enumerate(page.glyphs):
        is_seen = seen[n]
        if is_seen is None:
            near = [
                seen[m]
                for m in (n - 1, n + 1)
                if 0 <= m < len(seen) and abs(page.glyphs[m].y - glyph.y) < 0.3 * glyph.size
            ]
            is_seen = not near or any(neighbour is not False for neighbour in near)
        if is_seen:
            kept.append(glyph)
    page.unseen = len(page.glyphs) - len(kept)
    page.glyphs = kept


def _drawn(handle: Any, page: Page, turn: int) -> Any:
    """The page in grey, turned as ``page`` is; None when drawing it takes too long."""
    from PIL import Image

    scale = min(SCALE, MOST_PIXELS / max(page.width, page.height, 1.0))
    wide, high = max(1, round(page.width * scale)), max(1, round(page.height * scale))
    pixels = ctypes.create_string_buffer(b"\xff" * (wide * high), wide * high)
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_Gray, pixels, wide)
    if not bitmap:
        return None
    until = time.monotonic() + SECONDS
    pause = pdfium.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = dict(pdfium.IFSDK_PAUSE._fields_)["NeedToPauseNow"](lambda _: time.monotonic() > until)
    try:
        state = pdfium.FPDF_RenderPageBitmap_Start(
            bitmap, handle, 0, 0, wide, high, (4 - turn) % 4, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE, pause
        )
        pdfium.FPDF_RenderPage_Close(handle)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    if state == pdfium.FPDF_RENDER_TOBECONTINUED:
        return None
    return Image.frombytes("L", (wide, high), pixels.raw[: wide * high])
