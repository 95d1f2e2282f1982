"""The text writer and the Markdown reader."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.strategies import PIECES
from gongkai.documents.canonical import canonical
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Place, Table
from gongkai.documents.readers.markdown import looks_like_markdown, parse, read
from gongkai.documents.writing import write

REPORT = Document(
    (
        Heading("示例县商务局2024年政府信息公开工作年度报告", 1),
        Paragraph("共收到申请3件。"),
        Heading("三、收到和处理申请情况", 2),
        Table(
            (
                (Cell("办理结果", 2, 2), Cell("申请人情况", 1, 2)),
                (Cell("自然人"), Cell("总计")),
                (Cell("三、本年度\n办理结果", 2), Cell("（一）予以公开"), Cell("3"), Cell("3")),
                (Cell("（二）部分公开"), Cell(""), Cell("-")),
            ),
            header_rows=2,
        ),
    )
)


def test_markdown_is_what_a_person_would_write() -> None:
    assert write(REPORT, "text").decode() == (
        "# 示例县商务局2024年政府信息公开工作年度报告\n"
        "\n"
        "共收到申请3件。\n"
        "\n"
        "## 三、收到和处理申请情况\n"
        "\n"
        "| 办理结果 | << | 申请人情况 | << |\n"
        "| ^^ | << | 自然人 | 总计 |\n"
        "| --- | --- | --- | --- |\n"
        "| 三、本年度<br>办理结果 | （一）予以公开 | 3 | 3 |\n"
        "| ^^ | （二）部分公开 |  | \\- |\n"
    )


def test_plain_text_has_tabs_and_no_marks() -> None:
    assert write(REPORT, "text", plain=True).decode() == (
        "示例县商务局2024年政府信息公开工作年度报告\n"
        "共收到申请3件。\n"
        "三、收到和处理申请情况\n"
        "办理结果\t\t申请人情况\t\n"
        "\t\t自然人\t总计\n"
        "三、本年度 办理结果\t（一）予以公开\t3\t3\n"
        "\t（二）部分公开\t\t-\n"
    )


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# 不是标题", "\\# 不是标题"),
        ("- 不是列表", "\\- 不是列表"),
        ("-5", "-5"),
        ("1. 不是列表", "1\\. 不是列表"),
        ("1.属于国家秘密", "1.属于国家秘密"),
        ("---", "\\---"),
        ("a*b_c_d", "a\\*b_c_d"),
        ("《条例》<b>&lt;", "《条例》\\<b>\\&lt;"),
        ("A&B", "A&B"),
        ("[甲](乙)", "\\[甲](乙)"),
        ("甲|乙\\丙", "甲\\|乙\\\\丙"),
        ("甲\n乙", "甲\\\n乙"),
    ],
)
def test_only_signs_that_would_be_marks_are_escaped(text: str, written: str) -> None:
    assert write(Document((Paragraph(text),)), "text").decode() == f"{written}\n"
    assert parse(f"{written}\n").blocks == (Paragraph(text),)


def test_places_name_the_line_table_row_and_column() -> None:
    document = parse("# 甲\n\n| 一 | 二 |\n| --- | --- |\n| 1 | 2 |\n")
    assert document.blocks[0].place == Place(line=1)
    table = next(document.tables)
    assert table.place == Place(line=3, table=1)
    assert table.rows[1][1].place == Place(line=5, table=1, row=2, column=2)
    assert table.header_rows == 1


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("甲\n===\n乙\n---\n丙", (Heading("甲", 1), Heading("乙", 2), Paragraph("丙"))),
        ("###三、收到", (Heading("三、收到", 3),)),
        ("## 甲 ##", (Heading("甲", 2),)),
        ("**一、总体情况**", (Paragraph("一、总体情况"),)),
        ("见[公报](https://example.org/a_b)和`代码`", (Paragraph("见公报和代码"),)),
        ("![图](a.png)", (Paragraph("图"),)),
        ("甲&nbsp;乙<br/>丙<!-- 注 -->", (Paragraph("甲 乙\n丙"),)),
        ("* 甲\n> 乙", (Paragraph("甲"), Paragraph("乙"))),
        ("甲  \n乙\n丙", (Paragraph("甲\n乙"), Paragraph("丙"))),
        ("甲\n\n***\n\n乙", (Paragraph("甲"), Paragraph("乙"))),
        ("```\n甲 | 1\n乙 | 2\n```", (Table(((Cell("甲"), Cell("1")), (Cell("乙"), Cell("2")))),)),
        ("一\t二\n1\t2", (Table(((Cell("一"), Cell("二")), (Cell("1"), Cell("2")))),)),
        ("甲|乙", (Paragraph("甲|乙"),)),
    ],
)
def test_markdown_that_others_write_gives_its_words(text: str, blocks: tuple[object, ...]) -> None:
    assert parse(text).blocks == blocks


def test_two_pipes_are_a_blank_cell_not_a_merged_one() -> None:
    assert parse("|甲||1|\n|---|---|---|\n|乙|||").blocks == (
        Table(((Cell("甲"), Cell(""), Cell("1")), (Cell("乙"), Cell(""), Cell("")))),
    )


def test_a_row_of_single_dashes_below_the_head_is_kept_as_figures() -> None:
    assert parse("| 甲 | 乙 |\n|---|---|\n| - | - |").blocks == (
        Table(((Cell("甲"), Cell("乙")), (Cell("-"), Cell("-")))),
    )


def test_merge_marks_that_belong_to_no_cell_are_blank_cells() -> None:
    assert parse("| << | ^^ |\n| 甲 | << |").blocks == (Table(((Cell("<<"), Cell("^^")), (Cell("甲", 1, 2),))),)


def test_front_matter_gives_the_title_and_no_text() -> None:
    document = parse('---\ntitle: "年度报告"\ndate: 2025-01-20\n---\n正文')
    assert document.title == "年度报告"
    assert document.blocks == (Paragraph("正文"),)


@pytest.mark.parametrize(
    "text", ["# 标题\n正文", "正文\n## 标题", "| 甲 |\n| --- |\n| 1 |", "甲 | 乙\n--- | ---\n1 | 2", "**粗**"]
)
def test_markdown_is_known_by_its_marks(text: str) -> None:
    assert looks_like_markdown(text) is True


@pytest.mark.parametrize("text", ["正文", "#", "#号文件", "甲|乙\n1|2", "2 * 3 * 4", "甲\n---\n乙"])
def test_plain_text_is_not_taken_for_markdown(text: str) -> None:
    assert looks_like_markdown(text) is False
    assert looks_like_markdown(text, "报告.MD") is True


def test_hundreds_of_thousands_of_marks_are_read_without_backing_up() -> None:
    for mark in ("**", "[", "<!--", "`", "| ", "~~a", "&", "\\", "[a](", "<a "):
        assert read(f"甲{mark * 50_000}".encode()).blocks != ()


@given(st.lists(st.sampled_from(PIECES) | st.characters() | st.just("\n"), max_size=60).map("".join))
def test_any_text_at_all_is_read_as_markdown_and_written_again(text: str) -> None:
    document = parse(text)
    assert parse(write(document, "text").decode()) == canonical(document)
