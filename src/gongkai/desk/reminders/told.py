"""提醒: what this person was told, the newest day first; read or not, over or not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.access import holds, staff
from gongkai.people.models import Account
from gongkai.reminders import actions, queries, rules
from gongkai.reminders.kinds import KINDS
from gongkai.reminders.models import Reminder
from gongkai.reminders.sending.composing import left_in_words

PAGE = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A reminder as the page shows it. ``tone``: late, near, run or none, for its state; ``says``: how long there is still, or why it
    is over; ``title``: what the thing is called, "" where this person may not see it."""

    reminder: Reminder
    label: str
    act: str
    title: str
    tone: str
    says: str

    @property
    def over(self) -> bool:
        return self.reminder.cancelled_at is not None

    @property
    def path(self) -> str:
        return self.reminder.clock.path


def rows(found: Iterable[Reminder], account: Account) -> list[Row]:
    """``found`` with what the page says of each."""
    held = list(found)
    titles = queries.titles(account, {each.clock.subject for each in held})
    return [_row(each, titles.get(each.clock.subject, "")) for each in held]


def _row(reminder: Reminder, title: str) -> Row:
    kind, today = KINDS[reminder.clock.kind], clock.today()
    if reminder.cancelled_at is not None:
        tone, says = "none", reminder.cancelled_why
    elif kind.awaited and reminder.due_on < today:
        tone, says = "near", kind.passed()
    else:
        says = left_in_words(reminder.due_on, today)
        tone = "late" if reminder.due_on <= today else "near" if reminder.step <= 2 else "run"
    return Row(reminder, kind.label(), kind.act(), title, tone, says)


@require_safe
@staff
def reminders(request: HttpRequest) -> HttpResponse:
    """Everything this person was told; ``?show=all`` with what is over or read."""
    account: Account = request.user  # type: ignore[assignment]
    everything = request.GET.get("show") == "all"
    found = queries.told(account)
    unread = queries.unread(account).count()
    if not everything:
        found = found.filter(cancelled_at=None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": rows(page, account),
        "unread": unread,
        "returns": queries.own_mailbox_returns(account),
        "everything": everything,
        "sees_clocks": holds(account, rules.VIEW.key) or holds(account, rules.OVERSEE.key),
        "sees_log": holds(account, rules.LOG.key),
        "sets": holds(account, rules.SETTINGS.key),
    }
    return render(request, "desk/reminders/told.html", context)


@require_POST
@staff
def reminders_read(request: HttpRequest) -> HttpResponse:
    """Note reminders as read: one (``reminder``) or all; then to where the one leads, if that was asked (``open``)."""
    account: Account = request.user  # type: ignore[assignment]
    given = request.POST.get("reminder", "")
    if given:
        key = int(given) if given.isascii() and given.isdecimal() and len(given) < 19 else 0
        one = queries.told(account).filter(pk=key).first()
        actions.mark_read(account, [key])
        if one is not None and request.POST.get("open") and one.clock.path:
            return redirect(one.clock.path)
        return redirect("desk:reminders")
    n = actions.mark_read(account)
    messages.success(request, say("{n}条都标为已读。", n=n) if n else say("没有未读的提醒。"))
    return redirect("desk:reminders")
