"""The processing fee: the worked tables of both tariffs, the monthly counter, never both."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import GongkaiError
from gongkai.law.articles import Article
from gongkai.law.calendar import national
from gongkai.law.fees import Filed, OneTariffOnly, charge, lapses_on, may_charge_by_page, month_total, ordinals


@pytest.mark.parametrize(
    ("pages", "yuan"),
    [
        (0, 0),
        (1, 0),
        (30, 0),
        (31, 10),
        (50, 200),
        (68, 380),
        (100, 700),
        (101, 720),
        (150, 1700),
        (200, 2700),
        (201, 2740),
        (210, 3100),
        (250, 4700),
        (300, 6700),
        (500, 14700),
    ],
)
def test_pages_cost_what_the_table_says(pages, yuan):
    assert charge(pages=pages).amount == yuan


@pytest.mark.parametrize(
    ("ordinal", "yuan"),
    [
        (1, 0),
        (10, 0),
        (11, 100),
        (30, 100),
        (31, 200),
        (40, 200),
        (41, 300),
        (50, 300),
        (51, 400),
        (60, 400),
        (61, 500),
        (100, 800),
    ],
)
def test_the_nth_application_of_a_month_costs_what_the_table_says(ordinal, yuan):
    assert charge(ordinal=ordinal).amount == yuan


@pytest.mark.parametrize(
    ("count", "yuan"),
    [
        (0, 0),
        (10, 0),
        (11, 100),
        (12, 200),
        (20, 1000),
        (30, 2000),
        (31, 2200),
        (40, 4000),
        (41, 4300),
        (50, 7000),
        (51, 7400),
        (60, 11000),
        (100, 37000),
    ],
)
def test_a_month_of_applications_costs_what_the_table_says(count, yuan):
    assert month_total(count).amount == yuan


@given(st.integers(1, 500))
def test_a_month_costs_the_sum_of_its_applications(count):
    assert month_total(count).amount == sum(charge(ordinal=n).amount for n in range(1, count + 1))


@given(st.integers(0, 5000))
def test_one_more_page_costs_its_own_band_and_no_more(pages):
    rise = charge(pages=pages + 1).amount - charge(pages=pages).amount
    assert rise == (0 if pages < 30 else 10 if pages < 100 else 20 if pages < 200 else 40)


def test_the_sum_lies_open_band_by_band():
    found = charge(pages=250)
    assert [(x.first, x.last, x.count, x.price, x.amount) for x in found.lines] == [
        (1, 30, 30, 0, 0),
        (31, 100, 70, 10, 700),
        (101, 200, 100, 20, 2000),
        (201, 250, 50, 40, 2000),
    ]


def test_one_application_never_bears_both_tariffs():
    with pytest.raises(OneTariffOnly, match="不能既按件又按量"):
        charge(pages=150, ordinal=12)
    with pytest.raises(OneTariffOnly, match="没有说明计收方式"):
        charge()
    with pytest.raises(OneTariffOnly, match="按量计收只看页数"):
        charge(pages=150, units=2)


def test_the_mixed_example_of_twelve_applications():
    march = [Filed("示例申请人甲", date(2026, 3, day)) for day in range(1, 13)]
    nth = ordinals(march)
    assert nth == tuple(range(1, 13))
    assert (charge(ordinal=nth[10]).amount, charge(pages=150).amount) == (100, 1700)
    assert charge(ordinal=nth[11]).amount == 100
    assert (charge(ordinal=nth[3]).amount, charge(pages=210).amount) == (0, 3100)


def test_the_counter_starts_anew_for_each_applicant_and_each_month():
    filed = [
        Filed("甲", date(2026, 3, 31)),
        Filed("乙", date(2026, 3, 31)),
        Filed("甲", date(2026, 4, 1)),
        Filed("甲", date(2026, 3, 1)),
        Filed("甲", date(2027, 3, 1)),
    ]
    assert ordinals(filed) == (2, 1, 1, 1, 1)


def test_a_split_application_takes_as_many_ordinals_as_it_has_units():
    filed = [
        Filed("甲", date(2026, 3, 1), units=9),
        Filed("甲", date(2026, 3, 2), units=3),
        Filed("甲", date(2026, 3, 3)),
    ]
    assert ordinals(filed) == (1, 10, 13)
    assert charge(ordinal=10, units=3).amount == 200


@pytest.mark.parametrize("count", [{"pages": -1}, {"ordinal": 0}, {"ordinal": 5, "units": 0}, {"pages": 100_001}])
def test_a_count_that_cannot_be_is_refused(count):
    with pytest.raises(GongkaiError, match="请核对后重新输入"):
        charge(**count)


def test_nothing_is_charged_before_the_measures_took_effect():
    with pytest.raises(GongkaiError, match="自2021-01-01起收取"):
        charge(pages=150, on=date(2020, 12, 31))
    assert charge(pages=150, on=date(2021, 1, 1)).amount == 1700


def test_pages_are_charged_only_where_something_is_handed_over():
    assert may_charge_by_page([Article("条例", 36, item=2)]) is True
    assert may_charge_by_page([Article("条例", 37), Article("条例", 14)]) is True
    assert may_charge_by_page([Article("条例", 36, item=1)]) is False
    assert may_charge_by_page([Article("条例", 36, item=4)]) is False


def test_an_unpaid_fee_lapses_after_twenty_working_days():
    assert lapses_on(date(2026, 9, 18), national()).on == date(2026, 10, 22)
