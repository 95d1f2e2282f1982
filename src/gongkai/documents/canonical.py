"""The canonical form of a Document: what every format can carry, so that writing and reading gives back the same.

What a file format cannot carry, or what no reader could know from the file, is settled here once:

* Control characters, lone surrogates and non-characters: XML, and so HTML, DOCX and XLSX, forbid them.
* Runs of white space: a browser, a page and a Markdown viewer show a run as one space. A run that holds an ideographic
  space (the usual mark after 第一条) becomes one ideographic space, any other run one plain space.
* White space at either end of a line, empty lines, every kind of line break but ``\\n``.
* Paragraphs, headings and tables without a word (pages use empty tables as rules and spacers, so readers pass over them).
  Heading levels outside 1 to 6.
* Spans that reach past the last row or that claim a grid cell twice: the cell is clipped to the rectangle that is its own.
  A hole in the middle of a row becomes an empty cell; a row that ends early keeps its early end.
* A row in which no cell begins: Word deletes such rows, on a page it has no height. The spans over it shrink.

The texts themselves are otherwise untouched: no width folding, no normalisation, no repair.
"""

from __future__ import annotations

import re
from dataclasses import replace

from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Table

WIDEST_SPAN = 1000  # columns; the limit of the HTML standard
TALLEST_SPAN = 65534  # rows; the same

_BREAKS = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_FORBIDDEN = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\ufffe\uffff]")
_PLANE_ENDS = re.compile(
    "[" + "".join(chr(plane * 0x10000 + end) for plane in range(1, 17) for end in (0xFFFE, 0xFFFF)) + "]"
)
_SPACES = re.compile(r"[^\S\n]+")
# Nothing for us to do: no white space but single plain spaces between words, nothing forbidden.
_PLAIN = (
    r"[!-~\u00a1-\u167f\u200b-\u2027\u202a-\u202e\u2030-\u205e\u2060-\u2fff\u3001-\ud7ff\uf900-\ufdcf\uff00-\uffef]++"
)
_UNTOUCHED = re.compile(rf"(?:{_PLAIN}(?: {_PLAIN})*+)?\Z")  # possessive: no input makes it back up


def canonical(document: Document) -> Document:
    """``document`` with only what every format carries; places, title and source are kept. Idempotent."""
    blocks = (_block(block) for block in document.blocks)
    return replace(document, blocks=tuple(block for block in blocks if block is not None))


def canonical_text(text: str) -> str:
    """One text in canonical form: lines parted by ``\\n``, none empty, single spaces, no control characters.

    >>> canonical_text("  第一条\\u3000 为了 \\r\\n\\r\\n 保障\\x00 ")
    '第一条\\u3000为了\\n保障'
    """
    bare = text.strip(" ")
    if not bare or (bare.isascii() and bare.isalnum()):
        return bare  # most cells of a table: a figure or nothing
    if _UNTOUCHED.match(text):
        return text
    text = _BREAKS.sub("\n", text)
    text = _PLANE_ENDS.sub("", _FORBIDDEN.sub("", text))
    text = _SPACES.sub(_one_space, text)
    return "\n".join(line for line in (line.strip() for line in text.split("\n")) if line)


def _one_space(run: re.Match[str]) -> str:
    return "\u3000" if "\u3000" in run.group() else " "


def _block(block: Block) -> Block | None:
    if isinstance(block, Table):
        return canonical_table(block)
    text = canonical_text(block.text)
    if not text:
        return None
    if isinstance(block, Heading):
        return Heading(text, min(max(block.level, 1), 6), block.place)
    return Paragraph(text, block.place)


def canonical_table(table: Table) -> Table | None:
    """``table`` with every cell clipped to its own rectangle and no hole before a cell; None when it has no word."""
    bounded = Table(
        tuple(
            tuple(
                replace(
                    cell,
                    text=canonical_text(cell.text),
                    rowspan=min(max(cell.rowspan, 1), TALLEST_SPAN),
                    colspan=min(max(cell.colspan, 1), WIDEST_SPAN),
                )
                for cell in row
            )
            for row in table.rows
        )
    )
    rows = _rectangles(bounded)
    bare = [not row for row in rows]
    if any(bare):
        rows = _without_bare_rows(rows, bare)
    if not any(cell.text for row in rows for cell in row):
        return None
    header_rows = min(max(table.header_rows, 0), len(table.rows))
    return Table(tuple(tuple(row) for row in rows), table.place, header_rows - sum(bare[:header_rows]))


def _rectangles(table: Table) -> list[list[Cell]]:
    """The rows of ``table``, every cell clipped, holes filled with empty cells, trailing holes left out."""
    grid = table.grid()
    height, width = len(grid), len(grid[0]) if grid else 0
    covered = [[False] * width for _ in grid]
    rows: list[list[Cell]] = []
    for r, line in enumerate(grid):
        last = max((c for c, here in enumerate(line) if here is not None and (here[1] or covered[r][c])), default=-1)
        row: list[Cell] = []
        for c in range(last + 1):
            if covered[r][c]:
                continue
            here = line[c]
            if here is None or not here[1]:
                row.append(Cell())
                continue
            cell = here[0]
            across = 1
            while across < cell.colspan and c + across < width and _is_rest(line[c + across], cell):
                across += 1
            down = 1
            while (
                down < cell.rowspan
                and r + down < height
                and all(_is_rest(grid[r + down][cc], cell) for cc in range(c, c + across))
            ):
                down += 1
            for rr in range(r, r + down):
                covered[rr][c : c + across] = [True] * across
            row.append(replace(cell, rowspan=down, colspan=across))
        rows.append(row)
    return rows


def _is_rest(here: tuple[Cell, bool] | None, cell: Cell) -> bool:
    """Whether a grid cell is covered by ``cell`` and is not the top left of it (nor of an equal cell beside it)."""
    return here is not None and here[0] is cell and not here[1]


def _without_bare_rows(rows: list[list[Cell]], bare: list[bool]) -> list[list[Cell]]:
    before = [0]  # how many bare rows stand above row r
    for is_bare in bare:
        before.append(before[-1] + is_bare)
    kept = []
    for r, row in enumerate(rows):
        if row:
            kept.append([replace(cell, rowspan=cell.rowspan - (before[r + cell.rowspan] - before[r])) for cell in row])
    return kept
