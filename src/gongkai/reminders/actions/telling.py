"""Tell: what has come due is shown in the application, and put into the outbox in the same transaction. Once, whoever runs it."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from gongkai.applications.clocks import calendar
from gongkai.people import clock
from gongkai.people import queries as people
from gongkai.people.models import Account, Role
from gongkai.people.sealing import masked
from gongkai.reminders.models import BodySetting, Contact, Delivery, Line, Reminder
from gongkai.reminders.people import Staff
from gongkai.reminders.planning import quiet_of
from gongkai.reminders.sending import identity

LOGGER = logging.getLogger(__name__)
LOOK_BACK = timedelta(days=7)
"""How old a reminder may be that a digest still gathers."""
URGENT = 0
"""The step from which on nothing waits for tomorrow's digest, and from which on a short message is sent."""
Means, Sort = Delivery.Means, Delivery.Sort


def tell(now: datetime | None = None) -> int:
    """Tell everybody what has come due by ``now`` and is not quiet; how many reminders that were. Person by person, each a
    transaction of its own, so one that fails keeps nothing from the others."""
    now = now or clock.now()
    bodies = open_bodies(now)
    if not bodies:
        return 0
    due = Reminder.objects.filter(told_at=None, cancelled_at=None, at__lte=now, agency__in=bodies)
    told = 0
    for account in list(due.order_by().values_list("account", flat=True).distinct()):
        try:
            told += _tell_one(account, bodies, now)
        except Exception:
            LOGGER.exception("account %s was not told; the next round tries again", account)
    return told


def open_bodies(now: datetime) -> dict[int, BodySetting]:
    """The bodies in which it is not quiet at ``now``."""
    days = calendar()
    return {each.agency_id: each for each in BodySetting.objects.all() if quiet_of(each).allows(now, days)}


def _tell_one(account_id: int, bodies: dict[int, BodySetting], now: datetime) -> int:
    Contact.objects.get_or_create(account_id=account_id)
    with transaction.atomic():
        contact = Contact.objects.select_for_update().get(account_id=account_id)
        account = Account.objects.get(pk=account_id)
        fresh = list(
            Reminder.objects.filter(
                account=account_id, told_at=None, cancelled_at=None, at__lte=now, agency__in=bodies
            ).order_by("due_on", "pk")
        )
        if not fresh:
            return 0
        Reminder.objects.filter(pk__in=[each.pk for each in fresh]).update(told_at=now)
        if account.is_active:
            _queue_mails(contact, fresh, now)
            if contact.returned_at is None:
                _queue_short(contact, [each for each in fresh if bodies[each.agency_id].sms], now)
    return len(fresh)


def _queue_mails(contact: Contact, fresh: list[Reminder], now: datetime) -> None:
    if not contact.email or contact.mail == Contact.Mail.NONE:
        return
    if contact.returned_at is not None:
        pass_on(contact, fresh, now)
        return
    if contact.mail == Contact.Mail.EACH:
        _queue([(Sort.SINGLE, f"mail:{each.pk}", [each]) for each in fresh], Means.MAIL, contact, now)
        return
    key = f"digest:{contact.account_id}:{clock.today().isoformat()}"
    if Delivery.objects.filter(key=key).exists():
        # Today's has been made up; what cannot wait for tomorrow's goes alone.
        urgent = [each for each in fresh if each.step <= URGENT]
        _queue([(Sort.SINGLE, f"mail:{each.pk}", [each]) for each in urgent], Means.MAIL, contact, now)
        return
    waiting = Reminder.objects.filter(
        account=contact.account_id, told_at__gte=max(now - LOOK_BACK, contact.mail_since or now - LOOK_BACK),
        cancelled_at=None, read_at=None,
    ).exclude(lines__means=Means.MAIL)  # fmt: skip
    gathered = {each.pk: each for each in (*waiting, *fresh)}
    _queue([(Sort.DIGEST, key, sorted(gathered.values(), key=lambda each: each.due_on))], Means.MAIL, contact, now)


def pass_on(contact: Contact, reminders: list[Reminder], now: datetime) -> None:
    """Tell of ``reminders`` by another way than the mailbox of ``contact``, which takes no mail: short messages where person and body
    want them, else a mail to a colleague of the office, who is asked to pass it on. In the transaction of what brought it about."""
    lines = Line.objects.filter(reminder__in=[each.pk for each in reminders])
    shortly = set(lines.filter(means=Means.SMS).values_list("reminder", flat=True))
    open_to = BodySetting.objects.filter(agency__in={each.agency_id for each in reminders}, sms=True)
    bodies = set(open_to.values_list("agency", flat=True)) if contact.mobile and contact.sms else set()
    by_sms = [each for each in reminders if each.agency_id in bodies and each.pk not in shortly]
    _queue([(Sort.SINGLE, f"sms:{each.pk}", [each]) for each in by_sms], Means.SMS, contact, now)
    rest = [each for each in reminders if each.pk not in shortly and each.agency_id not in bodies]
    other = stand_in(contact.account) if rest else None
    if other is None:
        return
    # A reminder stands in one mail at most: the one that carries it now.
    lines.filter(means=Means.MAIL, reminder__in=[each.pk for each in rest]).delete()
    key = f"for:{contact.account_id}:{min(each.pk for each in rest)}-{max(each.pk for each in rest)}-{other.account_id}"
    if not Delivery.objects.filter(key=key).exists():
        sort = Sort.SINGLE if len(rest) == 1 else Sort.DIGEST
        _queue([(sort, key, rest)], Means.MAIL, other, now, instead_of=contact.account_id)


def stand_in(account: Account) -> Contact | None:
    """Who is asked to tell ``account``: of its own body somebody of the office with a mailbox that takes mail, who is there; the head
    first. None where nobody is."""
    agency = people.home(account)
    if agency is None:
        return None
    today, staff = clock.today(), Staff(agency)
    for role in (Role.OFFICE_HEAD, Role.CLERK):
        for told, _, away in staff.acting((role,), today):
            found = (
                Contact.objects.filter(account=told.account, returned_at=None).exclude(mail=Contact.Mail.NONE).first()
            )
            if not away and told.account != account.pk and found is not None and found.email:
                return found
    return None


def _queue_short(contact: Contact, fresh: list[Reminder], now: datetime) -> None:
    if contact.mobile and contact.sms:
        urgent = [each for each in fresh if each.step <= URGENT]
        _queue([(Sort.SINGLE, f"sms:{each.pk}", [each]) for each in urgent], Means.SMS, contact, now)


def _queue(
    messages: Iterable[tuple[str, str, list[Reminder]]],
    means: str,
    contact: Contact,
    now: datetime,
    *,
    instead_of: int | None = None,
) -> None:
    """Put messages into the outbox with what each is about."""
    shown = masked(contact.email if means == Means.MAIL else contact.mobile)
    made = [
        (
            Delivery(
                key=key,
                message_id=identity.message_id(key),
                agency_id=about[0].agency_id,
                account_id=contact.account_id,
                means=means,
                sort=sort,
                shown=shown,
                made_at=now,
                next_try_at=now,
                instead_of_id=instead_of,
            ),
            about,
        )
        for sort, key, about in messages
        if about
    ]
    Delivery.objects.bulk_create([each for each, _ in made], 500)
    lines = [Line(delivery=each, reminder=reminder, means=means) for each, about in made for reminder in about]
    Line.objects.bulk_create(lines, 500)
