"""One year's working days as announced: read from TOML, checked on load, never computed by rule (decision 0001)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.language import say

FOLDER = Path(__file__).parent
ONE_DAY = timedelta(days=1)
LONGEST_SPAN = 60
"""Days between the ends of a run; a longer one is a slip of the pen."""
FESTIVALS_BEFORE_2025 = {"元旦": 1, "春节": 3, "清明节": 1, "劳动节": 1, "端午节": 1, "中秋节": 1, "国庆节": 3}
FESTIVALS = {**FESTIVALS_BEFORE_2025, "春节": 4, "劳动节": 2}
"""Days of each national holiday: 全国年节及纪念日放假办法 art. 2, as revised from 2025-01-01."""
FIXED_DATES = {"元旦": ((1, 1),), "劳动节": ((5, 1), (5, 2)), "国庆节": ((10, 1), (10, 2), (10, 3))}
"""Holidays that need no lunar calendar to be known in advance."""


@dataclass(frozen=True, slots=True)
class YearTable:
    """The days of ``year`` that depart from the week, or are named although they do not.

    ``off``: every announced day off (weekends inside a span included) with the holiday's name. ``work``: weekend days
    worked. ``statutory``: the national holidays themselves. ``number``: the notice, "" when it is not known;
    ``evidence``: what the days were checked against.
    """

    year: int
    title: str
    number: str
    evidence: str
    off: Mapping[date, str]
    work: frozenset[date]
    statutory: Mapping[date, str]

    @property
    def source(self) -> str:
        """How the table is cited: the notice's number, or its title where no number is known."""
        return self.number or f"《{self.title}》"


class CalendarFault(GongkaiError):
    """A calendar file that cannot be trusted. ``problems``: one sentence for each thing that is wrong."""

    def __init__(self, name: str, problems: list[str]):
        super().__init__(
            say(
                "工作日历文件 {name} 有误，用它计算的期限都不可靠，已停止使用：{problems}请对照放假安排通知改正后重试。",
                name=name,
                problems="".join(problems),
            )
        )
        self.problems = tuple(problems)


def announced_years(folder: Path = FOLDER) -> tuple[int, ...]:
    """Years that have a table, ascending."""
    return tuple(sorted(int(path.stem) for path in folder.glob("[0-9][0-9][0-9][0-9].toml")))


@cache
def announced(year: int) -> YearTable:
    """The table that comes with the package for ``year``. Raises FileNotFoundError where there is none."""
    return read_year(FOLDER / f"{year}.toml")


@cache
def known_holidays(year: int) -> Mapping[date, str]:
    """National holidays of a year without notice, as far as their dates are known: all, or the fixed dates only."""
    with (FOLDER / "unannounced.toml").open("rb") as file:
        listed = tomllib.load(file).get(str(year))
    if listed is None:
        return {date(year, month, day): name for name, days in FIXED_DATES.items() for month, day in days}
    return _named(listed, [])


def read_year(path: Path) -> YearTable:
    """Read and check one year's table. Raises `CalendarFault` naming every problem found."""
    return parse_year(read_toml(path), path.name)


