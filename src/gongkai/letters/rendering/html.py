"""HTML for the screen: the inside of a ``<div class="paper">``. No style, no script, every word escaped."""

from __future__ import annotations

from html import escape
from itertools import groupby

from gongkai.letters.model import Grid, Row
from gongkai.letters.rendering.page import Kind, Line, Page, Piece, Role


def write(page: Page) -> bytes:
    """The letter as a fragment in UTF-8."""
    parts = [f'<p class="red">{_text(page.mark)}</p>'] if page.mark else []
    for kind, run in groupby(page.pieces, key=_section):
        pieces = list(run)
        inside = "".join(_piece(piece, page) for piece in pieces)
        if kind == "body":
            parts.append(f'<div class="body">{inside}</div>')
        elif kind == "sig":
            words = "<br>".join(_text(piece.text) for piece in pieces if isinstance(piece, Line))
            parts.append(f'<p class="sig">{words}</p>')
        else:
            parts.append(inside)
    return "\n".join(parts).encode("utf-8", "replace")


def _section(piece: Piece) -> str:
    if isinstance(piece, Grid):
        return "grid"
    if piece.role in (Role.BODY, Role.ATTACHMENT, Role.MORE_ATTACHMENT):
        return "body"
    return "sig" if piece.role in (Role.NAME, Role.DATE) else "head"


def _piece(piece: Piece, page: Page) -> str:
    if isinstance(piece, Grid):
        return _grid(piece, page.title)
    words = _text(piece.text)
    match piece.role:
        case Role.TITLE:
            return f"<h3>{words}</h3>"
        case Role.NUMBER:
            # The red rule of a letter hangs under its number.
            return f'<p class="no">{words}</p>' if page.kind is Kind.LETTER else f'<p class="center">{words}</p>'
        case _:
            return f"<p>{words}</p>"


def _grid(grid: Grid, name: str) -> str:
    # A wide form scrolls inside its own box; the box takes the keyboard's focus so that arrow keys can scroll it.
    head, body = grid.rows[: grid.head], grid.rows[grid.head :]
    top = f"<thead>{''.join(_row(row, 'col') for row in head)}</thead>" if head else ""
    rows = "".join(_row(row, "row") for row in body)
    region = f'<div class="scroll" tabindex="0" role="region" aria-label="{escape(name)}">'
    return f'{region}<table class="stat">{top}<tbody>{rows}</tbody></table></div>'


def _row(row: Row, scope: str) -> str:
    cells = []
    for cell in row.cells:
        span = f' colspan="{cell.span}"' if cell.span > 1 else ""
        if cell.label:
            cells.append(
                f'<th scope="{scope}{"group" if cell.span > 1 and scope == "col" else ""}"{span}>{_text(cell.text)}</th>'
            )
        else:
            cells.append(f"<td{span}>{_text(cell.text)}</td>")
    return f"<tr>{''.join(cells)}</tr>"


def _text(text: str) -> str:
    return escape(text).replace("\n", "<br>")
