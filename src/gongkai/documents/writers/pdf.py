"""PDF/A-2a through typst: tagged, so that a screen reader and our own reader find headings, paragraphs and table cells.

The page is ``page.typ``; the words travel to it as JSON and are never read as Typst. Only the vendored fonts are used, so the
same Document gives the same bytes on every machine.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Literal

from gongkai.documents import fonts
from gongkai.documents.canonical import canonical
from gongkai.documents.model import Block, Document, Heading, Table
from gongkai.documents.writers.layout import even_pieces, fitted, left_aligned, signature, title_lines, title_width
from gongkai.documents.writers.naming import NO_DATE, in_utc, one_line, title_of
from gongkai.documents.writers.typesetting import UNSEEN, broken_lines, typeset
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.language import say

ROOM = 442.2  # points: 156 mm, the width of the type area between the margins
TITLE_SIZE = 22  # points, 2号
GETA = "〓"  # what printers have long set for a character they lack
TEMPLATE = Path(__file__).with_name("page.typ")
Marks = dict[int, str | None]


def write(
    document: Document,
    *,
    title: str | None = None,
    author: str = "",
    date: datetime = NO_DATE,
    missing: Literal["refuse", "mark"] = "refuse",
) -> bytes:
    """``document`` as PDF/A-2a: A4 in the layout of official documents, heads of tables repeated on every page.

    ``title``, ``author``, ``date``: for the file's metadata. ``missing``: what becomes of a character that the fonts lack
    (an emoji, a character beyond GB 18030 level 2): ``refuse`` raises Unwritable (``missing-glyph``) with the characters and where
    they first stand, ``mark`` prints 〓 in their place. An empty box is never printed.
    """
    document = canonical(document)
    date = in_utc(date)
    page = {
        "title": title_of(document, title),
        "author": one_line(author),
        "date": [date.year, date.month, date.day],
        "blocks": laid_out(document, missing=missing),
    }
    return typeset(TEMPLATE, json.dumps(page, ensure_ascii=False), int(date.timestamp()))


def laid_out(
    document: Document, *, room: float = ROOM, missing: Literal["refuse", "mark"] = "refuse"
) -> list[dict[str, object]]:
    """The blocks of a canonical ``document`` as ``page.typ`` takes them, for a type area ``room`` points wide. Raises as `write`."""
    lacking = _lacking(document)
    if lacking and missing != "mark":
        raise _refusal(lacking)
    marks: Marks = {**UNSEEN, **dict.fromkeys(lacking, GETA)}
    signs = signature(document)
    return [_block(block, marks, signs.get(number), room) for number, block in enumerate(document.blocks)]


def _block(block: Block, marks: Marks, from_right: float | None, width: float) -> dict[str, object]:
    if isinstance(block, Table):
        return _table(block, marks, width)
    text = block.text.translate(marks)
    if not isinstance(block, Heading):
        return {"k": "p", "t": broken_lines(text, width / 16), "s": from_right}
    if block.level > 1:
        return {"k": "h", "l": block.level, "t": broken_lines(text, width / 16)}
    room = width / TITLE_SIZE
    lines = title_lines(text, room - 0.5)
    if len(lines) > 1:
        return {"k": "h", "l": 1, "t": [lines], "w": room, "f": True}
    return {"k": "h", "l": 1, "t": broken_lines(text, room), "w": title_width(text, room)}


def _table(table: Table, marks: Marks, width: float) -> dict[str, object]:
    points, widths = fitted(table, width)
    left = left_aligned(table)
    head = table.header_rows if table.header_rows < len(table.rows) else 0
    if any(r + cell.rowspan > head for r, row in enumerate(table.rows[:head]) for cell in row):
        head = 0  # a head that reaches into the body cannot be repeated
    rows = []
    for r, row in enumerate(table.grid()):
        cells = []
        for c, here in enumerate(row):
            if here is None:
                cells.append({"t": [], "r": 1, "c": 1, "a": "c", "k": True})
            elif here[1]:
                cell = here[0]
                room = sum(widths[c : c + cell.colspan]) / points - 0.8
                lines = broken_lines(cell.text.translate(marks), room) if cell.text else []
                # A row of few lines stays whole; a cell of several rows or of much text may run on to the next page.
                whole = cell.rowspan == 1 and len(cell.text) < 400
                align = "l" if (r, c) in left else "c"
                even = even_pieces(cell.text, room) if r < head and lines == [[cell.text]] else []
                if len(even) > 1:
                    lines = [even]
                cells.append(
                    {"t": lines, "f": len(even) > 1, "r": cell.rowspan, "c": cell.colspan, "a": align, "k": whole}
                )
        rows.append(cells)
    # A short table stays on one page. What is short is counted carefully: a whole block taller than a page would be cut off.
    short = len(rows) <= 10 and sum(len(cell.text) for row in table.rows for cell in row) < 600
    return {"k": "t", "b": not short, "s": points, "w": [round(width, 3) for width in widths], "h": head, "r": rows}


def _lacking(document: Document) -> dict[int, int]:
    """The code points that no font of ours can print, each with the number of the block where it first stands."""
    lacking: dict[int, int] = {}
    have = fonts.coverage() | UNSEEN.keys() | {0x0A}
    for number, block in enumerate(document.blocks, 1):
        for text in _texts(block):
            if text.isascii():
                continue
            for code in set(map(ord, text)) - have:
                lacking.setdefault(code, number)
    return lacking


def _texts(block: Block) -> Iterable[str]:
    if isinstance(block, Table):
        return (cell.text for row in block.rows for cell in row)
    return (block.text,)


def _refusal(lacking: dict[int, int]) -> Unwritable:
    shown = "、".join(f"“{chr(code)}”（U+{code:04X}）" for code in list(lacking)[:8])
    return Unwritable(
        "missing-glyph",
        say(
            "有 {count} 个字符不在所附字库中，如{shown}（首次见于第{block}段），印出来会是空白方框，因此没有写出 PDF。"
            "请改用通行的写法，或选择以“〓”代替，或改写成 DOCX 格式。",
            count=len(lacking),
            shown=shown,
            block=next(iter(lacking.values())),
        ),
    )
