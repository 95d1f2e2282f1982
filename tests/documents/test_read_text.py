"""Plain text: lines, tables of tabs and pipes, encodings."""

from __future__ import annotations

import codecs

import pytest

from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Document, Paragraph, Place, Table
from gongkai.documents.readers.text import read

REPORT = (
    "示例县商务局2023年政府信息公开工作年度报告\n一、总体情况\n全年主动公开信息120条，其中政策文件8件。\n"
    "信息内容\t本年制发件数\n规章\t0\n行政规范性文件\t3\n"
)
TRADITIONAL = "根據市政府辦公廳關於做好政府信息公開年度報告的通知要求，現將本局情況報告如下。\n"


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a busy machine takes must not decide what is read; the clock has its own tests."""
    monkeypatch.setattr(bounds.Budget, "check", lambda self: None)


def texts(document: Document) -> list[object]:
    return [
        [[cell.text for cell in row] for row in block.rows] if isinstance(block, Table) else block.text
        for block in document.blocks
    ]


def of(text: str) -> list[object]:
    return texts(read(text.encode()))


def test_each_line_is_a_paragraph_with_its_number() -> None:
    assert read("一、总体情况\n\n  全年公开。\n".encode()).blocks == (
        Paragraph("一、总体情况"),
        Paragraph("全年公开。"),
    )
    assert [block.place for block in read("一、总体情况\n\n  全年公开。\n".encode()).blocks] == [
        Place(line=1),
        Place(line=3),
    ]


def test_lines_with_tabs_are_one_table_and_leading_empty_fields_stay() -> None:
    assert of("\t自然人\t\n申请\t0\t1\n\t\t2\n") == [[["", "自然人", ""], ["申请", "0", "1"], ["", "", "2"]]]


def test_a_cell_knows_its_line_table_row_and_column() -> None:
    document = read("甲\t乙\n\n丙\t丁\n".encode())
    second = list(document.tables)[1]
    assert second.rows[0][1].place == Place(line=3, table=2, row=1, column=2)


def test_ragged_rows_are_kept_as_they_stand() -> None:
    assert of("一\t0\t0\n二\t0\n三\t0\t0\t0\n") == [[["一", "0", "0"], ["二", "0"], ["三", "0", "0", "0"]]]


def test_pipes_that_close_a_row_are_no_empty_field() -> None:
    assert of("第二十条第(一)项 | |||\n信息内容 | 制发 | 废止 | 现行 |\n规章 | 0 | | 0 |\n") == [
        [["第二十条第(一)项", "", "", ""], ["信息内容", "制发", "废止", "现行"], ["规章", "0", "", "0"]]
    ]


def test_outer_pipes_and_the_rule_of_markdown_are_no_cells() -> None:
    document = read("| 甲 | 乙 |\n| --- | :-: |\n| 1 | 2 |\n".encode())
    assert texts(document) == [[["甲", "乙"], ["1", "2"]]]
    assert next(document.tables).header_rows == 1


def test_a_pipe_at_the_start_of_few_rows_means_an_empty_first_field() -> None:
    assert of("甲 | 乙 | 丙\n| 1 | 2\n丁 | 3 | 4\n") == [[["甲", "乙", "丙"], ["", "1", "2"], ["丁", "3", "4"]]]


def test_hundreds_of_empty_pipes_survive() -> None:
    rows = of("规章 | 0 |" + " |" * 400 + "\n文件 | 1 |\n")[0]
    assert isinstance(rows, list)
    assert rows[0][:3] == ["规章", "0", ""]
    assert len(rows[0]) == 402
    assert rows[1] == ["文件", "1"]


def test_blank_lines_after_every_row_part_nothing() -> None:
    assert of("甲\t乙\n\n规章\t0\n\n文件\t1\n\n合计\t1\n\n下一段\n") == [
        [["甲", "乙"], ["规章", "0"], ["文件", "1"], ["合计", "1"]],
        "下一段",
    ]


def test_a_stray_tab_in_prose_makes_no_table() -> None:
    sentence = "2023年，我局认真贯彻执行有关文件精神，\t不断强化依法公开理念，完善配套制度规范。"
    assert of(f"{sentence}\n规章\t0\n") == [sentence.replace("\t", " "), [["规章", "0"]]]


def test_paragraphs_indented_by_a_tab_are_paragraphs() -> None:
    assert of("\t一、总体情况\n\t二、主动公开\n") == ["一、总体情况", "二、主动公开"]


def test_a_csv_is_one_table() -> None:
    data = '信息内容,件数\r\n"规章,含修订",0\r\n,"3\n"\r\n'.encode("gb18030")
    assert texts(read(data, "附表.csv")) == [[["信息内容", "件数"], ["规章,含修订", "0"], ["", "3"]]]


def test_a_csv_field_without_end_is_damage() -> None:
    with pytest.raises(Unreadable) as error:
        read(b'a,"' + b"x" * 200_000, "a.csv")
    assert error.value.code == "damaged"


def test_commas_in_prose_make_no_table() -> None:
    assert of("一是加强领导,完善制度,\n二是强化培训,提高水平,\n") == [
        "一是加强领导,完善制度,",
        "二是强化培训,提高水平,",
    ]


def test_form_feeds_count_pages() -> None:
    document = read("第一页\n\f第二页\n规章\t0\n".encode())
    assert [block.place for block in document.blocks] == [
        Place(page=1, line=1),
        Place(page=2, line=2),
        Place(page=2, line=3, table=1),
    ]
    assert document.source.pages == 2


@pytest.mark.parametrize(
    ("encoding", "read_as"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8"), ("gb18030", "gb18030"), ("gb2312", "gb18030"), ("utf-16", "utf-16-le"),
     ("utf-16-le", "utf-16-le"), ("utf-16-be", "utf-16-be"), ("utf-32", "utf-32-le")],
)  # fmt: skip
def test_every_usual_encoding_gives_the_same_text(encoding: str, read_as: str) -> None:
    document = read(REPORT.encode(encoding))
    assert document == read(REPORT.encode())
    assert document.source.encoding == read_as
    assert document.source.warnings == ()


def test_big5_is_told_from_gbk() -> None:
    document = read((TRADITIONAL * 2).encode("big5"))
    assert document.blocks[0] == Paragraph(TRADITIONAL.strip())
    assert document.source.encoding == "big5"


def test_a_lost_byte_is_marked_and_told() -> None:
    damaged = REPORT.encode("gb18030").replace("商务局".encode("gb18030"), "商务".encode("gb18030") + b"\xff")
    document = read(damaged)
    assert document.blocks[0] == Paragraph("示例县商务\ufffd2023年政府信息公开工作年度报告")
    assert document.source.warnings == (
        "有 1 处字节无法识别为文字（已用“\ufffd”标出），该处内容可能缺失，请与原件核对。",
    )


def test_a_bad_byte_in_utf_8_is_marked_and_told() -> None:
    document = read(REPORT.encode().replace("商务局".encode(), "商务".encode() + b"\xe5\xb1", 1))
    assert document.blocks[0] == Paragraph("示例县商务\ufffd2023年政府信息公开工作年度报告")
    assert document.source.encoding == "utf-8"
    assert document.source.warnings == (
        "有 1 处字节无法识别为文字（已用“\ufffd”标出），该处内容可能缺失，请与原件核对。",
    )


def test_parts_in_two_encodings_are_read_line_by_line() -> None:
    document = read(REPORT.encode("gb18030") + "六、其他需要报告的事项\n本年度未收取信息处理费。\n".encode())
    assert document.blocks[-1] == Paragraph("本年度未收取信息处理费。")
    assert document.blocks[1] == Paragraph("一、总体情况")
    assert document.source.warnings == ("文件的不同部分使用了不同的字符编码，已逐行分别识别。请核对文字是否有误。",)


def test_mojibake_is_kept_and_told() -> None:
    garbled = REPORT.encode().decode("gbk", "replace")
    document = read(garbled.encode())
    assert document.blocks[0].text in garbled  # type: ignore[union-attr]
    assert "乱码" in document.source.warnings[0]


def test_control_characters_and_zero_bytes_are_dropped_with_a_warning() -> None:
    document = read("规\0章\x01共有12345678901234567890件\n".encode())
    assert document.blocks == (Paragraph("规章共有12345678901234567890件"),)
    assert document.source.warnings == ("文本中有 1 个零字节，已略去；该处内容可能缺失，请与原件核对。",)


def test_lone_surrogates_in_utf_16_do_no_harm() -> None:
    document = read(codecs.BOM_UTF16_LE + "甲".encode("utf-16-le") + b"\x00\xd8" + "乙".encode("utf-16-le"))
    assert document.blocks == (Paragraph("甲\ufffd乙"),)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n \x0c\n", b"\xef\xbb\xbf", b"\x01\x02\n"])
def test_nothing_but_white_space_is_empty(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read(data)
    assert error.value.code == "empty"


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"PK\x03\x04abc", b"\0" * 100 + b"abc"])
def test_other_formats_are_not_text(data: bytes) -> None:
    with pytest.raises(NotThisFormat):
        read(data)


def test_a_million_rows_are_refused() -> None:
    with pytest.raises(Unreadable) as error:
        read(b"a\t1\n" * 1_000_000)
    assert error.value.code == "too-many-parts"
    assert "无尽的表格" in str(error.value)


def test_ten_million_blank_lines_are_refused() -> None:
    with pytest.raises(Unreadable) as error:
        read("甲".encode() + b"\n" * 10_000_000 + "乙".encode())
    assert error.value.code == "too-many-parts"


def test_a_rule_followed_by_endless_spaces_is_no_endless_work() -> None:
    spaces = " " * 200_000
    assert of(f"甲|乙\n--{spaces}|x\n") == [[["甲", "乙"], ["--", "x"]]]


def test_ten_megabytes_of_spaces_are_survived() -> None:
    assert read("甲".encode() + b" " * 10_000_000 + "乙".encode()).blocks == (Paragraph("甲 乙"),)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("text", ["联通", "公开", "不予公开", "七\U00035941㎡"])
def test_a_few_characters_are_read_in_the_encoding_they_were_written_in(text: str, encoding: str) -> None:
    assert read(text.encode(encoding)).text == text
