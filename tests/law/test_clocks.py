"""Every clock against worked dates, and against a brute-force count written here on its own."""

from datetime import date, timedelta

import chinese_calendar
import pytest

from gongkai.errors import GongkaiError
from gongkai.law.articles import Article, Number, Unit
from gongkai.law.calendar import national
from gongkai.law.clocks import CLOCKS, BadFacts, Clock, Mark, days_due, due
from gongkai.law.clocks.fixed import fixed_due
from gongkai.law.clocks.remedy import reconsideration_due, suit_due
from gongkai.law.clocks.table import number_for

CN = national()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "last"),
    [
        ("2022-09-30", 20, "2022-11-02"),
        ("2026-02-10", 20, "2026-03-16"),
        ("2026-02-14", 7, "2026-03-03"),
        ("2026-09-18", 7, "2026-09-29"),
        ("2026-09-18", 15, "2026-10-15"),
        ("2026-09-18", 20, "2026-10-22"),
        ("2026-09-18", 40, "2026-11-19"),
        ("2026-10-01", 20, "2026-11-03"),
        ("2026-11-22", 20, "2026-12-18"),
        ("2025-12-15", 20, "2026-01-13"),
        ("2025-09-24", 20, "2025-10-28"),
        ("2025-01-24", 20, "2025-02-27"),
        ("2026-12-03", 20, "2026-12-31"),
        ("2026-11-05", 40, "2026-12-31"),
    ],
)
def test_working_days_are_counted_as_the_worked_dates_say(start, days, last):
    found = days_due(days, Unit.WORKING_DAY, day(start), CN)
    assert (found.on, found.provisional) == (day(last), False)


def test_every_start_from_2019_to_the_last_certain_day_agrees_with_a_brute_force_count():
    differences = []
    start = date(2019, 1, 1)
    while start <= date(2026, 12, 3):
        left, last = 20, start
        while left:
            last += timedelta(days=1)
            left -= chinese_calendar.is_workday(last)
        if (found := due("answer", start, CN)).on != last:
            differences.append((start, found.on, last))
        start += timedelta(days=1)
    assert differences == []


@pytest.mark.parametrize(("key", "days"), [("suit_after_reconsideration", 15), ("reconsideration", 60)])
def test_every_start_of_a_calendar_period_agrees_with_a_brute_force_count(key, days):
    differences = []
    start = date(2024, 1, 1)
    while (last := start + timedelta(days=days)) <= date(2026, 12, 31):
        while not chinese_calendar.is_workday(last):
            last += timedelta(days=1)
        if (found := due(key, start, CN)).on != last:
            differences.append((start, found.on, last))
        start += timedelta(days=1)
    assert differences == []


def test_every_start_of_six_months_agrees_with_a_brute_force_count():
    differences = []
    start = date(2022, 1, 1)
    while start <= date(2026, 6, 30):
        year, month = (start.year, start.month + 6) if start.month <= 6 else (start.year + 1, start.month - 6)
        last, number = None, start.day
        while last is None:
            try:
                last = date(year, month, number)
            except ValueError:
                number -= 1
        while not chinese_calendar.is_workday(last):
            last += timedelta(days=1)
        if (found := due("suit", start, CN)).on != last:
            differences.append((start, found.on, last))
        start += timedelta(days=1)
    assert differences == []


def test_the_day_after_the_last_certain_start_is_provisional():
    assert due("answer", date(2026, 12, 3), CN).on == date(2026, 12, 31)
    found = due("answer", date(2026, 12, 4), CN)
    assert (found.on, found.provisional) == (None, True)


def test_a_count_into_a_year_without_notice_gives_a_bound_and_never_a_date():
    found = due("answer", date(2026, 12, 25), CN)
    assert (found.on, found.not_before, found.estimate) == (None, date(2027, 1, 21), date(2027, 1, 25))
    assert found.headline == "不早于 2027-01-21"
    assert found.data()["due"] is None
    assert len(found.warnings) == 1
    assert [s.on for s in found.steps if s.mark is Mark.ASSUMED] == [date(2027, 1, 2), date(2027, 1, 3)]


@pytest.mark.parametrize("known_through", range(2019, 2026))
def test_the_bound_given_before_a_notice_was_never_later_than_the_day_it_turned_out_to_be(known_through, monkeypatch):
    """Each year 2020 to 2026 taken as not yet announced: its national holidays known, its swaps not."""
    before = CN.through(known_through)
    following = CN.table(known_through + 1)
    monkeypatch.setattr(
        "gongkai.law.calendar.workdays.known_holidays",
        lambda year: following.statutory if year == known_through + 1 else {},
    )
    late = []
    for n in range(-60, 300):
        start = date(known_through, 12, 31) + timedelta(days=n)
        for length in (1, 3, 7, 15, 20, 40):
            truth = days_due(length, Unit.WORKING_DAY, start, CN)
            bound = days_due(length, Unit.WORKING_DAY, start, before)
            if truth.on is None or truth.on.year > known_through + 1:
                continue
            if (bound.on or bound.not_before) > truth.on:
                late.append((start, length, bound.headline, truth.on))
    assert late == []


