"""What a person can mark in a file."""

from __future__ import annotations

from gongkai.documents.errors import Unreadable
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.formats import format_of
from gongkai.redaction.model import Format, Sight


def sight(data: bytes, name: str) -> Sight:
    """What can be marked in a file. Raises CannotRedact.

    >>> sight("第一行\\n\\n电话 0371-5550123".encode(), "a.txt").parts[1]
    Part(key='3', label='第3行', text='电话 0371-5550123')
    """
    try:
        format = format_of(data, name)
        if format is Format.TEXT:
            from gongkai.redaction.reading.lines import sight_of_text

            return sight_of_text(data)
        if format is Format.WORD:
            from gongkai.redaction.reading.word import sight_of_word

            return sight_of_word(data)
        if format is Format.SHEETS:
            from gongkai.redaction.reading.sheets import sight_of_sheets

            return sight_of_sheets(data)
        from gongkai.redaction.reading.pages import sight_of_pages

        return sight_of_pages(data, format.value)
    except Unreadable as error:
        raise CannotRedact(error.code, str(error)) from error


def render(data: bytes, name: str, page: int, width: int) -> bytes:
    """A page of a PDF or a picture, or a picture inside a Word file or a workbook by its number, as a PNG, ``width`` pixels across (at
    most 4000). Raises CannotRedact."""
    from gongkai.redaction.cutting.plan import wrong_place

    try:
        format = format_of(data, name)
        made = _drawn(data, format, page, width)
    except Unreadable as error:
        raise CannotRedact(error.code, str(error)) from error
    if made is None:
        raise wrong_place()
    return made


def _drawn(data: bytes, format: Format, number: int, width: int) -> bytes | None:
    if format is Format.TEXT:
        return None
    if format in (Format.WORD, Format.SHEETS):
        from gongkai.redaction.reading.pictures import as_png

        if format is Format.WORD:
            from gongkai.redaction.reading.word import word_file

            pictures = word_file(data).pictures
        else:
            from gongkai.redaction.reading.sheets import workbook

            pictures = workbook(data).pictures
        found = next((each for each in pictures if each.number == number and each.drawable), None)
        return as_png(found.image(), min(width, 2 * found.width)) if found is not None else None
    from gongkai.redaction.reading.pages import drawn_page

    return drawn_page(data, format.value, number, width)
