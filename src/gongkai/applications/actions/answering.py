"""What the check of what leaves the house finds, answered with a reason that is kept: while the letter is a draft, so that whoever
approves reads every reason."""

from __future__ import annotations

from collections.abc import Collection

from gongkai.applications import outgoing
from gongkai.applications.actions.moving import moving
from gongkai.applications.models import Letter, LetterAnswer
from gongkai.disclosures.checks import Severity
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account


class NothingToAnswer(GongkaiError):
    """What should be answered is not found any more."""

    def __init__(self) -> None:
        super().__init__(say("这一处已经不在检查结果里，没有改动。请看最新的检查结果。"))


def answer_findings(
    letter: Letter, fingerprints: str | Collection[str], reason: str, *, by: Account
) -> list[LetterAnswer]:
    """Answer for findings with one reason. Raises `NothingToAnswer`, and GongkaiError for what no reason can answer."""
    wanted = {fingerprints} if isinstance(fingerprints, str) else set(fingerprints)
    reason = " ".join(reason.split())[:200]
    if not reason:
        raise GongkaiError(say("请写明为什么可以保留，理由会留存，审批的人看得到。"))
    with moving(letter.application, "edit_letter", "letter.answered", by=by) as step:
        held = _draft(letter)
        held.application = step.case
        found = {each.fingerprint: each for each in outgoing.findings(held) if each.fingerprint in wanted}
        if not found:
            raise NothingToAnswer
        if not all(each.answerable for each in found.values()):
            raise GongkaiError(say("这一处不能用理由代替：原件、没有核验通过的副本不能发出。请换上核验通过的副本。"))
        made = [
            LetterAnswer(
                letter=held,
                fingerprint=mark,
                kind=each.code[:32],
                shown=each.shown[:200],
                reason=reason,
                by=by,
                at=clock.now(),
            )
            for mark, each in found.items()
            if each.severity is Severity.MUST and not each.reason
        ]
        LetterAnswer.objects.bulk_create(made)
        step.data = {
            "letter": held.pk,
            "count": len(made),
            "kinds": sorted({row.kind for row in made}),
            "reason": reason,
        }
    return made


def take_back_answer(letter: Letter, fingerprint: str, *, by: Account) -> None:
    """Let a finding stand open again."""
    with moving(letter.application, "edit_letter", "letter.answer_taken_back", by=by) as step:
        held = _draft(letter)
        if not held.answers.filter(fingerprint=fingerprint, taken_back_at=None).update(taken_back_at=clock.now()):
            raise NothingToAnswer
        step.data = {"letter": held.pk}


def _draft(letter: Letter) -> Letter:
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.state != Letter.State.DRAFT:
        raise GongkaiError(say("送审以后不能再改检查结果的说明：审批的人看到的要与定下的一致。请先撤回文书。"))
    return held
