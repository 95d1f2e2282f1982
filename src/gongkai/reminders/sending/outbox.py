"""Work off the outbox: claim, begin, send, note. At least once: a message that a dead worker may or may not have handed over is
sent again under the same Message-ID (decision 0161)."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q

from gongkai.agencies.models import Site
from gongkai.applications.clocks import calendar
from gongkai.language import say
from gongkai.people import clock
from gongkai.reminders.models import BodySetting, Contact, Delivery, Reminder
from gongkai.reminders.planning import quiet_of
from gongkai.reminders.returning.marking import hold, mark
from gongkai.reminders.sending import composing, identity
from gongkai.reminders.sending.mailing import Mailer, Unsent
from gongkai.reminders.sending.short import Gateway, standing
from gongkai.reminders.steps import Quiet

LOGGER = logging.getLogger(__name__)
BATCH = 50
"""Messages claimed at once: what a worker that dies leaves to wait until the claim lapses."""
CLAIM = timedelta(minutes=3)
"""How long a batch belongs to a worker; every message that is begun renews it."""
ROUND = 2000
"""Messages of one round at most."""
SECONDS = 50.0
"""After this no further batch is begun, so that the next look at the clock is not kept waiting."""
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440))
"""How long after each failure it is tried again; after the last one it is given up."""
SETTING = timedelta(hours=1)
"""How long after a refused log-in or certificate it is tried again: often enough that what was put right goes out, too seldom to
lock an account."""
PATIENCE = timedelta(days=3)
"""How long a message waits for a setting to be put right; then the log says that it did not go out."""
UNCLEAR = 3
"""How often something is tried of which nobody knows whether it was taken: each time may be one more on a telephone."""
State, Means, Sort = Delivery.State, Delivery.Means, Delivery.Sort


@dataclass
class Done:
    """What became of the messages of one round."""

    sent: int = 0
    bounced: int = 0
    failed: int = 0
    dropped: int = 0
    later: int = 0
    held: dict[str, tuple[datetime, str, bool]] = field(default_factory=dict)
    """By means: until when all of it waits, why, and whether for a setting that a person has to put right."""

    def total(self) -> int:
        return self.sent + self.bounced + self.failed + self.dropped + self.later


def deliver(now: datetime | None = None, *, most: int = ROUND, seconds: float = SECONDS) -> Done:
    """Send what is due, in batches over one connection, until nothing is left or the round is over. A server that cannot be used
    ends the round for its means; everything stays in the outbox."""
    done = Done()
    until = time.monotonic() + seconds
    broken: set[str] = set()
    with Mailer() as mailer:
        short = standing()
        while done.total() < most and time.monotonic() < until:
            moment = now or clock.now()
            token = secrets.token_urlsafe(16)
            if not _claim(token, min(BATCH, most - done.total()), moment, broken):
                break
            _batch(token, moment, mailer, short, done, broken)
    for means, (until, why, setting) in done.held.items():
        _hold(means, until, why, setting, now or clock.now(), done)
    return done


def _hold(means: str, until: datetime, why: str, setting: bool, now: datetime, done: Done) -> None:
    """Let everything of ``means`` wait that would have been tried before ``until``: the answer would be the same."""
    waiting = Delivery.objects.filter(state=State.QUEUED, means=means, token="")
    if setting:
        done.failed += waiting.filter(made_at__lt=now - PATIENCE).update(state=State.FAILED, error=why[:300])
    waiting.filter(next_try_at__lt=until).update(next_try_at=until, error=why[:300])


def _claim(token: str, count: int, now: datetime, broken: set[str]) -> int:
    """Put ``token`` on up to ``count`` messages that are due and in nobody's hand."""
    free = Q(token="") | Q(claimed_until__lt=now)
    due = Delivery.objects.filter(free, state=State.QUEUED, next_try_at__lte=now).exclude(means__in=broken)
    with transaction.atomic():
        keys = list(
            due.select_for_update(skip_locked=True).order_by("next_try_at", "pk").values_list("pk", flat=True)[:count]
        )
        return Delivery.objects.filter(free, pk__in=keys, state=State.QUEUED).update(
            token=token, claimed_until=now + CLAIM
        )


def _batch(token: str, now: datetime, mailer: Mailer, short: Gateway | None, done: Done, broken: set[str]) -> None:
    mine = list(Delivery.objects.filter(token=token).select_related("account").order_by("next_try_at", "pk"))
    contacts = {each.account_id: each for each in Contact.objects.filter(account__in={m.account_id for m in mine})}
    quiet = _quiets({each.agency_id for each in mine if each.agency_id})
    days = calendar()
    for each in mine:
        hush = quiet.get(each.agency_id or 0)
        if each.means in broken:
            _free(each, token)
        elif hush is not None and each.sort != Sort.TRIAL and not hush.allows(now, days):
            _put_off(each, token, hush.next(now, days))
            done.later += 1
        else:
            _one(each, token, now, contacts.get(each.account_id), mailer, short, done, broken, hush)


def _quiets(agencies: set[int]) -> dict[int, Quiet]:
    return {each.agency_id: quiet_of(each) for each in BodySetting.objects.filter(agency__in=agencies)}


