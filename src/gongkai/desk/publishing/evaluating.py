"""再次评估 (条例 art. 18): what is not proactive and may be by now, and what was given out on application."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.desk.cases.finding import case_of
from gongkai.desk.lists import keyset
from gongkai.desk.lists.keyset import Order
from gongkai.desk.publishing import from_case
from gongkai.disclosures import conversions, drafts, rules
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law import MEANINGS, Outcome
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.people.models import Account


@allow(rules.VIEW)
@require_GET
def info_evaluate(request: HttpRequest) -> HttpResponse:
    """What is to be looked at again, the earliest day first."""
    account: Account = request.user  # type: ignore[assignment]
    rows = conversions.withheld(account).select_related("column", "section").defer("html", "findings")
    cut = keyset.cut(rows, Order("review_again_on"), request.GET)
    today = clock.today()
    for row in cut.rows:
        row.due = row.review_again_on is not None and row.review_again_on <= today
        row.why = MEANINGS[Outcome(row.ground)].name if row.ground else ""
        row.writable = rules.may_on(account, rules.WRITE.key, row)
    context = {"slice": cut, "count": rows.count(), "today": today}
    return render(request, "desk/publishing/evaluate.html", context)


@allow(rules.WRITE)
@require_POST
def info_open(request: HttpRequest, pk: int) -> HttpResponse:
    """转为主动公开: begin a proactive draft of what was decided not to be."""
    account: Account = request.user  # type: ignore[assignment]
    draft = drafts.visible_to(account).filter(pk=pk).select_related("item", "agency", "column", "section").first()
    if draft is None:
        raise Http404
    try:
        made = conversions.open_up(draft, by=account)
    except GongkaiError as error:
        return said(request, error, "desk:info_evaluate")
    messages.success(request, say("已转成主动公开的稿件，请核对后送审。"))
    return redirect("desk:info_draft", made.pk)


@allow(rules.WRITE)
@require_POST
def info_from_case(request: HttpRequest, pk: int) -> HttpResponse:
    """转为主动公开 from an application that was granted (art. 44 ¶1): begins a draft with what was given, nothing of the applicant."""
    account: Account = request.user  # type: ignore[assignment]
    case = case_of(account, pk)
    try:
        made = from_case.begin(case, by=account)
    except GongkaiError as error:
        return said(request, error, reverse("desk:case", args=[pk]))
    messages.success(request, say("已按答复中提供的信息起草，申请人的信息没有带过来。请核对后送审。"))
    return redirect("desk:info_edit", made.pk)
