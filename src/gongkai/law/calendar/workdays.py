"""Which days are working days, and why: the national tables with a body's local days on top."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from hashlib import sha256
from typing import Protocol

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar.overlay import Overlay
from gongkai.law.calendar.year import CalendarFault, YearTable, announced, announced_years, known_holidays

WEEKDAYS = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ONE_DAY = timedelta(days=1)
FORESEEN_YEARS = 15
"""How far past the last notice a bound is still given: further than any period of the law can reach."""


def weekday_name(day: date) -> str:
    """The day of the week as people write it: 周一 to 周日."""
    return WEEKDAYS[day.weekday()]


class Kind(StrEnum):
    """What kind of day it is."""

    ORDINARY = "ordinary"
    """A weekday that is worked."""
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    """Off by the yearly notice."""
    MAKE_UP = "make_up"
    """A weekend day worked (调休上班)."""
    LOCAL_OFF = "local_off"
    LOCAL_WORK = "local_work"


@dataclass(frozen=True, slots=True)
class Day:
    """One day: whether it is worked, why, and the document that says so ("" for the plain week).

    ``certain`` is False in a year without notice: ``working`` is then only the week less the national holidays known.
    """

    on: date
    working: bool
    kind: Kind
    why: str
    source: str = ""
    certain: bool = True


class CalendarMissing(GongkaiError):
    """The count needs a year that has no table: nothing certain can be said about it."""

    def __init__(self, year: int, first: int, last: int):
        if year < first:
            message = say(
                "工作日历从{first}年起收录，没有{year}年的放假安排，无法确定这一年的工作日。请核对日期，或者补充该年的工作日历文件。",
                first=first,
                year=year,
            )
        else:
            message = say(
                "尚未收录{year}年的放假安排（已收录{first}至{last}年），无法确定这一年的工作日。通知发布后，请补充该年的工作日历文件再试。",
                year=year,
                first=first,
                last=last,
            )
        super().__init__(message)
        self.year = year


class WorkCalendar:
    """Working days from yearly tables. Immutable; tables are read when first needed.

    ``years``: a run of years without gaps. ``load``: gives the table of one of them. ``overlays``: local days; the later
    one wins.
    """

    def __init__(self, years: Sequence[int], load: Callable[[int], YearTable], overlays: Sequence[Overlay] = ()):
        if not years or list(years) != list(range(years[0], years[-1] + 1)):
            raise GongkaiError(say("工作日历的年份不连续，跨年的期限无法计算。请补齐中间缺少的年份。"))
        self._years = tuple(years)
        self._load = load
        self._overlays = tuple(overlays)
        self._seen: dict[date, Day] | None = None

    @property
    def calendar_from(self) -> int:
        """First year with a table."""
        return self._years[0]

    @property
    def calendar_through(self) -> int:
        """Last year with a complete, announced table. Beyond it nothing is certain."""
        return self._years[-1]

    def through(self, year: int) -> WorkCalendar:
        """The same calendar as it was known before the notices of the years after ``year``."""
        return WorkCalendar([known for known in self._years if known <= year], self._load, self._overlays)

    def remembering(self) -> WorkCalendar:
        """The same calendar for very many counts: it keeps each day it has looked at, which are no more than its years hold. For one
        language; two threads may look at a day both, and keep the same."""
        copy = WorkCalendar(self._years, self._load, self._overlays)
        copy._seen = {}
        return copy

    def with_overlays(self, *overlays: Overlay) -> WorkCalendar:
        """The same calendar with local days added. Raises `CalendarFault` where one would work a national holiday."""
        for overlay in overlays:
            if taken := [day for day in sorted(overlay.work) if self._is_national_holiday(day)]:
                days = "、".join(day.isoformat() for day in taken)
                raise CalendarFault(
                    overlay.name, [say("{days}是全体公民放假的法定节日，地方不能改为上班。", days=days)]
                )
        return WorkCalendar(self._years, self._load, (*self._overlays, *overlays))

    def with_years(self, tables: Sequence[YearTable]) -> WorkCalendar:
        """The same calendar with yearly tables added or replaced. Raises GongkaiError when that leaves a gap."""
        own: Mapping[int, YearTable] = {table.year: table for table in tables}

        def load(year: int) -> YearTable:
            return own[year] if year in own else self._load(year)

        return WorkCalendar(sorted({*self._years, *own}), load, self._overlays)

    def table(self, year: int) -> YearTable:
        """The national table of ``year``. Raises `CalendarMissing`."""
        if not self.calendar_from <= year <= self.calendar_through:
            raise CalendarMissing(year, self.calendar_from, self.calendar_through)
        return self._load(year)

    def day(self, on: date) -> Day:
        """What is announced for ``on``. Raises `CalendarMissing` outside the announced years."""
        if (local := self._local(on)) is not None:
            return local
        table = self.table(on.year)
        if on in table.work:
            return Day(on, True, Kind.MAKE_UP, say("调休上班"), table.source)
        if on in table.off:
            return Day(on, False, Kind.HOLIDAY, say("{holiday}放假", holiday=table.off[on]), table.source)
        if on.weekday() >= 5:
            return Day(on, False, Kind.WEEKEND, weekday_name(on))
        return Day(on, True, Kind.ORDINARY, say("工作日"))

    def foreseen(self, on: date) -> Day:
        """Like `day`, but after the last announced year the week less the national holidays known, marked uncertain."""
        if on.year <= self.calendar_through:
            return self.day(on)
        if on.year > self.calendar_through + FORESEEN_YEARS:
            raise CalendarMissing(on.year, self.calendar_from, self.calendar_through)
        if (local := self._local(on)) is not None:
            return local
        if (holiday := known_holidays(on.year).get(on)) is not None:
            return Day(on, False, Kind.HOLIDAY, say("{holiday}（法定节日）", holiday=holiday), certain=False)
        if on.weekday() >= 5:
            return Day(on, False, Kind.WEEKEND, weekday_name(on), certain=False)
        return Day(on, True, Kind.ORDINARY, say("工作日（放假安排未公布）"), certain=False)

    def is_working_day(self, on: date) -> bool:
        """Raises `CalendarMissing` outside the announced years: we never estimate."""
        return self.day(on).working

    def why(self, on: date) -> str:
        """Why ``on`` counts or does not: 周六, 国庆节放假, 调休上班, 工作日, or the local reason."""
        return self.day(on).why

    def working_days_after(self, start: date) -> Iterator[date]:
        """Working days later than ``start``, ascending. Raises `CalendarMissing` where the tables end."""
        for day in self.days_after(start):
            if not day.certain:
                raise CalendarMissing(day.on.year, self.calendar_from, self.calendar_through)
            if day.working:
                yield day.on

    def _looked_up(self, on: date) -> Day:
        if self._seen is None:
            return self.foreseen(on)
        found = self._seen.get(on)
        if found is None:
            found = self._seen[on] = self.foreseen(on)
        return found

    def days_after(self, start: date) -> Iterator[Day]:
        """Every day later than ``start``, ascending and without end; the uncertain ones marked so.

        Raises `CalendarMissing` before the first table and far past the last.
        """
        if start.year > self.calendar_through:
            self.foreseen(start)
        on = start
        while True:
            on += ONE_DAY
            yield self._looked_up(on)

    def version(self) -> str:
        """A short mark of the days this calendar holds, to be stored with a date that was counted by it: the same days
        give the same mark. Reads every table."""
        digest = sha256()
        for year in self._years:
            table = self.table(year)
            for name, days in (("off", table.off), ("work", table.work)):
                digest.update(f"{year} {name} {' '.join(sorted(map(str, days)))}\n".encode())
        for overlay in self._overlays:
            for name, days in (("off", overlay.off), ("work", overlay.work)):
                digest.update(f"{overlay.name} {name} {' '.join(sorted(map(str, days)))}\n".encode())
        return f"{self.calendar_from}-{self.calendar_through}/{digest.hexdigest()[:12]}"

    def _is_national_holiday(self, day: date) -> bool:
        known = self.calendar_from <= day.year <= self.calendar_through
        return day in (self.table(day.year).statutory if known else known_holidays(day.year))

    def _local(self, on: date) -> Day | None:
        for overlay in reversed(self._overlays):
            source = f"{overlay.name}（{overlay.source}）"
            if on in overlay.off:
                return Day(on, False, Kind.LOCAL_OFF, overlay.off[on], source)
            if on in overlay.work:
                return Day(on, True, Kind.LOCAL_WORK, overlay.work[on], source)
        return None


@cache
def shipped() -> WorkCalendar:
    """The calendar of the tables that come with the package."""
    return WorkCalendar(announced_years(), announced)


class Source(Protocol):
    """Where an installation keeps the years that were entered there."""

    def calendar(self) -> WorkCalendar:
        """The calendar as last seen. Costs nothing."""

    def refresh(self) -> None:
        """Look whether another process has changed it."""


_SOURCES: list[Source] = []


def provide(source: Source) -> None:
    """Let ``source`` say from now on what the national calendar of this process is."""
    _SOURCES[:] = [source]


def national() -> WorkCalendar:
    """The calendar that every clock counts by: of the tables that come with the package, and of the years entered in the
    installation that this process serves. The same object for as long as nothing changes."""
    return _SOURCES[0].calendar() if _SOURCES else shipped()


def refresh() -> None:
    """Look whether the calendar was changed by another process: once before a date is counted that will be stored."""
    if _SOURCES:
        _SOURCES[0].refresh()
