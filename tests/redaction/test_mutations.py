"""Redactions done badly on purpose: the second look must not pass one of them."""

from __future__ import annotations

import base64
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from io import BytesIO

import pypdfium2
import pytest
import xlsxwriter
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from corpus import pdfs
from corpus.redacting import by_hand
from corpus.word import Word, paragraph, run, zipped
from gongkai.redaction import Area, Cut, Verification, everywhere, redact, verify

NUMBER = "411399198503122811"
NAME = "欧阳霁昀"
TEXTS = ("关于申请的答复", f"申请人{NAME}，身份证号{NUMBER}，已收悉。", "请予核实。", "特此函复。")


def cuts_of(data: bytes, name: str) -> tuple[Cut, ...]:
    places = [*everywhere(data, name, NUMBER), *everywhere(data, name, NAME)]
    return tuple(Cut(place, "个人隐私", "《条例》第十五条") for place in places)


def judged(data: bytes, copy: bytes, name: str) -> Verification:
    return verify(data, copy, cuts_of(data, name), name)


def failed(looked: Verification) -> set[str]:
    return {check.name for check in looked.checks if not check.passed}


# --- Word and workbooks -------------------------------------------------------------------------------------------------


@cache
def word() -> tuple[bytes, bytes]:
    made = Word()
    made.core = "<dc:title>函</dc:title>"
    made.body += [paragraph(run(text)) for text in TEXTS]
    data = made.bytes()
    return data, redact(data, "函.docx", cuts_of(data, "函.docx")).data


@cache
def book() -> tuple[bytes, bytes]:
    out = BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet("表")
    for row, text in enumerate(TEXTS):
        sheet.write_string(row, 0, text)
    sheet.write_string(0, 1, NAME)
    sheet.write_string(1, 1, NUMBER)
    made.close()
    data = out.getvalue()
    return data, redact(data, "表.xlsx", cuts_of(data, "表.xlsx")).data


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    parts = parts_of(data)
    assert old in parts[part]
    return zipped({**parts, part: parts[part].replace(old, new, 1)})


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    return zipped({**parts_of(data), name: content})


def in_body(xml: str) -> bytes:
    return changed(word()[1], "word/document.xml", b"<w:sectPr", xml.encode() + b"<w:sectPr")


def test_the_good_word_file_and_workbook_pass() -> None:
    for (data, copy), name in ((word(), "函.docx"), (book(), "表.xlsx")):
        assert [check for check in judged(data, copy, name).checks if not check.passed] == []


def in_gap() -> bytes:
    data = word()[1]
    return data[:-22] + NUMBER.encode() + data[-22:]


