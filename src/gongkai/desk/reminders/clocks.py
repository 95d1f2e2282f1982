"""期限一览: everything that runs in one's bodies, in the order of its days."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import allow
from gongkai.people.models import Account
from gongkai.reminders import queries, rules
from gongkai.reminders.kinds import KINDS
from gongkai.reminders.models import Clock
from gongkai.reminders.sending.composing import left_in_words

PAGE = 50


@dataclass(frozen=True, slots=True)
class Row:
    """A clock as the list shows it."""

    clock: Clock
    label: str
    title: str
    tone: str
    says: str


def _row(each: Clock, title: str) -> Row:
    today, kind = clock.today(), KINDS[each.kind]
    if each.paused or each.due_on is None:
        return Row(each, kind.label(), title, "paused", say("暂停"))
    says = left_in_words(each.due_on, today)
    if kind.awaited and each.due_on < today:
        return Row(each, kind.label(), title, "near", kind.passed())
    tone = "late" if each.due_on <= today else "near" if (each.due_on - today).days <= 3 else "run"
    return Row(each, kind.label(), title, tone, says if each.certain else say("不早于这一天"))


@require_safe
@allow(rules.VIEW, rules.OVERSEE)
def clocks(request: HttpRequest) -> HttpResponse:
    """All clocks this person may know of; ``?kind=`` one kind of them."""
    account: Account = request.user  # type: ignore[assignment]
    found = queries.running(account)
    counts: dict[str, int] = {}
    for kind in found.order_by().values_list("kind", flat=True):
        counts[kind] = counts.get(kind, 0) + 1
    chosen = request.GET.get("kind", "")
    if chosen in KINDS:
        found = found.filter(kind=chosen)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    titles = queries.titles(account, {each.subject for each in page})
    context = {
        "page": page,
        "rows": [_row(each, titles.get(each.subject, "")) for each in page],
        "kinds": [(key, kind.label(), counts[key]) for key, kind in KINDS.items() if key in counts],
        "chosen": chosen if chosen in KINDS else "",
        "total": sum(counts.values()),
        "several": len({each.agency_id for each in page}) > 1,
    }
    return render(request, "desk/reminders/clocks.html", context)
