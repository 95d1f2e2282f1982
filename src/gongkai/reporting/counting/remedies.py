"""表四: the register of reconsiderations and suits. One case counts once a year: as its latest round begun by 31 December then stood,
by its result in the year that round was concluded, as pending on every 31 December until then (decisions 0071 and 0152).
"""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, CharField, DateField, F, OuterRef, Q, QuerySet, Subquery, Value, When

from gongkai.agencies.models import Agency
from gongkai.applications.models import RemedyCase, Round
from gongkai.reporting.counting.register import Period, Register, Rule
from gongkai.reports.editions import Edition

TABLE = "remedies"
PENDING = "pending"
TOTAL = "total"


def live(agency: Agency, period: Period) -> QuerySet[RemedyCase]:
    """The cases filed by the end of the year and not over before it, each with how it stood on 31 December. Only those in which the
    body is a party for the act itself; what happened after the year plays no part."""
    last_round = Round.objects.filter(case=OuterRef("pk"), filed_on__lte=period.last).order_by("-filed_on", "-pk")
    over = Q(bucket_then__gt="", ended_on__lte=period.last)
    return (
        RemedyCase.objects.filter(agency=agency, filed_on__lte=period.last, capacity=RemedyCase.Capacity.ACTOR)
        .annotate(
            bucket_then=Subquery(last_round.values("bucket")[:1], output_field=CharField()),
            ended_on=Subquery(last_round.values("concluded_on")[:1], output_field=DateField()),
        )
        .annotate(stood=Case(When(over, then=F("bucket_then")), default=Value(PENDING)))
        .filter(Q(stood=PENDING) | Q(ended_on__gte=period.first))
    )


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
