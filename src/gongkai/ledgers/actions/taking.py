"""导入: the clean rows enter the registers in the background: applications some hundred at a time, disputes all together."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import rules
from gongkai.ledgers.actions.moving import moving
from gongkai.ledgers.applications import writing as applications
from gongkai.ledgers.disputes import writing as disputes
from gongkai.ledgers.models import Batch, Books, Line
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

WRITERS = {Books.APPLICATIONS: applications, Books.DISPUTES: disputes}
"""By kind of ledger: ``next_lines(batch, at_most)`` and ``take(batch, lines, by)``."""
CHUNK = 200
"""Rows that one transaction takes."""
TRIES = 3
"""So often rows are looked at anew where somebody entered the same case in the same moment."""


def begin(batch: Batch, *, by: Account, version: int | None = None) -> None:
    """Take the clean rows of a batch. Raises GongkaiError where there is none."""
    from gongkai.ledgers.tasks import take

    with moving(batch, "ledger.taking_begun", Batch.State.CHECKED, by=by, version=version) as held:
        clean = held.lines.filter(state=Line.State.CLEAN).count()
        if not clean:
            raise GongkaiError(say("没有可以导入的行。请先改好有问题的行，再放进来。"))
        held.state, held.done, held.trouble = Batch.State.TAKING, 0, ""
        held.undone_at = held.undone_by = None
        take.enqueue(held.pk, by.pk)


def run(pk: int, by_pk: int) -> None:
    """Take all clean rows of a batch that is being taken. Taken up where it was broken off: a row is taken once."""
    by = Account.objects.get(pk=by_pk)
    tries = TRIES
    while True:
        try:
            if not _chunk(pk, by):
                return
            tries = TRIES
        except IntegrityError:
            tries -= 1
            if not tries:
                raise


@transaction.atomic
def _chunk(pk: int, by: Account) -> bool:
    """Take the next rows; whether there may be more."""
    batch = Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
    if batch.state != Batch.State.TAKING:
        return False
    require(by, rules.IMPORT.key, batch.agency_id)
    writer = WRITERS[Books(batch.ledger)]
    lines = writer.next_lines(batch, CHUNK)
    if not lines:
        _finish(batch, by)
        return False
    taken = writer.take(batch, lines, by)
    Line.objects.bulk_update(lines, ["state", "faults", "notes"])
    batch.done = batch.lines.filter(state=Line.State.TAKEN).count()
    batch.beat_at = clock.now()
    batch.save(update_fields=["done", "beat_at"])
    log("ledger.rows_taken", batch, by=by, agency=batch.agency, rows=taken, first=lines[0].row, last=lines[-1].row)
    return True


def _finish(batch: Batch, by: Account) -> None:
    batch.state, batch.taken_at = Batch.State.TAKEN, clock.now()
    batch.version += 1
    batch.save(update_fields=["state", "taken_at", "version"])
    log("ledger.imported", batch, by=by, agency=batch.agency, file=batch.name, rows=batch.done, digest=batch.digest)
