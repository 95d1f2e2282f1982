"""Working days: yearly tables from the State Council's notices (`<year>.toml`), local days on top."""

from gongkai.law.calendar.overlay import Overlay, read_overlay
from gongkai.law.calendar.workdays import (
    CalendarMissing,
    Day,
    Kind,
    WorkCalendar,
    national,
    provide,
    refresh,
    shipped,
    weekday_name,
)
from gongkai.law.calendar.year import CalendarFault, YearTable, parse_year, read_year

__all__ = [
    "CalendarFault",
    "CalendarMissing",
    "Day",
    "Kind",
    "Overlay",
    "WorkCalendar",
    "YearTable",
    "national",
    "parse_year",
    "provide",
    "read_overlay",
    "read_year",
    "refresh",
    "shipped",
    "weekday_name",
]
