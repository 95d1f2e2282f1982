"""The clock as places: which day is what, what folds, and the words for those who do not see it."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest

from gongkai.law import Application, Pause, answer_due, due, national
from gongkai.look.clockface import Face, face
from look.kit import TODAY, answered, clocks

CALENDAR = national()


def cells(found: Face) -> dict[str, tuple[str, str]]:
    """(kind, what stands in the middle) by the day."""
    return {cell.on.isoformat(): (cell.kind, cell.n or cell.word) for cell in found.cells}


def test_the_days_of_the_looks_own_example() -> None:
    found = cells(face(answered(), TODAY))
    expected = {
        "2026-09-10": ("", ""),
        "2026-09-11": ("day0", "收到"),
        "2026-09-12": ("x", "休"),
        "2026-09-14": ("u", "1"),
        "2026-09-20": ("u", "6"),
        "2026-09-21": ("p", "暂停"),
        "2026-09-25": ("x", "中秋"),
        "2026-09-30": ("u", "7"),
        "2026-10-01": ("x", "国庆"),
        "2026-10-16": ("u", "15"),
        "2026-10-19": ("c", "16"),
        "2026-10-23": ("c", "20"),
        "2026-10-24": ("", ""),
    }
    assert {on: found[on] for on in expected} == expected


def test_its_legend_names_what_is_there_and_nothing_else() -> None:
    assert face(answered(), TODAY).keys == [
        ("u", "已计"),
        ("", "待计"),
        ("x", "休息日不计"),
        ("p", "征求第三方意见，暂停"),
        ("today", "今天"),
        ("due", "截止日"),
    ]


def test_its_description_says_the_same_in_sentences() -> None:
    assert face(answered(), TODAY).description == (
        "9月11日收到申请，当日不计；9月21日至29日征求第三方意见，暂停6天；休息日16天；"
        "今天10月16日是第15个工作日，共20个；10月23日（周五）是截止日。"
    )


def test_the_table_has_a_line_for_every_day() -> None:
    rows = [(row.when, row.text) for row in face(answered(), TODAY).rows]
    assert len(rows) == 43
    assert [rows[n] for n in (0, 1, 9, 10, 14, -1)] == [
        ("9月11日（周五）", "收到申请，当日不计"),
        ("9月12日（周六）", "周六，不计"),
        ("9月20日（周日）", "第6个工作日（调休上班）"),
        ("9月21日（周一）", "征求第三方意见，暂停"),
        ("9月25日（周五）", "中秋节放假，不计"),
        ("10月23日（周五）", "第20个工作日"),
    ]


def test_worked_weekends_are_named_with_their_notice() -> None:
    assert (
        face(answered(), TODAY).make_up
        == "9月20日（周日）、10月10日（周六）调休上班，计入。依据国办发明电〔2025〕7号。"
    )


def test_today_and_the_last_day_carry_their_marks() -> None:
    corners = {cell.on.isoformat(): cell.corner for cell in face(answered(), TODAY).cells if cell.corner}
    assert corners == {"2026-10-16": "今", "2026-10-23": "止"}


def test_on_the_last_day_one_cell_carries_both_marks() -> None:
    corners = {cell.on.isoformat(): cell.corner for cell in face(answered(), date(2026, 10, 23)).cells if cell.corner}
    assert corners == {"2026-10-23": "今止"}


def test_days_after_the_last_are_counted_as_late() -> None:
    late = cells(face(answer_due(Application(date(2026, 6, 1)), CALENDAR), date(2026, 7, 10)))
    assert [late[f"2026-07-{day:02}"] for day in (1, 3, 4, 10)] == [("l", "+1"), ("l", "+3"), ("x", "休"), ("l", "+8")]


def test_a_closed_case_stops_where_it_was_closed() -> None:
    found = face(answer_due(Application(date(2026, 6, 1)), CALENDAR), date(2026, 9, 1), closed_on=date(2026, 6, 18))
    assert max(cell.on for cell in found.cells) == date(2026, 7, 5)
    assert ("today", "办结") in found.keys and ("", "没有用到") in found.keys


def test_a_provisional_date_shows_the_weekends_it_assumes_and_calls_itself_the_earliest() -> None:
    found = face(answer_due(Application(date(2026, 12, 15)), CALENDAR), date(2026, 12, 22))
    assert [cells(found)[on] for on in ("2027-01-02", "2027-01-03", "2027-01-11")] == [
        ("a", "13"),
        ("a", "14"),
        ("c", "20"),
    ]
    assert [cell.corner for cell in found.cells if cell.last] == ["最早"]
    assert found.description.endswith("截止日不早于2027年1月11日（周一）。")


def test_a_period_that_waits_has_no_last_day_and_says_what_for() -> None:
    waiting = next(due for name, due, _, _ in clocks() if name == "waiting")
    found = face(waiting, TODAY)
    assert [cell for cell in found.cells if cell.last] == []
    assert [fold.text for fold in found.folds] == ["9月7日至10月11日：等待申请人补正"]
    assert found.description == "9月1日收到申请，当日不计；期限尚未起算：等待申请人补正。"


def test_months_fold_into_lines() -> None:
    found = face(due("suit", date(2026, 1, 15), CALENDAR), date(2026, 3, 20))
    assert [fold.text for fold in found.folds] == ["1月19日至3月15日，8周", "3月23日至7月12日，16周"]
    assert len(found.cells) == 21


def test_weeks_before_a_restart_fold_and_the_long_clock_has_low_rows() -> None:
    name, period, today, _ = clocks()[1]
    found = face(period, today)
    assert (name, found.low, [fold.text for fold in found.folds]) == ("long", True, ["3月9日至29日：不计"])


@pytest.mark.parametrize(("name", "period", "today", "closed"), clocks(), ids=[name for name, *_ in clocks()])
def test_no_clock_is_higher_than_a_screen_and_no_two_rows_meet(
    name: str, period: object, today: date, closed: date | None
) -> None:
    found = face(period, today, closed_on=closed)  # type: ignore[arg-type]
    assert found.height < 640
    rows = sorted({cell.y for cell in found.cells})
    assert all(after - before >= found.box for before, after in pairwise(rows))
    assert all(0 <= cell.x <= 336 - 44 and cell.y + found.box <= found.height for cell in found.cells)


@pytest.mark.parametrize("today", [date(2026, 1, 1), date(2026, 9, 11), date(2028, 12, 31)])
def test_a_clock_can_be_drawn_on_any_day(today: date) -> None:
    assert len(face(answered(), today).cells) % 7 == 0


def test_two_consultations_are_told_apart() -> None:
    pauses = (
        Pause(date(2026, 3, 9), date(2026, 3, 11), date(2026, 3, 9)),
        Pause(date(2026, 3, 18), date(2026, 3, 19), date(2026, 3, 18)),
    )
    found = face(answer_due(Application(date(2026, 3, 2), pauses=pauses), CALENDAR), date(2026, 3, 2))
    assert "3月9日至11日征求第三方意见，暂停3天；3月18日至19日征求第三方意见，暂停2天" in found.description
