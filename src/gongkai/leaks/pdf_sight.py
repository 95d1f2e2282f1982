"""What a reader of a PDF page sees of its text: the page is drawn with its text and without, and what makes no difference is not seen.

That finds text under boxes and pictures, white and invisible text, text outside the page and on layers that are off, whatever the trick.
"""

from __future__ import annotations

import ctypes
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image, ImageChops

from gongkai.documents.bounds import too_slow
from gongkai.leaks.model import Kind

_SCALE = 1.6
_MOST_ACROSS = 1800
_DIFFERENCE = 14  # of 255: less is not seen
_LEAST = 0.015  # of a character's box
_RENDER_SECONDS = 6.0
_MOST_OBJECTS = 60_000
_LAYER_SHARE = 0.4


@dataclass(slots=True)
class PageSight:
    """``text``: what is seen, in the file's order. ``unseen``: stretches by why. ``pictures``: raw bytes of JPEG pictures on it.
    ``is_picture``: the page is mostly one picture, and what stands in it is not text. ``layered``: something on it is on a layer.
    ``is_layer``: it is a picture with the words that were recognised in it laid over it unseen."""

    text: str = ""
    unseen: list[tuple[Kind, str]] = field(default_factory=list)
    pictures: list[bytes] = field(default_factory=list)
    is_picture: bool = False
    layered: bool = False
    is_layer: bool = False
    objects: int = 0

    @property
    def is_undrawn(self) -> bool:
        """Most of the page's letters leave no trace though nothing seems to hide them: rather a font is missing than all is covered."""
        covered = sum(len("".join(text.split())) for kind, text in self.unseen if kind is Kind.COVERED_TEXT)
        return covered > 30 and covered > 1.5 * len("".join(self.text.split()))


def sight_of(page: Any, sight: PageSight | None = None, kept: list[Any] | None = None) -> PageSight:
    """Raises Unreadable ``too-slow`` when the page takes too long to draw. ``kept``: see ``letters_of``."""
    sight = sight if sight is not None else PageSight()
    wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    size = _size(wide, high)
    objects = list(_objects(page))
    sight.objects = len(objects)
    texts = [each for each in objects if pdfium.FPDFPageObj_GetType(each) == pdfium.FPDF_PAGEOBJ_TEXT]
    share = 0.0
    for each in objects:
        sight.layered = sight.layered or _on_layer(each)
        if pdfium.FPDFPageObj_GetType(each) == pdfium.FPDF_PAGEOBJ_IMAGE:
            share = max(share, _area(each) / max(wide * high, 1.0))
            if len(sight.pictures) < 20 and (raw := _raw(each)):
                sight.pictures.append(raw)
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return sight
    try:
        count = min(max(pdfium.FPDFText_CountChars(text_page), 0), 200_000)
        letters = [_Letter.of(text_page, page, at, size) for at in range(count)]
        shown = [letter for letter in letters if letter.char.strip()]
        sight.is_picture = share > 0.5 and len(shown) < 30
        if shown:
            # A scan with the words that were recognised laid over it unseen: the words are the picture's own.
            sight.is_layer = share > _LAYER_SHARE and all(letter.is_invisible for letter in shown)
            full = _drawn(page, size)
            if sight.is_layer:
                seen = [not letter.char.strip() or not _is_flat(full, letter.box) for letter in letters]
            else:
                for each in texts:
                    pdfium.FPDFPageObj_SetIsActive(each, False)
                bare = _drawn(page, size)
                changed = _changes(full, bare)
                seen = [not letter.char.strip() or _differs(changed, letter.box) for letter in letters]
            _sort(letters, seen, full, sight)
            if kept is not None:
                boxes = [_square(text_page, page, at, letter.box, size) for at, letter in enumerate(letters)]
                kept += zip(letters, seen, boxes, strict=True)
    finally:
        pdfium.FPDFText_ClosePage(text_page)
    return sight


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of a page. ``box``: left, top, right, bottom, as fractions of the page as it is shown, around its whole square where
    the font tells it; None for blanks, breaks and what lies outside. ``seen``: a reader sees it."""

    char: str
    box: tuple[float, float, float, float] | None
    seen: bool


def letters_of(page: Any) -> tuple[list[Letter], PageSight]:
    """The characters of a page in the file's order, and the sight of it. Raises Unreadable ``too-slow``."""
    sight = PageSight()
    kept: list[tuple[_Letter, bool, tuple[float, float, float, float] | None]] = []
    sight_of(page, sight, kept)
    return [Letter(letter.char, box if letter.box else None, seen) for letter, seen, box in kept], sight


