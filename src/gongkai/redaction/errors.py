"""What redaction refuses."""

from __future__ import annotations

from gongkai.errors import GongkaiError


class CannotRedact(GongkaiError):
    """No redacted copy can be made. ``code``: as that of Unreadable, or ``unsupported`` (a format that cannot be redacted), ``place`` (a
    place that is not in this file), ``nothing`` (no cuts), ``still-leaks`` (hidden content that could not be cleaned away)."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[Exception], tuple[str, ...]]:
        return CannotRedact, (self.code, str(self))
