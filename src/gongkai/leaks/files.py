"""A file looked into, whatever its format. What cannot be looked into is a finding, never silence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from gongkai.documents import bounds
from gongkai.documents.errors import Unreadable
from gongkai.documents.sniff import sniff
from gongkai.documents.worker import Worker
from gongkai.language import say
from gongkai.leaks.gathering import Gathering
from gongkai.leaks.model import Kind, Leak, Place, Scan, Severity, fingerprint

_WRITTEN = (
    Kind.IDENTITY,
    Kind.IDENTITY_OLD,
    Kind.IDENTITY_WRONG,
    Kind.MOBILE,
    Kind.BANK_CARD,
    Kind.BANK_ACCOUNT,
    Kind.ADDRESS,
    Kind.PASSPORT,
    Kind.EMAIL,
    Kind.PERSON_LIST,
    Kind.SECRECY,
)
_OFFICE = (Kind.COMMENTS, Kind.HIDDEN_TEXT, Kind.PROPERTIES, Kind.EMBEDDED, Kind.EXTERNAL_LINK, Kind.SCRIPT)
LOOKED_AT: dict[str, tuple[Kind, ...]] = {
    "text": _WRITTEN,
    "html": (*_WRITTEN, Kind.COMMENTS, Kind.HIDDEN_TEXT, Kind.SCRIPT),
    "docx": (*_WRITTEN, Kind.REVISIONS, *_OFFICE, Kind.CROPPED, Kind.PICTURE_DATA),
    "doc": (*_WRITTEN, Kind.REVISIONS, Kind.COMMENTS, Kind.HIDDEN_TEXT, Kind.PROPERTIES, Kind.EMBEDDED, Kind.SCRIPT),
    "xlsx": (
        *_WRITTEN,
        *_OFFICE,
        Kind.HIDDEN_SHEET,
        Kind.HIDDEN_CELLS,
        Kind.PIVOT_CACHE,
        Kind.LINK_CACHE,
        Kind.HIDDEN_NAME,
        Kind.VALIDATION_LIST,
        Kind.PICTURE_DATA,
        Kind.REVISIONS,
    ),
    "xls": (
        *_WRITTEN,
        Kind.HIDDEN_SHEET,
        Kind.PROPERTIES,
        Kind.EMBEDDED,
        Kind.SCRIPT,
        Kind.COMMENTS,
        Kind.HIDDEN_CELLS,
    ),
    "pdf": (
        *_WRITTEN,
        Kind.COVERED_TEXT,
        Kind.HIDDEN_TEXT,
        Kind.HIDDEN_LAYER,
        Kind.ATTACHMENT,
        Kind.SCRIPT,
        Kind.COMMENTS,
        Kind.FORM_FIELD,
        Kind.EARLIER_VERSION,
        Kind.PROPERTIES,
        Kind.PICTURE_DATA,
    ),
    "image": (Kind.PICTURE_DATA,),
}
"""What is looked for in each format."""

SECONDS = 60.0
MEMORY_MB = 1500


def scan_file(data: bytes, name: str = "", *, key: bytes = b"") -> Scan:
    """Everything in a file that must not leave the house: written, or hidden in it. Never raises for what the file holds.

    ``data`` must be trusted not to bring the process down: for files that people hand in use ``scan_bounded``.

    >>> scan = scan_file("联系人手机13800138000".encode(), "通知.txt")
    >>> scan.format, [leak.shown for leak in scan.leaks]
    ('text', ['138****8000'])
    """
    format, leaks = _looked_into(data, name, key, 0)
    found = {leak.kind for leak in leaks}
    return Scan(name, format, leaks, tuple(kind for kind in LOOKED_AT.get(format, ()) if kind not in found))


def scan_bounded(data: bytes, name: str = "", *, key: bytes = b"", worker: Worker | None = None) -> Scan:
    """``scan_file`` in a process of its own, within bounds of time and memory; a file that breaks them is a finding.

    ``worker``: one that the caller keeps warm; without it one is started for this file alone.
    """
    try:
        if worker is not None:
            return worker.run(_scan, data, name, key)
        with Worker(seconds=SECONDS, memory_mb=MEMORY_MB) as own:
            return own.run(_scan, data, name, key)
    except Unreadable as error:
        return Scan(name, "", (unreadable(data, key, str(error)),))


def _scan(data: bytes, name: str, key: bytes) -> Scan:
    return scan_file(data, name, key=key)


def looked_into(data: bytes, name: str, key: bytes, place: Place, depth: int) -> list[Leak]:
    """The leaks of a file inside another, all of them hidden, at the ``place`` of the whole."""
    _, leaks = _looked_into(data, name, key, depth)
    return [replace(leak, hidden=True, place=place) for leak in leaks if leak.kind is not Kind.UNREADABLE]


def _looked_into(data: bytes, name: str, key: bytes, depth: int) -> tuple[str, tuple[Leak, ...]]:
    gathering = Gathering(key)
    format = ""
    try:
        format = sniff(data)
        if format == "html" and name.lower().endswith((".txt", ".csv", ".md")):
            format = "text"  # it is shown as text, tags and all
        bounds.require_size(len(data), format)
        scanner = _scanner(format)
        if scanner is None:
            raise Unreadable("unsupported", say("这种格式（{format}）不能检查隐藏内容", format=format))
        scanner(data, gathering, depth)
    except Unreadable as error:
        gathering.add([unreadable(data, key, str(error))])
    except Exception as error:  # a parser's own error: what it choked on could hide anything
        gathering.add([unreadable(data, key, say("读取时出错：{error}", error=type(error).__name__))])
    return format, gathering.leaks


def unreadable(data: bytes, key: bytes, why: str) -> Leak:
    why = why.rstrip("。")
    return Leak(Kind.UNREADABLE, Severity.MUST, Place(), why, fingerprint(Kind.UNREADABLE, data, key), hidden=True)


def _scanner(format: str) -> Callable[[bytes, Gathering, int], None] | None:
    # Imported when asked for: each brings its parsers.
    if format == "docx":
        from gongkai.leaks.word import scan_word

        return scan_word
    if format == "xlsx":
        from gongkai.leaks.sheets import scan_sheets

        return scan_sheets
    if format == "doc":
        from gongkai.leaks.word_old import scan_old_word

        return scan_old_word
    if format in ("xls", "ods"):
        from gongkai.leaks.sheets_old import scan_old_sheets

        return scan_old_sheets
    if format == "pdf":
        from gongkai.leaks.pdf import scan_pdf

        return scan_pdf
    if format == "image":
        from gongkai.leaks.pictures import scan_picture

        return lambda data, gathering, _: scan_picture(data, gathering)
    if format in ("text", "markdown"):
        return _text
    if format == "html":
        return _html
    return None


def _text(data: bytes, gathering: Gathering, _: int) -> None:
    from gongkai.documents.decoding import decode
    from gongkai.leaks.scanning import scan_text

    gathering.add(scan_text(decode(data).text, key=gathering.key))


def _html(data: bytes, gathering: Gathering, _: int) -> None:
    from gongkai.documents.decoding import decode
    from gongkai.leaks.web import scan_html

    gathering.add(scan_html(decode(data).text, key=gathering.key))
