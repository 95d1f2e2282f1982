"""Converting in a process of its own: what a hostile file can end is that process."""

from __future__ import annotations

from gongkai.documents.worker import MEMORY_MB, SECONDS, shared
from gongkai.pages.converting import Page, convert


def convert_bounded(data: bytes, name: str = "", *, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> Page:
    """``convert`` in the worker that reads documents too (``gongkai.documents.worker``), with the same bounds.

    Raises Unreadable and nothing else for whatever the bytes do: also ``too-slow``, ``too-large`` (memory), ``damaged`` (a crash).
    """
    return shared(seconds=seconds, memory_mb=memory_mb).run(convert, data, name)
