"""What is marked, cut and checked, as values. None of them holds what was cut: only where it stood and why it went."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.leaks import Kind


class Format(StrEnum):
    """What a file is, as far as marking it goes."""

    TEXT = "text"  # lines
    WORD = "docx"  # paragraphs
    SHEETS = "xlsx"  # cells
    PDF = "pdf"  # pages
    PICTURE = "image"  # pages: one, or as many as a TIFF has


@dataclass(frozen=True, slots=True)
class Characters:
    """Some characters of a part: offsets in its text as ``sight`` gives it, ``end`` behind the last one."""

    part: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a page: ``page`` counts from 1, the rest are fractions (0 to 1) of the page as it is shown, from its upper left."""

    page: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a workbook, or a block of cells: ``ref`` as the program writes it, B7 or B2:B9."""

    sheet: str
    ref: str


@dataclass(frozen=True, slots=True)
class PictureArea:
    """A rectangle of a picture inside a Word file or a workbook. ``picture``: the key that ``Picture`` gives; the rest are fractions
    (0 to 1) of the picture as it is kept, upright, with what is cropped away. All of it, as by default: the picture goes as a whole."""

    picture: str
    x: float = 0.0
    y: float = 0.0
    width: float = 1.0
    height: float = 1.0

    @property
    def is_whole(self) -> bool:
        return self.x <= 0 and self.y <= 0 and self.x + self.width >= 1 and self.y + self.height >= 1


Place = Characters | Area | Cell | PictureArea


@dataclass(frozen=True, slots=True)
class Part:
    """A paragraph, or a line, or a text of a drawing. ``key``: what ``Characters.part`` names; ``label``: where it stands, for people."""

    key: str
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Word:
    """Something on a page that is marked as one: a single Chinese character, or a run of letters and digits."""

    text: str
    area: Area


@dataclass(frozen=True, slots=True)
class Page:
    """``number`` counts from 1; ``width`` and ``height`` as shown, in points (PDF) or pixels (pictures). ``words``: those a reader sees;
    of a scan those that were recognised, none where the ``ocr`` extra is not installed (``recognised`` is None then)."""

    number: int
    width: float
    height: float
    words: tuple[Word, ...] = ()
    recognised: bool | None = False


@dataclass(frozen=True, slots=True)
class SheetCell:
    """``row`` and ``column`` count from 1. ``text``: as the file keeps the value."""

    ref: str
    row: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    name: str
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture inside a Word file or a workbook, listed once however often it is shown (``uses``). ``number`` counts from 1 in the
    order of the file, and is what ``render`` draws; ``label``: where it stands first, for people. ``width`` and ``height`` in pixels.
    ``drawable``: False for EMF, WMF, SVG and what no decoder opens: such go as a whole only. ``recognised``: as in ``Page``."""

    key: str
    number: int
    label: str
    width: int
    height: int
    uses: int = 1
    drawable: bool = True
    recognised: bool | None = None


@dataclass(frozen=True, slots=True)
class Sight:
    """What a person can mark in a file: ``parts`` of text and Word (and of drawings in a workbook), ``pages`` of PDF and pictures,
    ``sheets`` of a workbook, ``pictures`` inside Word files and workbooks."""

    kind: Format
    parts: tuple[Part, ...] = ()
    pages: tuple[Page, ...] = ()
    sheets: tuple[Sheet, ...] = ()
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place that the leak gate would not let out. ``label``: what it is, with its value masked."""

    place: Place
    kind: Kind
    label: str


@dataclass(frozen=True, slots=True)
class Cut:
    """Something to be taken out. ``reason``: in words; ``article``: the ground, such as 《条例》第十五条."""

    place: Place
    reason: str
    article: str


@dataclass(frozen=True, slots=True)
class IndexLine:
    """One cut as the index of cuts tells it. ``number``: as it is written into the block that stands in its place, ``[1]``, in reading
    order; ``where``: the place in words; ``extent``: how much of what is there went, never its length in characters."""

    number: int
    where: str
    reason: str
    article: str
    extent: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """``name``: as the copy should be called; its ending differs where the format had to. ``notes``: what else is different in the copy,
    and what a person should still look at, as sentences."""

    data: bytes
    name: str
    media_type: str
    index: tuple[IndexLine, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at. ``name`` and ``detail`` are for people; no value that was cut is in them."""

    name: str
    passed: bool
    detail: str


@dataclass(frozen=True, slots=True)
class Verification:
    """``passed``: every check did. ``notes``: what no machine can judge, such as the same words left standing elsewhere."""

    passed: bool
    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()
