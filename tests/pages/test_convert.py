"""Files of every format through the front door."""

from __future__ import annotations

import base64
import time
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from documents.builders import docx, paragraph, word97, xlsx
from gongkai.documents import Document, Heading, Paragraph, Unreadable
from gongkai.documents.writers import pdf as pdf_writer
from gongkai.pages import clean, convert, convert_bounded
from pages.hostile import HOSTILE
from pages.test_clean import require_harmless


def png(wide: int = 30, high: int = 20) -> bytes:
    out = BytesIO()
    Image.new("RGB", (wide, high), "blue").save(out, "PNG")
    return out.getvalue()


def test_text_becomes_paragraphs_and_tables() -> None:
    page = convert("云岭县商务局公告\n\n现将补贴发放情况公告如下：\n乡镇\t金额\n城关镇\t100\n".encode(), "公告.txt")
    assert (page.title, page.format) == ("云岭县商务局公告", "text")
    assert page.html == (
        "<p>现将补贴发放情况公告如下：</p>\n"
        '<table><thead><tr><th scope="col">乡镇</th><th scope="col">金额</th></tr></thead><tbody>'
        '<tr><th scope="row">城关镇</th><td>100</td></tr></tbody></table>'
    )


def test_a_text_that_talks_of_tags_stays_a_text() -> None:
    page = convert(
        "网页中的<script>、<style>和<iframe>标签\n都不会公开：<script>alert(1)</script>。".encode(), "说明.txt"
    )
    assert page.html == "<p>都不会公开：&lt;script&gt;alert(1)&lt;/script&gt;。</p>"
    assert page.title == "网页中的<script>、<style>和<iframe>标签"


def test_a_page_gives_its_text_and_the_pictures_that_stand_in_it() -> None:
    source = base64.b64encode(png()).decode()
    page = convert(
        f"<html><head><title>集市公告_云岭县人民政府</title></head><body><p>现公告如下。</p>"
        f'<img alt="集市" src="data:image/png;base64,{source}">'
        '<img src="https://example.org/track.gif"></body></html>'.encode(),
        "a.html",
    )
    (picture,) = page.pictures
    assert page.title == "集市公告"
    assert page.html == f'<p>现公告如下。</p>\n<p><img src="{picture.name}" alt="集市" width="30" height="20"></p>'


def test_a_picture_becomes_a_page_that_asks_for_its_words() -> None:
    page = convert(png(), "照片.png")
    assert page.html == f'<p><img src="{page.pictures[0].name}" alt="" width="30" height="20"></p>'
    assert page.warnings == (
        "第1张图片没有说明文字，看不见图片的人无法知道其中的内容。请为它写一句话；纯装饰的图片可以留空。",
    )
    assert (page.title, page.text) == (None, "")


def test_a_pdf_gives_paragraphs_and_headings() -> None:
    document = Document(
        (
            Heading("云岭县商务局公告", 1),
            Paragraph("现将有关情况公告如下。"),
            Heading("一、总体情况", 2),
            Paragraph("情况良好。"),
        )
    )
    page = convert(pdf_writer.write(document), "a.pdf")
    assert page.title == "云岭县商务局公告"
    assert page.html == "<p>现将有关情况公告如下。</p>\n<h2>一、总体情况</h2>\n<p>情况良好。</p>"


def test_an_old_word_file_gives_its_text() -> None:
    page = convert(word97(("云岭县商务局公告\r", 0, b""), ("现公告如下。\r", 0, b"")), "a.doc")
    assert (page.title, page.html, page.format) == ("云岭县商务局公告", "<p>现公告如下。</p>", "doc")


def test_a_saved_page_in_one_file_is_read_as_the_page_it_holds() -> None:
    saved = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\nContent-Type: text/html; charset="utf-8"\n\n'
        "<html><body><p>现公告如下。</p><p style='display:none'>藏起来的字</p></body></html>\n--b--\n"
    )
    page = convert(saved.encode(), "a.mht")
    assert (page.html, page.format) == ("<p>现公告如下。</p>", "html")


