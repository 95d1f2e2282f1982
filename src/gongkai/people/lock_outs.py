"""Locks that wrong passwords put on an account: when they end, and their place in the log."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from axes.signals import user_locked_out
from django.conf import settings
from django.db.models import Max, Sum
from django.dispatch import receiver
from django.http import HttpRequest

from gongkai.people import clock, queries
from gongkai.people.journal import log
from gongkai.people.models import Account


def locked_until(username: str, address: str | None = None) -> datetime | None:
    """When the lock on ``username`` ends (``address``: only the one on tries from there); None without a lock."""
    wait = get_cool_off()
    if wait is None:
        return None
    recent = AccessAttempt.objects.filter(username=username, attempt_time__gt=clock.now() - wait)
    if address is not None:
        recent = recent.filter(ip_address=address)
    # Another browser at the same place is another row of the same lock.
    places = (
        recent.order_by().values("ip_address").annotate(tries=Sum("failures_since_start"), last=Max("attempt_time"))
    )
    ends = [place["last"] + wait for place in places if place["tries"] >= settings.AXES_FAILURE_LIMIT]
    return max(ends, default=None)


@receiver(user_locked_out, dispatch_uid="people.lock_outs.note")
def note(sender: object, request: HttpRequest, username: str, ip_address: str | None = None, **_: Any) -> None:
    """Keep a new lock in the log. Whoever knocks on while it stands is not written down again."""
    if not getattr(request, "axes_failures_since_start", None):
        return
    account = Account.objects.filter(username=username).first()
    if account:
        log("account.locked_out", account, by=None, agency=queries.home(account), address=ip_address)
