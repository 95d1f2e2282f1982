"""A clock as it stands in the facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.reminders.kinds import Tiers


@dataclass(frozen=True, slots=True)
class Running:
    """One period that runs. The fields are those of `gongkai.reminders.models.Clock`."""

    kind: str
    row: int
    subject: str
    number: str
    path: str
    since: date
    due_on: date | None
    tiers: Tiers
    certain: bool = True
    paused: bool = False
    sections: tuple[int, ...] = ()
    handler: int | None = None
    excluded: tuple[int, ...] = ()

    @property
    def key(self) -> str:
        return f"{self.kind}:{self.row}"
