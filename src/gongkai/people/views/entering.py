"""Log-in: account and password, then the second factor where there is one, then the page that was asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST
from django_otp import login as otp_login

from gongkai.language import say
from gongkai.people import actions, clock, lock_outs, queries, second_factor, sign_ins
from gongkai.people.access import open_to_all, signed_in
from gongkai.people.forms import CodeForm, LogInForm
from gongkai.people.journal import log
from gongkai.people.models import Account

BACKEND = "django.contrib.auth.backends.ModelBackend"
PENDING = "people_pending"
"""Where the session keeps who has given the password but not yet the code. Until then nobody is logged in."""
PENDING_FOR = timedelta(minutes=10)


@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all
def log_in(request: HttpRequest) -> HttpResponse:
    """Ask for account and password. In the demonstration, list the accounts as well."""
    after = _after(request)
    if request.user.is_authenticated:
        return redirect(after)
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        account = authenticate(request, **form.cleaned_data)
        if isinstance(account, Account):
            return _passed(request, account, after)
        form.add_error(
            None,
            say(
                "账号或者密码不对，没有登录。请核对大小写后再试；连续错{n}次会锁定半小时。",
                n=settings.AXES_FAILURE_LIMIT,
            ),
        )
    context = {"form": form, "next": request.GET.get("next", request.POST.get("next", ""))}
    if settings.DEMO:
        context["accounts"] = queries.demo_accounts()
    return render(request, "people/log_in.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@open_to_all
def log_in_demo(request: HttpRequest) -> HttpResponse:
    """Log in as one of the listed accounts. Only the demonstration has this address."""
    if not settings.DEMO:
        raise Http404
    listed = {str(line.account.pk): line.account for line in queries.demo_accounts()}
    account = listed.get(request.POST.get("account", ""))
    if account is None:
        raise Http404
    logout(request)
    return _passed(request, account, _after(request))


@require_POST
@signed_in
def log_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("people:login")


@never_cache
@require_http_methods(["GET", "POST"])
@open_to_all
def enter_code(request: HttpRequest) -> HttpResponse:
    """The second factor: asked of whoever has just given the password, or is logged in and owes it; set up where there is none."""
    account = _pending(request) or (request.user if request.user.is_authenticated else None)
    if account is None:
        return redirect("people:login")
    if request.user.is_authenticated and request.user.is_verified():
        return redirect("people:own_second_factor")
    if second_factor.device_of(account) is None:
        return set_up(request, account)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = second_factor.check(account, form.cleaned_data["code"])
        if answer.device is not None:
            after = _pending_after(request)
            _verified(request, account, answer.device)
            return redirect(after)
        _refuse(account, form, answer.wait_until)
    return render(request, "people/enter_code.html", {"form": form}, status=422 if form.errors else 200)


def set_up(request: HttpRequest, account: Account) -> HttpResponse:
    """Show the secret, ask for the first code, then show the recovery codes once."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        answer = second_factor.check_first(account, form.cleaned_data["code"])
        if answer.device is not None:
            after = _pending_after(request)
            codes = actions.confirm_second_factor(account, answer.device)
            _verified(request, account, answer.device)
            return render(request, "people/recovery_codes.html", {"codes": codes, "after": after})
        _refuse(account, form, answer.wait_until)
    device = second_factor.device_to_set_up(account)
    context = {
        "form": form,
        "picture": second_factor.picture(device),
        "secret": second_factor.secret(device),
        "needed": account.needs_second_factor,
    }
    return render(request, "people/set_up_code.html", context, status=422 if form.errors else 200)


def locked_out(
    request: HttpRequest, response: HttpResponse | None = None, credentials: dict | None = None
) -> HttpResponse:
    """Too many wrong passwords: until when, and who can help. The same for accounts that do not exist."""
    username = (credentials or {}).get("username") or request.POST.get("username", "")
    until = lock_outs.locked_until(username, request.META.get("REMOTE_ADDR"))
    return render(request, "people/locked_out.html", {"until": until}, status=429)


def _passed(request: HttpRequest, account: Account, after: str) -> HttpResponse:
    """The password was right: log in, or ask for the code first."""
    if account.needs_second_factor or second_factor.device_of(account) is not None:
        request.session.cycle_key()
        request.session[PENDING] = {"account": account.pk, "at": clock.now().isoformat(), "after": after}
        return redirect("people:second_factor")
    login(request, account, BACKEND)
    return redirect(after)


def _pending(request: HttpRequest) -> Account | None:
    """Who has given the password and still owes the code; None after a while, or once the account was deactivated."""
    held = request.session.get(PENDING)
    if not held:
        return None
    if clock.now() - datetime.fromisoformat(held["at"]) > PENDING_FOR:
        del request.session[PENDING]
        return None
    return Account.objects.filter(pk=held["account"], is_active=True).first()


def _pending_after(request: HttpRequest) -> str:
    held = request.session.get(PENDING)
    return held["after"] if held else resolve_url(settings.LOGIN_REDIRECT_URL)


def _verified(request: HttpRequest, account: Account, device: object) -> None:
    """The code was right as well: log in, or, within a session, give it a new key."""
    if request.user.is_authenticated:
        otp_login(request, device)
        sign_ins.rotate(request)
        return
    request.session.pop(PENDING, None)
    account.otp_device = device  # type: ignore[attr-defined]
    login(request, account, BACKEND)


def _refuse(account: Account, form: CodeForm, wait_until: datetime | None) -> None:
    if wait_until is not None:
        form.add_error("code", say("动态口令刚才不对，请等几秒钟，用手机上新的一组数字再试"))
        return
    log("account.code_refused", account, by=None, agency=queries.home(account))
    form.add_error("code", say("动态口令不对。请核对手机的时间是否准确，用新的一组数字再试"))


def _after(request: HttpRequest) -> str:
    """The page of this site that was asked for before log-in, or the desk."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if wanted and url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)
