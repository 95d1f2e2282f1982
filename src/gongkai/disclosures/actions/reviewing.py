"""审核: approve or return exactly what is before one's eyes, with the checklist and, where the step asks for it, the secrecy review."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from gongkai.disclosures import chains, checklists, digests, rules, standing
from gongkai.disclosures.actions import releasing
from gongkai.disclosures.actions.moving import ChangedMeanwhile, NotNow, Working, working_on
from gongkai.disclosures.actions.submitting import back, due_on, require_clean
from gongkai.disclosures.checklists import SecrecyAnswer, Unanswered
from gongkai.disclosures.models import Attribute, Draft, ForcedRelease, Review, SecrecyReview
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.people.rules import PERMISSIONS, NotAllowed

Conclusion = SecrecyReview.Conclusion
REVIEWED = (Draft.Stage.REVIEWING, Draft.Stage.RELEASED)
"""Where a step can be given a verdict: under review, or released by force and reviewed after."""


class OwnWork(GongkaiError):
    """Four eyes: who wrote or changed a draft does not review it, nor does one person take two steps."""

    def __init__(self) -> None:
        super().__init__(
            say("起草、修改过这份稿件的人不能审核，同一个人也不能连审两步。请由其他人审核，或者由负责人指定代行。")
        )


class NotYourTurn(GongkaiError):
    """An earlier step is not through yet."""

    def __init__(self) -> None:
        super().__init__(say("前一步还没有审核，请等前一步完成。"))


class WantedLater(GongkaiError):
    """The person is the only one who can take a later step."""

    def __init__(self) -> None:
        super().__init__(say("后面还有一步只有您能审核，这一步请由别的同事审核，三审才是三个人。"))


def review(
    waiting: Review,
    *,
    approve: bool,
    digest: str,
    by: Account,
    comment: str = "",
    checklist: Collection[str] = (),
    secrecy: SecrecyAnswer | None = None,
) -> None:
    """Approve or return one step. ``digest``: of what the person had before them; where text, fields or files are not that any
    more, nothing is approved. ``checklist``: the keys that are ticked. The checks run again before an approval.

    The last approval makes the draft ready, and releases it at once where no hour is set. Returning needs a reason. A secrecy
    review that is in doubt stops the round until the answer comes; one that says no returns the draft.
    """
    checked = standing.look_again(waiting.draft) if approve else ""
    with working_on(waiting.draft, by=by, permission=None, verb="draft.reviewed", stages=tuple(Draft.Stage)) as step:
        step.writes = False
        draft = step.draft
        held = Review.objects.select_for_update().get(pk=waiting.pk, draft=draft)
        acting_for = may_take(held, draft, by)
        if held.voided_at is not None or held.verdict or draft.stage not in REVIEWED:
            raise ChangedMeanwhile(draft)
        now = digests.digest_of(draft)
        if not digest == held.digest == draft.digest == now:
            raise ChangedMeanwhile(draft)
        if not approve and not comment.strip():
            raise GongkaiError(say("退回请写一句理由，起草人才知道改什么。"))
        if approve:
            require_clean(draft, checked)
            held.checklist = checklists.ticked(held, checklist)
            record = _secrecy(held, draft, secrecy, by, acting_for)
            said = (record.reply or record.conclusion) if record is not None else ""
            if record is not None and said == Conclusion.DOUBT:
                _in_doubt(step, held, record)
                return
            if record is not None and said in (Conclusion.PART, Conclusion.NOT):
                approve, comment = False, _refusal(record)
        held.by, held.at, held.comment, held.acting_for = by, clock.now(), comment.strip(), acting_for
        held.verdict = Review.Verdict.APPROVED if approve else Review.Verdict.RETURNED
        held.seen = seen(draft)
        held.save()
        step.data = {"step": held.label, "verdict": held.verdict, "digest": digest}
        if held.comment:
            step.data["comment"] = held.comment
        if acting_for:
            step.data["acting_for"] = acting_for
        if not approve:
            _return(step, held)
        elif not _next(draft, held):
            _through(step, by)
    waiting.refresh_from_db()


def may_take(held: Review, draft: Draft, by: Account) -> str:
    """The name of who is stood in for, "" in one's own right. Everything is read anew. Raises `NotAllowed`, `OwnWork`,
    `NotYourTurn`, `WantedLater`."""
    among = chains.holders(draft.agency_id)
    mine = [each for each in among if each.account == by.pk]
    if not chains.takers(held, mine):
        raise NotAllowed(PERMISSIONS[rules.REVIEW.key])
    reviews = standing.live(draft)
    out = set(chains.barred(draft)) | _forcers(draft)
    # A deputy of the author is the author's own hand, so acting for one who is out counts as being out.
    here = chains.takers(held, mine, out)
    if not here or any(each.by_id == by.pk for each in reviews):
        raise OwnWork
    if any(each.step < held.step and not each.verdict for each in reviews):
        raise NotYourTurn
    taken = {each.by_id for each in reviews if each.by_id}
    if _wanted_later(held, [each for each in reviews if not each.verdict], among, out | taken, by):
        raise WantedLater
    return "" if any(not each.acting_for for each in here) else here[0].acting_for


def _wanted_later(
    held: Review, waiting: Collection[Review], among: Collection[chains.Holder], out: Collection[int], by: Account
) -> bool:
    """Whether the round could only be finished by different people if ``by`` left this step to somebody else."""

    def could(places: Collection[Review], without: int | None, here: Review | None = None) -> bool:
        rows = []
        for each in places:
            accounts = {holder.account for holder in chains.takers(each, among, out)}
            rows.append(sorted(accounts - {without} if here in (None, each) else accounts))
        return chains.matchable(rows)

    rest = [each for each in waiting if each.pk != held.pk]
    if could(rest, by.pk):
        return False
    return could([held, *rest], by.pk, held)


def _forcers(draft: Draft) -> set[int]:
    """Who released it by force: the review after it is for others."""
    return set(draft.forced_releases.values_list("by", flat=True))


def seen(draft: Draft) -> dict[str, object]:
    """What stood before the person: fields, text and files."""
    return digests.contents(draft)


def _secrecy(
    held: Review, draft: Draft, answer: SecrecyAnswer | None, by: Account, acting_for: str
) -> SecrecyReview | None:
    """The record of the secrecy review for a step that asks for one."""
    if not held.secrecy:
        return None
    answered = held.secrecy_reviews.filter(digest=draft.digest, reply=Conclusion.PUBLISH).first()
    if answer is None and answered is not None:
        return answered
    if answer is None:
        raise Unanswered(say("这一步要做保密审查，请逐项回答再审核。"))
    answer.check()
    return SecrecyReview.objects.create(
        draft=draft,
        review=held,
        digest=draft.digest,
        questions=answer.questions(),
        conclusion=answer.conclusion,
        ground=answer.ground.strip(),
        by=by,
        acting_for=acting_for,
        at=clock.now(),
        referred_to=answer.referred_to.strip(),
        referred_on=(answer.referred_on or clock.today()) if answer.conclusion == Conclusion.DOUBT else None,
    )


def _refusal(record: SecrecyReview) -> str:
    if record.conclusion == Conclusion.PART:
        return say("保密审查：遮盖有关内容后可以公开。{ground}", ground=record.ground)
    return say("保密审查：不得公开。{ground}", ground=record.ground)


def _in_doubt(step: Working, held: Review, record: SecrecyReview) -> None:
    if step.draft.stage != Draft.Stage.REVIEWING:
        raise GongkaiError(say("这条信息已经强制发布。对能否公开有疑问的，请先撤下，再报请确定。"))
    step.draft.stage = Draft.Stage.DOUBT
    step.verb = "draft.doubted"
    step.data = {"step": held.label, "referred_to": record.referred_to, "ground": record.ground}


def answer_doubt(record: SecrecyReview, *, conclusion: str, text: str, by: Account, on: date | None = None) -> None:
    """Note the answer to a doubt (条例 art. 17 ¶3). "May be published": the step goes on where it stopped; otherwise the draft goes
    back to its author with the answer as the reason. Who wrote the draft does not note it."""
    if conclusion not in (Conclusion.PUBLISH, Conclusion.PART, Conclusion.NOT):
        raise GongkaiError(say("请选择答复的结论：可以公开、遮盖后可以公开，或者不得公开。"))
    if not text.strip():
        raise GongkaiError(say("请写明答复的文号或者内容，以后查得到。"))
    with working_on(
        record.draft, by=by, permission=rules.REVIEW, verb="draft.doubt_answered", stages=(Draft.Stage.DOUBT,)
    ) as step:
        step.writes = False
        if by.pk in chains.barred(step.draft):
            raise OwnWork
        held = (
            SecrecyReview.objects.select_for_update(of=("self",))
            .select_related("review")
            .get(pk=record.pk, draft=step.draft)
        )
        if held.reply or held.review.voided_at is not None:
            raise NotNow(step.draft)
        held.reply, held.reply_text, held.reply_by = conclusion, text.strip(), by
        held.replied_on = on or clock.today()
        held.save()
        step.data = {"conclusion": conclusion, "text": held.reply_text}
        if conclusion == Conclusion.PUBLISH:
            step.draft.stage = Draft.Stage.REVIEWING
            Review.objects.filter(pk=held.review_id).update(
                asked_at=clock.now(), due_on=due_on(clock.today(), held.review.days)
            )
        else:
            step.draft.returned_why = say(
                "{who}答复：{conclusion}。{text}",
                who=held.referred_to,
                conclusion=Conclusion(conclusion).label,
                text=held.reply_text,
            )
            back(step, step.draft.returned_why)
    record.refresh_from_db()


def _return(step: Working, held: Review) -> None:
    """A return ends the round."""
    step.verb = "draft.returned"
    step.draft.returned_why = held.comment
    if step.draft.stage == Draft.Stage.RELEASED:
        _end_of_review_after(step, say("没有通过：{why}", why=held.comment))
        step.draft.reviews.filter(voided_at=None, verdict="").update(voided_at=clock.now(), voided_why=say("已退回"))
        return
    back(step, say("已退回"))


def _next(draft: Draft, held: Review) -> bool:
    """Whether somebody is still to be asked; the next step's time begins when every place of this one has approved."""
    waiting = [each for each in standing.live(draft) if not each.verdict]
    if waiting and waiting[0].step > held.step:
        now, today = clock.now(), clock.today()
        for each in waiting:
            if each.step == waiting[0].step:
                each.asked_at, each.due_on = now, due_on(today, each.days)
                each.save(update_fields=["asked_at", "due_on"])
    return bool(waiting)


def _through(step: Working, by: Account) -> None:
    """The last approval."""
    draft = step.draft
    if draft.stage == Draft.Stage.RELEASED:
        _end_of_review_after(step, say("通过"))
    elif draft.attribute != Attribute.PROACTIVE:
        draft.stage = Draft.Stage.DECIDED
    else:
        draft.stage = Draft.Stage.APPROVED
        if draft.release_at is None or draft.release_at <= clock.now():
            step.afterwards.append(lambda: releasing.release_under_lock(draft, by=by))


def _end_of_review_after(step: Working, outcome: str) -> None:
    forced = ForcedRelease.objects.select_for_update().filter(draft=step.draft, reviewed_at=None)
    forced.update(reviewed_at=clock.now(), outcome=outcome[:300])
    step.data = {**step.data, "review_after": outcome}
