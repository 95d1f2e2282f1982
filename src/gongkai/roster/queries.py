"""The list of bodies: found by words and by what is the matter with them, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import or_

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.agencies.guide_parts import PARTS, missing
from gongkai.agencies.models import Agency
from gongkai.people import clock
from gongkai.people.models import Appointment, Role


class Which(StrEnum):
    """What of the list is shown."""

    LIVING = "living"
    LACKING = "lacking"
    UNMANNED = "unmanned"
    ENDED = "ended"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Line:
    """A body in the list. ``missing``: labels of the parts of its guide that are blank. ``accounts``: people who may act there."""

    agency: Agency
    missing: list[str]
    accounts: int


def _in_force() -> Q:
    today = clock.today()
    return Q(starts_on__lte=today, account__is_active=True) & (Q(ends_on=None) | Q(ends_on__gte=today))


def listed(which: Which = Which.LIVING, words: str = "", kind: str = "") -> QuerySet[Agency]:
    """The bodies that are asked for, by category as the law names them and then in the order of their coming. ``words``: part of a name,
    of 机关代字, 网址名 or the code of the organisation; several parts all have to be there."""
    found = Agency.objects.select_related("supervised_by", "successor").order_by("pk")
    if which in (Which.LIVING, Which.LACKING, Which.UNMANNED):
        found = found.filter(ends_on=None)
    if which is Which.ENDED:
        found = found.exclude(ends_on=None)
    if which is Which.LACKING:
        found = found.filter(reduce(or_, (Q(**{part: ""}) for part in PARTS)))
    if which is Which.UNMANNED:
        administered = Appointment.objects.filter(_in_force(), agency=OuterRef("pk"), role=Role.ADMINISTRATOR)
        found = found.filter(~Exists(administered))
    if kind:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(short_name__icontains=word)
            | Q(code__icontains=word)
            | Q(slug__icontains=word)
            | Q(organisation_code__icontains=word)
        )
    return found


def lines(agencies: Sequence[Agency]) -> list[Line]:
    """With what is missing and how many people there are: one query for all of them."""
    counted = (
        Appointment.objects.filter(_in_force(), agency__in=[agency.pk for agency in agencies])
        .order_by()
        .values("agency")
        .annotate(n=Count("account", distinct=True))
        .values_list("agency", "n")
    )
    people = dict(counted)
    return [Line(agency, missing(agency), people.get(agency.pk, 0)) for agency in agencies]


def has_administrator(agency: Agency) -> bool:
    """Whether somebody administers the body today."""
    return Appointment.objects.filter(_in_force(), agency=agency, role=Role.ADMINISTRATOR).exists()
