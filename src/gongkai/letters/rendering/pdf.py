"""PDF/A through typst. The page is ``letter.typ``; the words travel to it as JSON and are never read as Typst."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from gongkai.documents.writers.layout import title_lines, title_width
from gongkai.documents.writers.naming import NO_DATE
from gongkai.documents.writers.typesetting import UNSEEN, broken_lines, lacking, typeset
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.language import say
from gongkai.letters.model import Grid
from gongkai.letters.rendering import measures
from gongkai.letters.rendering.page import Page, Piece, Role

TEMPLATE = Path(__file__).with_name("letter.typ")
TITLE_SIZE = 22
CELL_SIZE = 12
"""小四: forms are read and filled in by hand."""
ROOM = 156 * measures.MM


def write(page: Page) -> bytes:
    """The letter as PDF/A-2a. Raises Unwritable for a character that the fonts lack: a name must not turn into a box."""
    if missing := lacking(page.texts):
        raise Unwritable(
            "missing-glyph",
            say(
                "有{count}个字符不在所附字库中，如{shown}，印出来会是空白方框，因此没有写出PDF。请改用通行的写法，或者改写成DOCX格式后用本机的字体打印。",
                count=len(missing),
                shown="、".join(f"“{chr(code)}”（U+{code:04X}）" for code in missing[:8]),
            ),
        )
    moment = datetime(page.dated.year, page.dated.month, page.dated.day, tzinfo=UTC) if page.dated else NO_DATE
    data = {
        "title": page.title,
        "author": page.author,
        "date": [moment.year, moment.month, moment.day],
        "kind": page.kind.value,
        "mark": page.mark.translate(UNSEEN),
        "size": measures.mark_size(page.mark),
        "numbers": page.has_numbers,
        "measures": {
            name.lower(): getattr(measures, name)
            for name in (
                "PITCH", "TYPE", "MARGIN_TOP", "MARK_TOP", "MARK_LARGEST", "UNDER_MARK", "RULE_LENGTH", "RULE_LEFT",
                "RULE_BOTTOM", "THICK", "GAP", "THIN", "UNDER_RULE",
            )
        },
        "pieces": [_piece(piece) for piece in page.pieces],
    }  # fmt: skip
    return typeset(TEMPLATE, json.dumps(data, ensure_ascii=False), int(moment.timestamp()))


def _piece(piece: Piece) -> dict[str, object]:
    if isinstance(piece, Grid):
        return _grid(piece)
    text = piece.text.translate(UNSEEN)
    data: dict[str, object] = {"k": piece.role.value, "right": piece.right, "kept": piece.kept, "forced": False}
    if piece.role is Role.TITLE:
        room = ROOM / TITLE_SIZE
        lines = title_lines(text, room - 0.5)
        if len(lines) > 1:
            return {**data, "t": [lines], "w": room, "forced": True}
        return {**data, "t": broken_lines(text, room), "w": title_width(text, room)}
    return {**data, "t": broken_lines(text, ROOM / measures.TYPE)}


def _grid(grid: Grid) -> dict[str, object]:
    unit = ROOM / sum(grid.widths)
    rows = []
    for row in grid.rows:
        cells = []
        column = 0
        for cell in row.cells:
            room = sum(grid.widths[column : column + cell.span]) * unit / CELL_SIZE - 0.8
            column += cell.span
            lines = broken_lines(cell.text.translate(UNSEEN), room) if cell.text else []
            cells.append({"t": lines, "c": cell.span, "a": "c" if cell.label or grid.head else "l", "forced": False})
        rows.append({"cells": cells, "height": row.height})
    return {"k": "grid", "w": [width * unit for width in grid.widths], "h": grid.head, "rows": rows, "size": CELL_SIZE}
