"""One's own: what was read, where one is told, when one is away, the private calendar. Nobody does these for another."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, queries
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.sealing import masked
from gongkai.reminders.models import Contact, Delivery, Feed, Leave, Reminder
from gongkai.reminders.sending import identity

MOBILE = re.compile(r"1[3-9]\d{9}")


class ChangedMeanwhile(GongkaiError):
    """The settings were saved elsewhere after the page was drawn."""

    def __init__(self) -> None:
        super().__init__(say("您打开页面以后，这些设置已经在别处改过，没有保存，以免覆盖。请看过最新的设置再改。"))


def mark_read(account: Account, keys: Collection[int] | None = None) -> int:
    """Note that ``account`` has read its reminders of these keys (all); how many were unread."""
    unread = Reminder.objects.filter(account=account, told_at__isnull=False, read_at=None)
    if keys is not None:
        unread = unread.filter(pk__in=keys)
    return unread.update(read_at=clock.now())


@transaction.atomic
def save_contact(
    account: Account, *, email: str, mobile: str, mail: str, sms: bool, version: int | None = None
) -> Contact:
    """Where and how ``account`` wants to be told. Raises GongkaiError for an address that cannot be one."""
    email, mobile = email.strip(), mobile.strip()
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise GongkaiError(say("“{email}”不是邮箱地址，请核对。", email=email[:80])) from None
    if mobile and not MOBILE.fullmatch(mobile):
        raise GongkaiError(say("手机号码应当是11位数字，请核对。"))
    if sms and not mobile:
        raise GongkaiError(say("要收短信，请填写手机号码。"))
    if mail not in Contact.Mail.values:
        raise GongkaiError(say("请选择邮件怎么发。"))
    Contact.objects.get_or_create(account=account)
    contact = Contact.objects.select_for_update().get(account=account)
    if version is not None and version != contact.version:
        raise ChangedMeanwhile
    begins = bool(email) and mail != Contact.Mail.NONE
    began = bool(contact.email) and contact.mail != Contact.Mail.NONE
    changed = [name for name, new in (("email", email), ("mobile", mobile), ("mail", mail), ("sms", sms))
               if getattr(contact, name) != new]  # fmt: skip
    if contact.email != email:
        contact.email_since, contact.returned_at, contact.returned_why = clock.now(), None, ""
    contact.email, contact.mobile, contact.mail, contact.sms = email, mobile, mail, sms
    if begins and not began:
        contact.mail_since = clock.now()
    contact.version += 1
    contact.save()
    if changed:
        # Which of them, never what: addresses of people do not stand in the log.
        log("reminder.contact_changed", contact, by=account, agency=queries.home(account), changed=changed)
    return contact


@transaction.atomic
def try_mail(account: Account) -> Delivery:
    """Send a mail to one's own address, to see whether it arrives; one that is still on its way is not sent twice. A mailbox that took
    no mail is believed again until this one comes back."""
    contact = Contact.objects.select_for_update().filter(account=account).first()
    if contact is None or not contact.email:
        raise GongkaiError(say("还没有填写邮箱，先保存再试。"))
    if contact.returned_at is not None:
        contact.returned_at, contact.returned_why = None, ""
        contact.version += 1
        contact.save(update_fields=["returned_at", "returned_why", "version"])
        log("reminder.mail_tried_again", contact, by=account, agency=queries.home(account))
    waiting = Delivery.objects.filter(account=account, sort=Delivery.Sort.TRIAL, state=Delivery.State.QUEUED).first()
    if waiting is not None:
        return waiting
    key = f"trial:{account.pk}:{secrets.token_hex(6)}"
    now = clock.now()
    return Delivery.objects.create(
        key=key, message_id=identity.message_id(key), account=account, agency=queries.home(account),
        means=Delivery.Means.MAIL, sort=Delivery.Sort.TRIAL, shown=masked(contact.email), made_at=now, next_try_at=now,
    )  # fmt: skip


@transaction.atomic
def stop_mails(account: Account) -> bool:
    """No mails any more, as the link in a digest asks; whether there were any. The application itself goes on telling."""
    contact = Contact.objects.select_for_update().filter(account=account).first()
    if contact is None or contact.mail == Contact.Mail.NONE:
        return False
    contact.mail = Contact.Mail.NONE
    contact.version += 1
    contact.save(update_fields=["mail", "version"])
    log("reminder.mails_stopped", contact, by=account, agency=queries.home(account))
    return True


@transaction.atomic
def take_leave(account: Account, *, starts_on: date, ends_on: date, note: str = "") -> Leave:
    """Be away from ``starts_on`` to ``ends_on``, both included: reminders go to whoever comes next. It hands on no rights; for that
    there is `gongkai.people.actions.depute`."""
    if ends_on < starts_on:
        raise GongkaiError(say("最后一天早于第一天，请核对日期。"))
    if ends_on < clock.today():
        raise GongkaiError(say("这段时间已经过去，不用登记。"))
    account = Account.objects.select_for_update().get(pk=account.pk)
    if Leave.objects.filter(account=account, starts_on__lte=ends_on, ends_on__gte=starts_on).exists():
        raise GongkaiError(say("这段时间已经登记过不在岗，不用重复登记。"))
    made = Leave.objects.create(
        account=account, starts_on=starts_on, ends_on=ends_on, note=note.strip(), made_at=clock.now()
    )
    log("leave.taken", made, by=account, agency=queries.home(account), starts_on=starts_on, ends_on=ends_on)
    return made


@transaction.atomic
def end_leave(leave: Leave, *, by: Account) -> None:
    """Take back what one noted of oneself."""
    if leave.account_id != by.pk:
        raise GongkaiError(say("只能撤销自己登记的不在岗。"))
    found = Leave.objects.select_for_update().filter(pk=leave.pk).first()
    if found is None:
        return
    log("leave.ended", found, by=by, agency=queries.home(by), starts_on=found.starts_on, ends_on=found.ends_on)
    found.delete()


def digest_of(token: str) -> str:
    """What a feed is found by."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def renew_feed(account: Account) -> Feed:
    """A new private address of one's calendar; the old one is dead at once."""
    Account.objects.select_for_update().get(pk=account.pk)
    token = secrets.token_urlsafe(32)
    made, new = Feed.objects.update_or_create(
        account=account, defaults={"token": token, "digest": digest_of(token), "made_at": clock.now()}
    )
    log("calendar_feed.begun" if new else "calendar_feed.renewed", made, by=account, agency=queries.home(account))
    return made


@transaction.atomic
def revoke_feed(account: Account) -> bool:
    """End one's calendar; whether there was one."""
    feed = Feed.objects.select_for_update().filter(account=account).first()
    if feed is None:
        return False
    log("calendar_feed.ended", feed, by=account, agency=queries.home(account))
    feed.delete()
    return True
