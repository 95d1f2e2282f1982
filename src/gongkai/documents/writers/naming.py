"""What a file says of itself in its metadata."""

from __future__ import annotations

from datetime import UTC, datetime

from gongkai.documents.canonical import canonical_text
from gongkai.documents.model import Document, Heading
from gongkai.language import say

NO_DATE = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a file that was given none: DOCX, PDF and XLSX want one, and the clock would make every file different."""


def title_of(document: Document, given: str | None) -> str:
    """The title for a file's metadata: the declared one, else ``given``, else the first heading, else 未命名文件.

    One line, never empty.
    """
    first = next((block.text for block in document.blocks if isinstance(block, Heading)), "")
    titles = (one_line(title) for title in (document.title or "", given or "", first))
    return next((title for title in titles if title), say("未命名文件"))


def one_line(text: str) -> str:
    """``text`` as metadata can hold it: no control characters, no line breaks."""
    return canonical_text(text).replace("\n", " ")


def in_utc(date: datetime) -> datetime:
    """``date`` in UTC; one without a zone is taken as UTC, never as the time of the machine."""
    return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
