"""Send for approval, approve what is exactly before one's eyes, freeze, publish, open again."""

from __future__ import annotations

from datetime import date

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account, Role
from gongkai.people.rules import NotAllowed, standings
from gongkai.reporting.actions.changing import Changing, NotOpen, ReportChanged, changing, void
from gongkai.reporting.assembling import work
from gongkai.reporting.checking import Checked
from gongkai.reporting.figures import typed_figures
from gongkai.reporting.freezing import digest_of, frozen_body, substance
from gongkai.reporting.models import Approval, Draft, Frozen
from gongkai.reporting.rules import REPORT_APPROVE, REPORT_WRITE

CHAIN = (Role.LEADER,)
"""Who approves a report unless the body's settings say otherwise (``chains["R"]``): 分管领导 is 第一责任人 (30号)."""


class OwnReport(GongkaiError):
    """Four eyes: whoever wrote or typed something in a report does not approve it, nor does one person take two steps."""

    def __init__(self) -> None:
        super().__init__(
            say("编写、填数或者送审的人不能批准这份年报，同一个人也不能连审两步。请由其他领导批准，或者指定代行。")
        )


def chain_of(agency: Agency) -> tuple[str, ...]:
    """The roles that approve the report of ``agency``, in order."""
    return tuple(agency.chains.get("R") or CHAIN)


def submit(draft: Draft, *, by: Account, version: int | None = None) -> None:
    """Send the report for approval. Refused while the year runs, or an error stands that nobody has put right or explained."""
    with changing(draft, REPORT_WRITE, "report.submitted", by=by, version=version) as step:
        held = step.draft
        if held.state != Draft.State.DRAFTING:
            raise NotOpen(held, say("送审"))
        if clock.today().year <= held.year:
            raise GongkaiError(
                say("{year}年还没有结束，数据要截至12月31日，不能送审。请在次年1月送审。", year=held.year)
            )
        made = work(held.agency, held.year, held, keyed=True)
        wrong = Checked(made).in_the_way
        if wrong:
            raise GongkaiError(say("还有{n}处要改，没有送审。第一处：{first}", n=len(wrong), first=wrong[0].message))
        held.round += 1
        held.digest = digest_of(substance(made))
        held.state, held.submitted_by, held.submitted_at = Draft.State.APPROVING, by, clock.now()
        Approval.objects.bulk_create(
            Approval(
                draft=held,
                round=held.round,
                step=n,
                role=role,
                author=by,
                digest=held.digest,
                asked_at=clock.now(),
            )
            for n, role in enumerate(chain_of(held.agency), 1)
        )
        step.data = {"round": held.round, "digest": held.digest}


def recall(draft: Draft, *, by: Account, version: int | None = None) -> None:
    """Take the report back from approval, to write on it or because the registers have moved on."""
    with changing(draft, REPORT_WRITE, "report.recalled", by=by, version=version) as step:
        if step.draft.state != Draft.State.APPROVING:
            raise NotOpen(step.draft, say("撤回"))
        void(step.draft, say("编写人撤回"))
        step.draft.state, step.draft.digest = Draft.State.DRAFTING, ""


