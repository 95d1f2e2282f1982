"""撤销: everything that a file brought is taken out again, as long as nothing was done since on its cases."""

from __future__ import annotations

from django.db import transaction
from django.db.models.deletion import ProtectedError

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import rules
from gongkai.ledgers.actions.moving import moving
from gongkai.ledgers.applications import undoing as applications
from gongkai.ledgers.disputes import undoing as disputes
from gongkai.ledgers.models import Batch, Books, Line
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

BROUGHT = {Books.APPLICATIONS: applications, Books.DISPUTES: disputes}
"""By kind of ledger: ``WHAT`` it is called, ``moved``, ``frozen_years``, ``lock`` and ``take_out`` of what a batch brought."""


class DoneSince(GongkaiError):
    """Something was done on cases of the import. ``numbers``: which; ``what``: what they are called."""

    def __init__(self, numbers: list[str], what: str) -> None:
        shown = "、".join(numbers[:5])
        more = say("等{n}件", n=len(numbers)) if len(numbers) > 5 else ""
        super().__init__(
            say(
                "{shown}{more}导入以后又办理过，不能整批撤销。请在这些{what}上逐件更正。",
                shown=shown,
                more=more,
                what=what,
            )
        )
        self.numbers = numbers


def require_untouched(batch: Batch) -> None:
    """Raise `DoneSince`, or GongkaiError for a report that was approved over the cases of the batch."""
    brought = BROUGHT[Books(batch.ledger)]
    numbers = brought.moved(batch)
    if numbers:
        raise DoneSince(numbers, brought.WHAT)
    for year in brought.frozen_years(batch):
        raise GongkaiError(
            say(
                "{year}年年报已经按这些{what}定稿，不能整批撤销。请在有误的{what}上逐件更正。",
                year=year,
                what=brought.WHAT,
            )
        )


def begin_undo(batch: Batch, *, by: Account, version: int | None = None) -> None:
    """Take out everything that a batch brought, in the background. Raises `DoneSince`."""
    from gongkai.ledgers.tasks import undo

    with moving(batch, "ledger.undo_begun", Batch.State.TAKEN, by=by, version=version) as held:
        require_untouched(held)
        held.state, held.trouble = Batch.State.UNDOING, ""
        undo.enqueue(held.pk, by.pk)


def run(pk: int, by_pk: int) -> None:
    """Undo a batch: all of it or nothing. What stands in the way is told on its page."""
    by = Account.objects.get(pk=by_pk)
    try:
        _undo(pk, by)
    except ProtectedError:
        _stopped(pk, say("已有后续的登记，没有撤销。请逐件更正。"))
    except GongkaiError as error:
        _stopped(pk, str(error))


def _stopped(pk: int, why: str) -> None:
    Batch.objects.filter(pk=pk, state=Batch.State.UNDOING).update(state=Batch.State.TAKEN, trouble=why)


@transaction.atomic
def _undo(pk: int, by: Account) -> None:
    batch = Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=pk)
    if batch.state != Batch.State.UNDOING:
        return
    require(by, rules.IMPORT.key, batch.agency_id)
    brought = BROUGHT[Books(batch.ledger)]
    brought.lock(batch)
    require_untouched(batch)
    rows = brought.take_out(batch)
    batch.lines.filter(state=Line.State.TAKEN).update(state=Line.State.CLEAN)
    batch.state, batch.done = Batch.State.CHECKED, 0
    batch.undone_at, batch.undone_by = clock.now(), by
    batch.version += 1
    batch.save()
    log("ledger.undone", batch, by=by, agency=batch.agency, file=batch.name, rows=rows, digest=batch.digest)
