"""Many stories at once: each a generator that yields the next day on which something happens in it."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random

from gongkai.applications.clocks import calendar
from gongkai.people import clock

Story = Iterator[date]
_OPENS = time(8, 30)


class Schedule:
    """Stories that are going on. On a day their steps come in an order drawn by ``random``; every step has its own moment, later
    than the one before, so that nothing in the log runs backwards."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._number = count()
        self._waiting: list[tuple[date, float, int, Story]] = []
        self._moment = clock.moment(datetime(1990, 1, 1))

    def add(self, story: Story, on: date) -> None:
        """Let ``story`` begin on a day."""
        heapq.heappush(self._waiting, (on, self._random.random(), next(self._number), story))

    def run(self, until: date, *, each_day: Callable[[date], None] | None = None) -> int:
        """Play everything up to and including ``until``. ``each_day`` is called first on every day with something in it.
        Returns how many steps were played."""
        played, today = 0, None
        while self._waiting and self._waiting[0][0] <= until:
            day, _, _, story = heapq.heappop(self._waiting)
            with clock.at(self._next(day)):
                if each_day is not None and day != today:
                    each_day(day)
                today = day
                after = next(story, None)
            played += 1
            if after is not None:
                if after < day:
                    raise ValueError(f"a story went back from {day} to {after}")
                self.add(story, after)
        return played

    def _next(self, day: date) -> datetime:
        opens = clock.moment(datetime.combine(day, _OPENS))
        self._moment = max(opens, self._moment + timedelta(seconds=self._random.randint(3, 25)))
        return self._moment


def workday(day: date, working_days: int) -> date:
    """The day ``working_days`` working days after ``day``; 0: itself, or the next working day."""
    found = day
    if not _working(found):
        found = _next(found)
    for _ in range(working_days):
        found = _next(found)
    return found


def _next(day: date) -> date:
    day += timedelta(days=1)
    while not _working(day):
        day += timedelta(days=1)
    return day


def _working(day: date) -> bool:
    return calendar().foreseen(day).working
