"""What is on its way and how fast: the queue of set hours with its alarm, steps that are over their time, who takes how long."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from gongkai.desk.publishing.finding import draft_of
from gongkai.disclosures import actions, drafts, reminders, rules
from gongkai.disclosures.checks import open_findings
from gongkai.disclosures.models import Draft, Item, Review
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.charts import Bars, Series
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with

SINCE = timedelta(days=180)
SHOWN = 10


@allow(rules.VIEW)
@require_GET
def review_schedule(request: HttpRequest) -> HttpResponse:
    """What goes out when, what comes down when, and what did not go out."""
    account: Account = request.user  # type: ignore[assignment]
    now = clock.now()
    waiting = list(
        drafts.visible_to(account)
        .filter(stage=Draft.Stage.APPROVED)
        .select_related("agency", "column")
        .order_by("release_at", "pk")
    )
    late = [draft for draft in waiting if draft.release_at and draft.release_at < now - reminders.LATE_AFTER]
    reach = agencies_with(account, rules.VIEW.key)
    ending = Item.objects.filter(agency__in=reach, expires_at__gt=now, withdrawn_at=None, current__isnull=False)
    context = {
        "waiting": waiting,
        "late": [(draft, [str(each["says"]) for each in open_findings(draft)]) for draft in late],
        "ending": ending.order_by("expires_at")[:50],
        "releases": {draft.pk for draft in waiting if rules.may_on(account, rules.RELEASE.key, draft)},
    }
    return render(request, "desk/reviewing/schedule.html", context)


@allow(rules.RELEASE)
@require_POST
def review_release(request: HttpRequest, pk: int) -> HttpResponse:
    """Release an approved draft now instead of at its hour."""
    account: Account = request.user  # type: ignore[assignment]
    draft = draft_of(account, pk)
    try:
        actions.release(draft, by=account)
    except GongkaiError as error:
        return said(request, error, "desk:review_schedule")
    messages.success(request, say("《{title}》已经发布。", title=draft.title))
    return redirect("desk:review_schedule")


@allow(rules.VIEW)
@require_GET
def review_times(request: HttpRequest) -> HttpResponse:
    """Steps over their time, and the turnaround of each reviewer in half a year."""
    account: Account = request.user  # type: ignore[assignment]
    reach = agencies_with(account, rules.VIEW.key)
    visible = Q(draft__in=drafts.visible_to(account).values("pk"))
    given = Review.objects.filter(visible, at__gte=clock.now() - SINCE, by__isnull=False).select_related("by")
    rows = reminders.turnaround(given) if reach else []
    shown = rows[:SHOWN]
    chart = Bars(
        say("各审核人用的工作日（中位数）"),
        tuple(row.name for row in shown),
        (Series(say("工作日"), tuple(row.days for row in shown)),),
        say("个工作日"),
        marks=frozenset(n for n, row in enumerate(shown) if row.late),
    )
    context = {
        "overdue": reminders.overdue(clock.today()).filter(visible),
        "waiting": reminders.waiting().filter(visible),
        "rows": rows,
        "chart": chart if shown else None,
    }
    return render(request, "desk/reviewing/times.html", context)
