"""The beat of the background: written every time a part of it comes round, looked at by the desk, by doctor and from outside."""

from __future__ import annotations

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from gongkai.language import say
from gongkai.people import clock
from gongkai.reminders.models import Beat

TICK, MINUTE, POST = "tick", "minute", "post"
NAMES = {TICK: say("期限的核对"), MINUTE: say("到时的发布"), POST: say("提醒的发送")}
"""What each part of the background does."""


def limit() -> timedelta:
    """How old a beat may be."""
    return timedelta(minutes=settings.HEARTBEAT_MINUTES)


def beat(*names: str, now: datetime | None = None) -> None:
    """Note that these parts have come round."""
    at = now or clock.now()
    host = socket.gethostname()[:80]
    rows = [Beat(name=name, at=at, host=host) for name in names]
    Beat.objects.bulk_create(rows, update_conflicts=True, unique_fields=["name"], update_fields=["at", "host"])


@dataclass(frozen=True, slots=True)
class Pulse:
    """One part of the background. ``at`` None: it has never run."""

    name: str
    at: datetime | None
    stopped: bool

    @property
    def says(self) -> str:
        what = NAMES[self.name]
        if self.at is None:
            return say("{what}从来没有运行过", what=what)
        return say(
            "{what}最近一次在{at:%Y-%m-%d %H:%M}", what=what, at=self.at.astimezone(clock.moment(clock.today()).tzinfo)
        )


def pulses(now: datetime | None = None, *, names: Iterable[str] = NAMES, most: timedelta | None = None) -> list[Pulse]:
    """Every part with its last beat. One that lies in the future counts as well: the clock was set back, which `doctor` tells."""
    moment, most = now or clock.now(), most or limit()
    held = dict(Beat.objects.values_list("name", "at"))
    return [Pulse(name, held.get(name), name not in held or moment - held[name] > most) for name in names]


def stopped(now: datetime | None = None) -> list[Pulse]:
    """The parts that have stopped."""
    return [pulse for pulse in pulses(now) if pulse.stopped]
