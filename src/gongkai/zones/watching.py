"""The monitor: what lies between the two zones, in figures and in words. 指导案例26号: what passes inside is no excuse."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db.models import Max, Min

from gongkai.language import say
from gongkai.people import clock
from gongkai.zones import packing, pulling
from gongkai.zones.models import Act, Alarm, Crossing, Pulled, Sent, Stamped

LATE = timedelta(hours=4)
"""A package that waits longer than this is late."""


@dataclass(frozen=True, slots=True)
class Status:
    """``waiting``: packages not yet over; ``oldest``: since when the oldest waits; ``missing``: numbers that never came."""

    zone: str
    last_pull: datetime | None
    waiting: int
    oldest: datetime | None
    missing: list[int]
    alarms: int
    unsent: int
    longest: timedelta | None

    @property
    def late(self) -> bool:
        return self.oldest is not None and clock.now() - self.oldest > LATE

    @property
    def troubles(self) -> list[str]:
        """What somebody has to see to, in sentences."""
        found = []
        if self.missing:
            found.append(say("缺第{numbers}号文件。", numbers="、".join(map(str, self.missing))))
        if self.late:
            assert self.oldest is not None
            found.append(
                say(
                    "最早的一件自{at:%m月%d日 %H:%M}起还没有到内网，答复期限已经在计算。请检查传送。",
                    at=self.oldest.astimezone(),
                )
            )
        if self.alarms:
            found.append(say("有{n}条警报没有处理。", n=self.alarms))
        return found


def inbox() -> Path:
    """Where packages of the other zone arrive."""
    return Path(settings.ZONE_IN or Path(settings.HOME.root) / "zone" / "in")


def outbox() -> Path:
    """Where packages of this zone are laid for the carrier."""
    return Path(settings.ZONE_OUT or Path(settings.HOME.root) / "zone" / "out")


def status() -> Status:
    """How it stands now, as far as this zone can see."""
    last = Pulled.objects.aggregate(last=Max("at"))["last"]
    alarms = Alarm.objects.filter(settled_at=None).exclude(code__in=("gap", "early", "waits")).count()
    missing = pulling.missing()
    if settings.ZONE == "public":
        held = Sent.objects.filter(acknowledged_at=None).exclude(kind="ack")
        stamped = Stamped.objects.filter(acknowledged_at=None)
        acts = Act.objects.filter(acknowledged_at=None)
        oldest = min(
            (each for rows in (stamped, acts) if (each := rows.aggregate(first=Min("at"))["first"])), default=None
        )
        unsent = stamped.filter(counter=None).count() + acts.filter(counter=None).count()
        return Status("public", last, held.count() + unsent, oldest, missing, alarms, unsent, None)
    files = sorted(inbox().glob(f"*{packing.ENDING}")) if inbox().is_dir() else []
    times = []
    for place in files:
        try:
            times.append(packing.header(place.read_bytes()).made_at)
        except (packing.Refused, OSError):
            continue
    longest = max((each.gap for each in Crossing.objects.order_by("-pk")[:500]), default=None)
    waiting = Sent.objects.filter(written_at=None).count()
    return Status("inner", last, len(files), min(times, default=None), missing, alarms, waiting, longest)
