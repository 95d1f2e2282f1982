"""Sending one release: claimed by one worker, sent, and what came of it written down. Running it twice does nothing twice.

The far side is called outside of any transaction, for it may take half a minute; a claim on the row, which lapses, keeps every other
worker away meanwhile. What the far side answered on the way stands in ``detail`` the moment it is known, so a worker that takes
over after a crash goes on from there (docs/explanation/channels.md).
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from gongkai.disclosures import rules
from gongkai.disclosures.channels.kinds import CHANNELS
from gongkai.disclosures.channels.protocol import ChannelError, Kept, Outcome, Sent
from gongkai.disclosures.channels.published import published
from gongkai.disclosures.channels.settings import config_of
from gongkai.disclosures.channels.superseding import supersede
from gongkai.disclosures.models import Release
from gongkai.errors import GongkaiError
from gongkai.files.uploads import FileRefused
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

LOGGER = logging.getLogger(__name__)

State = Release.State
CLAIM = timedelta(minutes=10)
"""How long a worker is left alone with a release after its last sign of life; far longer than any one call may take."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 3 * 60, 6 * 60, 12 * 60, 24 * 60))
"""After the first failure, the second, …; after the last a person must press."""
POLL = timedelta(minutes=2)
"""Between two questions whether the far side has finished."""
OPEN = (State.WAITING, State.FAILED)


class CannotRetry(GongkaiError):
    """There is nothing to try again: it went out meanwhile, or it was taken back."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A release in the hand of this worker, and nobody else's until ``until``."""

    release: Release
    token: str

    def keep(self, detail: dict[str, object]) -> None:
        """Write down at once what the far side answered. Each answer is a sign of life: the claim holds from here anew."""
        mine = Release.objects.filter(pk=self.release.pk, claim=self.token)
        mine.update(detail=detail, claimed_until=clock.now() + CLAIM)


def deliver(pk: int) -> str:
    """Send the release if it is its time and nobody else is at it; the state it is left in, "" where nothing was to be done."""
    claim = _claim(pk)
    if claim is None:
        return ""
    release, kind = claim.release, CHANNELS[claim.release.channel]
    try:
        config = config_of(release.agency, kind)
        sender = kind.sender
        assert sender is not None, "a channel that people serve is never claimed"
        sent = sender.send(published(release.version), config, Kept(release.detail, claim.keep))
    except (ChannelError, FileRefused) as error:
        again, code = (error.again, error.code) if isinstance(error, ChannelError) else (False, "file")
        said = str(error)
        return _settle(claim, lambda row: _fail(row, said, again=again, code=code))
    except Exception as error:
        LOGGER.exception("release %s was not sent", pk)
        sentence = say("程序出错，没有发出，稍后自己再试。一直这样的，请把这条发布的编号{n}告诉系统管理员。", n=pk)
        code = type(error).__name__
        return _settle(claim, lambda row: _fail(row, sentence, again=True, code=code))
    return _settle(claim, lambda row: _succeed(row, sent))


def _claim(pk: int) -> Claim | None:
    """Take the release in hand, unless it is not its time, not this channel's, or somebody else's."""
    now = clock.now()
    with transaction.atomic():
        row = Release.objects.select_for_update().filter(pk=pk).first()
        if row is None or row.state not in OPEN or row.due_at > now or CHANNELS[row.channel].sender is None:
            return None
        if row.claim and row.claimed_until is not None and row.claimed_until > now:
            return None
        if row.next_try_at is not None and row.next_try_at > now:
            return None
        if row.state == State.FAILED and row.next_try_at is None:
            return None  # given up; a person presses
        if _is_past(row):
            return None
        row.claim, row.claimed_until = secrets.token_hex(16), now + CLAIM
        row.tries += 1
        row.save(update_fields=["claim", "claimed_until", "tries"])
    found = Release.objects.select_related("agency", "item__agency", "version__item__agency").get(pk=pk)
    return Claim(found, row.claim)


def _is_past(row: Release) -> bool:
    """Whether there is nothing left to send: the item was withdrawn, or a newer version stands in its place."""
    item = row.item
    if item.withdrawn_at is not None or row.down_wanted_at is not None:
        if went_out(row):
            return True  # taking down sees to it
        said = say("信息已经撤下，没有再发。")
    elif item.current_id is not None and item.current_id != row.version_id and not row.detail.get("receipt"):
        said = say("已经有更新的版本，这一版没有再发。")
    else:
        return False
    row.state, row.error, row.next_try_at, row.down_at = State.TAKEN_DOWN, said, None, clock.now()
    row.save(update_fields=["state", "error", "next_try_at", "down_at"])
    log("release.dropped", row, by=None, agency=row.agency, channel=row.channel, reason=said)
    return True


