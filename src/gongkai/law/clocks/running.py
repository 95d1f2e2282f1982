"""Many clocks at once: where each ends under a calendar, counted once for equal facts. What moves when the calendar changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Unit
from gongkai.law.calendar import WorkCalendar, weekday_name
from gongkai.law.clocks.answer import answer_due, extension_problem
from gongkai.law.clocks.explain import Due
from gongkai.law.clocks.facts import Application, Extension
from gongkai.law.clocks.table import days_due, due
from gongkai.law.settings import DEFAULT, Settings

ANSWER, DAYS = "answer", "days"
KEPT = 50_000
"""Facts whose ends are kept between two counters."""
SHOWN = 3
"""Days that a reason names; more are counted."""


class Ends(NamedTuple):
    """Where a clock ends, as the registers store it. ``day`` None: it waits for an event. Not ``certain``: the day is the earliest it
    can turn out to be, as the count reaches a year without notice; None: the register does not keep whether it is."""

    day: date | None
    certain: bool | None

    def same(self, other: Ends) -> bool:
        """Whether the register would hold the same for both."""
        return self.day == other.day and (None in (self.certain, other.certain) or self.certain == other.certain)


class Running(NamedTuple):
    """A clock that runs. ``kind``: `ANSWER` with `facts.Application`; `DAYS` with (first day, working days); else a key of `CLOCKS`
    with the first day, or with (first day, length). ``stored``: what the register holds, None where it is counted each time.

    ``what``: its name in words. ``body``, ``case`` (None where it belongs to no application) and ``owner``: keys of the rows it
    belongs to; ``number`` and ``subject``: how people call it. ``floor``: a day told to somebody in writing, which is not undercut
    (decision 0165).
    """

    what: str
    kind: str
    facts: Application | date | tuple[date, int]
    body: int
    case: int | None
    owner: int
    number: str
    subject: str
    stored: Ends | None = None
    floor: date | None = None


class Moved(NamedTuple):
    """A clock that ends elsewhere than before, and why."""

    running: Running
    old: Ends
    new: Ends
    why: str


class _Counted:
    """What has been counted by calendars with the same days: where clocks end, and the first periods of answers that were extended."""

    def __init__(self) -> None:
        self.ends: dict[Settings, dict[tuple[str, object], Ends | None]] = {}
        self.firsts: dict[Settings, dict[Application, Due]] = {}

    def relieve(self) -> None:
        """Forget what is too much to keep."""
        if sum(map(len, self.ends.values())) + sum(map(len, self.firsts.values())) > KEPT:
            self.ends, self.firsts = {}, {}


@lru_cache(maxsize=4)
def _counted_by(version: str) -> _Counted:
    """By `WorkCalendar.version`: the recount finds what the rehearsal has counted a moment before."""
    return _Counted()


class Counter:
    """Counts by one calendar; equal facts under equal readings are counted once, by all counters of the same days together."""

    def __init__(self, calendar: WorkCalendar) -> None:
        self.calendar = calendar.remembering()
        counted = _counted_by(calendar.version())
        counted.relieve()
        self._known, self._firsts = counted.ends, counted.firsts

    def ends(self, running: Running, settings: Settings = DEFAULT) -> Ends | None:
        """Where ``running`` ends; None where its facts contradict each other, which a person has to mend."""
        known = self._known.get(settings)
        if known is None:
            known = self._known[settings] = {}
        facts = running.facts
        if isinstance(facts, Application) and facts.extension is not None:
            facts = self._as_it_counts(facts, facts.extension, settings)
        key = (running.kind, facts)
        if key in known:
            found = known[key]
        else:
            found = known[key] = self._count(running.kind, facts, settings)
        if running.floor is not None and found is not None and found.day is not None and found.day < running.floor:
            return Ends(running.floor, True)
        return found

    def _as_it_counts(self, facts: Application, extension: Extension, settings: Settings) -> Application:
        """``facts`` with what the count makes of the extension: so many days where it was notified in time, else none. The days on
        which it was approved and notified decide no more than that, so that many cases share one count."""
        plain = replace(facts, extension=None)
        known = self._firsts.setdefault(settings, {})
        first = known.get(plain)
        if first is None:
            try:
                first = known[plain] = answer_due(plain, self.calendar, settings=settings, refuse=False)
            except GongkaiError:
                return facts
        if first.waiting or facts.delay is not None:
            return facts
        return (
            plain
            if extension_problem(extension, first.start, first)
            else replace(facts, extension=Extension(extension.days))
        )

    def _count(self, kind: str, facts: Application | date | tuple[date, int], settings: Settings) -> Ends | None:
        try:
            found = self._due(kind, facts, settings)
        except GongkaiError:
            return None
        return Ends(found.on or found.not_before, found.on is not None)

    def _due(self, kind: str, facts: Application | date | tuple[date, int], settings: Settings) -> Due:
        if isinstance(facts, Application):
            return answer_due(facts, self.calendar, settings=settings, refuse=False)
        start, length = facts if isinstance(facts, tuple) else (facts, None)
        if kind == DAYS:
            assert length is not None
            return days_due(length, Unit.WORKING_DAY, start, self.calendar)
        return due(kind, start, self.calendar, length=length, settings=settings)


class Comparison:
    """Which clocks move when ``after`` takes the place of ``before``. ``reason``: said where no changed day explains a move."""

    def __init__(self, before: WorkCalendar, after: WorkCalendar, reason: str = "") -> None:
        self.before, self.after = Counter(before), Counter(after)
        self.reason = reason
        self.announced = tuple(range(before.calendar_through + 1, after.calendar_through + 1))
        self.unannounced = tuple(range(after.calendar_through + 1, before.calendar_through + 1))
        self.changed = dict(_changed(before, after))

    def moved(self, clocks: Iterable[Running], settings_of: dict[int, Settings]) -> Iterator[Moved]:
        """Those of ``clocks`` that move, in their order. ``settings_of``: the readings of each body."""
        for running in clocks:
            settings = settings_of.get(running.body, DEFAULT)
            new = self.after.ends(running, settings)
            if new is None:
                continue
            old = running.stored
            if old is not None and old.same(new):
                continue
            counted = self.before.ends(running, settings)
            old = old or counted
            if old is not None and not old.same(new):
                yield Moved(running, old, new, self.why(running, old, new, counted == new))

    def why(self, running: Running, old: Ends, new: Ends, no_change: bool) -> str:
        """The reason in words. ``no_change``: both calendars give the same day, so the stored one is what was out of date."""
        if no_change:
            return self.reason or say("登记的日期与现在的计算不符，按现在的计算改正")
        if self.reason:
            return self.reason
        facts = running.facts
        start = facts.received_on if isinstance(facts, Application) else facts[0] if isinstance(facts, tuple) else facts
        last = max(day for day in (old.day, new.day, start) if day is not None)
        days = [words for day, words in self.changed.items() if start <= day <= last]
        if len(days) > SHOWN:
            days = [*days[:SHOWN], say("等{n}天", n=len(days))]
        for year in self.announced:
            if last.year >= year:
                known = say("{year}年放假安排已经收录", year=year)
                return known if old.certain else say("{known}，日期确定", known=known)
        for year in self.unannounced:
            if last.year >= year:
                return say("{year}年放假安排不再收录，日期不能确定", year=year)
        return "、".join(days) or say("这段时间的工作日变了")


def _changed(before: WorkCalendar, after: WorkCalendar) -> Iterator[tuple[date, str]]:
    """Each day of a year that both calendars know and that they count differently, with words for it."""
    for year in range(
        max(before.calendar_from, after.calendar_from), min(before.calendar_through, after.calendar_through) + 1
    ):
        old, new = before.table(year), after.table(year)
        if (old.off, old.work) == (new.off, new.work):
            continue
        on = date(year, 1, 1)
        while on.year == year:
            now = after.day(on).working
            if before.day(on).working != now:
                to = say("上班") if now else say("放假")
                yield on, say("{day}（{weekday}）改为{to}", day=on, weekday=weekday_name(on), to=to)
            on += timedelta(days=1)
