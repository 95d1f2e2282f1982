"""The private calendar of one person: everything that person would be told of, and for a while what is over, struck out."""

from __future__ import annotations

from datetime import timedelta

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.people.rules import standings
from gongkai.reminders import queries
from gongkai.reminders.actions.own import digest_of
from gongkai.reminders.ical import Event, calendar
from gongkai.reminders.kinds import KINDS
from gongkai.reminders.models import Clock, Feed
from gongkai.reminders.sending.identity import domain

STRUCK_OUT = timedelta(days=30)
"""How long what is over is still sent, struck out: longer than any calendar goes without looking."""


def feed_of(token: str) -> Feed | None:
    """The feed of a token, while its owner is active and holds a post."""
    found = Feed.objects.select_related("account").filter(digest=digest_of(token)).first()
    return found if found is not None and standings(found.account) else None


def calendar_of(account: Account, site: str) -> bytes:
    """The calendar of ``account``. ``site``: where the desk is reached, without a slash at the end, "" while unknown.

    Numbers, days and links only, as in a mail: a calendar is read on telephones and by the servers of others.
    """
    since = clock.now() - STRUCK_OUT
    events = [
        _event(each, site) for each in queries.own_clocks(account, clock.today(), since) if each.due_on is not None
    ]
    return calendar(say("政府信息公开期限"), events)


def _event(each: Clock, site: str) -> Event:
    kind = KINDS[each.kind]
    assert each.due_on is not None
    summary = say("{label} {number}", label=kind.label(), number=each.number)
    if not each.certain:
        summary = say("{summary}（不早于这一天）", summary=summary)
    return Event(
        uid=f"{each.key.replace(':', '-')}@{domain()}",
        on=each.due_on,
        summary=summary,
        description=kind.act(),
        url=f"{site}{each.path}" if site else "",
        stamp=each.changed_at,
        sequence=each.sequence,
        cancelled=each.ended_at is not None or each.paused,
        alarm=not kind.awaited,
    )
