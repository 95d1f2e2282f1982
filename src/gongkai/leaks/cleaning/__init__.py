"""A copy of a file without what a reader does not see. What is written in it stays: that is for masks and for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath

from gongkai.documents.errors import Unreadable
from gongkai.documents.sniff import sniff
from gongkai.documents.worker import Worker
from gongkai.language import say
from gongkai.leaks.errors import CannotClean
from gongkai.leaks.files import LOOKED_AT, MEMORY_MB, SECONDS, scan_file
from gongkai.leaks.model import Kind


class Changes(StrEnum):
    """What becomes of tracked changes."""

    ACCEPT = "accept"  # what was inserted stays, what was deleted goes
    DROP = "drop"  # as it was before the changes


@dataclass(frozen=True, slots=True)
class Cleaned:
    """``name``: as the copy should be called; its ending differs where the format had to. ``removed``: the kinds that were there
    and are gone. ``notes``: what is different in the copy, as sentences for the person who will look at it."""

    name: str
    data: bytes
    removed: tuple[Kind, ...]
    notes: tuple[str, ...] = ()


WRITTEN = frozenset(LOOKED_AT["text"])


def clean_file(
    data: bytes, name: str = "", kinds: Iterable[Kind] | None = None, *, changes: Changes = Changes.ACCEPT
) -> Cleaned:
    """A copy of a Word, Excel, PDF or picture file without its hidden content, looked through again before it is given back.

    ``kinds``: only these kinds of hidden content; all by default. ``changes``: what becomes of tracked changes. A .doc becomes a .docx
    and an .xls an .xlsx with their text and tables alone; a PDF page on which something is covered becomes a picture.

    Raises CannotClean: ``unsupported`` for other formats, ``still-leaks`` when something hidden is left, or the code of the
    Unreadable that says why the file cannot be read.

    >>> from gongkai.leaks import scan_file
    >>> clean_file("文字".encode(), "a.txt")
    Traceback (most recent call last):
    gongkai.leaks.errors.CannotClean: 这种格式（text）没有可清除的隐藏内容。请直接修改文字。
    """
    try:
        format = sniff(data)
        before = scan_file(data, name)
        if any(leak.kind is Kind.UNREADABLE and leak.severity == "must" for leak in before.leaks):
            raise CannotClean("damaged", say("文件看不进去，无法清除隐藏内容。请用办公软件打开并另存后再试。"))
        wanted = frozenset(kinds) if kinds is not None else frozenset(Kind) - WRITTEN
        made, notes = _made(format, data, name, wanted, changes)
    except Unreadable as error:
        raise CannotClean(error.code, str(error)) from error
    new_name = str(PurePath(name).with_suffix(_NEW_ENDING[format])) if name and format in _NEW_ENDING else name
    after = scan_file(made, new_name)
    left = {leak.kind for leak in after.leaks if leak.hidden and (leak.kind in wanted or (kinds is None))}
    left.discard(Kind.UNREADABLE)
    if left:
        named = "、".join(sorted(kind.label for kind in left))
        raise CannotClean(
            "still-leaks",
            say(
                "清除之后仍有隐藏内容（{kinds}），没有给出副本。请用办公软件打开，删去后另存，再重新上传。", kinds=named
            ),
        )
    gone = {leak.kind for leak in before.leaks if leak.hidden} - {leak.kind for leak in after.leaks if leak.hidden}
    return Cleaned(new_name, made, tuple(sorted(gone)), tuple(notes))


_NEW_ENDING = {"doc": ".docx", "xls": ".xlsx"}


def clean_bounded(
    data: bytes,
    name: str = "",
    kinds: Iterable[Kind] | None = None,
    *,
    changes: Changes = Changes.ACCEPT,
    worker: Worker | None = None,
) -> Cleaned:
    """``clean_file`` in a process of its own, within bounds of time and memory. Raises CannotClean also when it breaks them."""
    chosen = tuple(kinds) if kinds is not None else None
    try:
        if worker is not None:
            return worker.run(_clean, data, name, chosen, changes)
        with Worker(seconds=2 * SECONDS, memory_mb=MEMORY_MB) as own:
            return own.run(_clean, data, name, chosen, changes)
    except Unreadable as error:
        raise CannotClean(error.code, str(error)) from error


def _clean(data: bytes, name: str, kinds: tuple[Kind, ...] | None, changes: Changes) -> Cleaned:
    return clean_file(data, name, kinds, changes=changes)


def _made(format: str, data: bytes, name: str, wanted: frozenset[Kind], changes: Changes) -> tuple[bytes, list[str]]:
    # Imported when asked for: each brings its parsers.
    if format == "docx":
        from gongkai.leaks.cleaning.word import clean_word

        return clean_word(data, wanted, accept=changes is Changes.ACCEPT)
    if format == "xlsx":
        from gongkai.leaks.cleaning.sheets import clean_sheets

        return clean_sheets(data, wanted)
    if format == "pdf":
        from gongkai.leaks.cleaning.pdf import clean_pdf

        return clean_pdf(data, wanted)
    if format == "image":
        from gongkai.leaks.pictures import bare

        return bare(data), []
    if format in _NEW_ENDING:
        from gongkai.documents import read, write
        from gongkai.documents.writers.unwritable import Unwritable
        from gongkai.leaks.sheets_old import visible_document

        document = visible_document(data) if format == "xls" else read(data, name)
        note = say("旧格式的文件已另存为{ending}，只保留文字和表格，图片请从原件重新插入。", ending=_NEW_ENDING[format])
        try:
            made = write(document, _NEW_ENDING[format][1:], title=document.title or "")
        except Unwritable as error:
            raise CannotClean("unsupported", str(error)) from error
        again = _made(_NEW_ENDING[format][1:], made, name, frozenset(Kind), Changes.ACCEPT)[0]
        return again, [note]
    raise CannotClean("unsupported", say("这种格式（{format}）没有可清除的隐藏内容。请直接修改文字。", format=format))
