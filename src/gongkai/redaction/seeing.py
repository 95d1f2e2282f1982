"""What a person can mark in a file."""

from __future__ import annotations

from gongkai.redaction.model import Sight


def sight(data: bytes, name: str) -> Sight:
    """Raises CannotRedact."""
    raise NotImplementedError


def render(data: bytes, name: str, page: int, width: int) -> bytes:
    """A page of a PDF or a picture as a PNG, ``width`` pixels across. Raises CannotRedact."""
    raise NotImplementedError
