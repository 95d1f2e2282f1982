"""What the background does for reminders. Each part runs however often; one that fails keeps nothing from the others."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from gongkai.people import clock
from gongkai.reminders import queries
from gongkai.reminders.actions import open_bodies, replan, tell
from gongkai.reminders.models import Clock, Delivery, Reminder, Returned
from gongkai.reminders.returning import mailboxes, reading
from gongkai.reminders.sending.outbox import deliver
from gongkai.reminders.sending.transport import WrongSetting

LOGGER = logging.getLogger(__name__)
KEPT = timedelta(days=400)
"""How long reminders that are over, and the log of what went out, are kept: a year and what its report looks back on."""
_OUT = (Delivery.State.SENT, Delivery.State.BOUNCED, Delivery.State.FAILED, Delivery.State.DROPPED)


def planned() -> dict[str, int]:
    """Plan all bodies anew."""
    _done("returned mail was read", came_back)
    return {"planned": _done("planned", lambda: replan().made), "forgotten": _done("forgotten", forget)}


def posted() -> dict[str, int]:
    """Tell what has come due, and work off the outbox. Whoever is about to be told of something has it looked at once more: what was
    done a minute ago is not reminded of. Where it is quiet nobody is told, and a look every minute of a weekend would be for nothing."""
    _done("looked at", lambda: replan(queries.about_to_tell(open_bodies(clock.now()))).clocks)
    found: dict[str, int] = {"told": _done("told", tell)}

    def send() -> int:
        done = deliver()
        found.update(sent=done.sent, bounced=done.bounced, failed=done.failed, later=done.later)
        return done.sent

    _done("sent", send)
    return found


def came_back() -> int:
    """Read the mailbox for returned mail; how many came back. One that cannot be opened is told by `doctor`."""
    try:
        found = reading.read()
    except (mailboxes.Closed, WrongSetting) as error:
        LOGGER.warning("%s", error)
        return 0
    return found["failed"] + found["expired"]


def forget() -> int:
    """Let go of what nobody looks back on any more; how many rows that were. A clock goes with its reminders, a message with its
    lines."""
    before = clock.now() - KEPT
    old, _ = Returned.objects.filter(at__lt=before, delivery=None).delete()
    gone, _ = Delivery.objects.filter(made_at__lt=before, state__in=_OUT).delete()
    more, _ = Reminder.objects.filter(made_at__lt=before, clock__ended_at__lt=before).delete()
    rest, _ = Clock.objects.filter(ended_at__lt=before, reminders=None).delete()
    return old + gone + more + rest


def _done(name: str, job: Callable[[], int]) -> int:
    try:
        return job()
    except Exception:
        LOGGER.exception("%s failed; it is tried again with the next round", name)
        return 0
