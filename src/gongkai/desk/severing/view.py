"""A file as it is shown for marking: its text in pieces, what the gate finds in them set off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from gongkai.redaction import Area, Cell, Characters, Part, Picture, PictureArea, Place, Sheet, Sight

PARTS = 3000
"""Paragraphs that are shown; what is behind them can be ticked and typed all the same."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some characters of a paragraph. ``found``: the gate would not let them out; ``marked``: they are to be cut."""

    text: str
    found: bool = False
    marked: bool = False


@dataclass(frozen=True, slots=True)
class ShownPart:
    part: Part
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class ShownCell:
    ref: str
    text: str
    found: bool
    marked: bool


@dataclass(frozen=True, slots=True)
class ShownSheet:
    name: str
    rows: tuple[tuple[ShownCell, ...], ...]


@dataclass(frozen=True, slots=True)
class Box:
    """An area of a page, in per cent."""

    x: float
    y: float
    width: float
    height: float
    marked: bool


@dataclass(frozen=True, slots=True)
class ShownPage:
    number: int
    width: float
    height: float
    boxes: tuple[Box, ...]
    recognised: bool | None


@dataclass(frozen=True, slots=True)
class ShownPicture:
    """A picture inside the file, with the areas on it. ``whole``: all of it is marked."""

    picture: Picture
    boxes: tuple[Box, ...]
    whole: bool


def parts(sight: Sight, found: Iterable[Place], marked: Iterable[Place]) -> list[ShownPart]:
    """The paragraphs with what is found and what is marked."""
    spans: dict[str, list[tuple[int, int, bool]]] = {}
    for places, hand in ((found, False), (marked, True)):
        for place in places:
            if isinstance(place, Characters):
                spans.setdefault(place.part, []).append((place.start, place.end, hand))
    return [ShownPart(part, tuple(_pieces(part.text, spans.get(part.key, ())))) for part in sight.parts[:PARTS]]


def _pieces(text: str, spans: Iterable[tuple[int, int, bool]]) -> Iterable[Piece]:
    spans = list(spans)
    edges = sorted({0, len(text), *(min(edge, len(text)) for start, end, _ in spans for edge in (start, end))})
    for start, end in pairwise(edges):
        over = [hand for a, b, hand in spans if a <= start and end <= b]
        yield Piece(text[start:end], bool(over), any(over))


def sheets(sight: Sight, found: Iterable[Place], marked: Iterable[Place]) -> list[ShownSheet]:
    """The sheets, row by row; only rows and columns that hold something."""
    lit = {(place.sheet, place.ref) for place in found if isinstance(place, Cell)}
    hand = {(place.sheet, place.ref) for place in marked if isinstance(place, Cell)}
    return [ShownSheet(sheet.name, tuple(_rows(sheet, lit, hand))) for sheet in sight.sheets]


def _rows(sheet: Sheet, lit: set[tuple[str, str]], hand: set[tuple[str, str]]) -> Iterable[tuple[ShownCell, ...]]:
    rows: dict[int, list[ShownCell]] = {}
    for cell in sorted(sheet.cells, key=lambda each: (each.row, each.column))[: PARTS * 10]:
        key = (sheet.name, cell.ref)
        rows.setdefault(cell.row, []).append(ShownCell(cell.ref, cell.text, key in lit, key in hand))
    return (tuple(row) for row in rows.values())


def plain(sight: Sight) -> list[str]:
    """The text of a file, a line a paragraph or a row."""
    lines = [part.text for part in sight.parts]
    for sheet in sight.sheets:
        lines += ["\t".join(cell.text for cell in row) for row in _rows(sheet, set(), set())]
    return lines[:PARTS]


def pages(sight: Sight, found: Iterable[Place], marked: Iterable[Place]) -> list[ShownPage]:
    """The pages with the areas on them."""
    boxes: dict[int, list[Box]] = {}
    for places, hand in ((found, False), (marked, True)):
        for place in places:
            if isinstance(place, Area):
                boxes.setdefault(place.page, []).append(_box(place, hand))
    return [
        ShownPage(page.number, page.width, page.height, tuple(boxes.get(page.number, ())), page.recognised)
        for page in sight.pages
    ]


def pictures(sight: Sight, found: Iterable[Place], marked: Iterable[Place]) -> list[ShownPicture]:
    """The pictures inside the file with the areas on them."""
    boxes: dict[str, list[Box]] = {}
    whole: set[str] = set()
    for places, hand in ((found, False), (marked, True)):
        for place in places:
            if isinstance(place, PictureArea):
                boxes.setdefault(place.picture, []).append(_box(place, hand))
                if hand and place.is_whole:
                    whole.add(place.picture)
    return [ShownPicture(each, tuple(boxes.get(each.key, ())), each.key in whole) for each in sight.pictures]


def _box(place: Area | PictureArea, marked: bool) -> Box:
    return Box(*(round(value * 100, 3) for value in (place.x, place.y, place.width, place.height)), marked)
