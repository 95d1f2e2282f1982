"""网站找错: a mistake is reported and answered."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Item, SiteError
from gongkai.disclosures.rules import ERRORS
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.clocks.count import add_months
from gongkai.people import clock, rules
from gongkai.people.journal import log
from gongkai.people.models import Account

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""No 0 O 1 I L: the receipt code is written down by hand."""
CODE = 10
MONTHS = 3
"""A message of the public is answered within three months (国办秘函〔2019〕19号)."""
REPORTER = "网站访问者"
"""Who the log names."""


@transaction.atomic
def report_mistake(
    agency: Agency,
    *,
    kind: str,
    text: str,
    page: str = "",
    item: Item | None = None,
    contact: str = "",
    source: str = "",
    hurried: bool = False,
) -> SiteError:
    """Take a report from the public. A leak is due the same day, anything else within three months."""
    now = clock.now()
    SiteError.objects.filter(received_at__lt=now - timedelta(days=1)).exclude(source="").update(source="")
    made = SiteError.objects.create(
        agency=agency,
        item=item,
        page=page[:300],
        kind=kind,
        text=text,
        contact=contact,
        code="".join(secrets.choice(LETTERS) for _ in range(CODE)),
        source=source,
        hurried=hurried,
        received_at=now,
        due_on=clock.today() if kind == SiteError.Kind.LEAK else add_months(clock.today(), MONTHS),
    )
    # What was written may quote what leaked, so the log does not repeat it.
    log("site_error.reported", made, by=None, agency=agency, actor=REPORTER, kind=kind, page=made.page, hurried=hurried)
    return made


@transaction.atomic
def answer_mistake(reported: SiteError, *, outcome: str, answer: str = "", by: Account, version: int) -> SiteError:
    """Say what became of it; whoever has the receipt code reads the answer. Afterwards the contact is wiped: nobody needs it."""
    held = SiteError.objects.select_for_update(of=("self",)).select_related("agency").get(pk=reported.pk)
    rules.require(by, ERRORS.key, held.agency_id)
    if held.version != version or held.answered_at is not None:
        raise GongkaiError(say("这一条已经有人办理过，刚才的答复没有保存。请看过最新的情况。"))
    held.outcome, held.answer, held.contact = outcome, answer, ""
    held.answered_at, held.answered_by, held.version = clock.now(), by, held.version + 1
    held.save(update_fields=["outcome", "answer", "contact", "answered_at", "answered_by", "version"])
    log("site_error.answered", held, by=by, agency=held.agency, outcome=outcome)
    return held


@transaction.atomic
def see_contact(reported: SiteError, *, by: Account) -> str:
    """The contact that was left, to ask back. Each look is logged."""
    held = SiteError.objects.select_related("agency").get(pk=reported.pk)
    rules.require(by, ERRORS.key, held.agency_id)
    if held.contact:
        log("site_error.contact_seen", held, by=by, agency=held.agency)
    return held.contact