BAD_WORD: dict[str, Callable[[], bytes]] = {
    "nothing was cut": lambda: word()[0],
    "the string is white": lambda: in_body(paragraph(run(NUMBER, '<w:color w:val="FFFFFF"/>'))),
    "the string is hidden": lambda: in_body(paragraph(run(NAME, "<w:vanish/>"))),
    "a revision is kept": lambda: in_body(
        paragraph(f'<w:del w:id="1" w:author="x">{run(NUMBER, tag="delText")}</w:del>')
    ),
    "an empty revision is kept": lambda: in_body(paragraph('<w:del w:id="1" w:author="x"/>')),
    "the string is split over runs": lambda: in_body(paragraph("".join(run(letter) for letter in NUMBER))),
    "half of the number is kept": lambda: in_body(paragraph(run(NUMBER[:9]))),
    "the name is written with references": lambda: in_body(
        f"<w:p><w:r><w:t>{''.join(f'&#{ord(letter)};' for letter in NAME)}</w:t></w:r></w:p>"
    ),
    "the string is an alternative text": lambda: in_body(f'<w:p><w:r><w:drawing descr="{NAME}"/></w:r></w:p>'),
    "the string is the code of a field": lambda: in_body(paragraph(run(f"REF {NAME}", tag="instrText"))),
    "a thumbnail is kept": lambda: with_part(word()[1], "docProps/thumbnail.jpeg", b"\xff\xd8\xff\xd9"),
    "the string is in the properties": lambda: with_part(
        word()[1], "docProps/custom.xml", f"<p><v>{NUMBER}</v></p>".encode()
    ),
    "the author is in the properties": lambda: changed(
        word()[1],
        "docProps/core.xml",
        b"</cp:coreProperties>",
        b'<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">x</dc:creator></cp:coreProperties>',
    ),
    "a comment is kept": lambda: with_part(word()[1], "word/comments.xml", b"<c/>"),
    "a workbook is embedded": lambda: with_part(word()[1], "word/embeddings/a.xlsx", book()[0]),
    "the string lies in UTF-16": lambda: with_part(word()[1], "word/media/a.emf", b"\1" + NAME.encode("utf-16-le")),
    "the string lies in GB 18030": lambda: with_part(
        word()[1], "word/media/a.wmf", b"\xff\xfe\xfd" + NAME.encode("gb18030")
    ),
    "the string lies in hexadecimal": lambda: with_part(
        word()[1], "word/media/a.xml", f"<a>{NAME.encode('utf-16-be').hex()}</a>".encode()
    ),
    "the string lies in Base64": lambda: with_part(
        word()[1], "word/media/a.xml", b"<a>" + base64.b64encode(b"x" + NAME.encode()) + b"</a>"
    ),
    "the string lies in an address": lambda: with_part(
        word()[1], "word/media/a.xml", b"<a href='http://a.cn/%E6%AC%A7%E9%98%B3%E9%9C%81%E6%98%80'/>"
    ),
    "the string lies between the parts": in_gap,
    "the string is the name of a part": lambda: with_part(word()[1], f"word/media/{NAME}.bin", b""),
    "a paragraph is gone": lambda: changed(word()[1], "word/document.xml", "特此函复。".encode(), b""),
    "a paragraph says something else": lambda: changed(
        word()[1], "word/document.xml", "请予核实".encode(), "不必核实".encode()
    ),
}


@pytest.mark.parametrize("how", BAD_WORD)
def test_a_badly_redacted_word_file_does_not_pass(how: str) -> None:
    looked = judged(word()[0], BAD_WORD[how](), "函.docx")
    assert not looked.passed
    assert NUMBER not in repr(looked) and NAME not in repr(looked)


def hidden_sheet() -> bytes:
    return changed(book()[1], "xl/workbook.xml", b"<sheet ", b'<sheet state="hidden" ')


def in_sheet(old: str, new: str) -> bytes:
    return changed(book()[1], "xl/worksheets/sheet1.xml", old.encode(), new.encode())


BAD_BOOK: dict[str, Callable[[], bytes]] = {
    "nothing was cut": lambda: book()[0],
    "a sheet is hidden": hidden_sheet,
    "a row is hidden": lambda: in_sheet('<row r="3"', '<row hidden="1" r="3"'),
    "a formula is kept": lambda: in_sheet("</c></row>", "<f>A1</f></c></row>"),
    "a shared string is kept": lambda: changed(
        book()[1], "xl/sharedStrings.xml", b"</sst>", f"<si><t>{NAME}</t></si></sst>".encode()
    ),
    "the string is split in a cell": lambda: in_sheet(
        "<is><t>", f"<is><r><t>{NAME[:2]}</t></r><r><t>{NAME[2:]}</t></r><t>"
    ),
    "the cache of a pivot table is kept": lambda: with_part(book()[1], "xl/pivotCache/pivotCacheRecords1.xml", b"<a/>"),
    "a comment is kept": lambda: with_part(book()[1], "xl/comments1.xml", b"<a/>"),
    "a cell is gone": lambda: in_sheet('<c r="A1"', '<c r="Z9"'),
}


@pytest.mark.parametrize("how", BAD_BOOK)
def test_a_badly_redacted_workbook_does_not_pass(how: str) -> None:
    looked = judged(book()[0], BAD_BOOK[how](), "表.xlsx")
    assert not looked.passed
    assert NUMBER not in repr(looked) and NAME not in repr(looked)


# --- PDF ----------------------------------------------------------------------------------------------------------------


@cache
def pdf() -> tuple[bytes, tuple[Cut, ...], bytes]:
    data = pdfs.made("函", [{"kind": "p", "text": text} for text in TEXTS])
    cuts = cuts_of(data, "函.pdf")
    return data, cuts, redact(data, "函.pdf", cuts).data


