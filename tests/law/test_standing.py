"""What runs on an application now, and what a newly entered year moves."""

from datetime import date

from gongkai.law.calendar import national
from gongkai.law.clocks import Application, Asked, Correction, Extension, Fee, Pause
from gongkai.law.clocks.standing import moved, open_periods

CN = national()
RECEIVED = date(2026, 9, 18)


def running(**facts):
    return [(period.clock, period.headline) for period in open_periods(Application(RECEIVED, **facts), CN)]


def test_a_new_application_has_seven_days_for_a_correction_and_twenty_for_the_answer():
    assert running() == [("correction_notice", "2026-09-29"), ("answer", "2026-10-22")]


def test_while_a_correction_is_awaited_only_the_applicant_has_a_period():
    assert running(correction=Correction(date(2026, 9, 24))) == [
        ("correction_period", "2026-10-22"),
        ("answer", "期限尚未起算：等待申请人补正"),
    ]


def test_an_unpaid_fee_shows_the_day_it_lapses():
    assert running(fee=Fee(date(2026, 9, 22))) == [
        ("fee_payment", "2026-10-27"),
        ("answer", "期限尚未起算：等待申请人缴费"),
    ]


def test_each_silent_third_party_and_co_maker_has_its_own_period():
    asked = (
        Pause(date(2026, 9, 22), delivered_on=date(2026, 9, 24)),
        Pause(date(2026, 9, 22), asked=Asked.CO_MAKER),
        Pause(date(2026, 9, 22), date(2026, 9, 28)),
    )
    assert running(pauses=asked) == [
        ("co_maker", "2026-10-20"),
        ("third_party", "2026-10-22"),
        ("answer", "2026-11-17"),
    ]


def test_an_extension_without_effect_is_reported_and_nothing_is_raised():
    (answer,) = open_periods(Application(RECEIVED, extension=Extension(20, date(2026, 10, 23))), CN)
    assert (answer.headline, len(answer.warnings)) == ("2026-10-22", 1)


def test_entering_a_year_moves_only_the_dates_that_needed_it():
    cases = {
        "示1": Application(date(2025, 11, 3)),
        "示2": Application(date(2025, 12, 15)),
        "示3": Application(date(2025, 12, 31)),
        "示4": Application(date(2025, 12, 31), correction=Correction(date(2026, 1, 5))),
    }
    moves = moved(cases, CN.through(2025), CN)
    assert {key: (move.before.headline, move.after.headline) for key, move in moves.items()} == {
        "示2": ("不早于 2026-01-09", "2026-01-13"),
        "示3": ("不早于 2026-01-27", "2026-01-29"),
    }
    assert moved(cases, CN, CN) == {}
