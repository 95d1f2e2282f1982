"""When to remind: working days before a last day and after it, and the hours in which nobody is disturbed. No database.

>>> from datetime import date, datetime, time
>>> from gongkai.law import national
>>> day_of(date(2026, 10, 23), 5, national()).isoformat()
'2026-10-16'
>>> day_of(date(2027, 1, 31), 0, national()).isoformat()      # a Sunday: told on the Friday before
'2027-01-29'
>>> day_of(date(2026, 9, 30), -1, national()).isoformat()     # the first working day after it was missed
'2026-10-08'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from gongkai.law.calendar import CalendarMissing, WorkCalendar

ONE_DAY = timedelta(days=1)
HORIZON = timedelta(days=10)
"""How far ahead reminders stand ready, long holidays included; the rest is planned when its time comes near."""


def works(on: date, calendar: WorkCalendar) -> bool:
    """Whether ``on`` is a working day as far as it can be known; beyond the calendar the plain week."""
    try:
        return calendar.foreseen(on).working
    except CalendarMissing:
        return on.weekday() < 5


def day_of(due_on: date, step: int, calendar: WorkCalendar) -> date:
    """The working day of a step. ``step`` 0 and up: that many working days are left then (0: the last working day up to
    ``due_on``); below 0: so many working days after ``due_on``."""
    day = due_on
    if step < 0:
        for _ in range(-step):
            day = _worked(day + ONE_DAY, ONE_DAY, calendar)
        return day
    day = _worked(day, -ONE_DAY, calendar)
    for _ in range(step):
        day = _worked(day - ONE_DAY, -ONE_DAY, calendar)
    return day


def _worked(day: date, move: timedelta, calendar: WorkCalendar) -> date:
    while not works(day, calendar):
        day += move
    return day


def left(due_on: date, today: date, calendar: WorkCalendar) -> int:
    """Working days after ``today`` up to ``due_on``; negative: working days after ``due_on`` up to ``today``, at least one."""
    first, last = sorted((due_on, today))
    count, day = 0, first
    while day < last:
        day += ONE_DAY
        count += works(day, calendar)
    return count if today <= due_on else -max(count, 1)


def reached(
    due_on: date, since: date, steps: Iterable[int], today: date, calendar: WorkCalendar
) -> list[tuple[int, date]]:
    """The steps to stand ready, each with its day: the nearest that has come (one that was missed is made up for by it), and
    those of the next days. A step that lies before ``since``, when the period began, is none: 15 working days of a period of
    seven were never left."""
    found = sorted((day_of(due_on, step, calendar), step) for step in set(steps))
    found = [(day, step) for day, step in found if day >= since]
    past = [each for each in found if each[0] <= today]
    ahead = [each for each in found if today < each[0] <= today + HORIZON]
    return [(step, day) for day, step in (*past[-1:], *ahead)]


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nobody is told: from ``begins`` to ``ends``, over midnight where that is later; the same hour: never quiet.
    ``days_off``: nor on a day off."""

    begins: time = time(20)
    ends: time = time(8)
    days_off: bool = True

    def allows(self, at: datetime, calendar: WorkCalendar) -> bool:
        """Whether somebody may be told at ``at`` (aware), by the clock in China."""
        local = timezone.localtime(at)
        if self.days_off and not works(local.date(), calendar):
            return False
        return not self._hushed(local.time())

    def _hushed(self, hour: time) -> bool:
        if self.begins == self.ends:
            return False
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def opens(self, on: date, calendar: WorkCalendar) -> datetime:
        """The first moment from ``on`` at which somebody may be told: when the quiet ends, or at nine where none is kept. A quiet
        that ends before noon is over in the morning; one that lies within the day leaves the morning free, from eight."""
        morning = self.ends if self.begins > self.ends else time(8 if self.begins != self.ends else 9)
        return self.next(timezone.make_aware(datetime.combine(on, morning)), calendar)

    def next(self, at: datetime, calendar: WorkCalendar) -> datetime:
        """The first moment at or after ``at`` at which somebody may be told."""
        local = timezone.localtime(at)
        while self.days_off and not works(local.date(), calendar):
            local = timezone.make_aware(datetime.combine(local.date() + ONE_DAY, time(0)))
        if not self._hushed(local.time()):
            return local
        on = local.date()
        if self.begins > self.ends and local.time() >= self.begins:
            on += ONE_DAY
            while self.days_off and not works(on, calendar):
                on += ONE_DAY
        return timezone.make_aware(datetime.combine(on, self.ends))