def pdf_judged(copy: bytes) -> Verification:
    data, cuts, _ = pdf()
    return verify(data, copy, cuts, "函.pdf")


def boxed() -> bytes:
    """The original with a black rectangle over each place."""
    document = pypdfium2.PdfDocument(pdf()[0])
    page = document[0]
    wide, high = page.get_size()
    from pypdfium2 import raw

    for cut in pdf()[1]:
        area = cut.place
        assert isinstance(area, Area)
        box = raw.FPDFPageObj_CreateNewRect(
            area.x * wide, high - (area.y + area.height) * high, area.width * wide, area.height * high
        )
        raw.FPDFPageObj_SetFillColor(box, 0, 0, 0, 255)
        raw.FPDFPath_SetDrawMode(box, raw.FPDF_FILLMODE_ALTERNATE, False)
        raw.FPDFPage_InsertObject(page, box)
    raw.FPDFPage_GenerateContent(page)
    return pdfs.saved(document)


def marked() -> bytes:
    """The original with marks to redact that nobody carried out."""
    document = pypdfium2.PdfDocument(pdf()[0])
    from pypdfium2 import raw

    note = raw.FPDFPage_CreateAnnot(document[0], raw.FPDF_ANNOT_REDACT)
    raw.FPDFAnnot_SetRect(note, raw.FS_RECTF(60, 780, 500, 700))
    raw.FPDFPage_CloseAnnot(note)
    return pdfs.saved(document)


def rebuilt(
    image: Callable[[Image.Image], Image.Image], words: bytes = b"", more: dict[bytes, bytes] | None = None
) -> bytes:
    """A page of a picture made from the good copy, with ``words`` as its text and ``more`` entries of the catalogue."""
    page = pypdfium2.PdfDocument(pdf()[2])[0]
    out = BytesIO()
    image(page.render(scale=2).to_pil().convert("L")).save(out, "JPEG", quality=92)
    wide, high = page.get_size()
    size = Image.open(out).size
    entries = b"".join(key + value for key, value in (more or {}).items())
    content = b"q %.2f 0 0 %.2f 0 0 cm /I Do Q " % (wide, high) + words
    head = (
        b"/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/DCTDecode"
        % size
    )
    return by_hand(
        [
            b"<</Type/Catalog/Pages 2 0 R" + entries + b">>",
            b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %.2f %.2f]/Contents 5 0 R"
            b"/Resources<</Font<</F 4 0 R>>/XObject<</I 6 0 R>>>>>>" % (wide, high),
            b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
            b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
            b"<<%s/Length %d>>\nstream\n%s\nendstream" % (head, len(out.getvalue()), out.getvalue()),
        ]
    )


def same(image: Image.Image) -> Image.Image:
    return image


def repainted(colour: int, share: float = 1.0) -> Callable[[Image.Image], Image.Image]:
    """The places painted anew, or only a share of their width over what stood there."""

    def paint(_: Image.Image) -> Image.Image:
        made = pypdfium2.PdfDocument(pdf()[0])[0].render(scale=2).to_pil().convert("L")
        pen = ImageDraw.Draw(made)
        for cut in pdf()[1]:
            area = cut.place
            assert isinstance(area, Area)
            left, top = area.x * made.width, area.y * made.height
            pen.rectangle(
                (left, top, left + share * area.width * made.width, top + area.height * made.height), fill=colour
            )
        return made

    return paint


def blanked(image: Image.Image) -> Image.Image:
    made = image.copy()
    ImageDraw.Draw(made).rectangle((0, made.height * 0.12, made.width, made.height), fill=255)
    return made


def invisible(*pieces: bytes) -> bytes:
    return b"BT 3 Tr /F 10 Tf 1 0 0 1 80 60 Tm " + b" ".join(pieces) + b" ET"


