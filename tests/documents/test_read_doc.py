"""Legacy Word files, made byte by byte."""

from __future__ import annotations

import struct

import pytest

from documents.builders import IN_TABLE, ole, row_end, sprm, summary_information, word97
from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Cell, Heading, Paragraph, Table
from gongkai.documents.readers.doc import read

CONTINUES, RESTARTS = 0x20, 0x60  # vertical merge in the flags of a cell


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a busy machine takes must not decide what is read; the clock has its own tests."""
    monkeypatch.setattr(bounds.Budget, "check", lambda self: None)


def test_paragraphs_and_headings_are_told_apart_by_style_and_outline() -> None:
    data = word97(
        ("示例县商务局2023年政府信息公开工作年度报告\r", 1, b""),
        ("一、总体情况\r", 0, sprm(0x2640, b"\1")),
        ("全年主动公开信息120条。\r", 0, b""),
    )
    # Without a style sheet the style number says nothing; the outline level does.
    assert read(data).blocks == (
        Paragraph("示例县商务局2023年政府信息公开工作年度报告"),
        Heading("一、总体情况", 2),
        Paragraph("全年主动公开信息120条。"),
    )


def test_text_in_one_byte_a_character_is_read() -> None:
    assert read(
        word97(("Report 2023 \x93ok\x94\r".encode("latin1").decode("cp1252"), 0, b""), compressed=True)
    ).blocks == (Paragraph("Report 2023 “ok”"),)


def test_characters_beyond_the_first_plane_survive() -> None:
    assert read(word97(("\U00020bb7\U0001f600野\r", 0, b""))).blocks == (Paragraph("\U00020bb7\U0001f600野"),)


def test_cells_are_merged_across_by_their_edges_and_down_by_their_flags() -> None:
    data = word97(
        ("三、结果\x07", 0, IN_TABLE),
        ("甲\x07", 0, IN_TABLE),
        ("1\x07", 0, IN_TABLE),
        ("\x07", 0, row_end([0, 1000, 2000, 3000], [RESTARTS, 0, 0])),
        ("\x07", 0, IN_TABLE),
        ("合计\x07", 0, IN_TABLE),
        ("\x07", 0, row_end([0, 1010, 3000], [CONTINUES, 0])),
        ("完\r", 0, b""),
    )
    assert read(data).blocks == (
        Table(((Cell("三、结果", 2), Cell("甲"), Cell("1")), (Cell("合计", 1, 2),))),
        Paragraph("完"),
    )


def test_a_cell_of_two_paragraphs_keeps_the_line_break() -> None:
    data = word97(("结果\r", 0, IN_TABLE), ("维持\x07", 0, IN_TABLE), ("\x07", 0, row_end([0, 500])), ("\r", 0, b""))
    assert read(data).blocks == (Table(((Cell("结果\n维持"),),)),)


def test_a_field_shows_its_result_and_not_its_instruction() -> None:
    assert read(word97(('见\x13 HYPERLINK "http://example.com" \x14公开栏\x15。\r', 0, b""))).blocks == (
        Paragraph("见公开栏。"),
    )


def test_hidden_characters_are_left_out_with_a_warning() -> None:
    document = read(word97(("本年新收12件，内部口径13件。\r", 0, b""), hidden="，内部口径13件"))
    assert document.blocks == (Paragraph("本年新收12件。"),)
    assert document.source.warnings == ("文档含有隐藏文字，未作为正文读取。公开前请检查这些文字。",)


def test_a_table_without_properties_keeps_its_texts() -> None:
    data = word97(("规章\x07", 0, b""), ("0\x07", 0, b""))
    assert "规章" in read(data).text


def titled(title: str, claimed: int | None = None) -> bytes:
    encoded = title.encode("gb18030") + b"\0"
    value = struct.pack("<II", 0x1E, len(encoded)) + encoded
    return word97(
        ("正文\r", 0, b""), summary=summary_information((1, struct.pack("<IH", 2, 936)), (2, value), claimed=claimed)
    )


def test_the_title_is_that_of_the_properties() -> None:
    assert read(titled("示例年度报告")).title == "示例年度报告"


def test_properties_that_claim_to_be_billions_are_no_endless_work() -> None:
    assert read(titled("示例年度报告", claimed=0xFFFFFFFF)).title == "示例年度报告"


def test_a_password_is_said() -> None:
    with pytest.raises(Unreadable) as error:
        read(word97(("机密\r", 0, b""), flags=0x0300))
    assert error.value.code == "password"


def test_word_95_is_refused_with_a_way_out() -> None:
    with pytest.raises(Unreadable) as error:
        read(word97(("旧\r", 0, b""), version=0x0068))
    assert error.value.code == "unsupported"
    assert "另存为 docx" in str(error.value)


def test_another_compound_file_is_not_this_format() -> None:
    with pytest.raises(NotThisFormat):
        read(ole({"Workbook": b"\x09\x08"}))


@pytest.mark.parametrize("twentieth", range(1, 20))
def test_a_file_cut_off_anywhere_is_refused_or_read_in_part(twentieth: int) -> None:
    data = word97(*[(f"第{i}段\r", 0, b"") for i in range(20)])
    try:
        document = read(data[: len(data) * twentieth // 20])
    except Unreadable as error:
        assert error.code in ("damaged", "wrong-format", "no-text")
    else:
        assert document.blocks[0] == Paragraph("第0段")


def test_random_damage_never_raises_anything_but_unreadable() -> None:
    good = word97(
        ("三、结果\x07", 0, IN_TABLE),
        ("甲\x07", 0, IN_TABLE),
        ("\x07", 0, row_end([0, 1000, 2000], [RESTARTS, 0])),
        ("正文\r", 3, sprm(0x2640, b"\0") + sprm(0x460B, b"\1\0")),
        hidden="正",
    )
    outcomes = set()
    for step in range(0, len(good), 7):
        data = bytearray(good)
        data[step] ^= 0xFF
        try:
            outcomes.add(type(read(bytes(data))).__name__)
        except Unreadable as error:
            outcomes.add(error.code)
    assert "Document" in outcomes
    assert "damaged" in outcomes
