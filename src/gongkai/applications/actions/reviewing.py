"""审批: approve or return what is exactly before one's eyes."""

from __future__ import annotations

from collections.abc import Mapping

from gongkai import letters
from gongkai.applications import letter_facts, outgoing, taught
from gongkai.applications.actions import issuing
from gongkai.applications.actions.drafting import digest_of, drop_passes
from gongkai.applications.actions.handling import check_extension
from gongkai.applications.actions.moving import ChangedMeanwhile, moving
from gongkai.applications.actions.passing import pass_checks
from gongkai.applications.models import Letter, Review, Stage
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account, Role
from gongkai.people.rules import PERMISSIONS, NotAllowed, standings


class OwnWork(GongkaiError):
    """Four eyes: the author of a letter does not approve it, nor does one person take two steps."""

    def __init__(self) -> None:
        super().__init__(
            say("起草人不能审批自己起草的文书，同一个人也不能连审两步。请由其他人审批，或者由领导指定代行。")
        )


def review(
    waiting: Review,
    *,
    approve: bool,
    comment: str = "",
    digest: str,
    by: Account,
    passes: Mapping[int, str] | None = None,
) -> None:
    """Approve or return one step. ``digest``: of what the person had before them; if text or files have changed since,
    nothing is approved. The last approval takes number and date. Returning needs a reason. ``passes``: by key of a rule from a lesson,
    why it may be let pass on this text. Raises `gongkai.applications.taught.NotPassed`."""
    with moving(waiting.letter.application, "review", "letter.reviewed", by=by) as step:
        letter = Letter.objects.select_for_update().get(pk=waiting.letter_id)
        letter.application = step.case
        held = Review.objects.select_for_update().get(pk=waiting.pk)
        acting_for = _may_review(held, letter, by)
        if held.voided_at is not None or held.verdict or letter.state != Letter.State.REVIEWING:
            raise ChangedMeanwhile(step.case)
        if digest != letter.digest or held.digest != letter.digest or digest_of(letter) != letter.digest:
            raise ChangedMeanwhile(step.case)
        if not approve and not comment.strip():
            raise GongkaiError(say("退回请写一句理由，起草人才知道改什么。"))
        held.by, held.at, held.comment, held.acting_for = by, clock.now(), comment.strip(), acting_for
        held.verdict = Review.Verdict.APPROVED if approve else Review.Verdict.RETURNED
        if approve:
            pass_checks(letter, passes or {}, by=by)
        held.seen = seen(letter)
        held.save()
        step.data = {"letter": letter.pk, "step": held.step, "verdict": held.verdict, "digest": digest}
        if held.comment:
            step.data["comment"] = held.comment
        if acting_for:
            step.data["acting_for"] = acting_for
        if not approve:
            void_reviews_after(letter, held)
            letter.state = Letter.State.DRAFT
            letter.save(update_fields=["state"])
            if letter.substantive:
                step.stage = Stage.DRAFTING
            return
        if letter.code == "P5":
            # The head may look at it on the last day or the day after: too late is refused here, too.
            check_extension(step.case, step.case.extension.days)
        outgoing.require(letter)
        remaining = letter.reviews.filter(revision=letter.revision, verdict="", voided_at=None).exists()
        if not remaining:
            issuing.finish(step, letter, by=by)


def lines_of(letter: Letter) -> list[str]:
    """The text of a letter line by line, as `seen` keeps it."""
    return letters.Draft.from_data(letter.body).text.split("\n")


def seen(letter: Letter) -> dict[str, list[object]]:
    """What stood before the person: text, files, and why what was found may stand."""
    files = letter_facts.enclosed_in(letter.pk)
    answers = letter.answers.filter(taken_back_at=None).values_list("shown", "reason")
    said = taught.words_on(letter).select_related("check_row__lesson")
    return {
        "lines": list(lines_of(letter)),
        "files": [[file.name, file.file.sha256] for file in files],
        "answers": [list(row) for row in answers],
        "checks": [[word.kind, word.check_row.rule.says, word.text] for word in said],
    }


def void_reviews_after(letter: Letter, returned: Review) -> None:
    """A return ends the round: what was approved before it counts no more, and what was waiting is not asked."""
    letter.reviews.filter(voided_at=None).exclude(pk=returned.pk).update(
        voided_at=clock.now(), voided_why=say("已被退回")
    )
    drop_passes(letter)
    Review.objects.filter(pk=returned.pk).update(voided_at=clock.now(), voided_why=say("已退回"))
    letter.revision += 1
    letter.save(update_fields=["revision"])


def _may_review(held: Review, letter: Letter, by: Account) -> str:
    """The name of the person stood in for, "" in one's own right. Raises `NotAllowed`, `OwnWork`, or for a step before its turn."""
    here = [s for s in standings(by) if s.agency_id == letter.agency_id and s.role == Role(held.role)]
    if not here:
        raise NotAllowed(PERMISSIONS["applications.approve"])
    steps = letter.reviews.filter(revision=letter.revision, voided_at=None)
    if by.pk in (letter.author_id, held.author_id) or steps.filter(by=by).exists():
        raise OwnWork
    if steps.filter(step__lt=held.step, verdict="").exists():
        raise GongkaiError(say("前一步还没有审批，请等前一步完成。"))
    return "" if any(not s.acting_for for s in here) else here[0].acting_for