@pytest.mark.parametrize(
    ("key", "start", "last"),
    [
        ("answer", "2026-09-18", "2026-10-22"),
        ("correction_notice", "2026-09-18", "2026-09-29"),
        ("correction_period", "2026-09-18", "2026-10-15"),
        ("third_party", "2026-09-18", "2026-10-15"),
        ("co_maker", "2026-09-18", "2026-10-15"),
        ("fee_payment", "2026-09-18", "2026-10-22"),
        ("judgment", "2026-09-18", "2026-10-22"),
        ("publication", "2026-09-18", "2026-10-22"),
        ("permit_penalty", "2026-09-18", "2026-09-29"),
        ("enforcement", "2026-09-18", "2026-10-22"),
        ("penalty_withdrawal", "2026-09-18", "2026-09-22"),
        ("department_budget", "2026-09-18", "2026-10-08"),
        ("government_budget", "2026-09-11", "2026-10-08"),
        ("proposal_reply", "2026-09-18", "2026-10-22"),
        ("interpretation", "2026-09-18", "2026-09-22"),
        ("random_inspection", "2026-09-18", "2026-10-22"),
        ("reconsideration", "2026-08-04", "2026-10-08"),
        ("reconsideration_untold", "2025-10-01", "2026-10-08"),
        ("respondent_simplified", "2026-09-18", "2026-09-24"),
        ("respondent_ordinary", "2026-09-18", "2026-10-09"),
        ("decision_simplified", "2026-09-18", "2026-10-19"),
        ("decision_ordinary", "2026-08-04", "2026-10-08"),
        ("decision_extended", "2026-08-04", "2026-11-02"),
        ("suit", "2026-04-01", "2026-10-08"),
        ("suit_untold", "2025-02-15", "2026-02-24"),
        ("suit_silence", "2026-03-10", "2026-09-10"),
        ("suit_after_reconsideration", "2026-09-18", "2026-10-08"),
        ("defence", "2026-09-14", "2026-09-29"),
        ("court_ordinary", "2026-04-01", "2026-10-08"),
        ("court_simplified", "2026-08-28", "2026-10-12"),
        ("appeal_judgment", "2026-09-18", "2026-10-08"),
        ("appeal_ruling", "2026-09-18", "2026-09-28"),
        ("appeal_answer", "2026-09-14", "2026-09-29"),
        ("court_second", "2026-06-18", "2026-09-18"),
        ("retrial", "2026-03-10", "2026-09-10"),
    ],
)
def test_each_clock_runs_in_its_own_unit(key, start, last):
    assert due(key, day(start), CN).on == day(last)


def test_every_clock_has_a_worked_date_above():
    parameters = test_each_clock_runs_in_its_own_unit.pytestmark[0].args[1]
    assert {key for key, _, _ in parameters} == CLOCKS.keys() - {"extension"}


def test_a_calendar_period_ending_on_a_holiday_shows_each_day_it_moves_over():
    found = due("suit_after_reconsideration", date(2026, 9, 16), CN)
    assert found.on == date(2026, 10, 8)
    after = [(s.on.isoformat(), s.mark.value, s.why) for s in found.steps if s.n is None and s.on > date(2026, 10, 1)]
    assert after == [
        *((f"2026-10-0{d}", "skipped", "国庆节放假") for d in range(2, 8)),
        ("2026-10-08", "moved", "顺延至其后第一个工作日"),
    ]


@pytest.mark.parametrize(
    ("start", "last"), [("2025-08-31", "2026-02-28"), ("2025-08-29", "2026-02-28"), ("2025-08-28", "2026-02-28")]
)
def test_six_months_end_on_the_last_of_a_month_that_is_too_short(start, last):
    assert due("suit", day(start), CN).on == day(last)


def test_a_calendar_period_may_end_on_a_working_saturday():
    assert due("appeal_ruling", date(2026, 9, 30), CN).on == date(2026, 10, 10)


def test_a_calendar_period_ending_in_a_year_without_notice_is_provisional():
    sunday = due("reconsideration", date(2026, 11, 25), CN)
    assert (sunday.on, sunday.not_before, sunday.estimate) == (None, date(2027, 1, 24), date(2027, 1, 25))


@pytest.mark.parametrize(("key", "start"), [("appeal_ruling", "2022-12-21"), ("reconsideration_untold", "2021-12-31")])
def test_a_last_day_that_moves_over_new_year_into_a_year_without_notice_is_provisional(key, start):
    found = due(key, day(start), CN.through(2022))
    assert found.on is None
    assert found.not_before <= due(key, day(start), CN).on
    assert found.estimate == date(2023, 1, 2)


