"""One neutral Document: readers make it of bytes, writers make bytes of it. Knows nothing of reports or of Django."""

from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Block, Cell, Document, Heading, Paragraph, Place, Source, Table

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
]
