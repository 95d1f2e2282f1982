"""A composed report as the texts it is found in: tables as tab fields, pipe fields, one cell a line, or parted by spaces.

A layout takes the rows of fields (after a test has damaged them) and gives the text of a file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from gongkai.documents.model import Document, Table

Rows = list[list[str]]


@dataclass(slots=True)
class Piece:
    """A paragraph (``rows`` None) or the rows of a table, each a list of fields."""

    text: str = ""
    rows: Rows | None = None


class Spanned(str):
    """A field that remembers what it covered, for a layout that can say so. Text that a damage puts in its place does not."""

    rowspan: int
    colspan: int

    def __new__(cls, text: str, rowspan: int, colspan: int) -> Spanned:
        made = super().__new__(cls, text)
        made.rowspan, made.colspan = rowspan, colspan
        return made


def pieces(document: Document, *, covered: bool) -> list[Piece]:
    """The blocks of ``document``. ``covered``: a merged cell leaves an empty field for every further grid cell it covers."""
    out = []
    for block in document.blocks:
        if not isinstance(block, Table):
            out.append(Piece(text=block.text))
        elif covered:
            rows = [["" if here is None or not here[1] else here[0].text for here in line] for line in block.grid()]
            out.append(Piece(rows=rows))
        else:
            out.append(Piece(rows=[[Spanned(c.text, c.rowspan, c.colspan) for c in row] for row in block.rows]))
    return out


def _text(parts: list[Piece], row_text: Callable[[list[str]], str], between: str = "\n") -> str:
    lines = []
    for part in parts:
        if part.rows is None:
            lines.append(part.text)
        else:
            lines.extend(row_text(row) for row in part.rows)
    return between.join(lines)


def tabs(parts: list[Piece]) -> str:
    return _text(parts, "\t".join)


def pipes(parts: list[Piece]) -> str:
    return _text(parts, lambda row: " | ".join(row) + " |" + "|" * (len(row) % 3))


def lines(parts: list[Piece]) -> str:
    return _text(parts, lambda row: "\n\n".join(field for field in row if field), "\n\n")


def spaces(parts: list[Piece]) -> str:
    return _text(parts, lambda row: " ".join(field for field in row if field))


def bare_page(parts: list[Piece]) -> str:
    """An HTML page whose tables have lost their spans: a row is as long as its fields."""
    return web_page([Piece(p.text, p.rows and [[str(field) for field in row] for row in p.rows]) for p in parts])


def _cell(field: str) -> str:
    spans = f" rowspan={field.rowspan} colspan={field.colspan}" if isinstance(field, Spanned) else ""
    return f"<td{spans}>{field}</td>"


def web_page(parts: list[Piece]) -> str:
    """An HTML page, with the spans that its fields remember."""
    body = []
    for part in parts:
        if part.rows is None:
            body.append(f"<p>{part.text}</p>")
        else:
            rows = "".join("<tr>" + "".join(_cell(field) for field in row) + "</tr>" for row in part.rows)
            body.append(f"<table border=1>{rows}</table>")
    return "<!DOCTYPE html><html><head><meta charset=utf-8></head><body>" + "".join(body) + "</body></html>"


LAYOUTS: dict[str, Callable[[list[Piece]], str]] = {
    "tabs": tabs,
    "pipes": pipes,
    "lines": lines,
    "spaces": spaces,
    "bare_page": bare_page,
    "web_page": web_page,
}
