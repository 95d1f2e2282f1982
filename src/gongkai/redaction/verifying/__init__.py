"""The second look at a redacted copy. Shares no code with what made it."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.redaction.model import Cut, Verification


def verify(original: bytes, redacted: bytes, cuts: Sequence[Cut], name: str) -> Verification:
    """Never raises for what a file holds: what cannot be looked into has not passed."""
    raise NotImplementedError
