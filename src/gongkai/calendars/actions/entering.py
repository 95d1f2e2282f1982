"""A notice is entered as a draft: nothing is counted by it, so it may be wrong for as long as a person works on it."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Max

from gongkai.agencies.hosting import host
from gongkai.agencies.models import Agency
from gongkai.calendars.models import Notice
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, rules
from gongkai.people.journal import log
from gongkai.people.models import Account

FIRST, LAST = 2019, 2099
"""Years that may be entered; the present Regulation begins in the first."""


def may_enter(account: Account) -> bool:
    """Whether ``account`` keeps the calendar: it is the same for all bodies, so whoever answers for the site does."""
    agency = host()
    return agency is not None and rules.may(account, rules.SITE_SETTINGS.key, agency.pk)


def required(by: Account) -> Agency:
    """The body that keeps the calendar. Raises `rules.NotAllowed` where ``by`` does not act for it."""
    agency = host()
    if agency is None:
        raise GongkaiError(say("还没有登记机关，放假安排没有保存。请先登记机关。"))
    rules.require(by, rules.SITE_SETTINGS.key, agency.pk)
    return agency


@transaction.atomic
def enter(
    year: int,
    table: Mapping[str, Any],
    *,
    by: Account,
    origin: str = Notice.Origin.HAND,
    text: str = "",
    name: str = "",
    data: bytes = b"",
    why: str = "",
) -> Notice:
    """A draft of the days of ``year``. ``table``: as `gongkai.law.calendar.parse_year` takes it, complete or not; ``text``: the words it
    was read from; ``name`` and ``data``: the file, if there was one."""
    agency = required(by)
    if not FIRST <= year <= LAST:
        raise GongkaiError(say("年份应在{first}至{last}之间。", first=FIRST, last=LAST))
    # The host's row is the lock: the versions of a year are numbered without a gap.
    Agency.objects.select_for_update().get(pk=agency.pk)
    last = Notice.objects.filter(year=year).aggregate(last=Max("version"))["last"] or 0
    raw = data or text.encode()
    notice = Notice.objects.create(
        year=year,
        version=last + 1,
        origin=origin,
        title=str(table.get("title") or "")[:120],
        number=str(table.get("number") or "")[:60],
        table={**table, "year": year},
        source_text=text,
        source_name=name[:150],
        sha256=sha256(raw).hexdigest() if raw else "",
        why=why[:300],
        entered_by=by,
        entered_at=clock.now(),
    )
    log(
        "calendar.entered", notice, by=by, agency=agency, year=year, number=notice.number, origin=str(origin), sha256=notice.sha256
    )  # fmt: skip
    return notice


@transaction.atomic
def amend(notice: Notice, table: Mapping[str, Any], *, by: Account, revision: int, why: str = "") -> Notice:
    """Other days in a draft. ``revision``: that of the page. Raises `ChangedMeanwhile`, or GongkaiError where it is no draft."""
    from gongkai.calendars.actions.installing import held

    agency = required(by)
    fresh = held(notice, revision)
    fresh.table, fresh.why = {**table, "year": fresh.year}, why[:300]
    fresh.title, fresh.number = str(table.get("title") or "")[:120], str(table.get("number") or "")[:60]
    fresh.revision += 1
    fresh.save(update_fields=["table", "why", "title", "number", "revision"])
    log("calendar.amended", fresh, by=by, agency=agency, year=fresh.year, number=fresh.number)
    return fresh


@transaction.atomic
def discard(notice: Notice, *, by: Account, revision: int) -> None:
    """Give a draft up. It stays in the list of versions."""
    from gongkai.calendars.actions.installing import held

    agency = required(by)
    fresh = held(notice, revision)
    fresh.state = Notice.State.DISCARDED
    fresh.save(update_fields=["state"])
    log("calendar.discarded", fresh, by=by, agency=agency, year=fresh.year)