def _square(text_page: Any, page: Any, at: int, box: tuple[int, int, int, int] | None, size: tuple[int, int]) -> Any:
    """The box of a character with the height that its font gives every character, as fractions."""
    if box is None:
        return None
    x0, y0, x1, y1 = (float(value) for value in box)
    loose = pdfium.FS_RECTF()
    if pdfium.FPDFText_GetLooseCharBox(text_page, at, loose):
        first = _device(page, loose.left, loose.top, size)
        second = _device(page, loose.right, loose.bottom, size)
        left, right = sorted((first[0], second[0]))
        top, bottom = sorted((first[1], second[1]))
        inset_x, inset_y = 0.0, 0.0
        if right - left <= bottom - top:
            inset_y = 0.12 * (bottom - top)
        else:
            inset_x = 0.12 * (right - left)
        if right - left < 4 * (x1 - x0 + 8) and bottom - top < 4 * (y1 - y0 + 8) + 20:
            x0, x1 = min(x0, left + inset_x), max(x1, right - inset_x)
            y0, y1 = min(y0, top + inset_y), max(y1, bottom - inset_y)
    wide, high = size
    return max(0.0, x0 / wide), max(0.0, y0 / high), min(1.0, x1 / wide), min(1.0, y1 / high)


@dataclass(slots=True)
class _Letter:
    """One character: ``box`` in pixels, None where it has none or lies outside; ``handle``: the text object it belongs to."""

    char: str
    box: tuple[int, int, int, int] | None
    outside: bool
    is_invisible: bool
    handle: Any

    @classmethod
    def of(cls, text_page: Any, page: Any, at: int, size: tuple[int, int]) -> _Letter:
        code = pdfium.FPDFText_GetUnicode(text_page, at)
        char = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else " "
        if char in "\r\n":
            return cls("\n", None, False, False, None)
        if not char.strip() or pdfium.FPDFText_IsGenerated(text_page, at) == 1:
            return cls(char, None, False, False, None)
        sides = [ctypes.c_double() for _ in range(4)]
        handle = pdfium.FPDFText_GetTextObject(text_page, at)
        mode = pdfium.FPDFTextObj_GetTextRenderMode(handle) if handle else -1
        invisible = mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP)
        if not pdfium.FPDFText_GetCharBox(text_page, at, *sides):
            return cls(char, None, False, invisible, handle)
        left, right, bottom, top = (side.value for side in sides)
        first, second = _device(page, left, top, size), _device(page, right, bottom, size)
        x0, x1 = sorted((first[0], second[0]))
        y0, y1 = sorted((first[1], second[1]))
        y0, y1 = y0 - 1, y1 + 1  # 一 is a pixel high, and rounding must not pass it by
        box = (max(0, x0), max(0, y0), min(size[0], max(x1, x0 + 1)), min(size[1], max(y1, y0 + 1)))
        outside = box[2] <= box[0] or box[3] <= box[1]
        return cls(char, None if outside else box, outside, invisible, handle)


def _device(page: Any, x: float, y: float, size: tuple[int, int]) -> tuple[int, int]:
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page, 0, 0, size[0], size[1], 0, x, y, across, down)
    return across.value, down.value


def _size(wide: float, high: float) -> tuple[int, int]:
    scale = min(_SCALE, _MOST_ACROSS / max(wide, high, 1.0))
    return max(1, round(wide * scale)), max(1, round(high * scale))


def _objects(page: Any) -> Iterator[Any]:
    """All objects of a page, also those within forms."""
    left = _MOST_OBJECTS
    open_forms: list[tuple[Any, int]] = []
    for at in range(pdfium.FPDFPage_CountObjects(page)):
        open_forms.append((pdfium.FPDFPage_GetObject(page, at), 0))
        while open_forms and left > 0:
            found, depth = open_forms.pop()
            if not found:
                continue
            left -= 1
            yield found
            if pdfium.FPDFPageObj_GetType(found) == pdfium.FPDF_PAGEOBJ_FORM and depth < 12:
                for inner in range(pdfium.FPDFFormObj_CountObjects(found)):
                    open_forms.append((pdfium.FPDFFormObj_GetObject(found, inner), depth + 1))


def _on_layer(handle: Any) -> bool:
    for at in range(max(0, pdfium.FPDFPageObj_CountMarks(handle))):
        mark = pdfium.FPDFPageObj_GetMark(handle, at)
        buffer = (ctypes.c_ushort * 16)()
        length = ctypes.c_ulong()
        if mark and pdfium.FPDFPageObjMark_GetName(mark, buffer, ctypes.sizeof(buffer), length):
            name = bytes(buffer)[: max(0, length.value - 2)].decode("utf-16-le", "ignore")
            if name == "OC":
                return True
    return False


