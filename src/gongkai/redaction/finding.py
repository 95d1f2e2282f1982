"""Places that are worth a cut: what the leak gate would not let out, and every place where the same string stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.leaks.model import Kind, Leak
from gongkai.leaks.model import Place as Spot
from gongkai.leaks.scanning import scan_table, scan_text
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.folding import fold, found
from gongkai.redaction.formats import format_of
from gongkai.redaction.model import Area, Cell, Characters, Format, Place, Suggestion

if TYPE_CHECKING:
    from gongkai.redaction.reading.embedded import Embedded
    from gongkai.redaction.reading.pages import Sign
    from gongkai.redaction.reading.word import Paragraph

_MOST_GRID = 500_000
_NO_PLACE = frozenset({Kind.PERSON_LIST})
"""What the gate says of a whole table: which column goes is for a person."""


def suggest(data: bytes, name: str) -> tuple[Suggestion, ...]:
    """What the leak gate would not let out, where it stands, in reading order. Raises CannotRedact.

    >>> [each] = suggest("电话 13800138000".encode(), "a.txt")
    >>> each.place, each.label
    (Characters(part='1', start=3, end=14), '手机号码　138****8000')
    """
    try:
        format = format_of(data, name)
        if format is Format.TEXT:
            return tuple(_in_text(data))
        if format is Format.WORD:
            return tuple(_in_word(data))
        if format is Format.SHEETS:
            return tuple(_in_sheets(data))
        return tuple(_on_pages(data, format.value))
    except Unreadable as error:
        raise CannotRedact(error.code, str(error)) from error


def everywhere(data: bytes, name: str, text: str) -> tuple[Place, ...]:
    """All places where ``text`` stands, whatever its spaces, hyphens and widths, over runs, cells and line breaks, in reading order.

    Places in other paragraphs, cells and pages are places of their own; on a page or picture a string that is broken gives an area for
    each line. Raises CannotRedact, also for a text without a letter or digit.
    """
    return everywhere_each(data, name, (text,))[0]


def everywhere_each(data: bytes, name: str, texts: Sequence[str]) -> tuple[tuple[Place, ...], ...]:
    """The places of each of some strings, as ``everywhere`` gives them; the file is read once for all. Raises CannotRedact."""
    needles = [fold(text) for text in texts]
    if not all(needles):
        raise CannotRedact("place", say("要查找的文字里没有字或数字。请输入要遮蔽的姓名、号码或词句。"))
    try:
        format = format_of(data, name)
        if format is Format.TEXT:
            from gongkai.redaction.reading.lines import lines_of

            lines = [(str(number), line) for number, line in enumerate(lines_of(data), 1)]
            return tuple(tuple(_characters(needle, lines)) for needle in needles)
        if format is Format.WORD:
            from gongkai.redaction.reading.word import word_file

            file = word_file(data)
            paragraphs = [(each.key, each.text) for each in file.paragraphs]
            read = _read(file.pictures)
            return tuple((*_characters(needle, paragraphs), *_in_read(needle, read)) for needle in needles)
        if format is Format.SHEETS:
            return tuple(_in_book(data, needles))
        from gongkai.redaction.reading.pages import pages_of

        looks = [(look.number, sign) for look in pages_of(data, format.value) for sign in look.signs]
        signs = [(number, sign) for number, sign in looks if sign.box is not None]
        return tuple(tuple(_areas_of(signs, needle)) for needle in needles)
    except Unreadable as error:
        raise CannotRedact(error.code, str(error)) from error


def _characters(needle: str, texts: Iterable[tuple[str, str]]) -> Iterator[Place]:
    for key, text in texts:
        for start, end in found(needle, text):
            yield Characters(key, start, end)


def _in_book(data: bytes, needles: Sequence[str]) -> Iterator[tuple[Place, ...]]:
    from gongkai.redaction.reading.sheets import workbook

    book = workbook(data)
    cells = [
        (Cell(leaf.name, held.ref), fold(held.text), fold(held.raw))
        for leaf in book.leaves
        for held in leaf.cells.values()
    ]
    texts = [(each.key, each.text) for each in book.texts]
    read = _read(book.pictures)
    for needle in needles:
        own = (place for place, *forms in cells if any(needle in form for form in forms))
        yield *own, *_characters(needle, texts), *_in_read(needle, read)


def _read(pictures: Sequence[Embedded]) -> list[tuple[Embedded, list[Sign]]]:
    from gongkai.redaction.reading.embedded import read_in

    return [(each, [sign for sign in signs if sign.box is not None]) for each, signs in read_in(pictures)]


def _in_read(needle: str, read: Iterable[tuple[Embedded, list[Sign]]]) -> Iterator[Place]:
    from gongkai.redaction.reading.embedded import places_in

    for picture, signs in read:
        for start, end in found(needle, "".join(sign.char[:1] for sign in signs)):
            yield from places_in(picture, signs[start:end])


def _areas_of(signs: Sequence[tuple[int, Sign]], needle: str) -> Iterator[Area]:
    """Over all pages at once, so that a string broken by the end of a page is found."""
    from gongkai.redaction.reading.pages import areas_of

    for start, end in found(needle, "".join(sign.char[:1] for _, sign in signs)):
        for page in sorted({number for number, _ in signs[start:end]}):
            yield from areas_of(page, [sign for number, sign in signs[start:end] if number == page])


def _label(leak: Leak) -> str:
    return f"{leak.kind.label}　{leak.shown}"


def _in_text(data: bytes) -> Iterator[Suggestion]:
    from gongkai.redaction.reading.lines import lines_of

    lines = lines_of(data)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line) + 1)
    for leak in scan_text("\n".join(lines)):
        if leak.kind in _NO_PLACE or leak.place.start is None or leak.place.end is None:
            continue
        for at, line in enumerate(lines):
            start, end = max(leak.place.start, starts[at]), min(leak.place.end, starts[at] + len(line))
            if start < end:
                place = Characters(str(at + 1), start - starts[at], end - starts[at])
                yield Suggestion(place, leak.kind, _label(leak))


def _in_word(data: bytes) -> Iterator[Suggestion]:
    from gongkai.redaction.reading.word import word_file

    file = word_file(data)
    paragraphs = file.paragraphs
    tables: dict[tuple[str, int], dict[tuple[int, int], list[Paragraph]]] = {}
    for each in paragraphs:
        if each.cell is not None:
            table, row, column = each.cell
            tables.setdefault((each.story, table), {}).setdefault((row, column), []).append(each)
    done: set[tuple[str, int]] = set()
    for each in paragraphs:
        if each.cell is None:
            for leak in scan_text(each.text):
                if leak.kind not in _NO_PLACE and leak.place.start is not None and leak.place.end is not None:
                    place = Characters(each.key, leak.place.start, leak.place.end)
                    yield Suggestion(place, leak.kind, _label(leak))
        elif (each.story, each.cell[0]) not in done:
            done.add((each.story, each.cell[0]))
            yield from _in_word_table(tables[each.story, each.cell[0]])
    yield from _in_pictures(file.pictures)


def _in_word_table(cells: dict[tuple[int, int], list[Paragraph]]) -> Iterator[Suggestion]:
    texts = {key: "\n".join(each.text for each in own) for key, own in cells.items()}
    for leak, row, first, last, (start, end) in _in_grid(texts):
        for column in range(first, last + 1):
            at = 0
            for each in cells.get((row, column), ()):
                length = len(each.text)
                if first == last:
                    own = max(start, at) - at, min(end, at + length) - at
                else:
                    own = 0, length
                at += length + 1
                if own[0] < own[1]:
                    yield Suggestion(Characters(each.key, *own), leak.kind, _label(leak))


def _in_sheets(data: bytes) -> Iterator[Suggestion]:
    from gongkai.redaction.reading.sheets import workbook

    book = workbook(data)
    for leaf in book.leaves:
        cells = {(held.row, held.column): held for held in leaf.cells.values() if held.text}
        for leak, row, first, last, _ in _in_grid({key: held.text for key, held in cells.items()}):
            for column in range(first, last + 1):
                if (row, column) in cells:
                    yield Suggestion(Cell(leaf.name, cells[row, column].ref), leak.kind, _label(leak))
    for text in book.texts:
        for leak in scan_text(text.text):
            if leak.kind not in _NO_PLACE and leak.place.start is not None and leak.place.end is not None:
                yield Suggestion(Characters(text.key, leak.place.start, leak.place.end), leak.kind, _label(leak))
    yield from _in_pictures(book.pictures)


def _in_pictures(pictures: Sequence[Embedded]) -> Iterator[Suggestion]:
    """What is recognised in pictures inside the file."""
    from gongkai.redaction.reading.embedded import places_in, read_in
    from gongkai.redaction.reading.pages import text_of

    for picture, read in read_in(pictures):
        text, signs = text_of(read)
        for leak in scan_text(text):
            if leak.kind in _NO_PLACE or leak.place.start is None or leak.place.end is None:
                continue
            taken = [sign for sign in signs[leak.place.start : leak.place.end] if sign is not None]
            for each in places_in(picture, taken):
                yield Suggestion(each, leak.kind, _label(leak))


def _in_grid(cells: dict[tuple[int, int], str]) -> Iterator[tuple[Leak, int, int, int, tuple[int, int]]]:
    """Leak, row, first and last column (as the keys count) and offsets in the first cell."""
    if not cells:
        return
    rows = sorted({row for row, _ in cells})
    columns = sorted({column for _, column in cells})
    if len(rows) * len(columns) > _MOST_GRID:
        for (row, column), text in cells.items():
            for leak in scan_text(text):
                yield leak, row, column, column, (leak.place.start or 0, leak.place.end or len(text))
        return
    grid = [[cells.get((row, column), "") for column in columns] for row in rows]
    for leak, where in scan_table(grid, Spot(), b""):
        if leak.kind not in _NO_PLACE:
            offsets = (where.found.start, where.found.end)
            yield leak, rows[where.row], columns[where.first], columns[where.last], offsets


def _on_pages(data: bytes, format: str) -> Iterator[Suggestion]:
    from gongkai.redaction.reading.pages import areas_of, pages_of, text_of

    for look in pages_of(data, format):
        text, signs = text_of(look.signs)
        for leak in scan_text(text):
            if leak.kind in _NO_PLACE or leak.place.start is None or leak.place.end is None:
                continue
            taken = [sign for sign in signs[leak.place.start : leak.place.end] if sign is not None]
            for each in areas_of(look.number, taken):
                yield Suggestion(each, leak.kind, _label(leak))
