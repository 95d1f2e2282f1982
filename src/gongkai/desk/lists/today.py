"""今天: what waits for this person, in whatever posts they hold: approvals, work on cases, tasks of their section."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.applications import complaints, disputes, queries, rules
from gongkai.applications.models import Application, Assistance, Complaint, RemedyCase
from gongkai.desk.lists import agenda, approvals, tasks
from gongkai.desk.lists.days import near_day
from gongkai.desk.reviewing import queue
from gongkai.disclosures import reminders
from gongkai.disclosures import rules as publication
from gongkai.disclosures import waiting as published
from gongkai.disclosures.mistakes import open_mistakes
from gongkai.disclosures.models import SiteError
from gongkai.language import say
from gongkai.look.words import day
from gongkai.people import access, clock
from gongkai.people.access import staff
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, sections_with, standings

GROUPS = (
    ("late", "late", lambda: say("已逾期")),
    ("today", "late", lambda: say("今天")),
    ("week", "near", lambda: say("一周内")),
    ("paused", "paused", lambda: say("停着的")),
)
"""Group of the agenda, state it is shown as, name. What is late and what is due today both wear the colour of late, by
different words."""
LATER = ("later", "run", lambda: say("一周以后"))
"""Shown only when nothing else is there to be done, so that nobody who has time finds an empty page."""


@require_GET
@staff
def today(request: HttpRequest) -> HttpResponse:
    account: Account = request.user  # type: ignore[assignment]
    now, on = clock.now(), clock.today()
    handles = agencies_with(account, rules.HANDLE.key)
    approves = agencies_with(account, rules.APPROVE.key)
    reviews = queue.waiting_items(account) if access.holds(account, publication.REVIEW.key) else []
    assists = sections_with(account, rules.ASSIST.key)
    context: dict[str, object] = {}
    lines = []
    if approves or reviews:
        waiting = approvals.waiting(account) if approves else []
        context |= {"waiting": waiting, "reviews": reviews, "waiting_count": len(waiting) + len(reviews)}
        lines.append(approvals.headline([*waiting, *reviews]))
    if handles:
        plan = agenda.agenda(agenda.loaded(Application.objects.filter(agency__in=handles)), on, now, account)
        context |= {"agenda": plan, "groups": _groups(plan)}
        if not plan.counts["late"]:
            context["last_late"] = last_late(handles)
        # Who handles cases reads first about cases; who only approves, about approvals.
        lines.insert(0, plan.headline)
    elif agencies_with(account, rules.VIEW.key):
        context["risk"] = risk(account, on)
    disputed = agencies_with(account, rules.REMEDIES.key)
    if disputed:
        own = RemedyCase.objects.filter(agency__in=disputed)
        # What only others are waited for stands in the register.
        ours = [pair for pair in disputes.to_do(own, on) if pair[1].tone != "paused"]
        context["disputes"] = ours[: agenda.SHOWN]
        if late := sum(step.tone == "late" for _, step in ours):
            lines.append(say("复议、诉讼有{n}件已经逾期", n=late))
    complained = complaints_for(account, on)
    if complained:
        context["complaints"] = complained[: agenda.SHOWN]
        if not disputed:
            lines.append(_complaints_line(complained, on))
    if assists:
        asked = list(queries.assistances_for(account))
        context["tasks"] = [tasks.Item(task) for task in asked]
        lines.append(_tasks_line(asked, on))
    context |= alarms(account, now)
    context["headline"] = lines[0] if lines else say("今天没有要办的事")
    context["also"] = lines[1:]
    return render(request, "desk/lists/today.html", context)


def complaints_for(account: Account, on: date) -> list[tuple[Complaint, complaints.ComplaintStep]]:
    """The complaints whose day is near or past: those that the own body reports on, and those about supervised bodies whose
    complainants are still to be told."""
    own = agencies_with(account, rules.COMPLAINTS.key)
    over = {each.agency_id for each in standings(account) if each.role in rules.FOLLOW_COMPLAINTS.roles}
    if not own and not over:
        return []
    theirs = Complaint.objects.filter(agency__supervised_by__in=over).exclude(agency__in=own)
    open_ones = Q(agency__in=own, finding="") | Q(pk__in=complaints.untold(theirs, on).values("pk"))
    return complaints.to_do(Complaint.objects.filter(open_ones), on, own=own)


def _complaints_line(found: list[tuple[Complaint, complaints.ComplaintStep]], on: date) -> str:
    late = sum(step.tone == "late" for _, step in found)
    if late:
        return say("有{n}件投诉举报要办，{late}件已经逾期", n=len(found), late=late)
    return say("有{n}件投诉举报要办", n=len(found))


def alarms(account: Account, now: datetime) -> dict[str, object]:
    """What of publication must not wait: forced releases that nobody has reviewed, or that the supervising department has not seen;
    set hours that passed without a release; leaks that the public has reported."""
    found: dict[str, object] = {}
    if access.holds(account, publication.SEE_FORCED.key):
        own = agencies_with(account, publication.VIEW.key)
        told = published.forced_seen_by(account).filter(Q(reviewed_at=None) | Q(seen_by_supervisor_at=None))
        told = told.filter(Q(reviewed_at=None) | ~Q(item__agency__in=own))
        found["forced"] = list(told[:8])
    reach = agencies_with(account, publication.RELEASE.key)
    if reach:
        found["late_releases"] = list(reminders.late_releases(now).filter(agency__in=reach)[:8])
    if agencies_with(account, publication.ERRORS.key):
        found["leaks"] = open_mistakes(account).filter(kind=SiteError.Kind.LEAK).count()
    return found


def _groups(plan: agenda.Agenda) -> list[dict[str, object]]:
    todo = sum(plan.counts[key] for key in ("late", "today", "week"))
    return [
        {"key": key, "state": state, "name": name(), "rows": plan.rows.get(key, []), "count": plan.counts[key]}
        for key, state, name in (GROUPS if todo else (LATER, *GROUPS))
        if plan.counts[key]
    ]


def _tasks_line(asked: list[Assistance], on: date) -> str:
    if not asked:
        return say("没有要回复的协助事项")
    now = sum(task.due_on <= on for task in asked)
    if now:
        return say("要回复{n}件协助事项，今天或者之前要回的有{now}件", n=len(asked), now=now)
    return say("要回复{n}件协助事项，最早的{on}前", n=len(asked), on=day(asked[0].due_on))


def risk(account: Account, on: date) -> dict[str, object]:
    """What is late or near in everything ``account`` may see: the sentence, and the cases, the most pressing first."""
    near = near_day(on)
    rows = list(
        queries.for_list(queries.open_in(queries.visible_to(account)))
        .filter(due_on__lte=near)
        .order_by("due_on", "pk")[: agenda.SHOWN]
    )
    late = sum(row.due_on < on for row in rows)
    return {"rows": rows, "late": late, "near": len(rows) - late}


def last_late(agencies: frozenset[int]) -> date | None:
    """The last day that an answer of these bodies missed; None where none ever did."""
    missed = Application.objects.filter(queries.answered_late(), agency__in=agencies)
    return missed.aggregate(last=Max("due_on"))["last"]
