"""Binding: PDF files one behind the other, every page numbered at the top right. The same files give the same bytes.

PDFium dates a new file and gives it an identifier drawn by chance; both are replaced by what follows from the content.
"""

from __future__ import annotations

import ctypes
import hashlib
import re
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from gongkai.documents.bounds import Budget, damaged
from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.hazards import require_harmless
from gongkai.documents.readers.pdf.reader import LIBRARY, opened

SIZE = 10.0
FROM_RIGHT, FROM_TOP = 48.0, 30.0
"""Points: where the number ends, and its foot."""
_DATE = re.compile(rb"/(CreationDate|ModDate)\s*\(D:[^)]*\)")
_ID = re.compile(rb"/ID\s*\[\s*<([0-9A-Fa-f]*)>\s*<([0-9A-Fa-f]*)>\s*\]")


def pages_of(data: bytes) -> int:
    """How many pages a PDF has. Raises Unreadable (password, damaged, too-slow)."""
    require_harmless(data, Budget(40.0))
    provide()
    with LIBRARY, opened(data) as document:
        count = int(pdfium.FPDF_GetPageCount(document))
    if count < 1:
        raise damaged()
    return count


def bind(files: Sequence[bytes], *, step: Callable[[int], None] = lambda done: None) -> bytes:
    """``files`` as one PDF, its pages numbered from 1. ``step``: told how many files are in, after each."""
    provide()
    with LIBRARY:
        made = pypdfium2.PdfDocument.new()
        try:
            for done, data in enumerate(files, start=1):
                with _source(data) as source:
                    made.import_pages(source)
                step(done)
            for number in range(1, len(made) + 1):
                _stamp(made, number)
            out = BytesIO()
            made.save(out)
        finally:
            made.close()
    return _settled(out.getvalue())


class _source:
    """A PDF open for taking pages from."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)

    def __enter__(self) -> pypdfium2.PdfDocument:
        return self.document

    def __exit__(self, *_: object) -> None:
        self.document.close()


def _stamp(document: Any, number: int) -> None:
    """Write ``number`` at the top right of a page as it is seen, however the page is turned."""
    page = document[number - 1]
    try:
        text = pdfium.FPDFPageObj_NewTextObj(document.raw, b"Helvetica-Bold", SIZE)
        words = f"{number}".encode("utf-16-le") + b"\x00\x00"
        pdfium.FPDFText_SetText(text, ctypes.cast(ctypes.create_string_buffer(words), pdfium.FPDF_WIDESTRING))
        wide, high = page.get_size()
        # A figure of Helvetica is 0.556 em wide.
        x, y = wide - FROM_RIGHT - 0.556 * SIZE * len(f"{number}"), high - FROM_TOP
        left, bottom, *_ = page.get_cropbox()
        a, b, c, d, e, f = {
            0: (1, 0, 0, 1, x, y),
            90: (0, 1, -1, 0, high - y, x),
            180: (-1, 0, 0, -1, wide - x, high - y),
            270: (0, -1, 1, 0, y, wide - x),
        }[page.get_rotation()]
        pdfium.FPDFPageObj_Transform(text, a, b, c, d, e + left, f + bottom)
        pdfium.FPDFPage_InsertObject(page.raw, text)
        pdfium.FPDFPage_GenerateContent(page.raw)
    finally:
        page.close()


def _settled(data: bytes) -> bytes:
    """The same file with nothing in it that depends on when or where it was written. Lengths stay, so every offset does."""
    data = _DATE.sub(lambda found: found.group()[: found.group().index(b"D:") + 2] + _zeros(found.group()), data)
    plain = _ID.sub(lambda found: _filled(found, b"0" * 64), data)
    own = hashlib.sha256(plain).hexdigest().encode()
    return _ID.sub(lambda found: _filled(found, own), data)


def _zeros(entry: bytes) -> bytes:
    """A date of the same length as the one in ``entry``: 2000-01-01, midnight, UTC."""
    length = len(entry) - entry.index(b"D:") - 2 - 1
    return b"20000101000000Z00'00'".ljust(length, b" ")[:length] + b")"


def _filled(found: re.Match[bytes], digits: bytes) -> bytes:
    one = (digits * (len(found[1]) // len(digits) + 1))[: len(found[1])]
    two = (digits * (len(found[2]) // len(digits) + 1))[: len(found[2])]
    whole = found.group()
    return (
        whole.replace(found[1], one, 1).replace(found[2], two, 1)
        if found[1] != found[2]
        else whole.replace(found[1], one)
    )
