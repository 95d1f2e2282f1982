"""The one neutral Document: what every reader makes and every writer takes.

A Document is a flat run of blocks in reading order. It keeps what the source said (text, table cells with their spans) and
where it stood; it repairs nothing. Two Documents are equal when they say the same: places, the source and the marks of a
head row take no part in the comparison.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from gongkai.language import say


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stood in its source. Every number counts from 1; None where the format has no such thing.

    ``page`` of a PDF or scan; ``line`` of a text file; ``table`` the nth table of the document; ``row`` and ``column`` in the
    table's grid (merged cells count once for each grid column they cover); ``sheet`` of a workbook.
    """

    page: int | None = None
    line: int | None = None
    table: int | None = None
    row: int | None = None
    column: int | None = None
    sheet: str | None = None

    def __str__(self) -> str:
        parts = []
        if self.sheet is not None:
            parts.append(say("工作表“{sheet}”", sheet=self.sheet))
        if self.page is not None:
            parts.append(say("第{page}页", page=self.page))
        if self.table is not None:
            parts.append(say("第{table}个表", table=self.table))
        if self.line is not None:
            parts.append(say("第{line}行", line=self.line))
        elif self.row is not None:
            parts.append(say("第{row}行", row=self.row))
        if self.column is not None:
            parts.append(say("第{column}列", column=self.column))
        return "".join(parts)


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that the source marks as one. ``level`` 1 (the title) to 6. ``text`` is never empty."""

    text: str
    level: int = 1
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, or a line of a source that knows only lines. ``\\n`` inside is a line break the author set."""

    text: str
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell, standing at the top left of the ``rowspan`` × ``colspan`` grid cells it covers. ``text`` may be empty."""

    text: str = ""
    rowspan: int = 1
    colspan: int = 1
    place: Place = field(default=NOWHERE, compare=False)


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as HTML means them: a cell covered by a span from above or from the left is not written again.

    Rows may be ragged: a source that lost cells is kept as it is. ``header_rows``: how many rows from the top are the head,
    for writers that repeat it after a page break.
    """

    rows: tuple[tuple[Cell, ...], ...]
    place: Place = field(default=NOWHERE, compare=False)
    header_rows: int = field(default=0, compare=False)

    def grid(self) -> list[list[tuple[Cell, bool] | None]]:
        """The cells laid out: ``grid[r][c]`` is ``(cell, is_its_top_left)``, or None where no cell reaches.

        All rows are as long as the longest. A rowspan that runs past the last row is cut off there; where two spans
        claim one grid cell the earlier one keeps it, and the later cell goes to the next free column.
        """
        if all(cell.rowspan == 1 and cell.colspan == 1 for row in self.rows for cell in row):
            widest = max((len(row) for row in self.rows), default=0)
            return [[*((cell, True) for cell in row), *[None] * (widest - len(row))] for row in self.rows]
        laid: list[list[tuple[Cell, bool] | None]] = [[] for _ in self.rows]
        for r, row in enumerate(self.rows):
            c = 0
            for cell in row:
                while c < len(laid[r]) and laid[r][c] is not None:
                    c += 1
                for rr in range(r, min(r + cell.rowspan, len(laid))):
                    line = laid[rr]
                    for cc in range(c, c + cell.colspan):
                        while len(line) <= cc:
                            line.append(None)
                        if line[cc] is None:
                            line[cc] = (cell, rr == r and cc == c)
                c += cell.colspan
        width = max((len(line) for line in laid), default=0)
        for line in laid:
            line.extend([None] * (width - len(line)))
        return laid


Block = Heading | Paragraph | Table


@dataclass(frozen=True, slots=True)
class Source:
    """What the Document was read from. ``format``: text markdown html docx doc pdf xlsx image; ``encoding`` where it has one.

    ``warnings``: sentences about what could not be taken over faithfully (pages without text, hidden sheets left out, …).
    ``uncertain``: the table cells whose text was recognised from a picture without certainty.
    """

    format: str = ""
    name: str = ""
    encoding: str | None = None
    pages: int | None = None
    warnings: tuple[str, ...] = ()
    uncertain: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """Blocks in reading order. ``title``: the one the file declares in its metadata, not one guessed from the text."""

    blocks: tuple[Block, ...] = ()
    title: str | None = field(default=None, compare=False)
    source: Source = field(default=Source(), compare=False)

    @property
    def tables(self) -> Iterator[Table]:
        return (block for block in self.blocks if isinstance(block, Table))

    @property
    def text(self) -> str:
        """All words, a line a block, the cells of a row parted by tabs."""
        lines: list[str] = []
        for block in self.blocks:
            if isinstance(block, Table):
                lines.extend("\t".join(cell.text for cell in row) for row in block.rows)
            else:
                lines.append(block.text)
        return "\n".join(lines)
