"""The log (日志): who did what, when, to which object. Append-only, one hash chain a body.

`log` must run inside the transaction of the change it records, so that neither exists without the other.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.conf import settings
from django.db import connection, models, transaction

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account, Chain, LogEntry

SYSTEM = "系统"
"""Who acts when nobody does."""
SYSTEM_KEY = "system"
"""The chain of what belongs to no body."""


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


def key_of(agency: Agency | None) -> str:
    """The key of the chain that a body's entries stand in."""
    return f"agency:{agency.pk}" if agency else SYSTEM_KEY


def _held(key: str, agency: Agency | None) -> Chain:
    """The head of a chain under its lock, begun if there is none."""
    try:
        return Chain.objects.select_for_update().get(key=key)
    except Chain.DoesNotExist:
        _, new = Chain.objects.get_or_create(key=key, defaults={"agency": agency})
    if new and agency:
        # Kept in the other chain, so that a whole chain cannot vanish unseen.
        log("log.started", agency, by=None, agency=None, chain=key)
    return Chain.objects.select_for_update().get(key=key)


def log(
    verb: str, thing: models.Model | None, *, by: Account | None, agency: Agency | None, actor: str = "", **data: object
) -> LogEntry:
    """Append one entry. ``by`` None: the system, or the person named in ``actor`` (an applicant without an account)."""
    key = key_of(agency)
    # No savepoint of its own: where an entry cannot be written, the change it records must not stand either.
    with transaction.atomic(savepoint=False):
        chain = _held(key, agency)
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
        Chain.objects.filter(key=key).update(sequence=chain.sequence, hash=chain.hash, seal=chain.seal)
    return entry


class Happened(NamedTuple):
    """What one entry of many says. ``subject``: as `subject_of` names the object; ``agency``: its key, None for what belongs to no
    body."""

    verb: str
    subject: str
    agency: int | None
    data: Mapping[str, object]


def log_many(entries: Iterable[Happened], *, by: Account | None, actor: str = "") -> int:
    """Append many entries at once, in their order within each body's chain; how many. The chains are the same as those of `log`."""
    at, named = clock.now(), actor or (by.name if by else SYSTEM)
    entries = list(entries)
    bodies = {each.agency for each in entries}
    agencies = Agency.objects.in_bulk(bodies - {None})
    keys = {pk: key_of(agencies.get(pk or 0)) for pk in bodies}
    with transaction.atomic(savepoint=False):
        chains = _all_held({key: agencies.get(pk or 0) for pk, key in keys.items()})
        made = []
        for each in entries:
            chain = chains[keys[each.agency]]
            entry = LogEntry(
                chain=chain,
                sequence=chain.sequence + 1,
                at=at,
                account=by,
                actor=named,
                verb=each.verb,
                subject=each.subject,
                data=_plain(each.data),
            )
            entry.hash = _digest(entry, chain.hash)
            chain.sequence, chain.hash = entry.sequence, entry.hash
            made.append(entry)
        _append(made)
        for chain in chains.values():
            chain.seal = _mac(chain.key, str(chain.sequence), chain.hash)
        Chain.objects.bulk_update(chains.values(), ("sequence", "hash", "seal"))
    return len(made)


def _all_held(wanted: Mapping[str, Agency | None]) -> dict[str, Chain]:
    """The heads of many chains under their locks, taken in the order of the keys, so that two who write into several chains never
    wait for each other."""
    there = set(Chain.objects.filter(key__in=wanted).values_list("key", flat=True))
    for key in sorted(wanted.keys() - there):
        _held(key, wanted[key])
    return {each.key: each for each in Chain.objects.select_for_update().filter(key__in=wanted).order_by("key")}


def _append(entries: list[LogEntry]) -> None:
    """Many entries into the table. On PostgreSQL as a flow, which takes a quarter of the time."""
    if connection.vendor != "postgresql":
        LogEntry.objects.bulk_create(entries, batch_size=500)
        return
    fields = [each for each in LogEntry._meta.concrete_fields if not each.primary_key]
    columns = ", ".join(connection.ops.quote_name(str(each.column)) for each in fields)
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {LogEntry._meta.db_table} ({columns}) FROM STDIN") as flow,
    ):
        for entry in entries:
            flow.write_row([each.get_db_prep_save(getattr(entry, each.attname), connection) for each in fields])


@dataclass(frozen=True, slots=True)
class Fault:
    """Where a chain does not hold, in words."""

    chain: str
    sequence: int
    message: str


def verify(keys: Collection[str] | None = None) -> Iterator[Fault]:
    """Every place where the log was tampered with: an entry changed, added, missing or out of order, an end cut off, a chain
    gone. ``keys``: only these chains. One pass in the order of the chains; the entries are not held in memory."""
    chains = Chain.objects.order_by("key")
    for chain in chains if keys is None else chains.filter(key__in=keys):
        yield from _verify_chain(chain)
    if keys is None:
        yield from _verify_set()


def _verify_chain(chain: Chain) -> Iterator[Fault]:
    previous, expected = "", 1
    for entry in LogEntry.objects.filter(chain=chain).order_by("sequence").iterator(chunk_size=2000):
        if entry.sequence > expected:
            yield Fault(chain.key, expected, say("第{n}条记录缺失，日志在这里断开。", n=expected))
        elif entry.hash != _digest(entry, previous):
            yield Fault(
                chain.key,
                entry.sequence,
                say("第{n}条记录与校验值不符：内容、次序或者它前面的记录被改动过。", n=entry.sequence),
            )
        previous, expected = entry.hash, entry.sequence + 1
    held = expected - 1
    if chain.seal != (_mac(chain.key, str(chain.sequence), chain.hash) if chain.sequence else ""):
        yield Fault(chain.key, chain.sequence, say("日志链首的封印与校验值不符，链首被改动过。"))
    elif held < chain.sequence:
        yield Fault(
            chain.key,
            expected,
            say("日志应有{n}条，到第{m}条就没有了，末尾的记录缺失。", n=chain.sequence, m=held),
        )
    elif held > chain.sequence:
        yield Fault(
            chain.key,
            chain.sequence + 1,
            say("日志应有{n}条，却记到第{m}条，末尾多出的记录不是系统写入的。", n=chain.sequence, m=held),
        )
    elif previous != chain.hash:
        yield Fault(chain.key, chain.sequence, say("最后一条记录与日志链首不符，被替换过。"))


def _verify_set() -> Iterator[Fault]:
    """The chains themselves: none may be missing that was once begun, and no entry may be without one."""
    known = set(Chain.objects.values_list("key", flat=True))
    begun = {entry.data["chain"] for entry in LogEntry.objects.filter(chain_id=SYSTEM_KEY, verb="log.started")}
    held = set(LogEntry.objects.order_by().values_list("chain_id", flat=True).distinct())
    if known and SYSTEM_KEY not in known:
        begun.add(SYSTEM_KEY)
    for key in sorted((begun | held) - known):
        yield Fault(key, 0, say("日志链{key}的链首不在了，被整个删除过。", key=key))


def heads(keys: Collection[str] | None = None) -> dict[str, str]:
    """The present ``sequence:hash`` of every chain (or of ``keys``), to be kept outside the installation once a day."""
    chains = Chain.objects.order_by("key")
    return {
        chain.key: f"{chain.sequence}:{chain.hash}"
        for chain in (chains if keys is None else chains.filter(key__in=keys))
    }
