"""Who shall be told of what, when: from the clocks of a body the reminders that should stand ready. Reads, writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from gongkai.agencies.models import Agency
from gongkai.applications.clocks import calendar
from gongkai.law.calendar import WorkCalendar
from gongkai.people.models import Role
from gongkai.people.rules import SECTION_ROLES
from gongkai.reminders.clocks import Running
from gongkai.reminders.kinds import GROUPS, KINDS, OFFICE, Climbs
from gongkai.reminders.models import BodySetting
from gongkai.reminders.people import Staff, Told, supervisors
from gongkai.reminders.steps import Quiet, reached

LATE = -1
"""The first working day after a missed day."""
LEADERS = ((Role.LEADER,), (Role.CHIEF,))


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reminder that should stand ready."""

    key: str
    due_on: date
    step: int
    account: int
    at: datetime
    acting_for: str = ""
    escalated: bool = False

    @property
    def place(self) -> tuple[str, date, int, int]:
        """What makes it that one reminder and no other."""
        return self.key, self.due_on, self.step, self.account


def quiet_of(setting: BodySetting) -> Quiet:
    return Quiet(setting.quiet_from, setting.quiet_until, setting.quiet_days_off)


def days_for(setting: BodySetting, role: Role) -> tuple[int, ...]:
    """The working days before a last day on which this role is told."""
    return tuple(getattr(setting, f"{GROUPS[role]}_days"))


class Plan:
    """The reminders of one body on one day."""

    def __init__(self, agency: Agency, setting: BodySetting, today: date, days: WorkCalendar | None = None) -> None:
        self.agency, self.setting, self.today = agency, setting, today
        self.days = days or calendar()
        self.staff = Staff(agency)
        self.quiet = quiet_of(setting)
        # Many clocks end on one day; the supervising body is asked about once a day.
        self._above = cache(lambda day: supervisors(agency, day))
        self._tell = cache(self.staff.tell)

    def wanted(self, clocks: Iterable[Running]) -> list[Wanted]:
        """What should stand ready for ``clocks``, each place once."""
        found: dict[tuple[str, date, int, int], Wanted] = {}
        for running in clocks:
            for each in self._for(running):
                found.setdefault(each.place, each)
        return list(found.values())

    def _for(self, running: Running) -> Iterator[Wanted]:
        if running.due_on is None or running.paused:
            return
        kind = KINDS[running.kind]
        if not kind.awaited:
            yield from self._before(running)
        if kind.awaited or kind.climbs:
            yield from self._after(running, kind.climbs)

    def _steps(self, running: Running, steps: Iterable[int]) -> list[tuple[int, date]]:
        assert running.due_on is not None
        return reached(running.due_on, running.since, steps, self.today, self.days)

    def _before(self, running: Running) -> Iterator[Wanted]:
        """The steps up to the last day. Once the day has passed they are over: what was missed is told as late."""
        assert running.due_on is not None
        if running.due_on < self.today:
            return
        by_role: dict[Role, dict[int, date]] = {}
        roles = {role for tier in running.tiers for role in tier}
        for role in roles:
            by_role[role] = dict(self._steps(running, days_for(self.setting, role)))
        for step, day in sorted({each for found in by_role.values() for each in found.items()}, reverse=True):
            for told in self._owners(running, max(day, self.today)):
                if step in by_role[told.role]:
                    yield self._one(running, step, day, told)

    def _after(self, running: Running, climbs: Climbs) -> Iterator[Wanted]:
        """What follows a missed day: whoever should have acted, the office where a section should have, the leader, the county."""
        leader, county = -self.setting.leader_after, -self.setting.county_after
        for step, day in self._steps(running, (LATE,)):
            now = max(day, self.today)
            owners = self._owners(running, now)
            yield from (self._one(running, step, day, told) for told in owners)
            if climbs and any(told.role in SECTION_ROLES for told in owners):
                yield from (self._one(running, step, day, told) for told in self._tell(OFFICE, now))
        if climbs:
            for step, day in self._steps(running, (leader,)):
                for told in self._tell(LEADERS, max(day, self.today)):
                    yield self._one(running, step, day, told, escalated=True)
        if climbs is Climbs.COUNTY:
            for step, day in self._steps(running, (county,)):
                for told in self._above(max(day, self.today)):
                    # The county learns that something of this day is late, never what: it may not see the case.
                    yield self._one(running, step, day, told, escalated=True, key=f"overdue:{self.agency.pk}")

    def _owners(self, running: Running, day: date) -> tuple[Told, ...]:
        return self._tell(
            running.tiers, day, sections=running.sections, handler=running.handler, excluded=running.excluded
        )

    def _one(
        self, running: Running, step: int, day: date, told: Told, *, escalated: bool = False, key: str = ""
    ) -> Wanted:
        assert running.due_on is not None
        at = self.quiet.opens(day, self.days)
        return Wanted(key or running.key, running.due_on, step, told.account, at, told.acting_for, escalated)


def overdue_clock(agency: Agency, today: date, clocks: Iterable[Running]) -> Running | None:
    """What the supervising body is told of: that something of ``agency`` is late, since its first missed day. None where nothing
    that climbs so far is."""
    missed = [
        each.due_on
        for each in clocks
        if each.due_on is not None
        and each.due_on < today
        and not each.paused
        and KINDS[each.kind].climbs is Climbs.COUNTY
    ]
    if not missed or agency.supervised_by_id is None:
        return None
    return Running(
        "overdue",
        agency.pk,
        f"agencies.agency:{agency.pk}",
        agency.short_name,
        "",
        min(missed),
        min(missed),
        ((Role.SUPERVISOR,),),
    )
