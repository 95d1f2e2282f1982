"""What a page is made of: blocks of inline pieces. Richer than ``gongkai.documents.Document`` (lists, links, pictures, marks), and
private to this package: callers see HTML (decision 0095)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

STRONG, EM, UNDERLINE, SUPER, SUB = "strong", "em", "u", "sup", "sub"
MARKS = (STRONG, EM, UNDERLINE, SUPER, SUB)
"""The marks a text can carry, from the outside in, by the names of their elements."""

DELETED, INSERTED = "del", "ins"
CHANGES = (DELETED, INSERTED)
"""The marks of a comparison; no published page carries them."""

NO_MARKS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Text:
    text: str
    marks: frozenset[str] = NO_MARKS
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Break:
    """A line break the author set."""


@dataclass(frozen=True, slots=True)
class Image:
    """``src``: the name of a picture of the page, or a path of this site. ``alt`` empty: not known."""

    src: str
    alt: str = ""
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The raised number that refers to note ``number`` (from 1)."""

    number: int


Inline = Text | Break | Image | NoteMark


@dataclass(slots=True)
class Heading:
    """``rank``: 1 above 2 above 3 …; the level on the page follows from the ranks around it."""

    rank: int
    inline: list[Inline]


@dataclass(slots=True)
class Paragraph:
    """``align``: "", "center" or "right". ``style``: the name of the source's paragraph style, in lower case; ``size``: of its type, in
    half points, 0 where the source says nothing."""

    inline: list[Inline]
    align: str = ""
    style: str = field(default="", compare=False)
    size: int = field(default=0, compare=False)


@dataclass(slots=True)
class Point:
    """A list item as word processors have it: a paragraph with a level (from 0). ``number`` None: a bullet.

    ``kind``: of the numbers, as ``<ol type>`` has it. ``group_points`` makes lists of them.
    """

    inline: list[Inline]
    level: int = 0
    number: int | None = None
    kind: str = "1"
    source: str = ""


@dataclass(slots=True)
class Item:
    blocks: list[Block]


@dataclass(slots=True)
class List:
    """``start``: the number of the first item of an ordered list."""

    items: list[Item]
    ordered: bool = False
    start: int = 1
    kind: str = "1"


@dataclass(slots=True)
class Cell:
    """``scope``: "" for data, "col" or "row" for a header cell."""

    blocks: list[Block] = field(default_factory=list)
    rowspan: int = 1
    colspan: int = 1
    scope: str = ""
    shaded: bool = field(default=False, compare=False)


@dataclass(slots=True)
class Table:
    """Rows of cells as HTML means them. ``header_rows``: from the top."""

    rows: list[list[Cell]]
    header_rows: int = 0
    caption: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class Quote:
    blocks: list[Block]


@dataclass(slots=True)
class Figure:
    image: Image
    caption: list[Inline] = field(default_factory=list)


@dataclass(slots=True)
class Notes:
    """Footnotes; the first is number 1."""

    items: list[Item]


Block = Heading | Paragraph | Point | List | Table | Quote | Figure | Notes


def text_of(inline: Iterable[Inline]) -> str:
    """The words of a line; a break is ``\\n``, a picture its alternative text."""
    return "".join(_words(piece) for piece in inline)


def _words(piece: Inline) -> str:
    if isinstance(piece, Text):
        return piece.text
    if isinstance(piece, Break):
        return "\n"
    return piece.alt if isinstance(piece, Image) else ""


def block_text(block: Block) -> str:
    """The words of a block, its lines parted by ``\\n``; lists and tables as ``gongkai.pages.plain`` gives them."""
    if isinstance(block, Heading | Paragraph | Point):
        return text_of(block.inline)
    if isinstance(block, Figure):
        return "\n".join(filter(None, (block.image.alt, text_of(block.caption))))
    if isinstance(block, Table):
        rows = ["\t".join(cell_text(cell) for cell in row) for row in block.rows]
        return "\n".join([text_of(block.caption), *rows] if block.caption else rows)
    if isinstance(block, List):
        return "\n".join(
            _item_text(item, f"{shown_number(block.start + n, block.kind)}. " if block.ordered else "")
            for n, item in enumerate(block.items)
        )
    if isinstance(block, Notes):
        return "\n".join(_item_text(item, f"[{n}] ") for n, item in enumerate(block.items, 1))
    return "\n".join(map(block_text, block.blocks))


def _item_text(item: Item, prefix: str) -> str:
    return prefix + "\n".join(map(block_text, item.blocks))


def cell_text(cell: Cell) -> str:
    """The words of a cell on one line."""
    return " ".join(" ".join(map(block_text, cell.blocks)).split())


def shown_number(number: int, kind: str) -> str:
    """``number`` as a browser shows it in ``<ol type=kind>``."""
    if kind in ("a", "A") and number > 0:
        letters = ""
        while number:
            number, rest = divmod(number - 1, 26)
            letters = chr(ord(kind) + rest) + letters
        return letters
    if kind in ("i", "I") and 0 < number < 4000:
        pairs = zip(
            (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
            ["m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"],
            strict=True,
        )
        roman = ""
        for value, sign in pairs:
            roman += sign * (number // value)
            number %= value
        return roman if kind == "i" else roman.upper()
    return str(number)


def inside(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block, also those in cells, items and quotes, in reading order."""
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from inside(block.blocks)
        elif isinstance(block, List | Notes):
            for item in block.items:
                yield from inside(item.blocks)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    yield from inside(cell.blocks)


def each_line(blocks: Iterable[Block]) -> Iterator[list[Inline]]:
    """Every line, also captions."""
    for block in inside(blocks):
        if isinstance(block, Heading | Paragraph | Point):
            yield block.inline
        elif isinstance(block, Table | Figure):
            yield block.caption


def each_inline(blocks: Iterable[Block], change: Callable[[list[Inline]], list[Inline]]) -> None:
    """Put ``change`` of every line in the place of that line."""
    for block in inside(blocks):
        if isinstance(block, Heading | Paragraph | Point):
            block.inline = change(block.inline)
        elif isinstance(block, Table | Figure):
            block.caption = change(block.caption)
