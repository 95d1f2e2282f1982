"""A body is added by hand, or gets the administrator that it lacks; the one-time password is shown once, in answer to the form."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.agencies.models import Agency
from gongkai.desk.roster.finding import body_of, keeper
from gongkai.desk.roster.forms import NEAR, AdministratorForm, BodyForm, offered
from gongkai.desk.roster.listing import show_body
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import rules
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.roster import actions


@never_cache
@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def roster_new(request: HttpRequest) -> HttpResponse:
    """One new body, with its first administrator where one is named."""
    account = keeper(request)
    form = BodyForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            (made,) = actions.add([form.body], by=account)
        except actions.Refused as error:
            form.place([error.problem])
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            if made.account is not None:
                return _shown_once(request, made.agency, made.account, made.password)
            messages.success(request, say("{name}已经加入名录，栏目已经设好。", name=made.agency.name))
            return redirect("desk:roster_body", made.agency.pk)
    context = {"form": form, "near": NEAR, "names": offered()}
    return render(request, "desk/roster/new.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@allow(rules.SITE_SETTINGS)
def roster_administrator(request: HttpRequest, body: int) -> HttpResponse:
    """The first administrator of a body that has none."""
    account = keeper(request)
    agency = body_of(request, body)
    form = AdministratorForm(request.POST)
    if not form.is_valid():
        return show_body(request, agency, form)
    made, password = actions.name_administrator(agency, by=account, **form.cleaned_data)
    return _shown_once(request, agency, made, password)


def _shown_once(request: HttpRequest, agency: Agency, account: Account, password: str) -> HttpResponse:
    rows = (
        (say("机关"), agency.name),
        (say("账号"), account.username),
        (say("一次性密码"), format_html('<b class="code">{}</b>', password)),
    )
    return render(request, "desk/roster/password.html", {"body": agency, "person": account, "rows": rows})
