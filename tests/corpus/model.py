"""What a file of the corpus is, and the contents from which the writers of each format make one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell with its spans, as in HTML."""

    text: str
    colspan: int = 1
    rowspan: int = 1


Table = tuple[tuple[Cell, ...], ...]
"""Rows of cells as HTML means them: what a span covers is not written again."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file and the truth about it.

    ``kinds``: how many leaks of each kind (``gongkai.leaks.Kind`` as text) are planted, empty in a clean file. ``text``: the visible
    paragraphs outside tables, in order. ``tables``: the visible tables. ``hidden``: strings that lie in the file where a reader does
    not see them: none may come out of a conversion or stay in a cleaned copy. ``markup``: script and style written as text, names,
    links or alt texts: they may be shown as text, never become elements or attributes. ``twin``: the name of the other of a pair.
    ``pictures``: how many pictures are shown. ``lists``: how many of the paragraphs are items of a list.
    """

    name: str
    data: bytes
    kinds: Mapping[str, int]
    text: tuple[str, ...]
    tables: tuple[Table, ...]
    hidden: tuple[str, ...] = ()
    markup: tuple[str, ...] = ()
    twin: str = ""
    pictures: int = 0
    lists: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.kinds

    @property
    def format(self) -> str:
        return self.name.rsplit(".", 1)[-1]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a document; ``exif``: it still tells where it was taken. ``alt`` is read to those who cannot see."""

    seed: int = 1
    alt: str = ""
    exif: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list; ``numbered`` by the program, so the number is not in the text."""

    text: str
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Split:
    """A paragraph whose text is cut into runs, each with its own character format."""

    runs: tuple[str, ...]

    @property
    def text(self) -> str:
        return "".join(self.runs)


@dataclass(frozen=True, slots=True)
class Link:
    """A paragraph that is one link."""

    text: str
    href: str


Block = str | Heading | Item | Split | Link | Picture | Table


@dataclass(slots=True)
class Content:
    """What one file says, whatever its format. ``kinds`` counts the leaks planted in what is visible."""

    title: str
    blocks: list[Block] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)
    markup: list[str] = field(default_factory=list)

    def plant(self, kind: str, count: int = 1) -> None:
        self.kinds[kind] = self.kinds.get(kind, 0) + count

    @property
    def text(self) -> tuple[str, ...]:
        found = [self.title]
        for block in self.blocks:
            if isinstance(block, str):
                found.append(block)
            elif not isinstance(block, tuple | Picture):
                found.append(block.text)
        return tuple(found)

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(block for block in self.blocks if isinstance(block, tuple))

    @property
    def pictures(self) -> int:
        return sum(isinstance(block, Picture) for block in self.blocks)

    @property
    def lists(self) -> int:
        return sum(isinstance(block, Item) for block in self.blocks)
