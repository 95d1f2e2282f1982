"""A draft on paper: DOCX and PDF in official layout, HTML for the screen."""

from __future__ import annotations

from datetime import date
from importlib import import_module

from gongkai.documents.writers.unwritable import Unwritable
from gongkai.language import say
from gongkai.letters.model import Draft
from gongkai.letters.rendering.page import Kind, Layout, page_of

__all__ = ["FORMATS", "Kind", "Layout", "render"]

FORMATS = ("docx", "pdf", "html")


def render(
    draft: Draft, format: str, *, number: str = "", dated: date | None = None, layout: Layout | None = None
) -> bytes:
    """``draft`` as a file: ``docx``, ``pdf``, or ``html`` (UTF-8; the inside of a ``<div class="paper">``).

    ``number``: as `number_text` gives it, "" before it is taken. ``dated``: the day of signature, None before it. The same
    input gives the same bytes. Raises Unwritable: ``unknown-format``; ``missing-glyph`` for a character that the PDF fonts lack.
    """
    if format not in FORMATS:
        raise Unwritable(
            "unknown-format",
            say("文书不能写成“{format}”格式。请从{known}中选一种。", format=format, known="、".join(FORMATS)),
        )
    page = page_of(draft, number, dated, layout or Layout())
    # Imported when asked for: typst and python-docx are slow to load, and the screen needs neither.
    writer = import_module(f"gongkai.letters.rendering.{format}")
    made: bytes = writer.write(page)
    return made
