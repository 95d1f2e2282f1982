"""The log (日志): who did what, when, to which object. Append-only, one hash chain a body.

`log` must run inside the transaction of the change it records, so that neither exists without the other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache

from django.conf import settings
from django.db import models, transaction

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account, Chain, LogEntry

SYSTEM = "系统"


@cache
def _key() -> bytes:
    return bytes.fromhex(settings.HOME.key("log_key"))


def _mac(*parts: str) -> str:
    return hmac.new(_key(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _plain(value: object) -> object:
    """``value`` as JSON can hold it: dates as ISO text, sets sorted, model objects by key."""
    match value:
        case dict():
            return {str(key): _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case set() | frozenset():
            return sorted(_plain(each) for each in value)  # type: ignore[type-var]
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case models.Model():
            return f"{value._meta.label_lower}:{value.pk}"
        case str():
            # A subclass (an enum) is stored as the plain text it is.
            return str(value)
        case _:
            return value


def _digest(entry: LogEntry, previous: str) -> str:
    body = {
        "chain": entry.chain_id,
        "sequence": entry.sequence,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "account": entry.account_id,
        "actor": entry.actor,
        "verb": entry.verb,
        "subject": entry.subject,
        "data": entry.data,
    }
    return _mac(previous, json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def subject_of(thing: models.Model) -> str:
    """How the log names an object: ``applications.application:17``."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def log(
    verb: str, thing: models.Model | None, *, by: Account | None, agency: Agency | None, actor: str = "", **data: object
) -> LogEntry:
    """Append one entry. ``by`` None: the system, or the person named in ``actor`` (an applicant without an account)."""
    key = f"agency:{agency.pk}" if agency else "system"
    with transaction.atomic():
        Chain.objects.get_or_create(key=key, defaults={"agency": agency})
        chain = Chain.objects.select_for_update().get(key=key)
        entry = LogEntry(
            chain=chain,
            sequence=chain.sequence + 1,
            at=clock.now(),
            account=by,
            actor=actor or (by.name if by else SYSTEM),
            verb=verb,
            subject=subject_of(thing) if thing is not None else "",
            data=_plain(data),
        )
        entry.hash = _digest(entry, chain.hash)
        entry.save(force_insert=True)
        chain.sequence, chain.hash = entry.sequence, entry.hash
        chain.seal = _mac(key, str(chain.sequence), chain.hash)
        chain.save(update_fields=["sequence", "hash", "seal"])
    return entry


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold, in words."""

    chain: str
    sequence: int
    message: str


def verify() -> Iterator[Fault]:
    """Every place where the log was tampered with: an entry changed, missing or out of order, an end cut off."""
    for chain in Chain.objects.order_by("key"):
        previous, expected = "", 1
        for entry in LogEntry.objects.filter(chain=chain).order_by("sequence").iterator(chunk_size=2000):
            if entry.sequence != expected:
                yield Fault(
                    chain.key, expected, say("第{n}条记录缺失，日志在这里断开。", n=expected)
                )
                expected = entry.sequence
            elif entry.hash != _digest(entry, previous):
                yield Fault(chain.key, entry.sequence, say("第{n}条记录与校验值不符，内容被改动过。", n=entry.sequence))
            previous, expected = entry.hash, expected + 1
        if chain.seal != (_mac(chain.key, str(chain.sequence), chain.hash) if chain.sequence else ""):
            yield Fault(chain.key, chain.sequence, say("日志链首的封印与校验值不符，被改动过。"))
        elif expected - 1 != chain.sequence or previous != chain.hash:
            yield Fault(
                chain.key,
                expected,
                say("日志应有{n}条，实有{m}条，末尾的记录缺失。", n=chain.sequence, m=expected - 1),
            )
    known = Chain.objects.values("key")
    if LogEntry.objects.exclude(chain__in=known).exists():
        yield Fault("", 0, say("有日志记录不属于任何日志链，链首被删除过。"))


def heads() -> dict[str, str]:
    """The present hash of every chain, to be kept outside the installation once a day."""
    return {chain.key: f"{chain.sequence}:{chain.hash}" for chain in Chain.objects.order_by("key")}
