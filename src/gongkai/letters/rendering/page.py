"""What stands on the paper, in order, decided once for DOCX, PDF and HTML: so a letter says the same in all of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongkai.documents import model as documents
from gongkai.documents.canonical import canonical, canonical_text
from gongkai.documents.writers.layout import ems
from gongkai.law.letters import LETTERS, Addressee
from gongkai.letters.fields import day
from gongkai.letters.model import Block, Draft, Grid, Text


class Kind(StrEnum):
    """How the paper is laid out."""

    LETTER = "letter"
    """信函 format (GB/T 9704-2012, 10.1): the body's name as mark, red double lines."""
    PLAIN = "plain"
    """Title, number, text: for bodies that print on plain paper, and for forms that stay in the house."""


@dataclass(frozen=True, slots=True)
class Layout:
    """``red_head``: print the red mark and lines; without it their place stays free for printed letter paper.
    ``page_numbers``: from the second page of a letter, on every page of plain paper."""

    kind: Kind = Kind.LETTER
    red_head: bool = True
    page_numbers: bool = True


class Role(StrEnum):
    """What a line is, and so how it is set."""

    NUMBER = "number"
    TITLE = "title"
    SALUTATION = "salutation"
    BODY = "body"
    ATTACHMENT = "attachment"
    MORE_ATTACHMENT = "more"
    """The second and later lines of the list of attachments, set under the first one's name."""
    NAME = "name"
    DATE = "date"
    ANNEX = "annex"
    """附件, at the head of a new page."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line or paragraph. ``right``: ems kept free at the right, for what is set there."""

    role: Role
    text: str
    right: float = 0.0
    kept: bool = False
    """Not parted from what follows by a page break."""


Piece = Line | Grid


@dataclass(frozen=True, slots=True)
class Page:
    """A letter ready to be set. ``mark``: the body's name in red, "" where none is printed."""

    title: str
    author: str
    kind: Kind
    mark: str
    has_numbers: bool
    pieces: tuple[Piece, ...]
    dated: date | None

    @property
    def texts(self) -> Iterator[str]:
        """Every word that is printed."""
        yield self.mark
        for piece in self.pieces:
            if isinstance(piece, Grid):
                yield from (cell.text for row in piece.rows for cell in row.cells)
            else:
                yield piece.text

    def document(self) -> documents.Document:
        """The same words as a Document, which is what reading the DOCX or PDF back gives. The red mark is no part of it."""
        blocks: list[documents.Block] = []
        for piece in self.pieces:
            if isinstance(piece, Grid):
                rows = tuple(tuple(documents.Cell(cell.text, 1, cell.span) for cell in row.cells) for row in piece.rows)
                blocks.append(documents.Table(rows, header_rows=piece.head))
            elif piece.role is Role.TITLE:
                blocks.append(documents.Heading(piece.text, 1))
            else:
                blocks.append(documents.Paragraph(piece.text))
        return canonical(documents.Document(tuple(blocks), title=self.title))


def page_of(draft: Draft, number: str, dated: date | None, layout: Layout) -> Page:
    """``draft`` with its number and date as pieces in order. A form that stays in the house is always plain."""
    internal = LETTERS[draft.code].addressee is Addressee.INTERNAL
    kind = Kind.PLAIN if internal else layout.kind
    number = canonical_text(number)
    head = [Line(Role.TITLE, draft.title, kept=True)]
    if number:
        head.insert(0 if kind is Kind.LETTER else 1, Line(Role.NUMBER, number, kept=True))
    if draft.salutation:
        head.append(Line(Role.SALUTATION, draft.salutation, kept=True))
    pieces: list[Piece] = [*head, *_flow(draft.blocks)]
    for n, text in enumerate(draft.attachment_lines):
        pieces.append(Line(Role.MORE_ATTACHMENT if n else Role.ATTACHMENT, text, kept=True))
    if draft.signature:
        pieces[-1] = _kept(pieces[-1])
        pieces += _signature(draft.signature, dated)
    for n, enclosure in enumerate(draft.enclosures, 1):
        several = len(draft.enclosures) + len(draft.attachments) > 1
        pieces.append(Line(Role.ANNEX, f"附件{n}" if several else "附件", kept=True))
        pieces.append(Line(Role.TITLE, enclosure.title, kept=True))
        form = list(_flow(enclosure.blocks))
        if form and isinstance(form[0], Line) and form[0].text.endswith("："):  # addressed to the body
            form[0] = Line(Role.SALUTATION, form[0].text, kept=True)
        pieces += form
    return Page(
        title=draft.title,
        author=draft.signature,
        kind=kind,
        mark=draft.signature if kind is Kind.LETTER and layout.red_head else "",
        has_numbers=layout.page_numbers,
        pieces=tuple(pieces),
        dated=dated,
    )


def _flow(blocks: tuple[Block, ...]) -> Iterator[Piece]:
    for block in blocks:
        if isinstance(block, Grid):
            yield block
        elif isinstance(block, Text):
            yield Line(Role.BODY, block.text)
        else:
            yield from (Line(Role.BODY, line) for line in block.lines)


def _kept(piece: Piece) -> Piece:
    return piece if isinstance(piece, Grid) else Line(piece.role, piece.text, piece.right, kept=True)


def _signature(name: str, dated: date | None) -> Iterator[Line]:
    """The name centred over the date, the date four ems from the right (GB/T 9704-2012, 7.3.5.1); the seal presses on both."""
    if dated is None:
        yield Line(Role.NAME, name, 2.0)
        return
    written = day(dated)
    # Typesetters put a quarter of a square between Chinese and figures: five times in a date.
    yield Line(Role.NAME, name, max(0.0, 4.0 + (ems(written) + 5 / 4 - ems(name)) / 2), kept=True)
    yield Line(Role.DATE, written, 4.0)
