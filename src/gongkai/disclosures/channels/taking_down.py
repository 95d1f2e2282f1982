"""撤下: what was withdrawn comes down on every channel; where software cannot do it, it becomes a task for a person."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace

from django.db import transaction

from gongkai.disclosures.channels.delivering import CLAIM, PAUSES, Claim, went_out
from gongkai.disclosures.channels.kinds import CHANNELS
from gongkai.disclosures.channels.protocol import ChannelError, Kept
from gongkai.disclosures.channels.published import published
from gongkai.disclosures.channels.settings import config_of
from gongkai.disclosures.models import Item, Release
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

LOGGER = logging.getLogger(__name__)
State = Release.State


def want_down(item: Item, *, by: Account | None) -> None:
    """Let every release of ``item`` come down; called by the withdrawal, in its transaction. What never went out is dropped at
    once, and so is the portal, where withdrawing is taking down."""
    now = clock.now()
    for row in Release.objects.select_for_update().filter(item=item).exclude(state=State.TAKEN_DOWN):
        kind = CHANNELS[row.channel]
        busy = bool(row.claim and row.claimed_until is not None and row.claimed_until > now)
        unsent = row.state in (State.WAITING, State.FAILED) and not went_out(row) and not busy
        # With an hour of its own the minute's work finds it, should the queue lose it.
        row.down_wanted_at, row.next_try_at = now, now if kind.sender_at else None
        if row.channel == "portal" or unsent:
            row.state, row.down_at, row.next_try_at = State.TAKEN_DOWN, now, None
        row.save(update_fields=["down_wanted_at", "next_try_at", "state", "down_at"])
        log("release.down_wanted", row, by=by, agency=item.agency, channel=row.channel, dropped=row.down_at is not None)
        if row.down_at is None and kind.sender_at and not busy:
            _soon(row.pk)


def _soon(pk: int) -> None:
    from gongkai.disclosures.channels.tasks import take_down

    transaction.on_commit(lambda: take_down.enqueue(pk))


def take_down(pk: int) -> str:
    """Take one release down where software can; the state it is left in, "" where nothing was to be done."""
    claim = _claim(pk)
    if claim is None:
        return ""
    row, kind = claim.release, CHANNELS[claim.release.channel]
    error, again, gone = "", False, False
    try:
        sender = kind.sender
        assert sender is not None
        # Also what is over (its time has come) goes with a notice in the place of its text.
        what = replace(published(row.version), withdrawn=True)
        gone = sender.take_down(what, config_of(row.agency, kind), Kept(row.detail, claim.keep))
        if not gone:
            error = say("{channel}不能由程序撤下，请到那里撤下，再登记。", channel=kind.label)
    except ChannelError as refused:
        error, again = str(refused), refused.again
    except Exception:
        LOGGER.exception("release %s was not taken down", pk)
        error, again = say("程序出错，没有撤下，稍后自己再试；也可以到那里撤下，再登记。"), True
    with transaction.atomic():
        row = Release.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
        if row.claim != claim.token:
            return ""
        row.claim, row.claimed_until, row.error = "", None, error[:300]
        if gone:
            row.state, row.down_at, row.next_try_at = State.TAKEN_DOWN, clock.now(), None
        else:
            failures = row.detail.get("down_failures", 0)
            failures = failures if isinstance(failures, int) else 0
            row.detail = {**row.detail, "down_failures": failures + 1}
            row.next_try_at = clock.now() + PAUSES[failures] if again and failures < len(PAUSES) else None
        row.save()
        verb = "release.taken_down" if gone else "release.stands_still"
        log(verb, row, by=None, agency=row.agency, channel=row.channel, reason=row.error)
    return str(row.state)


def _claim(pk: int) -> Claim | None:
    now = clock.now()
    with transaction.atomic():
        row = Release.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.down_wanted_at is None or row.down_at is not None or not CHANNELS[row.channel].sender_at:
            return None
        if (row.claim and row.claimed_until is not None and row.claimed_until > now) or (
            row.next_try_at is not None and row.next_try_at > now
        ):
            return None
        row.claim, row.claimed_until = secrets.token_hex(16), now + CLAIM
        row.save(update_fields=["claim", "claimed_until"])
    found = Release.objects.select_related("agency", "item__agency", "version__item__agency").get(pk=pk)
    return Claim(found, row.claim)
