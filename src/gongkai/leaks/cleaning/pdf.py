"""A PDF made anew from its pages: nothing but what is drawn on them comes along.

A page on which something is covered, invisible or on a layer that is off becomes a picture: PDFium cannot cut letters out of a line.
"""

from __future__ import annotations

import ctypes
import struct
from io import BytesIO
from itertools import groupby
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import ImageDraw

from gongkai.documents.bounds import Budget, damaged, too_many_parts
from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.hazards import require_harmless
from gongkai.documents.readers.pdf.reader import LIBRARY
from gongkai.language import say
from gongkai.leaks.model import Kind
from gongkai.leaks.office import INSIDE, SCRIPTED
from gongkai.leaks.pdf import MOST_PAGES, link_target, opened, page_of
from gongkai.leaks.pdf_raw import Structure
from gongkai.leaks.pdf_sight import drawn, sight_of
from gongkai.leaks.scanning import scan_text

_DOTS = 200 / 72
_MOST_ACROSS = 3200
_UNSEEN = frozenset({Kind.COVERED_TEXT, Kind.HIDDEN_TEXT, Kind.HIDDEN_LAYER})
SAID = frozenset(
    {
        pdfium.FPDF_ANNOT_TEXT,
        pdfium.FPDF_ANNOT_POPUP,
        pdfium.FPDF_ANNOT_FILEATTACHMENT,
        pdfium.FPDF_ANNOT_SOUND,
        pdfium.FPDF_ANNOT_MOVIE,
        pdfium.FPDF_ANNOT_CARET,
    }
)


def clean_pdf(data: bytes, wanted: frozenset[Kind]) -> tuple[bytes, list[str]]:
    """Raises Unreadable."""
    require_harmless(data, Budget(40.0))
    provide()
    structure = Structure(data)
    pictured: list[int] = []
    with LIBRARY, opened(data) as document:
        count = pdfium.FPDF_GetPageCount(document)
        if count < 1:
            raise damaged()
        if count > MOST_PAGES:
            raise too_many_parts()
        new = pypdfium2.PdfDocument.new()
        try:
            drawn_ones = [_must_be_drawn(document, index, structure, wanted) for index in range(count)]
            # Neighbouring pages come over together, so that what they share is there once.
            for must_be_drawn, run in groupby(range(count), key=drawn_ones.__getitem__):
                if must_be_drawn:
                    for index in run:
                        _draw(document, index, new)
                        pictured.append(index + 1)
                else:
                    _take_over(document, list(run), new)
            # Once more: what was cut off in the first copy is still among its objects, and no page leads there.
            last = pypdfium2.PdfDocument.new()
            try:
                last.import_pages(new)
                out = BytesIO()
                last.save(out)
            finally:
                last.close()
        finally:
            new.close()
    notes = [say("PDF已重新生成，书签、附件、表单和无障碍标签没有保留。")]
    if pictured:
        pages = "、".join(map(str, pictured))
        notes.append(say("第{pages}页有看不见的文字，已整页改为图片，页上的文字不能再选中和检索。", pages=pages))
    made = out.getvalue()
    return (without_exif(made) if Kind.PICTURE_DATA in wanted else made), notes


def _must_be_drawn(document: Any, index: int, structure: Structure, wanted: frozenset[Kind]) -> bool:
    with page_of(document, index) as page:
        if not page:
            raise damaged()
        if redactions_of(page):
            return True
        sight = sight_of(page)
    if sight.layered and structure.has_hidden_layers and Kind.HIDDEN_LAYER in wanted:
        return True
    return any(kind in wanted & _UNSEEN for kind, _ in sight.unseen)


