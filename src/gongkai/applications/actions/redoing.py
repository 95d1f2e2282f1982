"""重新办理: an answer was annulled or ordered, so the same application is decided again. Its first answer stays what it was."""

from __future__ import annotations

from datetime import date

from gongkai.applications.actions.drafting import void_letter
from gongkai.applications.actions.moving import moving
from gongkai.applications.models import Application, Letter, Redo, Round, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account


def redo_of(application: Application) -> Redo | None:
    """The task to decide it again that is open."""
    return application.redoing if application.redoing_id is not None else None


def begin_redo(round: Round, *, start: date, days: int | None = None, by: Account) -> Redo | None:
    """Open the task; None where the case names no application, or one that is not answered (it is decided anyway).

    ``start``: the day its period is counted from; ``days``: working days that the decision names.
    """
    application = round.case.application
    if application is None:
        return None
    # The lock of the case, before its stage is looked at: an answer may be going out this moment.
    if Application.objects.select_for_update().get(pk=application.pk).stage != Stage.CLOSED:
        return None
    application.refresh_from_db()
    with moving(application, "redo", "application.redo_begun", by=by) as step:
        redo = Redo.objects.create(
            application=step.case, round=round, start=start, days=days, answer_due_on=step.case.due_on
        )
        step.case.redoing = redo
        step.data = {"round": round.number, "start": start, "days": days}
    return redo


def call_off_redo(redo: Redo, *, why: str, by: Account) -> None:
    """Close the task without a new answer: the judgment was appealed against, or no new answer is asked for. What is drafted is
    given up."""
    if not why.strip():
        raise GongkaiError(say("请写明不再重新办理的原因。"))
    with moving(redo.application, "call_off_redo", "application.redo_called_off", by=by) as step:
        held = Redo.objects.select_for_update().get(pk=redo.pk)
        if not held.is_open:
            raise GongkaiError(say("这一次重新办理已经结束，请刷新页面查看。"))
        for letter in step.case.letters.exclude(state__in=(Letter.State.CANCELLED, Letter.State.ISSUED)):
            void_letter(letter, why.strip())
        held.called_off_on, held.called_off_why = clock.today(), why.strip()[:200]
        held.save(update_fields=["called_off_on", "called_off_why"])
        _first_decision_again(step.case, held)
        step.case.redoing = None
        step.data = {"why": why.strip()}
    redo.refresh_from_db()


def _first_decision_again(case: Application, redo: Redo) -> None:
    """The decision that was in force before the task is in force again."""
    later = case.decisions.filter(replaced_at=None, made_at__gte=clock.moment(redo.start)).last()
    before = case.decisions.filter(replaced_at__isnull=False, outcome=case.outcome).order_by("-pk").first()
    if later is not None and before is not None and later.pk > before.pk:
        later.replaced_at = clock.now()
        later.save(update_fields=["replaced_at"])
        before.replaced_at = None
        before.save(update_fields=["replaced_at"])


def finish_redo(case: Application, letter: Letter, outcome: str, on: date) -> None:
    """The new answer is out. Runs under the lock of the case, in the action that lets it out."""
    redo = case.redoing
    assert redo is not None
    redo.outcome, redo.letter, redo.done_on = outcome, letter, on
    redo.save(update_fields=["outcome", "letter", "done_on"])
    case.redoing = None


def reopen_redo(case: Application, letter: Letter) -> bool:
    """The new answer came back: the task is open again. False where ``letter`` is no answer of one.

    Raises GongkaiError where the first answer of a case that was handled again comes back: its day is part of published figures.
    """
    redo = Redo.objects.select_for_update().filter(letter=letter).first()
    if redo is None:
        if letter.substantive and Redo.objects.filter(application=case, called_off_on=None).exists():
            raise GongkaiError(say("这一件已经按复议决定、判决重新办理，原来的答复书不能再登记未送达。"))
        return False
    redo.outcome, redo.letter, redo.done_on = "", None, None
    redo.save(update_fields=["outcome", "letter", "done_on"])
    case.redoing = redo
    return True
