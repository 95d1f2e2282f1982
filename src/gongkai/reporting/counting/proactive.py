"""表二: the ledgers of publication, each behind its rows, in the terms of either form.

A ledger counts only for a body that has said it keeps it in full (`gongkai.disclosures.models.KeptLedger`, decision 0112): then an
empty one is a nought, otherwise it is nothing. Documents balance as applications do: in force a year ago, plus made, less ended,
is in force now, because every document of the year came once and went once (or stays).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from django.db.models import Case, F, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import (
    Collected,
    Decision,
    KeptLedger,
    Ledger,
    Matter,
    NormativeDocument,
    Purchase,
)
from gongkai.reporting.counting.register import Group, Number, Period, Register, Rule
from gongkai.reports.editions import Edition

TABLE = "proactive"
WAN = Decimal(10_000)
"""Yuan in a 万元, the unit of every sum in 表二."""
MADE, BEFORE, STAYS, REPEALED, LAPSED = "made", "before", "stays", "repealed", "lapsed"
_LEVELS = (NormativeDocument.Level.RULES, NormativeDocument.Level.NORMATIVE)


def _rules(axis: str, known: Mapping[str, str | frozenset[str]]) -> Callable[[Edition], Mapping[str, Rule]]:
    """One rule for each key: the values of ``axis`` that it counts."""
    made = {
        key: Rule(axis, value if isinstance(value, frozenset) else frozenset({value})) for key, value in known.items()
    }
    return lambda edition: made


def _documents(agency: Agency) -> QuerySet[NormativeDocument]:
    return NormativeDocument.objects.filter(agency=agency, removed_at=None, level__in=_LEVELS)


def live_documents(agency: Agency, period: Period) -> QuerySet[NormativeDocument]:
    """The documents that were in force at some time from the eve of the year to its end, each with how it came and how it went.

    A document whose time ran out has lapsed; whether 本年废止 counts it is a reading of the body (decision 0113).
    """
    lapsed = REPEALED if agency.law_settings.lapsed_counts_as_repealed else LAPSED
    ended = Q(ended_on__lte=period.last)
    return (
        _documents(agency)
        .filter(Q(ended_on=None) | Q(ended_on__gte=period.first), made_on__lte=period.last)
        .annotate(
            came=Case(When(made_on__gte=period.first, then=Value(MADE)), default=Value(BEFORE)),
            went=Case(
                When(ended, ended_how=NormativeDocument.Ending.REPEALED, then=Value(REPEALED)),
                When(ended, then=Value(lapsed)),
                default=Value(STAYS),
            ),
        )
    )


def shown_documents(agency: Agency, period: Period) -> QuerySet[NormativeDocument]:
    """For the form of 2019: every document made by the end of the year, with whether it was made in it, and whether it was first
    shown in it, before it, or not at all."""
    return (
        _documents(agency)
        .filter(made_on__lte=period.last)
        .annotate(
            came=Case(When(made_on__gte=period.first, then=Value(MADE)), default=Value(BEFORE)),
            shown=Case(
                When(published_on=None, then=Value("never")),
                When(published_on__gt=period.last, then=Value("never")),
                When(published_on__gte=period.first, then=Value("now")),
                default=Value(BEFORE),
            ),
        )
    )


def _decisions(what: str) -> Callable[[Agency, Period], QuerySet[Decision]]:
    """All decisions of a kind made in the year, published or not, also those changed later: they were made."""
    return lambda agency, period: Decision.objects.filter(
        agency=agency, what=what, removed_at=None, decided_on__gte=period.first, decided_on__lte=period.last
    )


def live_matters(agency: Agency, period: Period) -> QuerySet[Matter]:
    """For the form of 2019: the matters that a body had on the eve of the year or got in it."""
    started, ended = Q(starts_on__gte=period.first), Q(ends_on__lte=period.last)
    return (
        Matter.objects.filter(Q(ends_on=None) | Q(ends_on__gte=period.first), agency=agency, removed_at=None)
        .filter(starts_on__lte=period.last)
        .annotate(
            was=Case(When(started, then=Value("not")), default=Value("there")),
            moved=Case(
                When(started & ended, then=Value("came_and_went")),
                When(started, then=Value("added")),
                When(ended, then=Value("ended")),
                default=Value(STAYS),
            ),
        )
    )


def collected(agency: Agency, period: Period) -> QuerySet[Collected]:
    """What was collected in the year, entry by entry."""
    return Collected.objects.filter(
        agency=agency, removed_at=None, last_on__gte=period.first, last_on__lte=period.last
    ).annotate(what=F("matter__what"))


def purchases(agency: Agency, period: Period) -> QuerySet[Purchase]:
    """The projects whose contracts are of the year."""
    return Purchase.objects.filter(agency=agency, removed_at=None, on__gte=period.first, on__lte=period.last).annotate(
        what=Value("procurement")
    )


def _change(group: Group, row: str, column: str) -> Number:
    """In 本年增/减 a matter that was taken away counts less than nothing."""
    return -1 if column == "change" and group[2] == "ended" else 1


def _sum(group: Group, row: str, column: str) -> Number:
    return Decimal(group[1]) / WAN if column == "amount" else 1


_BY_LEVEL = _rules("level", {"rules": "rules", "normative": "normative"})
DOCUMENTS = Register(
    TABLE,
    ("level", "came", "went"),
    live_documents,
    _BY_LEVEL,
    lambda edition: {
        "made": Rule("came", frozenset({MADE})),
        "repealed": Rule("went", frozenset({REPEALED})),
        "in_force": Rule("went", frozenset({STAYS})),
    },
    name="documents",
    silent=frozenset({BEFORE, LAPSED}),
)
SHOWN_DOCUMENTS = Register(
    TABLE,
    ("level", "came", "shown"),
    shown_documents,
    _BY_LEVEL,
    lambda edition: {
        "newly_made": Rule("came", frozenset({MADE})),
        "newly_published": Rule("shown", frozenset({"now"})),
        "published_total": Rule("shown", frozenset({"now", BEFORE})),
    },
    name="shown_documents",
    silent=frozenset({BEFORE, "never"}),
)
DECISIONS = {
    what: Register(
        TABLE,
        ("what",),
        _decisions(what),
        _rules("what", {what: what}),
        _rules("what", {"decisions": what}),
        name=what,
    )
    for what in Decision.What.values
}
CHARGES = Register(
    TABLE,
    ("what", "amount"),
    collected,
    _rules("what", {"charges": "charges"}),
    _rules("what", {"amount": "charges"}),
    name="charges",
    worth=_sum,
    free=frozenset({"amount"}),
)
MATTERS = Register(
    TABLE,
    ("what", "was", "moved"),
    live_matters,
    _rules("what", {what: what for what in Matter.What.values}),
    lambda edition: {
        "previous": Rule("was", frozenset({"there"})),
        "change": Rule("moved", frozenset({"added", "ended"})),
    },
    name="matters",
    worth=_change,
    silent=frozenset({"not", "came_and_went", STAYS}),
)
PURCHASES = Register(
    TABLE,
    ("what", "amount"),
    purchases,
    _rules("what", {"procurement": "procurement"}),
    _rules("what", {"projects": "procurement", "amount": "procurement"}),
    name="procurement",
    worth=_sum,
    free=frozenset({"amount"}),
)

LEDGERS: dict[str, tuple[Register, ...]] = {
    "2021": (
        DOCUMENTS,
        *(DECISIONS[what] for what in (Ledger.PERMITS, Ledger.PENALTIES, Ledger.COERCION)),
        CHARGES,
    ),
    "2019": (SHOWN_DOCUMENTS, *DECISIONS.values(), MATTERS, PURCHASES),
}
"""The registers behind the rows of 表二, by edition: together they count every cell of it once."""
_LEDGER = {DOCUMENTS.key: Ledger.DOCUMENTS, SHOWN_DOCUMENTS.key: Ledger.DOCUMENTS}


def kept(agency: Agency, year: int, edition: Edition) -> tuple[Register, ...]:
    """The registers behind 表二 that the body keeps in full for the year. One query."""
    mine = ledgers_kept(agency, year)
    return tuple(each for each in LEDGERS.get(edition.id, ()) if _LEDGER.get(each.key, each.key) in mine)


def ledgers_kept(agency: Agency, year: int) -> frozenset[str]:
    """The ledgers that the body says to be complete for the year."""
    stated = KeptLedger.objects.filter(agency=agency, ended_at=None, from_year__lte=year)
    return frozenset(stated.values_list("ledger", flat=True))
