"""Disputes as values: every clock, every result, what may be objected."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.errors import GongkaiError
from gongkai.law.articles import Article
from gongkai.law.calendar import national
from gongkai.law.clocks import BadFacts
from gongkai.law.disputes import (
    COUNTED,
    RESULTS,
    Bucket,
    Level,
    Round,
    answer_clock,
    bucket_of,
    decision_clock,
    filing_clock,
    in_time,
    next_clock,
    objections,
    periods,
    redo_clock,
    results_at,
)

CN = national()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("level", "copy", "simplified", "last", "length"),
    [
        ("reconsideration", "2026-09-18", True, "2026-09-24", "5个工作日"),
        ("reconsideration", "2026-09-18", False, "2026-10-09", "10个工作日"),
        ("reconsideration", "2024-01-02", False, "2024-01-16", "10个工作日"),
        ("reconsideration", "2023-12-29", False, "2024-01-08", "10日"),
        ("reconsideration", "2023-09-25", False, "2023-10-07", "10日"),
        ("first", "2026-09-14", False, "2026-09-29", "15日"),
        ("again", "2026-09-14", False, "2026-09-29", "15日"),
        ("second", "2026-09-14", False, "2026-09-29", "15日"),
    ],
)
def test_the_respondent_answers_within(level, copy, simplified, last, length):
    found = answer_clock(Round(Level(level), day(copy), copy_on=day(copy), simplified=simplified), CN)
    assert (found.on, found.length) == (day(last), length)


def test_there_was_no_simplified_procedure_before_2024():
    with pytest.raises(BadFacts, match="没有简易程序"):
        answer_clock(Round(Level.RECONSIDERATION, day("2023-09-01"), copy_on=day("2023-09-05"), simplified=True), CN)


@pytest.mark.parametrize(
    ("level", "filed", "simplified", "extended", "last"),
    [
        ("reconsideration", "2026-08-04", False, False, "2026-10-08"),
        ("reconsideration", "2026-08-04", False, True, "2026-11-02"),
        ("reconsideration", "2026-09-18", True, False, "2026-10-19"),
        ("first", "2026-04-01", False, False, "2026-10-08"),
        ("first", "2026-08-28", True, False, "2026-10-12"),
        ("second", "2026-06-18", False, False, "2026-09-18"),
    ],
)
def test_a_decision_is_expected_by(level, filed, simplified, extended, last):
    found = decision_clock(Round(Level(level), day(filed), simplified=simplified, extended=extended), CN)
    assert found.on == day(last)


def test_a_retrial_has_no_fixed_day():
    assert decision_clock(Round(Level.RETRIAL, day("2026-06-18")), CN) is None


@pytest.mark.parametrize(
    ("level", "result", "last"),
    [
        ("reconsideration", "maintained", "2026-10-08"),
        ("first", "annulled", "2026-10-08"),
        ("first", "suit_dismissed", "2026-09-28"),
        ("first", "suit_withdrawn", None),
        ("first", "mediated", None),
        ("second", "appeal_dismissed", None),
    ],
)
def test_the_next_instance_can_be_called_on_until(level, result, last):
    facts = Round(
        Level(level), day("2026-08-01"), concluded_on=day("2026-09-18"), served_on=day("2026-09-18"), result=result
    )
    found = next_clock(facts, CN)
    assert (found.on if found else None) == (day(last) if last else None)


def test_what_runs_falls_away_when_it_is_done():
    names = lambda facts: [each.clock for each in periods(facts, CN)]  # noqa: E731
    filed = day("2026-08-03")
    assert names(Round(Level.FIRST, filed)) == ["court_ordinary"]
    assert names(Round(Level.FIRST, filed, copy_on=filed)) == ["defence", "court_ordinary"]
    assert names(Round(Level.FIRST, filed, copy_on=filed, answered_on=filed)) == ["court_ordinary"]
    over = Round(Level.FIRST, filed, concluded_on=filed, served_on=filed, result="annulled")
    assert names(over) == ["appeal_judgment"]
    assert names(Round(Level.SECOND, filed, concluded_on=filed, served_on=filed, result="remanded")) == []


def test_what_a_judgment_orders_is_due_in_twenty_working_days():
    assert redo_clock(Level.FIRST, day("2026-09-18"), CN).on == day("2026-10-22")
    assert redo_clock(Level.FIRST, day("2026-09-18"), CN, days=15).on == day("2026-10-15")
    named = redo_clock(Level.RECONSIDERATION, day("2026-09-18"), CN, days=10)
    assert (named.on, named.name) == (day("2026-10-09"), "复议决定确定的期限")
    unnamed = redo_clock(Level.RECONSIDERATION, day("2026-09-18"), CN)
    assert (unnamed.on, unnamed.notes[-1]) == (
        day("2026-10-22"),
        "复议决定没有写明期限的，按重新收到申请计算；写明了的，以复议决定为准。",
    )


@pytest.mark.parametrize(
    ("result", "below", "column"),
    [
        ("maintained", "", "upheld"),
        ("claim_dismissed", "", "upheld"),
        ("partly_annulled", "", "corrected"),
        ("illegal", "", "corrected"),
        ("application_rejected", "", "other"),
        ("suit_withdrawn", "", "other"),
        ("appeal_dismissed", "corrected", "corrected"),
        ("appeal_withdrawn", "upheld", "upheld"),
        ("retrial_refused", "other", "other"),
        ("remanded", "corrected", ""),
    ],
)
def test_a_result_stands_in_its_column(result, below, column):
    assert bucket_of(result, below=below) == column


def test_a_body_may_count_otherwise_but_only_in_a_column_of_the_form():
    assert bucket_of("mediated", chosen={"mediated": "corrected"}) == "corrected"
    for wrong in ("same", "open", "pending"):
        with pytest.raises(GongkaiError, match="表四没有"):
            bucket_of("mediated", chosen={"mediated": wrong})
    with pytest.raises(GongkaiError, match="没有“x”这一种结果"):
        bucket_of("x")
    with pytest.raises(GongkaiError, match="还没有登记原审结果"):
        bucket_of("appeal_dismissed")


def test_every_level_has_a_result_for_every_column_it_can_bring():
    found = {level: {result.bucket for result in results_at(level)} for level in Level}
    assert all(set(COUNTED) <= buckets for level, buckets in found.items() if level is not Level.SECOND)
    assert {Bucket.SAME, Bucket.OPEN} <= found[Level.SECOND]
    assert [code for code, result in RESULTS.items() if result.redo and result.bucket is not Bucket.CORRECTED] == []


def test_a_case_is_in_time_on_its_last_day_and_late_on_the_next():
    period = filing_clock("reconsideration", day("2026-08-04"), CN)
    assert [in_time(period, day(text)) for text in ("2026-10-08", "2026-10-09")] == [True, False]
    silence = filing_clock("suit_direct", day("2026-03-10"), CN, silence=True)
    assert (silence.clock, silence.on) == ("suit_silence", day("2026-09-10"))
    assert filing_clock("suit_after_reconsideration", day("2026-09-18"), CN).on == day("2026-10-08")


def test_beyond_a_day_that_is_not_certain_nothing_is_objected():
    period = filing_clock("reconsideration", day("2026-12-01"), CN)
    assert (period.on, in_time(period, period.bound), in_time(period, day("2027-03-01"))) == (None, True, None)
    assert objections("reconsideration", day("2027-03-01"), period=period) == ()


@pytest.mark.parametrize(
    ("kind", "cited", "decided", "found"),
    [
        ("suit_direct", Article("条例", 16, 2), "2026-03-02", ["本答复应当先申请行政复议，原告没有经过复议就起诉。"]),
        ("suit_after_reconsideration", Article("条例", 16, 2), "2026-03-02", []),
        ("suit_direct", Article("条例", 16, 2), "2023-12-29", []),
        ("suit_direct", Article("条例", 38), "2026-03-02", ["这一类决定，法院不直接受理起诉。"]),
        ("suit_direct", Article("条例", 36, item=4), "2026-03-02", []),
    ],
)
def test_reconsideration_first_and_suits_that_courts_do_not_take_are_pointed_out(kind, cited, decided, found):
    told = objections(kind, day("2026-04-01"), cited=(cited,), decided_on=day(decided))
    assert [each.text for each in told] == found
