"""Documents of the neutral kind (``gongkai.documents``) as blocks: what the readers of PDF, old Word, text and Markdown give."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai import documents
from gongkai.documents import Document
from gongkai.pages.inline import joined
from gongkai.pages.model import Block, Cell, Heading, Image, Inline, Paragraph, Table, Text


def blocks_of_document(document: Document, pictures: Sequence[tuple[int, Image]] = ()) -> list[Block]:
    """``pictures``: with the page each stands on, in order; they come after what else stands on that page."""
    made: list[Block] = []
    waiting = list(pictures)
    for block in document.blocks:
        while waiting and block.place.page is not None and waiting[0][0] < block.place.page:
            made.append(Paragraph([waiting.pop(0)[1]]))
        if isinstance(block, documents.Table):
            rows = [[_cell(cell) for cell in row] for row in block.rows]
            made.append(Table(rows, block.header_rows))
        elif isinstance(block, documents.Heading):
            made.append(Heading(block.level, [Text(" ".join(block.text.split("\n")))]))
        else:
            made.append(Paragraph(_lines(block.text)))
    made += [Paragraph([image]) for _, image in waiting]
    return made


def _cell(cell: documents.Cell) -> Cell:
    return Cell([Paragraph(_lines(cell.text))] if cell.text else [], cell.rowspan, cell.colspan)


def _lines(text: str) -> list[Inline]:
    return joined([Text(line)] for line in text.split("\n"))
