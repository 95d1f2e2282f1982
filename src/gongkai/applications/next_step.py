"""下一步: the one thing that is next on a case, by when, and which article says so. From the recorded facts alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gongkai.applications import clocks
from gongkai.applications.approvers import approver_name
from gongkai.applications.models import Application, Letter, Review, Service, Stage
from gongkai.applications.step import NextStep, regulation, step, tone_of
from gongkai.language import say
from gongkai.law.articles import Article, Document
from gongkai.law.clocks import due
from gongkai.law.clocks.facts import Asked
from gongkai.law.letters import LETTERS
from gongkai.look.words import day
from gongkai.people import clock
from gongkai.people.models import Role

_SERVICE = Document("国办公开办函〔2016〕235号")
_JUDGMENT = Article("法释〔2025〕8号", 11)
_FEES = Document("国办函〔2020〕109号")


def next_step(application: Application, today: date | None = None) -> NextStep:
    """What is next on ``application``. Works on prefetched parts without further queries (but for the name of an approver)."""
    today = today or clock.today()
    maker = {
        Stage.SUBMITTED: _submitted,
        Stage.HANDLING: _handling,
        Stage.CORRECTING: _correcting,
        Stage.CONSULTING: _consulting,
        Stage.PAYING: _paying,
        Stage.DRAFTING: _drafting,
        Stage.REVIEWING: _reviewing,
        Stage.DISPATCHING: _dispatching,
        Stage.CLOSED: _closed,
    }[Stage(application.stage)]
    found = maker(application, today)
    if application.redoing_id is not None:
        why = say("复议决定、判决要求重新办理，原答复仍在登记簿里。") + found.why
        # Correction belongs to a new application, so it is not spoken of.
        again = say("重新查找、判断，作出新的答复") if found.action == "ask_section" else found.label
        return replace(found, label=again, why=why, source=_JUDGMENT)
    return found


def _submitted(application: Application, today: date) -> NextStep:
    if application.received_on is None:
        return step(
            application,
            today,
            "confirm",
            say("与申请人确认，定下收到日"),
            say("登记确认"),
            say(
                "{channel}的申请，以双方确认之日为收到之日；确认之前期限还没有起算，也不能拖着不确认。",
                channel=application.get_channel_display(),
            ),
            regulation(31),
            tone="near",
        )
    limit = due("correction_notice", application.received_on, clocks.calendar()).bound
    return step(
        application,
        today,
        "register",
        say("登记，看看要不要补正"),
        say("登记这一件"),
        say(
            "期限已从{on}起算。内容不明确的，要在{limit}前一次告知补正。",
            on=day(application.received_on),
            limit=day(limit),
        ),
        regulation(30),
        by=limit if limit >= today else None,
    )


def _letter_of(application: Application, *states: Letter.State, substantive: bool = False) -> Letter | None:
    for letter in application.letters.all():
        if letter.state in states and letter.substantive == substantive:
            return letter
    return None


def _handling(application: Application, today: date) -> NextStep:
    if application.withdrawn_on is not None:
        return step(
            application,
            today,
            "close",
            say("申请人已撤回，结案"),
            say("按撤回结案"),
            say("{on}撤回。登记撤回的事实后结案，不发答复书。", on=day(application.withdrawn_on)),
            regulation(36),
        )
    pending = _pending_letter(application, today)
    if pending is not None:
        return pending
    reasons = clocks.part(application, "reasons_call")
    if reasons is not None and reasons.answered_on is not None and reasons.accepted is None:
        return step(
            application,
            today,
            "judge_reasons",
            say("看申请人说明的理由是否合理"),
            say("认定理由"),
            say("{on}说明了理由。不合理的不予处理；合理但难以按期答复的，可以延迟答复。", on=day(reasons.answered_on)),
            regulation(35),
        )
    asked = [assistance for assistance in application.assistances.all() if assistance.is_open]
    if asked:
        first = min(asked, key=lambda assistance: assistance.due_on)
        return step(
            application,
            today,
            "remind_section",
            say("等{section}回复协助事项", section=str(first.section or first.unit)),
            say("再催一次"),
            say("请在{on}前回复。", on=day(first.due_on)),
            regulation(45),
            by=first.due_on,
            tone=tone_of(first.due_on, today) if first.due_on < today else "paused",
            assistance=first,
        )
    correction = clocks.part(application, "correction")
    if correction is not None and correction.result == "lapsed":
        return step(
            application,
            today,
            "decide",
            say("按逾期不补正作出判断"),
            say("作出判断"),
            say("补正期限已经届满，申请人没有补正，也没有说明正当理由。"),
            regulation(30),
        )
    if not application.searches.all() and correction is not None:
        return step(
            application,
            today,
            "ask_section",
            say("按补正后的内容查找"),
            say("请科室查找"),
            say("补正材料已经收到。请科室查找，或者自己检索后登记。"),
            regulation(33, 2),
        )
    if not application.searches.all():
        limit = due("correction_notice", application.received_on, clocks.calendar()).bound
        why = (
            say("内容不明确的，{limit}前一次告知补正；明确的，请科室查找。", limit=day(limit))
            if limit >= today
            else say("请科室查找，或者自己检索后登记。")
        )
        return step(
            application,
            today,
            "ask_section",
            say("查找信息，看看要不要补正"),
            say("请科室查找"),
            why,
            regulation(33, 2),
        )
    return step(
        application,
        today,
        "decide",
        say("作出判断，起草答复"),
        say("作出判断"),
        say("逐步回答，得出办理结果、依据、文书和救济途径。"),
        regulation(36),
    )


def _pending_letter(application: Application, today: date) -> NextStep | None:
    """A notice on its way out comes before anything else."""
    approved = _letter_of(application, Letter.State.APPROVED)
    if approved is not None:
        return step(
            application,
            today,
            "serve",
            say("发出{letter}，登记送达", letter=LETTERS[approved.code].name),
            say("登记送达"),
            say("{number}已经批准。发出之日起才发生效力。", number=approved.number),
            _SERVICE,
            by=_own_day(application, approved, today),
            letter=approved,
        )
    draft = _letter_of(application, Letter.State.DRAFT)
    if draft is not None:
        return step(
            application,
            today,
            "letter",
            say("改好{letter}，送审", letter=LETTERS[draft.code].name),
            say("打开文书"),
            _returned_why(draft),
            LETTERS[draft.code].basis[0],
            by=_own_day(application, draft, today),
            letter=draft,
        )
    reviewing = _letter_of(application, Letter.State.REVIEWING)
    if reviewing is not None:
        return _waiting_for_review(application, reviewing, today)
    return None


def _own_day(application: Application, letter: Letter, today: date) -> date | None:
    """The last day of a notice that has a period of its own."""
    own = clocks.own_due(application, letter.code, today)
    return own.bound if own is not None else None


def _returned_why(letter: Letter) -> str:
    returned = [r for r in letter.reviews.all() if r.verdict == Review.Verdict.RETURNED]
    if returned:
        last = returned[-1]
        return say("{name}退回：{comment}", name=last.by.name if last.by else "", comment=last.comment)
    return say("起草完成后送审。")


def _waiting_for_review(application: Application, letter: Letter, today: date) -> NextStep:
    waiting = [r for r in letter.reviews.all() if r.voided_at is None and not r.verdict]
    role = min(waiting, key=lambda review: review.step).role if waiting else Role.OFFICE_HEAD
    name = approver_name(application.agency, role, today)
    return step(
        application,
        today,
        "",
        say("等{name}审批{letter}", name=name, letter=LETTERS[letter.code].name),
        say("打开文书"),
        say("批准以后才能发出。改动正文或者附件，批准即作废，要重新送审。"),
        regulation(45),
        by=_own_day(application, letter, today),
        letter=letter,
    )


def _correcting(application: Application, today: date) -> NextStep:
    correction = clocks.part(application, "correction")
    last = clocks.correction_due(correction) if correction is not None else None
    if last is not None and today > last:
        return step(
            application,
            today,
            "lapse_correction",
            say("补正期限已过，核实有没有正当理由"),
            say("认定逾期不补正"),
            say("补正期限{last}届满。没有正当理由的，视为放弃申请。", last=day(last)),
            regulation(30),
            by=last,
            tone="near",
        )
    return step(
        application,
        today,
        "",
        say("等申请人补正"),
        say("登记补正材料"),
        say("补正期限到{last}。答复期限从收到补正材料之日重新计算。", last=day(last)),
        regulation(30),
        by=last,
        tone="paused",
    )


def _consulting(application: Application, today: date) -> NextStep:
    pending = _pending_letter(application, today)
    if pending is not None and pending.action:
        return pending
    waiting = [c for c in application.consultations.all() if c.is_open]
    first = waiting[0] if waiting else None
    limit = clocks.consultation_due(first) if first is not None else None
    silence = (
        say("对方不回复，视为同意公开。")
        if first is not None and first.asked == Asked.CO_MAKER
        else say("对方不回复，不等于同意，也不等于不同意。")
    )
    if first is not None and first.asked == Asked.AGENCY:
        silence = say("其他机关的答复没有法定期限，请及时催办。")
    return step(
        application,
        today,
        "opinion",
        say("等{party}的意见", party="、".join(c.party for c in waiting)),
        say("登记意见"),
        say("征求意见所需时间不计入答复期限。{silence}", silence=silence),
        regulation(33, 3),
        by=limit.bound if limit is not None else None,
        tone="paused",
        consultation=first,
    )


def _paying(application: Application, today: date) -> NextStep:
    fee = clocks.part(application, "fee")
    last = fee.due_on if fee is not None else None
    if last is not None and today > last:
        return step(
            application,
            today,
            "lapse_fee",
            say("缴费期限已过"),
            say("认定逾期未缴费"),
            say("{last}届满，没有缴费的，视为放弃申请。", last=day(last)),
            _FEES,
            by=last,
            tone="near",
        )
    return step(
        application,
        today,
        "pay",
        say("等申请人缴费"),
        say("登记缴费"),
        say("缴费期限到{last}。", last=day(last)),
        _FEES,
        by=last,
        tone="paused",
    )


def _drafting(application: Application, today: date) -> NextStep:
    letter = _letter_of(application, Letter.State.DRAFT, substantive=True)
    if application.withdrawn_on is not None:
        return _handling(application, today)
    if letter is None:
        return step(
            application,
            today,
            "decide",
            say("作出判断，起草答复"),
            say("作出判断"),
            say("还没有答复书。"),
            regulation(36),
        )
    chain = application.agency.chain_of(letter.code)
    name = approver_name(application.agency, chain[0], today) if chain else ""
    return step(
        application,
        today,
        "letter",
        say("把答复书送{name}审批", name=name) if name else say("把答复书定稿发出"),
        say("打开答复书"),
        _returned_why(letter),
        regulation(33, 2),
        letter=letter,
    )


def _reviewing(application: Application, today: date) -> NextStep:
    letter = _letter_of(application, Letter.State.REVIEWING, substantive=True)
    assert letter is not None
    return _waiting_for_review(application, letter, today)


def _dispatching(application: Application, today: date) -> NextStep:
    letter = _letter_of(application, Letter.State.APPROVED, substantive=True)
    return step(
        application,
        today,
        "serve",
        say("送达答复书，登记送达"),
        say("登记送达"),
        say("邮寄以交邮当日为准；当面领取以签收之日为准。登记送达后才办结。"),
        _SERVICE,
        letter=letter,
    )


def _closed(application: Application, today: date) -> NextStep:
    decision = next((d for d in application.decisions.all() if d.replaced_at is None), None)
    if decision is not None and decision.leaf == "granted_over_objection":
        for consultation in application.consultations.all():
            if consultation.objecting and consultation.told_of_release_on is None:
                return step(
                    application,
                    today,
                    "tell_third_party",
                    say("把决定公开的内容和理由书面告知{party}", party=consultation.party),
                    say("制作依申请公开告知书"),
                    say("因公共利益决定公开的，要书面告知第三方。"),
                    regulation(32),
                    tone="near",
                    consultation=consultation,
                )
    # Only the answer: whatever else is still in the post no longer matters.
    for letter in application.letters.all():
        for service in letter.services.all() if letter.substantive else ():
            if service.result == Service.Result.ON_THE_WAY:
                return NextStep(
                    "signature",
                    say("已办结；邮件签收后登记签收日"),
                    say("登记签收"),
                    say("邮件编号{tracking}。退回的登记未送达，这一件会重新打开。", tracking=service.tracking),
                    None,
                    _SERVICE,
                    "done",
                    letter=letter,
                    service=service,
                )
    return NextStep(
        "",
        say("已办结"),
        "",
        say("{on}答复。", on=day(application.decided_on)),
        None,
        regulation(36),
        "done",
    )