def approve(waiting: Approval, *, approve: bool, comment: str = "", digest: str, by: Account) -> None:
    """Approve or return one step. ``digest``: of what the person had before them. If figures, records or words have changed
    since, nothing is approved. The last approval freezes the report. Returning needs a reason."""
    draft = waiting.draft
    with changing(draft, REPORT_APPROVE, "report.reviewed", by=by) as step:
        held = step.draft
        asked = Approval.objects.select_for_update().get(pk=waiting.pk)
        if held.state != Draft.State.APPROVING or asked.voided_at is not None or asked.verdict:
            raise ReportChanged(held)
        acting_for = _may_approve(asked, held, by)
        made = work(held.agency, held.year, held, keyed=True)
        bound = substance(made)
        if not digest == asked.digest == held.digest or (approve and digest_of(bound) != digest):
            raise ReportChanged(held)
        if not approve and not comment.strip():
            raise GongkaiError(say("退回请写一句理由，编写人才知道改什么。"))
        asked.by, asked.at, asked.comment, asked.acting_for = by, clock.now(), comment.strip(), acting_for
        asked.verdict = Approval.Verdict.APPROVED if approve else Approval.Verdict.RETURNED
        asked.save()
        step.data = {"step": asked.step, "verdict": asked.verdict, "digest": digest}
        if acting_for:
            step.data["acting_for"] = acting_for
        if not approve:
            void(held, say("已退回"))
            held.state, held.digest = Draft.State.DRAFTING, ""
        elif not held.approvals.filter(round=held.round, verdict="", voided_at=None).exists():
            _freeze(step, frozen_body(made, bound, clock.today()), by)
    waiting.refresh_from_db()


def _may_approve(asked: Approval, draft: Draft, by: Account) -> str:
    """The name of the person stood in for, "" in one's own right. Raises `NotAllowed`, `OwnReport`, or for a step before its turn."""
    here = [s for s in standings(by) if s.agency_id == draft.agency_id and s.role == Role(asked.role)]
    if not here:
        raise NotAllowed(REPORT_APPROVE)
    steps = draft.approvals.filter(round=draft.round, voided_at=None)
    hands = {asked.author_id, *draft.sections.values_list("by", flat=True)}
    for year in (draft.year - 1, draft.year):
        hands |= {typed.by_id for typed in typed_figures(draft.agency, year)}
    hands |= set(draft.explanations.values_list("by", flat=True))
    if by.pk in hands or steps.filter(by=by).exists():
        raise OwnReport
    if steps.filter(step__lt=asked.step, verdict="").exists():
        raise GongkaiError(say("前一步还没有审批，请等前一步完成。"))
    return "" if any(not s.acting_for for s in here) else here[0].acting_for


def _freeze(step: Changing, body: dict[str, object], by: Account) -> None:
    draft = step.draft
    frozen = Frozen.objects.create(
        draft=draft,
        number=draft.versions.count() + 1,
        body=body,
        digest=digest_of(body),
        approved_on=clock.today(),
        by=by,
        at=clock.now(),
    )
    draft.frozen, draft.state = frozen, Draft.State.APPROVED
    log("report.frozen", frozen, by=by, agency=draft.agency, number=frozen.number, digest=frozen.digest)


def publish(draft: Draft, *, on: date, address: str = "", by: Account, version: int | None = None) -> None:
    """Record that the approved report was handed in and published (条例 art. 49)."""
    with changing(draft, REPORT_WRITE, "report.published", by=by, version=version) as step:
        held = step.draft
        if held.state != Draft.State.APPROVED or held.frozen is None:
            raise NotOpen(held, say("登记公开"))
        if not held.frozen.approved_on <= on <= clock.today():
            raise GongkaiError(say("公开日应在批准之后、今天之前。请核对。"))
        held.published_on, held.published_at, held.state = on, address.strip(), Draft.State.PUBLISHED
        step.data = {"on": on, "address": held.published_at}


def reopen(draft: Draft, *, why: str, by: Account, version: int | None = None) -> None:
    """Open an approved report again, to correct it. What was approved is kept, with the reason; the next approval makes the
    next version."""
    with changing(draft, REPORT_WRITE, "report.reopened", by=by, version=version) as step:
        held = step.draft
        if held.frozen is None:
            raise NotOpen(held, say("重新打开"))
        if not why.strip():
            raise GongkaiError(say("请写明为什么重新打开，更正公布后的报告要向社会说明。"))
        held.frozen.replaced_why = why.strip()[:200]
        held.frozen.save(update_fields=["replaced_why"])
        step.data = {"why": why.strip(), "number": held.frozen.number}
        void(held, say("已重新打开"))
        held.frozen, held.digest, held.state = None, "", Draft.State.DRAFTING
        held.published_on = None
        held.published_at = ""
