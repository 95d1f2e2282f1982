"""Reading a PDF by its structure tree, and when not to."""

from __future__ import annotations

import io

import pypdfium2
import pypdfium2.raw as pdfium
import pytest

from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Place, Table
from gongkai.documents.reading import read
from gongkai.documents.writing import write

TABLE = Table(
    (
        (Cell("办理结果", 2, 2), Cell("申请人情况", 1, 2)),
        (Cell("自然人"), Cell("总计")),
        (Cell("三、本年度办理结果", 2), Cell("（一）予以公开"), Cell("3"), Cell("3")),
        (Cell("（二）部分公开"), Cell(""), Cell("-")),
    ),
    header_rows=2,
)
DOCUMENT = Document((Heading("示例县商务局年度报告", 1), Heading("三、申请情况", 2), Paragraph("正文 text。"), TABLE))


def test_heading_levels_paragraphs_spans_and_blank_cells_come_from_the_tree() -> None:
    document = read(write(DOCUMENT, "pdf"))
    assert document == DOCUMENT
    assert next(document.tables).header_rows == 2
    assert document.title == "示例县商务局年度报告"
    assert (document.source.format, document.source.pages) == ("pdf", 1)


def test_every_cell_has_its_page_table_row_and_grid_column() -> None:
    table = next(read(write(DOCUMENT, "pdf")).tables)
    assert table.place == Place(page=1, table=1)
    assert table.rows[1][0].place == Place(page=1, table=1, row=2, column=3)
    assert table.rows[3][2].place == Place(page=1, table=1, row=4, column=4)


def test_the_page_number_is_no_part_of_the_document() -> None:
    assert read(write(Document((Paragraph("甲"),)), "pdf")).blocks == (Paragraph("甲"),)


def test_signs_that_share_a_glyph_come_back_as_they_were_written() -> None:
    document = Document((Paragraph("⼀一 ⾯面"), Table(((Cell("⼀"), Cell("一 ⼀")),))))
    assert read(write(document, "pdf")) == document


def test_a_tree_of_another_maker_is_not_believed_and_the_page_is_read_by_its_lines() -> None:
    data = write(DOCUMENT, "pdf").replace(b"Typst", b"Other")
    document = read(data)
    assert next(document.tables) == TABLE
    assert [type(block) for block in document.blocks] == [Heading, Paragraph, Paragraph, Table]


def test_text_that_the_eye_does_not_see_is_not_taken_from_the_tree() -> None:
    data = write(Document((Paragraph("甲乙丙"),)), "pdf")
    pdf = pypdfium2.PdfDocument(data)
    page = pdf[0]
    for piece in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        assert pdfium.FPDFTextObj_SetTextRenderMode(piece.raw, pdfium.FPDF_TEXTRENDERMODE_INVISIBLE)
    page.gen_content()
    hidden = io.BytesIO()
    pdf.save(hidden)
    assert read(data).source.warnings == ()
    assert read(hidden.getvalue()).source.warnings == ("第1页的文字是扫描图上的识别层，可能有识别错误。请核对图像。",)


@pytest.mark.parametrize("part", range(1, 20))
def test_a_pdf_cut_off_anywhere_is_read_or_refused_with_a_sentence(part: int) -> None:
    data = write(DOCUMENT, "pdf")
    try:
        document = read(data[: len(data) * part // 20])
    except Unreadable as error:
        assert error.code in ("damaged", "no-text", "needs-ocr")
    else:
        assert document.blocks != ()