def went_out(row: Release) -> bool:
    """Whether the far side has it or may have it: a sender writes ``started`` before the call that counts, ``receipt`` after it."""
    return bool(row.detail.get("started") or row.detail.get("receipt"))


def _settle(claim: Claim, change: Callable[[Release], None]) -> str:
    """Write down what came of it, if the claim still stands."""
    with transaction.atomic():
        row = (
            Release.objects.select_for_update(of=("self",)).select_related("agency", "version").get(pk=claim.release.pk)
        )
        if row.claim != claim.token:
            return ""  # another worker took over; what it finds counts
        change(row)
        row.claim, row.claimed_until = "", None
        wanted_down = row.down_wanted_at is not None and row.down_at is None
        if wanted_down:
            row.next_try_at = clock.now()
        row.save()
        if row.state in (State.DONE, State.TO_PROVE):
            supersede(row)
    if wanted_down:
        from gongkai.disclosures.channels.tasks import take_down

        take_down.enqueue(row.pk)
    return str(row.state)


def _fail(row: Release, sentence: str, *, again: bool, code: str) -> None:
    row.state, row.error = State.FAILED, sentence[:300]
    failures = _failures(row)
    row.detail = {**row.detail, "failures": failures + 1}
    row.next_try_at = clock.now() + PAUSES[failures] if again and failures < len(PAUSES) else None
    log(
        "release.failed",
        row,
        by=None,
        agency=row.agency,
        channel=row.channel,
        reason=row.error,
        answered=code,
        tries=row.tries,
        next_try_at=row.next_try_at,
    )


def _failures(row: Release) -> int:
    found = row.detail.get("failures", 0)
    return found if isinstance(found, int) else 0


def _succeed(row: Release, sent: Sent) -> None:
    row.error, row.next_try_at = "", None
    row.detail = {key: value for key, value in row.detail.items() if key != "failures"}
    match sent.outcome:
        case Outcome.LATER:
            row.state, row.next_try_at = State.WAITING, clock.now() + POLL
            return
        case Outcome.TO_PROVE:
            row.state = State.TO_PROVE
        case Outcome.DONE:
            row.state, row.done_at, row.proof = State.DONE, clock.now(), sent.proof[:300]
    receipt = {key: value for key, value in row.detail.items() if isinstance(value, str) and len(value) <= 200}
    log("release.sent", row, by=None, agency=row.agency, channel=row.channel, state=row.state, receipt=receipt)


def retry(release: Release, *, by: Account) -> str:
    """Try once more now, whatever the pause says: the state afterwards. What the far side already took is not sent again.

    Raises `CannotRetry` where it did not fail.
    """
    rules.require_on(by, rules.RELEASE.key, release.item)
    with transaction.atomic():
        row = Release.objects.select_for_update(of=("self",)).select_related("agency").get(pk=release.pk)
        if row.state not in OPEN:
            raise CannotRetry(
                say("这条发布现在是“{state}”，不用再发。请刷新页面看最新的情况。", state=row.get_state_display())
            )
        if row.claim and row.claimed_until is not None and row.claimed_until > clock.now():
            raise CannotRetry(say("这条发布正在发送，请过一会儿再看结果。"))
        row.state, row.next_try_at = State.WAITING, None
        row.due_at = min(row.due_at, clock.now())
        row.detail = {key: value for key, value in row.detail.items() if key != "failures"}
        row.save(update_fields=["state", "next_try_at", "due_at", "detail"])
        log("release.retried", row, by=by, agency=row.agency, channel=row.channel)
    return deliver(release.pk)


def due(now: datetime) -> list[int]:
    """The releases that a worker should look at: their hour has come, their pause is over, their claim has lapsed."""
    free = Q(claimed_until=None) | Q(claimed_until__lte=now)
    ready = Q(state=State.WAITING, next_try_at=None) | Q(state__in=OPEN, next_try_at__lte=now)
    machines = [key for key, kind in CHANNELS.items() if kind.sender_at]
    rows = Release.objects.filter(free, ready, channel__in=machines, due_at__lte=now).order_by("due_at", "pk")
    return list(rows.values_list("pk", flat=True)[:500])
