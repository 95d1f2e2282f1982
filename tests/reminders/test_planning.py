"""Who is told of what, when: the steps, the circles, leave, escalation, pauses, and due dates that move."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

import factories
from gongkai.applications import actions as cases
from gongkai.applications.actions import Party
from gongkai.applications.models import Application
from gongkai.people import actions as people
from gongkai.people import clock
from gongkai.reminders import actions
from gongkai.reminders.models import BodySetting, Clock, Reminder
from reminders.conftest import MONDAY, Bureau

Told = list[tuple[str, int, str]]


def days(start: date, count: int) -> list[date]:
    return [start + timedelta(days=n) for n in range(count)]


def run(bureau: Bureau, start: date, count: int) -> Told:
    """Plan and tell of ``count`` days before and at the end of the quiet, and in the evening; who was told of what kind at which
    step, in order."""
    for day in days(start, count):
        for hour in (6, 8, 19):
            with clock.at(datetime(day.year, day.month, day.day, hour, 5)):
                actions.replan([bureau.agency])
                actions.tell()
    return told()


def told() -> Told:
    found = Reminder.objects.filter(told_at__isnull=False).select_related("clock", "account").order_by("told_at", "pk")
    return [(each.account.name, each.step, each.clock.kind) for each in found]


def of_kind(found: Told, kind: str) -> list[tuple[str, int]]:
    return [(name, step) for name, step, what in found if what == kind]


def case(bureau: Bureau, on: date = MONDAY, **more: object) -> Application:
    return factories.application(bureau.agency, bureau.clerk, on=on, **more)


def test_the_clerk_is_told_at_15_10_5_2_and_0_working_days_and_the_leader_only_when_it_is_late(bureau: Bureau) -> None:
    made = case(bureau)
    assert made.due_on == date(2026, 10, 26)
    found = of_kind(run(bureau, MONDAY, 40), "answer")
    assert found == [
        ("李文静", 15), ("李文静", 10), ("李文静", 5), ("李文静", 2), ("李文静", 0), ("李文静", -1), ("赵建国", -1),
    ]  # fmt: skip


def test_each_is_told_on_its_working_day_when_the_quiet_ends(bureau: Bureau) -> None:
    case(bureau)
    run(bureau, MONDAY, 40)
    at = [each.told_at.astimezone(clock.moment(MONDAY).tzinfo).strftime("%m-%d %H:%M") for each in
          Reminder.objects.filter(clock__kind="answer", account=bureau.clerk).order_by("told_at")]  # fmt: skip
    # From 10-01 to 10-07 nobody works; Saturday 10-10 is worked instead.
    assert at == ["09-29 08:05", "10-12 08:05", "10-19 08:05", "10-22 08:05", "10-26 08:05", "10-27 08:05"]


def test_the_county_is_told_last_and_not_of_what(bureau: Bureau) -> None:
    made = case(bureau)
    run(bureau, date(2026, 10, 26), 5)
    (last,) = Reminder.objects.filter(account=bureau.supervisor)
    assert (last.step, last.due_on, last.clock.number, last.clock.path) == (-3, made.due_on, "县商务局", "")
    assert last.escalated


def test_a_clock_that_stands_still_reminds_nobody_until_it_runs_again(bureau: Bureau) -> None:
    made = case(bureau)
    with clock.at(datetime(2026, 9, 22, 9)):
        cases.consult(made, parties=[Party("云岭县某公司", interest="商业秘密")], what="是否同意公开", by=bureau.clerk)
        letter = made.consultations.get().letters.get()
        factories.approve(letter, bureau.head)
        cases.serve(letter, method="direct", signed_on=clock.today(), by=bureau.clerk)
    found = of_kind(run(bureau, date(2026, 9, 23), 20), "answer")
    assert found == []
    assert Clock.objects.get(kind="answer").paused


def test_whoever_is_waited_for_outside_is_told_of_here_only_when_the_day_has_passed(bureau: Bureau) -> None:
    made = case(bureau)
    with clock.at(datetime(2026, 9, 22, 9)):
        cases.consult(made, parties=[Party("云岭县某公司", interest="商业秘密")], what="是否同意公开", by=bureau.clerk)
        letter = made.consultations.get().letters.get()
        factories.approve(letter, bureau.head)
        cases.serve(letter, method="direct", signed_on=clock.today(), by=bureau.clerk)
    assert of_kind(run(bureau, date(2026, 9, 23), 35), "opinion") == [("李文静", -1)]


def test_a_section_is_told_of_what_it_is_asked_and_the_office_when_it_is_late(bureau: Bureau) -> None:
    made = case(bureau)
    cases.ask_section(made, section=bureau.section, question="请查找名单", due_on=date(2026, 9, 30), by=bureau.clerk)
    found = of_kind(run(bureau, MONDAY, 20), "assistance")
    assert found == [
        ("陈思远", 5), ("马晓东", 5), ("陈思远", 2), ("马晓东", 2), ("陈思远", 0), ("马晓东", 0),
        ("陈思远", -1), ("马晓东", -1), ("李文静", -1), ("赵建国", -1),
    ]  # fmt: skip


def test_a_deputy_is_told_in_the_place_of_who_is_away(bureau: Bureau) -> None:
    case(bureau)
    people.depute(
        bureau.appointment(bureau.clerk),
        to=bureau.head,
        starts_on=date(2026, 10, 12),
        ends_on=date(2026, 10, 20),
        by=bureau.clerk,
    )
    found = of_kind(run(bureau, MONDAY, 36), "answer")
    assert found == [("李文静", 15), ("王立成", 10), ("王立成", 5), ("李文静", 2), ("李文静", 0)]
    assert set(Reminder.objects.filter(account=bureau.head).values_list("acting_for", flat=True)) == {"李文静"}


def test_without_a_deputy_the_head_of_the_office_is_told_while_the_clerk_is_away(bureau: Bureau) -> None:
    case(bureau)
    actions.take_leave(bureau.clerk, starts_on=date(2026, 10, 17), ends_on=date(2026, 10, 21))
    found = of_kind(run(bureau, MONDAY, 36), "answer")
    assert found == [("李文静", 15), ("李文静", 10), ("王立成", 5), ("李文静", 2), ("李文静", 0)]


def test_where_everybody_is_away_the_first_circle_is_told_all_the_same(bureau: Bureau) -> None:
    case(bureau)
    for each in (bureau.clerk, bureau.head):
        actions.take_leave(each, starts_on=date(2026, 10, 17), ends_on=date(2026, 10, 21))
    assert ("李文静", 5) in of_kind(run(bureau, date(2026, 10, 19), 2), "answer")


def test_an_extension_calls_off_what_was_planned_and_plans_for_the_new_day(bureau: Bureau) -> None:
    made = case(bureau)
    run(bureau, MONDAY, 25)
    with clock.at(datetime(2026, 10, 16, 10)):
        actions.replan()
        letter = cases.extend(made, days=20, reason="需要检索大量档案", by=bureau.clerk)
        # The applicant reads it on the query page: it goes out with its approval.
        factories.approve(letter, bureau.head)
        made.refresh_from_db()
        done = actions.replan()
    assert made.due_on == date(2026, 11, 23)
    old = Reminder.objects.filter(clock__kind="answer", due_on=date(2026, 10, 26))
    assert [each.step for each in old.filter(cancelled_at=None)] == []
    assert set(old.values_list("cancelled_why", flat=True)) >= {"期限改为2026-11-23"}
    assert done.cancelled >= 1
    found = of_kind(run(bureau, date(2026, 10, 17), 38), "answer")
    assert found[-5:] == [("李文静", 15), ("李文静", 10), ("李文静", 5), ("李文静", 2), ("李文静", 0)]
    assert Clock.objects.get(kind="answer").sequence == 1


def test_a_day_that_moves_away_and_back_is_not_told_of_twice(bureau: Bureau) -> None:
    made = case(bureau)
    run(bureau, MONDAY, 9)
    with clock.at(datetime(2026, 9, 30, 12)):
        actions.replan()
        actions.tell()
        before = told()
        Application.objects.filter(pk=made.pk).update(due_on=date(2026, 10, 30))
        actions.replan()
        Application.objects.filter(pk=made.pk).update(due_on=date(2026, 10, 26))
        done = actions.replan()
        actions.tell()
    assert done.revived >= 1
    assert (
        told()
        == before
        == [("李文静", 5, "correction_notice"), ("李文静", 15, "answer"), ("李文静", 2, "correction_notice")]
    )


def test_what_was_missed_while_nothing_ran_is_made_up_for_by_the_nearest_step(bureau: Bureau) -> None:
    case(bureau)
    assert of_kind(run(bureau, date(2026, 10, 23), 1), "answer") == [("李文静", 2)]


def test_the_handler_of_a_case_is_told_alone(bureau: Bureau) -> None:
    second = factories.clerk(bureau.agency)
    made = case(bureau)
    Application.objects.filter(pk=made.pk).update(handler=second)
    run(bureau, MONDAY, 10)
    assert set(Reminder.objects.filter(clock__kind="answer").values_list("account", flat=True)) == {second.pk}


def test_what_is_answered_is_not_reminded_of(bureau: Bureau) -> None:
    with clock.at(datetime(2026, 9, 21, 10)):
        factories.answered(bureau.agency, bureau.clerk, bureau.leader)
    assert of_kind(run(bureau, MONDAY, 40), "answer") == []


def test_a_letter_waits_for_its_approver_and_never_for_its_author(bureau: Bureau) -> None:
    made = case(bureau)
    letter = cases.decide(made, answers=factories.GRANTED, by=bureau.clerk, given="名单", way="当面领取")
    cases.submit_letter(letter, by=bureau.clerk)
    found = run(bureau, date(2026, 10, 21), 3)
    assert of_kind(found, "approval") == [("赵建国", 2)]


def test_a_body_sets_its_own_steps(bureau: Bureau) -> None:
    case(bureau)
    BodySetting.objects.create(agency=bureau.agency, clerk_days=[7, 1])
    assert of_kind(run(bureau, MONDAY, 36), "answer") == [("李文静", 7), ("李文静", 1)]


def test_disputes_and_the_annual_report_are_in_the_list(bureau: Bureau) -> None:
    cases.file_remedy(
        bureau.agency, kind="reconsideration", filed_on=MONDAY, authority="云岭县人民政府", number="云政复〔2026〕15号",
        copy_on=MONDAY, by=bureau.clerk,
    )  # fmt: skip
    with clock.at(datetime(2026, 12, 1, 9)):
        actions.replan()
    found = dict(Clock.objects.filter(agency=bureau.agency).values_list("kind", "due_on"))
    assert found == {"remedy": date(2026, 10, 12), "report": date(2027, 1, 31), "overdue": date(2026, 10, 12)}


def test_a_report_is_late_only_where_the_body_was_here_before_its_last_day(bureau: Bureau) -> None:
    actions.replan()
    assert not Clock.objects.filter(kind="report").exists()
    for day in (datetime(2027, 1, 29, 9), datetime(2027, 2, 2, 9)):
        with clock.at(day):
            actions.replan()
    late = Clock.objects.get(kind="report", agency=bureau.agency)
    assert (late.number, late.due_on, late.ended_at) == ("2026年年报", date(2027, 1, 31), None)


def test_a_room_that_fails_keeps_nothing_from_the_others_and_loses_nothing(
    bureau: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    case(bureau)
    actions.replan()

    def broken(*_: object) -> None:
        raise RuntimeError("broken")

    from gongkai.reminders import clocks

    sources = tuple((kinds, broken if "answer" in kinds else source) for kinds, source in clocks.SOURCES)
    monkeypatch.setattr(clocks, "SOURCES", sources)
    actions.replan()
    assert Clock.objects.get(kind="answer").ended_at is None
    assert Reminder.objects.filter(clock__kind="answer", cancelled_at=None).exists()
