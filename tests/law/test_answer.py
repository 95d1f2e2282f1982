"""The answer clock: restarts, pauses, extension, fee, delay, and every way they can contradict each other."""

from datetime import date

import pytest

from gongkai.law.calendar import national
from gongkai.law.clocks import (
    Application,
    Asked,
    BadFacts,
    Correction,
    Delay,
    Extension,
    ExtensionRefused,
    Fee,
    Mark,
    NotCertain,
    Pause,
    answer_due,
)
from gongkai.law.settings import FeeEffect, Settings

CN = national()
RECEIVED = date(2026, 9, 18)


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def answer(settings: Settings | None = None, **facts):
    return answer_due(Application(RECEIVED, **facts), CN, settings=settings or Settings())


def test_an_application_without_events_is_due_after_twenty_working_days():
    found = answer()
    assert (found.on, found.notes, found.warnings) == (day("10-22"), (), ())


def test_the_explanation_reads_day_by_day():
    assert answer().text().splitlines() == [
        "答复期限：20个工作日，《条例》第三十三条第二款。",
        "  2026-09-18 周五  收到申请，当日不计（《民事诉讼法》第八十五条）",
        "  2026-09-19 周六  不计：周六",
        "  2026-09-20 周日  第1日：调休上班（国办发明电〔2025〕7号）",
        "  2026-09-21 周一 至 2026-09-24 周四  第2日至第5日",
        "  2026-09-25 周五 至 2026-09-27 周日  不计：中秋节放假",
        "  2026-09-28 周一 至 2026-09-30 周三  第6日至第8日",
        "  2026-10-01 周四 至 2026-10-07 周三  不计：国庆节放假",
        "  2026-10-08 周四 至 2026-10-09 周五  第9日至第10日",
        "  2026-10-10 周六  第11日：调休上班（国办发明电〔2025〕7号）",
        "  2026-10-11 周日  不计：周日",
        "  2026-10-12 周一 至 2026-10-16 周五  第12日至第16日",
        "  2026-10-17 周六 至 2026-10-18 周日  不计：周六、周日",
        "  2026-10-19 周一 至 2026-10-21 周三  第17日至第19日",
        "  2026-10-22 周四  第20日",
    ]


def test_every_single_day_can_be_shown():
    lines = answer().text(every_day=True).splitlines()
    assert len(lines) == 1 + 35
    assert lines[-1] == "  2026-10-22 周四  第20日"


# Correction


def test_a_correction_restarts_the_clock_and_does_not_resume_it():
    found = answer(correction=Correction(day("09-24"), day("10-09")))
    assert (found.on, found.start, found.warnings) == (day("11-05"), day("10-09"), ())
    assert [(s.on, s.mark) for s in found.steps[:2]] == [(RECEIVED, Mark.START), (day("10-09"), Mark.RESTART)]


def test_a_correction_still_awaited_gives_no_date_but_what_is_waited_for():
    found = answer(correction=Correction(day("09-24")))
    assert (found.on, found.not_before, found.waiting) == (None, None, "等待申请人补正")
    assert found.notes == ("补正期限至2026-10-22；无正当理由逾期不补正的，视为放弃申请（《条例》第三十条）。",)


def test_a_notice_to_correct_on_the_seventh_working_day_is_in_time_and_on_the_eighth_is_reported():
    assert answer(correction=Correction(day("09-29"), day("10-09"))).warnings == ()
    late = answer(correction=Correction(day("09-30"), day("10-09")))
    assert late.on == day("11-05")
    assert late.warnings == (
        "补正告知书2026-09-30发出，超过收到申请后7个工作日的期限（2026-09-29，《条例》第三十条）。",
    )


def test_a_body_may_decide_that_a_late_notice_does_not_restart_the_clock():
    found = answer(Settings(late_correction_restarts=False), correction=Correction(day("09-30"), day("10-09")))
    assert (found.on, len(found.warnings)) == (day("10-22"), 1)


def test_a_correction_after_its_period_is_reported():
    found = answer(correction=Correction(day("09-24"), day("10-23")))
    assert found.warnings == (
        "补正材料2026-10-23收到，超过补正期限2026-10-22，请核实告知书所定期限和申请人有无正当理由。",
    )


@pytest.mark.parametrize(
    "correction",
    [Correction(day("09-17"), day("09-25")), Correction(day("09-24"), day("09-23")), Correction(None, day("09-17"))],
)
def test_a_correction_out_of_order_is_refused(correction):
    with pytest.raises(BadFacts, match="日期前后矛盾"):
        answer(correction=correction)


# Pauses


def test_a_consultation_is_left_out_from_the_day_sent_to_the_day_answered():
    found = answer(pauses=(Pause(day("09-22"), day("10-12")),))
    assert found.on == day("11-05")
    assert [s.on for s in found.steps if s.mark is Mark.PAUSED] == [
        day(d) for d in ("09-22", "09-23", "09-24", "09-28", "09-29", "09-30", "10-08", "10-09", "10-10", "10-12")
    ]


