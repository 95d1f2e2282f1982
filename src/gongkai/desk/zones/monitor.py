"""两区交换: last pull, what waits, what is missing, how long each case took, and the alarms. 指导案例26号."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from gongkai.applications.queries import visible_to
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.access import allow, holds, said
from gongkai.people.models import Account
from gongkai.people.rules import agencies_with
from gongkai.zones import actions, rules, watching
from gongkai.zones.models import Alarm, Crossing, Stamped

PAGE = 50


@require_GET
@allow(rules.SEE)
def zones(request: HttpRequest) -> HttpResponse:
    """The monitor. In the public zone: receipts that are on their way; in the inner one: cases with the gap of each."""
    account: Account = request.user  # type: ignore[assignment]
    found = watching.status() if settings.ZONE else None
    if settings.ZONE == "public":
        rows = Stamped.objects.filter(agency__in=agencies_with(account, rules.SEE.key)).order_by("-pk")
    else:
        rows = (
            Crossing.objects.filter(application__in=visible_to(account)).select_related("application").order_by("-pk")
        )
    context = {
        "zone": settings.ZONE,
        "found": found,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "alarms": Alarm.objects.filter(settled_at=None),
        "settled": Alarm.objects.exclude(settled_at=None)[:20],
        "settles": holds(account, rules.SETTLE.key),
        "late": watching.LATE,
    }
    return render(request, "desk/zones/zones.html", context)


@require_POST
@allow(rules.SETTLE)
def zones_settle(request: HttpRequest, alarm: int) -> HttpResponse:
    """Say what was found and done."""
    account: Account = request.user  # type: ignore[assignment]
    held = Alarm.objects.filter(pk=alarm).first()
    if held is None:
        raise Http404
    try:
        actions.settle_alarm(held, why=request.POST.get("why", ""), by=account)
    except GongkaiError as error:
        return said(request, error, to=reverse("desk:zones"))
    messages.success(request, say("已记下怎样处理。"))
    return redirect("desk:zones")
