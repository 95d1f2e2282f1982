"""How every action on an application runs: one transaction, the row locked, the move checked, the change logged."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from gongkai.applications import clocks, rules, stages
from gongkai.applications.models import Application, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.journal import log
from gongkai.people.models import Account

APPLICANT = "申请人"


class ChangedMeanwhile(GongkaiError):
    """Somebody else acted on the case after the page was drawn."""

    def __init__(self, application: Application) -> None:
        super().__init__(
            say(
                "您打开页面以后，{number}已经被别人办理过，这一步没有执行，以免覆盖。请看过最新的情况再办理，您填的内容还在。",
                number=application.number,
            )
        )


class Moving:
    """An application under its lock. ``case``: the fresh row; ``data``: what the log entry will hold besides."""

    def __init__(self, case: Application, move: stages.Move) -> None:
        self.case = case
        self.move = move
        self.stage: Stage | None = move.to
        self.data: dict[str, object] = {}


@contextmanager
def moving(
    application: Application, key: str, verb: str, *, by: Account | None, version: int | None = None, actor: str = ""
) -> Iterator[Moving]:
    """Run one move on ``application``; ``by`` None: the applicant (``actor``) or the system.

    ``version``: that of the page the person acted on. Raises `NotNow`, `NotAllowed`, `ChangedMeanwhile`; then nothing is
    changed. At the end the stage moves, the clock is settled, and ``application`` itself shows the new state.
    """
    with transaction.atomic():
        case = Application.objects.select_for_update().get(pk=application.pk)
        move = stages.MOVES[key]
        if by is not None and move.by:
            rules.require_on(by, move.by, case)
        if version is not None and version != case.version:
            raise ChangedMeanwhile(case)
        stages.check(key, case)
        step = Moving(case, move)
        before = case.stage
        yield step
        if step.stage is not None:
            case.stage = step.stage
        clocks.settle(fresh(case))
        case.version += 1
        case.save()
        if case.stage != before:
            step.data = {"stage": str(case.stage), **step.data}
        log(verb, case, by=by, agency=case.agency, actor=actor, **step.data)
    application.__dict__.update(
        {key: value for key, value in case.__dict__.items() if not key.startswith("_prefetched")}
    )
    _forget(application)


def fresh(case: Application) -> Application:
    """``case`` without what it has kept of its parts, so that the next look reads them anew."""
    _forget(case)
    return case


_PARTS = ("correction", "extension", "delay", "fee", "reasons_call")


def _forget(case: Application) -> None:
    for name in _PARTS:
        case._state.fields_cache.pop(name, None)
    case.__dict__.pop("_prefetched_objects_cache", None)
