"""The calendar of this installation: the tables that come with the software, and the years entered here over them.

Each process keeps it in memory. It looks whether another process has changed it (one small query) before a date is stored, and, where
it has not looked for some seconds, when a request or a background task first counts by it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Collection

from gongkai.calendars.models import Holding, Notice
from gongkai.law.calendar import WorkCalendar, YearTable, parse_year, shipped

STALE_AFTER = 5.0
"""Seconds for which a page may be drawn by what the process last saw. Nothing is stored by it: whatever is stored looks first."""


def table_of(notice: Notice) -> YearTable | None:
    """The days of a notice; None where it stands for what comes with the software. Raises `CalendarFault`."""
    return None if notice.table is None else parse_year(notice.table, str(notice))


def calendar_of(notices: Collection[Notice]) -> WorkCalendar:
    """The shipped calendar with these notices over it. Raises GongkaiError where a year between is missing."""
    tables = [table for table in map(table_of, notices) if table is not None]
    return shipped().with_years(tables) if tables else shipped()


def in_force() -> list[Notice]:
    """The notices that are counted by, by year."""
    return list(Notice.objects.filter(state=Notice.State.IN_FORCE).order_by("year"))


def stored_calendar() -> WorkCalendar:
    """The calendar that the database holds now."""
    return calendar_of(in_force())


def calendar_with(notice: Notice | None, *, year: int) -> WorkCalendar:
    """The calendar as it is or would be with ``notice`` for ``year``; None: with what comes with the software."""
    others = [each for each in in_force() if each.year != year]
    return calendar_of([*others, notice] if notice is not None else others)


class Held:
    """What this process counts by (`gongkai.law.calendar.Source`)."""

    def __init__(self) -> None:
        self._held: tuple[int, WorkCalendar] | None = None
        self._lock = threading.Lock()
        self._asked = threading.local()
        self._seen_at = 0.0

    def calendar(self) -> WorkCalendar:
        if getattr(self._asked, "look", False):
            self._asked.look = False
            if self._held is None or time.monotonic() - self._seen_at > STALE_AFTER:
                self.refresh()
        held = self._held
        return held[1] if held is not None else shipped()

    def refresh(self) -> None:
        self._asked.look = False
        serial = Holding.objects.filter(pk=1).values_list("serial", flat=True).first() or 0
        with self._lock:
            if self._held is None or self._held[0] != serial:
                # It keeps the days it has looked at: every page counts by the same few hundred.
                self._held = (serial, stored_calendar().remembering())
            self._seen_at = time.monotonic()

    def look(self) -> None:
        """A piece of work begins: whoever counts in it first looks whether the calendar has changed."""
        self._asked.look = True

    def rest(self) -> None:
        """The piece of work is over."""
        self._asked.look = False

    def forget(self) -> None:
        """Hold nothing, as at the start of the process."""
        self._held = None
        self._asked.look = False


HELD = Held()
