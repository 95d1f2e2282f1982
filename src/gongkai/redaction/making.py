"""The redacted copy."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.redaction.model import Cut, Redacted


def redact(data: bytes, name: str, cuts: Sequence[Cut]) -> Redacted:
    """Raises CannotRedact."""
    raise NotImplementedError
