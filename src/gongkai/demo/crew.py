"""The people of one body, as the player knows them: who drafts, who approves, who stands in for whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random

from gongkai.agencies.models import Agency, Section
from gongkai.people.models import Account, Appointment, Deputy, Role


@dataclass(slots=True)
class Absence:
    """From when until when the holder of a role is away, and who acts in their place."""

    role: Role
    starts_on: date
    ends_on: date
    deputy: Account


@dataclass(slots=True)
class Crew:
    """Who works in a body. ``sections`` and ``contributors``: by the name of the section."""

    agency: Agency
    clerks: list[Account]
    approvers: dict[Role, Account]
    sections: dict[str, Section] = field(default_factory=dict)
    contributors: dict[str, Account] = field(default_factory=dict)
    absences: list[Absence] = field(default_factory=list)

    @property
    def slug(self) -> str:
        return self.agency.slug

    def clerk(self, random: Random) -> Account:
        return random.choice(self.clerks)

    def approver(self, role: str, day: date) -> Account:
        """Who approves as ``role`` on a day: the holder, or the deputy while the holder is away."""
        for absence in self.absences:
            if absence.role == role and absence.starts_on <= day <= absence.ends_on:
                return absence.deputy
        return self.approvers[Role(role)]

    def away(self, role: Role, starts_on: date, ends_on: date, deputy: Account, reason: str) -> None:
        """Put an absence on record."""
        appointment = Appointment.objects.get(account=self.approvers[role], agency=self.agency, role=role)
        Deputy.objects.create(
            appointment=appointment,
            account=deputy,
            starts_on=starts_on,
            ends_on=ends_on,
            reason=reason,
            named_by=self.approvers[role],
        )
        self.absences.append(Absence(role, starts_on, ends_on, deputy))
