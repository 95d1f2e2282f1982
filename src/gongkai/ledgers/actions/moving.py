"""How every action on a batch runs: one transaction, the row locked, the person and the state asked, the step logged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import rules
from gongkai.ledgers.models import Batch
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require


class ChangedMeanwhile(GongkaiError):
    """Somebody else acted on the batch after the page was drawn."""

    def __init__(self) -> None:
        super().__init__(say("您打开页面以后，有人办理过这次导入，这一步没有执行。请看过最新的情况再办理。"))


class NotNow(GongkaiError):
    """The batch stands elsewhere."""

    def __init__(self, batch: Batch) -> None:
        super().__init__(
            say(
                "“{name}”现在是“{state}”，这一步没有执行。请刷新页面。",
                name=batch.name,
                state=batch.get_state_display(),
            )
        )


@contextmanager
def moving(
    batch: Batch, verb: str, *states: Batch.State, by: Account, version: int | None = None, **data: object
) -> Iterator[Batch]:
    """Run one step on ``batch`` where it stands in one of ``states``. ``version``: that of the page acted on."""
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)
        require(by, rules.IMPORT.key, held.agency_id)
        if version is not None and version != held.version:
            raise ChangedMeanwhile
        if held.state not in states:
            raise NotNow(held)
        yield held
        held.version += 1
        held.beat_at = clock.now()
        held.save()
        log(verb, held, by=by, agency=held.agency, file=held.name, **data)
    batch.__dict__.update({key: value for key, value in held.__dict__.items() if key != "_state"})
