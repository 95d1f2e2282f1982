"""`gongkai calendar`: a year or a month as a picture, or one day and why it counts or not."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby, zip_longest
from pathlib import Path

import click

from gongkai.cli.days import calendar_options, read_day, work_calendar
from gongkai.cli.terminal import pad
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import Day, Kind, WorkCalendar, weekday_name

ONE_DAY = timedelta(days=1)
CELL = 5
"""Columns of one day: two digits, a mark of two columns, a blank."""
GAP = 3
_PERIOD = re.compile(r"(\d{4})(?:年|[-/.年](\d{1,2})月?)?")


@click.command(
    help=say(
        "查看工作日：写年份看全年，写年月看一个月，写日期看这一天是否工作日、为什么。\n\n"
        "图中“休”为放假，“班”为调休上班。退出状态：0 已公布，1 该年放假安排尚未收录，2 输入有误。"
    ),
    epilog=say("例：gongkai calendar 2026\n\n例：gongkai calendar 2026-10\n\n例：gongkai calendar 2026-10-10"),
)
@click.argument("when", metavar=say("年份|年月|日期"))
@calendar_options
@click.option("--json", "as_json", is_flag=True, help=say("输出一行 JSON"))
def calendar(
    when: str, overlays: tuple[Path, ...], years: tuple[Path, ...], installation: Path | None, as_json: bool
) -> None:
    """Print the picture or the day; status 1 where the year is not announced."""
    found = work_calendar(overlays, years, installation)
    days, shape = _days(when, found)
    certain = days[0].certain
    if as_json:
        click.echo(json.dumps(_data(days, shape, found), ensure_ascii=False))
    elif shape == "day":
        click.echo(_sentence(days[0]))
    else:
        for line in _picture(days, shape, found):
            click.echo(line)
    if not certain and not as_json:
        click.echo(_warning(days[0].on.year, found))
    click.get_current_context().exit(0 if certain else 1)


def _days(when: str, found: WorkCalendar) -> tuple[list[Day], str]:
    """The days that ``when`` names, and whether it names a year, a month or a day. Raises GongkaiError."""
    period = _PERIOD.fullmatch(when.strip())
    if period is None:
        return [found.foreseen(read_day(when))], "day"
    year, month = int(period[1]), int(period[2] or 0)
    if not 1 <= year <= 9998 or month > 12 or (period[2] and not month):
        raise GongkaiError(say("“{when}”不是年份、年月或者日期。请写成 2026、2026-10 或 2026-10-10。", when=when))
    first = date(year, month or 1, 1)
    after = date(year + 1, 1, 1) if month in (0, 12) else date(year, month + 1, 1)
    return [found.foreseen(first + n * ONE_DAY) for n in range((after - first).days)], "month" if month else "year"


def _sentence(day: Day) -> str:
    counts = say("工作日") if day.working else say("不是工作日")
    ground = say("（{source}）", source=day.source) if day.source else ""
    if day.kind is Kind.ORDINARY and day.certain:
        return say("{day} {weekday}：{counts}。", day=day.on, weekday=weekday_name(day.on), counts=counts)
    return say(
        "{day} {weekday}：{counts}，{why}{ground}。",
        day=day.on,
        weekday=weekday_name(day.on),
        counts=counts if day.certain else say("尚不能确定"),
        why=day.why,
        ground=ground,
    )


def _warning(year: int, found: WorkCalendar) -> str:
    return say(
        "注意：{year}年放假安排尚未公布或尚未收录（已收录至{last}年），这里只按周末和已知的法定节日列出，调休无从得知，不能据此确定期限。",
        year=year,
        last=found.calendar_through,
    )


def _picture(days: list[Day], shape: str, found: WorkCalendar) -> Iterator[str]:
    year = days[0].on.year
    if shape == "year":
        yield say("{year}年：{working}{source}", year=year, working=_working(days), source=_source(year, found))
        yield ""
    months = [list(month) for _, month in groupby(days, key=lambda day: day.on.month)]
    blocks = [_month(month) for month in months]
    across = 2 if shape == "year" else 1
    for i in range(0, len(blocks), across):
        for parts in zip_longest(*blocks[i : i + across], fillvalue=""):
            yield (" " * GAP).join(pad(part, 7 * CELL) for part in parts).rstrip()
        yield ""
    yield from _legend(days)


def _month(days: list[Day]) -> list[str]:
    """One month: a title, the names of the weekdays, and up to six weeks from Monday."""
    first = days[0].on
    title = say("{year}年{month}月", year=first.year, month=first.month)
    lines = [f"{title}  {_working(days)}", "".join(pad(name, CELL) for name in "一二三四五六日")]
    cells = [""] * first.weekday() + [f"{day.on.day:>2}{_mark(day)}" for day in days]
    for i in range(0, len(cells), 7):
        lines.append("".join(pad(cell, CELL) for cell in cells[i : i + 7]))
    return lines


def _working(days: list[Day]) -> str:
    """How many are worked; never stated as certain for a year without notice."""
    n = sum(day.working for day in days)
    return say("{n}个工作日", n=n) if days[0].certain else say("工作日数尚不能确定")


def _mark(day: Day) -> str:
    if day.kind in (Kind.HOLIDAY, Kind.LOCAL_OFF):
        return say("休")
    return say("班") if day.kind in (Kind.MAKE_UP, Kind.LOCAL_WORK) else ""


def _legend(days: list[Day]) -> Iterator[str]:
    """Each holiday with its days, and the weekend days worked."""
    named = [day for day in days if day.kind in (Kind.HOLIDAY, Kind.LOCAL_OFF)]
    for why, run in groupby(named, key=lambda day: day.why):
        off = list(run)
        yield say("休  {why}：{days}", why=why, days=_span(off[0].on, off[-1].on))
    worked = [day for day in days if day.kind in (Kind.MAKE_UP, Kind.LOCAL_WORK)]
    if worked:
        yield say(
            "班  调休上班：{days}", days="、".join(f"{_short(day.on)}（{weekday_name(day.on)}）" for day in worked)
        )


def _span(first: date, last: date) -> str:
    return _short(first) if first == last else say("{first}至{last}", first=_short(first), last=_short(last))


def _short(day: date) -> str:
    return say("{month}月{day}日", month=day.month, day=day.day)


def _source(year: int, found: WorkCalendar) -> str:
    return say("（{source}）", source=found.table(year).source) if year <= found.calendar_through else ""


def _data(days: list[Day], shape: str, found: WorkCalendar) -> dict[str, object]:
    listed = [
        {"date": d.on.isoformat(), "working": d.working, "kind": d.kind.value, "why": d.why, "source": d.source}
        for d in days
    ]
    certain = days[0].certain
    if shape == "day":
        return {**listed[0], "certain": certain}
    return {
        "from": days[0].on.isoformat(),
        "to": days[-1].on.isoformat(),
        "certain": certain,
        "calendar_through": found.calendar_through,
        "working_days": sum(day.working for day in days) if certain else None,
        "days": listed,
    }
