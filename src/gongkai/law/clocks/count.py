"""Counting: working days, calendar days, months and years from a day that is itself not counted.

Every count runs over the calendar day by day and keeps what it did. Where it reaches a year without notice it is run twice:
once as if no weekend were swapped (the estimate), once with the first weekend days taken as worked (the bound).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Number, Unit
from gongkai.law.calendar import Day, Kind, WorkCalendar
from gongkai.law.clocks.explain import Due, Mark, Step
from gongkai.law.settings import DEFAULT, Settings

START_RULE = Article("民事诉讼法", 85)
LONGEST = {Unit.WORKING_DAY: 1000, Unit.DAY: 3660, Unit.MONTH: 120, Unit.YEAR: 10}
"""Longer than any period of the law; a longer one is a slip of the keyboard."""


class BadFacts(GongkaiError):
    """Recorded facts that contradict each other, or a length that no period has."""


@dataclass(frozen=True, slots=True)
class Excluded:
    """Days ``first`` to ``last``, both included, that are left out of a count, with the reason and its source."""

    first: date
    last: date
    why: str
    source: str


@dataclass(frozen=True, slots=True)
class Stage:
    """A stretch of a count: the 20 days of the law, then those of an extension. ``why`` is shown on its first day."""

    length: int
    source: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Run:
    """One pass: the last day, the days it went through (the start not among them), and whether all were announced."""

    on: date
    steps: tuple[Step, ...]
    certain: bool


def check_length(length: int, unit: Unit) -> None:
    """Raise `BadFacts` unless ``length`` is from 1 to the longest that makes sense in its unit."""
    if not 1 <= length <= LONGEST[unit]:
        raise BadFacts(
            say(
                "期限长度{length}{unit}不合理（应为1至{longest}），无法计算。请核对后重新输入。",
                length=length,
                unit=unit.value,
                longest=LONGEST[unit],
            )
        )


def run_working_days(
    start: date, stages: Sequence[Stage], calendar: WorkCalendar, excluded: Sequence[Excluded], weekends: int
) -> Run:
    """Count working days after ``start`` through all ``stages``, leaving out ``excluded``.

    ``weekends``: how many weekend days of years without notice are taken as worked, earliest first.
    """
    steps: list[Step] = []
    certain = True
    n = 0
    ends = [(sum(stage.length for stage in stages[: i + 1]), stage) for i, stage in enumerate(stages)]
    total = ends[-1][0]
    coming = iter(ends)
    end, stage = next(coming)
    why = stage.why
    for day in calendar.days_after(start):
        certain = certain and day.certain
        pause = _pause_on(day.on, excluded) if excluded else None
        possible = weekends > 0 and not day.certain and day.kind is Kind.WEEKEND
        if not day.working and not possible:
            steps.append(Step(day.on, Mark.SKIPPED, day.why, day.source))
        elif pause is not None:
            steps.append(Step(day.on, Mark.PAUSED, pause.why, day.source, rule=pause.source))
        else:
            n += 1
            if n > end:
                end, stage = next(coming)
                why = stage.why
            steps.append(_counted(day, n, why, stage.source, possible))
            why = ""
            weekends -= possible
            if n == total:
                return Run(day.on, tuple(steps), certain)
    raise AssertionError("the days of a calendar have no end")


def run_days(
    start: date, length: int, calendar: WorkCalendar, excluded: Sequence[Excluded], weekends: int, rule: str = ""
) -> Run:
    """Count calendar days after ``start``, leaving out ``excluded``; a last day off moves to the first working day."""
    steps: list[Step] = []
    certain = True
    n = 0
    days = calendar.days_after(start)
    for day in days:
        pause = _pause_on(day.on, excluded)
        if pause is not None:
            steps.append(Step(day.on, Mark.PAUSED, pause.why, rule=pause.source))
            continue
        n += 1
        steps.append(Step(day.on, Mark.COUNTED, n=n, rule=rule))
        if n == length:
            break
    last = calendar.foreseen(steps[-1].on)
    certain = last.certain
    while not _ends_on(last, weekends):
        last = next(days)
        certain = certain and last.certain
        steps.append(_moved(last))
    return Run(last.on, tuple(steps), certain)


def run_months(start: date, months: int, calendar: WorkCalendar, weekends: int, unit: Unit, rule: str = "") -> Run:
    """The day of the month that answers to ``start``, ``months`` later; the last of the month where there is none.

    ``unit`` is for the words only. A last day off moves to the first working day (decision 0003).
    """
    calendar.foreseen(start)
    nominal = add_months(start, months)
    n = months if unit is Unit.MONTH else months // 12
    steps = [Step(nominal, Mark.COUNTED, say("{n}{unit}后的对应日", n=n, unit=unit.value), n=n, rule=rule)]
    last = calendar.foreseen(nominal)
    certain = last.certain
    for following in calendar.days_after(nominal):
        if _ends_on(last, weekends):
            break
        last = following
        certain = certain and last.certain
        steps.append(_moved(last))
    return Run(last.on, tuple(steps), certain)


def add_months(day: date, months: int) -> date:
    """The same day of the month ``months`` later, or the last day of that month.

    >>> add_months(date(2026, 8, 31), 6).isoformat()
    '2027-02-28'
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def conclude(
    run: Callable[[int], Run],
    *,
    clock: str,
    name: str,
    length: str,
    opening: Sequence[Step],
    sources: Sequence[str],
    calendar: WorkCalendar,
    settings: Settings = DEFAULT,
    notes: Sequence[str] = (),
    warnings: Sequence[str] = (),
) -> Due:
    """The `Due` of a count. ``run`` takes the number of weekend days to be assumed worked; ``opening`` are the steps
    before the count, the last of them its start."""
    plain = run(0)
    if plain.certain:
        found, on, bound, estimate = plain, plain.on, None, None
        warned = list(warnings)
    else:
        found = run(settings.unannounced_working_weekends)
        on, bound, estimate = None, found.on, plain.on
        year = calendar.calendar_through + 1
        warned = [
            say(
                "计算用到{year}年，该年放假调休安排尚未公布或尚未收录，到期日不能确定：不早于{bound}，"
                "如不调休约为{estimate}。请按不早于的日期安排工作，不得写入告知书；通知公布后重新计算。",
                year=year,
                bound=bound,
                estimate=estimate,
            ),
            *warnings,
        ]
    return Due(
        clock=clock,
        name=name,
        start=opening[-1].on,
        on=on,
        not_before=bound,
        estimate=estimate,
        length=length,
        sources=tuple(dict.fromkeys(sources)),
        steps=(*opening, *found.steps),
        notes=tuple(notes),
        warnings=tuple(warned),
    )


