"""停止销毁 by hand: what is held, why, by whom; placing and lifting."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.applications.queries import visible_to
from gongkai.desk.retention.finding import account_of, hold_of
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.look.forms import Worded
from gongkai.people.access import allow, holds, said
from gongkai.people.rules import agencies_with
from gongkai.retention import actions, queries, rules


class HoldForm(Worded):
    """One case by its number, or everything of a body."""

    agency = forms.ModelChoiceField(label=say("机关"), queryset=Agency.objects.none(), empty_label=None)
    number = forms.CharField(
        label=say("申请编号"), max_length=40, required=False, help_text=say("不填的，本机关全部停止销毁")
    )
    reason = forms.CharField(
        label=say("原因"),
        max_length=200,
        widget=forms.Textarea,
        help_text=say("例如：审计调阅、举报核查、机构改革移交"),
    )


@require_http_methods(["GET", "POST"])
@allow(rules.SEE)
def retention_holds(request: HttpRequest) -> HttpResponse:
    """The holds that stand, then those that were lifted; and placing one."""
    account = account_of(request)
    form = None
    if holds(account, rules.HOLD.key):
        form = HoldForm(request.POST or None)
        form.fields["agency"].queryset = Agency.objects.filter(pk__in=agencies_with(account, rules.HOLD.key))  # type: ignore[attr-defined]
    if form is not None and request.method == "POST" and form.is_valid():
        try:
            _place(request, form)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("已停止销毁，马上生效，包括已经批准的清册。"))
            return redirect("desk:retention_holds")
    rows = queries.holds_of(account)
    context = {"standing": rows.filter(lifted_at=None), "lifted": rows.exclude(lifted_at=None)[:50], "form": form}
    return render(
        request, "desk/retention/holds.html", context, status=422 if form is not None and form.errors else 200
    )


def _place(request: HttpRequest, form: HoldForm) -> None:
    account, number = account_of(request), form.cleaned_data["number"].strip()
    case: Application | None = None
    if number:
        case = visible_to(account).filter(number=number, agency=form.cleaned_data["agency"]).first()
        if case is None:
            raise GongkaiError(say("没有这一件申请。请核对编号。"))
    actions.place_hold(form.cleaned_data["agency"], case, reason=form.cleaned_data["reason"], by=account)


@require_POST
@allow(rules.HOLD)
def retention_hold_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the schedule run again."""
    found = hold_of(request, pk)
    try:
        actions.lift_hold(found, why=request.POST.get("why", ""), by=account_of(request))
    except GongkaiError as error:
        return said(request, error, to=reverse("desk:retention_holds"))
    messages.success(request, say("已解除，期满后可以列入清册。"))
    return redirect("desk:retention_holds")
