"""Days of the year that the law names: they do not move, whatever day of the week they are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.articles import Article, Document, Source
from gongkai.law.clocks.explain import Due, Mark, Step


@dataclass(frozen=True, slots=True)
class FixedDay:
    """A duty due on ``month``-``day`` of the year after the one it reports on, from ``since`` (a reported year) on."""

    key: str
    name: str
    month: int
    day: int
    source: Source
    since: int


FIXED_DAYS = {
    fixed.key: fixed
    for fixed in (
        FixedDay("annual_report", "行政机关公布年度报告", 1, 31, Article("条例", 49), 2019),
        FixedDay("county_report", "政府信息公开工作主管部门公布本级年度报告", 3, 31, Article("条例", 49), 2019),
        FixedDay("site_report", "政府网站工作年度报表", 1, 31, Document("国办函〔2018〕12号"), 2018),
    )
}


def fixed_due(key: str, year: int) -> Due:
    """The day by which the report on ``year`` is due. Raises GongkaiError for an unknown key or a year before the duty.

    >>> fixed_due("annual_report", 2025).headline
    '2026-01-31'
    """
    if key not in FIXED_DAYS:
        raise GongkaiError(say("没有名为“{key}”的固定日期。可用的有：{keys}。", key=key, keys="、".join(FIXED_DAYS)))
    fixed = FIXED_DAYS[key]
    if year < fixed.since:
        raise GongkaiError(
            say(
                "{name}从{since}年度起适用，{year}年度没有这一日期。请核对年度。",
                name=fixed.name,
                since=fixed.since,
                year=year,
            )
        )
    on = date(year + 1, fixed.month, fixed.day)
    why = say("{year}年度，次年{month}月{day}日前", year=year, month=fixed.month, day=fixed.day)
    return Due(
        clock=key,
        name=fixed.name,
        start=date(year, 12, 31),
        on=on,
        length=say("固定日期"),
        sources=(str(fixed.source),),
        steps=(Step(on, Mark.SET, why, rule=str(fixed.source)),),
    )
