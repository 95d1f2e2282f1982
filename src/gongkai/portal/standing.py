"""Where an application stands, in the words its applicant reads: the state, the day that counts, and why it is that day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from gongkai.applications import clocks
from gongkai.applications.models import Application, Stage
from gongkai.language import say
from gongkai.law.clocks import Due, Mark, answer_due, due, facts
from gongkai.law.outcomes import GROUP_NAMES, Outcome
from gongkai.look.words import day, days_left
from gongkai.people import clock


@dataclass(frozen=True, slots=True)
class Standing:
    """``steps`` and ``at``: the stages and which is now, from 1. ``due``: the period shown, the answer's or the applicant's
    own; ``line`` its sentence, ``why`` how the day came about. ``closed_on``: the day of the answer."""

    title: str
    steps: list[str]
    at: int
    line: str = ""
    why: tuple[str, ...] = ()
    due: Due | None = None
    closed_on: date | None = None
    late: bool = False


def standing_of(case: Application, today: date | None = None) -> Standing:
    """Everything on top of the progress page. Works on prefetched parts without further queries."""
    today = today or clock.today()
    steps, at = _steps(case)
    if not case.is_open:
        return Standing(
            _closed_title(case), steps, at, due=clocks.due_of(case), closed_on=case.closed_on, why=_why(case, today)
        )
    found, line, why = _running(case, today)
    last = None if found is None else found.on
    return Standing(_title(case), steps, at, line, why, found, late=last is not None and last < today)


def _title(case: Application) -> str:
    if case.withdrawn_on is not None:
        return say("您已撤回申请，等待结案")
    return {
        Stage.SUBMITTED: say("已收到，等待登记") if case.received_on else say("已提交，等待双方确认"),
        Stage.HANDLING: say("正在查找您要的信息"),
        Stage.CORRECTING: say("等您补正"),
        Stage.CONSULTING: say("正在征求意见"),
        Stage.PAYING: say("等您缴纳信息处理费"),
        Stage.DRAFTING: say("正在起草答复"),
        Stage.REVIEWING: say("答复正在审批"),
        Stage.DISPATCHING: say("答复已经批准，等待发出"),
    }[Stage(case.stage)]


def _closed_title(case: Application) -> str:
    if case.withdrawn_on is not None:
        return say("申请已撤回，办结")
    return say("已经答复：{outcome}", outcome=GROUP_NAMES[Outcome(case.outcome).group])


def _steps(case: Application) -> tuple[list[str], int]:
    asked = any(c.sent_on for c in case.consultations.all())
    labels = [say("收到"), say("查找")] + ([say("征求意见")] if asked else []) + [say("起草和审核"), say("答复")]
    now = {
        Stage.SUBMITTED: 1,
        Stage.CONSULTING: 3,
        Stage.DRAFTING: len(labels) - 1,
        Stage.REVIEWING: len(labels) - 1,
        Stage.DISPATCHING: len(labels),
        Stage.CLOSED: len(labels) + 1,
    }
    return labels, now.get(Stage(case.stage), 2)


def _running(case: Application, today: date) -> tuple[Due | None, str, tuple[str, ...]]:
    """The period that matters now, its sentence, and why."""
    if case.withdrawn_on is not None:
        return None, "", ()
    if case.received_on is None:
        return None, "", ()
    if case.stage == Stage.CORRECTING:
        return _own_period(case, "correction")
    if case.stage == Stage.PAYING:
        return _own_period(case, "fee")
    found = clocks.due_of(case)
    assert found is not None
    return found, _line(found, today), _why(case, today)


def _own_period(case: Application, name: str) -> tuple[Due | None, str, tuple[str, ...]]:
    """A period that the applicant has: to correct, or to pay. The answer period stands still meanwhile."""
    part = clocks.part(case, name)
    assert part is not None
    if name == "correction":
        if part.noticed_on is None:
            return None, "", ()
        found = due("correction_period", part.noticed_on, clocks.calendar(), length=part.period_days)
        line = say("请在{day}前补正", day=_day(found))
        after = say("收到您补正的当天起，答复期限重新计算，从下一个工作日数起20个工作日。")
        then = say("没有正当理由逾期不补正的，视为放弃申请，本机关不再处理。")
        return found, line, (say("补正告知书{day}发出。", day=day(part.noticed_on)), after, then)
    if part.notified_on is None:
        return None, "", ()
    found = due("fee_payment", part.notified_on, clocks.calendar())
    line = say("请在{day}前缴纳{yuan}元", day=_day(found), yuan=part.amount)
    then = say("逾期不缴的，视为放弃申请，本机关不再处理。缴清以后继续办理。")
    return found, line, (say("收费通知书{day}发出。", day=day(part.notified_on)), then)


def _day(found: Due) -> str:
    # Where next year's days off are not announced, the earliest day it can be: whoever acts by then is in time.
    return day(found.bound)


def _line(found: Due, today: date) -> str:
    if found.waiting:
        return say("答复期限没有在计算：{event}", event=found.waiting)
    if found.on is None:
        return say("最晚答复您的日期不早于{day}", day=day(found.bound))
    if found.on < today:
        return say("应当在{day}前答复您，{left}", day=day(found.on), left=days_left(found, today))
    return say("最晚{day}答复您，{left}", day=day(found.on), left=days_left(found, today))


def _why(case: Application, today: date) -> tuple[str, ...]:
    """How the day came about, a sentence for each thing that moved it."""
    if case.received_on is None:
        return ()
    found = clocks.due_of(case)
    assert found is not None
    correction, extension, delay = (clocks.part(case, name) for name in ("correction", "extension", "delay"))
    delayed = delay is not None and delay.notified_on is not None
    said = [say("收到日是{day}。", day=day(case.received_on))]
    if not delayed:
        said = [
            say(
                "收到日是{day}，当天不算，从下一个工作日数起，共{length}。",
                day=day(case.received_on),
                length=found.length,
            )
        ]
    if correction is not None and correction.came_on:
        said.append(say("您的补正{day}收到，期限从那天重新计算。", day=day(correction.came_on)))
    said += _consulting(case, found)
    if extension is not None and extension.notified_on:
        said.append(say("经批准延长{n}个工作日，理由写在延期答复告知书里。延期只能有一次。", n=extension.days))
    if delayed:
        said.append(say("因申请数量多，答复日期定为{day}，理由写在延迟答复告知书里。", day=day(delay.until)))
    if found.provisional:
        said.append(say("期限跨入的年份还没有公布放假安排，公布以后这个日期会自动更新，只会更晚，不会更早。"))
    return tuple(said)


def _consulting(case: Application, found: Due) -> list[str]:
    """What consultation has done to the day; nobody who was asked is named."""
    sent = [c for c in case.consultations.all() if c.sent_on]
    if not sent:
        return []
    first = min(c.sent_on for c in sent)
    paused = sum(step.mark is Mark.PAUSED for step in found.steps)
    if any(c.is_open for c in sent):
        return [say("{first}起正在书面征求意见，这段时间不算在期限内。", first=day(first))]
    last = max(c.answered_on or c.lapsed_on or c.cancelled_on for c in sent)
    without = _without_pauses(case)
    line = say(
        "{first}至{last}书面征求了意见，其中{n}个工作日不算在期限内。", first=day(first), last=day(last), n=paused
    )
    return [line, say("不征求意见的话，原定{day}。", day=day(without.on))] if without.on and paused else [line]


def _without_pauses(case: Application) -> Due:
    known = replace(clocks.facts_of(case), pauses=())
    return answer_due(known, clocks.calendar(), settings=case.agency.law_settings, refuse=False)


def if_confirmed(case: Application, on: date) -> Due:
    """The answer period of an application that is confirmed ``on``, a day to come."""
    return answer_due(facts.Application(received_on=on), clocks.calendar(), settings=case.agency.law_settings)


def next_working_day(after: date) -> date:
    """The first working day after a day, as far as the notices say."""
    return next(found.on for found in clocks.calendar().days_after(after) if found.working)
