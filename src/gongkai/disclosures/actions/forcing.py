"""强制发布: a release before its review, by a leader, with a reason; told at once, reviewed after (decision 0107)."""

from __future__ import annotations

from collections.abc import Sequence

from gongkai.disclosures import chains, digests, rules, standing
from gongkai.disclosures.actions import releasing
from gongkai.disclosures.actions.moving import ChangedMeanwhile, NotNow, working_on
from gongkai.disclosures.actions.reviewing import OwnWork
from gongkai.disclosures.actions.submitting import ask, due_on, void_reviews
from gongkai.disclosures.models import Attribute, Draft, ForcedRelease
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.models import Account

REVIEW_WITHIN = 2
"""Working days within which a forced release must be reviewed."""
SHORTEST_REASON = 6
FORCED_FROM = (Draft.Stage.DRAFT, Draft.Stage.REVIEWING, Draft.Stage.APPROVED)


class NeverOut(GongkaiError):
    """Identity numbers and secrecy marks go out by no way."""

    def __init__(self, findings: Sequence[dict]) -> None:
        first = "；".join(dict.fromkeys(str(each["says"]) for each in findings[:3]))
        super().__init__(say("强制发布也不能放出身份证号和密级标志，没有发布：{first}", first=first))


def force(
    draft: Draft,
    *,
    reason: str,
    by: Account,
    channels: Sequence[str] = ("portal",),
    version: int | None = None,
    digest: str | None = None,
) -> ForcedRelease:
    """Release ``draft`` before its review is through. ``digest``: of what the person had before them, where a page showed it.

    Never by who wrote it, never while a secrecy question is open, never with an identity number or a secrecy mark in it. The
    supervising department and the office see it at once; a full round of reviews by others begins, due in `REVIEW_WITHIN`
    working days.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise GongkaiError(say("请写明为什么等不及审核，至少{n}个字；主管部门会看到。", n=SHORTEST_REASON))
    checked = standing.look_again(draft)
    with working_on(
        draft, by=by, permission=rules.FORCE, version=version, verb="draft.forced", stages=FORCED_FROM
    ) as step:
        step.writes = False
        fresh = step.draft
        found = standing.open_findings(fresh, checked)
        now = digests.digest_of(fresh)
        if found is None or (digest is not None and digest != now):
            raise ChangedMeanwhile(fresh)
        if by.pk in chains.barred(fresh):
            raise OwnWork
        if fresh.attribute != Attribute.PROACTIVE or not fresh.title.strip():
            raise NotNow(fresh)
        refused = standing.never_out(fresh)
        if refused:
            raise NeverOut(refused)
        acting_for = _acting_for(fresh, by)
        void_reviews(fresh, say("强制发布，改为事后补审"))
        fresh.digest, fresh.channels = now, list(dict.fromkeys(channels))
        fresh.submitted_at = clock.now()
        Draft.objects.filter(pk=fresh.pk).update(digest=now, revision=fresh.revision)
        made, _ = releasing.put_out(fresh, by=by, forced=True)
        record = ForcedRelease.objects.create(
            item=made.item,
            draft=fresh,
            version=made,
            reason=reason.strip()[:300],
            by=by,
            acting_for=acting_for,
            at=clock.now(),
            review_by=due_on(clock.today(), REVIEW_WITHIN),
            open_findings=found,
        )
        releasing.show(made.item, made, fresh, by=by)
        try:
            ask(fresh, out={by.pk})
        except chains.NobodyReviews:
            # It is out, and nobody here may look at it after: that stays visible to the supervising department as overdue.
            step.data["nobody_reviews"] = True
        step.data |= {
            "permanent": made.item.permanent,
            "digest": now,
            "reason": record.reason,
            "review_by": record.review_by,
            "open": [each["code"] for each in found],
        }
        if acting_for:
            step.data["acting_for"] = acting_for
    return record


def _acting_for(draft: Draft, by: Account) -> str:
    """Whom ``by`` stands in for as a leader here; a deputy of a writer is no other person."""
    out = chains.barred(draft)
    mine = [
        each
        for each in chains.holders(draft.agency_id)
        if each.account == by.pk and each.role in rules.FORCE.roles and each.principal not in out
    ]
    if not mine:
        raise OwnWork
    return "" if any(not each.acting_for for each in mine) else mine[0].acting_for


def note_seen(record: ForcedRelease, *, by: Account) -> None:
    """The supervising department has seen it."""
    from django.db import transaction

    from gongkai.people.journal import log
    from gongkai.people.rules import require

    with transaction.atomic():
        held = ForcedRelease.objects.select_for_update(of=("self",)).select_related("draft__agency").get(pk=record.pk)
        require(by, rules.SEE_FORCED.key, held.draft.agency_id)
        if held.seen_by_supervisor_at is None:
            held.seen_by_supervisor_at = clock.now()
            held.save(update_fields=["seen_by_supervisor_at"])
            log("draft.forced_seen", held.draft, by=by, agency=held.draft.agency, forced=held.pk)
    record.refresh_from_db()
