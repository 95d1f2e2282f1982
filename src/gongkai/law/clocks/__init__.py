"""Periods and their last days: the table of clocks, the answer clock with its events, remedies, and the explanation."""

from gongkai.law.clocks.answer import ExtensionRefused, answer_due
from gongkai.law.clocks.count import BadFacts, Excluded
from gongkai.law.clocks.explain import Due, Mark, NotCertain, Step
from gongkai.law.clocks.facts import Application, Asked, Correction, Delay, Extension, Fee, Pause
from gongkai.law.clocks.table import CLOCKS, Clock, days_due, due

__all__ = [
    "CLOCKS",
    "Application",
    "Asked",
    "BadFacts",
    "Clock",
    "Correction",
    "Delay",
    "Due",
    "Excluded",
    "Extension",
    "ExtensionRefused",
    "Fee",
    "Mark",
    "NotCertain",
    "Pause",
    "Step",
    "answer_due",
    "days_due",
    "due",
]
