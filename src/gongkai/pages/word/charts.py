"""The figures of a chart as a table: what a picture of it would show, and a screen reader can read."""

from __future__ import annotations

from lxml import etree

from gongkai.documents.bounds import Budget
from gongkai.pages.inline import tidy
from gongkai.pages.model import Cell, Paragraph, Table, Text
from gongkai.pages.sheets.formats import general, shown

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_MOST_SERIES, _MOST_POINTS = 50, 1_000


def chart_table(root: etree._Element, budget: Budget) -> Table | None:
    """Categories down, series across, the chart's title as caption; None for a chart without categories and saved values."""
    series = list(root.iter(f"{_C}ser"))[:_MOST_SERIES]
    names: dict[int, str] = {}
    columns: list[tuple[str, dict[int, str]]] = []
    for n, each in enumerate(series, 1):
        label = "".join(node.text or "" for node in each.iterfind(f"{_C}tx//{_C}v"))
        values = _points(each.find(f"{_C}val"), budget)
        if not values:
            return None
        for at, name in _points(each.find(f"{_C}cat"), budget).items():
            names.setdefault(at, name)
        columns.append((label or f"系列{n}", values))
    if not columns or not names:
        return None
    title = root.find(f"{_C}chart/{_C}title")
    words = "".join(node.text or "" for node in title.iter(f"{_A}t", f"{_C}v")) if title is not None else ""
    rows = [[Cell(), *(_cell(label, "col") for label, _ in columns)]]
    for at in sorted({at for _, values in columns for at in values} | set(names)):
        rows.append([_cell(names.get(at, ""), "row"), *(_cell(values.get(at, "")) for _, values in columns)])
    return Table(rows, 1, tidy([Text(words)]))


def _points(data: etree._Element | None, budget: Budget) -> dict[int, str]:
    """The saved values of a series by their number, as their format shows them."""
    if data is None:
        return {}
    usual = next((node.text or "General" for node in data.iter(f"{_C}formatCode")), "General")
    found: dict[int, str] = {}
    for point in data.iter(f"{_C}pt"):
        budget.tick()
        at, value = point.get("idx") or "", point.findtext(f"{_C}v") or ""
        if not at.isdigit() or int(at) >= _MOST_POINTS:
            continue
        is_number = any(
            parent.tag == f"{_C}numCache" for parent in point.iterancestors(f"{_C}numCache", f"{_C}strCache")
        )
        found[int(at)] = _number(value, point.get("formatCode") or usual) if is_number else value
    return found


def _number(value: str, code: str) -> str:
    try:
        number = float(value)
    except ValueError:
        return value
    return general(number) if code == "General" else shown(number, code)


def _cell(words: str, scope: str = "") -> Cell:
    line = tidy([Text(words)])
    return Cell([Paragraph(line)] if line else [], scope=scope if line else "")
