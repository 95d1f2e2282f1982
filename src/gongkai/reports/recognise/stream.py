"""A Document as one stream of words and figures.

Whatever carried the tables (true grids, tab or pipe fields, one cell a line, figures parted by single spaces), the
recogniser sees the same thing: *segments*, each a run of words followed by the figures that stand after it. The words that
end the run are the label of the figures; nothing is found by counting.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from gongkai.documents.model import Cell, Document, Heading, Place, Table
from gongkai.language import say
from gongkai.reports.recognise.figures import PLAIN, Figure, figure
from gongkai.reports.recognise.items import Origin, Prose, Segment, Slot, Stream, Word

_PROSE = re.compile(r"[。；;！!？?]|[,，].*[,，]")
_BRACKETED = re.compile(r"[(（\[【〔][^()（）\[\]【】〔〕]*[)）\]】〕]")
_PAGE_NUMBER = re.compile(
    # The last: "- 4 -" of which Markdown has taken the first dash for a list's.
    r"[-—–－―~·\s]+\d{1,3}[-—–－―~·\s]+|第\s*\d{1,3}\s*页(?:\s*[,，/共]*\s*(?:共\s*)?\d{1,3}\s*页)?|[Pp]age\s*\d{1,3}(?:\s*of\s*\d{1,3})?"
    r"|\d{1,3}\s*/\s*\d{1,3}\s*页?|共\s*\d{1,3}\s*页|\d{1,3}\s+[-—–－]+"
)
_RULE = re.compile(r"[-+=_—─━┄~*\s]{6,}")
_DOTS = (".", "．", "、")
_LETTER = re.compile(r"[A-Za-z]{1,3}")
_SPLIT = re.compile(r"\s*[\t|｜]\s*")
_MOST_BLANKS = 40
_ONE_LINE = 1200
"""Characters in one paragraph from which on it may be a whole report that has lost its line breaks."""


def is_prose(text: str) -> bool:
    """Running text, not a label: it has the punctuation of sentences outside brackets.

    >>> is_prose("今年共收到申请3件，均已答复。"), is_prose("（二）部分公开（区分处理的，只计这一情形，不计其他情形）")
    (True, False)
    """
    if not _PROSE.search(text):
        return False
    return bool(_PROSE.search(_BRACKETED.sub("", text))) or len(text) > 160


class _Builder:
    def __init__(self) -> None:
        self.segments: list[Segment] = [Segment()]
        self.prose: list[Prose] = []
        self.line = 0

    def word(self, word: Word, table: int) -> None:
        current = self.segments[-1]
        if current.slots:
            if not current.words and word.text[:1] in _DOTS and len(self.segments) > 1:
                self.segments[-2].followed.clear()  # the number was an item number: "2", then ".重复申请"
            current = Segment(table=table)
            self.segments.append(current)
        current.words.append(word)
        current.table = table

    def slot(self, slot: Slot, table: int) -> None:
        current = self.segments[-1]
        if slot.text in _DOTS and not current.words and len(self.segments) > 1:
            self.segments[-2].followed.clear()  # likewise where the full stop stands on a line of its own
            return
        if slot.origin == "line" and current.figures and current.figures[-1].origin != "line":
            # A number alone on a line after the row of a table, such as a page number, is none of the row's, it seems.
            current.followed.append(slot)
            current = Segment(table=table)
            self.segments.append(current)
        current.slots.append(slot)
        if slot.figure is not None:
            current.figures.append(slot)
        current.table = current.table or table

    def break_(self) -> None:
        if self.segments[-1].words or self.segments[-1].slots:
            self.segments.append(Segment(after_prose=True))

    def row(self, items: list[Word | Slot], table: int) -> None:
        """One row of a table: words own the figures to their right; a figure or two left of all words number the row."""
        first_word = next((i for i, item in enumerate(items) if isinstance(item, Word)), None)
        if first_word is not None:
            leading = [item for item in items[:first_word] if isinstance(item, Slot) and item.figure is not None]
            if len(leading) < 3:
                items = items[first_word:]
        else:
            # A row without words continues the label above it only if that label has no figures yet.
            current = self.segments[-1]
            more = [i for i in items if isinstance(i, Slot) and i.figure is not None]
            if current.figures and more:
                current.followed.extend(more)
                self.segments.append(Segment(table=table))
        while items and isinstance(items[-1], Slot) and items[-1].figure is None and len(items) > _MOST_BLANKS:
            items.pop()
        for item in items:
            if isinstance(item, Word):
                self.word(item, table)
            else:
                self.slot(item, table)


def _cell_items(text: str, raw: str, base: Slot) -> list[Word | Slot]:
    """What one cell of a grid holds: nothing, one figure, several figures, or words. ``raw``: ``text`` as the source has it."""
    if not text or text.isspace():
        return [base]
    got = figure(text, wrapped=True)
    if got is not None and (got.code != "spaced" or len(text.split()) < 3):
        return [Slot(raw.strip(), got, base.place, base.line, base.column, base.origin, base.span)]
    pieces = text.split()
    if len(pieces) >= 3 and all(PLAIN.fullmatch(p) for p in pieces):
        # Several figures crammed into one cell: each is kept, and their number will not fit the form.
        return [replace(base, text=p, figure=figure(p)) for p in pieces]
    if got is not None:
        return [replace(base, text=raw.strip(), figure=got)]
    return [Word(text, base.place, base.line, base.column, base.origin, raw.strip())]


def _line_items(text: str, raw: str, place: Place, line: int) -> list[Word | Slot] | None:
    """A bare line as words and figures, or None where it is running text. ``raw``: ``text`` as the source has it."""
    whole = figure(text)
    if whole is not None and (whole.value is not None or len(text) <= 6 or not any(c.isalpha() for c in text)):
        return [Slot(raw.strip(), whole, place, line, 0, "line")]
    pieces = text.split()
    raws = raw.split()
    if len(raws) != len(pieces):
        raws = pieces
    found = [figure(p) if (p[0].isdigit() or p[0] in "+-−—–－/\\.," or _LETTER.fullmatch(p)) else None for p in pieces]
    numeric = sum(1 for f in found if f is not None and f.code in (None, "leading-zero", "not-a-figure", "letters"))
    if numeric == 0:
        return None if is_prose(text) else [Word(text, place, line, 0, "line")]
    if is_prose(text):
        # "…情形） 0 0 0": the label may be long, but figures end the line.
        tail = 0
        while tail < len(found) and found[-1 - tail] is not None:
            tail += 1
        if tail < 3 or len(" ".join(pieces[: len(pieces) - tail])) > 60:
            return None
    items: list[Word | Slot] = []
    pending: list[str] = []
    leading = True
    trailing_words = found and found[-1] is None
    if numeric < 3 and (found[0] is not None or trailing_words):
        return [Word(text, place, line, 0, "line")]
    for piece, printed, got in zip(pieces, raws, found, strict=True):
        if got is None:
            pending.append(piece)
            leading = False
            continue
        if pending:
            items.append(Word(" ".join(pending), place, line, 0, "line"))
            pending = []
        items.append(Slot(printed, got, place, line, 0, "line"))
    if pending:
        items.append(Word(" ".join(pending), place, line, 0, "line"))
    return items if not leading or numeric else None


def _is_ragged(table: Table) -> bool:
    """Fields of a text file: no spans anywhere, and every cell knows its line."""
    first = next((cell for row in table.rows for cell in row), None)
    return first is not None and first.place.line is not None


def build(document: Document, clean: Callable[[str], str], names_a_row: Callable[[str], bool]) -> Stream:
    """The stream of ``document``.

    ``clean`` folds one text (width, radicals, traditional forms, readings in brackets). ``names_a_row`` says whether a
    text has to do with a label of the form, so that it is not taken for what someone wrote in place of a figure.
    """
    made = _Builder()
    number = 0
    for block in document.blocks:
        if isinstance(block, Table):
            number += 1
            rows = list(_table_rows(block, number, clean, made))
            _words_for_figures(rows, names_a_row)
            for before_prose, items in rows:
                if before_prose:
                    made.break_()
                made.row(items, number)
            continue
        raws = block.text.split("\n")
        if len(block.text) > _ONE_LINE and len(raws) == 1 and "\t" not in block.text and "|" not in block.text:
            # A whole report whose line breaks were lost: its white space is all that is left of them.
            pieces = clean(block.text).split()
            if sum(names_a_row(p) for p in pieces if len(p) > 5) >= 8:
                raws = pieces
        for raw in raws:
            text = clean(raw).strip()
            if not text:
                continue
            made.line += 1
            if _PAGE_NUMBER.fullmatch(text) or _RULE.fullmatch(text):
                continue
            made.prose.append(Prose(raw.strip(), text, block.place, made.line, isinstance(block, Heading)))
            bare: list[Word | Slot] | None
            if "\t" in raw or "|" in raw:
                bare = []
                for column, piece in enumerate(_SPLIT.split(raw), 1):
                    bare.extend(
                        _cell_items(clean(piece), piece, Slot("", None, block.place, made.line, column, "fields"))
                    )
                made.row(bare, 0)
                continue
            bare = _line_items(text, raw, block.place, made.line)
            if bare is None:
                made.break_()
            else:
                for item in bare:
                    if isinstance(item, Word):
                        made.word(item, 0)
                    else:
                        made.slot(item, 0)
    return Stream(made.segments, made.prose, made.line)


def _placed(table: Table) -> Iterator[Iterator[tuple[int, Cell]]]:
    """The cells of each row with their grid columns: those the reader has given them, or else worked out."""
    if all(cell.place.column for row in table.rows for cell in row):
        yield from (((cell.place.column or 0, cell) for cell in row) for row in table.rows)
        return
    for line in table.grid():
        yield ((c, here[0]) for c, here in enumerate(line, 1) if here is not None and here[1])


def _words_for_figures(rows: list[tuple[bool, list[Word | Slot]]], names_a_row: Callable[[str], bool]) -> None:
    """A word in a column of figures that names no row stands there in place of a figure: 三, 持平, =SUM(D6:D27)."""
    filled = [items for _, items in rows if any(isinstance(i, Slot) and i.figure is not None for i in items)]
    if len(filled) < 3:
        return
    shares: dict[int, int] = {}
    for items in filled:
        for item in items:
            if isinstance(item, Slot) and item.figure is not None:
                shares[item.column] = shares.get(item.column, 0) + 1
    for items in filled:
        for at, item in enumerate(items):
            if not isinstance(item, Word) or at == 0 or len(item.text) > 20:
                continue
            if shares.get(item.column, 0) * 2 < len(filled) or names_a_row(item.text):
                continue
            message = say("此格写的是“{text}”，读不出一个数字。", text=item.text)
            items[at] = Slot(
                item.raw, Figure(None, "not-a-figure", message), item.place, item.line, item.column, item.origin
            )


def _table_rows(
    table: Table, number: int, clean: Callable[[str], str], made: _Builder
) -> Iterator[tuple[bool, list[Word | Slot]]]:
    """Each row's items, and whether running text in the table stands before them."""
    origin: Origin = "fields" if _is_ragged(table) else "grid"
    for r, line in enumerate(_placed(table), 1):
        made.line += 1
        items: list[Word | Slot] = []
        prose: list[str] = []
        for c, cell in line:
            place = cell.place
            if not (place.table and place.row and place.column):
                place = Place(
                    place.page, place.line, place.table or number, place.row or r, place.column or c, place.sheet
                )
            text = cell.text
            if not text or _RULE.fullmatch(text):
                items.append(Slot("", None, place, made.line, c, origin, cell.colspan))
                continue
            if text.isascii() and text.isdigit():
                items.append(Slot(text, figure(text), place, made.line, c, origin, cell.colspan))
                continue
            text = clean(text)
            if len(text) > 60 and is_prose(text):
                prose.append(text)
                continue
            items.extend(_cell_items(text, cell.text, Slot("", None, place, made.line, c, origin, cell.colspan)))
        if prose:
            for text in prose:
                for part in text.split("\n"):
                    if part.strip():
                        made.prose.append(Prose(part.strip(), part.strip(), Place(table=number, row=r), made.line))
        if items:
            yield bool(prose), items