@pytest.mark.parametrize(
    ("first", "last", "due"),
    [(True, True, "11-05"), (False, True, "11-04"), (True, False, "11-04"), (False, False, "11-03")],
)
def test_the_first_and_last_excluded_day_are_a_setting(first, last, due):
    settings = Settings(pause_first_day=first, pause_last_day=last)
    assert answer(settings, pauses=(Pause(day("09-22"), day("10-12")),)).on == day(due)


def test_overlapping_consultations_leave_a_day_out_once():
    both = (Pause(day("09-22"), day("10-08")), Pause(day("09-28"), day("10-12"), asked=Asked.CO_MAKER))
    assert answer(pauses=both).on == answer(pauses=(Pause(day("09-22"), day("10-12")),)).on == day("11-05")


def test_a_consultation_sent_on_the_day_of_receipt_costs_only_the_days_after_it():
    assert answer(pauses=(Pause(RECEIVED, day("09-21")),)).on == day("10-26")


def test_a_consultation_after_the_last_day_does_not_move_it_and_is_reported():
    found = answer(pauses=(Pause(day("10-23"), day("10-30")),))
    assert found.on == day("10-22")
    assert found.warnings == ("征求第三方意见自2026-10-23开始，晚于期限届满日2026-10-22，不影响期限。",)


def test_a_consultation_sent_on_the_last_day_still_counts():
    assert answer(pauses=(Pause(day("10-22"), day("10-23")),)).on == day("10-26")


def test_a_consultation_before_the_restart_does_not_move_the_new_period():
    found = answer(correction=Correction(day("09-24"), day("10-09")), pauses=(Pause(day("09-21"), day("09-23")),))
    assert found.on == day("11-05")
    assert found.warnings == ("征求第三方意见（2026-09-21至2026-09-23）在期限起算之前结束，不影响期限。",)


def test_an_unanswered_third_party_stops_the_clock_for_fifteen_working_days_from_delivery():
    found = answer(pauses=(Pause(day("09-22"), delivered_on=day("09-24")),))
    assert max(s.on for s in found.steps if s.mark is Mark.PAUSED) == day("10-22")
    assert found.on == day("11-17")
    assert found.notes == ("征求第三方意见尚无回复，暂按自送达之日起15个工作日至2026-10-22停算。",)


def test_an_opinion_after_the_fifteen_working_days_does_not_stretch_the_pause_when_delivery_is_known():
    late = Pause(day("09-22"), day("10-30"), delivered_on=day("09-24"))
    found = answer(pauses=(late,))
    assert found.on == day("11-17")
    assert found.warnings == (
        "征求第三方意见的回复2026-10-30才收到，超过15个工作日（2026-10-22），停算只到2026-10-22。",
    )
    stretched = answer(Settings(pause_ends_with_period=False), pauses=(late,))
    assert (stretched.on, len(stretched.warnings)) == (day("11-25"), 1)


def test_another_agency_has_no_period_so_its_silence_leaves_the_date_open():
    found = answer(pauses=(Pause(day("09-22"), asked=Asked.AGENCY),))
    assert (found.on, found.waiting) == (None, "等待其他机关回复意见")
    assert answer(pauses=(Pause(day("09-22"), day("10-12"), asked=Asked.AGENCY),)).on == day("11-05")


@pytest.mark.parametrize("pause", [Pause(day("09-22"), day("09-21")), Pause(day("09-17"), day("09-21"))])
def test_a_consultation_out_of_order_is_refused(pause):
    with pytest.raises(BadFacts, match="日期前后矛盾"):
        answer(pauses=(pause,))


# Extension


def test_an_extension_of_twenty_days_notified_on_the_last_day_is_in_time():
    assert answer(extension=Extension(20, day("10-22"), day("10-21"))).on == day("11-19")


def test_an_extension_notified_after_the_last_day_is_refused():
    with pytest.raises(ExtensionRefused, match="延期告知日2026-10-23晚于原期限届满日2026-10-22（周四）"):
        answer(extension=Extension(20, day("10-23")))


def test_a_register_that_holds_a_late_extension_keeps_the_first_date_and_reports_it():
    found = answer_due(Application(RECEIVED, extension=Extension(20, day("10-23"))), CN, refuse=False)
    assert (found.on, len(found.warnings)) == (day("10-22"), 1)


@pytest.mark.parametrize("days", [0, 21, -3])
def test_an_extension_longer_than_twenty_days_is_refused(days):
    with pytest.raises(ExtensionRefused, match="最多20个工作日"):
        answer(extension=Extension(days, day("10-20")))


def test_an_extension_notified_before_it_was_approved_is_refused():
    with pytest.raises(ExtensionRefused, match="2026-10-21才批准"):
        answer(extension=Extension(5, day("10-20"), day("10-21")))


def test_an_extension_of_the_period_before_the_restart_is_refused():
    with pytest.raises(ExtensionRefused, match="早于期限起算日2026-10-09"):
        answer(correction=Correction(day("09-24"), day("10-09")), extension=Extension(5, day("10-08")))


