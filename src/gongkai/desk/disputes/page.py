"""The page of one dispute: what is next, what runs, the chain of instances, what may be objected, dossiers, the lesson."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from gongkai.applications import disputes, queries, rules
from gongkai.applications.dossiers import contents, evidence
from gongkai.applications.models import Lesson, LessonCheck, RemedyCase
from gongkai.desk.disputes.checks import rows_of
from gongkai.desk.disputes.finding import STATES, dispute_of, may_enter
from gongkai.language import say
from gongkai.law.disputes import RESULTS, Bucket
from gongkai.ledgers.models import ImportedRound
from gongkai.look.words import day
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account

PAGES = {
    "progress": "desk:remedy_progress",
    "conclude": "desk:remedy_conclude",
    "round": "desk:remedy_round",
    "lesson": "desk:remedy_lesson",
}


@require_GET
@allow(rules.SEE_REMEDIES)
def remedy(request: HttpRequest, pk: int) -> HttpResponse:
    """One case."""
    account: Account = request.user  # type: ignore[assignment]
    return render(request, "desk/disputes/remedy.html", context_of(dispute_of(account, pk), account))


def context_of(case: RemedyCase, account: Account) -> dict[str, Any]:
    """Everything the page shows."""
    today = clock.today()
    step = disputes.step_of(case, today)
    may = may_enter(account, case)
    period, against = disputes.brought(case)
    application = case.application
    latest, lesson = case.latest, getattr(case, "lesson", None)
    redo = disputes.redo_of(latest)
    missing = evidence.missing(evidence.evidence_list(contents.loaded(application.pk))) if application else []
    return {
        "case": case,
        "state": STATES[case.result],
        "step": step,
        "address": _address(case, step) if may else "",
        "may": may,
        "facts": _facts(case),
        "rounds": [(round, disputes.answered_in_time(round)) for round in case.rounds_in_order],
        "latest": latest,
        "may_appeal": bool(latest.result) and case.is_suit,
        "remanded": bool(latest.result) and RESULTS[latest.result].bucket is Bucket.OPEN,
        "redo": redo,
        # The clock of the next step first; the other side's behind it.
        "running": sorted(disputes.running(case), key=lambda due: step.due is None or due.clock != step.due.clock),
        "period": period,
        "objections": against,
        "missing": missing,
        "dossiers": list(queries.dossiers_of(account).filter(round__case=case).select_related("asked_by")[:5]),
        "lesson": lesson,
        "checks": rows_of(_checks(lesson), [case.agency_id]) if lesson is not None else [],
        "from_ledger": ImportedRound.objects.filter(round__case=case).exists(),
    }


def _checks(lesson: Lesson) -> QuerySet[LessonCheck]:
    """What the body made of its lesson and what became of it above: the last version of each."""
    rows = lesson.checks.exclude(state=LessonCheck.State.WITHDRAWN).filter(followed_by=None)
    return rows.select_related("owner", "lesson").order_by("reach", "pk").reverse()


def _address(case: RemedyCase, step: disputes.DisputeStep) -> str:
    if step.action == "redo" and case.application_id is not None:
        return reverse("desk:case", args=[case.application_id])
    return reverse(PAGES[step.action], args=[case.pk]) if step.action in PAGES else ""


def _facts(case: RemedyCase) -> list[tuple[str, object]]:
    beside = case.capacity == RemedyCase.Capacity.REVIEWER
    counted = say("计入表四“{kind}”", kind=case.get_kind_display())
    rows = [
        (say("复议机关、法院"), case.authority),
        (say("受理、立案日"), day(case.filed_on)),
        (say("针对什么"), case.get_against_display()),
        (say("谁提出"), "　".join(filter(None, (case.get_brought_by_display(), case.claimant)))),
        (say("本机关的代理人"), case.counsel),
        (say("年报"), say("不计入表四：本机关只是共同被告") if beside else counted),
        (say("登记人"), case.recorded_by.name),
        (say("说明"), case.note),
    ]
    return [(name, value) for name, value in rows if value]