def redactions_of(page: Any) -> list[tuple[float, float, float, float]]:
    """Left, bottom, right, top of what was marked to be blackened."""
    found = []
    for index in range(max(pdfium.FPDFPage_GetAnnotCount(page), 0)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        rectangle = pdfium.FS_RECTF()
        if pdfium.FPDFAnnot_GetSubtype(annotation) == pdfium.FPDF_ANNOT_REDACT and pdfium.FPDFAnnot_GetRect(
            annotation, rectangle
        ):
            found.append((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _draw(document: Any, index: int, new: pypdfium2.PdfDocument) -> None:
    """The page as a picture; what was marked to be blackened is black."""
    with page_of(document, index) as page:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(_DOTS, _MOST_ACROSS / max(wide, high, 1.0))
        size = max(1, round(wide * scale)), max(1, round(high * scale))
        image = drawn(page, size)
        pen = ImageDraw.Draw(image)
        for left, bottom, right, top in redactions_of(page):
            corners = []
            for x, y in ((left, bottom), (right, top)):
                across, down = ctypes.c_int(), ctypes.c_int()
                pdfium.FPDF_PageToDevice(page, 0, 0, size[0], size[1], 0, x, y, across, down)
                corners.append((across.value, down.value))
            (x0, y0), (x1, y1) = corners
            pen.rectangle((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), fill=(0, 0, 0))
    encoded = BytesIO()
    image.save(encoded, "JPEG", quality=88)
    fresh = new.new_page(wide, high)
    picture = pypdfium2.PdfImage.new(new)
    encoded.seek(0)
    picture.load_jpeg(encoded, inline=True)
    picture.set_matrix(pypdfium2.PdfMatrix().scale(wide, high))
    fresh.insert_obj(picture)
    fresh.gen_content()
    fresh.close()


def _take_over(document: Any, indexes: list[int], new: pypdfium2.PdfDocument) -> None:
    at = len(new)
    if not pdfium.FPDF_ImportPagesByIndex(new.raw, document, (ctypes.c_int * len(indexes))(*indexes), len(indexes), at):
        raise damaged()
    for place in range(at, at + len(indexes)):
        _strip(new, place)


def _strip(new: pypdfium2.PdfDocument, place: int) -> None:
    """A page of the copy without notes; what annotations draw on it stays."""
    with page_of(new.raw, place) as page:
        flatten = False
        for number in reversed(range(max(pdfium.FPDFPage_GetAnnotCount(page), 0))):
            annotation = pdfium.FPDFPage_GetAnnot(page, number)
            if not annotation:
                continue
            kind = pdfium.FPDFAnnot_GetSubtype(annotation)
            keep = kind == pdfium.FPDF_ANNOT_LINK and _is_plain(new.raw, annotation)
            shown = kind not in SAID and kind != pdfium.FPDF_ANNOT_LINK
            pdfium.FPDFPage_CloseAnnot(annotation)
            if shown:
                flatten = True  # stamps, marks and filled fields are drawn on the page and stay there
            elif not keep:
                pdfium.FPDFPage_RemoveAnnot(page, number)
        if flatten:
            pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY)
            for number in reversed(range(max(pdfium.FPDFPage_GetAnnotCount(page), 0))):
                annotation = pdfium.FPDFPage_GetAnnot(page, number)
                kind = pdfium.FPDFAnnot_GetSubtype(annotation) if annotation else pdfium.FPDF_ANNOT_LINK
                pdfium.FPDFPage_CloseAnnot(annotation)
                if kind != pdfium.FPDF_ANNOT_LINK:
                    pdfium.FPDFPage_RemoveAnnot(page, number)


def _is_plain(document: Any, annotation: Any) -> bool:
    """Whether a link only leads to an open address or within the file."""
    target = link_target(document, annotation)
    return target is not None and not SCRIPTED.match(target) and not INSIDE.search(target) and not scan_text(target)


def without_exif(data: bytes) -> bytes:
    """What cameras wrote into the JPEG pictures of a PDF is blanked where it stands: every length stays, so does every place."""
    made = bytearray(data)
    at = data.find(b"\xff\xd8\xff")
    while at >= 0:
        place = at + 2
        while place + 4 <= len(data) and data[place] == 0xFF and data[place + 1] not in (0xDA, 0xD9):
            mark = data[place + 1]
            size = struct.unpack(">H", data[place + 2 : place + 4])[0]
            if mark == 0xFE or (0xE1 <= mark <= 0xEF and mark not in (0xE2, 0xEE)):
                made[place + 1] = 0xFE
                made[place + 4 : place + 2 + size] = bytes(max(0, size - 2))
            place += 2 + size
        at = data.find(b"\xff\xd8\xff", max(place, at + 3))
    return bytes(made[: len(data)])
