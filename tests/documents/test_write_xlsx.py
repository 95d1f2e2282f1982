"""The XLSX writer, looked at through openpyxl and calamine."""

from __future__ import annotations

import io
import zipfile

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.readers.gongkai_xlsx import layout_of
from gongkai.documents.writers import Unwritable
from gongkai.documents.writing import write

TABLE = Table(
    ((Cell("项目", 1, 2), Cell("件数")), (Cell("许可", 2), Cell("甲"), Cell("12")), (Cell("乙"), Cell("007")))
)
DOCUMENT = Document((Heading("年度报告", 1), Paragraph("正文一。"), TABLE, Heading("附", 3), TABLE))


def sheets(document: Document) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(write(document, "xlsx")))


def read_back(data: bytes) -> Document | None:
    return layout_of(CalamineWorkbook.from_filelike(io.BytesIO(data)))


def test_the_first_sheet_lists_the_blocks_and_each_table_has_its_own() -> None:
    book = sheets(DOCUMENT)
    assert book.sheetnames == ["正文", "表1", "表2"]
    assert [[cell.value for cell in row] for row in book["正文"].iter_rows()] == [
        ["类型", "级别", "内容", "工作表", "形状"],
        ["标题", 1, "年度报告", None, None],
        ["段落", None, "正文一。", None, None],
        ["表格", None, None, "表1", "3×3"],
        ["标题", 3, "附", None, None],
        ["表格", None, None, "表2", "3×3"],
    ]
    assert sorted(map(str, book["表1"].merged_cells.ranges)) == ["A1:B1", "A2:A3"]


def test_plain_numbers_can_be_summed_and_others_stay_text() -> None:
    texts = (
        "12",
        "-3",
        "4166.241619",
        "0",
        "007",
        "1.50",
        "+4",
        "1e5",
        "１２",
        "1,000",
        "12345678901234567",
        "-0",
        "0.1",
    )
    book = sheets(Document((Table((tuple(map(Cell, texts)),)),)))
    assert [cell.value for cell in book["表1"][1]] == [
        12,
        -3,
        4166.241619,
        0,
        "007",
        "1.50",
        "+4",
        "1e5",
        "１２",
        "1,000",
        "12345678901234567",
        "-0",
        0.1,
    ]


@pytest.mark.parametrize(
    "text", ["=1+1", '=HYPERLINK("http://example.org","甲")', "+1+1", "-1+1", "@SUM(A1)", "{=1}", "http://example.org"]
)
def test_no_text_becomes_a_formula_or_a_link(text: str) -> None:
    data = write(Document((Paragraph(text), Table(((Cell(text),),)))), "xlsx")
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith("xl/worksheets/sheet"):
                assert b"<f>" not in package.read(name)
                assert b"r:id" not in package.read(name).replace(b"<drawing r:id", b"")
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert [book["正文"]["C2"].value, book["表1"]["A1"].value] == [text, text]
    assert [book["正文"]["C2"].data_type, book["表1"]["A1"].data_type] == ["s", "s"]


def test_a_paragraph_longer_than_a_cell_goes_on_in_the_next_row() -> None:
    long = Document((Paragraph("甲" * 40_000), Heading("𠮷" * 17_000, 2)))
    book = sheets(long)
    assert [row[0].value for row in book["正文"].iter_rows(min_row=2)] == ["段落", "续", "标题", "续"]
    assert read_back(write(long, "xlsx")) == long


def test_a_table_cell_longer_than_excel_holds_is_refused_with_its_place() -> None:
    with pytest.raises(Unwritable, match="表格第1行第2列有 32768 个字符") as caught:
        write(Document((Table(((Cell("甲"), Cell("乙" * 32_768)),)),)), "xlsx")
    assert caught.value.code == "too-long"


def test_the_same_document_gives_the_same_bytes() -> None:
    assert write(DOCUMENT, "xlsx") == write(DOCUMENT, "xlsx")


def test_a_workbook_that_somebody_edited_is_no_longer_taken_for_ours() -> None:
    book = sheets(DOCUMENT)
    book["正文"]["A3"] = "别的"
    out = io.BytesIO()
    book.save(out)
    assert read_back(out.getvalue()) is None
    book = sheets(DOCUMENT)
    del book["表2"]
    out = io.BytesIO()
    book.save(out)
    assert read_back(out.getvalue()) is None
    book = sheets(DOCUMENT)
    book["表1"]["D9"] = "多出的一格"
    out = io.BytesIO()
    book.save(out)
    assert read_back(out.getvalue()) is None


def test_a_figure_corrected_in_excel_is_read_with_its_new_value() -> None:
    book = sheets(Document((TABLE,)))
    book["表1"]["C2"] = 13
    out = io.BytesIO()
    book.save(out)
    assert read_back(out.getvalue()) == Document(
        (
            Table(
                (
                    (Cell("项目", 1, 2), Cell("件数")),
                    (Cell("许可", 2), Cell("甲"), Cell("13")),
                    (Cell("乙"), Cell("007")),
                )
            ),
        )
    )


def test_a_row_is_high_enough_for_merged_cells_that_wrap() -> None:
    long = Cell("（二）部分公开（区分处理的，只计这一情形，不计其他情形）" * 3, 1, 2)
    book = sheets(Document((Table(((Cell("甲"), Cell("乙"), Cell("1")), (long, Cell("2")))),)))
    assert book["表1"].row_dimensions[1].height is None
    assert book["表1"].row_dimensions[2].height == 33.75  # two lines, in whole pixels
