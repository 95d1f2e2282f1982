"""The 条例 as code: articles, working days, receipt, clocks, outcomes, the decision tree, letters, remedies and fees.

Pure: no Django, no clock of its own, no network. The names below load their module when first used, so that one command
does not pay for the others.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.law.articles import LAWS, Article, Document, Law, NotYetInForce, Number, Source, Unit, in_force
    from gongkai.law.calendar import (
        CalendarFault,
        CalendarMissing,
        Overlay,
        WorkCalendar,
        YearTable,
        national,
        read_overlay,
        read_year,
    )
    from gongkai.law.clocks import (
        CLOCKS,
        Application,
        Asked,
        BadFacts,
        Clock,
        Correction,
        Delay,
        Due,
        Extension,
        ExtensionRefused,
        Fee,
        Mark,
        NotCertain,
        Pause,
        Step,
        answer_due,
        days_due,
        due,
    )
    from gongkai.law.clocks.fixed import fixed_due
    from gongkai.law.clocks.remedy import reconsideration_due, suit_due
    from gongkai.law.clocks.standing import Move, moved, open_periods
    from gongkai.law.fees import Charge, Filed, OneTariffOnly, Tariff, charge, month_total, ordinals
    from gongkai.law.letters import LETTERS, Letter
    from gongkai.law.outcomes import MEANINGS, Outcome, row, row_among, rows
    from gongkai.law.receipt import Arrival, Channel, Receipt, ReceiptUnknown, receipt_of
    from gongkai.law.remedies import Authorities, Remedy, RemedyClass, paragraph, remedies_against
    from gongkai.law.settings import Settings
    from gongkai.law.tree import TREE, Leaf, walk

_HOMES = {
    "articles": ("LAWS", "Article", "Document", "Law", "NotYetInForce", "Number", "Source", "Unit", "in_force"),
    "calendar": (
        "CalendarFault",
        "CalendarMissing",
        "Overlay",
        "WorkCalendar",
        "YearTable",
        "national",
        "read_overlay",
        "read_year",
    ),
    "clocks": (
        "CLOCKS",
        "Application",
        "Asked",
        "BadFacts",
        "Clock",
        "Correction",
        "Delay",
        "Due",
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
    ),
    "clocks.fixed": ("fixed_due",),
    "clocks.remedy": ("reconsideration_due", "suit_due"),
    "clocks.standing": ("Move", "moved", "open_periods"),
    "fees": ("Charge", "Filed", "OneTariffOnly", "Tariff", "charge", "month_total", "ordinals"),
    "letters": ("LETTERS", "Letter"),
    "outcomes": ("MEANINGS", "Outcome", "row", "row_among", "rows"),
    "receipt": ("Arrival", "Channel", "Receipt", "ReceiptUnknown", "receipt_of"),
    "remedies": ("Authorities", "Remedy", "RemedyClass", "paragraph", "remedies_against"),
    "settings": ("Settings",),
    "tree": ("TREE", "Leaf", "walk"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}

__all__ = [
    "CLOCKS",
    "LAWS",
    "LETTERS",
    "MEANINGS",
    "TREE",
    "Application",
    "Arrival",
    "Article",
    "Asked",
    "Authorities",
    "BadFacts",
    "CalendarFault",
    "CalendarMissing",
    "Channel",
    "Charge",
    "Clock",
    "Correction",
    "Delay",
    "Document",
    "Due",
    "Extension",
    "ExtensionRefused",
    "Fee",
    "Filed",
    "Law",
    "Leaf",
    "Letter",
    "Mark",
    "Move",
    "NotCertain",
    "NotYetInForce",
    "Number",
    "OneTariffOnly",
    "Outcome",
    "Overlay",
    "Pause",
    "Receipt",
    "ReceiptUnknown",
    "Remedy",
    "RemedyClass",
    "Settings",
    "Source",
    "Step",
    "Tariff",
    "Unit",
    "WorkCalendar",
    "YearTable",
    "answer_due",
    "charge",
    "days_due",
    "due",
    "fixed_due",
    "in_force",
    "month_total",
    "moved",
    "national",
    "open_periods",
    "ordinals",
    "paragraph",
    "read_overlay",
    "read_year",
    "receipt_of",
    "reconsideration_due",
    "remedies_against",
    "row",
    "row_among",
    "rows",
    "suit_due",
    "walk",
]


def __getattr__(name: str) -> object:
    """Load the module that holds ``name``. No name is also a module of ours."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
