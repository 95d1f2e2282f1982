"""The answer to one application: 20 working days, restarted, paused, extended or replaced, recomputed from the facts.

Nothing here is stored: the due date is always a function of the recorded events and the calendar.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from gongkai.language import say
from gongkai.law.articles import Article
from gongkai.law.calendar import WorkCalendar, weekday_name
from gongkai.law.clocks.count import BadFacts, Excluded, Run, Stage, conclude, run_working_days, start_step
from gongkai.law.clocks.explain import Due, Mark, Step
from gongkai.law.clocks.facts import ASKED_NAMES, Application, Asked, Correction, Delay, Extension, Pause
from gongkai.law.clocks.table import CLOCKS, due, number_for
from gongkai.law.settings import DEFAULT, FeeEffect, Settings

ONE_DAY = timedelta(days=1)
ANSWER_RULE = Article("条例", 33, 2)
CONSULTATION_RULE = Article("条例", 33, 3)
CORRECTION_RULE = Article("条例", 30)
EXTENSION_LIMIT = CLOCKS["extension"].number.value


class ExtensionRefused(BadFacts):
    """The extension has no effect: too long, too late, or notified before it was approved (decision 0016)."""


def answer_due(facts: Application, calendar: WorkCalendar, *, settings: Settings = DEFAULT, refuse: bool = True) -> Due:
    """Last day to answer: 条例 art. 33 ¶2-3, with arts. 30, 32, 34 and 35.

    Raises `BadFacts` when the events contradict each other and `ExtensionRefused` for an extension without effect; with
    ``refuse=False`` such an extension is left out and reported in the warnings instead, as a register must do that has it
    on record. While a correction, a payment or another agency's opinion is outstanding the result has no date but ``waiting``.
    """
    warnings: list[str] = []
    notes: list[str] = []
    start, opening = _beginning(facts, calendar, settings, warnings)
    if waiting := _waiting(facts, calendar, settings, notes):
        return _without_date(facts, start, opening, waiting, notes, warnings)
    excluded = _excluded(facts, start, calendar, settings, notes, warnings)
    number, aged = number_for(CLOCKS["answer"], start)
    warnings += aged
    stages = [Stage(number.value, str(ANSWER_RULE))]

    counted: dict[tuple[tuple[Stage, ...], int], Run] = {}

    def finish(with_stages: list[Stage]) -> Due:
        # The days of one sum are counted once, however often what is said about them changes.
        def run(weekends: int) -> Run:
            key = (tuple(with_stages), weekends)
            if key not in counted:
                counted[key] = run_working_days(start, with_stages, calendar, excluded, weekends)
            return counted[key]

        return conclude(
            run,
            clock="answer",
            name=CLOCKS["answer"].name,
            length=_length(with_stages),
            opening=opening,
            sources=[str(ANSWER_RULE), *(pause.source for pause in excluded)],
            calendar=calendar,
            settings=settings,
            notes=notes,
            warnings=warnings,
        )

    first = finish(stages)
    if facts.extension is not None:
        problem = extension_problem(facts.extension, start, first)
        if problem and refuse:
            raise ExtensionRefused(problem)
        if problem:
            warnings.append(problem)
        else:
            stages.append(_extension_stage(facts.extension, first, notes, warnings))
    _report_late_fee_notice(facts, calendar, settings, warnings)
    result = finish(stages)
    last = result.bound
    late = [pause for pause in excluded if pause.first > last]
    for pause in late:
        warnings.append(
            say("{why}自{first}开始，晚于期限届满日{last}，不影响期限。", why=pause.why, first=pause.first, last=last)
        )
    if facts.delay is not None:
        return _delayed(facts.delay, finish(stages), warnings)
    return finish(stages) if late else result


def _beginning(
    facts: Application, calendar: WorkCalendar, settings: Settings, warnings: list[str]
) -> tuple[date, list[Step]]:
    """The day the answer period is counted from, and the steps that led to it."""
    start = facts.received_on
    opening = [start_step(start, say("收到申请"))]
    correction = facts.correction
    if correction is not None:
        late = False
        if correction.noticed_on is not None:
            _in_order(facts.received_on, say("收到申请"), correction.noticed_on, say("发出补正告知书"))
            limit = due("correction_notice", facts.received_on, calendar, settings=settings)
            last = limit.bound
            late = correction.noticed_on > last
            if late:
                warnings.append(
                    say(
                        "补正告知书{noticed}发出，超过收到申请后7个工作日的期限（{last}，{rule}）。",
                        noticed=correction.noticed_on,
                        last=last,
                        rule=CORRECTION_RULE,
                    )
                )
        if correction.came_on is not None:
            _in_order(
                correction.noticed_on or facts.received_on, say("告知补正"), correction.came_on, say("收到补正材料")
            )
            _report_late_correction(correction, calendar, settings, warnings)
            if not late or settings.late_correction_restarts:
                start = correction.came_on
                opening.append(
                    Step(start, Mark.RESTART, say("收到补正材料，期限重新起算，当日不计"), rule=str(CORRECTION_RULE))
                )
    fee = facts.fee
    if fee is not None:
        _in_order(start, say("期限起算"), fee.notified_on, say("发出收费通知"))
        if fee.paid_on is not None:
            _in_order(fee.notified_on, say("发出收费通知"), fee.paid_on, say("缴费"))
            limit = due("fee_payment", fee.notified_on, calendar, settings=settings)
            last = limit.bound
            if fee.paid_on > last:
                warnings.append(
                    say("{paid}缴费，已超过缴费期限{last}，是否仍予办理请核实。", paid=fee.paid_on, last=last)
                )
            if settings.fee_effect is FeeEffect.RESTART:
                start = fee.paid_on
                opening.append(
                    Step(
                        start,
                        Mark.RESTART,
                        say("缴清信息处理费，期限重新起算，当日不计（本机关设定）"),
                        rule="国办函〔2020〕109号",
                    )
                )
    return start, opening


def _report_late_fee_notice(
    facts: Application, calendar: WorkCalendar, settings: Settings, warnings: list[str]
) -> None:
    """A fee notice belongs inside the answer period as it stood without the fee."""
    if facts.fee is None:
        return
    before = answer_due(replace(facts, fee=None, delay=None), calendar, settings=settings, refuse=False)
    if facts.fee.notified_on > before.bound:
        warnings.append(
            say(
                "收费通知{notified}发出，晚于当时的答复期限{last}：收费通知应当在办理期限内发出。",
                notified=facts.fee.notified_on,
                last=before.bound,
            )
        )


def _report_late_correction(
    correction: Correction, calendar: WorkCalendar, settings: Settings, warnings: list[str]
) -> None:
    if correction.noticed_on is None or correction.came_on is None:
        return
    limit = due("correction_period", correction.noticed_on, calendar, settings=settings)
    last = limit.bound
    if correction.came_on > last:
        warnings.append(
            say(
                "补正材料{came}收到，超过补正期限{last}，请核实告知书所定期限和申请人有无正当理由。",
                came=correction.came_on,
                last=last,
            )
        )


def _waiting(facts: Application, calendar: WorkCalendar, settings: Settings, notes: list[str]) -> str:
    """The event without which no date can be given, or ""."""
    correction = facts.correction
    if correction is not None and correction.came_on is None and correction.noticed_on is not None:
        limit = due("correction_period", correction.noticed_on, calendar, settings=settings)
        notes.append(
            say(
                "补正期限至{last}；无正当理由逾期不补正的，视为放弃申请（{rule}）。",
                last=limit.headline,
                rule=CORRECTION_RULE,
            )
        )
        return say("等待申请人补正")
    fee = facts.fee
    if fee is not None and fee.paid_on is None and settings.fee_effect is not FeeEffect.NONE:
        limit = due("fee_payment", fee.notified_on, calendar, settings=settings)
        notes.append(say("缴费期限至{last}；逾期未缴的，视为放弃申请。", last=limit.headline))
        return say("等待申请人缴费")
    if any(pause.asked is Asked.AGENCY and pause.answered_on is None for pause in facts.pauses):
        return say("等待其他机关回复意见")
    return ""


def _without_date(
    facts: Application, start: date, opening: list[Step], waiting: str, notes: list[str], warnings: list[str]
) -> Due:
    return Due(
        clock="answer",
        name=CLOCKS["answer"].name,
        start=start,
        on=None,
        length=str(number_for(CLOCKS["answer"], start)[0]),
        sources=(str(ANSWER_RULE),),
        steps=tuple(opening),
        waiting=waiting,
        notes=tuple(notes),
        warnings=tuple(warnings),
    )


def _excluded(
    facts: Application,
    start: date,
    calendar: WorkCalendar,
    settings: Settings,
    notes: list[str],
    warnings: list[str],
) -> list[Excluded]:
    """The days left out of the count, one interval for each consultation (and for the fee, where it pauses)."""
    found: list[Excluded] = []
    for pause in facts.pauses:
        _in_order(facts.received_on, say("收到申请"), pause.sent_on, say("发出征求意见书"))
        first = pause.sent_on if settings.pause_first_day else pause.sent_on + ONE_DAY
        end = _pause_end(pause, calendar, settings, notes, warnings)
        last = end if settings.pause_last_day else end - ONE_DAY
        name = ASKED_NAMES[pause.asked]
        if last <= start:
            warnings.append(
                say("{name}（{first}至{last}）在期限起算之前结束，不影响期限。", name=name, first=first, last=last)
            )
        elif first <= last:
            found.append(Excluded(first, last, name, str(CONSULTATION_RULE)))
    fee = facts.fee
    if fee is not None and fee.paid_on is not None and settings.fee_effect is FeeEffect.PAUSE:
        found.append(Excluded(fee.notified_on, fee.paid_on, say("等待缴费（本机关设定）"), "国办函〔2020〕109号"))
    return found


def _pause_end(pause: Pause, calendar: WorkCalendar, settings: Settings, notes: list[str], warnings: list[str]) -> date:
    """The day a consultation is over: the opinion came, or the 15 working days have run."""
    name = ASKED_NAMES[pause.asked]
    if pause.delivered_on is not None:
        _in_order(pause.sent_on, say("发出征求意见书"), pause.delivered_on, say("征求意见书送达"))
    if pause.answered_on is not None:
        _in_order(pause.delivered_on or pause.sent_on, say("发出征求意见书"), pause.answered_on, say("收到意见"))
    if pause.asked is Asked.AGENCY:
        assert pause.answered_on is not None  # otherwise `_waiting` has answered
        return pause.answered_on
    limit = due(pause.asked.value, pause.delivered_on or pause.sent_on, calendar, settings=settings)
    last = limit.bound
    if pause.answered_on is None:
        basis = say("送达") if pause.delivered_on else say("发出（送达日未登记）")
        notes.append(
            say("{name}尚无回复，暂按自{basis}之日起15个工作日至{last}停算。", name=name, basis=basis, last=last)
        )
        return last
    if pause.answered_on > last:
        if pause.delivered_on is not None and settings.pause_ends_with_period:
            warnings.append(
                say(
                    "{name}的回复{answered}才收到，超过15个工作日（{last}），停算只到{last}。",
                    name=name,
                    answered=pause.answered_on,
                    last=last,
                )
            )
            return last
        warnings.append(say("{name}停算超过15个工作日（自发出起算至{last}），请核对送达日。", name=name, last=last))
    return pause.answered_on


def extension_problem(extension: Extension, start: date, first: Due) -> str:
    """Why the extension has no effect, or "": at most 20 days, once, approved and notified before the period ends."""
    if not 1 <= extension.days <= EXTENSION_LIMIT:
        return say(
            "延长{days}个工作日不符合规定：延长最多{limit}个工作日（{rule}）。请改为1至{limit}。",
            days=extension.days,
            limit=EXTENSION_LIMIT,
            rule=ANSWER_RULE,
        )
    notified, approved = extension.notified_on, extension.approved_on
    if notified is None:
        return ""
    if approved is not None and approved > notified:
        return say(
            "延期{approved}才批准，却在{notified}已告知申请人：延期须先经政府信息公开工作机构负责人同意再告知（{rule}）。请核对两个日期。",
            approved=approved,
            notified=notified,
            rule=ANSWER_RULE,
        )
    if notified < start:
        return say(
            "延期告知日{notified}早于期限起算日{start}，对重新起算的期限不发生效力。请核对日期。",
            notified=notified,
            start=start,
        )
    # Where the first period is itself uncertain, only a notice later than any likely end is surely too late.
    last = first.on or first.estimate or first.bound
    if notified > last:
        return say(
            "延期告知日{notified}晚于原期限届满日{last}（{weekday}），延期不发生效力，仍应以{last}为准：延期须在届满前批准并告知（{rule}）。",
            notified=notified,
            last=last,
            weekday=weekday_name(last),
            rule=ANSWER_RULE,
        )
    return ""


def _extension_stage(extension: Extension, first: Due, notes: list[str], warnings: list[str]) -> Stage:
    if extension.notified_on is None:
        notes.append(say("按已在原期限届满（{last}）前批准并告知申请人计算。", last=first.headline))
    elif first.not_before is not None and extension.notified_on > first.not_before:
        warnings.append(say("原期限届满日尚不确定，延期是否及时告知须在放假安排公布后核对。"))
    return Stage(extension.days, str(ANSWER_RULE), say("延长{days}个工作日的首日", days=extension.days))


def _delayed(delay: Delay, counted: Due, warnings: list[str]) -> Due:
    """The date set under art. 35 in place of the counted one, which stays in the notes."""
    rule = Article("条例", 35)
    last = counted.bound
    extra = list(counted.warnings)
    if delay.until <= counted.start:
        raise BadFacts(
            say("延迟答复的日期{until}不晚于起算日{start}。请核对日期。", until=delay.until, start=counted.start)
        )
    if delay.notified_on is not None and delay.notified_on > last:
        extra.append(
            say(
                "延迟答复{notified}才告知，晚于原期限届满日{last}，告知前已经逾期。",
                notified=delay.notified_on,
                last=last,
            )
        )
    step = Step(delay.until, Mark.SET, say("延迟答复所定日期"), rule=str(rule))
    return Due(
        clock="answer",
        name=say("延迟答复期限"),
        start=counted.start,
        on=delay.until,
        length=say("行政机关确定的合理期限"),
        sources=(str(rule),),
        steps=(*(s for s in counted.steps if s.mark in (Mark.START, Mark.RESTART)), step),
        notes=(*counted.notes, say("原答复期限为{last}，由延迟答复取代。", last=counted.headline)),
        warnings=tuple(extra),
    )


def _in_order(earlier: date, earlier_event: str, later: date, later_event: str) -> None:
    if later < earlier:
        raise BadFacts(
            say(
                "日期前后矛盾：{later_event}（{later}）早于{earlier_event}（{earlier}），无法计算期限。请核对登记的日期。",
                later_event=later_event,
                later=later,
                earlier_event=earlier_event,
                earlier=earlier,
            )
        )


def _length(stages: list[Stage]) -> str:
    return say("{days}个工作日", days="＋".join(str(stage.length) for stage in stages))
