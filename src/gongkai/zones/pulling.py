"""Taking packages from a folder: verified, in order, each exactly once, and every gap named.

A package is taken in one transaction with the row that says so; its file is removed only afterwards. Killed anywhere, the next
round finds the file again, sees that it was taken, and removes it. A package that is refused stays where it is, and an alarm
says why until somebody settles it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.zones import packing, sending, taking
from gongkai.zones.models import SKEW_SECONDS, Alarm, Pulled
from gongkai.zones.packing import Opened, Refused


@dataclass
class Pull:
    """What one round did. ``taken`` and ``again`` (taken before) count packages; ``waiting``: those that must wait for another or for
    their time; ``refused``: sentences."""

    taken: int = 0
    again: int = 0
    waiting: int = 0
    refused: list[str] = field(default_factory=list)


def pull(folder: Path, outbox: Path | None = None) -> Pull:
    """Take every package in ``folder`` that can be taken. ``outbox``: where files of this zone go once they are acknowledged."""
    done = Pull()
    found = []
    for place in sorted(folder.glob(f"*{packing.ENDING}")) if folder.is_dir() else ():
        data = place.read_bytes()
        try:
            found.append((packing.header(data).counter, place, data))
        except Refused as refusal:
            _alarm(refusal.code, str(refusal), place, data)
            done.refused.append(f"{place.name}：{refusal}")
    for _, place, data in sorted(found, key=lambda each: (each[0], each[1].name)):
        _one(place, data, outbox, done)
    _settle_gaps()
    return done


def _one(place: Path, data: bytes, outbox: Path | None, done: Pull) -> None:
    try:
        opened = packing.unpack(data)
        _in_time(opened)
        with transaction.atomic():
            fresh = _take(opened, outbox)
    except Refused as refusal:
        _alarm(refusal.code, str(refusal), place, data)
        if refusal.code in ("early", "waits"):
            done.waiting += 1
        else:
            done.refused.append(f"{place.name}：{refusal}")
        return
    except IntegrityError:
        # Another pull took it at the same moment; its row is there now.
        fresh = False
    done.taken += fresh
    done.again += not fresh
    _over(data)
    try:
        place.unlink(missing_ok=True)
    except OSError:
        # A folder that can only be read: it stays, and is known the next time.
        return


def _in_time(opened: Opened) -> None:
    """A stamp of the future is not taken: the clock that the period runs by would be wrong."""
    now = clock.now()
    latest = max(opened.header.made_at, taking.moment_of(opened.message) or opened.header.made_at)
    if latest > now + timedelta(seconds=SKEW_SECONDS):
        raise Refused(
            "early",
            say(
                "第{n}号文件上的时间{at:%Y-%m-%d %H:%M:%S}比本区的时钟还晚，先不收，到了时间自动收取。请核对两个区的时钟。",
                n=opened.header.counter,
                at=latest.astimezone(),
            ),
        )


def _take(opened: Opened, outbox: Path | None) -> bool:
    """Inside a transaction. False: it was taken before."""
    head = opened.header
    known = Pulled.objects.select_for_update().filter(counter=head.counter).first()
    if known is not None:
        if known.digest != head.digest:
            raise Refused(
                "forked",
                say(
                    "第{n}号已经收过另一个文件，这一个没有收。对方可能从备份恢复过，或者有人重用了序号。请查明。",
                    n=head.counter,
                ),
            )
        return False
    before = Pulled.objects.filter(counter=head.counter - 1).first()
    after = Pulled.objects.filter(counter=head.counter + 1).first()
    first = head.counter == 1 and head.previous != packing.FIRST
    if first or (before and before.digest != head.previous) or (after and after.previous != head.digest):
        raise Refused(
            "broken_chain",
            say("第{n}号与前后的文件接不上：中间的文件被换过。没有收。请对方查明后重新导出。", n=head.counter),
        )
    kind = str(opened.message.get("kind", ""))
    # The row comes first: of two pulls at once, the second waits here and then sees that it is taken.
    Pulled.objects.create(
        counter=head.counter,
        digest=head.digest,
        previous=head.previous,
        made_at=head.made_at,
        at=clock.now(),
        kind=kind,
    )
    received = opened.message.get("received")
    if isinstance(received, list):
        counters = [int(each) for each in received]
        taking.acknowledged(counters)
        sending.note_received(counters, outbox, settings.ZONE)
    handler: Callable[[Opened], None] | None = taking.HANDLERS.get((settings.ZONE, kind))
    if handler is not None:
        try:
            handler(opened)
        except Refused:
            raise
        except (KeyError, ValueError, TypeError) as error:
            raise Refused(
                "broken", say("第{n}号文件缺少内容，没有收。请对方升级软件后重新导出。", n=head.counter)
            ) from error
    elif kind != sending.ACK:
        raise Refused(
            "unknown_kind", say("不认识第{n}号文件的内容，没有收。请两个区使用同一版本的软件。", n=head.counter)
        )
    return True


def _alarm(code: str, words: str, place: Path, data: bytes) -> None:
    """Keep the alarm once for each file; a file that is there again in the next round says nothing new."""
    sha256 = hashlib.sha256(data).hexdigest()
    with transaction.atomic():
        made, new = Alarm.objects.get_or_create(
            code=code,
            sha256=sha256,
            counter=None,
            defaults={"words": words, "name": place.name[:200], "at": clock.now()},
        )
        if new:
            log("zone.refused", None, by=None, agency=None, code=code, name=made.name, sha256=sha256)


def _over(data: bytes) -> None:
    """What a package waited for has come."""
    waiting = Alarm.objects.filter(sha256=hashlib.sha256(data).hexdigest(), settled_at=None)
    waiting.update(settled_at=clock.now(), settled_why=say("已经收取"))


def missing() -> list[int]:
    """The counters below the highest pulled one that never came."""
    last = Pulled.objects.aggregate(last=Max("counter"))["last"] or 0
    have = set(Pulled.objects.values_list("counter", flat=True))
    return [n for n in range(1, last) if n not in have]


def _settle_gaps() -> None:
    """An alarm for each missing number; the ones that came meanwhile are over."""
    gaps = set(missing())
    for number in sorted(gaps):
        words = say(
            "缺第{n}号文件：它后面的已经收到。请对方重新导出这一号（gongkai zone export --again {n}）。", n=number
        )
        Alarm.objects.get_or_create(code="gap", sha256="", counter=number, defaults={"words": words, "at": clock.now()})
    Alarm.objects.filter(code="gap", settled_at=None).exclude(counter__in=gaps).update(
        settled_at=clock.now(), settled_why=say("已经补收")
    )


def settle(alarm: Alarm, why: str) -> None:
    """Somebody has seen to it. Raises GongkaiError without a reason."""
    if not why.strip():
        raise GongkaiError(say("请写明查明了什么、怎样处理。"))
    Alarm.objects.filter(pk=alarm.pk, settled_at=None).update(settled_at=clock.now(), settled_why=why.strip()[:200])