def two_streams() -> bytes:
    """The first half of the number in one packed stream, the second in another."""
    data = rebuilt(same)
    texts = (b"BT 3 Tr /F 9 Tf 1 0 0 1 80 60 Tm (%s) Tj" % NUMBER[:9].encode(), b"(%s) Tj ET" % NUMBER[9:].encode())
    halves = [zlib.compress(text) for text in texts]
    streams = {
        7 + at: b"<</Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream" % (len(half), half)
        for at, half in enumerate(halves)
    }
    data = data.replace(b"/Contents 5 0 R", b"/Contents[5 0 R 7 0 R 8 0 R]")
    bodies = [body for _, body in sorted(_objects(data).items())]
    return by_hand([*bodies, *streams.values()])


def _objects(data: bytes) -> dict[int, bytes]:
    found = {}
    at = data.index(b"1 0 obj")
    number = 1
    while (start := data.find(b"%d 0 obj\n" % number, at)) >= 0:
        end = data.index(b"\nendobj\n", start)
        following = data.find(b"%d 0 obj\n" % (number + 1), start)
        end = data.rindex(b"\nendobj\n", start, following if following > 0 else len(data))
        found[number] = data[data.index(b"\n", start) + 1 : end]
        at, number = end, number + 1
    return found


def unused_object() -> bytes:
    return by_hand([*(body for _, body in sorted(_objects(rebuilt(same)).items())), b"<</A/B>>"])


def test_the_good_pdf_passes_and_so_does_one_that_others_made_as_soundly() -> None:
    for copy in (pdf()[2], rebuilt(same, b"BT 3 Tr /F 9 Tf 1 0 0 1 80 60 Tm (ok) Tj ET")):
        looked = pdf_judged(copy)
        assert failed(looked) <= ({"没有遮蔽的内容"} if copy is not pdf()[2] else set()), looked


BAD_PDF: dict[str, tuple[Callable[[], bytes], str]] = {
    "nothing was cut": (lambda: pdf()[0], "色块下面"),
    "black boxes lie over the text": (boxed, "色块下面"),
    "marks were never carried out": (marked, "页面上的对象"),
    "the text is white": (
        lambda: rebuilt(same, b"BT 1 g /F 9 Tf 1 0 0 1 80 60 Tm (%s) Tj ET" % NUMBER.encode()),
        "页面上的对象",
    ),
    "the text is invisible": (lambda: rebuilt(same, invisible(b"(%s) Tj" % NUMBER.encode())), "被遮蔽的文字"),
    "the letters stand one by one": (
        lambda: rebuilt(same, invisible(b"[", *(b"(%c) -20" % ord(letter) for letter in NUMBER), b"] TJ")),
        "被遮蔽的文字",
    ),
    "the string is written in octal": (
        lambda: rebuilt(same, invisible(b"(" + b"".join(b"\\%03o" % ord(letter) for letter in NUMBER) + b") Tj")),
        "被遮蔽的文字",
    ),
    "the string is in hexadecimal": (
        lambda: rebuilt(same, invisible(b"<" + NUMBER.encode().hex().encode() + b"> Tj")),
        "被遮蔽的文字",
    ),
    "half of the number is kept": (
        lambda: rebuilt(same, invisible(b"(%s) Tj" % NUMBER[4:14].encode())),
        "被遮蔽的文字",
    ),
    "the string is split over two streams": (two_streams, "被遮蔽的文字"),
    "the string is a bookmark": (
        lambda: rebuilt(same, more={b"/Outlines": b"<</Title<feff" + NAME.encode("utf-16-be").hex().encode() + b">>>"}),
        "被遮蔽的文字",
    ),
    "there are properties": (lambda: rebuilt(same, more={b"/Metadata": b"<<>>"}), "看不见的内容"),
    "there is an attachment": (lambda: rebuilt(same, more={b"/Names": b"<</EmbeddedFiles<<>>>>"}), "看不见的内容"),
    "there is a layer": (lambda: rebuilt(same, more={b"/OCProperties": b"<<>>"}), "看不见的内容"),
    "a name is disguised": (lambda: rebuilt(same, more={b"/Acro#46orm": b"<<>>"}), "看不见的内容"),
    "an earlier version lies before it": (
        lambda: pdfs.appended(pdf()[2], {1: b"<</Type/Catalog/Pages 2 0 R>>"}, 1),
        "文件结构",
    ),
    "something follows the end": (lambda: pdf()[2] + b"more", "文件结构"),
    "an object leads nowhere": (unused_object, "文件结构"),
    "the boxes cover half": (lambda: rebuilt(repainted(0, 0.5)), "色块下面"),
    "the boxes are not there": (lambda: rebuilt(repainted(0, 0.0)), "色块下面"),
    "the rest of the page is gone": (lambda: rebuilt(blanked), "没有遮蔽的内容"),
}


