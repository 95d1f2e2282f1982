"""What ``gongkai doctor`` looks at, and the words for it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Checkup:
    """One thing looked at. ``bad``: what is wrong and what to do, "" where all is well."""

    name: str
    well: str
    bad: str = ""
