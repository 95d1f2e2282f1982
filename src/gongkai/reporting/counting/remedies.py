"""表四: the register of reconsiderations and suits. One case counts once a year: by its result in the year it was concluded,
as pending on every 31 December until then (decision 0071)."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, F, Q, QuerySet, Value, When

from gongkai.agencies.models import Agency
from gongkai.applications.models import RemedyCase
from gongkai.reporting.counting.register import Period, Register, Rule
from gongkai.reports.editions import Edition

TABLE = "remedies"
PENDING = "pending"
TOTAL = "total"


def live(agency: Agency, period: Period) -> QuerySet[RemedyCase]:
    """The cases filed by the end of the year and not concluded before it, each with how it stood on 31 December."""
    return RemedyCase.objects.filter(
        Q(concluded_on=None) | Q(concluded_on__gte=period.first), agency=agency, filed_on__lte=period.last
    ).annotate(stood=Case(When(concluded_on__lte=period.last, then=F("result")), default=Value(PENDING)))


def rows(edition: Edition) -> Mapping[str, Rule]:
    """One way of remedy a row; the form calls it a group of columns."""
    rules = {kind: Rule("kind", frozenset({kind})) for kind in RemedyCase.Kind.values}
    return {row: rules[row] for row in edition.tables[TABLE].rows}


def columns(edition: Edition) -> Mapping[str, Rule]:
    """One result a column, pending, and all of them."""
    stood = (*RemedyCase.Result.values, PENDING)
    rules = {value: Rule("stood", frozenset({value})) for value in stood}
    rules[TOTAL] = Rule("stood", frozenset(stood))
    return {column.key: rules[column.key] for column in edition.tables[TABLE].blocks[0].columns}


REMEDIES = Register(TABLE, ("kind", "stood"), live, rows, columns)
"""The register behind 表四."""
