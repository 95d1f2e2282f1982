"""The front door of the writers: a Document and the name of a format in, bytes out."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module

from gongkai.documents.model import Document
from gongkai.documents.writers.unwritable import Unwritable
from gongkai.language import say

FORMATS: dict[str, str] = {"docx": ".docx", "html": ".html", "pdf": ".pdf", "text": ".md", "xlsx": ".xlsx"}
"""The formats that can be written, and the ending of their files."""


def write(document: Document, format: str, **options: object) -> bytes:
    """``document`` as a file of ``format``: docx html pdf text xlsx (``docs/reference/documents.md`` says what each carries).

    Options all formats share: ``title`` (str), the title in the file's metadata, where the Document declares none.
    Others are the keyword arguments of ``gongkai.documents.writers.<format>.write``. The same Document and options give the
    same bytes on every machine and every day. What is written is the canonical form (``gongkai.documents.canonical``).
    Raises Unwritable: unknown format or option, a character the PDF fonts lack, a table the format has no room for.
    """
    if format not in FORMATS:
        raise Unwritable(
            "unknown-format",
            say(
                "不能写成“{format}”格式：没有这种格式的写入程序。请从 {known} 中选一种。",
                format=format,
                known="、".join(FORMATS),
            ),
        )
    # Imported when asked for: typst and python-docx are slow to load, and a reader of HTML needs neither.
    writer: Callable[..., bytes] = import_module(f"gongkai.documents.writers.{format}").write
    known = [name for name in inspect.signature(writer).parameters if name != "document"]
    unknown = sorted(set(options) - set(known))
    if unknown:
        raise Unwritable(
            "unknown-option",
            say(
                "写 {format} 时不认识选项“{unknown}”，因此没有写出文件。可用的选项有：{known}。",
                format=format,
                unknown="”“".join(unknown),
                known="、".join(known),
            ),
        )
    return writer(document, **options)
