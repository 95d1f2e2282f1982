"""用印: a sealed copy of an approved letter is taken, accepted by somebody who has looked at what differs, or taken back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict

from gongkai.applications import case_files, stamped
from gongkai.applications.actions.moving import Moving, moving
from gongkai.applications.models import CaseFile, Letter, StampedCopy
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.language import say
from gongkai.letters.comparing import Outcome
from gongkai.people import clock
from gongkai.people.models import Account


def stamp(letter: Letter, looked: stamped.Looked, *, way: str, by: Account, version: int | None = None) -> StampedCopy:
    """Take a sealed copy that `stamped.look` has read. One that says just what was approved, with nothing hidden in it, is accepted by
    that; any other waits for `accept_stamped`. It takes the place of an earlier one."""
    with moving(letter.application, _move(letter), "letter.stamped", by=by, version=version) as step:
        held = _approved(step, letter)
        StampedCopy.objects.filter(letter=held, withdrawn_at=None).update(withdrawn_at=clock.now())
        upload = Upload(say("{letter}（盖章）", letter=held.number) + ".pdf", looked.pdf)
        sound = looked.comparison.outcome is Outcome.SAME and not looked.hidden
        made = StampedCopy.objects.create(
            letter=held,
            file=case_files.add(step.case, upload, CaseFile.Purpose.SIGNED, by=by),
            way=StampedCopy.Way(way),
            digest=held.digest,
            number=held.number,
            dated=held.dated,
            outcome=str(looked.comparison.outcome),
            share=looked.comparison.share,
            differences=[asdict(each) for each in looked.comparison.differences],
            hidden=list(looked.hidden),
            added_at=clock.now(),
            added_by=by,
            accepted_at=clock.now() if sound else None,
            accepted_by=by if sound else None,
        )
        step.data = {
            "letter": held.pk,
            "way": made.way,
            "outcome": made.outcome,
            "share": round(made.share, 4),
            "sha256": made.file.file.sha256,
        }
    return made


def accept_stamped(copy: StampedCopy, *, answer: str, by: Account) -> None:
    """Say why what differs may stand (a seal covers a word, a reader slipped), having looked at each place."""
    if not answer.strip():
        raise GongkaiError(say("请写明核对的情况，例如“印章遮住了落款日期，已与原件核对一致”。"))
    with _held(copy, "letter.stamp_accepted", by) as (step, held):
        if held.accepted_at is not None:
            raise GongkaiError(say("这份盖章件已经核对过了，不用重复。"))
        held.answer, held.accepted_at, held.accepted_by = answer.strip()[:200], clock.now(), by
        held.save(update_fields=["answer", "accepted_at", "accepted_by"])
        step.data = {"letter": held.letter_id, "answer": held.answer, "differences": len(held.differences)}


def withdraw_stamped(copy: StampedCopy, *, by: Account) -> None:
    """Take a sealed copy back before the letter is out; the file stays in the case."""
    with _held(copy, "letter.stamp_withdrawn", by) as (step, held):
        held.withdrawn_at = clock.now()
        held.save(update_fields=["withdrawn_at"])
        step.data = {"letter": held.letter_id}


@contextmanager
def _held(copy: StampedCopy, verb: str, by: Account) -> Iterator[tuple[Moving, StampedCopy]]:
    """A sealed copy under its lock, within a move on its case."""
    with moving(copy.letter.application, _move(copy.letter), verb, by=by) as step:
        _approved(step, copy.letter)
        held = StampedCopy.objects.select_for_update().get(pk=copy.pk)
        if held.withdrawn_at is not None:
            raise GongkaiError(say("这份盖章件已经撤下，或者换了新的。请刷新页面查看。"))
        yield step, held
    copy.refresh_from_db()


def _move(letter: Letter) -> str:
    """The move within which the letter is sealed: it goes out by the same. Said before the move is tried, for what keeps a letter from
    being sealed is its own state."""
    _require_approved(Letter.objects.get(pk=letter.pk))
    return "serve" if letter.substantive else "issue"


def _approved(step: Moving, letter: Letter) -> Letter:
    """The letter under its lock; the case stays where it is. Raises GongkaiError where it is not approved or is out."""
    step.stage = None
    held = Letter.objects.select_for_update().get(pk=letter.pk)
    _require_approved(held)
    return held


def _require_approved(letter: Letter) -> None:
    if letter.state != Letter.State.APPROVED:
        raise GongkaiError(say("{letter}还没有批准，或者已经发出，不能用印。请刷新页面查看。", letter=letter))
