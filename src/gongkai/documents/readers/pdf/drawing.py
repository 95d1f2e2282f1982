"""What is drawn on a page: ruling lines, and how much of it is picture. Read from the page's objects, also those inside forms."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.pdf.page import UNPAINTED, Matrix, Page, times
from gongkai.documents.readers.ruled import Ruling

MOST_OBJECTS = 40_000
"""Objects looked at on one page."""
MOST_SEGMENTS = 4_000
"""Points looked at in one path: a longer one is a drawing."""
DEEPEST_FORM = 6
THIN = 3.0
"""Points. A filled shape no thicker than this is a line."""
SHORTEST = 4.0


def _children(count: Callable[[Any], int], child: Callable[[Any, int], Any], parent: Any) -> Iterator[Any]:
    for i in range(max(0, min(count(parent), MOST_OBJECTS))):
        piece = child(parent, i)
        if piece:
            yield piece


def find_drawing(page: Any, matrix: Matrix, result: Page, budget: Budget) -> None:
    """Ruling lines and pictures, also those inside form objects."""
    seen = 0
    waiting: list[tuple[Iterator[Any], Matrix, int]] = [
        (_children(pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, page), matrix, 0)
    ]
    own = pdfium.FS_MATRIX()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    whole = max(result.width * result.height, 1.0)
    while waiting:
        pieces, outer, depth = waiting.pop()
        for piece in pieces:
            seen += 1
            if seen > MOST_OBJECTS:
                result.cut = True
                return
            if not seen % 256:
                budget.check()
            kind = pdfium.FPDFPageObj_GetType(piece)
            if kind == pdfium.FPDF_PAGEOBJ_TEXT:
                result.drawn += 1
                if pdfium.FPDFTextObj_GetTextRenderMode(piece) in UNPAINTED:
                    result.hidden += 1
            elif kind == pdfium.FPDF_PAGEOBJ_PATH:
                result.shapes += 1
                _path(piece, outer, result)
            elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
                if pdfium.FPDFPageObj_GetBounds(piece, left, bottom, right, top):
                    x0, y0, x1, y1 = _box((left.value, bottom.value, right.value, top.value), outer)
                    wide = max(0.0, min(x1, result.width) - max(x0, 0.0))
                    high = max(0.0, min(y1, result.height) - max(y0, 0.0))
                    result.picture = min(1.0, result.picture + wide * high / whole)
                    _thin(x0, y0, x1, y1, result)
            elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < DEEPEST_FORM and pdfium.FPDFPageObj_GetMatrix(piece, own):
                inner = times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
                waiting.append((pieces, outer, depth))
                waiting.append(
                    (_children(pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, piece), inner, depth + 1)
                )
                break


def _box(box: tuple[float, float, float, float], matrix: Matrix) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    left, bottom, right, top = box
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def _thin(x0: float, y0: float, x1: float, y1: float, page: Page) -> None:
    """A filled shape that is a line to the eye."""
    wide, high = x1 - x0, y1 - y0
    if high <= THIN and wide >= SHORTEST and wide > 2 * high:
        _ruling(page, x0, (y0 + y1) / 2, x1, (y0 + y1) / 2)
    elif wide <= THIN and high >= SHORTEST and high > 2 * wide:
        _ruling(page, (x0 + x1) / 2, y0, (x0 + x1) / 2, y1)


def _ruling(page: Page, x0: float, y0: float, x1: float, y1: float) -> None:
    """Keep a line that lies or stands, as far as it is on the page."""
    wide, high = abs(x1 - x0), abs(y1 - y0)
    if not (wide < math.inf and high < math.inf):
        return
    if wide >= SHORTEST and high <= max(1.0, wide / 200) and -1 <= (y0 + y1) / 2 <= page.height + 1:
        start, end = max(min(x0, x1), 0.0), min(max(x0, x1), page.width)
        if end > start:
            page.lying.append(Ruling((y0 + y1) / 2, start, end))
    elif high >= SHORTEST and wide <= max(1.0, high / 200) and -1 <= (x0 + x1) / 2 <= page.width + 1:
        start, end = max(min(y0, y1), 0.0), min(max(y0, y1), page.height)
        if end > start:
            page.standing.append(Ruling((x0 + x1) / 2, start, end))


def _path(path: Any, outer: Matrix, page: Page) -> None:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium.FPDFPath_GetDrawMode(path, fill, stroke) or not (fill.value or stroke.value):
        return
    own = pdfium.FS_MATRIX()
    count = pdfium.FPDFPath_CountSegments(path)
    if not 1 < count <= MOST_SEGMENTS or not pdfium.FPDFPageObj_GetMatrix(path, own):
        return
    matrix = times((own.a, own.b, own.c, own.d, own.e, own.f), outer)
    if not stroke.value and count <= 6:
        # One filled box: its bounds tell all, and most paths of a word processor are such boxes.
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        if pdfium.FPDFPageObj_GetBounds(path, left, bottom, right, top):
            _thin(*_box((left.value, bottom.value, right.value, top.value), outer), page)
        return
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    subpaths: list[list[tuple[float, float]]] = []
    curved = False
    for i in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, i)
        if not segment or not pdfium.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        point = (a * x.value + c * y.value + e, b * x.value + d * y.value + f)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not subpaths:
            subpaths.append([point])
        elif kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            curved = True
            subpaths.append([point])
        else:
            subpaths[-1].append(point)
        if pdfium.FPDFPathSegment_GetClose(segment) and len(subpaths[-1]) > 2:
            subpaths[-1].append(subpaths[-1][0])
    for points in subpaths:
        if stroke.value:
            for (x0, y0), (x1, y1) in pairwise(points):
                _ruling(page, x0, y0, x1, y1)
        elif not curved and 2 < len(points) <= 6:
            xs, ys = [point[0] for point in points], [point[1] for point in points]
            _thin(min(xs), min(ys), max(xs), max(ys), page)
