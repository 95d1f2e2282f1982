"""投诉举报: the register of complaints to the supervising department (条例 arts. 47, 51)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongkai.agencies.models import Agency
from gongkai.applications import actions, queries, rules
from gongkai.applications.complaints import step_of
from gongkai.applications.models import Complaint
from gongkai.desk.disputes.forms import ComplaintEndForm, ComplaintFollowForm, ComplaintForm
from gongkai.desk.lists import export, keyset
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow, holds
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with, may

HEAD = (
    say("编号"), say("机关"), say("收到的主管部门"), say("收到日"), say("事由"), say("申请编号"), say("要求反馈"), say("处理结果"),
    say("办结日"), say("做了什么"),
)  # fmt: skip


@require_GET
@allow(rules.SEE_COMPLAINTS)
def complaints(request: HttpRequest) -> HttpResponseBase:
    """The register, the newest first. ``?open=1``: those not over; ``?format=csv``: as a file."""
    account: Account = request.user  # type: ignore[assignment]
    mine = queries.complaints_of(account)
    found = mine.filter(finding="") if request.GET.get("open") else mine
    if request.GET.get("format") == "csv":
        return export.table(say("投诉举报台账"), HEAD, (_line(each) for each in found.order_by("pk").iterator(1000)))
    context = {
        "slice": keyset.cut(found, keyset.Order("received_on", descending=True), request.GET),
        "count": found.count(),
        "open": mine.filter(finding="").count(),
        "only_open": bool(request.GET.get("open")),
        "several": len({*agencies_with(account, rules.SEE_COMPLAINTS.key)}) > 1,
        "may_file": bool(agencies_with(account, rules.COMPLAINTS.key)),
        "sees_remedies": holds(account, rules.SEE_REMEDIES.key),
    }
    return render(request, "desk/disputes/complaints.html", context)


def _line(each: Complaint) -> tuple[object, ...]:
    return (
        each.number, each.agency.name, each.received_by, each.received_on, each.get_about_display(),
        each.application.number if each.application else "", each.due_on,
        each.get_finding_display() if each.finding else say("在办"), each.concluded_on, each.done,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.COMPLAINTS)
def complaint_new(request: HttpRequest) -> HttpResponse:
    """Enter a complaint. ``?application=``: the number of the application it is about."""
    account: Account = request.user  # type: ignore[assignment]
    own = agencies_with(account, rules.COMPLAINTS.key)
    form = ComplaintForm(
        request.POST or None,
        agencies=Agency.objects.filter(pk__in=own),
        seen=queries.visible_to(account).filter(agency__in=own),
        initial={"application": request.GET.get("application", ""), "received_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if name != "agency"}
        try:
            made = actions.file_complaint(form.body, by=account, **given)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已登记{number}。", number=made.number))
            return redirect("desk:complaint", made.pk)
    return render(request, "desk/disputes/complaint_new.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.SEE_COMPLAINTS)
def complaint(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint, and what became of it."""
    account: Account = request.user  # type: ignore[assignment]
    found = _found(account, pk)
    if request.method != "POST":
        return _page(request, found)
    if not may(account, rules.COMPLAINTS.key, found.agency_id):
        raise Http404
    form = ComplaintEndForm(request.POST)
    if form.is_valid():
        try:
            actions.conclude_complaint(found, by=account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("处理结果已登记。"))
            return redirect("desk:complaint", found.pk)
    return _page(request, found, end=form)


@require_POST
@allow(rules.FOLLOW_COMPLAINTS)
def complaint_follow(request: HttpRequest, pk: int) -> HttpResponse:
    """The day by which the department wants to hear, and the day on which the complainant was told."""
    account: Account = request.user  # type: ignore[assignment]
    found = _found(account, pk)
    if not may(account, rules.FOLLOW_COMPLAINTS.key, found.agency_id):
        raise Http404
    form = ComplaintFollowForm(request.POST, complaint=found, own=may(account, rules.COMPLAINTS.key, found.agency_id))
    if form.is_valid():
        try:
            actions.follow_complaint(found, by=account, **form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("日期已登记，提醒随之更新。"))
            return redirect("desk:complaint", found.pk)
    return _page(request, found, follow=form)


def _found(account: Account, pk: int) -> Complaint:
    found = queries.complaints_of(account).select_related("recorded_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    found: Complaint,
    *,
    end: ComplaintEndForm | None = None,
    follow: ComplaintFollowForm | None = None,
) -> HttpResponse:
    """``end``, ``follow``: what was entered and not taken."""
    account: Account = request.user  # type: ignore[assignment]
    own, above = (may(account, rule.key, found.agency_id) for rule in (rules.COMPLAINTS, rules.FOLLOW_COMPLAINTS))
    start = {
        "finding": found.finding, "on": found.concluded_on or clock.today(), "done": found.done,
        "told_on": found.told_on, "version": found.version,
    }  # fmt: skip
    context = {
        "complaint": found,
        "step": step_of(found, clock.today(), above=not own),
        "form": (end or ComplaintEndForm(initial=start)) if own else None,
        "follow": (follow or ComplaintFollowForm(complaint=found, own=own)) if above else None,
        "opens": found.agency_id in agencies_with(account, rules.VIEW.key),
    }
    wrong = end is not None or follow is not None
    context["sees_remedies"] = holds(account, rules.SEE_REMEDIES.key)
    return render(request, "desk/disputes/complaint.html", context, status=422 if wrong else 200)
