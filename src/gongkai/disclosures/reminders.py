"""催办: review steps that are over their time, who takes how long, and scheduled releases that did not happen."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gongkai.disclosures.models import Draft, ForcedRelease, Review
from gongkai.law.calendar import CalendarMissing, national
from gongkai.people import clock
from gongkai.people.journal import log

LOGGER = logging.getLogger(__name__)
LATE_AFTER = timedelta(minutes=3)
"""How long after its hour a release may still be on its way."""


def waiting() -> QuerySet[Review]:
    """The steps whose turn it is: no verdict, none void, everything before them through."""
    return (
        Review.objects.filter(
            verdict="",
            voided_at=None,
            due_on__isnull=False,
            draft__stage__in=(Draft.Stage.REVIEWING, Draft.Stage.RELEASED),
        )
        .select_related("draft__agency", "draft__column", "section", "author")
        .order_by("due_on", "asked_at", "pk")
    )


def overdue(today: date) -> QuerySet[Review]:
    """Those that are over their last day."""
    return waiting().filter(due_on__lt=today)


def remind(now: datetime) -> int:
    """Note each step that has run over, once a day; gives how many. The list of what waits and the page of today show them."""
    today = clock.today()
    begin = clock.moment(datetime.combine(today, datetime.min.time()))
    late = overdue(today).exclude(reminded_at__gte=begin)
    return sum(_reminded(review, now) for review in late)


def _reminded(review: Review, now: datetime) -> bool:
    try:
        with transaction.atomic():
            if not Review.objects.filter(pk=review.pk, verdict="", voided_at=None).update(reminded_at=now):
                return False
            log(
                "draft.review_overdue",
                review.draft,
                by=None,
                agency=review.draft.agency,
                step=review.label,
                due_on=review.due_on,
            )
    except Exception:
        LOGGER.exception("review %s was not reminded of", review.pk)
        return False
    return True


def late_releases(now: datetime) -> QuerySet[Draft]:
    """Approved drafts whose hour has passed without a release: an alarm."""
    return (
        Draft.objects.filter(stage=Draft.Stage.APPROVED, release_at__lt=now - LATE_AFTER)
        .select_related("agency", "column")
        .order_by("release_at", "pk")
    )


def overdue_forced(today: date) -> QuerySet[ForcedRelease]:
    """Forced releases whose review has not come in time."""
    return ForcedRelease.objects.filter(reviewed_at=None, review_by__lt=today).select_related("item__agency", "by")


@dataclass(frozen=True, slots=True)
class Turnaround:
    """How long one reviewer takes. ``days``: the median of working days from the turn to the verdict; ``late``: verdicts after the
    last day."""

    name: str
    given: int
    returned: int
    days: float
    late: int


def turnaround(reviews: Iterable[Review]) -> list[Turnaround]:
    """By reviewer, who gave most first. ``reviews``: with verdicts, ``by`` loaded."""
    by: dict[int, list[Review]] = {}
    for review in reviews:
        by.setdefault(review.by_id, []).append(review)
    rows = []
    for given in by.values():
        days = [working_days(each.asked_at, each.at) for each in given]
        rows.append(
            Turnaround(
                given[0].by.name,
                len(given),
                sum(each.verdict == Review.Verdict.RETURNED for each in given),
                float(median(days)),
                sum(each.due_on is not None and timezone.localdate(each.at) > each.due_on for each in given),
            )
        )
    return sorted(rows, key=lambda row: (-row.given, row.name))


def working_days(since: datetime, until: datetime) -> int:
    """Working days from one moment to another, the first day not counted; calendar days where no notice tells."""
    first, last = timezone.localdate(since), timezone.localdate(until)
    n = 0
    try:
        for day in national().days_after(first):
            if day.on > last:
                break
            n += day.working
    except CalendarMissing:
        return (last - first).days
    return n
