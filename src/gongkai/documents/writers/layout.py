"""How a table is laid out: widths and alignment, shared by DOCX, PDF and XLSX, so that a table looks alike in all three."""

from __future__ import annotations

import re
from math import ceil
from unicodedata import east_asian_width

from gongkai.documents.model import Table

_WORD = re.compile(r"[!-~]+")
# A cell with a figure in it, or with the signs reports write for none, is data; any other cell at the start of a row names it.
_DATA = re.compile(r"[-+－＋±]?[0-9０-９][0-9０-９,，.．%％]*(?:件|项|元|万元|次|条)?|[-—–－/／]*")
_LONG = 9.0  # ems; a longer text reads better flush left than centred
_LINES = 5  # a text is given room to fit in so many lines, before its column competes with others for width


def ems(text: str) -> float:
    """The width of the longest line of ``text`` in ems: a Chinese character is 1, a Latin letter or digit about a half."""
    return max(
        (sum(1.0 if east_asian_width(sign) in "WF" else 0.55 for sign in line) for line in text.split("\n")),
        default=0.0,
    )


def balanced(text: str, room: float) -> float:
    """The width in ems in which a centred title of ``room`` ems sets its lines about equally long, with no word left over."""
    lines = ceil(ems(text) / room)
    return room if lines < 2 or "\n" in text else min(room, ems(text) / lines + 1.2)


def column_widths(table: Table, room: float, *, padding: float = 0.8) -> list[float]:
    """The width of each grid column, in ems of the table's text; together ``room`` ems.

    Each column first gets what its longest unbreakable piece needs (a number, or two Chinese characters), then the rest is
    shared out by how much text waits to be laid out, so that long labels get the width and figures stay narrow.
    ``padding``: ems that every column loses to its cells' margins. A table that cannot fit at all is squeezed evenly.
    """
    least, wish = _demands(table)
    least = [width + padding for width in least]
    wish = [width + padding for width in wish]
    return _share(least, wish, room)


def _demands(table: Table) -> tuple[list[float], list[float]]:
    """For each grid column the ems it needs, lest a number or word be cut, and the ems it would like."""
    grid = table.grid()
    count = len(grid[0]) if grid else 0
    least = [1.0] * count
    wish = [1.0] * count
    wide: list[tuple[int, int, float, float]] = []
    for r, row in enumerate(grid):
        for c, here in enumerate(row):
            if here is None or not here[1] or not here[0].text:
                continue
            cell = here[0]
            full = ems(cell.text)
            word = max((len(word) * 0.55 for word in _WORD.findall(cell.text)), default=0.0)
            needs = full if full <= 3.2 else max(2.0, word, full / _LINES)  # 自然人 is not broken in two
            wants = max(needs, full if full <= 6 else 6 + (full - 6) / 3)
            if cell.rowspan > 2:  # it has the height of several rows to run on in
                wants = max(word, min(full, 3.2 if cell.rowspan > 10 else 4.2))
                needs = min(full, max(wants, full / (2 * cell.rowspan)))
            if r < table.header_rows:
                wants = max(needs, min(wants, 3.0))  # a head may be set in several short lines
            if cell.colspan == 1:
                least[c] = max(least[c], needs)
                wish[c] = max(wish[c], wants)
            else:
                wide.append((c, cell.colspan, needs, wants))
    for c, across, needs, wants in wide:
        _raise(least, c, across, needs)
        _raise(wish, c, across, wants)
    return least, [max(pair) for pair in zip(wish, least, strict=True)]


def fitted(table: Table, room: float) -> tuple[float, list[float]]:
    """The type size and the column widths, both in points, with which ``table`` fits ``room`` points.

    五号 (10.5) by default; smaller when the figures and words of some columns would otherwise be cut.
    """
    for points in (10.5, 9.0, 7.5, 6.5):
        ems_room = room / points
        widths = column_widths(table, ems_room)
        if sum(_demands(table)[0]) + 0.8 * len(widths) <= ems_room:
            break
    return points, [width * points for width in widths]


def is_data(text: str) -> bool:
    """Whether a cell's text is a figure or a sign for none (blank, ``-``, ``/``), and so no label."""
    return _DATA.fullmatch(text) is not None


def left_aligned(table: Table) -> set[tuple[int, int]]:
    """Row and grid column of the cells to set flush left: labels of a column that holds some long text.

    Heads, cells that stand for several rows, and the columns of figures are centred, as in the printed forms.
    """
    starts = [
        (r, c, here[0])
        for r, row in enumerate(table.grid())
        for c, here in enumerate(row)
        if here is not None and here[1] and here[0].rowspan == 1 and r >= table.header_rows
    ]
    figures = {c for _, c, cell in starts if cell.text and is_data(cell.text)}
    wordy = {c for _, c, cell in starts if ems(cell.text) > _LONG} - figures
    return {(r, c) for r, c, cell in starts if c in wordy and not _is_caption(table, r)}


def _is_caption(table: Table, r: int) -> bool:
    """A row of one merged cell, such as 第二十条第（一）项 in table two, is a caption within the table."""
    return len(table.rows[r]) == 1 and table.rows[r][0].colspan > 1


def _raise(widths: list[float], first: int, across: int, needed: float) -> None:
    """Widen ``across`` columns evenly until together they offer ``needed``."""
    lacking = needed - sum(widths[first : first + across])
    if lacking > 0:
        for c in range(first, first + across):
            widths[c] += lacking / across


def _share(least: list[float], wish: list[float], room: float) -> list[float]:
    if not least:
        return []
    if sum(least) >= room:
        return [width * room / sum(least) for width in least]
    if sum(wish) <= room:
        return [width * room / sum(wish) for width in wish]
    share = (room - sum(least)) / (sum(wish) - sum(least))
    return [low + (high - low) * share for low, high in zip(least, wish, strict=True)]
