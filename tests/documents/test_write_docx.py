"""The DOCX writer, looked at through python-docx and as bare XML."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from lxml import etree

from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.writers import Unwritable
from gongkai.documents.writing import write

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TABLE = Table(
    (
        (Cell("办理结果", 2, 2), Cell("申请人情况", 1, 2)),
        (Cell("自然人"), Cell("总计")),
        (Cell("三、本年度办理结果", 2), Cell("（一）予以公开"), Cell("3"), Cell("3")),
        (Cell("（二）部分公开"), Cell("4")),
    ),
    header_rows=2,
)
REPORT = Document(
    (Heading("示例县商务局年度报告", 1), Heading("一、总体情况", 2), Paragraph("正文。\n第二行"), TABLE, TABLE)
)


def opened(document: Document = REPORT, **options: object) -> docx.document.Document:
    return docx.Document(io.BytesIO(write(document, "docx", **options)))


def part(data: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return package.read(name).decode()


def test_the_page_is_that_of_an_official_document() -> None:
    section = opened().sections[0]
    assert [round(length.mm) for length in (section.page_width, section.page_height)] == [210, 297]
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(margin.mm) for margin in margins] == [37, 35, 28, 26]


@pytest.mark.parametrize(
    ("style", "face", "points"),
    [
        ("heading 1", "方正小标宋简体", 22),
        ("heading 2", "黑体", 16),
        ("heading 3", "楷体_GB2312", 16),
        ("heading 4", "仿宋_GB2312", 16),
        ("公文表格", "宋体", 10.5),
    ],
)
def test_each_style_names_its_chinese_face_and_size(style: str, face: str, points: float) -> None:
    found = opened().styles[style]
    assert found.element.rPr.rFonts.get(f"{W}eastAsia") == face
    assert found.font.size.pt == points


def test_the_body_is_fangsong_of_size_three_with_fixed_lines_and_two_characters_of_indent() -> None:
    document = opened()
    body = document.styles["公文正文"].element
    assert body.pPr.find(f"{W}ind").get(f"{W}firstLineChars") == "200"
    normal = document.styles["Normal"]
    assert normal.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
    assert normal.paragraph_format.line_spacing.pt == 28.95
    defaults = document.styles.element.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    assert defaults.find(f"{W}rFonts").get(f"{W}eastAsia") == "仿宋_GB2312"
    assert defaults.find(f"{W}sz").get(f"{W}val") == "32"


def test_the_page_number_stands_between_dashes_on_the_outer_side() -> None:
    section = opened().sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        paragraph = footer.paragraphs[0]._p
        assert "".join(run.text for run in paragraph.iter(f"{W}t")) == "— 1 —"
        assert paragraph.find(f".//{W}fldSimple").get(f"{W}instr") == " PAGE "
        assert paragraph.pPr.find(f"{W}jc").get(f"{W}val") == side
        assert paragraph.pPr.find(f"{W}ind").get(f"{W}{side}Chars") == "100"
    assert opened().settings.odd_and_even_pages_header_footer is True


def test_merged_cells_are_truly_merged() -> None:
    table = opened().tables[0]
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    assert texts == [
        ["办理结果", "办理结果", "申请人情况", "申请人情况"],
        ["办理结果", "办理结果", "自然人", "总计"],
        ["三、本年度办理结果", "（一）予以公开", "3", "3"],
        ["三、本年度办理结果", "（二）部分公开", "4"],
    ]
    assert table.cell(0, 0)._tc is table.cell(1, 1)._tc


def test_head_rows_repeat_and_no_row_breaks_over_a_page() -> None:
    rows = opened().tables[0].rows
    assert [row._tr.trPr.find(f"{W}tblHeader") is not None for row in rows] == [True, True, False, False]
    assert all(row._tr.trPr.find(f"{W}cantSplit") is not None for row in rows)


def test_columns_have_widths_that_fill_the_measure() -> None:
    table = opened().tables[0]
    grid = [int(column.get(f"{W}w")) for column in table._tbl.tblGrid]
    assert 8840 <= sum(grid) <= 8850
    assert min(grid) > 400
    first = table._tbl.tr_lst[0].tc_lst[0]
    assert int(first.tcPr.find(f"{W}tcW").get(f"{W}w")) == grid[0] + grid[1]


def test_a_caption_is_kept_with_the_rows_it_announces() -> None:
    captioned = Table(
        ((Cell("第二十条第（一）项", 1, 2),), (Cell("信息内容"), Cell("件数")), (Cell("规章"), Cell("0")))
    )
    rows = opened(Document((captioned,))).tables[0].rows
    assert [row.cells[0].paragraphs[0]._p.pPr.find(f"{W}keepNext") is not None for row in rows] == [True, True, False]


def test_agency_and_date_are_set_on_the_right() -> None:
    document = opened(Document((Paragraph("正文。"), Paragraph("示例县商务局"), Paragraph("2024年1月15日"))))
    assert [paragraph.alignment for paragraph in document.paragraphs] == [
        None,
        WD_ALIGN_PARAGRAPH.RIGHT,
        WD_ALIGN_PARAGRAPH.RIGHT,
    ]
    assert document.paragraphs[2]._p.pPr.find(f"{W}ind").get(f"{W}rightChars") == "400"


def test_a_long_title_is_narrowed_so_that_it_breaks_between_words() -> None:
    title = opened(Document((Heading("示例市人民政府2022年政府信息公开工作年度报告", 1),))).paragraphs[0]
    indent = title._p.pPr.find(f"{W}ind")
    assert int(indent.get(f"{W}left")) == int(indent.get(f"{W}right"))
    assert 600 < int(indent.get(f"{W}left")) < 900


def test_tables_side_by_side_stay_two_and_the_last_is_followed_by_a_paragraph() -> None:
    body = opened().element.body
    assert [etree.QName(child).localname for child in body][-5:] == ["tbl", "p", "tbl", "p", "sectPr"]


def test_markup_and_control_characters_are_harmless() -> None:
    hostile = Document((Paragraph('</w:t>&amp;<w:br/>"\x00\x0b甲\ufffe'), Table(((Cell("]]>\x07<"),),))))
    document = opened(hostile, title="<&>\x01", author="\x00甲")
    assert document.paragraphs[0].text == '</w:t>&amp;<w:br/>"\n甲'
    assert document.tables[0].cell(0, 0).text == "]]><"
    assert document.core_properties.title == "<&>"


def test_properties_are_given_or_fixed_and_never_from_the_clock() -> None:
    core = opened().core_properties
    assert (core.title, core.author, core.language) == ("示例县商务局年度报告", "", "zh-CN")
    assert core.created == core.modified == datetime(2000, 1, 1, tzinfo=UTC)
    core = opened(author="示例县商务局", date=datetime(2025, 1, 20, 9, 30, tzinfo=UTC)).core_properties
    assert (core.author, core.created) == ("示例县商务局", datetime(2025, 1, 20, 9, 30, tzinfo=UTC))


def test_the_file_carries_no_trace_of_the_template() -> None:
    data = write(REPORT, "docx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert not [name for name in package.namelist() if "thumbnail" in name]
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert package.namelist()[0] == "[Content_Types].xml"
    assert "python-docx" not in part(data, "docProps/core.xml")


def test_a_table_wider_than_word_allows_is_refused() -> None:
    wide = Document((Table((tuple(Cell("1") for _ in range(64)),)),))
    with pytest.raises(Unwritable, match="共 64 列") as caught:
        write(wide, "docx")
    assert caught.value.code == "too-wide"
    assert len(opened(Document((Table((tuple(Cell("1") for _ in range(63)),)),))).tables[0].columns) == 63
