"""What is written can be read: ``read(write(document)) == document`` for every canonical Document, in every format."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings

from documents.strategies import documents, raw_documents
from gongkai.documents.canonical import canonical
from gongkai.documents.model import Cell, Document, Heading, Paragraph, Table
from gongkai.documents.reading import read
from gongkai.documents.writing import write

NAMES = {"html": "报告.html", "docx": "报告.docx", "xlsx": "报告.xlsx", "text": "报告.md", "pdf": "报告.pdf"}
EXACT = ("docx", "html", "text", "xlsx")

SPANS = Document(
    (
        Table(((Cell("甲", 2, 2), Cell("乙")), (Cell("丙"),), (Cell("丁"), Cell(""), Cell("戊")))),
        Table(((Cell("甲", 3), Cell("乙", 1, 2)), (Cell("1"), Cell("2", 2)), (Cell(""),))),
    )
)
RAGGED = Document((Table(((Cell("甲"), Cell("乙"), Cell("丙")), (Cell("1"),), (Cell(""), Cell("2")))),))
MARKS = Document(
    (
        Heading("# 一、总体 | 情况 ##", 2),
        Paragraph("=1+1\n\\\n- 甲\n1. 乙\n**丙** <b>&amp;</b> ]]>"),
        Table(((Cell("^^"), Cell("<<")), (Cell("|"), Cell("---")), (Cell("007"), Cell("1.50")))),
    )
)


def back(document: Document, format: str) -> Document:
    return read(write(document, format), NAMES[format])


@pytest.mark.parametrize("format", EXACT)
@settings(max_examples=150)
@given(document=documents())
@example(document=SPANS)
@example(document=RAGGED)
@example(document=MARKS)
def test_a_document_written_and_read_is_equal(format: str, document: Document) -> None:
    assert back(document, format) == document


@pytest.mark.parametrize("format", EXACT)
@settings(max_examples=50)
@given(document=raw_documents())
def test_what_no_file_can_carry_is_left_out_the_same_way_by_every_format(format: str, document: Document) -> None:
    expected = canonical(document)
    if expected.blocks:
        assert back(document, format) == expected
