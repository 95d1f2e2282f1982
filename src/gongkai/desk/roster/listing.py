"""The list of all bodies, and one of them where it stands."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from gongkai.agencies.guide_parts import missing
from gongkai.agencies.hosting import host
from gongkai.agencies.models import Agency
from gongkai.desk.roster.finding import body_of, keeper
from gongkai.desk.roster.forms import AdministratorForm, FilterForm
from gongkai.people import rules
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.roster import actions, queries
from gongkai.roster.consequences import active_accounts
from gongkai.roster.models import Ending, Listed

A_PAGE = 50


@require_GET
@allow(rules.SITE_SETTINGS)
def roster(request: HttpRequest) -> HttpResponse:
    """Fifty bodies a page, in the same few queries however many there are."""
    keeper(request)
    form = FilterForm(request.GET)
    found = queries.listed(*form.asked)
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "lines": queries.lines(list(page.object_list)),
        "total": page.paginator.count,
    }
    return render(request, "desk/roster/roster.html", context)


@require_GET
@allow(rules.SITE_SETTINGS)
def roster_body(request: HttpRequest, body: int) -> HttpResponse:
    """One body."""
    return show_body(request, body_of(request, body))


def show_body(request: HttpRequest, agency: Agency, form: AdministratorForm | None = None) -> HttpResponse:
    """The page of a body. ``form``: that of its administrator, where it was refused."""
    account: Account = request.user  # type: ignore[assignment]
    ended = Ending.objects.filter(agency=agency, restored_at=None).select_related("agency", "successor", "by").first()
    unmanned = agency.ends_on is None and not queries.has_administrator(agency)
    context = {
        "body": agency,
        "hosts": host() == agency,
        "missing": missing(agency),
        "accounts": active_accounts(agency),
        "supervises": Agency.objects.filter(supervised_by=agency, ends_on=None).count(),
        "listed": Listed.objects.filter(agency=agency).select_related("intake").first(),
        "ending": ended,
        "no_way_back": actions.why_not_restore(ended) if ended else "",
        "form": (form or AdministratorForm()) if unmanned else None,
        "sets": rules.may(account, rules.AGENCY_SETTINGS.key, agency.pk),
    }
    return render(request, "desk/roster/body.html", context, status=422 if form and form.errors else 200)
