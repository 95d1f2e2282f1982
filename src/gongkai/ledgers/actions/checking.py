"""检查: every row read by what people said, its faults kept beside it. Nothing enters a register."""

from __future__ import annotations

from django.db import transaction

from gongkai.ledgers.actions.receiving import asks_in
from gongkai.ledgers.applications import checking as applications
from gongkai.ledgers.disputes import checking as disputes
from gongkai.ledgers.models import Batch, Books, Line
from gongkai.people import clock

CHECKS = {Books.APPLICATIONS: applications.Checking, Books.DISPUTES: disputes.Checking}
"""By kind of ledger: what marks its rows."""
CHUNK = 500
"""Rows that one transaction works on: others write to the database in between, and the page shows how far it has come."""


def run(pk: int) -> None:
    """Check all rows of a batch. Begun anew where it was broken off: it changes nothing but the marks of the rows."""
    batch = Batch.objects.select_related("agency").get(pk=pk)
    if batch.state != Batch.State.CHECKING:
        return
    version, check = batch.version, CHECKS[Books(batch.ledger)](batch)
    done = 0
    rows = batch.lines.exclude(state=Line.State.TAKEN)
    last = -1
    while lines := list(rows.filter(order__gt=last)[:CHUNK]):
        last = lines[-1].order
        check.mark(lines)
        done += len(lines)
        with transaction.atomic():
            now = Batch.objects.select_for_update().get(pk=pk)
            if now.state != Batch.State.CHECKING or now.version != version:
                return  # settled anew meanwhile: the next run checks by that
            Line.objects.bulk_update(lines, ["state", "faults", "notes"], batch_size=250)
            Batch.objects.filter(pk=pk).update(done=done, beat_at=clock.now())
    asks = asks_in(batch, rows.iterator(chunk_size=1000))
    Batch.objects.filter(pk=pk, state=Batch.State.CHECKING, version=version).update(
        state=Batch.State.CHECKED, asks=asks, version=version + 1, beat_at=clock.now()
    )