def read_toml(path: Path) -> dict[str, Any]:
    """The TOML in ``path``, with or without a byte order mark. Raises `CalendarFault` when it is missing, not UTF-8 or not
    TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise CalendarFault(path.name, [say("文件不存在。")]) from error
    except OSError as error:
        raise CalendarFault(path.name, [say("文件打不开。")]) from error
    except UnicodeDecodeError as error:
        raise CalendarFault(path.name, [say("文件不是 UTF-8 编码，请另存为 UTF-8。")]) from error
    except tomllib.TOMLDecodeError as error:
        raise CalendarFault(path.name, [_where(str(error))]) from error


def _where(complaint: str) -> str:
    """Where the parser stopped, without its English."""
    if (found := re.search(r"line (\d+), column (\d+)", complaint)) is None:
        return say("不是完整的 TOML 文件，末尾可能缺少引号或者括号。")
    return say("第{line}行第{column}列附近不符合 TOML 格式。", line=found[1], column=found[2])


def parse_year(data: Mapping[str, Any], name: str) -> YearTable:
    """The table in ``data``, the content of file ``name``. Raises `CalendarFault`; see docs/reference/law/calendar.md."""
    problems: list[str] = []
    year = data.get("year")
    if type(year) is not int or not 2000 <= year <= 2999:
        raise CalendarFault(name, [say("缺少 year，或者不是年份。")])
    for key in sorted(
        set(data) - {"year", "title", "number", "amended_by", "evidence", "unpaired", "statutory", "off", "work"}
    ):
        problems.append(say("有不认识的项目“{key}”。", key=key))
    statutory = _named(data.get("statutory"), problems, overlap=True)
    off = _named(data.get("off"), problems)
    section = data.get("work")
    work_days = list(expand(section.get("days") if isinstance(section, Mapping) else None, problems))
    work = frozenset(work_days)
    if len(work_days) != len(work):
        problems.append(say("调休上班日有重复。"))
    if wrong := sorted({day for day in (*statutory, *off, *work) if day.year != year}):
        problems.append(say("{days}不在{year}年。", days=_days(wrong), year=year))
    if both := sorted(work & off.keys()):
        problems.append(say("{days}既列为放假，又列为上班。", days=_days(both)))
    if weekdays := sorted(day for day in work if day.weekday() < 5):
        problems.append(say("{days}本来就不是周末，不能列为调休上班。", days=_days(weekdays)))
    if uncovered := sorted(statutory.keys() - off.keys()):
        problems.append(say("法定节日{days}没有列入放假。", days=_days(uncovered)))
    problems += _festival_problems(year, data.get("statutory"))
    if not problems:
        problems += _pairing_problems(year, off, work, data.get("unpaired"))
    if problems:
        raise CalendarFault(name, problems)
    number = str(data.get("number", ""))
    if amended := data.get("amended_by"):
        number = f"{number}、{amended}"
    return YearTable(year, str(data.get("title", "")), number, str(data.get("evidence", "")), off, work, statutory)


def expand(days: object, problems: list[str]) -> Iterator[date]:
    """Each day in a list of ``"2026-10-01"`` and ``"2026-10-01/2026-10-07"``; adds a sentence to ``problems`` for the rest."""
    if not isinstance(days, list):
        problems.append(say('日期应写成列表，例如 ["2026-10-01/2026-10-07"]。'))
        return
    for entry in days:
        first, slash, last = str(entry).partition("/")
        try:
            day = date.fromisoformat(first)
            end = date.fromisoformat(last) if slash else day
        except ValueError:
            problems.append(say("“{entry}”不是日期。", entry=entry))
            continue
        length = (end - day).days
        if not 0 <= length <= LONGEST_SPAN:
            problems.append(say("“{entry}”的起止日期不对。", entry=entry))
            continue
        yield from (day + n * ONE_DAY for n in range(length + 1))


def _named(section: object, problems: list[str], *, overlap: bool = False) -> dict[date, str]:
    """Days with the name of their holiday. Two holidays may fall on one day only where ``overlap`` allows it."""
    named: dict[date, str] = {}
    if not isinstance(section, Mapping):
        problems.append(say("缺少 statutory 或 off 部分。"))
        return named
    for name, days in section.items():
        for day in expand(days, problems):
            if day in named and not overlap:
                problems.append(say("{day}重复列出。", day=day))
            named[day] = f"{name}、{named[day]}" if day in named and overlap else str(name)
    return named


def _festival_problems(year: int, section: object) -> Iterator[str]:
    """Sentences for each national holiday that is missing, unknown, or has the wrong number of days."""
    expected = FESTIVALS if year >= 2025 else FESTIVALS_BEFORE_2025
    given = section if isinstance(section, Mapping) else {}
    for name in sorted(given.keys() - expected.keys()):
        yield say("“{name}”不是全体公民放假的法定节日。", name=name)
    for name, count in expected.items():
        found = len(list(expand(given.get(name, []), [])))
        if found != count:
            yield say("法定节日“{name}”应为{count}天，列出{found}天。", name=name, count=count, found=found)


def _pairing_problems(year: int, off: Mapping[date, str], work: frozenset[date], unpaired: object) -> Iterator[str]:
    """Each weekend day worked buys a weekday off; what is left over must be the national holidays and nothing else.

    A holiday on a weekend is made up on a working day (放假办法 art. 6), so weekdays off less weekend days worked is the
    number of national holidays. ``unpaired`` states an exception with its reason, as in the emergency of 2020.
    """
    holidays = sum((FESTIVALS if year >= 2025 else FESTIVALS_BEFORE_2025).values())
    extra = 0
    if unpaired is not None:
        given = unpaired if isinstance(unpaired, Mapping) else {}
        if type(given.get("days")) is not int or not given.get("why"):
            yield say("unpaired 没有写明天数（days，整数）和原因（why）。")
            return
        extra = given["days"]
    weekdays_off = sum(day.weekday() < 5 for day in off)
    if weekdays_off - len(work) != holidays + extra:
        yield say(
            "放假占用的周一至周五有{off}天，调休上班有{work}天，相差{gap}天，应为法定节日{holidays}天{extra}：放假与上班没有配平。",
            off=weekdays_off,
            work=len(work),
            gap=weekdays_off - len(work),
            holidays=holidays,
            extra=say("加例外{days}天", days=extra) if extra else "",
        )


def _days(days: list[date]) -> str:
    return "、".join(day.isoformat() for day in days)
