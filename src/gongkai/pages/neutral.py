"""Documents of the neutral kind (``gongkai.documents``) as blocks: what the readers of PDF, old Word, text and Markdown give."""

from __future__ import annotations

from gongkai import documents
from gongkai.documents import Document
from gongkai.pages.inline import joined
from gongkai.pages.model import Block, Cell, Heading, Inline, Paragraph, Table, Text


def blocks_of_document(document: Document) -> list[Block]:
    made: list[Block] = []
    for block in document.blocks:
        if isinstance(block, documents.Table):
            rows = [[_cell(cell) for cell in row] for row in block.rows]
            made.append(Table(rows, block.header_rows))
        elif isinstance(block, documents.Heading):
            made.append(Heading(block.level, [Text(" ".join(block.text.split("\n")))]))
        else:
            made.append(Paragraph(_lines(block.text)))
    return made


def _cell(cell: documents.Cell) -> Cell:
    return Cell([Paragraph(_lines(cell.text))] if cell.text else [], cell.rowspan, cell.colspan)


def _lines(text: str) -> list[Inline]:
    return joined([Text(line)] for line in text.split("\n"))
