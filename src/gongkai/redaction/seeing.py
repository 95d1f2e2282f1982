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
    """A page of a PDF or a picture as a PNG, ``width`` pixels across (at most 4000). Raises CannotRedact."""
    from gongkai.redaction.cutting.plan import wrong_place

    try:
        format = format_of(data, name)
        if format not in (Format.PDF, Format.PICTURE):
            raise wrong_place()
        from gongkai.redaction.reading.pages import drawn_page

        made = drawn_page(data, format.value, page, width)
    except Unreadable as error:
        raise CannotRedact(error.code, str(error)) from error
    if made is None:
        raise wrong_place()
    return made
