"""Several read the mailbox of returned mail, and workers send, at the same moment: each mail counts once, on either database."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.db import close_old_connections, connection

import factories
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.reminders import tasks
from gongkai.reminders.models import Contact, Delivery, Returned
from gongkai.reminders.returning import reading
from gongkai.reminders.sending import outbox
from reminders.conftest import MONDAY, NINE, contact, furnish, post_office
from reminders.post_office import PostOffice
from reminders.test_returned import sample

__all__ = ["post_office"]
LAST = datetime(2026, 10, 26, 9)


@pytest.mark.django_db(transaction=True)
def test_one_mail_that_many_find_is_looked_at_once_while_others_send(
    transactional_db: None, post_office: PostOffice, settings: LazySettings
) -> None:
    with clock.at(NINE):
        bureau = furnish()
        factories.application(bureau.agency, bureau.clerk, on=MONDAY)
        contact(bureau.clerk)
        contact(bureau.head)
    with clock.at(LAST):
        tasks.planned()
        tasks.posted()
    sent = Delivery.objects.get()
    mails = [sample(name, sent) for name in ("unknown-user.eml", "mailbox-full.eml", "absence.eml")]
    later = LAST + timedelta(hours=1)
    gate = threading.Barrier(6)

    def read() -> Counter[str]:
        found: Counter[str] = Counter()
        close_old_connections()
        try:
            gate.wait(10)
            with clock.at(later):
                for mail in mails:
                    kind = reading.note(mail, clock.now())
                    found.update([kind] if kind is not None else [])
        finally:
            connection.close()
        return found

    def send() -> Counter[str]:
        close_old_connections()
        try:
            gate.wait(10)
            with clock.at(later):
                outbox.deliver()
        finally:
            connection.close()
        return Counter()

    with ThreadPoolExecutor(6) as pool:
        done = [pool.submit(job) for job in (read, read, read, read, send, send)]
        counted = sum((each.result() for each in done), Counter[str]())
    assert counted == {"failed": 2, "other": 1}
    assert (Returned.objects.count(), LogEntry.objects.filter(verb="reminder.mail_returned").count()) == (3, 1)
    assert Contact.objects.get(account=bureau.clerk).returned_at is not None
    assert Delivery.objects.filter(instead_of=bureau.clerk).count() == 1
