"""The private calendar: its address for its owner, and the calendar itself for whoever knows the address."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gongkai.agencies.models import Site
from gongkai.language import say
from gongkai.people.access import open_to_all, staff
from gongkai.people.models import Account
from gongkai.reminders import actions
from gongkai.reminders.feeds import calendar_of, feed_of
from gongkai.reminders.models import Feed


@never_cache
@require_http_methods(["GET", "POST"])
@staff
def reminder_feed(request: HttpRequest) -> HttpResponse:
    """How to subscribe; make, renew or end the address."""
    account: Account = request.user  # type: ignore[assignment]
    if request.method == "POST":
        if request.POST.get("do") == "end":
            actions.revoke_feed(account)
            messages.success(request, say("日历地址已经停用，用过它的日历不再更新。"))
        else:
            actions.renew_feed(account)
            messages.success(request, say("日历地址已经生成。以前的地址同时停用。"))
        return redirect("desk:reminder_feed")
    feed = Feed.objects.filter(account=account).first()
    address = ""
    if feed is not None:
        path = reverse("desk:reminder_calendar", args=[feed.token])
        site = Site.this().address
        address = f"{site}{path}" if site else request.build_absolute_uri(path)
    webcal = f"webcal://{address.partition('://')[2]}" if address else ""
    return render(request, "desk/reminders/feed.html", {"feed": feed, "address": address, "webcal": webcal})


@require_safe
@open_to_all
def reminder_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of a token. Whoever knows it reads numbers and days, and nothing else of this site."""
    feed = feed_of(token)
    if feed is None:
        raise Http404
    site = Site.this().address or request.build_absolute_uri("/").rstrip("/")
    answer = HttpResponse(calendar_of(feed.account, site), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="gongkai.ics"'
    answer["Cache-Control"] = "private, max-age=300"
    answer["X-Robots-Tag"] = "noindex"
    return answer
