"""撤销: everything a file brought is taken out again, as long as nothing was done since on its cases."""

from __future__ import annotations

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.deletion import ProtectedError

from gongkai.applications.models import (
    Applicant,
    Application,
    Consultation,
    Correction,
    Extension,
    FeeNotice,
    RemedyCase,
    Round,
    Series,
)
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import planning, rules
from gongkai.ledgers.actions.moving import moving
from gongkai.ledgers.models import Batch, Imported, Line
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require
from gongkai.reporting.models import Frozen

OWN = (Correction, Extension, Consultation, FeeNotice)
"""What an import makes beside a case."""
_AT_ONCE = 400


class DoneSince(GongkaiError):
    """Something was done on cases of the import. ``numbers``: which."""

    def __init__(self, numbers: list[str]) -> None:
        shown = "、".join(numbers[:5])
        more = say("等{n}件", n=len(numbers)) if len(numbers) > 5 else ""
        super().__init__(
            say("{shown}{more}导入以后又办理过，不能整批撤销。请在这些申请上逐件更正。", shown=shown, more=more)
        )
        self.numbers = numbers


def moved(batch: Batch) -> QuerySet[Application]:
    """The cases of a batch on which something was done since: a step, a letter, a file, a dispute; anything that hangs on them and
    that the import did not make."""
    since = Q(version__gt=1)
    for relation in Application._meta.related_objects:
        if relation.related_model in (*OWN, Imported) or relation.on_delete is models.CASCADE:
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{name: OuterRef("pk")})
        if relation.related_model is RemedyCase:
            rows = rows.exclude(imported__batch=batch, version=1)
        since |= Exists(rows)
    return Application.objects.filter(since, imported__batch=batch).order_by("pk")


def require_untouched(batch: Batch) -> None:
    """Raise `DoneSince`, or GongkaiError for a report that was approved over the cases of the batch."""
    numbers = list(moved(batch).values_list("number", flat=True))
    if numbers:
        raise DoneSince(numbers)
    own = set(batch.imported.values_list("application", flat=True))
    for frozen in Frozen.objects.filter(draft__agency=batch.agency).select_related("draft"):
        counted = frozen.body["records"].get("applications", {})
        if any(not own.isdisjoint(keys) for keys in counted.values()):
            raise GongkaiError(
                say("{year}年年报已经按这些申请定稿，不能整批撤销。请在有误的申请上逐件更正。", year=frozen.draft.year)
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
        _stopped(pk, say("有的申请上已有后续的登记，没有撤销。请逐件更正。"))
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
    # Nobody may act on one of the cases between the look and the end.
    cases = list(
        Application.objects.select_for_update(of=("self",))
        .filter(imported__batch=batch)
        .values_list("pk", "applicant", "year")
    )
    require_untouched(batch)
    keys = [case for case, _, _ in cases]
    remedies = list(batch.imported.exclude(remedy=None).values_list("remedy", flat=True))
    batch.imported.all()._raw_delete("default")
    for at in range(0, len(keys), _AT_ONCE):
        some = keys[at : at + _AT_ONCE]
        for model in OWN:
            model.objects.filter(application__in=some).delete()
    for at in range(0, len(remedies), _AT_ONCE):
        Round.objects.filter(case__in=remedies[at : at + _AT_ONCE]).delete()
        RemedyCase.objects.filter(pk__in=remedies[at : at + _AT_ONCE]).delete()
    for at in range(0, len(keys), _AT_ONCE):
        Application.objects.filter(pk__in=keys[at : at + _AT_ONCE]).delete()
    applicants = sorted({applicant for _, applicant, _ in cases})
    for at in range(0, len(applicants), _AT_ONCE):
        Applicant.objects.filter(pk__in=applicants[at : at + _AT_ONCE], applications=None).delete()
    _give_back(batch, {year for _, _, year in cases})
    batch.lines.filter(state=Line.State.TAKEN).update(state=Line.State.CLEAN)
    batch.state, batch.done = Batch.State.CHECKED, 0
    batch.undone_at, batch.undone_by = clock.now(), by
    batch.version += 1
    batch.save()
    log("ledger.undone", batch, by=by, agency=batch.agency, file=batch.name, rows=len(keys), digest=batch.digest)


def _give_back(batch: Batch, years: set[int]) -> None:
    """The run of numbers of imported cases goes back to what is left of them."""
    for year in years:
        left = Application.objects.filter(agency=batch.agency, year=year, serial__gt=planning.FIRST_SERIAL)
        last = left.aggregate(last=models.Max("serial"))["last"]
        run = Series.objects.filter(agency=batch.agency, key=planning.SERIES, year=year)
        if last is None:
            run.delete()
        else:
            run.update(last=last - planning.FIRST_SERIAL)
