"""A column taken out of a table of a text, spans and all."""

from __future__ import annotations

from typing import Any

from lxml import html as parser


def without_column(html: str, table: int, column: int) -> str | None:
    """``html`` without that column; None where there is no such table or column, or it is the only one. Both count from 1, columns in
    the grid, so that a cell over three columns is three."""
    root = parser.fragment_fromstring(html, create_parent="div")
    tables = root.findall(".//table")
    if not 1 <= table <= len(tables) or column < 1:
        return None
    rows = list(tables[table - 1].iter("tr"))
    taken: set[tuple[int, int]] = set()
    hits: list[Any] = []
    width = 0
    for down, row in enumerate(rows):
        at = 1
        for cell in [each for each in row if each.tag in ("td", "th")]:
            while (down, at) in taken:
                at += 1
            across, below = _span(cell, "colspan"), _span(cell, "rowspan")
            if below > 1:
                taken |= {(down + r, at + c) for r in range(1, min(below, len(rows) - down)) for c in range(across)}
            if at <= column < at + across:
                hits.append((cell, across))
            at += across
        width = max(width, at - 1)
    if not hits or width < 2:
        return None
    for cell, across in hits:
        if across > 1:
            cell.set("colspan", str(across - 1))
        else:
            cell.drop_tree()
    return (root.text or "") + "".join(parser.tostring(each, encoding="unicode") for each in root)


def _span(cell: Any, name: str) -> int:
    value = cell.get(name, "1")
    return max(1, min(int(value), 60)) if value.isdigit() else 1
