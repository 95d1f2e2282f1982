"""Steps and quiet hours as rules, and the form of a calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from gongkai.law import national
from gongkai.reminders.ical import Event, calendar
from gongkai.reminders.steps import Quiet, day_of, left, reached, works

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
HOURS = st.builds(time, st.integers(0, 23), st.integers(0, 59))
QUIETS = st.builds(Quiet, HOURS, HOURS, st.booleans())
MOMENTS = st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)).map(timezone.make_aware)


@given(DAYS, st.integers(-10, 20))
def test_a_step_falls_on_a_working_day_with_that_many_left(due_on: date, step: int) -> None:
    day = day_of(due_on, step, national())
    assert works(day, national())
    if step < 0 or due_on == day_of(due_on, 0, national()):
        assert left(due_on, day, national()) == step


@given(QUIETS, MOMENTS)
def test_nobody_is_ever_told_in_quiet_hours(quiet: Quiet, at: datetime) -> None:
    found = quiet.next(at, national())
    assert found >= at
    assert quiet.allows(found, national())
    assert quiet.allows(quiet.opens(timezone.localdate(at), national()), national())


@given(DAYS, DAYS, st.sets(st.integers(0, 20)), DAYS)
def test_of_the_steps_that_have_come_only_the_nearest_stands_ready(
    due_on: date, since: date, steps: set[int], today: date
) -> None:
    found = reached(due_on, since, steps, today, national())
    assert sum(day <= today for _, day in found) <= 1
    assert all(day >= since and step in steps for step, day in found)


def test_fifteen_days_of_a_period_of_seven_were_never_left() -> None:
    found = reached(date(2026, 9, 30), date(2026, 9, 21), (15, 10, 5, 2, 0), date(2026, 9, 21), national())
    assert [step for step, _ in found] == [5, 2, 0]


def test_a_calendar_is_in_the_form_of_the_standard() -> None:
    event = Event(
        "answer-7@yunling.example", date(2026, 10, 26), "答复期限 云商公开申〔2026〕1号, 第二行; " + "长" * 40, "作出\n答复",
        "https://gk.yunling.example/desk/applications/7/", datetime(2026, 9, 21, 1, tzinfo=UTC), 2,
    )  # fmt: skip
    raw = calendar("政府信息公开期限", [event])
    lines = raw.decode().split("\r\n")
    assert max(len(line.encode()) for line in lines) <= 75
    assert raw.endswith(b"END:VCALENDAR\r\n")
    whole = raw.decode().replace("\r\n ", "").split("\r\n")
    assert {"UID:answer-7@yunling.example", "SEQUENCE:2", "DTSTAMP:20260921T010000Z", "STATUS:CONFIRMED",
            "DTSTART;VALUE=DATE:20261026", "DTEND;VALUE=DATE:20261027", "DESCRIPTION:作出\\n答复",
            "TRIGGER:PT9H", "TRIGGER:-PT15H"} <= set(whole)  # fmt: skip
    assert [line for line in whole if line.startswith("SUMMARY:")] == [
        "SUMMARY:答复期限 云商公开申〔2026〕1号\\, 第二行\\; " + "长" * 40
    ]


def test_what_is_over_is_struck_out_and_does_not_ring() -> None:
    gone = Event("a@b", date(2026, 10, 26), "s", "d", "", datetime(2026, 9, 21, tzinfo=UTC), 3, cancelled=True)
    text = calendar("n", [gone]).decode()
    assert ("STATUS:CANCELLED" in text, "VALARM" in text) == (True, False)


def test_a_horizon_of_ten_days_reaches_over_the_longest_holiday() -> None:
    found = reached(date(2026, 10, 12), date(2026, 9, 1), (2,), date(2026, 9, 30), national())
    assert found == [(2, date(2026, 10, 9))]
    assert found[0][1] - date(2026, 9, 30) <= timedelta(days=10)
