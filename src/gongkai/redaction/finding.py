"""Places that are worth a cut."""

from __future__ import annotations

from gongkai.redaction.model import Place, Suggestion


def suggest(data: bytes, name: str) -> tuple[Suggestion, ...]:
    """Raises CannotRedact."""
    raise NotImplementedError


def everywhere(data: bytes, name: str, text: str) -> tuple[Place, ...]:
    """Raises CannotRedact."""
    raise NotImplementedError
