"""From the draft to the frozen report: explain, send, take back, approve, publish, open again."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.reports.page import ReportPage
from gongkai.desk.reports.place import place, writing
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.look.words import days_left
from gongkai.people import clock
from gongkai.people.access import allow, said
from gongkai.reporting import actions
from gongkai.reporting.assembling import work
from gongkai.reporting.freezing import digest_of, substance
from gongkai.reporting.models import Draft
from gongkai.reporting.rules import REPORT_APPROVE, REPORT_WRITE


class VersionForm(Worded):
    """The version of the page that the person acted on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class VerdictForm(Worded):
    """Approve or return, and what was before the person's eyes."""

    verdict = forms.ChoiceField(choices=[("approve", ""), ("return", "")])
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    comment = forms.CharField(
        label=say("退回的理由"), required=False, widget=forms.Textarea, max_length=500, help_text=say("同意的不用写")
    )


class PublishForm(VersionForm):
    """When and where the report was published."""

    on = forms.DateField(label=say("公开日"))
    address = forms.URLField(label=say("公开的网址"), required=False, assume_scheme="https")


class ReopenForm(VersionForm):
    """Why an approved report is opened again."""

    why = forms.CharField(label=say("为什么重新打开"), max_length=200)


@require_POST
@allow(REPORT_WRITE)
def report_submit(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Send the report for approval."""
    here, draft = writing(request, year, agency)
    return _done(request, here.address(), lambda: actions.submit(draft, by=here.account, version=_version(request)),
        say("{year}年年报已送审，等{whom}审批。", year=year, whom=ReportPage(here).approver))  # fmt: skip


@require_POST
@allow(REPORT_WRITE)
def report_recall(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Take the report back from approval."""
    here, draft = writing(request, year, agency)
    return _done(request, here.address(), lambda: actions.recall(draft, by=here.account, version=_version(request)),
        say("年报已撤回，可以修改，改好后重新送审。"))  # fmt: skip


@require_POST
@allow(REPORT_WRITE)
def report_explain(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Say why a finding is no mistake. Posted: ``code``, ``text``; an empty text takes the explanation back."""
    here, draft = writing(request, year, agency)
    code, text = request.POST.get("code", ""), request.POST.get("text", "")
    told = say("说明已保存，审批的人会看到。") if text.strip() else say("说明已删去。")
    return _done(request, here.address(), lambda: actions.explain(draft, code, text, by=here.account), told)


@require_POST
@allow(REPORT_WRITE)
def report_publish(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Record that the report was handed in and published."""
    here, draft = writing(request, year, agency)
    form = PublishForm(request.POST)
    if not form.is_valid():
        return said(
            request, GongkaiError("".join(e for errors in form.errors.values() for e in errors)), here.address()
        )
    given = form.cleaned_data
    return _done(request, here.address(), lambda: actions.publish(draft, by=here.account, **given),
        say("已登记公开：{on}。", on=given["on"]))  # fmt: skip


@require_POST
@allow(REPORT_WRITE)
def report_reopen(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """Open an approved report again."""
    here, draft = writing(request, year, agency)
    form = ReopenForm(request.POST)
    if not form.is_valid():
        return said(request, GongkaiError(say("请写明为什么重新打开。")), here.address())
    return _done(request, here.address(), lambda: actions.reopen(draft, by=here.account, **form.cleaned_data),
        say("年报已重新打开，原来批准的一份保留。改好后重新送审。"))  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(REPORT_APPROVE)
def report_approve(request: HttpRequest, year: int, agency: str | None = None) -> HttpResponse:
    """What the leader signs, with the check's result beside it; two buttons."""
    here = place(request, year, agency)
    if not here.may_approve or here.draft is None:
        raise Http404
    page = ReportPage(here)
    if page.mine is None:
        messages.warning(request, say("这份年报现在不等您审批：已经审批过、刚被撤回修改，或者还没轮到。"))
        return redirect(here.address())
    form = VerdictForm(request.POST or None, initial={"digest": here.draft.digest})
    if request.method == "POST" and form.is_valid():
        approve = form.cleaned_data["verdict"] == "approve"
        try:
            actions.approve(
                page.mine,
                approve=approve,
                comment=form.cleaned_data["comment"],
                digest=form.cleaned_data["digest"],
                by=here.account,
            )
        except GongkaiError as error:
            form.add_error(None if approve else "comment", str(error))
        else:
            messages.success(request, _told(page, approve))
            return redirect(here.address())
    now = digest_of(substance(work(here.agency, year, here.draft, keyed=True)))
    context = {
        "place": here,
        "page": page,
        "draft": here.draft,
        "form": form,
        "waiting": page.mine,
        "stale": now != here.draft.digest,
        "left": days_left(page.due.on, clock.today(), unit="day"),
        "main_figures": page.main_figures,
        "back": (say("{year}年年报", year=year), here.address()),
        "post": page.mine.get_role_display(),
    }
    return render(request, "desk/reports/approve.html", context, status=422 if form.errors else 200)


def _told(page: ReportPage, approve: bool) -> str:
    assert page.place.draft is not None
    page.place.draft.refresh_from_db()
    if not approve:
        return say("已退回，编写人会看到您写的理由。")
    if page.place.draft.state == Draft.State.APPROVED:
        return say(
            "已批准，数字、案件清单和文字已经冻结。请编写人于{year}年1月31日前报送并公开。", year=page.place.year + 1
        )
    return say("已同意，等下一位审批。")


def _version(request: HttpRequest) -> int | None:
    form = VersionForm(request.POST)
    return form.cleaned_data["version"] if form.is_valid() else None


def _done(request: HttpRequest, to: str, act: Callable[[], object], told: str) -> HttpResponse:
    """Run one action and come back to the report with what happened."""
    try:
        act()
    except GongkaiError as error:
        return said(request, error, to)
    messages.success(request, told)
    return redirect(to)