def _ods(row: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
        package.writestr("META-INF/manifest.xml", f'<m:manifest xmlns:m="{space}"/>')
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr(
            "content.xml",
            '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
            'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">'
            f'<office:body><office:spreadsheet><table:table table:name="表"><table:table-row {row}>'
            '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
            '<table:table-cell office:value-type="string"><text:p>乙</text:p></table:table-cell></table:table-row>'
            "</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def test_an_open_spreadsheet_is_read_only_where_it_hides_nothing() -> None:
    assert convert(_ods(""), "a.ods").text == "甲\t乙"
    with pytest.raises(Unreadable) as refused:
        convert(_ods('table:visibility="collapse"'), "a.ods")
    assert refused.value.code == "unsupported"


def test_a_name_that_lies_is_told_of() -> None:
    page = convert(docx(paragraph("现公告如下。")), "a.pdf")
    assert page.warnings == (
        "文件的扩展名是“.pdf”，内容却是Word（docx），已按内容读取。请核实文件来源，并改正扩展名。",
    )


@pytest.mark.parametrize("hostile", HOSTILE)
def test_nothing_that_is_written_into_a_word_file_or_a_workbook_comes_alive(hostile: str) -> None:
    written = hostile.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\x01", "")
    word = docx(paragraph(f"前{written}后"))
    sheet = xlsx(
        {"表": f'<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>前{written}后</t></is></c></row></sheetData>'}
    )
    for data in (word, sheet):
        page = convert(data)
        require_harmless(page.html)
        assert clean(page.html) == page.html


def test_the_worker_gives_the_same_page_and_the_same_refusals() -> None:
    data = docx(paragraph("现公告如下。"))
    assert convert_bounded(data, "a.docx") == convert(data, "a.docx")
    with pytest.raises(Unreadable) as refused:
        convert_bounded(b"")
    assert refused.value.code == "empty"


def _bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", b"<a>" + b" " * 120_000_000)
    return out.getvalue()


def _picture_bomb() -> bytes:
    """A picture of nine hundred million pixels in a few hundred kilobytes."""
    import struct
    import zlib

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    rows = zlib.compress(bytes(3_751) * 3_000)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0))
        + chunk(b"IDAT", rows)
        + chunk(b"IEND", b"")
    )


def _deep(tag: str, depth: int) -> bytes:
    return docx(f"<w:{tag}>" * depth + paragraph("底") + f"</w:{tag}>" * depth)


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (_bomb(), {"too-large"}),
        (_deep("sdt", 250), {"no-text", "too-many-parts", "damaged"}),
        (docx("<w:tbl><w:tr><w:tc>" * 60 + paragraph("底") + "</w:tc></w:tr></w:tbl>" * 60), {"too-many-parts"}),
        (docx(paragraph("字")).replace(b"PK\x01\x02", b"PK\x09\x09"), {"damaged"}),
        (b"<table>" * 500_000, {"too-many-parts", "too-slow", "no-text"}),
        (b"<p><b>" * 200_000, {"too-many-parts", "too-slow", "no-text"}),
        (b"%PDF-1.7\n" + b"\xff" * 5000, {"damaged"}),
    ],
)
def test_a_file_that_is_made_to_harm_is_refused_in_time_with_a_sentence(data: bytes, codes: set[str]) -> None:
    started = time.thread_time()
    with pytest.raises(Unreadable) as refused:
        convert(data)
    assert refused.value.code in codes
    assert time.thread_time() - started < 10


def test_a_picture_that_would_fill_the_memory_is_left_out() -> None:
    page_with = convert(
        f"<p>正文。</p><img src='data:image/png;base64,{base64.b64encode(_picture_bomb()).decode()}'>".encode(),
        "a.html",
    )
    assert page_with.html == "<p>正文。</p>"
    assert page_with.warnings[0].startswith("有1张图片无法转换")


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3))
def test_whatever_the_bytes_there_is_a_page_or_a_refusal(noise: bytes, kind: int) -> None:
    data = (docx(paragraph("字")), word97(("字\r", 0, b"")), xlsx({"表": "<sheetData/>"}), b"%PDF-1.4\n")[kind]
    cut = len(noise) * 7 % max(len(data), 1)
    for damaged in (noise, data[:cut] + noise + data[cut:], data[:cut]):
        try:
            page = convert(damaged)
        except Unreadable:
            continue
        assert clean(page.html) == page.html
