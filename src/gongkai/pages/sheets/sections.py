"""A format code taken apart."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    parts: tuple[Part, ...]
    condition: tuple[str, float] | None
    numerals: str  # "" for Arabic, "1" and "2" for Chinese ones ([DBNum1], [DBNum2])

    @property
    def is_date(self) -> bool:
        return any(part.kind in ("date", "elapsed", "ampm") for part in self.parts)
