"""The rehearsal (预演): every open date that a change would move, before anything is changed. Reads only."""

from __future__ import annotations

from collections import Counter as Count
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications import running as applications
from gongkai.applications.models import Assistance
from gongkai.calendars.models import Recount
from gongkai.disclosures import running as disclosures
from gongkai.language import say
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks.running import Comparison, Moved, Running
from gongkai.law.settings import DEFAULT, Settings


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``moved``: in the order of bodies. ``looked_at``: how many clocks run. ``standing``: internal days that a person has set and that
    would fall on a day off; they stay (decision 0165)."""

    moved: tuple[Moved, ...]
    looked_at: int
    standing: tuple[Assistance, ...]

    @property
    def cases(self) -> int:
        """How many applications have a date that moves."""
        return len({each.running.case for each in self.moved if each.running.case is not None})

    def by_body(self) -> dict[int, list[Moved]]:
        """The moves by the key of the body."""
        found: dict[int, list[Moved]] = {}
        for each in self.moved:
            found.setdefault(each.running.body, []).append(each)
        return found

    def earlier(self) -> int:
        """How many clocks end earlier than before: those are the dangerous ones."""
        return sum(bool(m.old.day and m.new.day and m.new.day < m.old.day) for m in self.moved)


def settings_of(agency: Agency | None = None) -> dict[int, Settings]:
    """The readings of each body that has any of its own."""
    bodies = [agency] if agency is not None else Agency.objects.exclude(readings={})
    return {each.pk: found for each in bodies if (found := each.law_settings) != DEFAULT}


def told() -> dict[int, date]:
    """By fee notice, the day its letter told, where a recount has moved the stored one."""
    found: dict[int, date] = {}
    for kept in Recount.objects.exclude(told={}).order_by("pk").values_list("told", flat=True):
        for pk, day in kept.items():
            found.setdefault(int(pk), date.fromisoformat(day))
    return found


def clocks(agency: int | None = None) -> Iterator[Running]:
    """Every clock that runs."""
    yield from applications.running(agency, told=told())
    yield from applications.disputes(agency)
    yield from applications.complaints(agency)
    yield from disclosures.running(agency)


def rehearse(
    before: WorkCalendar,
    after: WorkCalendar,
    *,
    agency: Agency | None = None,
    readings: Mapping[int, Settings] | None = None,
    reason: str = "",
) -> Rehearsal:
    """What moves when ``after`` takes the place of ``before``. ``agency``: only of this body. ``readings``: by body, in the place of
    the stored ones. ``reason``: said where no changed day explains a move."""
    comparison = Comparison(before, after, reason)
    counted = Count[str]()
    own = settings_of(agency) if readings is None else dict(readings)
    moved = list(comparison.moved(_counting(clocks(agency.pk if agency else None), counted), own))
    moved.sort(key=lambda each: each.running.body)
    return Rehearsal(tuple(moved), counted["n"], tuple(_standing(comparison, agency)))


def _counting(clocks: Iterable[Running], counted: Count[str]) -> Iterator[Running]:
    for each in clocks:
        counted["n"] += 1
        yield each


def _standing(comparison: Comparison, agency: Agency | None) -> list[Assistance]:
    """Days given to sections that would no longer be worked."""
    off = [day for day in comparison.changed if not comparison.after.calendar.foreseen(day).working]
    for year in comparison.announced:
        off += [
            day
            for day in (date(year, 1, 1) + timedelta(days=n) for n in range(366))
            if day.year == year
            and comparison.before.calendar.foreseen(day).working
            and not comparison.after.calendar.day(day).working
        ]
    if not off:
        return []
    found = Assistance.objects.filter(answered_at=None, cancelled_at=None, due_on__in=off)
    if agency is not None:
        found = found.filter(Q(application__agency=agency))
    return list(found.select_related("application__agency", "section").order_by("application__agency", "due_on", "pk"))


def in_words(day: date | None, certain: bool | None) -> str:
    """A date as the rehearsal shows it."""
    if day is None:
        return say("等待，没有日期")
    return say("不早于{day}", day=day) if certain is False else day.isoformat()
