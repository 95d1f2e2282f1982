"""What is said to a rule that came from a lesson, on one letter: the drafter answers its question or asks to have it passed; the reviewer
lets it pass with a reason. A drafter never lets anything pass."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai.applications import taught
from gongkai.applications.actions import drafting
from gongkai.applications.actions.moving import moving
from gongkai.applications.models import CheckWord, Letter
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.letters.linting.lessons import Kind, Level, fold
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account

SHORTEST = 4
LONGEST = 300


def _words(text: str) -> str:
    """``text`` in one line. Raises GongkaiError for what says nothing."""
    plain = " ".join(text.split())
    if sum(ch.isalnum() for ch in fold(plain)) < SHORTEST:
        raise GongkaiError(say("请写清楚，至少{n}个字：这些话随文书留存，审批的人和以后查阅的人要看得懂。", n=SHORTEST))
    if len(plain) > LONGEST:
        raise GongkaiError(say("最多{n}个字，现在有{m}个。请写短一些。", n=LONGEST, m=len(plain)))
    return plain


def _draft(letter: Letter) -> Letter:
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    if held.state != Letter.State.DRAFT:
        raise GongkaiError(say("送审以后不能再改对检查的说明：审批的人看到的要与定下的一致。请先撤回文书。"))
    return held


def say_to_check(letter: Letter, check: int, text: str, *, by: Account) -> CheckWord:
    """Answer the question of rule ``check``, or ask the reviewer to let it pass, whichever it wants; what was said before is replaced."""
    plain = _words(text)
    with moving(letter.application, "edit_letter", "letter.check_said", by=by) as step:
        held = _draft(letter)
        held.application = step.case
        row = taught.standing(held).rows.get(check)
        if row is None:
            raise GongkaiError(say("这一条检查已经停止，或者不适用这份文书，没有保存。请看最新的检查结果。"))
        kind = CheckWord.Kind.ANSWER if row.kind == Kind.ANSWERED else CheckWord.Kind.ASK
        if kind == CheckWord.Kind.ASK and row.level != Level.MUST:
            raise GongkaiError(say("这一条只是提示，不拦送审，不用提请放行。"))
        if kind == CheckWord.Kind.ASK and not drafting.chain_of(held):
            raise GongkaiError(say("这份文书不经审批，没有人可以放行。请按检查的要求修改。"))
        if not any(each.check == check for each in drafting.findings_on(held)) and kind == CheckWord.Kind.ASK:
            raise GongkaiError(say("这一条检查已经过了，不用提请放行。"))
        held.check_words.filter(check_row=row, kind=kind, taken_back_at=None).update(taken_back_at=clock.now())
        made = CheckWord.objects.create(letter=held, check_row=row, kind=kind, text=plain, by=by, at=clock.now())
        step.data = {"letter": held.pk, "check": row.pk, "kind": str(kind), "text": plain}
    return made


def take_back_word(letter: Letter, check: int, *, by: Account) -> None:
    """Take back what the drafter said to rule ``check``."""
    with moving(letter.application, "edit_letter", "letter.check_taken_back", by=by) as step:
        held = _draft(letter)
        mine = held.check_words.filter(check_row=check, taken_back_at=None).exclude(kind=CheckWord.Kind.PASS)
        if not mine.update(taken_back_at=clock.now()):
            raise GongkaiError(say("没有可以撤回的说明：可能刚被撤回。请看最新的检查结果。"))
        step.data = {"letter": held.pk, "check": check}


def pass_checks(letter: Letter, reasons: Mapping[int, str], *, by: Account) -> list[CheckWord]:
    """Let the rules that hold up ``letter`` pass, each with its reason, for exactly this text; under the lock of its case, as part of an
    approval. Raises `gongkai.applications.taught.NotPassed` where one is left without a reason."""
    waiting = drafting.held_up_by_rules(letter)
    left = [each for each in waiting if not reasons.get(each.check, "").strip()]
    if left:
        raise taught.NotPassed(letter, left)
    made = []
    for check in dict.fromkeys(each.check for each in waiting):
        letter.check_words.filter(check_row=check, kind=CheckWord.Kind.PASS, taken_back_at=None).update(
            taken_back_at=clock.now()
        )
        word = CheckWord.objects.create(
            letter=letter,
            check_row_id=check,
            kind=CheckWord.Kind.PASS,
            text=_words(reasons[check]),
            digest=letter.digest,
            by=by,
            at=clock.now(),
        )
        made.append(word)
        log(
            "letter.check_passed",
            letter.application,
            by=by,
            agency=letter.agency,
            letter=letter.pk,
            check=check,
            why=word.text,
            digest=letter.digest,
        )
    taught.note_hits(letter, waiting)
    return made
