"""What a file is called in its own metadata."""

from __future__ import annotations

from gongkai.documents.model import Document, Heading
from gongkai.language import say


def title_of(document: Document, given: str | None) -> str:
    """The title for a file's metadata: the declared one, else ``given``, else the first heading, else 未命名文件. Never empty."""
    first = next((block.text for block in document.blocks if isinstance(block, Heading)), "")
    return document.title or given or first or say("未命名文件")
