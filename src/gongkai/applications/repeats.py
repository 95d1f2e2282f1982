"""Repeats (条例 arts. 35, 36(6), 44): the same applicant and the same matter, across years and bodies; several who ask for the same.

What is alike is shown to a person. Nothing is refused because of it: a repeat is justified by the earlier answer, which is linked.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Count, Min

from gongkai.agencies.models import AgencyKind
from gongkai.applications.models import Applicant, Application, Letter
from gongkai.language import say
from gongkai.law.outcomes import Outcome

ALIKE = 0.5
"""From this share of common pairs of characters two contents are shown as alike."""
LOOKED_BACK = timedelta(days=730)
LOOKED_AT = 1000
"""Newest cases of a body that are held against one."""


def alike(one: str, other: str) -> bool:
    """Whether two contents share most of their pairs of characters.

    >>> alike("2025年外贸专项资金支持企业名单", "请公开2025年外贸专项资金支持的企业名单"), alike("企业名单", "会议纪要")
    (True, False)
    """
    return _alike(_pairs(one), _pairs(other))


def _alike(a: set[str], b: set[str]) -> bool:
    return bool(a and b) and len(a & b) >= ALIKE * min(len(a), len(b))


def _pairs(text: str) -> set[str]:
    letters = [ch for ch in text if ch.isalnum()]
    return {first + second for first, second in pairwise(letters)}


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Applications of the same applicant to another body: that there are some, and how many (decision 0167)."""

    agency: str
    count: int


def elsewhere(application: Application) -> tuple[Elsewhere, ...]:
    """For the supervising office only: what the applicant asked of the bodies that it supervises. No content, no number of a case.
    Empty where the body of ``application`` supervises none."""
    if application.agency.kind not in (AgencyKind.GOVERNMENT, AgencyKind.GOVERNMENT_OFFICE):
        return ()
    rows = (
        Applicant.objects.filter(agency__supervised_by=application.agency_id, key=application.applicant.key)
        .values("agency__short_name")
        .annotate(n=Count("applications"))
        .filter(n__gt=0)
        .order_by("agency")
    )
    return tuple(Elsewhere(row["agency__short_name"], row["n"]) for row in rows)


@dataclass(frozen=True, slots=True)
class Others:
    """Others who asked the same body for something alike in two years: how many applicants, and their newest cases."""

    applicants: int
    cases: tuple[Application, ...]


def others(application: Application, today: date, *, shown: int = 5) -> Others:
    """What speaks for giving it to everybody (art. 44): several applicants who asked for the same."""
    rows = (
        Application.objects.filter(agency=application.agency_id, created_at__date__gte=today - LOOKED_BACK)
        .exclude(applicant__key=application.applicant.key)
        .order_by("-pk")
        .select_related("applicant")
        .only("number", "title", "content", "agency_id", "applicant__key")[:LOOKED_AT]
    )
    own = _pairs(application.content)
    same = [case for case in rows if _alike(own, _pairs(case.content))]
    return Others(len({case.applicant.key for case in same}), tuple(same[:shown]))


def faults(application: Application, outcome: Outcome, number: str, on: date | None) -> list[str]:
    """Why the earlier answer that a repeat is refused with does not stand, in sentences: it has to be an answer of this body to this
    applicant, on record here or from before the register began."""
    if outcome is not Outcome.UNPROCESSED_REPEAT or not number.strip():
        return []
    letter = (
        Letter.objects.filter(agency=application.agency_id, number=number.strip())
        .select_related("application__applicant")
        .first()
    )
    if letter is not None:
        if letter.application.applicant.key != application.applicant.key:
            return [say("{number}不是答复这位申请人的，不能作为重复申请的依据。", number=number)]
        if letter.state != Letter.State.ISSUED or not letter.substantive:
            return [say("{number}不是已经发出的答复书，不能作为重复申请的依据。", number=number)]
        return []
    if on is not None and _known_otherwise(application, on):
        return []
    return [
        say(
            "登记簿里没有文号为“{number}”的答复。重复申请要写明此前的答复，请从同一申请人以前的申请里核对；登记簿启用以前答复的，填当时的日期。",
            number=number,
        )
    ]


def _known_otherwise(application: Application, on: date) -> bool:
    """Whether an answer of that day may exist without a letter here: the register began later, or an old ledger tells of it."""
    here = Application.objects.filter(agency=application.agency_id)
    first = here.aggregate(first=Min("received_on"))["first"]
    if first is not None and on < first:
        return True
    return here.filter(applicant__key=application.applicant.key, decided_on=on).exclude(pk=application.pk).exists()
