"""The annual report (政府信息公开工作年度报告) as values: read, check, compare, add up, compose. No Django, no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.reports.model import Reading

__all__ = ["read"]


def read(source: bytes | str | Path, name: str = "") -> Reading:
    """The annual report in a file (a path, or its bytes with the ``name`` it had), with a doubt for all that is not certain.

    Raises `gongkai.documents.Unreadable`, with a sentence, where the bytes cannot be made a Document at all.
    """
    from gongkai.documents import reading
    from gongkai.reports.recognise import recognise

    document = reading.read(source, name) if isinstance(source, bytes) else reading.read_file(Path(source))
    return recognise(document)
