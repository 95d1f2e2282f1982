"""What is written can be read: ``read(write(document)) == document`` for every canonical Document, in every format."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from documents.strategies import documents, raw_documents
from gongkai.documents.canonical import canonical
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Table
from gongkai.documents.reading import read, read_file
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


def as_printed(document: Document) -> Document:
    """What the page, and so a PDF's structure tree, can say: a broken line is a paragraph, every row has all its columns, and
    after a hyphen nobody knows of a space, for it is lost where the line ends there."""
    blocks: list[Block] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            blocks.extend(Paragraph(_after_hyphens(line)) for line in block.text.split("\n"))
        elif isinstance(block, Heading):
            blocks.append(Heading(_after_hyphens(block.text), block.level))
        else:
            rows = zip(block.rows, block.grid(), strict=True)
            blocks.append(
                Table(
                    tuple(
                        (
                            *(replace(cell, text=_after_hyphens(cell.text)) for cell in row),
                            *(Cell() for here in line if here is None),
                        )
                        for row, line in rows
                    )
                )
            )
    return Document(tuple(blocks))


def _after_hyphens(text: str) -> str:
    return re.sub("(?<=-)[ \u3000]", "", text)


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


@settings(max_examples=150)
@given(document=documents(printable=True))
@example(document=SPANS)
@example(document=RAGGED)
@example(document=MARKS)
@example(document=Document((Table(((Cell("一-"),),)), Heading("一", 1))))
def test_a_pdf_written_and_read_says_all_that_a_page_can_say(document: Document) -> None:
    assert as_printed(back(document, "pdf")) == as_printed(document)


def test_a_table_and_a_paragraph_that_run_over_pages_come_back_whole_from_a_pdf() -> None:
    head = ((Cell("项目", 2, 2), Cell("件数", 1, 2)), (Cell("本年"), Cell("上年")))
    rows = tuple(
        (*((Cell(f"第{n // 15 + 1}类", 15),) if n % 15 == 0 else ()), Cell(f"{n}项"), Cell(str(n)), Cell(""))
        for n in range(60)
    )
    document = Document((Paragraph("正 文 text 2024年。" * 120), Table((*head, *rows), header_rows=2), Paragraph("尾")))
    result = back(document, "pdf")
    assert result == document
    assert result.source.pages == 5
    table = next(result.tables)
    assert (table.header_rows, table.place.page, table.rows[-1][0].place.page) == (2, 2, 5)


@pytest.mark.parametrize("format", EXACT)
def test_real_reports_survive_every_format(format: str, samples: Path) -> None:
    files = sorted(path for path in samples.iterdir() if path.suffix in (".txt", ".html", ".docx", ".pdf"))
    assert files != []
    for path in files:
        document = read_file(path)
        assert canonical(document) == document
        assert back(document, format) == document
