"""撤销、合并 of a body: what it means, the form, and the way back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from gongkai.desk.roster.finding import body_of, keeper
from gongkai.desk.roster.forms import NEAR, EndForm, offered
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article
from gongkai.people import rules
from gongkai.people.access import allow, said
from gongkai.roster import actions
from gongkai.roster.consequences import consequences
from gongkai.roster.models import Ending

GROUNDS = (Article("行政诉讼法", 26, paragraph=6), Article("行政复议法", 19, paragraph=4))
"""Who answers when a body is gone."""


@require_http_methods(["GET", "POST"])
@allow(rules.SITE_SETTINGS)
def roster_end(request: HttpRequest, body: int) -> HttpResponse:
    """First what is open and what becomes of it, then the form."""
    account = keeper(request)
    agency = body_of(request, body)
    if agency.ends_on is not None:
        return redirect("desk:roster_body", agency.pk)
    facts = consequences(agency)
    given = request.POST if request.method == "POST" else None
    form = EndForm(given, agency=agency, needed=facts.needs_successor)
    if form.is_valid():
        clean = form.cleaned_data
        try:
            actions.end(agency, ends_on=clean["ends_on"], basis=clean["basis"], successor=form.successor, by=account)
        except GongkaiError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _done(agency.name, form.successor.name if form.successor else ""))
            return redirect("desk:roster_body", agency.pk)
    context = {
        "body": agency,
        "facts": facts,
        "form": form,
        "grounds": GROUNDS,
        "near": NEAR,
        "names": [name for name in offered() if name != agency.name],
    }
    return render(request, "desk/roster/end.html", context, status=422 if form.errors else 200)


def _done(name: str, heir: str) -> str:
    if heir:
        return say("{name}已经撤销，由{heir}承接。后来没有新的记录以前，可以恢复。", name=name, heir=heir)
    return say("{name}已经撤销。后来没有新的记录以前，可以恢复。", name=name)


@require_POST
@allow(rules.SITE_SETTINGS)
def roster_restore(request: HttpRequest, body: int) -> HttpResponse:
    """Take an ending back."""
    account = keeper(request)
    agency = body_of(request, body)
    ending = get_object_or_404(Ending, agency=agency, restored_at=None)
    try:
        actions.restore(ending, by=account)
    except GongkaiError as error:
        return said(request, error, reverse("desk:roster_body", args=[agency.pk]))
    messages.success(request, say("{name}已经恢复，和撤销以前一样。", name=agency.name))
    return redirect("desk:roster_body", agency.pk)
