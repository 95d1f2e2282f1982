"""Complaints among the clocks: told by role at the body and at the department above it, by the day that was set, the installation's
own length, or a look from time to time (arts. 47 and 51 of the Regulation give no length)."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.conf import LazySettings

from gongkai.applications import actions as cases
from gongkai.applications import complaints
from gongkai.applications.models import Complaint
from gongkai.calendars.actions import recounting
from gongkai.calendars.rehearsal import rehearse
from gongkai.errors import GongkaiError
from gongkai.law.calendar import Overlay, national
from gongkai.law.clocks.running import Comparison
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed
from gongkai.reminders import actions
from gongkai.reminders.feeds import calendar_of
from gongkai.reminders.models import Clock, Reminder
from reminders.conftest import MONDAY, Bureau
from reminders.test_planning import Told, days, of_kind, told

DAY = date(2026, 10, 26)
"""The twentieth working day after MONDAY."""


def complain(bureau: Bureau, due_on: date | None = DAY, **more: object) -> Complaint:
    given = {
        "number": "云公开投〔2026〕3号", "received_by": "云岭县政务公开办公室", "received_on": MONDAY, "about": "late",
        "text": "周清源说二十个工作日没有答复", "complainant": "周清源", **more,
    }  # fmt: skip
    return cases.file_complaint(bureau.agency, due_on=due_on, by=bureau.clerk, **given)  # type: ignore[arg-type]


def daily(bureau: Bureau, start: date, count: int) -> Told:
    """Plan and tell once in the morning of ``count`` days; who was told of what kind at which step, in order."""
    for day in days(start, count):
        with clock.at(datetime(day.year, day.month, day.day, 9)):
            actions.replan((bureau.agency, bureau.office))
            actions.tell()
    return told()


def test_body_and_department_are_reminded_at_the_same_steps(bureau: Bureau) -> None:
    complain(bureau)
    found = daily(bureau, MONDAY, 36)
    assert of_kind(found, "complaint") == [("李文静", step) for step in (15, 10, 5, 2, 0)]
    assert of_kind(found, "complaint_answer") == [("县府办督查", step) for step in (15, 10, 5, 2, 0)]


def test_a_missed_day_climbs_to_the_leader_of_the_body(bureau: Bureau) -> None:
    complain(bureau)
    late = [each for each in of_kind(daily(bureau, MONDAY, 40), "complaint") if each[1] < 0]
    assert late == [("李文静", -1), ("赵建国", -1)]
    assert not Clock.objects.filter(kind="overdue").exists()


def test_what_is_concluded_rests_at_the_body_and_what_is_told_rests_at_the_department(bureau: Bureau) -> None:
    made = complain(bureau)
    actions.replan()
    with clock.at(datetime(2026, 9, 22, 9)):
        cases.conclude_complaint(made, finding="founded", on=date(2026, 9, 22), done="已经答复", by=bureau.clerk)
        actions.replan()
        assert dict(Clock.objects.filter(ended_at=None).values_list("kind", "due_on")) == {"complaint_answer": DAY}
        cases.follow_complaint(made, due_on=DAY, told_on=date(2026, 9, 22), by=bureau.supervisor)
        actions.replan()
    assert not Clock.objects.filter(ended_at=None).exists()


@pytest.mark.parametrize(
    ("finding", "on", "waits"),
    [
        ("withdrawn", date(2026, 9, 22), False),
        ("unfounded", date(2026, 9, 22), True),
        # Older ones were told, as far as anybody knows.
        ("unfounded", date(2026, 7, 1), False),
    ],
)
def test_the_department_waits_for_what_somebody_is_to_be_told_of(
    bureau: Bureau, finding: str, on: date, waits: bool
) -> None:
    made = complain(bureau, due_on=date(2026, 9, 30), received_on=date(2026, 6, 1))
    with clock.at(datetime(2026, 9, 22, 9)):
        cases.conclude_complaint(made, finding=finding, on=on, done="", by=bureau.clerk)
        actions.replan()
    assert Clock.objects.filter(kind="complaint_answer").exists() is waits


def test_a_day_that_is_moved_is_told_of_anew(bureau: Bureau) -> None:
    made = complain(bureau, due_on=date(2026, 9, 30))
    daily(bureau, MONDAY, 3)
    with clock.at(datetime(2026, 9, 24, 9)):
        cases.follow_complaint(made, due_on=DAY, told_on=None, by=bureau.supervisor)
    found = daily(bureau, date(2026, 9, 24), 33)
    assert [step for _, step in of_kind(found, "complaint")] == [5, 15, 10, 5, 2, 0]
    called_off = Reminder.objects.filter(clock__kind="complaint", due_on=date(2026, 9, 30))
    assert set(called_off.values_list("cancelled_why", flat=True)) == {"期限改为2026-10-26"}


def test_without_a_day_somebody_looks_every_ten_working_days_and_nothing_is_late(bureau: Bureau) -> None:
    made = complain(bureau, due_on=None)
    found = daily(bureau, MONDAY, 40)
    # 2026-10-12 and -26 are the tenth and twentieth working days; on the day after each, one look.
    assert of_kind(found, "complaint_look") == [("李文静", -1), ("李文静", -1)]
    assert of_kind(found, "complaint_undated") == [("县府办督查", -1), ("县府办督查", -1)]
    looks = Reminder.objects.filter(clock__kind="complaint_look").order_by("due_on").values_list("due_on", flat=True)
    assert list(looks) == [date(2026, 10, 12), date(2026, 10, 26)]
    assert (of_kind(found, "complaint"), Clock.objects.filter(kind="overdue").exists()) == ([], False)
    step = complaints.step_of(made, date(2026, 10, 13))
    assert (step.tone, step.look_on, step.due) == ("near", date(2026, 10, 12), None)


def test_the_installations_own_length_counts_and_says_what_it_rests_on(bureau: Bureau, settings: LazySettings) -> None:
    settings.COMPLAINT_DAYS, settings.COMPLAINT_DAYS_NOTE = 15, "云政办〔2026〕3号"
    step = complaints.step_of(complain(bureau, due_on=None), MONDAY)
    assert step.by == date(2026, 10, 19)
    assert step.why == (
        "9月21日（周一）收到，没有定反馈日期。条例没有规定天数，15个工作日是本系统的设置。依据：云政办〔2026〕3号。"
    )
    assert of_kind(daily(bureau, MONDAY, 29), "complaint") == [("李文静", step) for step in (15, 10, 5, 2, 0)]
    settings.COMPLAINT_DAYS_NOTE = ""
    assert "没有写明依据，请向主管部门核对。" in complaints.step_of(Complaint.objects.get(), MONDAY).why


def test_a_new_calendar_moves_what_is_counted_and_leaves_the_day_that_was_set(
    bureau: Bureau, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.COMPLAINT_DAYS = 15
    complain(bureau, due_on=None)
    complain(bureau, number="云公开投〔2026〕4号")
    before = national()
    after = before.with_overlays(
        Overlay("云岭县", "云政办〔2026〕9号", off={date(2026, 10, 14): "县庆"}, work=frozenset())
    )
    moved = [(each.running.number, each.old.day, each.new.day) for each in rehearse(before, after).moved]
    assert moved == [("云公开投〔2026〕3号", date(2026, 10, 19), date(2026, 10, 20))]
    monkeypatch.setattr(recounting, "_comparison", lambda _: Comparison(before, after))
    recount = recounting.begin(by=None, agency=bureau.agency)
    assert recounting.carry_on(recount)
    entry = LogEntry.objects.get(verb="dates.recounted")
    counted = Complaint.objects.get(number="云公开投〔2026〕3号")
    assert entry.subject == f"applications.complaint:{counted.pk}"
    assert entry.data["dates"] == [["投诉举报的反馈", "2026-10-19", "2026-10-20"]]


def test_both_are_in_the_private_calendars_without_a_name(bureau: Bureau) -> None:
    complain(bureau)
    actions.replan()
    for account, summary in ((bureau.clerk, "投诉举报反馈期限"), (bureau.supervisor, "投诉举报答复期限")):
        text = calendar_of(account, "").decode().replace("\r\n ", "")
        assert f"SUMMARY:{summary} 云公开投〔2026〕3号" in text and "DTSTART;VALUE=DATE:20261026" in text
        assert "周清源" not in text
    assert "投诉" not in calendar_of(bureau.leader, "").decode()


def test_only_the_department_and_the_office_set_a_day(bureau: Bureau) -> None:
    made = complain(bureau, due_on=None)
    for nobody in (bureau.leader, bureau.contributor, bureau.stranger, bureau.administrator):
        with pytest.raises(NotAllowed):
            cases.follow_complaint(made, due_on=DAY, told_on=None, by=nobody)
    cases.follow_complaint(made, due_on=DAY, told_on=None, by=bureau.supervisor)
    cases.follow_complaint(made, due_on=DAY, told_on=None, by=bureau.supervisor)
    entry = LogEntry.objects.get(verb="complaint.followed")
    assert (made.due_on, entry.data["due_on"], entry.data["before"]) == (DAY, "2026-10-26", [None, None])
    with pytest.raises(GongkaiError, match="不能早于收到日"):
        cases.follow_complaint(made, due_on=date(2026, 9, 20), told_on=None, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="今天之前"):
        cases.follow_complaint(made, due_on=DAY, told_on=date(2026, 9, 22), by=bureau.clerk)
    with pytest.raises(GongkaiError, match="已经被别人修改过"):
        cases.follow_complaint(made, due_on=None, told_on=None, by=bureau.clerk, version=1)
