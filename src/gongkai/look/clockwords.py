"""What the clock says beside its drawing: the legend, a description, the table, and which weekends are worked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from datetime import date
from itertools import groupby

from gongkai.language import say
from gongkai.law import Due, Mark, Step
from gongkai.look import words

COUNTED = (Mark.COUNTED, Mark.ASSUMED)


def step_words(due: Due, step: Step) -> str:
    """What one day did, for the table."""
    if step.mark in COUNTED:
        if not words.by_days(due):
            return step.why
        text = say("第{n}个工作日", n=step.n) if words.in_working_days(due) else say("第{n}天", n=step.n)
        return say("{text}（{why}）", text=text, why=step.why) if step.why else text
    if step.mark is Mark.SKIPPED:
        return say("{why}，不计", why=step.why)
    if step.mark is Mark.PAUSED:
        return say("{why}，暂停", why=step.why)
    return step.why


def legend(due: Due, kinds: Set[str], *, today: bool, last: bool, closed: bool) -> Iterator[tuple[str, str]]:
    """(class, words) of each kind of day that is there. ``today``, ``last``: whether those two are marked."""
    why = "、".join(dict.fromkeys(why for why, *_ in pauses(due)))
    if "u" in kinds:
        yield "u", say("已计")
    if "c" in kinds:
        yield "", say("没有用到") if closed else say("待计")
    if "a" in kinds:
        yield "a", say("可能调休上班，从严计入")
    if "x" in kinds:
        yield "x", say("休息日不计")
    if "p" in kinds:
        yield "p", say("{why}，暂停", why=why)
    if "w" in kinds:
        yield "w", say("等待，暂不计算") if due.waiting else say("重新计算以前，不计")
    if "l" in kinds:
        yield "i-late", say("逾期")
    if today:
        yield "today", say("办结") if closed else say("今天")
    if last:
        yield "due", say("最早的截止日") if due.provisional else say("截止日")


def title(due: Due) -> str:
    """What the drawing is."""
    return say("{name}的逐日计算", name=due.name)


def description(due: Due, now: date, closed: bool) -> str:
    """The same in sentences, for those who do not see the drawing."""
    parts = [
        say("{day}{why}", day=short(step.on), why=step.why)
        for step in due.steps
        if step.mark in (Mark.START, Mark.RESTART, Mark.SET)
    ]
    for why, first, last, n in pauses(due):
        parts.append(say("{span}{why}，暂停{n}天", span=span(first, last), why=why, n=n))
    if skipped := sum(step.mark is Mark.SKIPPED for step in due.steps):
        parts.append(say("休息日{n}天", n=skipped))
    used, _ = words.counted(due, now)
    end = words.last_day(due)
    if used and end is not None and now <= end:
        pattern = say("办结日") if closed else say("今天")
        parts.append(say("{word}{day}是{line}", word=pattern, day=short(now), line=words.count_line(due, now)))
    if due.waiting:
        parts.append(say("期限尚未起算：{event}", event=due.waiting))
    elif due.provisional and end is not None:
        parts.append(say("截止日不早于{day}", day=words.day(end)))
    elif end is not None:
        parts.append(say("{day}是截止日", day=words.day(end)))
        if now > end:
            parts.append(words.days_left(due, now))
    return say("{parts}。", parts="；".join(parts))


def pauses(due: Due) -> Iterator[tuple[str, date, date, int]]:
    """(why, first day, last day, working days) of each stretch in which the count stood still."""
    working = (step for step in due.steps if step.mark is not Mark.SKIPPED)
    for (mark, why), run in groupby(working, key=lambda step: (step.mark, step.why)):
        if mark is Mark.PAUSED:
            days = [step.on for step in run]
            yield why, days[0], days[-1], len(days)


def make_up(steps: Sequence[Step]) -> str:
    """Which weekend days were counted because they are worked, and by which notice."""
    worked = [step for step in steps if step.mark is Mark.COUNTED and step.source and step.on.weekday() >= 5]
    if not worked:
        return ""
    return say(
        "{days}调休上班，计入。依据{sources}。",
        days="、".join(words.day(step.on) for step in worked),
        sources="、".join(dict.fromkeys(step.source for step in worked)),
    )


def short(on: date) -> str:
    """9月21日."""
    return say("{month}月{day}日", month=on.month, day=on.day)


def span(first: date, last: date) -> str:
    """9月21日至29日, 9月28日至10月18日, or one day alone."""
    if first == last:
        return short(first)
    if (first.year, first.month) == (last.year, last.month):
        return say("{first}至{day}日", first=short(first), day=last.day)
    return say("{first}至{last}", first=short(first), last=short(last))
