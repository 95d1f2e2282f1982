"""Plain text: each line a paragraph, each run of lines with tabs or pipes a table."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from typing import NamedTuple

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.decoding import decode
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Block, Cell, Document, Paragraph, Place, Source, Table
from gongkai.language import say

_LINE_ENDS = re.compile("\r\n?|[\v\x85\u2028\u2029]")
_RULE = r"\s*+(?::-++:?|-++:|--++)\s*+"
_MARKDOWN_RULE = re.compile(rf"\|?{_RULE}(?:\|{_RULE})*+\|?\s*+")
_SENTENCE = re.compile("[。；！？]")
_MOST_LINES = 500_000  # blank ones too
_LONG_LABEL = 12
_LONG_FIELD = 60  # characters; labels of the statutory form stay below, but they stand in tables of several lines

# No text file begins so; each belongs to another reader.
_FOREIGN = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")


def read(data: bytes, name: str = "") -> Document:
    """The Document in a text file of any usual encoding, or none declared.

    Every line that is not blank is a Paragraph; ``Place.line`` counts from 1, ``Place.page`` counts form feeds. A run of lines
    that hold tabs or pipes is one Table: a row a line, ragged as it stands, leading empty fields kept (they mean a merged
    cell above or on the left). A line of prose with a stray tab or pipe stays a paragraph. A file named .csv is one Table.
    Raises NotThisFormat for bytes of another format or with too many zero bytes, Unreadable ``empty``, ``too-large``, ….
    """
    bounds.require_size(len(data), "text")
    if data.startswith(_FOREIGN):
        raise NotThisFormat(say("这不是文本文件。请按文件的真实格式读取。"))
    text, encoding, warnings = decode(data)
    zeros = text.count("\0")
    if zeros * 10 > len(text):
        raise NotThisFormat(say("文件含有大量零字节，不是文本文件。请按文件的真实格式读取。"))
    if zeros:
        warnings = (*warnings, say("文本中有 {count} 个零字节，已略去；该处内容可能缺失，请与原件核对。", count=zeros))
    if name.lower().endswith(".csv"):
        blocks = tuple(_separated(text, Budget()))
    else:
        blocks = tuple(blocks_of_text(text, Budget()))
    if not blocks:
        raise bounds.empty()
    pages = text.count("\f") + 1 if "\f" in text else None
    return Document(blocks, source=Source("text", name, encoding, pages, warnings))


def _separated(text: str, budget: Budget) -> Iterator[Block]:
    """The one table of a .csv. Only the name tells such a file: prose has commas too."""
    delimiter = max(",;\t", key=text[:10_000].count)
    rows: list[tuple[Cell, ...]] = []
    reader = csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    try:
        for fields in reader:
            budget.cells(len(fields), sum(map(len, fields)))
            if fields:
                row, line = len(rows) + 1, reader.line_num
                rows.append(
                    tuple(
                        Cell(canonical_text(field), place=Place(None, line, 1, row, column))
                        for column, field in enumerate(fields, 1)
                    )
                )
    except csv.Error as error:  # a field without end
        raise bounds.damaged() from error
    if any(cell.text for row in rows for cell in row):
        yield Table(tuple(rows), Place(table=1))


class _Line(NamedTuple):
    number: int
    page: int | None
    text: str  # with its white space


def blocks_of_text(text: str, budget: Budget, tables: int = 0, *, places: bool = True) -> Iterator[Block]:
    """The blocks of a text that knows only lines; ``tables``: how many tables stood before it.

    ``places``: whether line and page numbers mean something to a person (they do not inside another format).
    """
    if text.count("\t") + text.count("|") > bounds.MOST_CELLS:
        raise bounds.too_many_parts()
    if sum(map(text.count, "\n\r\f\v\x85\u2028\u2029")) > _MOST_LINES:
        raise bounds.too_many_parts()
    lines = list(_lines(text, budget))
    spaced = _is_double_spaced(lines)
    run: list[_Line] = []
    blanks = 0
    for line in lines:
        budget.tick()
        if not line.text.strip() and "\t" not in line.text:
            blanks += 1
            continue
        if run and (blanks > spaced or not _has_fields(line)):
            for block in _settled(run, tables, budget, places):
                tables += isinstance(block, Table)
                yield block
            run = []
        blanks = 0
        if _has_fields(line):
            run.append(line)
        elif paragraph := _paragraph(line, budget, places):
            yield paragraph
    yield from _settled(run, tables, budget, places)


def _lines(text: str, budget: Budget) -> Iterator[_Line]:
    if len(text) > bounds.MOST_CHARACTERS:
        text = _squeezed(text)
    number = 0
    paged = "\f" in text
    for page, part in enumerate(text.split("\f"), 1):
        for line in (_LINE_ENDS.sub("\n", part) if _LINE_ENDS.search(part) else part).split("\n"):
            number += 1
            budget.tick()
            yield _Line(number, page if paged else None, line)
        number -= 1  # a form feed ends a page, not a line


def _squeezed(text: str) -> str:
    """Endless white space is no content: it is shortened before it is looked at any closer."""
    return re.sub(r" {64,}", " ", text)


def _has_fields(line: _Line) -> bool:
    return "\t" in line.text or "|" in line.text


def _is_double_spaced(lines: list[_Line]) -> bool:
    """Whether a blank line follows nearly every line, table rows too, so that blank lines part nothing."""
    written = [bool(line.text.strip()) for line in lines]
    rows = [i for i, line in enumerate(lines[:-1]) if written[i] and _has_fields(line)]
    if len(rows) < 3:
        return False
    followed = sum(not written[i + 1] for i in rows)
    return followed * 10 >= len(rows) * 9


def _settled(run: list[_Line], tables: int, budget: Budget, places: bool) -> Iterator[Block]:
    """The blocks of a run of lines with tabs or pipes: prose at its edges, a Table between."""
    start, end = 0, len(run)
    while start < end and _is_prose(run[start]):
        start += 1
    while end > start and _is_prose(run[end - 1]):
        end -= 1
    if all(_is_indented(line) for line in run[start:end]):
        start = end
    for line in run[:start]:
        if paragraph := _paragraph(line, budget, places):
            yield paragraph
    if start < end and (table := _table(run[start:end], tables + 1, budget, places)):
        yield table
    for line in run[end:]:
        if paragraph := _paragraph(line, budget, places):
            yield paragraph


def _is_indented(line: _Line) -> bool:
    """One field after leading tabs: an indented paragraph, unless it stands among rows."""
    return not line.text.endswith("\t") and "\t" not in line.text.strip() and "|" not in line.text


def _is_prose(line: _Line) -> bool:
    fields = [field.strip() for field in re.split(r"[\t|]", line.text)]
    fields = [field for field in fields if field]
    if not fields or len(fields) > 2:
        return False
    if len(fields) == 1:
        return _is_indented(line) and _reads_as_prose(fields[0])
    # A short first field is a label, whatever the second says.
    return len(fields[0]) > _LONG_LABEL and _reads_as_prose("".join(fields))


def _reads_as_prose(text: str) -> bool:
    return (len(text) > 20 and text[-1] in "。！？；") or (len(text) > _LONG_FIELD and bool(_SENTENCE.search(text)))


def _paragraph(line: _Line, budget: Budget, places: bool) -> Paragraph | None:
    text = canonical_text(line.text)
    if not text:
        return None
    budget.block(len(text))
    return Paragraph(text, Place(page=line.page, line=line.number)) if places else Paragraph(text)


def _table(run: list[_Line], number: int, budget: Budget, places: bool) -> Table | None:
    piped = [line.text.strip() for line in run if "\t" not in line.text]
    # A pipe at the edge of most rows is a frame; at the edge of a few it says that the first or last field is empty.
    framed_left = sum(text.startswith("|") for text in piped) * 2 > len(piped)
    framed_right = sum(text.endswith("|") for text in piped) * 2 > len(piped)
    rows: list[tuple[Cell, ...]] = []
    header_rows = 0
    for line in run:
        if "\t" in line.text:
            # An outer white space other than a tab is indentation; a tab there parts an empty field.
            fields = line.text.split("\t")
        else:
            text = line.text.strip()
            if 0 < len(rows) <= 3 and _MARKDOWN_RULE.fullmatch(text):
                header_rows = header_rows or len(rows)
                continue
            left = 1 if framed_left and text.startswith("|") else 0
            right = len(text) - 1 if framed_right and text.endswith("|") and len(text) > 1 else len(text)
            fields = text[left:right].split("|")
        budget.cells(len(fields), len(line.text))
        row = len(rows) + 1
        rows.append(
            tuple(
                Cell(
                    canonical_text(field),
                    place=Place(line.page, line.number if places else None, number, row, column),
                )
                for column, field in enumerate(fields, 1)
            )
        )
    if not any(cell.text for row in rows for cell in row):
        return None
    return Table(tuple(rows), Place(run[0].page, run[0].number if places else None, number), header_rows)
