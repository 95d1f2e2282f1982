"""Dates, moments, amounts and distances as people write them, in one way everywhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.html import format_html

from gongkai.language import say
from gongkai.law import CalendarMissing, Due, Mark, Source, WorkCalendar, national
from gongkai.law.calendar import weekday_name
from gongkai.law.calendar.workdays import Kind
from gongkai.people import clock

NEAR = 3
"""Working days before the last day from which a period is shown as near."""
_COUNTED = (Mark.COUNTED, Mark.ASSUMED)


_NOTHING = (None, "")
"""What a template hands over for something that is not there."""


def day(on: date | datetime | None) -> str:
    """10月23日（周五）, with the year where it is not the present one. "" for None."""
    if on in _NOTHING:
        return ""
    on = _date(on)
    short = say("{month}月{day}日（{weekday}）", month=on.month, day=on.day, weekday=weekday_name(on))
    return short if on.year == clock.today().year else say("{year}年{day}", year=on.year, day=short)


def longday(on: date | datetime | None) -> str:
    """2026年10月16日　周五: today, as the desk's bar says it. "" for None."""
    if on in _NOTHING:
        return ""
    on = _date(on)
    return say("{year}年{month}月{day}日", year=on.year, month=on.month, day=on.day) + f"　{weekday_name(on)}"


def isoday(on: date | datetime | None) -> str:
    """2026-10-23 as a ``time`` element. "" for None."""
    if on in _NOTHING:
        return ""
    return format_html('<time datetime="{0}">{0}</time>', _date(on).isoformat())


def moment(at: datetime | None) -> str:
    """10-16 10:02 in Chinese time as a ``time`` element, with the year where it is not the present one. "" for None."""
    if at in _NOTHING:
        return ""
    local = timezone.localtime(at) if timezone.is_aware(at) else at
    pattern = "%m-%d %H:%M" if local.year == clock.today().year else "%Y-%m-%d %H:%M"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="minutes"), local.strftime(pattern))


def money(yuan: Decimal | int | None) -> str:
    """2740元; two decimals only where there are any. "" for None."""
    if yuan in _NOTHING:
        return ""
    amount = Decimal(yuan)
    text = f"{amount:.0f}" if amount == amount.to_integral_value() else f"{amount:.2f}"
    return say("{yuan}元", yuan=text)


def each(sources: Source | str | Iterable[Source | str] | None) -> Iterator[str]:
    """The texts of one source, a text, or several of either, each once, in order."""
    if sources is None or sources == "":
        return
    several = isinstance(sources, Iterable) and not isinstance(sources, str)
    seen: set[str] = set()
    for source in sources if several else (sources,):  # type: ignore[union-attr]
        if (text := str(source)) not in seen:
            seen.add(text)
            yield text


def articles(sources: Source | str | Iterable[Source | str] | None) -> str:
    """《条例》第三十三条第二款、第三款: the law and the article are named again only where they change."""
    words = []
    law = article = ""
    for text in each(sources):
        found = re.match(r"(《[^》]+》|.+?号)(第[^条]+条)(第[^款]+款)?", text)
        if found is None:
            words.append(text)
            law = article = ""
            continue
        short = text
        if found[1] == law:
            short = text.removeprefix(law)
            if found[2] == article and len(short) > len(article):
                short = short.removeprefix(article)
        law, article = found[1], found[2]
        words.append(short)
    return "、".join(words)


def daykind(on: date | None, calendar: WorkCalendar | None = None) -> str:
    """工作日, 休息日, 调休上班, or the holiday's name; "" where no notice says."""
    if on in _NOTHING:
        return ""
    try:
        found = (calendar or national()).day(_date(on))
    except CalendarMissing:
        return ""
    return say("休息日") if found.kind is Kind.WEEKEND else found.why


