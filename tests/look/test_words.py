"""Dates, distances and citations as they are written."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongkai.law import Application, Article, Asked, Correction, Due, Pause, answer_due, due, national
from gongkai.law.clocks.fixed import fixed_due
from gongkai.look import words

CALENDAR = national()


def answer(received: str, *pauses: Pause) -> Due:
    return answer_due(Application(date.fromisoformat(received), pauses=pauses), CALENDAR)


def consulted() -> Due:
    return answer("2026-09-11", Pause(date(2026, 9, 21), date(2026, 9, 29), date(2026, 9, 21)))


def test_a_day_is_said_with_its_weekday_and_with_its_year_only_where_that_is_another() -> None:
    assert (words.day(date(2026, 10, 23)), words.day(date(2027, 1, 14)), words.day(None)) == (
        "10月23日（周五）",
        "2027年1月14日（周四）",
        "",
    )


def test_a_moment_is_told_in_chinese_time_of_day() -> None:
    at = datetime(2026, 10, 16, 2, 2, tzinfo=ZoneInfo("UTC"))
    assert words.moment(at) == '<time datetime="2026-10-16T10:02+08:00">10-16 10:02</time>'


def test_a_moment_late_in_the_evening_in_london_is_the_next_day_in_china() -> None:
    assert words.day(datetime(2026, 10, 16, 20, 0, tzinfo=ZoneInfo("UTC"))) == "10月17日（周六）"
    assert words.isoday(datetime(2026, 10, 16, 20, 0, tzinfo=ZoneInfo("UTC"))) == (
        '<time datetime="2026-10-17">2026-10-17</time>'
    )


@pytest.mark.parametrize(
    ("yuan", "text"),
    [(0, "0元"), (2740, "2740元"), (Decimal("12.50"), "12.50元"), (Decimal("12.00"), "12元"), (None, "")],
)
def test_money_has_two_decimals_only_where_there_are_any(yuan: Decimal | int | None, text: str) -> None:
    assert words.money(yuan) == text


def test_neighbouring_citations_name_law_and_article_once() -> None:
    cited = [Article("条例", 33, 2), Article("条例", 33, 3), Article("条例", 36, item=5), Article("行政复议法", 20, 1)]
    assert (
        words.articles(cited) == "《条例》第三十三条第二款、第三款、第三十六条第（五）项、《行政复议法》第二十条第一款"
    )


def test_a_citation_that_is_no_article_stands_as_it_is() -> None:
    assert words.articles(["国办函〔2020〕109号", "《条例》第四十二条"]) == "国办函〔2020〕109号、《条例》第四十二条"


def test_one_citation_twice_is_said_once() -> None:
    assert words.articles([Article("条例", 33, 2), "《条例》第三十三条第二款"]) == "《条例》第三十三条第二款"


@pytest.mark.parametrize(
    ("on", "kind"),
    [
        ("2026-10-16", "工作日"),
        ("2026-10-17", "休息日"),
        ("2026-10-10", "调休上班"),
        ("2026-10-01", "国庆节放假"),
        ("2099-01-01", ""),
    ],
)
def test_what_kind_of_day_it_is(on: str, kind: str) -> None:
    assert words.daykind(date.fromisoformat(on)) == kind


@pytest.mark.parametrize(
    ("today", "said", "how"),
    [
        ("2026-10-16", "还有5个工作日", ""),
        ("2026-10-20", "还有3个工作日", "near"),
        ("2026-10-22", "还有1个工作日", "near"),
        ("2026-10-23", "今天到期", "late"),
        ("2026-10-24", "已逾期1天", "late"),
        ("2026-10-28", "已逾期3个工作日", "late"),
    ],
)
def test_how_far_an_answer_is(today: str, said: str, how: str) -> None:
    on = date.fromisoformat(today)
    assert (words.days_left(consulted(), on), words.nearness(consulted(), on)) == (said, how)


def test_a_period_of_calendar_days_is_told_in_days() -> None:
    period = due("reconsideration", date(2026, 3, 2), CALENDAR)
    assert words.days_left(period, date(2026, 3, 20)) == "还有47天"
    assert words.count_line(period, date(2026, 3, 20)) == "第18天，共60天"


@pytest.mark.parametrize(
    ("period", "line"),
    [(fixed_due("annual_report", 2025), "还有11天"), (due("suit", date(2025, 7, 31), CALENDAR), "还有13天")],
)
def test_months_and_fixed_days_have_no_count_but_a_distance(period: Due, line: str) -> None:
    assert words.counted(period, date(2026, 1, 20)) == (0, 0)
    assert words.count_line(period, date(2026, 1, 20)) == line


def test_a_provisional_date_is_never_overdue_and_never_exact() -> None:
    period = answer("2026-12-15")
    assert period.not_before == date(2027, 1, 11)
    assert [words.days_left(period, date(2027, 1, day)) for day in (1, 11, 12)] == [
        "至少还有10天",
        "最早今天到期",
        "可能已经到期，要等放假安排公布后确定",
    ]
    assert words.nearness(period, date(2027, 1, 12)) == "near"


def test_a_period_that_waits_says_nothing_of_days() -> None:
    period = answer_due(Application(date(2026, 9, 1), correction=Correction(date(2026, 9, 8))), CALENDAR)
    assert (words.days_left(period, date(2026, 10, 16)), words.nearness(period, date(2026, 10, 16))) == ("", "")


def test_a_wait_for_another_body_says_nothing_of_days_either() -> None:
    period = answer("2026-09-01", Pause(date(2026, 9, 8), asked=Asked.AGENCY))
    assert words.count_line(period, date(2026, 10, 16)) == ""


def test_which_day_of_the_count_it_is() -> None:
    lines = [words.count_line(consulted(), date(2026, *md)) for md in ((9, 11), (9, 14), (9, 24), (10, 17), (10, 26))]
    assert lines == [
        "从下一个工作日数起，共20个工作日",
        "第1个工作日，共20个",
        "第6个工作日，共20个",
        "第15个工作日，共20个",
        "20个工作日已满",
    ]


def test_a_bare_date_beyond_the_notices_is_told_in_calendar_days() -> None:
    assert words.days_left(date(2027, 1, 14), date(2026, 12, 15)) == "还有30天"
