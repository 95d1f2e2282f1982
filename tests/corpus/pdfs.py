"""Contents as PDF, and what can be hidden in one. Tricks that a typesetter does not know are put in with PDFium or by hand."""

from __future__ import annotations

import ctypes
import json
import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from corpus import people
from corpus.model import Content, Heading, Item, Link, Picture, Split
from corpus.pictures import jpeg, png
from gongkai.documents.writers.typesetting import typeset

_TEMPLATE = Path(__file__).with_name("notice.typ")
_DAY = 1_772_000_000
Hidden = tuple[dict[str, int], tuple[str, ...]]


def blocks_of(content: Content) -> list[dict[str, Any]]:
    blocks: list[dict[str, Any]] = [{"kind": "heading", "level": 1, "text": content.title}]
    for block in content.blocks:
        if isinstance(block, str):
            blocks.append({"kind": "p", "text": block})
        elif isinstance(block, Heading):
            blocks.append({"kind": "heading", "level": block.level, "text": block.text})
        elif isinstance(block, Item):
            blocks.append({"kind": "item", "numbered": block.numbered, "text": block.text})
        elif isinstance(block, Split):
            blocks.append({"kind": "p", "text": block.text})
        elif isinstance(block, Link):
            blocks.append({"kind": "link", "text": block.text, "href": block.href})
        elif isinstance(block, Picture):
            data = jpeg(block.seed, exif=True) if block.exif else png(block.seed)
            blocks.append({"kind": "picture", "data": list(data), "alt": block.alt})
        else:
            cells = [
                {"text": cell.text, "colspan": cell.colspan, "rowspan": cell.rowspan} for row in block for cell in row
            ]
            columns = sum(cell.colspan for cell in block[0])
            blocks.append({"kind": "table", "columns": columns, "cells": cells})
    return blocks


def made(title: str, blocks: list[dict[str, Any]], **more: Any) -> bytes:
    return typeset(_TEMPLATE, json.dumps({"title": title, "blocks": blocks, **more}), _DAY)


def pdf(content: Content) -> bytes:
    return made(content.title, blocks_of(content))


def saved(document: pypdfium2.PdfDocument) -> bytes:
    out = BytesIO()
    document.save(out)
    # PDFium dates its files and names them by chance.
    data = re.sub(rb"\(D:\d{14}[^)]*\)", b"(D:20260101000000)", out.getvalue())
    either = rb"(?:<[^>]*>|\([^)]*\))"
    return re.sub(rb"/ID\s*\[\s*" + either + rb"\s*" + either + rb"\s*\]", lambda match: b" " * len(match[0]), data)


def plain(data: bytes) -> bytes:
    """Saved by PDFium: one table of objects, none packed."""
    return saved(pypdfium2.PdfDocument(data))


