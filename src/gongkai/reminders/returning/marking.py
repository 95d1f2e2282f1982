"""A mailbox that takes no mail: the person's address is marked, and what was on its way is told elsewhere."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from gongkai.language import say
from gongkai.people import queries
from gongkai.people.journal import log
from gongkai.reminders.actions.telling import pass_on
from gongkai.reminders.models import Contact, Delivery, Reminder


def hold(account: int) -> Contact | None:
    """The contact of ``account`` under its lock, which is taken before that of any message to it."""
    return Contact.objects.select_for_update().filter(account=account).first()


@transaction.atomic
def mark(delivery: Delivery, why: str, now: datetime) -> bool:
    """The mail ``delivery`` was refused for good because of its address. Whether the address of its person is marked by this: not
    where another was entered since, or it is marked already."""
    contact = hold(delivery.account_id)
    if contact is None or not contact.email or contact.returned_at is not None:
        return False
    if contact.email_since is not None and (delivery.sent_at or now) < contact.email_since:
        return False
    contact.returned_at, contact.returned_why = now, why[:200]
    contact.version += 1
    contact.save(update_fields=["returned_at", "returned_why", "version"])
    log("reminder.mail_returned", contact, by=None, agency=queries.home(delivery.account), delivery=delivery.pk)
    waiting = Delivery.objects.filter(account=delivery.account_id, means=Delivery.Means.MAIL)
    waiting = waiting.filter(state=Delivery.State.QUEUED).exclude(sort=Delivery.Sort.TRIAL)
    dropped = [*waiting.values_list("pk", flat=True)]
    waiting.update(
        state=Delivery.State.DROPPED, token="", claimed_until=None, error=say("邮箱收不到邮件，改由别的途径提醒")
    )
    reminders = Reminder.objects.filter(
        lines__delivery__in=[delivery.pk, *dropped], cancelled_at=None, read_at=None
    ).distinct()
    pass_on(contact, list(reminders), now)
    return True
