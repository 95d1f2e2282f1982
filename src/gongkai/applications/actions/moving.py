"""How every action on an application runs: one transaction, the row locked, the move checked, the change logged."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import Exists, OuterRef

from gongkai.applications import clocks, rules, stages
from gongkai.applications.models import Application, Consultation, Stage
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
    """An application under its lock. ``case``: the fresh row; ``data``: what the log entry will hold besides; ``afterwards``: what
    the move brings about, to be logged behind it."""

    def __init__(self, case: Application, move: stages.Move) -> None:
        self.case = case
        self.move = move
        self.stage: Stage | None = move.to
        self.data: dict[str, object] = {}
        self.afterwards: list[Callable[[], object]] = []


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
        if "agency" in application._state.fields_cache:
            case.agency = application.agency
        found = _values(case)
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
        case.save(update_fields=[name for name, value in _values(case).items() if value != found[name]])
        if case.stage != before:
            step.data = {"stage": str(case.stage), **step.data}
        log(verb, case, by=by, agency=case.agency, actor=actor, **step.data)
        for each in step.afterwards:
            each()
    application.__dict__.update(
        {key: value for key, value in case.__dict__.items() if not key.startswith("_prefetched")}
    )
    _forget(application)


def _values(case: Application) -> dict[str, object]:
    """What the row holds, by field. Only what an action has changed is written; none changes a list in place."""
    return {field.attname: case.__dict__[field.attname] for field in Application._meta.concrete_fields}


_PARTS = ("correction", "extension", "delay", "fee", "reasons_call")


def fresh(case: Application) -> Application:
    """``case`` without what it has kept of its parts, so that the next look reads them anew. One look tells which parts there
    are at all; most cases have none of them."""
    _forget(case)
    asked = Exists(Consultation.objects.filter(application=OuterRef("pk")))
    *parts, consulted = Application.objects.values_list(*_PARTS, asked).get(pk=case.pk)
    case._state.fields_cache.update({name: None for name, part in zip(_PARTS, parts, strict=True) if part is None})
    if not consulted:
        case.__dict__["_prefetched_objects_cache"] = {"consultations": Consultation.objects.none()}
    return case


def _forget(case: Application) -> None:
    for name in _PARTS:
        case._state.fields_cache.pop(name, None)
    case.__dict__.pop("_prefetched_objects_cache", None)
