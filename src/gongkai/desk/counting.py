"""What the rail counts, and the body a person works in: one query, whose text is put together once for each way of standing.

Putting it together costs ten times as much as asking it, and every page of the desk asks it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import F, Func, IntegerField, QuerySet, Subquery, Value

from gongkai.agencies.models import Agency, Section
from gongkai.applications import queries
from gongkai.applications import rules as applications
from gongkai.applications.models import LessonCheck, Letter
from gongkai.disclosures import drafts, mistakes, waiting
from gongkai.disclosures import rules as disclosures
from gongkai.disclosures import rules as publication
from gongkai.disclosures.channels import seeing
from gongkai.disclosures.models import Draft
from gongkai.people.access import holds
from gongkai.people.models import Account
from gongkai.people.rules import Standing, agencies_with, sections_with, standings
from gongkai.reminders import queries as reminded
from gongkai.reminders.models import Beat
from gongkai.retention import queries as retained
from gongkai.retention import rules as retaining


@dataclass(frozen=True, slots=True)
class _Person:
    """All that the text of the query depends on. ``account`` is only asked for what stands in the rest."""

    pk: int
    places: tuple[Standing, ...]
    account: Account = field(compare=False)


def home_of(account: Account) -> Agency:
    """The body of the first post of ``account``, which has one; with the name of the section as ``section_name``, the oldest beat of
    the background as ``oldest_beat``, and each count of the rail as ``n_…``."""
    sql, values = _statement(_Person(account.pk, standings(account), account))
    (found,) = Agency.objects.raw(sql, values)
    # A raw query gives what no model describes as the database does: SQLite gives moments as text.
    at = Beat._meta.get_field("at").cached_col
    for convert in connection.ops.get_db_converters(at):
        found.oldest_beat = convert(found.oldest_beat, at, connection)
    return found


@lru_cache(maxsize=4096)
def _statement(person: _Person) -> tuple[str, tuple[Any, ...]]:
    """The query with its values. It asks nothing of the database or the clock, so it holds as long as the person stands so."""
    first = person.places[0]
    counts = {f"n_{name}": _count(rows) for name, rows in counted(person.account).items()}
    section = Section.objects.filter(pk=first.section_id).values("name")
    beat = Beat.objects.order_by("at").values("at")[:1]
    found = Agency.objects.annotate(section_name=Subquery(section), oldest_beat=Subquery(beat), **counts)
    sql, values = found.filter(pk=first.agency_id).order_by().query.sql_with_params()
    return sql, tuple(values)


def counted(account: Account) -> dict[str, QuerySet]:
    """What the rail counts for this person."""
    serving = agencies_with(account, applications.SERVE.key)
    disputes = agencies_with(account, applications.REMEDIES.key)
    found: dict[str, QuerySet] = {"reminders": reminded.unread(account)}
    if agencies_with(account, applications.VIEW.key) or sections_with(account, applications.VIEW.key):
        found["applications"] = queries.open_in(queries.visible_to(account))
    if agencies_with(account, disclosures.WRITE.key) or sections_with(account, disclosures.WRITE.key):
        found["info"] = drafts.writable_by(account).filter(stage__in=Draft.OPEN)
    if agencies_with(account, applications.APPROVE.key):
        found["approvals"] = queries.waiting_for(account)
    if agencies_with(account, disclosures.REVIEW.key) or sections_with(account, disclosures.REVIEW.key):
        found["reviews"] = waiting.waiting_for(account)
    if holds(account, disclosures.SEE_FORCED.key):
        found["forced"] = waiting.forced_seen_by(account).filter(reviewed_at=None)
    if agencies_with(account, disclosures.PROVE.key) or sections_with(account, disclosures.PROVE.key):
        found["releases"] = seeing.todo_for(account)
    if sections_with(account, applications.ASSIST.key):
        found["tasks"] = queries.assistances_for(account)
    if serving:
        found["letters"] = Letter.objects.filter(agency__in=serving, state=Letter.State.APPROVED)
    if agencies_with(account, publication.ERRORS.key):
        found["mistakes"] = mistakes.open_mistakes(account)
    if agencies_with(account, retaining.APPROVE.key):
        found["destruction"] = retained.waiting_for(account)
    if departments := agencies_with(account, applications.COUNTY_CHECKS.key):
        found["proposals"] = LessonCheck.objects.filter(owner__in=departments, state=LessonCheck.State.PROPOSED)
    if disputes:
        found["remedies"] = queries.remedies_of(account).filter(result="")
    return found


def _count(rows: QuerySet) -> Subquery | Value:
    counted = rows.order_by().annotate(_n=Func(F("pk"), function="COUNT")).values("_n")
    return Subquery(counted, output_field=IntegerField())
