"""Which format a file is in, and what the front door says about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from documents.builders import docx, ole, paragraph, word97, xlsx, zipped
from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Paragraph
from gongkai.documents.reading import read, read_file
from gongkai.documents.sniff import lying_name, sniff

PROSE = "本年度报告所列数据的统计期限自2023年1月1日起至12月31日止。"
MHTML = (
    b"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"; type=\"text/html\"\r\n\r\n"
    b"--b\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<html><body><p>=B9=AB=BF=AA=B1=A8=B8=E6=A3=AC=B1=BE=C4=EA=B6=C8=D0=C5=CF=A2=B9=AB=BF=AA=B5=C4=C7=E9=BF=F6</p></body></html>\r\n"
    b"--b\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
)  # fmt: skip


@pytest.mark.parametrize(
    ("data", "format"),
    [
        (docx(paragraph("甲")), "docx"),
        (xlsx({"表": "<sheetData/>"}), "xlsx"),
        (word97(("甲\r", 0, b"")), "doc"),
        (ole({"Workbook": b"\x09\x08"}), "xls"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}), "ods"),
        (b"%PDF-1.7\n", "pdf"),
        (b"\n\n%PDF-1.4\n", "pdf"),
        (b"\x89PNG\r\n\x1a\nxxxx", "image"),
        (b"\xff\xd8\xff\xe0xxxx", "image"),
        (b"II*\0xxxx", "image"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image"),
        (b"<!DOCTYPE html><p>x", "html"),
        ("\ufeff<html><p>x".encode(), "html"),
        ("<html><p>x</p></html>".encode("utf-16"), "html"),
        (b"<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><body/></html>", "html"),
        (b"<p class=a>x</p>", "html"),
        (MHTML, "mhtml"),
        (PROSE.encode(), "text"),
        (PROSE.encode("gb18030"), "text"),
        (PROSE.encode("utf-16-le"), "text"),
        (b"a < b, c > d\n", "text"),
        ("标题：年度报告\n来源：本局\n".encode(), "text"),
    ],
)  # fmt: skip
def test_the_content_tells_the_format(data: bytes, format: str) -> None:
    assert sniff(data) == format


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "空"),
        (b" \n ", "empty", "空"),
        (b"{\\rtf1\\ansi x}", "unsupported", "RTF"),
        (zipped({"OFD.xml": "<ofd/>"}), "unsupported", "OFD"),
        (zipped({"ppt/slides/slide1.xml": "<x/>"}), "unsupported", "演示文稿"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "unsupported", "OpenDocument"),
        (zipped({"年报.docx": "x"}), "unsupported", "压缩包"),
        (b"Rar!\x1a\x07\x00", "unsupported", "压缩包"),
        (b"MZ\x90\x00\x03", "unsupported", "可执行程序"),
        (ole({"EncryptedPackage": b"x"}), "password", "密码"),
        (ole({"PowerPoint Document": b"x"}), "unsupported", "演示文稿"),
        (ole({"Other": b"x"}), "unsupported", "复合文件"),
        (b"<?xml version='1.0'?><w:wordDocument xmlns:w='a'/>", "unsupported", "Word XML"),
        (b"<?xml version='1.0'?><data/>", "unsupported", "XML"),
        (bytes(range(256)) * 20, "unknown-format", "无法识别"),
        (b"PK\x03\x04broken", "damaged", "损坏"),
    ],
)  # fmt: skip
def test_what_is_not_read_gets_a_sentence_with_a_way_out(data: bytes, code: str, word: str) -> None:
    with pytest.raises(Unreadable) as error:
        sniff(data)
    assert error.value.code == code
    assert word in str(error.value)
    assert str(error.value).endswith("。")


@pytest.mark.parametrize(
    ("name", "format", "warned"),
    [
        ("年报.docx", "docx", False),
        ("年报.wps", "doc", False),
        ("年报.wps", "docx", False),
        ("年报.doc", "docx", True),
        ("年报.doc", "html", True),
        ("年报.pdf", "image", True),
        ("年报.md", "text", False),
        ("年报", "pdf", False),
        ("年报.shtml", "html", False),
        ("2023年1.5", "text", False),
    ],
)
def test_only_an_ending_that_lies_is_warned_about(name: str, format: str, warned: bool) -> None:
    assert (lying_name(name, format) is not None) == warned


def test_a_page_that_calls_itself_word_is_read_as_a_page() -> None:
    document = read(f"<html><body><p>{PROSE}</p></body></html>".encode(), "年报.doc")
    assert document.blocks == (Paragraph(PROSE),)
    assert document.source.format == "html"
    assert document.source.warnings == (
        "文件的扩展名是“.doc”，内容却是网页，已按内容读取。请核实文件来源，并改正扩展名。",
    )


def test_a_saved_page_is_read_by_its_main_part() -> None:
    document = read(MHTML, "年报.mht")
    assert document.blocks == (Paragraph("公开报告，本年度信息公开的情况"),)
    assert document.source.format == "html"
    assert document.source.warnings == ()


def test_a_saved_page_cut_off_anywhere_is_read_or_refused() -> None:
    for twentieth in range(1, 20):
        try:
            assert read(MHTML[: len(MHTML) * twentieth // 20]).blocks
        except Unreadable as error:
            assert error.code in ("wrong-format", "no-text", "empty", "unknown-format")


def test_parts_nested_without_end_are_refused() -> None:
    head = "MIME-Version: 1.0\r\n"
    nested = "".join(f'Content-Type: multipart/mixed; boundary="b{i}"\r\n\r\n--b{i}\r\n' for i in range(1_900))
    with pytest.raises(Unreadable) as error:
        read((head + nested + "Content-Type: text/html\r\n\r\n<p>x").encode())
    assert error.value.code == "too-many-parts"


def test_a_file_is_read_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "年报.txt"
    path.write_bytes(PROSE.encode("gb18030"))
    document = read_file(path)
    assert document.blocks == (Paragraph(PROSE),)
    assert document.source.name == "年报.txt"


def test_five_hundred_megabytes_of_spaces_are_refused_without_loading_them(tmp_path: Path) -> None:
    path = tmp_path / "空白.txt"
    with path.open("wb") as file:
        file.truncate(500_000_000)  # a sparse file: zero bytes stand for the blanks
    with pytest.raises(Unreadable) as error:
        read_file(path)
    assert error.value.code == "too-large"


def test_a_text_above_its_own_limit_is_refused() -> None:
    with pytest.raises(Unreadable) as error:
        read(b"x " * 9_000_000)
    assert error.value.code == "too-large"
    assert "16 MB" in str(error.value)
