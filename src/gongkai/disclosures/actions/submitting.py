"""送审: a draft goes to its reviewers, comes back to its author, or loses its approvals because it was changed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from gongkai.disclosures import chains, digests, rules, standing
from gongkai.disclosures.actions.moving import ChangedMeanwhile, Working, working_on
from gongkai.disclosures.models import Attribute, Draft, Review
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Unit
from gongkai.law.calendar import national
from gongkai.law.clocks import days_due
from gongkai.people import clock
from gongkai.people.models import Account

WAITING = (Draft.Stage.REVIEWING, Draft.Stage.DOUBT, Draft.Stage.APPROVED)
"""Where a draft stands while reviews are given or have been."""


class StillWrong(GongkaiError):
    """Findings that must be mended or answered stand. ``findings``: them."""

    def __init__(self, findings: Sequence[dict]) -> None:
        self.findings = tuple(findings)
        first = "；".join(dict.fromkeys(str(each["says"]) for each in findings[:3]))
        super().__init__(say("检查发现{n}处必须处理，这一步没有执行：{first}", n=len(findings), first=first))


def submit(draft: Draft, *, by: Account, version: int | None = None) -> list[Review]:
    """Send a draft to its first reviewers. The checks run on the exact text and files; raises `StillWrong` while anything that
    must be mended stands, `chains.NobodyReviews` where nobody else could look at it."""
    checked = standing.look_again(draft)
    with working_on(
        draft, by=by, permission=rules.WRITE, version=version, verb="draft.submitted", stages=(Draft.Stage.DRAFT,)
    ) as step:
        fresh = step.draft
        step.writes = False
        if not fresh.title.strip():
            raise GongkaiError(say("还没有名称，请先填写名称再送审。"))
        if fresh.attribute != Attribute.PROACTIVE and fresh.item.current_id is not None:
            raise GongkaiError(say("这条信息已经公开。要改为不公开，请撤下并写明原因，不能用改公开方式的办法。"))
        require_clean(fresh, checked)
        fresh.digest = digests.digest_of(fresh)
        fresh.stage, fresh.submitted_at, fresh.returned_why = Draft.Stage.REVIEWING, clock.now(), ""
        reviews = ask(fresh)
        step.data = {"digest": fresh.digest, "revision": fresh.revision, "steps": [r.label for r in reviews]}
    return reviews


def require_clean(draft: Draft, checked: str) -> None:
    """Raise `StillWrong` where anything stands that must be mended, `ChangedMeanwhile` where the draft is not what was checked."""
    found = standing.open_findings(draft, checked)
    if found is None:
        raise ChangedMeanwhile(draft)
    if found:
        raise StillWrong(found)


def ask(draft: Draft, *, out: Collection[int] = ()) -> list[Review]:
    """Make the round of reviews for the present revision. ``out``: accounts that take no step of it besides the writers."""
    steps = chains.steps_for(draft, out=out)
    now, today = clock.now(), clock.today()
    return Review.objects.bulk_create(
        Review(
            draft=draft,
            revision=draft.revision,
            step=each.step,
            place=each.place,
            total=len(steps),
            label=each.label,
            role=each.role,
            section=each.section,
            secrecy=each.secrecy,
            author=draft.author,
            digest=draft.digest,
            days=each.days,
            asked_at=now,
            due_on=due_on(today, each.days) if each.step == 1 else None,
        )
        for each in steps
    )


def due_on(start: date, days: int) -> date:
    """The last of ``days`` working days after ``start``; where next year's notice is missing, the earliest it can be."""
    return days_due(days, Unit.WORKING_DAY, start, national()).bound


def recall(draft: Draft, *, by: Account, version: int | None = None) -> None:
    """Take a draft back from its reviewers, to change it. What was approved counts no more."""
    with working_on(
        draft, by=by, permission=rules.WRITE, version=version, verb="draft.recalled", stages=WAITING
    ) as step:
        back(step, say("起草人撤回修改"))


def void_reviews(draft: Draft, why: str) -> int:
    """Let every review of ``draft`` lapse, because its text, fields or files were changed; the draft must be submitted again.

    To be called under the lock of the draft, for example inside `working_on`, on its fresh row; the caller saves ``stage`` and
    ``revision``. Gives how many lapsed; a draft that is under no review is left as it is.
    """
    n = draft.reviews.filter(voided_at=None).update(voided_at=clock.now(), voided_why=why[:200])
    if draft.stage in WAITING:
        draft.stage = Draft.Stage.DRAFT
        draft.revision += 1
    return n


def back(step: Working, why: str) -> None:
    """End the round: the draft is its author's again."""
    step.data = {"voided": void_reviews(step.draft, why), **step.data}
