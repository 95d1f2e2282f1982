"""表三: the register of applications, row by row and column by column.

Live in a year is what was received by 31 December and not over and done with before 1 January. Each live application came in
once (received, or carried in) and went once (an outcome, or carried out); so 第一项加第二项之和等于第三项加第四项之和.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, F, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.applications.models.application import ApplicantKind
from gongkai.law.outcomes import Outcome, row_among
from gongkai.reporting.counting.register import Period, Register, Rule
from gongkai.reports.editions import Edition

TABLE = "applications"
RECEIVED, CARRIED_IN, CARRIED_OUT = "received", "carried_in", "carried_out"
HANDLED = "handled_total"
TOTAL = "total"


def live(agency: Agency, period: Period) -> QuerySet[Application]:
    """The applications of the year, each with how it came and how it went.

    One decided before it counts as received (a slip in the register) is counted as decided in the year of its receipt: it must
    not vanish between two years.
    """
    return Application.objects.filter(
        Q(decided_on=None) | Q(decided_on__gte=period.first) | Q(received_on__gte=period.first),
        agency=agency,
        received_on__lte=period.last,
    ).annotate(
        came=Case(When(received_on__gte=period.first, then=Value(RECEIVED)), default=Value(CARRIED_IN)),
        went=Case(When(decided_on__lte=period.last, then=F("outcome")), default=Value(CARRIED_OUT)),
    )


def rows(edition: Edition) -> Mapping[str, Rule]:
    """The rule of every row of the edition's table, in the order of the form."""
    form = edition.tables[TABLE].rows
    outcomes: dict[str, set[str]] = {}
    for outcome in Outcome:
        outcomes.setdefault(row_among(outcome, form), set()).add(outcome.value)
    rules = {
        RECEIVED: Rule("came", frozenset({RECEIVED})),
        CARRIED_IN: Rule("came", frozenset({CARRIED_IN})),
        HANDLED: Rule("went", frozenset(Outcome)),
        CARRIED_OUT: Rule("went", frozenset({CARRIED_OUT})),
        **{row: Rule("went", frozenset(values)) for row, values in outcomes.items()},
    }
    return {row: rules[row] for row in form}


def columns(edition: Edition) -> Mapping[str, Rule]:
    """One applicant kind a column, and all of them."""
    rules = {kind.value: Rule("applicant_kind", frozenset({kind.value})) for kind in ApplicantKind}
    rules[TOTAL] = Rule("applicant_kind", frozenset(ApplicantKind.values))
    return {column.key: rules[column.key] for column in edition.tables[TABLE].blocks[0].columns}


APPLICATIONS = Register(TABLE, ("applicant_kind", "came", "went"), live, rows, columns)
"""The register behind 表三."""
