"""What goes where on the page."""

from __future__ import annotations

import pytest
from hypothesis import given

from documents.strategies import documents
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.writers.layout import (
    column_widths,
    ems,
    even_pieces,
    fitted,
    is_data,
    left_aligned,
    opens_a_part,
    signature,
    title_lines,
    title_width,
)

CAPTIONED = Table(
    (
        (Cell("第二十条第（一）项", 1, 4),),
        (Cell("信息内容"), Cell("本年制发件数"), Cell("本年废止件数"), Cell("现行有效件数")),
        (Cell("行政规范性文件"), Cell("5"), Cell("1"), Cell("25")),
        (Cell("第二十条第（五）项", 1, 4),),
        (Cell("信息内容"), Cell("本年处理决定数量", 1, 3)),
        (Cell("行政许可"), Cell("13", 1, 3)),
    )
)
LABELLED = Table(
    (
        (Cell("项目", 1, 2), Cell("自然人"), Cell("总计")),
        (
            Cell("三、本年度办理结果", 2),
            Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）"),
            Cell("5345"),
            Cell("5548"),
        ),
        (Cell("3.其他"), Cell("0"), Cell("0")),
    ),
    header_rows=1,
)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("示例县商务局2024年年度报告", ["示例县商务局2024年年度报告"]),
        ("示例市人民政府2022年政府信息公开工作年度报告", ["示例市人民政府2022年", "政府信息公开工作年度报告"]),
        ("示例县关于示例的关于示例事项的示例通知", ["示例县关于示例的关于示例事项的示例通知"]),
        ("关于公布示例县商务局政府信息公开指南的示例通知", ["关于公布示例县商务局", "政府信息公开指南的示例通知"]),
        (
            "作者自己分行的\n标题标题标题标题标题标题标题标题标题标题",
            ["作者自己分行的\n标题标题标题标题标题标题标题标题标题标题"],
        ),
        (
            "没有可分之处的一个很长很长很长很长很长很长很长很长标题",
            ["没有可分之处的一个很长很长很长很长很长很长很长很长标题"],
        ),
    ],
)
def test_a_title_is_parted_where_no_word_is_cut(text: str, lines: list[str]) -> None:
    assert title_lines(text, 19.5) == lines


def test_a_program_that_knows_only_widths_gets_the_longer_line_first() -> None:
    title = "示例市人民政府2022年政府信息公开工作年度报告"
    assert title_lines(title, 19.5, longer_first=True) == ["示例市人民政府2022年政府信息公开", "工作年度报告"]
    first = ems("示例市人民政府2022年政府信息公开")
    assert first < title_width(title, 20) < first + 1.4


@pytest.mark.parametrize(
    ("text", "room", "pieces"),
    [
        ("商业企业", 3.6, ["商业", "企业"]),
        ("社会公益组织", 3.6, ["社会", "公益", "组织"]),
        ("社会公益组织", 4.1, ["社会公益", "组织"]),
        ("行政事业性收费", 4.0, ["行政事业", "性收费"]),
        ("行政复议行政诉讼", 6.5, ["行政复议", "行政诉讼"]),
        ("商业企业", 4.0, ["商业企业"]),
        ("自然人", 2.0, ["自然", "人"]),
        ("1.属于国家秘密", 3.0, ["1.属于国家秘密"]),
    ],
)
def test_a_short_head_is_broken_between_words(text: str, room: float, pieces: list[str]) -> None:
    assert even_pieces(text, room) == pieces


@given(documents())
def test_column_widths_fill_the_room_and_none_is_nothing(document: Document) -> None:
    for table in document.tables:
        for room in (10.0, 42.0, 500.0):
            widths = column_widths(table, room)
            assert len(widths) == len(table.grid()[0])
            assert sum(widths) == pytest.approx(room)
            assert min(widths) > 0


def test_labels_get_the_width_and_figures_stay_narrow() -> None:
    first, label, figure, total = column_widths(LABELLED, 42)
    assert label > 1.5 * first > figure
    assert figure == total


def test_a_table_whose_figures_do_not_fit_is_set_smaller() -> None:
    assert fitted(LABELLED, 442)[0] == 10.5
    points, widths = fitted(Table((tuple(Cell("1234567") for _ in range(15)),)), 442)
    assert points == 6.5
    assert sum(widths) == pytest.approx(442)


@pytest.mark.parametrize(
    "text", ["12", "-3", "+4", "4166.241619", "１２", "1,000", "251000元", "3件", "98.5%", "", "-", "/", "——"]
)
def test_figures_and_signs_for_none_are_data(text: str) -> None:
    assert is_data(text) is True


@pytest.mark.parametrize("text", ["1.属于国家秘密", "（一）", "自然人", "2024年", "22（其中修订16件）"])
def test_labels_are_not_data(text: str) -> None:
    assert is_data(text) is False


def test_long_labels_stand_flush_left_with_their_column_and_all_else_is_centred() -> None:
    assert left_aligned(LABELLED) == {(1, 1), (2, 1)}
    assert left_aligned(CAPTIONED) == set()


def test_a_caption_and_the_heads_under_it_are_kept_with_the_figures() -> None:
    assert [opens_a_part(CAPTIONED, r) for r in range(6)] == [True, True, False, True, True, False]


def test_agency_and_date_at_the_end_sign_the_document() -> None:
    agency, day = Paragraph("示例县商务局"), Paragraph("2024年1月15日")
    assert signature(Document((Paragraph("正文。"), agency, day))) == {1: 4.425, 2: 4.0}
    assert signature(Document((Paragraph("正文很长，也有标点。"), day))) == {1: 4.0}
    assert signature(Document((day, agency))) == {}
    assert signature(Document((agency, Heading("2024年1月15日", 2)))) == {}
    assert signature(Document((Paragraph("二〇二四年一月十五日"),))) == {0: 4.0}
