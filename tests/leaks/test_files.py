"""Files that are broken, lying, locked or hostile: each is a finding, none an exception."""

from __future__ import annotations

import random
import zipfile
from io import BytesIO

import pytest

from corpus import files
from corpus.pdfs import made
from corpus.people import identity
from corpus.word import Word, paragraph, run, zipped
from documents.builders import ole
from gongkai.leaks import CannotClean, Kind, Severity, clean_file, scan_bounded, scan_file


def kinds(data: bytes, name: str = "") -> list[tuple[Kind, Severity]]:
    return [(leak.kind, leak.severity) for leak in scan_file(data, name).leaks]


def bomb() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * 300_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "文件是空的"),
        (b"PK\x03\x04 not a zip", "文件已损坏"),
        (b"%PDF-1.7\nnothing", "文件已损坏"),
        (b"\x89PNG\r\n\x1a\nbroken", "文件已损坏"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"Rar!\x1a\x07\x00", "压缩包"),
        (b"MZ\x90\x00", "可执行程序"),
        (ole({"EncryptedPackage": b"x"}), "密码"),
        (ole({"WordDocument": b"\xec\xa5" + bytes(100)}), "Word"),
        (zipped({"word/document.xml": "<!DOCTYPE a [<!ENTITY b 'c'>]><w/>"}), "实体"),
        (zipped({"word/document.xml": "<a>" * 5000}), ""),
    ],
)
def test_a_file_that_cannot_be_looked_into_is_a_finding(data: bytes, why: str) -> None:
    [leak] = scan_file(data, "a").leaks
    assert (leak.kind, leak.severity, why in leak.says) == (Kind.UNREADABLE, Severity.MUST, True)
    assert leak.says.startswith("看不进去，不能保证没有隐藏内容")


def test_a_bomb_and_a_slow_file_are_findings_in_bounds() -> None:
    assert [leak.kind for leak in scan_bounded(bomb(), "a.docx").leaks] == [Kind.UNREADABLE]


def test_a_page_that_cannot_be_drawn_is_not_called_covered() -> None:
    """All of a page under one white box looks like a page whose font is missing: a person has to look, and nothing is cut."""
    blocks = [
        {"kind": "covered", "text": f"第{number}行的文字都在白块下面，读者看不见。", "fill": "#ffffff"}
        for number in range(4)
    ]
    data = made("通知", [{"kind": "p", "text": "通知"}, *blocks])
    assert [(leak.kind, leak.severity) for leak in scan_file(data).leaks] == [(Kind.UNREADABLE, Severity.MUST)]
    with pytest.raises(CannotClean):
        clean_file(data)


def test_a_bounded_scan_finds_the_same() -> None:
    data = "手机13800138000".encode()
    assert scan_bounded(data, "a.txt", key=b"k") == scan_file(data, "a.txt", key=b"k")


def test_the_content_says_what_a_file_is_not_its_name() -> None:
    word = Word()
    word.body.append(paragraph(run("手机13800138000")))
    scan = scan_file(word.bytes(), "a.pdf")
    assert (scan.format, [leak.kind for leak in scan.leaks]) == ("docx", [Kind.MOBILE])


def test_a_text_with_tags_in_it_is_read_as_text() -> None:
    data = "<p>a</p><p>b</p><!-- 手机13800138000 -->".encode()
    assert [leak.hidden for leak in scan_file(data, "a.txt").leaks] == [False]


def test_a_scan_tells_what_it_looked_for_and_did_not_find() -> None:
    scan = scan_file("手机13800138000".encode(), "a.txt")
    assert (Kind.MOBILE in scan.looked_at, Kind.IDENTITY in scan.looked_at, scan.must, scan.is_clean) == (
        False,
        True,
        1,
        False,
    )
    assert scan.counts() == {Kind.MOBILE: 1}


def test_places_in_files_are_told_in_words() -> None:
    word = Word()
    word.body += [paragraph(run("标题")), paragraph(run("手机13800138000"))]
    [leak] = scan_file(word.bytes()).leaks
    assert (str(leak.place), leak.place.start, leak.place.end) == ("第2段", 2, 13)


def test_damaged_files_of_every_kind_never_raise() -> None:
    """Bytes flipped, cut and doubled in one file of each kind of hiding."""
    chance = random.Random(5)
    for file in files():
        if not file.name.startswith(("hidden", "photo")) or file.is_clean:
            continue
        for _ in range(2):
            data = bytearray(file.data)
            for _ in range(chance.randrange(1, 30)):
                data[chance.randrange(len(data))] = chance.randrange(256)
            if chance.random() < 0.3:
                data = data[: chance.randrange(len(data))]
            scan_file(bytes(data), file.name)


def test_an_identity_number_stored_as_a_cell_of_digits_is_found_under_its_head() -> None:
    number = identity(random.Random(3))
    word = Word()
    rows = "".join(
        f"<w:tr>{''.join(f'<w:tc>{paragraph(run(text))}</w:tc>' for text in row)}</w:tr>"
        for row in (("姓名", "证件"), ("陈桂兰", number))
    )
    word.body.append(f"<w:tbl>{rows}</w:tbl>")
    [leak] = scan_file(word.bytes()).leaks
    assert (leak.kind, str(leak.place)) == (Kind.IDENTITY, "第1个表第2行第2列")
