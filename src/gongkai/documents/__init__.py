"""One neutral Document: readers make it of bytes, writers make bytes of it. Knows nothing of reports or of Django."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Place, Source, Table

if TYPE_CHECKING:
    from gongkai.documents.reading import read, read_file
    from gongkai.documents.writing import write

_HOMES = {"read": "reading", "read_file": "reading", "write": "writing"}

__all__ = [
    "Block",
    "Cell",
    "Document",
    "Heading",
    "NotThisFormat",
    "Paragraph",
    "Place",
    "Source",
    "Table",
    "Unreadable",
    "read",
    "read_file",
    "write",
]


def __getattr__(name: str) -> Any:
    # The readers bring large parsers with them: each is fetched when first asked for.
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
