"""Check values leave the house (见证): once a day, and at once after what is to stand for good, into a file on another machine's storage
and to an address outside. What went out where stands in the log; what failed, in a file of the data folder, for the next hour."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max
from django.utils import timezone
from django.utils.html import escape

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import SYSTEM_KEY, log
from gongkai.people.models import LogEntry
from gongkai.people.sealing import masked
from gongkai.reminders.sending import identity
from gongkai.reminders.sending.composing import Message
from gongkai.reminders.sending.mailing import Mailer, Unsent
from gongkai.seals import verifying, witness
from gongkai.seals.records import Record

LOGGER = logging.getLogger(__name__)
VERB = "seals.witnessed"
OCCASIONS = ("report.frozen", "seals.accepted", "seals.renewed")
"""What is witnessed at once: a year's report that was approved, and whatever seals anew what stands."""
AGAIN = timedelta(hours=1)
"""After which a place that could not be reached is tried once more."""
OVERLAP = timedelta(hours=1)
"""So much before the last record the fingerprints of a new one begin: long transactions commit late."""
STATE = "witness.json"


class NotReached(Exception):
    """A place that did not take the record; why, in a sentence."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where records go: an absolute path or an address."""

    word: str

    @property
    def file(self) -> Path | None:
        return Path(self.word) if self.word.startswith("/") else None

    @property
    def id(self) -> str:
        return hashlib.sha256(self.word.encode()).hexdigest()[:16]

    @property
    def name(self) -> str:
        """What it is called in the log and by `doctor`."""
        return self.word if self.file else masked(self.word)

    @property
    def wrong(self) -> str:
        """Why nothing can be put there, "" where it is fit."""
        if self.file:
            return ""
        try:
            validate_email(self.word)
        except ValidationError:
            return say("GONGKAI_WITNESS 里的“{word}”既不是绝对路径，也不是邮箱地址。", word=self.word[:40])
        return ""


def places() -> list[Place]:
    """The places of the setting, each once."""
    return [Place(word) for word in dict.fromkeys(settings.WITNESS.replace("，", ",").replace(",", " ").split())]


@dataclass(frozen=True, slots=True)
class Last:
    """The last record that a place took. ``upto``: the newest entry of the log it saw."""

    at: datetime
    upto: int


def last(place: Place) -> Last | None:
    """None where it has never taken one."""
    told = LogEntry.objects.filter(chain_id=SYSTEM_KEY, verb=VERB, data__upto__has_key=place.id)
    entry = told.order_by("-sequence").first()
    return Last(entry.at, int(entry.data["upto"][place.id])) if entry else None


def due(place: Place) -> bool:
    """Whether a record should go there now."""
    taken = last(place)
    if taken is None or timezone.localdate(taken.at) < clock.today():
        return True
    return LogEntry.objects.filter(pk__gt=taken.upto, verb__in=OCCASIONS).exists()


def deliver() -> dict[str, int]:
    """Put a record wherever one is due; how many places took it. One that cannot be reached keeps nothing from the others."""
    now, state = clock.now(), _state()
    wanted = [each for each in places() if not each.wrong and _may_try(state, each, now) and due(each)]
    if not wanted:
        return {"witnessed": 0}
    known = [last(each) for each in wanted]
    since = min(each.at for each in known if each) - OVERLAP if all(known) else None
    with verifying.snapshot():
        record = witness.seen(timezone.localtime(now).replace(microsecond=0), since)
        upto = LogEntry.objects.aggregate(newest=Max("pk"))["newest"] or 0
    if not record.chains:
        return {"witnessed": 0}
    taken: list[Place] = []
    for place in wanted:
        try:
            _put(place, record)
        except NotReached as failure:
            LOGGER.warning("witness %s not reached: %s", place.name, failure)
            state[place.id] = {"tried": now.isoformat(), "why": str(failure)}
        else:
            taken.append(place)
            state.pop(place.id, None)
    _keep(state)
    if taken:
        upto_by_place = {each.id: upto for each in taken}
        log(VERB, None, by=None, agency=None, places=[each.name for each in taken], sum=record.sum, upto=upto_by_place)
    return {"witnessed": len(taken)}


def _put(place: Place, record: Record) -> None:
    """Raises NotReached."""
    if place.file is not None:
        _append(place.file, record.text(), known=last(place) is not None)
        return
    assert record.at is not None
    subject = say("政府信息公开系统校验值 {day:%Y-%m-%d}", day=timezone.localtime(record.at))
    message = Message(subject, record.text(), f"<pre>{escape(record.text())}</pre>")
    with Mailer() as mailer:
        try:
            mailer.send(place.word, identity.message_id(f"witness:{record.sum}:{place.id}"), message)
        except Unsent as unsent:
            raise NotReached(str(unsent)) from unsent


def _append(file: Path, text: str, *, known: bool) -> None:
    """One write at the end, onto the disk. A file that took records before and is gone is not begun anew: its storage may not be
    there, and what was in it is missed."""
    if not file.parent.is_dir():
        raise NotReached(say("文件夹{folder}不在，可能没有挂上。", folder=file.parent))
    if known and not file.exists():
        raise NotReached(say("以前写过的文件不见了，可能没有挂上，也可能被删除。没有新建，请找回，或者换一个文件名。"))
    try:
        handle = os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o640)
        try:
            body = ("\n" + text).encode()
            if os.write(handle, body) != len(body):
                raise NotReached(say("没有写完，那里的空间可能满了。"))
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise NotReached(say("写不进去：{reason}。", reason=error.strerror)) from error


def _may_try(state: dict[str, Any], place: Place, now: datetime) -> bool:
    failed = state.get(place.id)
    return failed is None or now - datetime.fromisoformat(failed["tried"]) >= AGAIN


def why(place: Place) -> str:
    """Why a place was not reached the last time; "" where it was, or another machine tried."""
    return str(_state().get(place.id, {}).get("why", ""))


def _state() -> dict[str, Any]:
    try:
        told = json.loads((settings.HOME.root / STATE).read_text(encoding="utf-8"))
        return {str(key): {"tried": str(each["tried"]), "why": str(each["why"])} for key, each in told.items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return {}


def _keep(state: dict[str, Any]) -> None:
    place = settings.HOME.root / STATE
    if not state:
        place.unlink(missing_ok=True)
        return
    beside = place.with_name(f"{STATE}.new")
    beside.write_text(json.dumps(state, ensure_ascii=False), encoding="utf-8")
    beside.replace(place)
