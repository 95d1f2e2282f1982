"""This year against last year."""

from datetime import date

from gongkai.reports.model import Value
from reports.making import asked, found, last_year, reading


def test_what_came_over_must_be_what_was_handed_on() -> None:
    before = last_year(asked(9, carried_out=3))
    assert found(reading(asked(5, carried_in=3)), "CARRY", previous=before) == []
    (one,) = found(reading(asked(5, carried_in=2)), "CARRY", previous=before)
    assert one.message == (
        "本年“上年结转”与上年报告“结转下年度继续办理”不一致：“自然人”列本年 2、上年 3；“总计”列本年 2、上年 3。"
    )


def test_a_report_of_another_year_is_no_history() -> None:
    before = last_year(asked(9, carried_out=3), year=2020)
    assert found(reading(asked(5, carried_in=2)), "CARRY", previous=before) == []


def test_documents_in_force_follow_from_last_year() -> None:
    before = last_year({"proactive/normative/in_force": 10})
    figures: dict[str, Value] = {"proactive/normative/made": 3, "proactive/normative/repealed": 1}
    assert found(reading({**figures, "proactive/normative/in_force": 12}), "T2-BAL", previous=before) == []
    (one,) = found(reading({**figures, "proactive/normative/in_force": 9}), "T2-BAL", previous=before)
    assert one.severity == "warning"
    assert "9 件，而上年 10 + 本年制发 3 − 本年废止 1 = 12 件" in one.message


def test_projects_of_2019_follow_from_the_change() -> None:
    shape = {"edition": "2019", "title": None}
    before = reading({"proactive/permits/previous": 173, "proactive/permits/change": -37}, year=2019, **shape)  # type: ignore[arg-type]
    now = {"year": 2020, "signed_on": date(2021, 1, 5), **shape}
    assert found(reading({"proactive/permits/previous": 136}, **now), "2019-NEXT", previous=before) == []  # type: ignore[arg-type]
    assert len(found(reading({"proactive/permits/previous": 173}, **now), "2019-NEXT", previous=before)) == 1  # type: ignore[arg-type]