def _area(handle: Any) -> float:
    sides = [ctypes.c_float() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *sides):
        return 0.0
    left, bottom, right, top = (side.value for side in sides)
    return abs(right - left) * abs(top - bottom)


def _raw(handle: Any) -> bytes:
    """The bytes of a JPEG picture as they lie in the file; empty for others."""
    size = pdfium.FPDFImageObj_GetImageDataRaw(handle, None, 0)
    if not 100 < size < 30_000_000:
        return b""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDFImageObj_GetImageDataRaw(handle, buffer, size)
    return buffer.raw if buffer.raw.startswith(b"\xff\xd8\xff") else b""


def drawn(page: Any, size: tuple[int, int]) -> Image.Image:
    """The page as a reader sees it, with its annotations. Raises Unreadable ``too-slow``."""
    wide, high = size
    bitmap = pdfium.FPDFBitmap_CreateEx(wide, high, pdfium.FPDFBitmap_BGRx, None, 0)
    if not bitmap:
        raise too_slow()
    until = time.monotonic() + _RENDER_SECONDS
    pause = pdfium.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = dict(pdfium.IFSDK_PAUSE._fields_)["NeedToPauseNow"](lambda _: time.monotonic() > until)
    try:
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, wide, high, 0xFFFFFFFF)
        state = pdfium.FPDF_RenderPageBitmap_Start(bitmap, page, 0, 0, wide, high, 0, pdfium.FPDF_ANNOT, pause)
        pdfium.FPDF_RenderPage_Close(page)
        if state == pdfium.FPDF_RENDER_TOBECONTINUED:
            raise too_slow()
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        pixels = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * high)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    return Image.frombuffer("RGB", size, pixels, "raw", "BGRX", stride, 1)


_drawn = drawn


def _changes(first: Image.Image, second: Image.Image) -> Image.Image:
    """White where the two pages differ so that an eye sees it."""
    red, green, blue = ImageChops.difference(first, second).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([255 if value > _DIFFERENCE else 0 for value in range(256)])


def _differs(changed: Image.Image, box: tuple[int, int, int, int] | None) -> bool:
    if box is None:
        return False
    x0, y0, x1, y1 = box
    # Neighbours reach into a box from the side; the strokes of 二 lie on its upper and lower edge.
    inset = (x1 - x0) * 0.12
    inner = (round(x0 + inset), y0, max(round(x1 - inset), x0 + 1), y1)
    pixels = changed.crop(inner)
    count = pixels.histogram()[255]
    return count >= max(1.0, _LEAST * pixels.width * pixels.height)


def _is_flat(full: Image.Image, box: tuple[int, int, int, int] | None) -> bool:
    """Whether one colour fills the box: a picture's letters would show in it."""
    if box is None:
        return True
    extremes = full.crop(box).convert("L").getextrema()
    low, high = extremes
    return float(high) - float(low) < 2 * _DIFFERENCE  # type: ignore[arg-type]


def _sort(letters: list[_Letter], seen: list[bool], full: Image.Image, sight: PageSight) -> None:
    """Part the text into what is seen and what is not, and say why."""
    shown: list[str] = []
    stretch: list[str] = []
    why: Kind | None = None
    for letter, is_seen in zip(letters, seen, strict=True):
        if not letter.char.strip():
            (stretch if why is not None else shown).append(letter.char)
            continue
        kind = None if is_seen else _why(letter, full)
        if kind is not why:
            if why is not None:
                sight.unseen.append((why, "".join(stretch)))
                shown.append(" ")
            stretch, why = [], kind
        (shown if kind is None else stretch).append(letter.char)
    if why is not None:
        sight.unseen.append((why, "".join(stretch)))
    sight.text = "".join(shown)


def _why(letter: _Letter, full: Image.Image) -> Kind:
    if letter.handle and _on_layer(letter.handle):
        return Kind.HIDDEN_LAYER
    if letter.outside or letter.is_invisible or letter.box is None:
        return Kind.HIDDEN_TEXT
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if letter.handle and pdfium.FPDFPageObj_GetFillColor(letter.handle, red, green, blue, alpha):
        around = full.crop(letter.box).resize((1, 1)).getpixel((0, 0))
        own = (red.value, green.value, blue.value)
        if alpha.value < 10:
            return Kind.HIDDEN_TEXT
        if isinstance(around, tuple) and all(abs(a - b) <= _DIFFERENCE for a, b in zip(own, around, strict=False)):
            # Of the colour of what is there: white on white, or black under black; only paper is white.
            return Kind.HIDDEN_TEXT if min(own) > 200 else Kind.COVERED_TEXT
    return Kind.COVERED_TEXT
