"""Pages with the characters on them: from the text of a PDF, or recognised in a picture."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium
from PIL import Image

from gongkai.documents.bounds import Budget, damaged, too_many_parts
from gongkai.documents.readers import scanning
from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.hazards import require_harmless
from gongkai.documents.readers.pdf.reader import LIBRARY
from gongkai.documents.worker import ask_more
from gongkai.leaks.cleaning.pdf import SAID, redactions_of
from gongkai.leaks.pdf import opened, page_of
from gongkai.leaks.pdf_sight import drawn, letters_of
from gongkai.redaction.model import Area, Format, Page, Sight, Word
from gongkai.redaction.reading.pictures import as_png, frames_of

MOST_PAGES = 300
MOST_RECOGNISED = 60
"""Pages of one file that are recognised; a file of more is marked by eye."""
SECONDS_A_PAGE = 3.0
DOTS = 200 / 72
MOST_ACROSS = 3200
_JOINED = frozenset("@._-+/:%#&=?~*()")
Box = tuple[float, float, float, float]
_recognised: dict[bytes, tuple[Sign, ...]] = {}
"""What was read in this process, by the pixels: the same page is asked for suggestions, for names, and for words."""


@dataclass(frozen=True, slots=True)
class Sign:
    """A character and its box as fractions of the page; no box for blanks and breaks."""

    char: str
    box: Box | None


@dataclass(slots=True)
class PageLook:
    """``signs``: what a reader sees, in reading order. ``image``: the page as shown, or None where it was not asked for. ``marked``: boxes
    of redactions that somebody marked and never carried out. ``recognised``: as in ``Page``. ``turn``: degrees by which the page is turned
    clockwise to be shown."""

    number: int
    width: float
    height: float
    signs: list[Sign] = field(default_factory=list)
    recognised: bool | None = False
    image: Image.Image | None = None
    marked: list[Box] = field(default_factory=list)
    turn: int = 0


def pages_of(data: bytes, format: str, *, images: bool = False, recognise: bool = True) -> Iterator[PageLook]:
    """``images``: give the pictures of the pages, too; ``recognise``: read the pictures that hold no text. Raises Unreadable."""
    yield from (
        _pdf_pages(data, images, recognise)
        if format == "pdf"
        else _picture_pages(data, images=images, recognise=recognise)
    )


def sight_of_pages(data: bytes, format: str) -> Sight:
    """Raises Unreadable."""
    pages = tuple(
        Page(look.number, look.width, look.height, tuple(words_of(look)), look.recognised)
        for look in pages_of(data, format)
    )
    return Sight(Format.PDF if format == "pdf" else Format.PICTURE, pages=pages)


def words_of(look: PageLook) -> Iterator[Word]:
    """Single Chinese characters, and runs of letters and digits."""
    for run in runs_of(look.signs):
        text = "".join(sign.char for sign in run)
        yield Word(text, area(look.number, around(run)))


def runs_of(signs: Iterable[Sign]) -> Iterator[list[Sign]]:
    run: list[Sign] = []
    for sign in signs:
        joins = sign.box is not None and sign.char.isascii() and (sign.char.isalnum() or sign.char in _JOINED)
        if run and not (joins and _follows(run[-1], sign)):
            yield run
            run = []
        if sign.box is None:
            continue
        run.append(sign)
        if not joins:
            yield run
            run = []
    if run:
        yield run


def _follows(before: Sign, after: Sign) -> bool:
    if before.box is None or after.box is None:
        return False
    _x0, y0, x1, y1 = before.box
    height = y1 - y0
    return abs(after.box[1] - y0) < 0.6 * height and -0.5 * height < after.box[0] - x1 < 0.8 * height


def around(signs: Sequence[Sign]) -> Box:
    boxes = [sign.box for sign in signs if sign.box is not None]
    return (
        min(box[0] for box in boxes),
        min(box[1] for box in boxes),
        max(box[2] for box in boxes),
        max(box[3] for box in boxes),
    )


def text_of(signs: Sequence[Sign]) -> tuple[str, list[Sign | None]]:
    """The text of a page, with a tab for a wide gap and a break for a new line, and the sign of each of its characters."""
    text: list[str] = []
    places: list[Sign | None] = []
    last: Sign | None = None
    for sign in signs:
        if sign.box is not None and last is not None and last.box is not None and text[-1] != "\n":
            if _is_new_line(last.box, sign.box):
                text.append("\n")
                places.append(None)
            elif sign.box[0] - last.box[2] > 1.2 * (last.box[3] - last.box[1]):
                text.append("\t")
                places.append(None)
        if sign.box is None and sign.char == "\n" and text and text[-1] == "\n":
            continue
        text.append(sign.char[:1])
        places.append(sign if sign.box is not None else None)
        last = sign if sign.box is not None else last
    return "".join(text), places


def _is_new_line(before: Box, after: Box) -> bool:
    high = max(before[3] - before[1], after[3] - after[1])
    return abs((after[1] + after[3]) - (before[1] + before[3])) / 2 > 0.7 * high


def areas_of(page: int, signs: Sequence[Sign]) -> Iterator[Area]:
    """An area for each line that these characters stand on, with a little air."""
    line: list[Sign] = []
    for sign in (*signs, None):
        if line and (sign is None or (sign.box and line[-1].box and _is_new_line(line[-1].box, sign.box))):
            x0, y0, x1, y1 = around(line)
            air = 0.05 * (y1 - y0)
            yield area(page, (max(0.0, x0 - air), max(0.0, y0 - air), min(1.0, x1 + air), min(1.0, y1 + air)))
            line = []
        if sign is not None and sign.box is not None:
            line.append(sign)


def area(page: int, box: Box) -> Area:
    x0, y0, x1, y1 = (round(value, 5) for value in box)
    return Area(page, x0, y0, round(x1 - x0, 5), round(y1 - y0, 5))


def drawn_page(data: bytes, format: str, number: int, width: int) -> bytes | None:
    """A page as a PNG; None where there is no such page. Raises Unreadable."""
    if format != "pdf":
        for at, frame in enumerate(frames_of(data), 1):
            if at == number:
                return as_png(frame, width)
        return None
    with _document(data) as (document, count):
        if not 1 <= number <= count:
            return None
        with page_of(document, number - 1) as page:
            if not page:
                raise damaged()
            _without_notes(page)
            wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
            across = max(1, min(width, 4000))
            return as_png(drawn(page, (across, max(1, min(12_000, round(high * across / max(wide, 1.0)))))), across)


class _document:
    """A PDF opened, with the number of its pages."""

    def __init__(self, data: bytes):
        require_harmless(data, Budget(40.0))
        provide()
        self._opened = opened(data)

    def __enter__(self) -> tuple[Any, int]:
        LIBRARY.__enter__()
        try:
            document = self._opened.__enter__()
            count = pdfium.FPDF_GetPageCount(document)
            if count < 1:
                raise damaged()
            if count > MOST_PAGES:
                raise too_many_parts()
        except BaseException:
            LIBRARY.__exit__(None, None, None)
            raise
        return document, count

    def __exit__(self, *_: object) -> None:
        try:
            self._opened.__exit__(None, None, None)
        finally:
            LIBRARY.__exit__(None, None, None)


def _pdf_pages(data: bytes, images: bool, recognise: bool) -> Iterator[PageLook]:
    left = MOST_RECOGNISED
    with _document(data) as (document, count):
        for index in range(count):
            ask_more(seconds=SECONDS_A_PAGE)
            with page_of(document, index) as page:
                if not page:
                    raise damaged()
                wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
                look = PageLook(index + 1, wide, high, turn=90 * max(0, pdfium.FPDFPage_GetRotation(page)))
                scale = min(DOTS, MOST_ACROSS / max(wide, high, 1.0))
                size = max(1, round(wide * scale)), max(1, round(high * scale))
                look.marked = [_fractions(page, box, size) for box in redactions_of(page)]
                _without_notes(page)
                # Drawn first: telling what is seen switches the text off.
                if images:
                    look.image = drawn(page, size)
                # PDFium reads the lines of a turned page from the last to the first.
                pdfium.FPDFPage_SetRotation(page, 0)
                letters, sight = letters_of(page)
                seen = [letter for letter in letters if letter.seen and letter.box is not None]
                if seen and not sight.is_picture and not sight.is_layer:
                    look.signs = [
                        Sign(letter.char, _turned(letter.box, look.turn)) for letter in letters if letter.seen
                    ]
                elif sight.is_picture or sight.is_layer or not letters:
                    if recognise and left > 0:
                        picture = look.image
                        if picture is None:
                            with page_of(document, index) as again:
                                _without_notes(again)
                                picture = drawn(again, size)
                        look.signs, look.recognised = recognised(picture)
                        left -= 1
                    else:
                        look.recognised = None
            yield look


def _turned(box: Box | None, turn: int) -> Box | None:
    """Where a box of a page that lies unturned stands once the page is turned clockwise."""
    if box is None or turn not in (90, 180, 270):
        return box
    x0, y0, x1, y1 = box
    return {90: (1 - y1, x0, 1 - y0, x1), 180: (1 - x1, 1 - y1, 1 - x0, 1 - y0), 270: (y0, 1 - x1, y1, 1 - x0)}[turn]


def _without_notes(page: Any) -> None:
    """Notes and marks of those who worked on the file are not the page."""
    for number in reversed(range(max(pdfium.FPDFPage_GetAnnotCount(page), 0))):
        annotation = pdfium.FPDFPage_GetAnnot(page, number)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind in SAID or kind == pdfium.FPDF_ANNOT_REDACT:
            pdfium.FPDFPage_RemoveAnnot(page, number)


def _fractions(page: Any, box: Box, size: tuple[int, int]) -> Box:
    import ctypes

    corners = []
    for x, y in ((box[0], box[1]), (box[2], box[3])):
        across, down = ctypes.c_int(), ctypes.c_int()
        pdfium.FPDF_PageToDevice(page, 0, 0, size[0], size[1], 0, x, y, across, down)
        corners.append((across.value / size[0], down.value / size[1]))
    (x0, y0), (x1, y1) = corners
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


def _picture_pages(data: bytes, *, images: bool, recognise: bool) -> Iterator[PageLook]:
    for number, frame in enumerate(frames_of(data), 1):
        ask_more(seconds=SECONDS_A_PAGE)
        look = PageLook(number, float(frame.width), float(frame.height), image=frame if images else None)
        if recognise and number <= MOST_RECOGNISED:
            look.signs, look.recognised = recognised(frame)
        else:
            look.recognised = None
        yield look


def recognised(image: Image.Image) -> tuple[list[Sign], bool | None]:
    """What can be read in a picture, line by line; None where the ``ocr`` extra is not installed. Raises Unreadable."""
    if not scanning.available():
        return [], None
    import numpy as np

    grey = image.convert("L")
    if min(grey.size) < 8:
        return [], True
    digest = hashlib.sha256(repr(grey.size).encode() + grey.tobytes()).digest()
    if digest in _recognised:
        return list(_recognised[digest]), True
    signs: list[Sign] = []
    for line in sorted(scanning.lines_of(np.asarray(grey)), key=lambda line: (min(y for _, y in line.corners),)):
        signs += _spread(line, grey.size)
        signs.append(Sign("\n", None))
    _recognised[digest] = tuple(signs)
    while len(_recognised) > MOST_RECOGNISED:
        del _recognised[next(iter(_recognised))]
    return signs, True


def _spread(line: scanning.Line, size: tuple[int, int]) -> Iterator[Sign]:
    """The characters of a line spread over its box as it lies; each a little wider, for the reading tells no places within a line."""
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = line.corners
    ems = [0.55 if character.isascii() else 1.0 for character in line.text]
    total = sum(ems) or 1.0
    at = 0.0
    wide, high = size
    for character, em in zip(line.text, ems, strict=True):
        first, last = max(0.0, (at - 0.3) / total), min(1.0, (at + em + 0.3) / total)
        at += em
        if character.isspace():
            yield Sign(" ", None)
            continue
        xs = [ax + (bx - ax) * first, ax + (bx - ax) * last, dx + (cx - dx) * first, dx + (cx - dx) * last]
        ys = [ay + (by - ay) * first, ay + (by - ay) * last, dy + (cy - dy) * first, dy + (cy - dy) * last]
        yield Sign(
            character,
            (max(0.0, min(xs) / wide), max(0.0, min(ys) / high), min(1.0, max(xs) / wide), min(1.0, max(ys) / high)),
        )
