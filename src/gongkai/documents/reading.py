"""The front door of the readers: bytes or a file in, a Document out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat
from gongkai.documents.model import Document
from gongkai.documents.sniff import lying_name, sniff

READERS = {
    "text": "text",
    "markdown": "markdown",
    "html": "html",
    "mhtml": "mhtml",
    "docx": "docx",
    "doc": "doc",
    "xlsx": "xlsx",
    "xls": "xlsx",
    "ods": "xlsx",
    "pdf": "pdf",
    "image": "images",
}
"""The module in ``gongkai.documents.readers`` for each format that ``sniff`` knows."""
_BINARY = ("docx", "doc", "xlsx", "xls", "ods", "pdf", "image")


def read(data: bytes, name: str = "") -> Document:
    """The Document in ``data``, in whatever format its content shows. ``name``: of the file, kept in ``Document.source``; when
    its ending promises another format, a warning says so.

    Raises Unreadable, and nothing else, whatever the bytes: see ``gongkai.documents.errors`` for the codes. Native parsers
    can still be made to crash or hang by files nobody has seen yet: bytes from strangers are best read in a worker process
    (``gongkai.documents.worker``).
    """
    if len(data) > bounds.LARGEST_INPUT:
        raise bounds.too_large(bounds.LARGEST_INPUT)
    format = sniff(data)
    bounds.require_size(len(data), format)
    if format in ("text", "html") and _is_markdown(data, name):
        format = "markdown"
    # Imported when needed: a command that reads one format should not load the parsers of all.
    reader: Callable[[bytes, str], Document] = import_module(f"gongkai.documents.readers.{READERS[format]}").read
    try:
        document = reader(data, name)
    except NotThisFormat as error:
        if format in _BINARY:  # its marks are there, its parts are not
            raise bounds.damaged() from error
        raise
    except (MemoryError, RecursionError) as error:
        raise bounds.too_many_parts() from error
    warning = lying_name(name, format)
    if warning:
        source = replace(document.source, warnings=(warning, *document.source.warnings))
        document = replace(document, source=source)
    return document


def read_file(path: str | Path) -> Document:
    """The Document in a file; never more of it is loaded than the limits allow. ``Source.name`` is the file's name.

    Raises Unreadable; OSError stays OSError, it tells about the disk and not about the document.
    """
    path = Path(path)
    if path.stat().st_size > bounds.LARGEST_INPUT:
        raise bounds.too_large(bounds.LARGEST_INPUT)
    with path.open("rb") as file:
        data = file.read(bounds.LARGEST_INPUT + 1)  # a pipe or device does not know its size
    return read(data, path.name)


def _is_markdown(data: bytes, name: str) -> bool:
    """Markdown may hold HTML, most often ``<br>`` in a table; it is a page of HTML only when it begins as one."""
    from gongkai.documents.decoding import decode
    from gongkai.documents.readers.markdown import looks_like_markdown

    if data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return False
    text = decode(data[:200_000]).text
    return not text.lstrip("\ufeff \t\r\n").startswith("<") and looks_like_markdown(text, name)