@pytest.mark.parametrize("how", BAD_PDF)
def test_a_badly_redacted_pdf_does_not_pass(how: str) -> None:
    make, check = BAD_PDF[how]
    looked = pdf_judged(make())
    assert check in failed(looked)
    assert NUMBER not in repr(looked) and NAME not in repr(looked)


# --- pictures -----------------------------------------------------------------------------------------------------------

AREA = Area(1, 0.1, 0.2, 0.5, 0.2)
PLACE = Cut(AREA, "个人隐私", "《条例》第十五条")


@cache
def photo() -> Image.Image:
    made = Image.new("RGB", (300, 200), (250, 250, 250))
    pen = ImageDraw.Draw(made)
    pen.text((40, 50), "13800138000", fill=(0, 0, 0))
    pen.text((40, 150), "stays", fill=(0, 0, 0))
    return made


def covered(colour: tuple[int, int, int] = (0, 0, 0), share: float = 1.0) -> Image.Image:
    made = photo().copy()
    ImageDraw.Draw(made).rectangle((29, 39, 30 + 151 * share, 81), fill=colour)
    return made


def saved(image: Image.Image, kind: str = "PNG", **more: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def noted() -> PngInfo:
    info = PngInfo()
    info.add_text("Comment", "13800138000")
    return info


def with_thumbnail() -> bytes:
    told = Image.Exif()
    told[0x010E] = "x"
    return saved(covered(), "JPEG", quality=95, exif=told)


def emptied() -> Image.Image:
    made = covered()
    ImageDraw.Draw(made).rectangle((0, 120, 300, 200), fill=(250, 250, 250))
    return made


BAD_PICTURE: dict[str, Callable[[], bytes]] = {
    "nothing was cut": lambda: saved(photo()),
    "half is covered": lambda: saved(covered(share=0.4)),
    "the note tells it": lambda: saved(covered(), pnginfo=noted()),
    "there are notes of a camera": with_thumbnail,
    "something follows the end": lambda: saved(covered()) + b"13800138000",
    "it is cut to another size": lambda: saved(covered().crop((0, 0, 200, 200))),
    "something else is gone": lambda: saved(emptied()),
    "a second page was added": lambda: saved(
        covered(), "TIFF", save_all=True, append_images=[photo().copy()], compression="tiff_lzw"
    ),
}


def test_a_good_picture_passes() -> None:
    data = saved(photo())
    for copy in (saved(covered()), redact(data, "a.png", [PLACE]).data):
        assert [check for check in verify(data, copy, [PLACE], "a.png").checks if not check.passed] == []


@pytest.mark.parametrize("how", BAD_PICTURE)
def test_a_badly_redacted_picture_does_not_pass(how: str) -> None:
    assert not verify(saved(photo()), BAD_PICTURE[how](), [PLACE], "a.png").passed


def test_a_text_with_a_copy_left_or_a_line_changed_does_not_pass() -> None:
    data = "\n".join(TEXTS).encode()
    cuts = cuts_of(data, "a.txt")
    good = redact(data, "a.txt", cuts).data
    assert verify(data, good, cuts, "a.txt").passed
    for bad in (good + NUMBER.encode(), good.replace("核实".encode(), b""), good + b"\nmore", good[:-3]):
        assert not verify(data, bad, cuts, "a.txt").passed


def test_what_cannot_be_looked_into_has_not_passed() -> None:
    data, _ = word()
    for bad in (b"", b"PK\x03\x04", data[:200], b"%PDF-1.7"):
        assert not verify(data, bad, cuts_of(data, "函.docx"), "函.docx").passed
    assert not verify(data, word()[1], (), "函.docx").passed
