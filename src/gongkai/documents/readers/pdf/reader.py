"""The PDF reader: opens the file, reads its pages within bounds, and says what it could not take over."""

from __future__ import annotations

import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pypdfium2.raw as pdfium

from gongkai.documents.bounds import SECONDS, Budget, damaged, no_text, password, require_size, too_slow
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Document, Place, Source, Table
from gongkai.documents.readers import scanning
from gongkai.documents.readers.pdf import tagged
from gongkai.documents.readers.pdf.flow import blocks_of
from gongkai.documents.readers.pdf.fonts import provide
from gongkai.documents.readers.pdf.furniture import without_furniture
from gongkai.documents.readers.pdf.hazards import require_harmless
from gongkai.documents.readers.pdf.loading import load
from gongkai.documents.readers.pdf.page import Page
from gongkai.documents.readers.pdf.tables import Item, items_of
from gongkai.documents.worker import ask_more
from gongkai.language import say

MOST_PAGES = 300
MOST_SCANS = 30
MOST_PIXELS_ACROSS = 3508
RENDER_SECONDS = 1.5
SECONDS_TO_SEE = 0.05
"""More for each page, where what nobody sees is to be left out."""
FEW_CHARACTERS = 30
"""A page with fewer characters than this, and mostly covered by a picture, is a scan."""
HEAD = 1024
"""The mark ``%PDF-`` stands within this many bytes from the beginning; files sent through gateways carry some bytes before it."""

# PDFium is one library per process and not made for several threads.
LIBRARY = threading.RLock()


def read(data: bytes, name: str = "", *, seen_only: bool = False) -> Document:
    """The Document of a PDF file. ``name`` is only kept for messages. ``seen_only``: without words that lie under boxes, are white on
    white or stand in a layer that is switched off.

    Raises NotThisFormat for other bytes; Unreadable with ``password`` (a password is needed to open), ``damaged``, ``no-text``,
    ``needs-ocr`` (pages are pictures and the OCR extra is not installed), ``too-slow``.
    """
    require_size(len(data), "pdf")
    if b"%PDF-" not in data[:HEAD]:
        raise NotThisFormat(say("这不是PDF文件：开头没有PDF标记。请确认文件没有改错扩展名。"))
    budget = Budget()
    require_harmless(data, budget)
    provide()
    with LIBRARY, opened(data) as document:
        return _read(document, data, name, budget, seen_only)


@contextmanager
def opened(data: bytes) -> Iterator[Any]:
    """The open document; its caller holds ``LIBRARY``. Raises Unreadable ``password``, ``damaged``."""
    buffer = ctypes.create_string_buffer(data, len(data))
    document = pdfium.FPDF_LoadMemDocument64(buffer, len(data), None)
    if not document:
        error = pdfium.FPDF_GetLastError()
        if error in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            raise password()
        raise damaged()
    try:
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def _read(document: Any, data: bytes, name: str, budget: Budget, seen_only: bool) -> Document:
    count = pdfium.FPDF_GetPageCount(document)
    if count < 1:
        raise damaged()
    if seen_only:
        # Each page is drawn too, which is not the fault of a file of many pages.
        budget = Budget(SECONDS + SECONDS_TO_SEE * min(count, MOST_PAGES))
        ask_more(seconds=2 * SECONDS_TO_SEE * min(count, MOST_PAGES))
    warnings: list[str] = []
    if count > MOST_PAGES:
        warnings.append(
            say("文件有{count}页，只读了前{most}页。要读全文，请先拆分文件。", count=count, most=MOST_PAGES)
        )
    trusted = tagged.is_ours(document) and not (seen_only and _hides(document, min(count, MOST_PAGES), budget))
    if trusted and (told := tagged.blocks_from_tree(document, min(count, MOST_PAGES), budget)):
        source = Source(format="pdf", name=name, pages=count, warnings=tuple(warnings))
        return Document(blocks=tuple(told), title=_title(document), source=source)
    pages: list[tuple[Page, list[Item]]] = []
    scans: list[int] = []
    unread: list[int] = []
    heavy: list[int] = []
    broken: list[int] = []
    recogniser = scanning.available()
    for index in range(min(count, MOST_PAGES)):
        budget.check()
        handle = pdfium.FPDF_LoadPage(document, index)
        if not handle:
            broken.append(index + 1)
            continue
        try:
            page = load(handle, index + 1, budget, seen_only=seen_only)
            if _is_scan(page) or _is_layer(page):
                picture = None
                if _is_layer(page) and (not recogniser or len(scans) >= MOST_SCANS):
                    # Whoever recognised it, nobody checked it.
                    page.glyphs = [glyph._replace(sure=False) for glyph in page.glyphs]
                elif not recogniser or len(scans) >= MOST_SCANS:
                    unread.append(index + 1)
                elif (heavy and not page.picture) or (picture := _rendered(handle)) is None:
                    heavy.append(index + 1)
                else:
                    page = scanning.page_of(picture, index + 1)
                    scans.append(index + 1)
                if recogniser:
                    budget = Budget()  # recognising has bounds of its own: so many pages, so many pixels
        finally:
            pdfium.FPDF_ClosePage(handle)
        pages.append((page, items_of(page, budget)))
    if not pages:
        raise damaged()
    warnings.extend(_warnings([page for page, _ in pages], broken))
    if scans:
        warnings.append(say("第{pages}页是扫描图，文字由图片识别得来，可能有误。请对照原件核对。", pages=_list(scans)))
    if unread:
        warnings.append(_left_out(unread, recogniser))
    if heavy:
        warnings.append(say("第{pages}页的图形太复杂，没有识别。请核对原件。", pages=_list(heavy)))
    kept = without_furniture(pages)
    uncertain: list[Place] = []
    blocks = blocks_of([(page, items) for (page, _), items in zip(pages, kept, strict=True)], budget, uncertain)
    if not any(isinstance(block, Table) or block.text for block in blocks):
        if unread:
            scanning.require()
        if heavy:
            raise too_slow()
        raise no_text()
    warnings.extend(scanning.doubts(uncertain))
    return Document(
        blocks=tuple(blocks),
        title=_title(document),
        source=Source(format="pdf", name=name, pages=count, warnings=tuple(warnings), uncertain=tuple(uncertain)),
    )


