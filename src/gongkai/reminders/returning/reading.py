"""Read the mailbox for returned mail: each message once, what it says put into the log, nothing of its text kept."""

from __future__ import annotations

import hashlib
import logging
from collections import Counter
from datetime import datetime

from django.db import IntegrityError, transaction

from gongkai.language import say
from gongkai.people import clock
from gongkai.reminders.models import Delivery, Returned
from gongkai.reminders.returning import mailboxes, reports
from gongkai.reminders.returning.marking import hold, mark
from gongkai.reminders.returning.reports import Report
from gongkai.reminders.sending import identity

LOGGER = logging.getLogger(__name__)
Kind = Returned.Kind
KINDS = tuple(Kind)


def read(now: datetime | None = None) -> Counter[str]:
    """Look at what came; how many of each kind. Raises `mailboxes.Closed` and `WrongSetting`; what was read until then stays read."""
    moment = now or clock.now()
    found: Counter[str] = Counter()
    if not mailboxes.set_up():
        return found
    for mail in mailboxes.mails():
        try:
            kind = note(mail.data, moment)
        except Exception:
            LOGGER.exception("a returned mail was not looked at; the next round tries again")
            continue
        mail.seen()
        if kind is not None:
            found[kind] += 1
    return found


def note(data: bytes, now: datetime) -> Kind | None:
    """What one message is, put into the log; None where it was looked at before."""
    digest = hashlib.sha256(data).hexdigest()
    if Returned.objects.filter(digest=digest).exists():
        return None
    try:
        report = reports.read(data)
    except reports.Unreadable:
        kind, delivery, report = Kind.UNREADABLE, None, None
    else:
        kind, delivery = _kind(report)
    try:
        with transaction.atomic():
            Returned.objects.create(digest=digest, at=now, kind=kind, delivery=delivery)
            if delivery is not None and report is not None and kind in (Kind.FAILED, Kind.EXPIRED):
                _came_back(delivery.pk, report, now)
    except IntegrityError:
        # Another round looks at the same mailbox.
        return None
    return kind


def _kind(report: Report | None) -> tuple[Kind, Delivery | None]:
    if report is None or report.action not in ("failed", "delayed"):
        return Kind.OTHER, None
    delivery = _delivery(report)
    if delivery is None:
        return Kind.UNKNOWN, None
    if report.action == "delayed":
        return Kind.DELAYED, delivery
    return (Kind.FAILED if report.permanent else Kind.EXPIRED), delivery


def _delivery(report: Report) -> Delivery | None:
    """The mail that came back: by the token of its return address, else by the Message-ID of the enclosed mail; both bear a mark that
    nobody makes without our key."""
    mails = Delivery.objects.filter(means=Delivery.Means.MAIL)
    for address in report.to:
        pk = identity.returned(address)
        if pk is not None:
            return mails.filter(pk=pk).first()
    return mails.filter(message_id=report.message_id).first() if report.message_id else None


def _came_back(pk: int, report: Report, now: datetime) -> None:
    hold(Delivery.objects.values_list("account", flat=True).get(pk=pk))
    delivery = Delivery.objects.select_for_update().get(pk=pk)
    if delivery.state not in (Delivery.State.SENT, Delivery.State.QUEUED):
        return
    meant = reports.meant(report.status)
    detail = "：".join(part for part in (report.status, report.told) if part)
    shown = say("{meant}（{detail}）", meant=meant, detail=detail) if detail else meant
    advice = say("请本人核对邮箱地址。") if report.permanent else say("没有送到，不再重发。")
    delivery.state, delivery.token, delivery.claimed_until = Delivery.State.BOUNCED, "", None
    delivery.error = say("{shown}。{advice}", shown=shown, advice=advice)[:300]
    delivery.save(update_fields=["state", "token", "claimed_until", "error"])
    if report.permanent and reports.of_the_address(report.status):
        mark(delivery, shown, now)