def start_step(on: date, event: str) -> Step:
    """The day of the event, which is not counted."""
    return Step(on, Mark.START, say("{event}，当日不计", event=event), rule=str(START_RULE))


def run_length(
    number: Number, start: date, calendar: WorkCalendar, excluded: Sequence[Excluded] = ()
) -> Callable[[int], Run]:
    """The count of one `Number` in its own unit, ready for `conclude`. Only days can be paused, not months or years."""
    check_length(number.value, number.unit)
    rule = str(number.source)
    if number.unit is Unit.WORKING_DAY:
        stages = (Stage(number.value, rule),)
        return lambda weekends: run_working_days(start, stages, calendar, excluded, weekends)
    if number.unit is Unit.DAY:
        return lambda weekends: run_days(start, number.value, calendar, excluded, weekends, rule)
    if excluded:
        raise BadFacts(say("以月、年计算的期限不能扣除日期，无法计算。请去掉扣除的日期。"))
    months = number.value if number.unit is Unit.MONTH else number.value * 12
    return lambda weekends: run_months(start, months, calendar, weekends, number.unit, rule)


def _pause_on(day: date, excluded: Sequence[Excluded]) -> Excluded | None:
    return next((pause for pause in excluded if pause.first <= day <= pause.last), None)


def _counted(day: Day, n: int, why: str, rule: str, possible: bool) -> Step:
    if possible:
        return Step(day.on, Mark.ASSUMED, say("{weekday}，可能调休上班，从严计入", weekday=day.why), n=n, rule=rule)
    if not why and day.kind is not Kind.ORDINARY:
        why = day.why
    if not why and not day.certain:
        why = say("放假安排未公布")
    return Step(day.on, Mark.COUNTED, why, day.source, n, rule)


def _ends_on(day: Day, weekends: int) -> bool:
    """Whether a calendar-day period may end on ``day``; in a bound, also on a weekend day that might be worked."""
    return day.working or (weekends > 0 and not day.certain and day.kind is Kind.WEEKEND)


def _moved(day: Day) -> Step:
    if day.working:
        return Step(day.on, Mark.MOVED, say("顺延至其后第一个工作日"), day.source, rule=str(START_RULE))
    return Step(day.on, Mark.SKIPPED, day.why, day.source)
