"""What stands on one PDF page: characters with their boxes, ruling lines, and how much of it is picture. Read through PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget
from gongkai.documents.readers.ruled import Grid, Ruling

MOST_CHARACTERS = 60_000
"""On one page. A printed page holds 2,000; what goes beyond this bound is left out with a warning."""
MOST_OBJECTS = 40_000
"""Drawn objects looked at on one page for ruling lines."""
MOST_SEGMENTS = 4_000
"""Points looked at in one path: a longer one is a drawing."""
DEEPEST_FORM = 6
THIN = 3.0
"""Points. A filled shape no thicker than this is a line."""
SHORTEST = 4.0
UNSURE = -2
"""The mark of a character that was recognised from a picture without certainty."""


class Glyph(NamedTuple):
    """One visible character: left, right, baseline (points from the page's top left, y downwards), size, and the character.

    ``spaced``: the real spaces that the file has before it. ``mark``: its marked-content number (MCID), -1 without.
    ``turn``: quarter turns clockwise.
    """

    x0: float
    x1: float
    y: float
    size: float
    text: str
    spaced: str = ""
    mark: int = -1
    turn: int = 0


@dataclass(slots=True)
class Page:
    """A page as it is seen: turned upright, cut to its visible box. ``number`` counts from 1; lengths are points."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    lying: list[Ruling] = field(default_factory=list)
    standing: list[Ruling] = field(default_factory=list)
    picture: float = 0.0
    """The part of the page, 0 to 1, that pictures cover (scans are often cut in strips)."""
    shapes: int = 0
    """Drawn shapes; many of them and no text is a page whose text was turned into outlines."""
    unmapped: int = 0
    """Characters whose meaning the file does not tell."""
    slanted: int = 0
    """Characters set at an angle (watermarks); they are not among the glyphs."""
    hidden: int = 0
    """Text objects that are not painted (the text layer of a scan)."""
    drawn: int = 0
    cut: bool = False
    tables: list[Grid] | None = None
    """The tables where they were found in a picture; None where they are still to be found from the lines."""
    smudges: list[tuple[float, float]] = field(default_factory=list)
    """Places where there is ink that the recogniser of scans could not read."""


Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
SPACES = frozenset(" \u00a0\u3000\t\u2002\u2003\u2009\u202f")
IGNORED = frozenset("\r\n\0\u00ad\u200b\u200c\u200d\u2060\ufeff\u0002\ufffe\uffff")


def times(inner: Matrix, outer: Matrix) -> Matrix:
    """``inner`` followed by ``outer``."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)


def view(page: Any) -> tuple[Matrix, float, float]:
    """From the page's own space to the page as seen (its visible box, turned upright, y downwards), with width and height."""
    box = pdfium.FS_RECTF()
    pdfium.FPDF_GetPageBoundingBox(page, box)
    left, right = sorted((box.left, box.right))
    bottom, top = sorted((box.bottom, box.top))
    wide, high = right - left, top - bottom
    turn = pdfium.FPDFPage_GetRotation(page) % 4
    if turn == 1:
        return (0, 1, 1, 0, -bottom, -left), high, wide
    if turn == 2:
        return (-1, 0, 0, 1, right, -bottom), wide, high
    if turn == 3:
        return (0, -1, -1, 0, top, right), high, wide
    return (1, 0, 0, -1, -left, top), wide, high


def load(page: Any, number: int, budget: Budget, *, marks: bool = False) -> Page:
    """Read one open page. ``marks``: also find each character's marked-content number, for tagged files."""
    matrix, width, height = view(page)
    text_page = pdfium.FPDFText_LoadPage(page)
    try:
        turn = _main_turn(text_page, matrix) if text_page else 0
        if turn:
            upright: Matrix
            if turn == 1:
                upright, width, height = (0, -1, 1, 0, 0, width), height, width
            elif turn == 2:
                upright = (-1, 0, 0, -1, width, height)
            else:
                upright, width, height = (0, 1, -1, 0, height, 0), height, width
            matrix = times(matrix, upright)
        result = Page(number, width, height)
        _objects(page, matrix, result, budget)
        if text_page:
            # When only some of the text is invisible, the two have to be told apart, and that takes the way over the text object.
            _characters(text_page, matrix, result, budget, marks, 0 < result.hidden < result.drawn)
    finally:
        if text_page:
            pdfium.FPDFText_ClosePage(text_page)
    return result


def _main_turn(text_page: Any, matrix: Matrix) -> int:
    """How many quarter turns clockwise most of the text stands: wide tables are printed sideways on upright pages."""
    own = pdfium.FS_MATRIX()
    count = min(pdfium.FPDFText_CountChars(text_page), MOST_CHARACTERS)
    turns = [0, 0, 0, 0]
    for i in range(0, count, max(1, count // 200)):
        if pdfium.FPDFText_IsGenerated(text_page, i) or not pdfium.FPDFText_GetMatrix(text_page, i, own):
            continue
        turn = _scale_and_turn((own.a, own.b, own.c, own.d), matrix)[1]
        if turn is not None:
            turns[turn] += 1
    most = max(range(4), key=turns.__getitem__)
    return most if turns[most] > 0.6 * sum(turns) else 0


def _characters(text_page: Any, matrix: Matrix, page: Page, budget: Budget, marks: bool, drop_hidden: bool) -> None:
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
    mark = -1
    for i in range(count):
        if not i % 512:
            budget.check()
        code = unicode_at(text_page, i)
        if 0xD800 <= code < 0xDC00:
            high_surrogate = code
            continue
        if 0xDC00 <= code < 0xE000:
            if not high_surrogate:
                page.unmapped += 1
                continue
            code = 0x10000 + ((high_surrogate - 0xD800) << 10) + (code - 0xDC00)
        high_surrogate = 0
        character = chr(code) if code < 0x110000 else "\ufffd"
        if character in SPACES:
            if not pdfium.FPDFText_IsGenerated(text_page, i):
                spaced += character
            continue
        if character in IGNORED or code < 32 or 0x7F <= code < 0xA0:
            if character not in "\r\n\u00ad\u200b\u200c\u200d\u2060\ufeff\u0002":
                page.unmapped += 1
            elif character in "\r\n":
                spaced = ""
            continue
        if code == 0xFFFD or 0xE000 <= code < 0xF900:
            page.unmapped += 1
        box_of(text_page, i, box)
        origin_of(text_page, i, x, y)
        matrix_of(text_page, i, own)
        key = (own.a, own.b, own.c, own.d)
        known = angles.get(key)
        if known is None:
            known = angles[key] = _scale_and_turn(key, matrix)
        scale, turn = known
        size = size_of(text_page, i) * scale
        if turn is None:
            page.slanted += 1
            continue
        if marks or drop_hidden:
            piece = pdfium.FPDFText_GetTextObject(text_page, i)
            if drop_hidden and piece and pdfium.FPDFTextObj_GetTextRenderMode(piece) in (3, 7):
                continue
            mark = pdfium.FPDFPageObj_GetMarkedContentID(piece) if piece else -1
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
        append(Glyph(x0, x1, base, size, LIGATURES.get(character, character), spaced, mark, turn))
        spaced = ""
    # PDFium lists characters in the order of the file; nothing after this relies on it.
    glyphs.sort(key=lambda glyph: (glyph.y, glyph.x0))


def _scale_and_turn(own: tuple[float, float, float, float], outer: Matrix) -> tuple[float, int | None]:
    """How much a character's matrix enlarges it, and how many quarter turns clockwise it stands on the page as seen; None for a slant."""
    a, b, c, d, _, _ = times((*own, 0.0, 0.0), outer)
    scale = math.hypot(c, d) or math.hypot(a, b)
    angle = math.degrees(math.atan2(b, a))  # y points down, so this is clockwise
    turn = round(angle / 90)
    if abs(angle - 90 * turn) > 5:
        return scale, None
    return scale, turn % 4


def _children(count: Callable[[Any], int], child: Callable[[Any, int], Any], parent: Any) -> Iterator[Any]:
    for i in range(max(0, min(count(parent), MOST_OBJECTS))):
        piece = child(parent, i)
        if piece:
            yield piece


def _objects(page: Any, matrix: Matrix, result: Page, budget: Budget) -> None:
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
                if pdfium.FPDFTextObj_GetTextRenderMode(piece) in (3, 7):
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
