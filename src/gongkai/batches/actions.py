"""Preview, begin, carry on, take back."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, Letter
from gongkai.batches.doing import KINDS
from gongkai.batches.models import Batch, BatchRow
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock, rules
from gongkai.people.journal import log
from gongkai.people.models import Account

MOST = 500
"""Cases of one batch."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether it can be done to a case, and in words why not. ``version``: of the page it was picked on."""

    case: Application
    version: int
    can: bool
    why: str


class _Tried(Exception):
    """Rolls a trial back."""


def preview(
    agency: Agency, kind: str, picked: Mapping[int, int], values: Mapping[str, Any], *, by: Account
) -> list[Verdict]:
    """What would become of each of ``picked`` (key to the version it was seen in). The action itself is tried and rolled back, so
    that the answer is the one that the press will give. Changes nothing."""
    rules.require(by, KINDS[Batch.Kind(kind)].permission, agency.pk)
    found = []
    for case in _cases(agency, picked):
        why = _refusal(case, kind, values, by, picked[case.pk])
        found.append(
            Verdict(Application.objects.select_related("section").get(pk=case.pk), picked[case.pk], not why, why)
        )
    return found


def _cases(agency: Agency, picked: Mapping[int, int]) -> Sequence[Application]:
    if len(picked) > MOST:
        raise GongkaiError(say("一次最多办{most}件，选了{n}件。请分几次办。", most=MOST, n=len(picked)))
    return list(Application.objects.filter(agency=agency, pk__in=picked).select_related("agency").order_by("pk"))


def _refusal(case: Application, kind: str, values: Mapping[str, Any], by: Account, version: int) -> str:
    try:
        with transaction.atomic():
            KINDS[Batch.Kind(kind)].do(case, values, by, version)
            raise _Tried
    except _Tried:
        return ""
    except GongkaiError as error:
        return str(error)


@transaction.atomic
def begin(agency: Agency, kind: str, picked: Mapping[int, int], values: Mapping[str, Any], *, by: Account) -> Batch:
    """A batch with its rows waiting; `carry_on` works on them."""
    rules.require(by, KINDS[Batch.Kind(kind)].permission, agency.pk)
    cases = _cases(agency, picked)
    if not cases:
        raise GongkaiError(say("没有选中申请。请回到列表勾选。"))
    batch = Batch.objects.create(agency=agency, kind=kind, values=dict(values), by=by, begun_at=clock.now())
    BatchRow.objects.bulk_create(BatchRow(batch=batch, application=case, seen=picked[case.pk]) for case in cases)
    log(
        "batch.begun",
        batch,
        by=by,
        agency=agency,
        kind=str(kind),
        count=len(cases),
        cases=[case.number for case in cases],
    )
    return batch


def carry_on(batch: Batch, *, seconds: float | None = None) -> bool:
    """Work on the rows that wait, each in a transaction of its own, until none is left or for so many seconds; whether it is done.
    May be stopped anywhere and called again, by several at once."""
    until = None if seconds is None else time.monotonic() + seconds
    while _next(batch):
        if until is not None and time.monotonic() >= until:
            break
    batch.refresh_from_db()
    return batch.ended_at is not None


def _next(batch: Batch) -> bool:
    """One row; whether there may be more."""
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).select_related("agency", "by").get(pk=batch.pk)
        if held.ended_at is not None:
            return False
        row = held.rows.filter(state=BatchRow.State.WAITING).select_related("application__agency").first()
        if row is None:
            held.ended_at = clock.now()
            held.save(update_fields=["ended_at"])
            done = held.rows.filter(state=BatchRow.State.DONE).count()
            log("batch.ended", held, by=held.by, agency=held.agency, done=done, refused=held.rows.count() - done)
            return False
        _work(row, held)
    return True


def _work(row: BatchRow, batch: Batch) -> None:
    kind = KINDS[Batch.Kind(batch.kind)]
    case = row.application
    try:
        with transaction.atomic():
            row.before = kind.before(Application.objects.get(pk=case.pk))
            row.letter = kind.do(case, batch.values, batch.by, row.seen)
    except GongkaiError as error:
        row.before, row.letter = {}, None
        row.state, row.why = BatchRow.State.REFUSED, str(error)
    else:
        row.state, row.left = BatchRow.State.DONE, Application.objects.values_list("version", flat=True).get(pk=case.pk)
    row.save()


def gone_out(batch: Batch) -> list[BatchRow]:
    """The rows of which a letter has been issued or served: from then on the batch cannot be taken back."""
    found = batch.rows.filter(letter__state=Letter.State.ISSUED) | batch.rows.filter(letter__services__isnull=False)
    return list(found.select_related("application").distinct())


@transaction.atomic
def undo(batch: Batch, *, by: Account) -> tuple[int, int]:
    """Take the whole batch back, as long as nothing of it has gone out; (taken back, kept). A case that somebody has worked on since is
    kept as it is and says so. Raises GongkaiError where a letter is out, where it is not finished or was taken back before."""
    held = Batch.objects.select_for_update(of=("self",)).select_related("agency").get(pk=batch.pk)
    kind = KINDS[Batch.Kind(held.kind)]
    rules.require(by, kind.permission, held.agency_id)
    if held.undone_at is not None:
        raise GongkaiError(say("这一批已经撤回过。"))
    if held.ended_at is None:
        raise GongkaiError(say("这一批还没有办完，请办完再撤回。"))
    rows = list(held.rows.filter(state=BatchRow.State.DONE).select_related("application__agency", "letter"))
    # The cases under their locks first: a letter that is just going out waits, or is seen as gone.
    versions = dict(
        Application.objects.select_for_update()
        .filter(pk__in=[row.application_id for row in rows])
        .order_by("pk")
        .values_list("pk", "version")
    )
    if out := gone_out(held):
        numbers = "、".join(row.application.number for row in out[:5])
        raise GongkaiError(say("{numbers}的文书已经发出，这一批不能再撤回。需要改的请逐件办理。", numbers=numbers))
    for row in rows:
        _take_back(row, by, changed=versions[row.application_id] != row.left)
    held.undone_by, held.undone_at = by, clock.now()
    held.save(update_fields=["undone_by", "undone_at"])
    back = sum(row.state == BatchRow.State.UNDONE for row in rows)
    log("batch.undone", held, by=by, agency=held.agency, undone=back, kept=len(rows) - back)
    batch.refresh_from_db()
    return back, len(rows) - back


def _take_back(row: BatchRow, by: Account, *, changed: bool) -> None:
    kind = KINDS[Batch.Kind(row.batch.kind)]
    if changed:
        row.state, row.why = BatchRow.State.KEPT, say("办过以后又有人办理过，保持现在的样子。")
    else:
        try:
            with transaction.atomic():
                kind.undo(row, by)
            row.state = BatchRow.State.UNDONE
        except GongkaiError as error:
            row.state, row.why = BatchRow.State.KEPT, str(error)
    row.save(update_fields=["state", "why"])