def test_a_length_set_by_a_notice_replaces_the_default_and_is_noted():
    found = due("correction_period", date(2026, 9, 18), CN, length=7)
    assert found.on == date(2026, 9, 29)
    assert found.notes == ("7个工作日不是全国统一规定的长度，可按本地规定或告知书另定。",)


@pytest.mark.parametrize(
    ("length", "unit", "longest"),
    [
        (0, Unit.WORKING_DAY, 1000),
        (-1, Unit.WORKING_DAY, 1000),
        (1001, Unit.WORKING_DAY, 1000),
        (3661, Unit.DAY, 3660),
        (121, Unit.MONTH, 120),
        (11, Unit.YEAR, 10),
    ],
)
def test_a_length_that_no_period_has_is_refused(length, unit, longest):
    with pytest.raises(BadFacts, match=f"应为1至{longest}"):
        days_due(length, unit, date(2026, 9, 18), CN)


@pytest.mark.parametrize(
    ("length", "unit"), [(1000, Unit.WORKING_DAY), (3660, Unit.DAY), (120, Unit.MONTH), (10, Unit.YEAR)]
)
def test_the_longest_length_is_still_counted(length, unit):
    assert days_due(length, unit, date(2026, 9, 18), CN).provisional is True


def test_an_unknown_clock_is_refused_with_the_list():
    with pytest.raises(GongkaiError, match="没有名为“reply”的期限。可用的有：answer、extension"):
        due("reply", date(2026, 9, 18), CN)


def test_a_start_before_the_regulation_is_counted_by_its_length_and_says_so():
    found = due("answer", date(2019, 5, 14), CN)
    assert found.on == date(2019, 6, 12)
    assert len(found.warnings) == 1
    assert found.warnings[0] == (
        "《条例》第三十三条第二款自2019-05-15起施行，2019-05-14起算的期限当时适用其他规定，"
        "这里按现行长度20个工作日计算，仅供参考。"
    )
    assert due("answer", date(2019, 5, 15), CN).warnings == ()


def test_a_change_of_law_adds_a_length_and_leaves_earlier_periods_alone():
    source = Article("条例", 33, 2)
    old = Number(20, Unit.WORKING_DAY, source, date(2019, 5, 15))
    new = Number(10, Unit.WORKING_DAY, source, date(2026, 1, 1))
    clock = Clock("answer", "答复期限", "收到申请", "作出答复", (old, new))
    assert number_for(clock, date(2025, 12, 31)) == (old, ())
    assert number_for(clock, date(2026, 1, 1)) == (new, ())


def test_reconsideration_is_sixty_days_when_told_and_at_most_a_year_when_not():
    knew = date(2025, 3, 3)
    assert reconsideration_due(knew, CN).on == date(2025, 5, 6)
    assert reconsideration_due(knew, CN, told=False).on == date(2026, 3, 3)
    assert reconsideration_due(knew, CN, told=False, told_later_on=date(2025, 6, 3)).on == date(2025, 8, 4)
    assert reconsideration_due(knew, CN, told=False, told_later_on=date(2026, 2, 3)).on == date(2026, 3, 3)


def test_reconsideration_runs_on_after_an_obstruction():
    knew = date(2026, 3, 3)
    free = reconsideration_due(knew, CN)
    held = reconsideration_due(knew, CN, obstructed=[(date(2026, 3, 10), date(2026, 3, 19))])
    assert (free.on, held.on) == (date(2026, 5, 6), date(2026, 5, 12))
    assert sum(s.mark is Mark.PAUSED for s in held.steps) == 10


def test_a_suit_is_six_months_when_told_and_at_most_a_year_when_not():
    knew = date(2025, 3, 3)
    assert suit_due(knew, CN).on == date(2025, 9, 3)
    assert suit_due(knew, CN, told=False).on == date(2026, 3, 3)
    assert suit_due(knew, CN, told=False, told_later_on=date(2025, 4, 1)).on == date(2025, 10, 9)
    with pytest.raises(BadFacts):
        suit_due(knew, CN, told=False, told_later_on=date(2025, 3, 2))


@pytest.mark.parametrize(
    ("key", "year", "last"),
    [("annual_report", 2025, "2026-01-31"), ("county_report", 2025, "2026-03-31"), ("site_report", 2026, "2027-01-31")],
)
def test_reports_are_due_on_their_fixed_day_whatever_day_of_the_week(key, year, last):
    assert fixed_due(key, year).on == day(last)


def test_a_report_year_before_the_duty_is_refused():
    with pytest.raises(GongkaiError, match="从2019年度起适用"):
        fixed_due("annual_report", 2018)
