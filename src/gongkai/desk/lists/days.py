"""Days in the narrow column of a list, and which of them are near."""

from __future__ import annotations

from datetime import date

from gongkai.applications import clocks
from gongkai.language import say
from gongkai.law.calendar import weekday_name
from gongkai.look.words import NEAR, working_days


def near_day(on: date) -> date:
    """The last day that counts as near on ``on``: three working days ahead, the same that colour a date."""
    days = (found.on for found in clocks.calendar().days_after(on) if found.working)
    for _ in range(NEAR - 1):
        next(days)
    return next(days)


def short(on: date, today: date) -> str:
    """今天, else 10月20日."""
    return say("今天") if on == today else say("{month}月{day}日", month=on.month, day=on.day)


def beside(on: date, today: date) -> str:
    """What stands under `short`: 周二，剩2天 or 逾期3个工作日; the year where it is another."""
    if on < today:
        n = working_days(on, today, clocks.calendar())
        return say("逾期{n}个工作日", n=n) if n else say("逾期{n}天", n=(today - on).days)
    if on == today:
        return ""
    left = working_days(today, on, clocks.calendar())
    parts = [
        say("{year}年", year=on.year) if on.year != today.year else "",
        weekday_name(on),
        say("剩{n}天", n=left) if left else "",
    ]
    return "，".join(part for part in parts if part)
