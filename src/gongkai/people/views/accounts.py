"""The accounts of the bodies that an administrator manages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, Max, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_otp.plugins.otp_totp.models import TOTPDevice

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import actions, clock, lock_outs, queries, rules, second_factor
from gongkai.people.access import allow
from gongkai.people.forms import AccountForm, AppointmentForm, EndForm
from gongkai.people.models import Account, Appointment, Role


def _found(request: HttpRequest, pk: int) -> Account:
    return get_object_or_404(queries.accounts_visible_to(request.user), pk=pk)


def _appointing(values: dict[str, Any]) -> dict[str, Any]:
    """The clean values of an appointment as the actions take them."""
    return {**values, "role": Role(values["role"])}


@require_safe
@allow(rules.PEOPLE_MANAGE)
def accounts(request: HttpRequest) -> HttpResponse:
    """Everybody with an appointment in one of the bodies, with what they are today."""
    present = Appointment.objects.filter(queries.in_force()).select_related("agency", "section")
    rows = (
        queries.accounts_visible_to(request.user)
        .annotate(
            last=Max("sign_ins__at"),
            secured=Exists(TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)),
        )
        .prefetch_related(Prefetch("appointments", present, to_attr="present"))
        .order_by("-is_active", "name", "pk")
    )
    return render(request, "people/accounts.html", {"accounts": rows})


@never_cache
@require_http_methods(["GET", "POST"])
@allow(rules.PEOPLE_MANAGE)
def account_new(request: HttpRequest) -> HttpResponse:
    """Create an account; the one-time password is shown once, in answer to the form."""
    form = AccountForm(request.POST or None, by=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            account, password = actions.create_account(by=request.user, **_appointing(form.cleaned_data))
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            return _one_time_password(request, account, password)
    return render(request, "people/account_new.html", {"form": form}, status=422 if form.errors else 200)


def _one_time_password(request: HttpRequest, account: Account, password: str) -> HttpResponse:
    """The only page that ever shows it; the views that give it are never cached."""
    rows = ((say("账号"), account.username), (say("一次性密码"), format_html('<b class="code">{}</b>', password)))
    return render(request, "people/one_time_password.html", {"person": account, "rows": rows})


@never_cache
@require_safe
@allow(rules.PEOPLE_MANAGE)
def account_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One account: its appointments, its state, and what an administrator can do about them."""
    return _detail(request, _found(request, pk))


def _detail(
    request: HttpRequest, account: Account, form: AppointmentForm | None = None, ending: EndForm | None = None
) -> HttpResponse:
    mine = rules.agencies_with(request.user, rules.PEOPLE_MANAGE.key)
    today = clock.today()
    held = list(queries.appointments_of(account))
    context = {
        "person": account,
        "form": form or AppointmentForm(by=request.user),
        "ending": ending or EndForm(initial={"on": today}),
        "held": [
            (each, each.agency_id in mine and (each.ends_on is None or each.ends_on >= today), each.in_force(today))
            for each in held
        ],
        # Another body's appointments are named, so that it is plain why the whole account is not one's own to change.
        "whole": all(each.agency_id in mine for each in held if each.ends_on is None or each.ends_on >= today),
        "device": second_factor.device_of(account),
        "locked_until": lock_outs.locked_until(account.username),
        "sessions": queries.open_sign_ins(account).count(),
        "oneself": account.pk == request.user.pk,
    }
    wrong = bool((form and form.errors) or (ending and ending.errors))
    return render(request, "people/account_detail.html", {**context, "wrong": wrong}, status=422 if wrong else 200)


@require_POST
@allow(rules.PEOPLE_MANAGE)
def account_appoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an account another role."""
    account = _found(request, pk)
    form = AppointmentForm(request.POST, by=request.user)
    if form.is_valid():
        try:
            actions.appoint(account, by=request.user, **_appointing(form.cleaned_data))
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, say("{name}的任职已经登记。", name=account.name))
            return redirect("people:account_detail", pk=account.pk)
    return _detail(request, account, form)


@require_POST
@allow(rules.PEOPLE_MANAGE)
def account_appointment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Let an appointment end."""
    appointment = get_object_or_404(queries.appointments_visible_to(request.user), pk=pk)
    ending = EndForm(request.POST)
    if ending.is_valid():
        try:
            actions.end_appointment(appointment, by=request.user, **ending.cleaned_data)
        except GongkaiError as error:
            ending.add_error(None, str(error))
        else:
            messages.success(request, say("{name}的这项任职已经办理结束。", name=appointment.account.name))
            return redirect("people:account_detail", pk=appointment.account_id)
    return _detail(request, appointment.account, ending=ending)


@require_POST
@allow(rules.PEOPLE_MANAGE)
def account_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Deactivate an account, or let it in again."""
    account = _found(request, pk)
    if request.POST.get("active") == "yes":
        actions.activate(account, by=request.user)
        messages.success(request, say("{name}的账号已经恢复，可以登录。", name=account.name))
    else:
        actions.deactivate(account, by=request.user)
        messages.success(request, say("{name}的账号已经停用，所有登录都已结束。", name=account.name))
    return redirect("people:account_detail", pk=account.pk)


@never_cache
@require_POST
@allow(rules.PEOPLE_MANAGE)
def account_password(request: HttpRequest, pk: int) -> HttpResponse:
    """A new one-time password, shown once."""
    account = _found(request, pk)
    password = actions.reset_password(account, by=request.user)
    return _one_time_password(request, account, password)


@require_POST
@allow(rules.PEOPLE_MANAGE)
def account_second_factor(request: HttpRequest, pk: int) -> HttpResponse:
    """Require the second factor, no longer require it, or take it off a lost telephone."""
    account = _found(request, pk)
    wanted = request.POST.get("wanted")
    if wanted == "reset":
        actions.reset_second_factor(account, by=request.user)
        messages.success(request, say("{name}的动态口令已经重置。", name=account.name))
    else:
        actions.need_second_factor(account, needed=wanted == "yes", by=request.user)
        messages.success(
            request,
            say("{name}下次登录要使用动态口令。", name=account.name)
            if wanted == "yes"
            else say("不再要求{name}使用动态口令。", name=account.name),
        )
    return redirect("people:account_detail", pk=account.pk)


@require_POST
@allow(rules.PEOPLE_MANAGE)
def account_unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Lift the lock that wrong passwords have put on an account."""
    account = _found(request, pk)
    actions.unlock(account, by=request.user)
    messages.success(request, say("{name}的锁定已经解除，现在可以登录。", name=account.name))
    return redirect("people:account_detail", pk=account.pk)
