"""What each kind of batch does to one case, and how it is taken back. The doing is the action that the case's own page calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from gongkai.agencies.models import Section
from gongkai.applications import actions
from gongkai.applications.actions.moving import moving
from gongkai.applications.models import Application, Letter
from gongkai.batches.models import Batch, BatchRow
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account

Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """``permission``: what it needs in the whole body. ``do``: case, values, who, version → the letter it made or None. ``before``:
    what undoing needs to know. ``undo``: row, who."""

    permission: str
    do: Callable[[Application, Values, Account, int], Letter | None]
    before: Callable[[Application], dict[str, Any]]
    undo: Callable[[BatchRow, Account], None]


def _assign(case: Application, values: Values, by: Account, version: int) -> None:
    section = Section.objects.filter(pk=values["section"], agency=case.agency_id, active=True).first()
    if section is None:
        raise GongkaiError(say("所选科室不是本机关的科室，或者已经停用。"))
    if case.section_id == section.pk:
        raise GongkaiError(say("已经由{section}承办，不用再指定。", section=section.name))
    actions.assign(case, section=section, by=by, version=version)


def _assigned_before(case: Application) -> dict[str, Any]:
    return {"section": case.section_id, "handler": case.handler_id}


def _unassign(row: BatchRow, by: Account) -> None:
    with moving(row.application, "assign", "application.batch_undone", by=by, version=row.left) as step:
        step.case.section_id, step.case.handler_id = row.before["section"], row.before["handler"]
        step.data = {"batch": row.batch_id, "section": row.before["section"]}


def _extend(case: Application, values: Values, by: Account, version: int) -> Letter:
    return actions.extend(case, days=values["days"], reason=values["reason"], by=by, version=version)


def _unextend(row: BatchRow, by: Account) -> None:
    assert row.letter is not None
    actions.cancel_letter(row.letter, why=say("撤回成批办理的延期"), by=by)


def _close(case: Application, values: Values, by: Account, version: int) -> None:
    _nothing_in_work(case)
    actions.close_without_answer(case, by=by, version=version)


def _merge(case: Application, values: Values, by: Account, version: int) -> None:
    into = Application.objects.filter(agency=case.agency_id, number=values["into"]).select_related("applicant").first()
    if into is None:
        raise GongkaiError(say("没有编号为“{number}”的申请。", number=values["into"]))
    if not into.is_open:
        raise GongkaiError(say("{number}已经办结，不能并入。", number=into.number))
    _nothing_in_work(case)
    actions.close_without_answer(case, merged_into=into, by=by, version=version)


def _nothing_in_work(case: Application) -> None:
    """Closing gives up what is in work, and no undoing brings a letter back: such a case is closed on its own page."""
    held = case.letters.exclude(state__in=(Letter.State.CANCELLED, Letter.State.ISSUED)).first()
    if held is not None:
        raise GongkaiError(say("还有没办完的文书（{letter}），请到这一件里单独结案。", letter=held.get_code_display()))


def _closed_before(case: Application) -> dict[str, Any]:
    return {"stage": case.stage, "outcome": case.outcome}


def _reopen(row: BatchRow, by: Account) -> None:
    with moving(row.application, "reopen", "application.batch_undone", by=by, version=row.left) as step:
        case = step.case
        case.decisions.filter(replaced_at=None).update(replaced_at=clock.now())
        case.outcome, case.decided_on, case.merged_into = row.before["outcome"], None, None
        step.stage = row.before["stage"]
        step.data = {"batch": row.batch_id}


KINDS = {
    Batch.Kind.ASSIGN: Kind("applications.assign", _assign, _assigned_before, _unassign),
    Batch.Kind.EXTEND: Kind("applications.handle", _extend, lambda case: {}, _unextend),
    Batch.Kind.CLOSE: Kind("applications.decide", _close, _closed_before, _reopen),
    Batch.Kind.MERGE: Kind("applications.decide", _merge, _closed_before, _reopen),
}
