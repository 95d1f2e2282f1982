"""What becomes of a batch that is not taken: put away, or taken up again where the work in the background stood still."""

from __future__ import annotations

from datetime import timedelta

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers.actions.moving import moving
from gongkai.ledgers.models import Batch, Line
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

STILL = timedelta(minutes=3)
"""After so long without a sign the work in the background may be taken up again by hand."""
KEPT = timedelta(days=90)
"""So long the rows of a file are kept that were not taken: they hold names and telephones."""


def discard(batch: Batch, *, by: Account, version: int | None = None) -> None:
    """Put a file away: its rows are deleted. What was taken from it stays."""
    states = (Batch.State.MAPPING, Batch.State.CHECKED, Batch.State.TAKEN)
    with moving(batch, "ledger.discarded", *states, by=by, version=version) as held:
        held.lines.all().delete()
        held.asks = []
        if held.state != Batch.State.TAKEN:
            held.state = Batch.State.DISCARDED


def resume(batch: Batch, *, by: Account) -> None:
    """Ask for the work in the background again. Raises GongkaiError while it moves."""
    from gongkai.ledgers import tasks

    if batch.beat_at is not None and clock.now() - batch.beat_at < STILL:
        raise GongkaiError(say("后台正在办理，请稍候。"))
    with moving(batch, "ledger.resumed", Batch.State.CHECKING, Batch.State.TAKING, Batch.State.UNDOING, by=by) as held:
        state = held.state
    if state == Batch.State.CHECKING:
        tasks.check.enqueue(batch.pk)
    else:
        (tasks.take if state == Batch.State.TAKING else tasks.undo).enqueue(batch.pk, by.pk)


def forget() -> int:
    """Delete the rows that were not taken within `KEPT`; how many files were put away. Run once a day."""
    old = Batch.objects.filter(at__lt=clock.now() - KEPT).filter(
        state__in=(Batch.State.MAPPING, Batch.State.CHECKED, Batch.State.TAKEN)
    )
    n = 0
    for batch in old.select_related("agency"):
        gone = Line.objects.filter(batch=batch).delete()[0]
        if not gone:
            continue
        n += 1
        if batch.state != Batch.State.TAKEN:
            Batch.objects.filter(pk=batch.pk).update(state=Batch.State.DISCARDED, asks=[])
        log("ledger.discarded", batch, by=None, agency=batch.agency, file=batch.name, rows=gone)
    return n