def appended(data: bytes, objects: dict[int, bytes], root: int) -> bytes:
    """Objects put behind the end of a file, as programs do that save changes only."""
    out = bytearray(data.rstrip() + b"\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    previous = int(re.findall(rb"startxref\s+(\d+)", data)[-1])
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, place in sorted(places.items()):
        out += b"%d 1\n%010d 00000 n \n" % (number, place)
    size = max(max(objects), *map(int, re.findall(rb"(\d+) 0 obj", data))) + 1
    out += b"trailer\n<</Size %d/Root %d 0 R/Prev %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, previous, start)
    return bytes(out)


def _catalog(data: bytes) -> tuple[int, bytes]:
    """The number of the catalogue and its dictionary without the brackets."""
    number = int(re.findall(rb"/Root\s+(\d+)", data)[-1])
    match = re.search(rb"(?<!\d)%d 0 obj\s*<<(.*?)>>\s*endobj" % number, data, re.DOTALL)
    assert match is not None
    return number, match[1].strip()


def _first_page(data: bytes) -> tuple[int, bytes]:
    for match in re.finditer(rb"(\d+) 0 obj\s*<<(.*?)>>\s*endobj", data, re.DOTALL):
        if re.search(rb"/Type\s*/Page\b", match[2]):
            return int(match[1]), match[2].strip()
    raise AssertionError("no page")


def _next(data: bytes) -> int:
    return max(map(int, re.findall(rb"(\d+) 0 obj", data))) + 1


def _folded(data: bytes) -> bytes:
    """Saved anew, so that no earlier version stays."""
    return saved(pypdfium2.PdfDocument(data))


def _with(content: Content, block: dict[str, Any]) -> bytes:
    blocks = blocks_of(content)
    blocks.insert(2, block)
    return made(content.title, blocks)


def covered(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    data = _with(content, {"kind": "covered", "text": f"联系电话{number}", "fill": "#000000"})
    return data, ({"covered_text": 1, "mobile": 1}, (number,))


def covered_in_white(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.identity(chance)
    data = _with(content, {"kind": "covered", "text": f"甲某{number}", "fill": "#ffffff"})
    return data, ({"covered_text": 1, "identity": 1}, (number,))


def covered_by_note(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    """A black square among the annotations."""
    document = pypdfium2.PdfDocument(pdf(content))
    page = document[0]
    text = page.get_textpage()
    box = text.get_charbox(text.get_text_range().index("一、总体"))
    note = pdfium.FPDFPage_CreateAnnot(page, pdfium.FPDF_ANNOT_SQUARE)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(box[0] - 1, box[3] + 3, box[0] + 60, box[1] - 3))
    pdfium.FPDFAnnot_SetColor(note, pdfium.FPDFANNOT_COLORTYPE_InteriorColor, 0, 0, 0, 255)
    pdfium.FPDFAnnot_SetColor(note, pdfium.FPDFANNOT_COLORTYPE_Color, 0, 0, 0, 255)
    left, bottom, right, top = box[0] - 1, box[1] - 3, box[0] + 60, box[3] + 3
    stream = f"0 g {left} {bottom} {right - left} {top - bottom} re f".encode("utf-16-le") + b"\0\0"
    buffer = ctypes.create_string_buffer(stream)
    pdfium.FPDFAnnot_SetAP(note, 0, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFPage_CloseAnnot(note)
    return saved(document), ({"covered_text": 1}, ())


def redaction_mark(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    data = plain(pdf(content))
    number, page = _first_page(data)
    mark = _next(data)
    page = re.sub(rb"/Annots\s*\[[^\]]*\]|/Annots\s+\d+ 0 R", b"", page)
    objects = {
        mark: b"<</Type/Annot/Subtype/Redact/Rect[80 700 200 720]/QuadPoints[80 720 200 720 80 700 200 700]>>",
        number: b"<<" + page + b"/Annots[%d 0 R]>>" % mark,
    }
    return _folded(appended(data, objects, _catalog(data)[0])), ({"covered_text": 1}, ())


def white(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.identity(chance)
    return _with(content, {"kind": "white", "text": f"备注{number}"}), ({"hidden_text": 1, "identity": 1}, (number,))


def outside(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    return _with(content, {"kind": "outside", "text": f"电话{number}"}), ({"hidden_text": 1, "mobile": 1}, (number,))


def invisible(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    document = pypdfium2.PdfDocument(pdf(content))
    page = document[0]
    font = pdfium.FPDFText_LoadStandardFont(document, b"Helvetica")
    text = pdfium.FPDFPageObj_CreateTextObj(document, font, 10.0)
    wide = f"tel {number}".encode("utf-16-le") + b"\0\0"
    buffer = ctypes.create_string_buffer(wide)
    pdfium.FPDFText_SetText(text, ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFTextObj_SetTextRenderMode(text, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 80, 40)
    pdfium.FPDFPage_InsertObject(page, text)
    pdfium.FPDFPage_GenerateContent(page)
    return saved(document), ({"hidden_text": 1, "mobile": 1}, (number,))


def attachment(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.identity(chance)
    document = pypdfium2.PdfDocument(pdf(content))
    document.new_attachment("底表.txt").set_data(f"甲某，身份证号{number}".encode())
    return saved(document), ({"attachment": 1, "identity": 1}, (number,))


def script(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    data = plain(pdf(content))
    number, catalog = _catalog(data)
    catalog += b"/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>"
    return _folded(appended(data, {number: b"<<" + catalog + b">>"}, number)), ({"script": 1}, ("app.alert",))


def layer(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    """Text on a layer that is off."""
    mobile = people.mobile(chance)
    data = plain(pdf(content))
    number, catalog = _catalog(data)
    page_number, page = _first_page(data)
    first = _next(data)
    drawing = b"/OC /L1 BDC BT /FX 12 Tf 80 45 Td (tel %s) Tj ET EMC" % mobile.encode()
    contents = re.search(rb"/Contents\s*(\d+ 0 R|\[[^\]]*\])", page)
    assert contents is not None
    old = contents[1].strip(b"[]")
    page = page.replace(contents[0], b"/Contents[%s %d 0 R]" % (old, first + 2))
    resources = re.search(rb"/Resources\s+(\d+) 0 R", page)
    if resources:
        match = re.search(rb"(?<!\d)%d 0 obj\s*<<(.*?)>>\s*endobj" % int(resources[1]), data, re.DOTALL)
        assert match is not None
        page = page.replace(resources[0], b"/Resources<<" + match[1] + b">>")
    inner = re.search(rb"/Resources\s*<<", page)
    assert inner is not None
    page = page[: inner.end()] + b"/Properties<</L1 %d 0 R>>" % first + page[inner.end() :]
    fonts = re.search(rb"/Font\s*<<", page)
    font = b"/FX<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
    if fonts:
        page = page[: fonts.end()] + font + page[fonts.end() :]
    else:
        reference = re.search(rb"/Font\s+(\d+) 0 R", page)
        assert reference is not None
        match = re.search(rb"(?<!\d)%d 0 obj\s*<<(.*?)>>\s*endobj" % int(reference[1]), data, re.DOTALL)
        assert match is not None
        page = page.replace(reference[0], b"/Font<<" + match[1] + font + b">>")
    objects = {
        first: b"<</Type/OCG/Name(inner)>>",
        first + 2: b"<</Length %d>>\nstream\n%s\nendstream" % (len(drawing), drawing),
        page_number: b"<<" + page + b">>",
        number: b"<<" + catalog + b"/OCProperties<</OCGs[%d 0 R]/D<</OFF[%d 0 R]>>>>>>" % (first, first),
    }
    return _folded(appended(data, objects, number)), ({"hidden_layer": 1, "mobile": 1}, (mobile,))


def earlier(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    """The first version named somebody; the second lies behind it in the same file."""
    number = people.identity(chance)
    with_name = Content(content.title, [f"甲某身份证号{number}", *content.blocks])
    old, new = plain(pdf(with_name)), plain(pdf(content))
    shift = _next(old)
    objects = {}
    for match in re.finditer(rb"(?<!\d)(\d+) 0 obj\s*(.*?)\s*endobj", new, re.DOTALL):
        head, mark, rest = match[2].partition(b"stream")
        head = re.sub(rb"(?<![\d.])(\d+) 0 R", lambda each: b"%d 0 R" % (int(each[1]) + shift), head)
        objects[int(match[1]) + shift] = head + mark + rest
    return appended(old, objects, _catalog(new)[0] + shift), ({"earlier_version": 1, "identity": 1}, (number,))


def properties(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    return made(content.title, blocks_of(content), author=["张拟稿"]), ({"properties": 1}, ("张拟稿",))


def comment(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    document = pypdfium2.PdfDocument(pdf(content))
    note = pdfium.FPDFPage_CreateAnnot(document[0], pdfium.FPDF_ANNOT_TEXT)
    pdfium.FPDFAnnot_SetRect(note, pdfium.FS_RECTF(20, 60, 40, 40))
    wide = f"再问{number}".encode("utf-16-le") + b"\0\0"
    buffer = ctypes.create_string_buffer(wide)
    pdfium.FPDFAnnot_SetStringValue(note, b"Contents", ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort)))
    pdfium.FPDFPage_CloseAnnot(note)
    return saved(document), ({"comments": 1, "mobile": 1}, (number,))


def form(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    data = plain(pdf(content))
    root, catalog = _catalog(data)
    page_number, page = _first_page(data)
    field = _next(data)
    page = re.sub(rb"/Annots\s*\[[^\]]*\]|/Annots\s+\d+ 0 R", b"", page)
    objects = {
        field: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(tel)/V(%s)/Rect[80 40 200 55]>>" % number.encode(),
        page_number: b"<<" + page + b"/Annots[%d 0 R]>>" % field,
        root: b"<<" + catalog + b"/AcroForm<</Fields[%d 0 R]>>>>" % field,
    }
    return _folded(appended(data, objects, root)), ({"form_field": 1, "mobile": 1}, (number,))


def picture_data(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    data = _with(content, {"kind": "picture", "data": list(jpeg(4, exif=True)), "alt": "现场"})
    return data, ({"picture_data": 1}, ("李拍摄",))


def bookmark(content: Content, chance: random.Random) -> tuple[bytes, Hidden]:
    number = people.mobile(chance)
    data = plain(pdf(content))
    root, catalog = _catalog(data)
    first = _next(data)
    catalog = re.sub(rb"/Outlines\s+\d+ 0 R", b"", catalog)
    title = "".join(f"\\{byte:03o}" for byte in b"\xfe\xff" + f"送{number}".encode("utf-16-be")).encode()
    page_number, _ = _first_page(data)
    objects = {
        first: b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count 1>>" % (first + 1, first + 1),
        first + 1: b"<</Title(%s)/Parent %d 0 R/Dest[%d 0 R/Fit]>>" % (title, first, page_number),
        root: b"<<" + catalog + b"/Outlines %d 0 R>>" % first,
    }
    return _folded(appended(data, objects, root)), ({"mobile": 1}, (number,))


WAYS: tuple[Callable[[Content, random.Random], tuple[bytes, Hidden]], ...] = (
    covered, covered_in_white, covered_by_note, redaction_mark, white, outside, invisible, attachment, script, layer, earlier, properties,
    comment, form, picture_data, bookmark,
)  # fmt: skip