def test_an_extension_without_a_day_is_taken_as_timely_and_says_so():
    found = answer(extension=Extension(20))
    assert (found.on, found.notes) == (day("11-19"), ("按已在原期限届满（2026-10-22）前批准并告知申请人计算。",))


def test_a_pause_gives_the_extension_more_time_to_be_notified():
    found = answer(pauses=(Pause(day("09-22"), day("10-12")),), extension=Extension(5, day("11-05")))
    assert found.on == day("11-12")


def test_the_first_day_of_the_extension_is_named_in_the_explanation():
    found = answer(extension=Extension(5, day("10-20")))
    step = next(s for s in found.steps if s.n == 21)
    assert (step.on, step.why) == (day("10-23"), "延长5个工作日的首日")
    assert found.length == "20＋5个工作日"


# Fee and delay


def test_payment_restarts_pauses_or_leaves_the_clock_as_the_setting_says():
    fee = Fee(day("09-22"), day("09-28"))
    assert answer(fee=fee).on == day("10-30")
    assert answer(Settings(fee_effect=FeeEffect.PAUSE), fee=fee).on == day("10-28")
    assert answer(Settings(fee_effect=FeeEffect.NONE), fee=fee).on == day("10-22")


def test_an_unpaid_fee_gives_no_date_but_the_day_it_lapses():
    found = answer(fee=Fee(day("09-22")))
    assert (found.on, found.waiting) == (None, "等待申请人缴费")
    assert found.notes == ("缴费期限至2026-10-27；逾期未缴的，视为放弃申请。",)


def test_a_payment_on_the_last_day_is_in_time():
    assert answer(fee=Fee(day("09-22"), day("10-27"))).warnings == ()


def test_a_payment_after_the_lapse_is_reported():
    found = answer(fee=Fee(day("09-22"), day("10-28")))
    assert found.warnings == ("2026-10-28缴费，已超过缴费期限2026-10-27，是否仍予办理请核实。",)


def test_a_delay_under_article_35_replaces_the_counted_date():
    found = answer(delay=Delay(day("12-31"), day("10-20")))
    assert (found.on, found.sources, found.warnings) == (day("12-31"), ("《条例》第三十五条",), ())
    assert found.notes == ("原答复期限为2026-10-22，由延迟答复取代。",)
    assert [(s.on, s.mark) for s in found.steps] == [(RECEIVED, Mark.START), (day("12-31"), Mark.SET)]


def test_a_delay_told_after_the_counted_date_is_reported():
    found = answer(delay=Delay(day("12-31"), day("10-23")))
    assert found.warnings == ("延迟答复2026-10-23才告知，晚于原期限届满日2026-10-22，告知前已经逾期。",)


def test_a_delay_to_a_day_before_the_start_is_refused():
    with pytest.raises(BadFacts, match="不晚于起算日"):
        answer(delay=Delay(day("09-18")))


def test_an_extension_into_a_year_without_notice_is_provisional():
    found = answer_due(Application(date(2026, 11, 6), extension=Extension(20, date(2026, 12, 1))), CN)
    assert (found.on, found.provisional, found.not_before) == (None, True, date(2027, 1, 2))


def test_local_days_off_move_the_date():
    from gongkai.law.calendar import Overlay

    local = CN.with_overlays(Overlay("示例自治县", "示例公告", {day("10-14"): "示例民族节放假"}, {}))
    assert answer_due(Application(RECEIVED), local).on == day("10-23")


def test_only_a_certain_date_goes_into_a_letter():
    assert answer().for_letter() == day("10-22")
    provisional = answer_due(Application(date(2026, 12, 25)), CN)
    assert provisional.bound == date(2027, 1, 21)
    with pytest.raises(NotCertain, match="还没有确定的到期日（不早于 2027-01-21），不能写入文书"):
        provisional.for_letter()
    waiting = answer(correction=Correction(day("09-24")))
    with pytest.raises(NotCertain, match="等待申请人补正"):
        waiting.for_letter()
    with pytest.raises(NotCertain):
        _ = waiting.bound


def test_a_fee_notice_after_the_answer_was_due_is_reported():
    found = answer(fee=Fee(day("10-23"), day("10-26")))
    assert found.warnings == ("收费通知2026-10-23发出，晚于当时的答复期限2026-10-22：收费通知应当在办理期限内发出。",)
    assert answer(fee=Fee(day("10-22"), day("10-26"))).warnings == ()


def test_every_day_that_is_counted_or_left_out_names_its_article():
    found = answer(pauses=(Pause(day("09-22"), day("10-12")),), extension=Extension(5, day("11-05")))
    rules = {mark: {s.rule for s in found.steps if s.mark is mark} for mark in Mark}
    assert rules[Mark.START] == {"《民事诉讼法》第八十五条"}
    assert rules[Mark.COUNTED] == {"《条例》第三十三条第二款"}
    assert rules[Mark.PAUSED] == {"《条例》第三十三条第三款"}