def _hides(document: Any, count: int, budget: Budget) -> bool:
    """Whether some page has characters that nobody sees."""
    for index in range(count):
        handle = pdfium.FPDF_LoadPage(document, index)
        if not handle:
            return True
        try:
            page = load(handle, index + 1, budget, seen_only=True)
        finally:
            pdfium.FPDF_ClosePage(handle)
        if page.unseen or page.unproven:
            return True
    return False


def _is_scan(page: Page) -> bool:
    """Is what the eye reads here not in the text: a picture of a page, text drawn as outlines, or characters without meaning?"""
    few = len(page.glyphs) < FEW_CHARACTERS
    return (
        (few and page.picture > 0.4)
        or (not page.glyphs and page.shapes > 200)
        or (page.unmapped > 20 and page.unmapped > 0.5 * len(page.glyphs))
    )


def _is_layer(page: Page) -> bool:
    """Is the page a picture with the words some program recognised in it laid over it unseen?"""
    return page.picture > 0.4 and 0 < page.hidden == page.drawn


def _rendered(handle: Any) -> Any:
    """The page as grey pixels, 200 to the inch, at most ``MOST_PIXELS_ACROSS`` on a side; None when drawing it takes too long."""
    import numpy as np

    wide, high = pdfium.FPDF_GetPageWidthF(handle), pdfium.FPDF_GetPageHeightF(handle)
    scale = min(200 / 72, MOST_PIXELS_ACROSS / max(wide, high, 1.0))
    columns, rows = max(1, round(wide * scale)), max(1, round(high * scale))
    pixels = np.full((rows, columns), 255, dtype=np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(
        columns, rows, pdfium.FPDFBitmap_Gray, pixels.ctypes.data_as(ctypes.c_void_p), columns
    )
    if not bitmap:
        raise damaged()
    # A drawing of a thousand curves can take minutes: PDFium asks now and then whether it should pause, and then it is left.
    until = time.monotonic() + RENDER_SECONDS
    pause = pdfium.IFSDK_PAUSE(version=1)
    pause.NeedToPauseNow = dict(pdfium.IFSDK_PAUSE._fields_)["NeedToPauseNow"](lambda _: time.monotonic() > until)
    try:
        state = pdfium.FPDF_RenderPageBitmap_Start(
            bitmap, handle, 0, 0, columns, rows, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_GRAYSCALE, pause
        )
        pdfium.FPDF_RenderPage_Close(handle)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    if state == pdfium.FPDF_RENDER_TOBECONTINUED:
        return None
    return pixels


def _left_out(pages: list[int], recogniser: bool) -> str:
    if recogniser:
        return say(
            "扫描页太多，第{pages}页没有识别（一次最多{most}页）。要读全文，请先拆分文件。",
            pages=_list(pages),
            most=MOST_SCANS,
        )
    return say(
        "第{pages}页是扫描图，要先识别才能读取，而本机没有安装识别组件，这些页没有读出。请安装：pip install 'gongkai[ocr]'。",
        pages=_list(pages),
    )


def _title(document: Any) -> str | None:
    size = pdfium.FPDF_GetMetaText(document, b"Title", None, 0)
    if not 2 < size <= 4096:
        return None
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, b"Title", buffer, size)
    return buffer.raw.decode("utf-16-le", "replace").strip("\0 ") or None


def _list(numbers: list[int]) -> str:
    shown = "、".join(map(str, numbers[:10]))
    return say("{shown}等{count}页", shown=shown, count=len(numbers)) if len(numbers) > 10 else shown


def _warnings(pages: list[Page], broken: list[int]) -> Iterator[str]:
    if broken:
        yield say("第{pages}页已损坏，没有读出。请核对原件。", pages=_list(broken))
    if unmapped := [page.number for page in pages if page.unmapped > 0.02 * max(1, len(page.glyphs))]:
        yield say("第{pages}页有些字没有对应的字符编码，读出来可能是乱码。请核对原件。", pages=_list(unmapped))
    if hidden := [page.number for page in pages if page.hidden and page.hidden == page.drawn]:
        yield say("第{pages}页的文字是扫描图上的识别层，可能有识别错误。请核对图像。", pages=_list(hidden))
    if unseen := [page.number for page in pages if page.unseen]:
        yield say(
            "第{pages}页有看不见的文字（被遮盖、白色，或者在隐藏的图层里），没有读入，但仍可以从原文件中复制出来。公开原文件前，请真正删除这些文字。",
            pages=_list(unseen),
        )
    if unproven := [page.number for page in pages if page.unproven]:
        yield say("第{pages}页的图形太复杂，没有核对是否有被遮盖的文字。请人工核对。", pages=_list(unproven))
    if collided := [page.number for page in pages if page.collided]:
        yield say("第{pages}页的表格里有叠在一起的字，读出来可能不对。请核对原件。", pages=_list(collided))
    if slanted := [page.number for page in pages if page.slanted]:
        yield say("第{pages}页有斜排的文字（多为水印），没有读入。", pages=_list(slanted))
    if cut := [page.number for page in pages if page.cut]:
        yield say("第{pages}页内容太多，只读了一部分。请核对原件。", pages=_list(cut))
