"""The pictures on the pages of a PDF, cut out of the page as a viewer draws it: with what is cropped, turned or painted over.

The pictures' own data is never taken: it holds what the page does not show.
"""

from __future__ import annotations

import ctypes
import io
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.pdf.page import Matrix, times, view
from gongkai.documents.readers.pdf.reader import LIBRARY, MOST_PAGES, opened
from gongkai.documents.worker import ask_more

MOST_PICTURES = 100
SECONDS = 8.0
_RENDER_SECONDS = 1.5
_DOTS = 200 / 72
_MOST_PIXELS = 3_500
_SMALLEST = 36.0
"""Points: what is smaller on a side is an ornament."""
_WHOLE_PAGE = 0.8
"""A picture of so much of the page is a scan, which is read and not shown."""
_EVERYWHERE = 3
"""A picture at the same place of so many pages is a letterhead."""
_DEEPEST = 4
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class PagePicture:
    """``png``: as seen. ``width``: in points, as printed."""

    page: int
    png: bytes
    width: float


def pictures(data: bytes) -> list[PagePicture]:
    """The pictures in the order of their pages, from the top down; those that a page takes too long to draw are left out."""
    budget = Budget(SECONDS)
    ask_more(seconds=SECONDS)
    found: list[PagePicture] = []
    with LIBRARY, opened(data) as document:
        count = min(pdfium.FPDF_GetPageCount(document), MOST_PAGES)
        places: list[tuple[int, list[Box]]] = []
        for index in range(count):
            budget.check()
            handle = pdfium.FPDF_LoadPage(document, index)
            if handle:
                try:
                    places.append((index, _places(handle, budget)))
                finally:
                    pdfium.FPDF_ClosePage(handle)
        common = Counter(tuple(round(side) for side in box) for _, boxes in places for box in set(boxes))
        for index, boxes in places:
            own = [box for box in boxes if common[tuple(round(side) for side in box)] < _EVERYWHERE]
            if own and len(found) < MOST_PICTURES:
                budget.check()
                found += _cut(document, index, own[: MOST_PICTURES - len(found)])
    return found


def _places(handle: Any, budget: Budget) -> list[Box]:
    """Where pictures stand on the page as seen: left, top, right, bottom in points."""
    matrix, wide, high = view(handle)
    boxes: list[Box] = []

    def look(count: int, at: Any, inner: Matrix, depth: int) -> None:
        for n in range(min(count, 20_000)):
            budget.tick()
            item = at(n)
            kind = pdfium.FPDFPageObj_GetType(item)
            if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
                own = pdfium.FS_MATRIX()
                pdfium.FPDFPageObj_GetMatrix(item, own)
                nested = times((own.a, own.b, own.c, own.d, own.e, own.f), inner)
                look(
                    pdfium.FPDFFormObj_CountObjects(item),
                    lambda m, form=item: pdfium.FPDFFormObj_GetObject(form, m),
                    nested,
                    depth + 1,
                )
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                sides = [ctypes.c_float() for _ in range(4)]
                if pdfium.FPDFPageObj_GetBounds(item, *sides):
                    boxes.append(_box([side.value for side in sides], inner))

    look(pdfium.FPDFPage_CountObjects(handle), lambda n: pdfium.FPDFPage_GetObject(handle, n), matrix, 0)
    kept = []
    for left, top, right, bottom in sorted(set(boxes), key=lambda box: (box[1], box[0])):
        left, right, top, bottom = max(0.0, left), min(wide, right), max(0.0, top), min(high, bottom)
        is_large = right - left >= _SMALLEST and bottom - top >= _SMALLEST
        if is_large and (right - left) * (bottom - top) < _WHOLE_PAGE * wide * high:
            kept.append((left, top, right, bottom))
    return kept


def _box(sides: list[float], matrix: Matrix) -> Box:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = sides
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _cut(document: Any, index: int, boxes: list[Box]) -> list[PagePicture]:
    from PIL import Image

    handle = pdfium.FPDF_LoadPage(document, index)
    try:
        _, wide, high = view(handle)
        scale = min(_DOTS, _MOST_PIXELS / max(wide, high, 1.0))
        columns, rows = max(1, round(wide * scale)), max(1, round(high * scale))
        pixels = ctypes.create_string_buffer(b"\xff" * (columns * rows * 4), columns * rows * 4)
        bitmap = pdfium.FPDFBitmap_CreateEx(columns, rows, pdfium.FPDFBitmap_BGRx, pixels, columns * 4)
        if not bitmap:
            return []
        until = time.monotonic() + _RENDER_SECONDS
        pause = pdfium.IFSDK_PAUSE(version=1)
        pause.NeedToPauseNow = dict(pdfium.IFSDK_PAUSE._fields_)["NeedToPauseNow"](lambda _: time.monotonic() > until)
        try:
            state = pdfium.FPDF_RenderPageBitmap_Start(bitmap, handle, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT, pause)
            pdfium.FPDF_RenderPage_Close(handle)
        finally:
            pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(handle)
    if state == pdfium.FPDF_RENDER_TOBECONTINUED:
        return []
    page = Image.frombytes("RGB", (columns, rows), pixels.raw[: columns * rows * 4], "raw", "BGRX", columns * 4, 1)
    made = []
    for left, top, right, bottom in boxes:
        piece = page.crop((int(left * scale), int(top * scale), int(right * scale), int(bottom * scale)))
        if len(set(piece.resize((64, 64)).tobytes())) == 1:
            continue  # nothing to be seen
        out = io.BytesIO()
        piece.save(out, "PNG")
        made.append(PagePicture(index + 1, out.getvalue(), right - left))
    return made
