"""Markdown: what our own text writer makes, read back equal, and the Markdown that others make of reports.

Kept simple and faithful: a line is a Paragraph (a backslash or two spaces at its end carry it on), an ATX or underlined
heading is a Heading, a run of lines with pipes is a Table. ``<<`` and ``^^`` in a table mean "belongs to the cell on the
left" and "above" (see the text writer); two pipes side by side are a blank cell. Emphasis, links and the like are unwrapped
to their words.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace

from gongkai.documents import bounds
from gongkai.documents.bounds import Budget
from gongkai.documents.canonical import canonical_text
from gongkai.documents.decoding import decode
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Place, Source, Table
from gongkai.documents.readers.text import blocks_of_text
from gongkai.language import say

_ATX = re.compile(r" {0,3}(#{1,6})(?:[ \t]+|(?=[^\x00-\x7f]))(.*?)(?:[ \t]#+)?[ \t]*$")
_RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_MARK = re.compile(r"[ \t]*(?:>[ \t]?)*(?:[-*+][ \t]+(?=\S))?")
_PIPE = re.compile(r"(?:[^|\\]|\\.)*\|")
_FIELD = re.compile(r"((?:[^|\\]|\\.|\\$)*)(?:\||$)")
_DASHES = re.compile(r"[ \t]*:?(-+):?[ \t]*$")
_FRONT_TITLE = re.compile(r"title:[ \t]*(['\"]?)(.+?)\1[ \t]*$")
_SPECIAL = re.compile(r"[\\*`\[<&~]")
_INLINE = re.compile(
    r"""\\(?P<escaped>[!-/:-@\[-`{-~])
    | (?P<br><br[ \t]*/?>)
    | <!--[^<]{0,2000}-->
    | </?(?:a|b|big|center|code|del|div|em|font|i|ins|o:p|p|s|small|span|strong|sub|sup|u)(?:[ \t/][^<>]{0,2000})?>
    | (?P<entity>&(?:\#[0-9]{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)
    | !?\[(?P<link>(?:[^\[\]\\]|\\.){0,2000})\]\([^()\s]{0,2000}(?:[ \t]"[^"]{0,500}")?\)
    | \*\*(?=\S)(?P<strong>(?:[^*\\]|\\.){1,2000})\*\*
    | (?<![*\w])\*(?=[^\s*])(?P<emphasis>(?:[^*\\]|\\.){1,2000})(?<!\s)\*(?![*\w])
    | ~~(?=\S)(?P<struck>(?:[^~\\]|\\.){1,2000})~~
    | `(?P<code>[^`\n]{1,2000})`""",
    re.VERBOSE,
)
_NAMED = ("markdown", "mdown", "mkd", "md")
_SIGNS = re.compile(
    r"^ {0,3}#{1,6}[ \t]+\S"  # a heading
    r"|^[ \t]*\|(?:[ \t]*:?-{3,}:?[ \t]*\|)+[ \t]*$"  # the line under a table's head
    r"|^[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+$"
    r"|^[^*\n]{0,200}\*\*[^*\s][^*\n]{0,200}\*\*",  # strong words
    re.MULTILINE,
)


def looks_like_markdown(text: str, name: str = "") -> bool:
    """Whether ``text`` bears a mark that plain text has no use for: a heading, the line under a table's head, strong words.

    A file's name that ends as Markdown settles it, since Markdown need not bear any mark.
    """
    return name.lower().rpartition(".")[2] in _NAMED or _SIGNS.search(text) is not None


def read(data: bytes, name: str = "") -> Document:
    """The Document in a Markdown file of any usual encoding. ``Place.line`` counts from 1.

    Raises NotThisFormat for bytes that are no text; Unreadable ``empty``, ``too-large``, ``too-slow``, ``too-many-parts``.
    """
    bounds.require_size(len(data), "markdown")
    text, encoding, warnings = decode(data)
    zeros = text.count("\0")
    if zeros * 10 > len(text):
        raise NotThisFormat(say("文件含有大量零字节，不是文本文件。请按文件的真实格式读取。"))
    if zeros:
        warnings = (*warnings, say("文本中有 {count} 个零字节，已略去；该处内容可能缺失，请与原件核对。", count=zeros))
    document = parse(text, name=name, encoding=encoding, warnings=warnings)
    if not document.blocks:
        raise bounds.empty()
    return document


def parse(text: str, *, name: str = "", encoding: str | None = None, warnings: tuple[str, ...] = ()) -> Document:
    """The Document that Markdown ``text`` says; what is no mark of Markdown is text.

    Raises Unreadable (``too-slow``, ``too-many-parts``) for a text beyond the bounds of reading.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").split("\n")
    reading = _Reading(lines)
    reading.run()
    source = Source("markdown", name, encoding, None, warnings)
    return Document(tuple(reading.blocks), reading.title, source)


def words(text: str) -> str:
    """``text`` with its inline marks undone: escapes, emphasis, links, code, entities, ``<br>``.

    >>> words(r"**表三** 第\\*行<br>1&nbsp;件")
    '表三 第*行\\n1\\xa0件'
    """
    return _INLINE.sub(_unwrapped, text) if _SPECIAL.search(text) else text


def _unwrapped(found: re.Match[str]) -> str:
    kind = found.lastgroup
    if kind is None:
        return ""
    inner = found[kind]
    if kind == "escaped" or kind == "code":
        return inner
    if kind == "br":
        return "\n"
    if kind == "entity":
        return html.unescape(inner)
    return words(inner)


def _lower(block: Block, lines: int) -> Block:
    """``block`` as it stands ``lines`` lines farther down, in a format that has no pages."""

    def moved(place: Place) -> Place:
        return replace(place, line=(place.line or 1) + lines, page=None)

    if not isinstance(block, Table):
        return replace(block, place=moved(block.place))
    rows = tuple(tuple(replace(cell, place=moved(cell.place)) for cell in row) for row in block.rows)
    return replace(block, rows=rows, place=moved(block.place))


class _Reading:
    """One walk over the lines."""

    def __init__(self, lines: list[str]):
        self.lines = lines
        self.blocks: list[Block] = []
        self.title: str | None = None
        self.tables = 0
        self.budget = Budget()

    def run(self) -> None:
        at = self.front_matter()
        while at < len(self.lines):
            self.budget.tick()
            at = self.block(at)

    def front_matter(self) -> int:
        """The line after a ``---`` block of metadata at the very top, whose title is the declared one; else 0."""
        if self.lines[0].rstrip() != "---":
            return 0
        for at, line in enumerate(self.lines[1:200], 1):
            if line.rstrip() in ("---", "..."):
                return at + 1
            found = _FRONT_TITLE.match(line)
            if found:
                self.title = found[2]
            elif line.strip() and ":" not in line and not line.startswith((" ", "-", "#")):
                break
        self.title = None
        return 0

    def block(self, at: int) -> int:
        """Read the block that starts at line ``at``; the line after it."""
        line = self.lines[at]
        if not line or line.isspace():
            return at + 1
        heading = _ATX.match(line)
        if heading:
            self.heading(heading[2], len(heading[1]), at)
            return at + 1
        if _FENCE.match(line):
            return (
                at + 1
            )  # people put tables between fences to keep their columns; what stands inside is read as if outside
        if _PIPE.match(line) and self.is_table(at):
            return self.table(at)
        if _RULE.match(line):
            return at + 1
        if _is_tabbed(line) and at + 1 < len(self.lines) and _is_tabbed(self.lines[at + 1]):
            return self.tabbed(at)
        return self.paragraph(at)

    def heading(self, text: str, level: int, at: int) -> None:
        text = _tidy(text)
        if text:
            self.budget.block(len(text))
            self.blocks.append(Heading(text, level, Place(line=at + 1)))

    def paragraph(self, at: int) -> int:
        first = at
        parts = []
        while at < len(self.lines):
            line = self.lines[at]
            at += 1
            if at - 1 == first:
                mark = _MARK.match(line)
                line = line[mark.end() :] if mark else line
            ending = len(line) - len(line.rstrip("\\"))
            if ending % 2:
                parts.append(line[:-1])
            elif line.endswith("  ") and at < len(self.lines) and self.lines[at].strip():
                parts.append(line)
            else:
                parts.append(line)
                break
        if at < len(self.lines) and len(parts) == 1 and len(parts[0]) <= 80:
            underline = _UNDERLINE.match(self.lines[at])
            if underline:
                self.heading(parts[0], 1 if underline[1][0] == "=" else 2, first)
                return at + 1
        text = _tidy("\n".join(parts))
        if text:
            self.budget.block(len(text))
            self.blocks.append(Paragraph(text, Place(line=first + 1)))
        return at

    def tabbed(self, at: int) -> int:
        """Lines with tabs, which Markdown knows nothing of but people paste into it, are read as plain text has them."""
        first = at
        while at < len(self.lines) and _is_tabbed(self.lines[at]):
            at += 1
        text = "\n".join(self.lines[first:at])
        for block in blocks_of_text(text, self.budget, self.tables):
            self.tables += isinstance(block, Table)
            self.blocks.append(_lower(block, first))
        return at

    def is_table(self, at: int) -> bool:
        """A line that opens with a pipe, or one of several lines in a row that hold one."""
        if self.lines[at].lstrip().startswith("|"):
            return True
        return at + 1 < len(self.lines) and _PIPE.match(self.lines[at + 1]) is not None

    def table(self, at: int) -> int:
        self.tables += 1
        fields: list[list[str]] = []
        numbers: list[int] = []
        header_rows = 0
        first = at
        while at < len(self.lines) and _PIPE.match(self.lines[at]):
            row = _fields(self.lines[at])
            self.budget.cells(len(row), len(self.lines[at]))
            if _is_separator(row, second=len(fields) == 1 and not header_rows):
                header_rows = header_rows or len(fields)
            else:
                fields.append(row)
                numbers.append(at + 1)
            at += 1
        if fields:
            rows = _rows(fields, numbers, self.tables)
            place = Place(line=first + 1, table=self.tables)
            self.blocks.append(Table(rows, place, header_rows))
        return at


def _is_tabbed(line: str) -> bool:
    return "\t" in line.strip() and _PIPE.match(line) is None and _ATX.match(line) is None


def _tidy(text: str) -> str:
    return canonical_text(words(text))


def _fields(line: str) -> list[str]:
    """The fields of a table line, still with their marks; the pipes at either end are optional."""
    line = line.strip()
    if line.startswith("|"):
        line = line[1:]
    if "\\" not in line:
        fields = line.split("|")
    else:
        fields = [
            found[1] for found in _FIELD.finditer(line) if found.end() > found.start() or found.end() == len(line)
        ]
        if not line.endswith("|") and len(fields) > 1 and fields[-1] == "":
            fields.pop()
    if len(fields) > 1 and not fields[-1].strip() and line.endswith("|"):
        fields.pop()
    return [field.strip() for field in fields]


def _is_separator(fields: list[str], *, second: bool) -> bool:
    """``|---|:--:|``. One or two dashes count only right under the first row: elsewhere ``-`` is how reports write a blank."""
    dashes = [_DASHES.match(field) for field in fields]
    if not all(dashes):
        return False
    return second or all(len(found[1]) >= 3 for found in dashes if found)


def _rows(fields: list[list[str]], numbers: list[int], table: int) -> tuple[tuple[Cell, ...], ...]:
    """The cells, with the spans that ``<<`` and ``^^`` mean. One that belongs to no cell is an empty cell."""
    owners: list[list[tuple[int, int]]] = []
    for r, row in enumerate(fields):
        line: list[tuple[int, int]] = []
        for c, field in enumerate(row):
            if field == "<<" and c:
                line.append(line[c - 1])
            elif field == "^^" and r and c < len(owners[r - 1]):
                line.append(owners[r - 1][c])
            else:
                line.append((r, c))
        owners.append(line)
    covered: set[tuple[int, int]] = set()
    rows = []
    for r, row in enumerate(fields):
        cells = []
        for c, field in enumerate(row):
            if (r, c) in covered:
                continue
            place = Place(line=numbers[r], table=table, row=r + 1, column=c + 1)
            if owners[r][c] != (r, c):
                cells.append(Cell("", place=place))
                continue
            across, down = _extent(owners, r, c)
            if across > 1 or down > 1:
                covered.update((rr, cc) for rr in range(r, r + down) for cc in range(c, c + across))
            cells.append(Cell(_tidy(field), down, across, place))
        rows.append(tuple(cells))
    return tuple(rows)


def _extent(owners: list[list[tuple[int, int]]], r: int, c: int) -> tuple[int, int]:
    """Columns and rows of the rectangle that the cell at ``r``, ``c`` owns."""
    me = (r, c)
    row = owners[r]
    across = 1
    while c + across < len(row) and row[c + across] == me:
        across += 1
    down = 1
    while r + down < len(owners) and owners[r + down][c : c + across] == [me] * across:
        down += 1
    return across, down