def working_days(after: date, until: date, calendar: WorkCalendar) -> int | None:
    """Working days later than ``after`` up to ``until``, which counts. None where a year without notice is touched."""
    count = 0
    try:
        for found in calendar.days_after(after):
            if found.on > until:
                return count
            if not found.certain:
                return None
            count += found.working
    except CalendarMissing:
        return None
    raise AssertionError("the days of a calendar have no end")


def last_day(due: Due | date | None) -> date | None:
    """The day that ``due`` stands for: a date itself, the last day of a `Due`, or the earliest it can be. None: it waits."""
    if isinstance(due, Due):
        return due.on or due.not_before
    return None if due is None else _date(due)


def days_left(due: Due | date | None, today: date, calendar: WorkCalendar | None = None, unit: str = "") -> str:
    """还有5个工作日, 今天到期, 已逾期3个工作日; "" while a period waits for an event.

    Calendar days for a period that does not count working days and where ``unit`` is "day"; also where working days cannot be
    told (a year without notice) or would be none (a weekend between).
    """
    last = last_day(due)
    if last is None:
        return ""
    bound = isinstance(due, Due) and due.provisional
    if isinstance(due, Due) and not in_working_days(due):
        unit = "day"
    gap = (last - today).days
    if gap == 0:
        return say("最早今天到期") if bound else say("今天到期")
    if bound:
        return say("至少还有{n}天", n=gap) if gap > 0 else say("可能已经到期，要等放假安排公布后确定")
    first, then = (today, last) if gap > 0 else (last, today)
    n = None if unit == "day" else working_days(first, then, calendar or national())
    if gap > 0:
        return say("还有{n}个工作日", n=n) if n else say("还有{n}天", n=gap)
    return say("已逾期{n}个工作日", n=n) if n else say("已逾期{n}天", n=-gap)


def nearness(due: Due | date | None, today: date, calendar: WorkCalendar | None = None) -> str:
    """ "late" on the last day and after it, "near" within three working days of it, else ""."""
    last = last_day(due)
    if last is None:
        return ""
    if last <= today:
        # A bound that has passed is not yet a missed day.
        return "near" if isinstance(due, Due) and due.provisional else "late"
    if (last - today).days > 4 * NEAR:
        return ""
    n = working_days(today, last, calendar or national())
    return "near" if (n if n is not None else (last - today).days) <= NEAR else ""


def counted(due: Due, today: date) -> tuple[int, int]:
    """How many of a period's counted days have come by ``today``, and how many there are. (0, 0): not counted by days."""
    if not by_days(due):
        return 0, 0
    days = [step.on for step in due.steps if step.mark in _COUNTED]
    return sum(on <= today for on in days), len(days)


def by_days(due: Due) -> bool:
    """Whether ``due`` counts days, working or not. Months, years and set dates show only the days that decide."""
    days = sum(step.mark in _COUNTED for step in due.steps)
    return days > 1 or (days == 1 and len(due.steps) > (due.steps[-1].on - due.steps[0].on).days)


def in_working_days(due: Due) -> bool:
    """Whether ``due`` counts working days: a count by calendar days counts a weekend that no notice makes worked."""
    weekends = any(s.mark is Mark.COUNTED and not s.source and s.on.weekday() >= 5 for s in due.steps)
    return by_days(due) and not weekends


def count_line(due: Due, today: date) -> str:
    """第15个工作日，共20个. Where a period is not counted by days, how far its last day is."""
    used, total = counted(due, today)
    last = last_day(due)
    if not total or last is None:
        return days_left(due, today)
    if today > last:
        return say("{total}个工作日已满", total=total) if in_working_days(due) else say("{total}天已满", total=total)
    if in_working_days(due):
        if used:
            return say("第{n}个工作日，共{total}个", n=used, total=total)
        return say("从下一个工作日数起，共{total}个工作日", total=total)
    return say("第{n}天，共{total}天", n=used, total=total) if used else say("从第二天数起，共{total}天", total=total)


def _date(on: date | datetime) -> date:
    if isinstance(on, datetime):
        return (timezone.localtime(on) if timezone.is_aware(on) else on).date()
    return on
