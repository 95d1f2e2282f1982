"""What a person does with the calendar: enter a notice, put it in force, go back; and the recount that follows."""

from gongkai.calendars.actions.entering import amend, discard, enter, may_enter
from gongkai.calendars.actions.installing import ChangedMeanwhile, install, restore
from gongkai.calendars.actions.recounting import carry_on, follow_readings, sweep

__all__ = [
    "ChangedMeanwhile",
    "amend",
    "carry_on",
    "discard",
    "enter",
    "follow_readings",
    "install",
    "may_enter",
    "restore",
    "sweep",
]
