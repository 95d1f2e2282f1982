"""One's own account: password, second factor, sessions, deputies."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import actions, clock, queries, rules, second_factor, sign_ins
from gongkai.people.access import allow, holds, signed_in
from gongkai.people.forms import ConfirmForm, DeputyForm, PasswordForm
from gongkai.people.models import Deputy
from gongkai.people.views.entering import set_up


@require_safe
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """What one is, and the ways to change what is one's own."""
    today = clock.today()
    held = list(queries.appointments_of(request.user))
    context = {
        "held": [each for each in held if each.ends_on is None or each.ends_on >= today],
        "standings": [each for each in rules.standings(request.user) if each.acting_for],
        "device": second_factor.device_of(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "sessions": queries.open_sign_ins(request.user).count(),
        "may_depute": holds(request.user, rules.PEOPLE_DEPUTE.key),
        "deputies": Deputy.objects.filter(appointment__account=request.user, ends_on__gte=today).count(),
    }
    return render(request, "people/account.html", context)


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def password(request: HttpRequest) -> HttpResponse:
    """A new password. Whoever was given a one-time password comes here first."""
    must = request.user.must_change_password
    form = PasswordForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        key = request.session.session_key
        actions.change_password(request.user, form.cleaned_data["new"], keep=key or "")
        # Gives the session a new key as well.
        update_session_auth_hash(request, request.user)
        sign_ins.follow(request, key)
        messages.success(request, say("密码已经修改，其他地方的登录都已结束。"))
        return redirect("desk:today" if must else "people:account")
    return render(request, "people/password.html", {"form": form, "must": must}, status=422 if form.errors else 200)


@never_cache
@require_safe
@signed_in
def own_second_factor(request: HttpRequest) -> HttpResponse:
    """Whether the second factor is in use, and what can be done about it."""
    context = {
        "device": second_factor.device_of(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "form": ConfirmForm(account=request.user),
    }
    return render(request, "people/second_factor.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@signed_in
def second_factor_new(request: HttpRequest) -> HttpResponse:
    """Set up the second factor, within a session."""
    if second_factor.device_of(request.user) is not None:
        return redirect("people:own_second_factor")
    return set_up(request, request.user)


@sensitive_post_parameters()
@never_cache
@require_POST
@signed_in
def second_factor_codes(request: HttpRequest) -> HttpResponse:
    """New recovery codes, after the password."""
    form = ConfirmForm(request.POST, account=request.user)
    if not form.is_valid():
        return _second_factor_again(request, form)
    codes = actions.renew_recovery_codes(request.user)
    return render(request, "people/recovery_codes.html", {"codes": codes, "after": ""})


@sensitive_post_parameters()
@never_cache
@require_POST
@signed_in
def second_factor_off(request: HttpRequest) -> HttpResponse:
    """Do without the second factor, after the password."""
    form = ConfirmForm(request.POST, account=request.user)
    if not form.is_valid():
        return _second_factor_again(request, form)
    actions.drop_second_factor(request.user)
    messages.success(request, say("动态口令已经停用，以后登录只要密码。"))
    return redirect("people:own_second_factor")


def _second_factor_again(request: HttpRequest, form: ConfirmForm) -> HttpResponse:
    context = {
        "device": second_factor.device_of(request.user),
        "codes_left": second_factor.codes_left(request.user),
        "form": form,
    }
    return render(request, "people/second_factor.html", context, status=422)


@never_cache
@require_safe
@signed_in
def sessions(request: HttpRequest) -> HttpResponse:
    """Where one is logged in."""
    context = {"sessions": queries.open_sign_ins(request.user), "here": request.session.session_key}
    return render(request, "people/sessions.html", context)


@require_POST
@signed_in
def session_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End one of one's own sessions."""
    actions.end_session(get_object_or_404(queries.open_sign_ins(request.user), pk=pk), by=request.user)
    messages.success(request, say("这处登录已经结束，那边下一次打开页面时要重新登录。"))
    return redirect("people:sessions")


@require_POST
@signed_in
def sessions_end_others(request: HttpRequest) -> HttpResponse:
    """End all of one's own sessions but this one."""
    count = actions.end_other_sessions(request.user, keep=request.session.session_key or "")
    messages.success(request, say("其他{n}处登录都已结束，只剩现在这一处。", n=count))
    return redirect("people:sessions")


@require_http_methods(["GET", "POST"])
@allow(rules.PEOPLE_DEPUTE)
def deputies(request: HttpRequest) -> HttpResponse:
    """Name a deputy for one's own appointments, and see who acts in whose place."""
    form = DeputyForm(request.POST or None, account=request.user)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            made = actions.depute(by=request.user, **values)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request,
                say(
                    "{name}将在{first}至{last}代行，到期自动停止。",
                    name=made.account.name,
                    first=made.starts_on.isoformat(),
                    last=made.ends_on.isoformat(),
                ),
            )
            return redirect("people:deputies")
    mine = Deputy.objects.filter(appointment__account=request.user)
    context = {
        "form": form,
        "named": mine.select_related("appointment__section", "account").order_by("-ends_on", "-pk")[:50],
        "standings": [each for each in rules.standings(request.user) if each.acting_for],
        "deputable": queries.deputable(request.user).exists(),
    }
    return render(request, "people/deputies.html", context, status=422 if form.errors else 200)


@require_POST
@allow(rules.PEOPLE_DEPUTE, rules.PEOPLE_MANAGE)
def deputy_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a deputy early."""
    deputy = get_object_or_404(queries.deputies_visible_to(request.user), pk=pk)
    name = deputy.account.name
    actions.end_deputy(deputy, by=request.user)
    messages.success(request, say("{name}的代行已经结束。", name=name))
    return redirect("people:deputies")
