"""What is entered on a dispute, a page each: a form, one action, a message. What was typed stays where something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from gongkai.applications import actions, disputes, rules
from gongkai.applications.actions.remedying import chosen_columns
from gongkai.applications.models import RemedyCase
from gongkai.desk.disputes.finding import own_dispute
from gongkai.desk.disputes.forms import (
    CallOffForm,
    ConcludeForm,
    HoldForm,
    LessonForm,
    LiftForm,
    ProgressForm,
    RoundForm,
)
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account


def _page(
    request: HttpRequest,
    case: RemedyCase,
    form: forms.Form,
    act: Callable[[Mapping[str, Any]], object],
    *,
    title: str,
    button: str,
    done: str,
    explain: str = "",
) -> HttpResponse:
    """Show the form; on a good one act and go back to the case."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, done)
            return redirect("desk:remedy", case.pk)
    context = {"case": case, "form": form, "title": title, "button": button, "explain": explain}
    return render(request, "desk/disputes/do.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy came, the answer went out, the procedure changed."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    round = case.latest
    first = {
        "copy_on": round.copy_on, "answered_on": round.answered_on, "simplified": round.simplified,
        "extended": round.extended, "counsel": case.counsel, "version": case.version,
    }  # fmt: skip
    return _page(
        request, case, ProgressForm(request.POST or None, initial=first),
        lambda given: actions.record_progress(case, by=account, **given),
        title=say("登记进展"), button=say("登记"), done=say("已登记，期限随之更新。"),
        explain=say("收到副本的第二天起算答复、答辩期限；提交以后登记提交的日期。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_conclude(request: HttpRequest, pk: int) -> HttpResponse:
    """How the round under way ended, or a slip put right."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    round = case.latest
    first = {
        "detail": round.result, "on": round.concluded_on or clock.today(), "served_on": round.served_on,
        "redo_days": round.redo_days, "version": case.version,
    }  # fmt: skip
    form = ConcludeForm(request.POST or None, initial=first, round=round, columns=chosen_columns(case.agency))
    return _page(
        request, case, form, lambda given: actions.conclude_remedy(case, by=account, **given),
        title=say("更正{number}的结果", number=round.number) if round.result else say("登记{number}的结果", number=round.number),
        button=say("登记结果"), done=say("结果已登记，年报表四随之更新。"),
        explain=say("照文书的原话选，括号里是年报表四的栏目。撤销、责令履行的，这一件申请随即重新办理，原答复和原年度的数字不变。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_round(request: HttpRequest, pk: int) -> HttpResponse:
    """An appeal, the first instance again, a retrial."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    if not case.is_suit:
        raise Http404
    form = RoundForm(
        request.POST or None, round=case.latest, initial={"filed_on": clock.today(), "version": case.version}
    )
    return _page(
        request, case, form, lambda given: actions.open_round(case, by=account, **given),
        title=say("登记上诉、重审、再审"), button=say("登记"), done=say("已登记，案件回到尚未审结。"),
        explain=say("同一件诉讼只计一件。因原判决而开始的重新办理随之停止：判决还没有生效。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a disclosure, or let it go on."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    first = {"on": clock.today(), "version": case.version}
    if case.held:
        return _page(
            request, case, LiftForm(request.POST or None, initial=first),
            lambda given: actions.lift_hold(case, by=account, **given),
            title=say("解除停止公开"), button=say("解除"), done=say("已解除，可以继续公开。"),
        )  # fmt: skip
    return _page(
        request, case, HoldForm(request.POST or None, initial=first),
        lambda given: actions.hold_disclosure(case, by=account, **given),
        title=say("停止公开"), button=say("停止公开"), done=say("已停止：解除以前，这一件的公开文书发不出去。"),
        explain=say("法院裁定停止公开，或者涉及商业秘密、个人隐私的诉讼期间，用这一步拦住还没有发出的公开（法释〔2025〕8号第十三条）。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """What a corrected answer taught."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    lesson = getattr(case, "lesson", None)
    first = {"text": lesson.text, "shared": lesson.shared} if lesson else {}
    return _page(
        request, case, LessonForm(request.POST or None, initial=first),
        lambda given: actions.write_lesson(case, by=account, **given),
        title=say("教训"), button=say("保存"), done=say("已保存，以后办同样结果、引用同样条款的申请时会显示。"),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
@allow(rules.REMEDIES)
def remedy_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up deciding again."""
    account: Account = request.user  # type: ignore[assignment]
    case = own_dispute(account, pk)
    redo = disputes.redo_of(case.latest)
    if redo is None or not redo.is_open:
        raise Http404
    return _page(
        request, case, CallOffForm(request.POST or None),
        lambda given: actions.call_off_redo(redo, by=account, **given),
        title=say("不再重新办理"), button=say("不再办理"), done=say("已结束，原答复仍是这一件的答复。"),
        explain=say("例如申请人撤回、文书没有要求重新答复。已经起草的文书作废，文号留在台账里。"),
    )  # fmt: skip
