"""Once a day the log notes what the seals come to in all. Whoever puts a part of the database back to an older state, rows and marks and
heads together, is found by this note, for the log stands in one chain."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator

from django.db import connection as default
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils import timezone

from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import SYSTEM_KEY, log
from gongkai.people.models import LogEntry
from gongkai.seals import coverage, marks
from gongkai.seals.ledger import HEAD
from gongkai.seals.verifying import Fault

VERB = "seals.anchored"


def totals(connection: BaseDatabaseWrapper = default) -> dict[str, str]:
    """``turn:digest`` of every sealed table that holds or held anything; to be kept outside as well (`gongkai audit heads`)."""
    by_code: defaultdict[int, list[tuple[int, bytes]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "table", turn, seal FROM {HEAD} ORDER BY "table", part')
        for code, turn, seal in cursor.fetchall():
            by_code[code].append((turn, bytes(seal)))
    return {
        table: f"{sum(turn for turn, _ in heads)}:{hashlib.sha256(b''.join(seal for _, seal in heads)).hexdigest()[:32]}"
        for table in sorted(coverage.tables())
        if (heads := by_code.get(marks.code(table)))
    }


def anchor() -> int:
    """Write the note of the day, if there is none; 1 where one was written."""
    last = _last()
    if last is not None and timezone.localdate(last.at) >= clock.today():
        return 0
    if not (found := totals()):
        return 0
    log(VERB, None, by=None, agency=None, heads=found)
    return 1


def _last() -> LogEntry | None:
    return LogEntry.objects.filter(chain_id=SYSTEM_KEY, verb=VERB).order_by("-sequence").first()


def check(connection: BaseDatabaseWrapper = default) -> Iterator[Fault]:
    """Tables that stand before the last note of the day."""
    last = _last()
    if last is None:
        return
    now = totals(connection)
    for table, noted in sorted(last.data["heads"].items()):
        if table not in coverage.tables():
            continue
        turn, _, digest = now.get(table, "0:").partition(":")
        then, _, was = noted.partition(":")
        if int(turn) < int(then) or (turn == then and digest != was):
            name = coverage.tables()[table]._meta.label
            yield Fault(
                table,
                0,
                say("{name} 被整个换回了{at:%Y-%m-%d %H:%M}以前的状态。", name=name, at=timezone.localtime(last.at)),
            )
