"""What a check says: one thing that must be mended, or that a person should look at."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """Whether it holds up the release."""

    MUST = "must"
    LOOK = "look"


class Way(StrEnum):
    """How a finding can be answered."""

    MASK = "mask"  # in the text, in the form that inspections ask for
    CLEAN = "clean"  # a copy of the file without what is hidden
    DROP_COLUMN = "drop_column"  # the column of the table that holds it
    EXCUSE = "excuse"  # it stays, with a reason that is kept
    FIELD = "field"  # a field of the form is to be filled in


TEXT = "text"


def in_field(name: str) -> dict[str, object]:
    """The place of a finding about a field."""
    return {"source": f"field:{name}"}


def in_file(pk: int | None) -> dict[str, object]:
    """The place of a finding about a file of the draft."""
    return {"source": f"file:{pk}"}


def in_text(start: int | None = None, end: int | None = None, **more: object) -> dict[str, object]:
    """The place of a finding in the text of the page (`gongkai.leaks.page_text`), by characters."""
    return {"source": TEXT, "start": start, "end": end, **more}


@dataclass(frozen=True, slots=True)
class Finding:
    """``code``: stable, ``check.what``. ``label``: what it is in a few characters, under which findings of a kind stand together.
    ``says``: what it is, why it matters, what to do. ``shown``: the place in words, masked where it is personal.
    ``fingerprint``: the same whenever the same thing is found again, so that an excuse holds until the thing changes."""

    code: str
    severity: Severity
    label: str
    says: str
    fingerprint: str
    shown: str = ""
    place: dict[str, object] = field(default_factory=in_text)
    ways: tuple[Way, ...] = (Way.EXCUSE,)

    def data(self) -> dict[str, object]:
        """As `Draft.findings` keeps it."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "label": self.label,
            "says": self.says,
            "fingerprint": self.fingerprint,
            "shown": self.shown,
            "place": {key: value for key, value in self.place.items() if value is not None},
            "ways": [way.value for way in self.ways],
        }


def mark_of(code: str, *evidence: object) -> str:
    """The fingerprint of a finding that is no personal data: over its code and what it is about."""
    return hashlib.sha256("\0".join([code, *map(str, evidence)]).encode()).hexdigest()[:32]
