"""How wide the columns of a table should be: shared by DOCX, PDF and XLSX, so that a table looks alike in all three."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

from gongkai.documents.model import Table

_WORD = re.compile(r"[!-~]+")
_LINES = 6  # a text is given room to fit in so many lines, before its column competes with others for width


def ems(text: str) -> float:
    """The width of the longest line of ``text`` in ems: a Chinese character is 1, a Latin letter or digit about a half."""
    return max(
        (sum(1.0 if east_asian_width(sign) in "WF" else 0.55 for sign in line) for line in text.split("\n")),
        default=0.0,
    )


def column_widths(table: Table, room: float, *, padding: float = 0.8) -> list[float]:
    """The width of each grid column, in ems of the table's text; together ``room`` ems.

    Each column first gets what its longest unbreakable piece needs (a number, or two Chinese characters), then the rest is
    shared out by how much text waits to be laid out, so that long labels get the width and figures stay narrow.
    ``padding``: ems that every column loses to its cells' margins. A table that cannot fit at all is squeezed evenly.
    """
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
            # The head of a table may be set in several short lines; a body cell would rather stay on one or two.
            needs = min(full, max(2.0, max((len(word) * 0.55 for word in _WORD.findall(cell.text)), default=0.0)))
            wants = max(needs, full if full <= 6 else 6 + (full - 6) / _LINES * (1 if cell.rowspan == 1 else 0.5))
            if r < table.header_rows:
                wants = max(needs, min(wants, 3.0))
            if cell.colspan == 1:
                least[c] = max(least[c], needs)
                wish[c] = max(wish[c], wants)
            else:
                wide.append((c, cell.colspan, needs, wants))
    for c, across, needs, wants in wide:
        _raise(least, c, across, needs)
        _raise(wish, c, across, wants)
    wish = [max(pair) for pair in zip(wish, least, strict=True)]
    least = [width + padding for width in least]
    wish = [width + padding for width in wish]
    return _share(least, wish, room)


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
