"""发送记录: what went out to whom, when, and what became of it. The words of a message are not kept."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.reminders import heartbeat, queries, rules
from gongkai.reminders.models import Delivery
from gongkai.reminders.sending import mailing

PAGE = 50
TONES = {
    Delivery.State.QUEUED: "run",
    Delivery.State.SENT: "done",
    Delivery.State.BOUNCED: "late",
    Delivery.State.FAILED: "late",
    Delivery.State.DROPPED: "none",
}


def _says(delivery: Delivery) -> str:
    if delivery.state == Delivery.State.QUEUED and delivery.tries:
        return say("试过{n}次，稍后再试", n=delivery.tries)
    return delivery.get_state_display()


@require_safe
@allow(rules.LOG)
def reminder_log(request: HttpRequest) -> HttpResponse:
    """The log, the newest first; ``?state=`` one state of it."""
    account: Account = request.user  # type: ignore[assignment]
    found = queries.deliveries(account)
    counts = dict(found.order_by().values_list("state").annotate(n=Count("pk")))
    state = request.GET.get("state", "")
    if state in Delivery.State.values:
        found = found.filter(state=state)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(each, TONES[Delivery.State(each.state)], _says(each)) for each in page],
        "states": [(each.value, each.label, counts[each.value]) for each in Delivery.State if each.value in counts],
        "chosen": state if state in Delivery.State.values else "",
        "unreachable": queries.unreachable(account),
        "mails": mailing.set_up(),
        "pulses": heartbeat.pulses(clock.now()),
    }
    return render(request, "desk/reminders/log.html", context)
