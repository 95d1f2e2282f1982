"""The redacted copy: what was marked is cut out, the file is built anew, and everything that is not seen in it goes as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import PurePath

from gongkai.documents.errors import Unreadable
from gongkai.language import say
from gongkai.leaks.errors import CannotClean
from gongkai.redaction.cutting.sweeping import Needles
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.formats import MEDIA, format_of
from gongkai.redaction.model import Cut, Format, IndexLine, Redacted

_PICTURES = {"PNG": "png", "JPEG": "jpg", "TIFF": "tif"}


def redact(data: bytes, name: str, cuts: Sequence[Cut]) -> Redacted:
    """A copy of ``data`` without what the cuts name. Raises CannotRedact; then there is no copy, not half of one.

    >>> from gongkai.redaction import Characters
    >>> cut = Cut(Characters("1", 4, 15), "个人隐私", "《条例》第十五条")
    >>> made = redact("联系电话13800138000，负责人。".encode(), "答复.txt", [cut])
    >>> made.data.decode(), made.index[0].where
    ('联系电话██[1]██，负责人。', '第1行')
    """
    try:
        return _redact(data, name, tuple(cuts))
    except (Unreadable, CannotClean) as error:
        raise CannotRedact(error.code, str(error)) from error


def _redact(data: bytes, name: str, cuts: Sequence[Cut]) -> Redacted:
    format = format_of(data, name)
    if format is Format.TEXT:
        from gongkai.redaction.cutting.lines import cut_text

        made, index, notes, texts = cut_text(data, cuts)
        ending = PurePath(name).suffix.lower().lstrip(".")
        return _copy(made, name, ending if ending in ("csv", "md") else "txt", index, notes, texts)
    if format is Format.WORD:
        from gongkai.redaction.cutting.word import cut_word

        made, index, notes, texts = cut_word(data, cuts)
        return _cleaned(made, name, "docx", index, notes, texts)
    if format is Format.SHEETS:
        from gongkai.redaction.cutting.sheets import cut_sheets

        made, index, notes, texts = cut_sheets(data, cuts)
        return _cleaned(made, name, "xlsx", index, notes, texts)
    if format is Format.PDF:
        from gongkai.redaction.cutting.pages import cut_pdf

        made, index, notes, texts = cut_pdf(data, cuts)
        return _copy(made, name, "pdf", index, notes, texts)
    from gongkai.redaction.cutting.pages import cut_picture

    made, kind, index, notes = cut_picture(data, cuts)
    return _copy(made, name, _PICTURES[kind], index, notes, ())


def _cleaned(
    made: bytes, name: str, ending: str, index: list[IndexLine], notes: list[str], texts: Iterable[str]
) -> Redacted:
    from gongkai.leaks.cleaning import clean_file

    cleaned = clean_file(made, name)
    return _copy(cleaned.data, name, ending, index, [*notes, *cleaned.notes], texts)


def _copy(
    data: bytes, name: str, ending: str, index: list[IndexLine], notes: list[str], texts: Iterable[str]
) -> Redacted:
    return Redacted(data, _named(name, ending, texts), MEDIA[ending], tuple(index), tuple(notes))


def _named(name: str, ending: str, texts: Iterable[str]) -> str:
    """The name of the copy; one that tells what was cut is another."""
    path = PurePath(name or say("文件"))
    stem = say("遮蔽件") if Needles(list(texts)).are_in(path.stem) else path.stem
    own = path.suffix.lower().lstrip(".")
    same = own == ending or (own, ending) in (("jpeg", "jpg"), ("tiff", "tif"), ("log", "txt"), ("text", "txt"))
    return f"{stem}{path.suffix}" if same else f"{stem}.{ending}"
