"""Who shall be told of what, when: from the clocks of a body the reminders that should stand ready. Reads, writes nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
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
from gongkai.reminders.people import Staff, Told, supervisors_of
from gongkai.reminders.steps import Quiet, reached

LATE = -1
"""The first working day after a missed day."""
LEADERS = ((Role.LEADER,), (Role.CHIEF,))
Heard = Mapping[tuple[str, date, int], Set[int]]
"""Who was told already, by key of the clock, last day and step."""


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
        self._above = supervisors_of(agency)
        self._tell = cache(self.staff.tell)
        self._heard: Heard = {}

    def wanted(self, clocks: Iterable[Running], heard: Heard | None = None) -> list[Wanted]:
        """What should stand ready for ``clocks``, each place once. ``heard``: who was told of a step is not followed by whoever
        takes the place later on; the next step finds the latter."""
        self._heard = heard or {}
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
            for told in self._then(running.key, running.due_on, step, day, lambda on: self._owners(running, on)):
                if step in by_role[told.role]:
                    yield self._one(running, step, day, told)

    def _after(self, running: Running, climbs: Climbs) -> Iterator[Wanted]:
        """What follows a missed day: whoever should have acted, the office where a section should have, the leader, the county."""
        leader, county = -self.setting.leader_after, -self.setting.county_after
        key, due_on = running.key, running.due_on
        assert due_on is not None
        for step, day in self._steps(running, (LATE,)):
            owners = self._then(key, due_on, step, day, lambda on: self._owners(running, on))
            yield from (self._one(running, step, day, told) for told in owners)
            if climbs and any(told.role in SECTION_ROLES for told in owners):
                office = self._then(key, due_on, step, day, lambda on: self._tell(OFFICE, on))
                yield from (self._one(running, step, day, told) for told in office)
        if climbs:
            for step, day in self._steps(running, (leader,)):
                for told in self._then(key, due_on, step, day, lambda on: self._tell(LEADERS, on)):
                    yield self._one(running, step, day, told, escalated=True)
        # The county learns that something of this day is late, never what: it may not see the case. Before the day nothing is.
        if climbs is Climbs.COUNTY and due_on < self.today:
            above = f"overdue:{self.agency.pk}"
            for step, day in self._steps(running, (county,)):
                for told in self._then(above, due_on, step, day, self._above):
                    yield self._one(running, step, day, told, escalated=True, key=above)

    def _then(
        self, key: str, due_on: date, step: int, day: date, who: Callable[[date], tuple[Told, ...]]
    ) -> tuple[Told, ...]:
        """Who is told of a step: those of its ``day`` once they have been told, else those of today, or of its day if it is yet
        to come. Without the first, whoever comes back from a leave would be told of what passed meanwhile."""
        if day < self.today:
            then = who(day)
            if then and {each.account for each in then} <= self._heard.get((key, due_on, step), frozenset()):
                return then
        return who(max(day, self.today))

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