def _one(
    delivery: Delivery,
    token: str,
    now: datetime,
    contact: Contact | None,
    mailer: Mailer,
    short: Gateway | None,
    done: Done,
    broken: set[str],
    quiet: Quiet | None,
) -> None:
    """Send one message. What became of it is noted before the next one is begun."""
    reminders = list(
        Reminder.objects.filter(lines__delivery=delivery, cancelled_at=None)
        .select_related("clock")
        .order_by("due_on", "pk")
    )
    ready = _ready(delivery, contact, reminders, mailer, short)
    if isinstance(ready, str):
        done.dropped += _finish(delivery, token, State.DROPPED, now, error=ready)
        return
    if not _begin(delivery, token, now):
        return
    try:
        ready()
    except Unsent as failure:
        _failed(delivery, token, now, failure, done, broken, quiet)
    except Exception:
        LOGGER.exception("message %s failed", delivery.key)
        _failed(delivery, token, now, Unsent(say("程序出错，没有发出。程序会自己再试。")), done, broken, quiet)
    else:
        done.sent += _finish(delivery, token, State.SENT, now)


def _ready(
    delivery: Delivery, contact: Contact | None, reminders: list[Reminder], mailer: Mailer, short: Gateway | None
) -> Callable[[], None] | str:
    """What sends the message, or why it is not needed any more."""
    if not delivery.account.is_active:
        return say("账号已经停用")
    if delivery.sort != Sort.TRIAL and not reminders:
        return say("提醒的事已经办了，或者期限变了")
    if delivery.means == Means.SMS:
        if contact is None or not contact.mobile or not contact.sms:
            return say("本人已经不收短信")
        if short is None:
            return say("没有设置短信网关")
        return lambda: short.send(
            contact.mobile, composing.short(reminders[0], clock.today(), short.most), delivery.message_id.strip("<>")
        )
    if contact is None or not contact.email:
        return say("本人没有填写邮箱")
    back_to = identity.return_address(delivery.pk) if settings.MAIL_RETURN else ""
    if delivery.sort == Sort.TRIAL:
        words = composing.trial(Site.this().address)
    elif contact.mail == Contact.Mail.NONE:
        return say("本人已经不收邮件")
    elif contact.returned_at is not None:
        return say("邮箱收不到邮件，改由别的途径提醒")
    else:
        words = composing.mail(delivery, reminders, clock.today())
    return lambda: mailer.send(contact.email, delivery.message_id, words, back_to=back_to)


def _begin(delivery: Delivery, token: str, now: datetime) -> bool:
    """Count the try and renew the claim, if the message is still ours: one whose claim has lapsed belongs to another."""
    return bool(
        Delivery.objects.filter(pk=delivery.pk, token=token, state=State.QUEUED).update(
            tries=F("tries") + 1, claimed_until=now + CLAIM
        )
    )


def _finish(delivery: Delivery, token: str, state: str, now: datetime, *, error: str = "") -> int:
    sent = {"sent_at": now} if state == State.SENT else {}
    return Delivery.objects.filter(pk=delivery.pk, token=token).update(
        state=state, token="", claimed_until=None, error=error[:300], **sent
    )


def _free(delivery: Delivery, token: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, token=token).update(token="", claimed_until=None)


def _put_off(delivery: Delivery, token: str, until: datetime, *, error: str | None = None) -> None:
    more = {} if error is None else {"error": error[:300]}
    Delivery.objects.filter(pk=delivery.pk, token=token).update(token="", claimed_until=None, next_try_at=until, **more)


def _failed(
    delivery: Delivery,
    token: str,
    now: datetime,
    failure: Unsent,
    done: Done,
    broken: set[str],
    quiet: Quiet | None,
) -> None:
    """Note why a message did not go out, and when it is tried again. A broken server is no fault of the message: it is not given up
    for that, and the others of its means wait with it."""
    sentence = str(failure)
    if failure.bounced:
        with transaction.atomic():
            hold(delivery.account_id)
            done.bounced += _finish(delivery, token, State.BOUNCED, now, error=sentence)
            if failure.address and delivery.means == Means.MAIL:
                mark(delivery, sentence, now)
        return
    if failure.server:
        broken.add(delivery.means)
        if not failure.unclear:
            # The try does not count: however long a server stands still, nothing is given up.
            Delivery.objects.filter(pk=delivery.pk, token=token).update(tries=F("tries") - 1)
        elif delivery.tries + 1 >= UNCLEAR:
            done.failed += _finish(delivery, token, State.FAILED, now, error=sentence)
            return
        wait = failure.after or (SETTING if failure.setting else BACKOFF[0])
        if failure.after or failure.setting:
            done.held[delivery.means] = (now + wait, sentence, failure.setting)
    elif not failure.again or delivery.tries >= len(BACKOFF):
        done.failed += _finish(delivery, token, State.FAILED, now, error=sentence)
        return
    else:
        wait = BACKOFF[delivery.tries]
    again = now + wait if quiet is None else quiet.next(now + wait, calendar())
    _put_off(delivery, token, again, error=sentence)
    done.later += 1
