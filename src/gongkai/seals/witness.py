"""What a witness saw, against what stands now. Whoever holds the database and every key can write another history that holds together;
it does not contain what left the house before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Min
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.people.journal import SYSTEM, SYSTEM_KEY
from gongkai.people.models import Chain, LogEntry
from gongkai.seals import anchoring, coverage
from gongkai.seals.records import MOST_POINTS, Points, Record, fingerprint

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Difference:
    """One chain or table that does not continue from what was seen. ``name``: the chain or table; ``first``, ``last``: between which
    entries the first that differs stands, 0 for a table."""

    name: str
    message: str
    first: int = 0
    last: int = 0


def seen(at: datetime, since: datetime | None = None) -> Record:
    """What stands now, to be given away. ``since``: when the last record was made; of entries after it fingerprints are taken, of all
    where there was none. Ask within `verifying.snapshot`."""
    chains = {each.key: each for each in Chain.objects.select_related("agency").filter(sequence__gt=0)}
    begun: dict[str, int] = dict.fromkeys(chains, 1)
    if since is not None:
        fresh = LogEntry.objects.order_by().filter(at__gt=since).values("chain_id").annotate(first=Min("sequence"))
        begun = dict(fresh.values_list("chain_id", "first"))
    return Record(
        at,
        {key: (each.sequence, each.hash) for key, each in chains.items()},
        {table: _turn(value) for table, value in anchoring.totals().items()},
        {key: _points(key, first, chains[key].sequence) for key, first in begun.items()},
        {key: "".join((each.agency.name if each.agency else SYSTEM).split()) for key, each in chains.items()},
    )


def _turn(value: str) -> tuple[int, str]:
    turn, _, digest = value.partition(":")
    return int(turn), digest


def _points(key: str, first: int, last: int) -> Points:
    step = -(-(last - first + 1) // MOST_POINTS)
    wanted = range(first, last + 1, step)
    held = _hashes(key, wanted)
    return Points(first, step, tuple(fingerprint(held.get(at, "0000")) for at in wanted))


def _hashes(key: str, wanted: Iterable[int]) -> dict[int, str]:
    """The hashes of these entries of a chain, as far as they are there."""
    listed, found = list(wanted), {}
    for start in range(0, len(listed), _AT_ONCE):
        part = listed[start : start + _AT_ONCE]
        found.update(LogEntry.objects.filter(chain_id=key, sequence__in=part).values_list("sequence", "hash"))
    return found


def compare(records: Iterable[Record]) -> Iterator[Difference]:
    """Every chain and table that is no longer what was seen, each once, by the earliest record that tells. Ask within
    `verifying.snapshot`."""
    # The newest last; those of which it is not known when they were made before all others.
    known = sorted(records, key=lambda record: record.at.timestamp() if record.at else 0.0)
    for key in sorted({key for record in known for key in record.chains}):
        if found := _chain(key, [record for record in known if key in record.chains]):
            yield found
    yield from _tables(known)


def _chain(key: str, records: list[Record]) -> Difference | None:
    held = _hashes(key, {record.chains[key][0] for record in records})
    broken = [record for record in records if held.get(record.chains[key][0]) != record.chains[key][1]]
    if not broken:
        return None
    # The shortest history that is no longer there: nothing before its last good neighbour was touched.
    record = min(broken, key=lambda each: each.chains[key][0])
    sequence = record.chains[key][0]
    good = [each.chains[key][0] for each in records if each not in broken and each.chains[key][0] < sequence]
    first, last = _narrowed(key, max(good, default=0) + 1, record)
    body, at = _body(key, record), _day(record.at)
    end = LogEntry.objects.filter(chain_id=key).aggregate(end=Max("sequence"))["end"] or 0
    if not end:
        return Difference(key, say("{body}的日志整个不见了，{at}见证时有{n}条。", body=body, at=at, n=sequence), 1, 1)
    if end < sequence and first > end:
        sentence = say(
            "{body}的日志从第{n}条起不见了：{at}见证时有{m}条，现在只到第{end}条。",
            body=body, at=at, n=end + 1, m=sequence, end=end,
        )  # fmt: skip
        return Difference(key, sentence, end + 1, end + 1)
    where = say("第{n}条", n=first) if first == last else say("第{n}条到第{m}条之间的一条", n=first, m=last)
    on = LogEntry.objects.filter(chain_id=key, sequence=first).values_list("at", flat=True).first()
    dated = say("（现在写的是{on:%Y-%m-%d}的事）", on=timezone.localtime(on)) if on and first == last else ""
    sentence = say(
        "{body}的日志被改写过：{at}见证以后，从{where}{dated}起与见证不同。", body=body, at=at, where=where, dated=dated
    )
    return Difference(key, sentence, first, last)


def _narrowed(key: str, first: int, record: Record) -> tuple[int, int]:
    """Between which entries the first one stands that differs from what ``record`` saw, from ``first`` on: a changed entry changes all
    behind it."""
    last, points = record.chains[key][0], record.points.get(key)
    if points is None:
        return first, last
    now = _hashes(key, points.sequences())
    for at, mark in zip(points.sequences(), points.marks, strict=True):
        if at < first:
            continue
        if fingerprint(now.get(at, "")) != mark:
            return first, min(at, last)
        first = at + 1
    return min(first, last), last


def _tables(records: list[Record]) -> Iterator[Difference]:
    now, told = anchoring.totals(), set()
    for record in records:
        for table, (then, was) in sorted(record.tables.items()):
            if table in told or table not in coverage.tables():
                continue
            turn, digest = _turn(now.get(table, "0:"))
            name = coverage.tables()[table]._meta.label
            if turn < then:
                sentence = say("{name} 被整个换回了{at}见证以前的状态。", name=name, at=_day(record.at))
            elif turn == then and digest != was:
                sentence = say("{name} 在{at}见证以后被改动过，并且重新封存。", name=name, at=_day(record.at))
            else:
                continue
            told.add(table)
            yield Difference(table, sentence)


def _body(key: str, record: Record) -> str:
    if key == SYSTEM_KEY:
        return say("系统")
    found = Agency.objects.filter(pk=key.partition(":")[2]).values_list("name", flat=True).first()
    return str(found or record.names.get(key) or key)


def _day(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else say("（时间不详的一次）")
