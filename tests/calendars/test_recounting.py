"""A year is entered or corrected: what moves is shown first, then every stored date follows, and back again."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from calendars import made
from gongkai.applications import actions as cases
from gongkai.applications import clocks
from gongkai.applications.actions.moving import ChangedMeanwhile
from gongkai.applications.models import Application, Extension, FeeNotice
from gongkai.applications.signals import dates_moved
from gongkai.calendars import actions, rehearsal
from gongkai.calendars.holding import HELD, calendar_with, stored_calendar
from gongkai.calendars.models import Holding, Notice, Recount
from gongkai.law.calendar import national, shipped
from gongkai.people import clock, journal
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed


def ends(case: Application) -> tuple[str, bool]:
    case.refresh_from_db()
    assert case.due_on is not None
    return case.due_on.isoformat(), case.due_certain


def install(house, data, **values) -> Recount:  # type: ignore[no-untyped-def]
    notice = actions.enter(data["year"], data, by=house.keeper, **values)
    recount = actions.install(notice, by=house.keeper, revision=notice.revision)
    HELD.refresh()
    assert actions.carry_on(recount)
    return recount


def test_a_year_that_was_missing_makes_dates_certain(house):
    with clock.at(date(2026, 12, 25)):
        case = factories.application(house.agency, house.clerk)
        assert ends(case) == ("2027-01-21", False)
        recount = install(house, made.year_2027())
    assert ends(case) == ("2027-01-25", True)
    assert (recount.moved, recount.by_body) == (2, {str(house.agency.pk): 2})


def test_the_rehearsal_says_old_and_new_and_why_and_changes_nothing(house):
    with clock.at(date(2026, 12, 25)):
        case = factories.application(house.agency, house.clerk)
        notice = actions.enter(2027, made.year_2027(), by=house.keeper)
        found = rehearsal.rehearse(stored_calendar(), calendar_with(notice, year=2027))
    assert [
        (m.running.what, m.running.number, rehearsal.in_words(*m.old), rehearsal.in_words(*m.new), m.why)
        for m in found.moved
    ] == [
        ("答复", case.number, "不早于2027-01-21", "2027-01-25", "2027年放假安排已经收录，日期确定"),
        ("要求补正", case.number, "不早于2027-01-04", "2027-01-06", "2027年放假安排已经收录，日期确定"),
    ]
    assert ends(case) == ("2027-01-21", False)
    assert national().calendar_through == 2026


def test_a_corrected_year_names_the_days_that_changed(house):
    factories.application(house.agency, house.clerk)
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=house.keeper)
    found = rehearsal.rehearse(stored_calendar(), calendar_with(notice, year=2026))
    assert [(m.running.what, str(m.old.day), str(m.new.day), m.why) for m in found.moved] == [
        ("答复", "2026-10-15", "2026-10-16", "2026-10-08（周四）改为放假")
    ]


def test_the_former_version_restored_recounts_back(house):
    case = factories.application(house.agency, house.clerk)
    before = ends(case)
    install(house, made.year_2026(off=["2026-10-08"], unpaired=1))
    assert ends(case) == ("2026-10-16", True)
    back = actions.restore(None, year=2026, by=house.keeper)
    recount = actions.install(back, by=house.keeper, revision=back.revision)
    HELD.refresh()
    assert actions.carry_on(recount)
    assert ends(case) == before == ("2026-10-15", True)
    assert [(n.version, n.state) for n in Notice.objects.order_by("version")] == [(1, "former"), (2, "in_force")]
    assert national().version() == shipped().version()


def test_each_case_has_its_entry_and_the_chain_holds(house):
    case = factories.application(house.agency, house.clerk)
    other = factories.application(house.office, factories.clerk(house.office))
    recount = install(house, made.year_2026(off=["2026-10-08"], unpaired=1))
    entries = LogEntry.objects.filter(verb="dates.recounted").order_by("pk")
    assert sorted((e.subject, e.chain_id, e.actor) for e in entries) == sorted(
        [
            (f"applications.application:{other.pk}", f"agency:{house.office.pk}", "林晓"),
            (f"applications.application:{case.pk}", f"agency:{house.agency.pk}", "林晓"),
        ]
    )
    assert entries[0].data == {
        "recount": recount.pk,
        "dates": [["答复", "2026-10-15", "2026-10-16"]],
        "why": "2026-10-08（周四）改为放假",
    }
    assert list(journal.verify()) == []


def test_whoever_has_the_page_open_is_told_that_the_case_changed(house):
    case = factories.application(house.agency, house.clerk)
    version = case.version
    install(house, made.year_2026(off=["2026-10-08"], unpaired=1))
    with pytest.raises(ChangedMeanwhile):
        cases.assign(case, section=house.section, by=house.clerk, version=version)


def test_a_recount_that_was_stopped_goes_on_where_it_was(house, monkeypatch):
    from gongkai.calendars.actions import recounting

    many = [factories.application(house.agency, house.clerk, person=factories.person(name=f"周{n}")) for n in range(5)]
    monkeypatch.setattr(recounting, "BATCH", 2)
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=house.keeper)
    recount = actions.install(notice, by=house.keeper, revision=1)
    assert not actions.carry_on(recount, seconds=0)
    assert [ends(case)[0] for case in many] == ["2026-10-16", "2026-10-16", "2026-10-15", "2026-10-15", "2026-10-15"]
    assert (recount.looked_at, recount.cases, recount.moved) == (2, 5, 2)
    assert actions.carry_on(Recount.objects.get(pk=recount.pk))
    assert {ends(case)[0] for case in many} == {"2026-10-16"}
    assert LogEntry.objects.filter(verb="dates.recounted").count() == 5
    # Done is done: a second press or a second worker finds nothing left.
    assert actions.carry_on(Recount.objects.get(pk=recount.pk))
    assert LogEntry.objects.filter(verb="dates.recounted").count() == 5


def test_nothing_new_comes_into_force_while_a_recount_is_under_way(house):
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=house.keeper)
    actions.install(notice, by=house.keeper, revision=1)
    second = actions.enter(2027, made.year_2027(), by=house.keeper)
    with pytest.raises(Exception, match="上一次启用的重算还没有完成"):
        actions.install(second, by=house.keeper, revision=1)


def test_days_that_do_not_hold_together_are_kept_as_a_draft_and_do_not_come_into_force(house):
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"]), by=house.keeper)
    with pytest.raises(Exception, match="放假与上班没有配平"):
        actions.install(notice, by=house.keeper, revision=1)
    assert (Notice.objects.get().state, Holding.objects.filter(serial__gt=0).count()) == ("draft", 0)


def test_a_year_between_may_not_be_missing(house):
    data = {**made.year_2027(), "year": 2028}
    text = str(data).replace("2027-", "2028-")
    notice = actions.enter(2028, eval(text), by=house.keeper)
    with pytest.raises(Exception):  # noqa: B017
        actions.install(notice, by=house.keeper, revision=1)
    assert Notice.objects.get().state == "draft"


def test_only_whoever_answers_for_the_site_keeps_the_calendar(house):
    for account in (house.admin, house.clerk, house.head):
        with pytest.raises(NotAllowed):
            actions.enter(2027, made.year_2027(), by=account)
    assert Notice.objects.count() == 0


def test_a_draft_that_somebody_else_changed_is_not_installed(house):
    notice = actions.enter(2027, made.year_2027(), by=house.keeper)
    actions.amend(notice, made.year_2027(number="示例发〔2026〕2号"), by=house.keeper, revision=1)
    with pytest.raises(actions.ChangedMeanwhile):
        actions.install(notice, by=house.keeper, revision=1)


def test_a_date_told_in_a_letter_is_never_undercut_and_comes_back_exactly(house):
    case = factories.application(house.agency, house.clerk)
    fee = FeeNotice.objects.create(
        application=case, agency=house.agency, tariff="by_page", pages=100, amount=700,
        notified_on=date(2026, 9, 14), due_on=date(2026, 10, 16),
    )  # fmt: skip
    clocks.settle(case)
    install(house, made.year_2026(work=["2026-09-26"], off=[], unpaired=-1) | {"off": _without_the_26th()})
    fee.refresh_from_db()
    assert fee.due_on == date(2026, 10, 16)  # one working day more in September: the letter's day stands
    install(house, made.year_2026(off=["2026-10-08"], unpaired=1))
    fee.refresh_from_db()
    assert fee.due_on == date(2026, 10, 19)
    back = actions.restore(None, year=2026, by=house.keeper)
    recount = actions.install(back, by=house.keeper, revision=1)
    actions.carry_on(recount)
    fee.refresh_from_db()
    assert fee.due_on == date(2026, 10, 16)


def _without_the_26th() -> dict[str, list[str]]:
    return {**made.year_2026()["off"], "中秋节": ["2026-09-25", "2026-09-27"]}


def test_other_readings_move_the_stored_dates_at_once(house):
    case = factories.application(house.agency, house.clerk)
    fee = FeeNotice.objects.create(
        application=case, agency=house.agency, tariff="by_page", pages=100, amount=700,
        notified_on=date(2026, 9, 11), due_on=date(2026, 10, 15), paid_on=date(2026, 9, 11), paid_amount=700,
        receipt_number="1",
    )  # fmt: skip
    Application.objects.filter(pk=case.pk).update(received_on=date(2026, 9, 1))
    case = Application.objects.get(pk=case.pk)
    clocks.settle(case)
    case.save()
    assert ends(case) == ("2026-10-15", True)
    from gongkai.people import actions as people

    people.save_agency(house.agency, {"readings": {"fee_effect": "none"}}, by=house.admin)
    assert ends(case) == ("2026-09-29", True)
    assert fee.paid_on == date(2026, 9, 11)
    entry = LogEntry.objects.get(verb="dates.recounted")
    assert (entry.data["why"], entry.chain_id) == ("本机关对规定的理解改了", f"agency:{house.agency.pk}")
    assert list(journal.verify()) == []


def test_whoever_listens_is_told_in_which_bodies_dates_moved(house):
    heard: list[int] = []

    def hear(agencies: list[int], **_: object) -> None:
        heard.extend(agencies)

    factories.application(house.agency, house.clerk)
    dates_moved.connect(hear)
    try:
        install(house, made.year_2026(off=["2026-10-08"], unpaired=1))
    finally:
        dates_moved.disconnect(hear)
    assert heard == [house.agency.pk]


def test_a_case_registered_by_a_process_that_held_the_old_calendar_is_found_by_the_sweep(house):
    install(house, made.year_2026(off=["2026-10-08"], unpaired=1))
    case = factories.application(house.agency, house.clerk)
    Application.objects.filter(pk=case.pk).update(due_on=date(2026, 10, 15))
    assert actions.sweep() == 1
    assert ends(case) == ("2026-10-16", True)
    assert actions.sweep() == 0


def test_another_process_sees_the_change_before_it_stores_a_date(house):
    """The same database, a process that has looked before: the action looks again."""
    case = factories.application(house.agency, house.clerk)
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=house.keeper)
    actions.install(notice, by=house.keeper, revision=1)
    assert national().day(date(2026, 10, 8)).working  # on_commit has not run inside the test's transaction
    cases.assign(case, section=house.section, by=house.clerk)
    assert ends(case) == ("2026-10-16", True)


facts = st.fixed_dictionaries(
    {
        "received": st.dates(date(2026, 7, 1), date(2026, 12, 20)),
        "extension": st.none() | st.tuples(st.integers(1, 20), st.integers(1, 10)),
        "paid": st.none() | st.tuples(st.integers(1, 8), st.none() | st.integers(0, 10)),
        "asked": st.lists(
            st.tuples(st.sampled_from(["third_party", "co_maker", "agency"]), st.integers(0, 9), st.none() | st.integers(0, 30)),
            max_size=2,
        ),
        "corrected": st.none() | st.tuples(st.integers(0, 9), st.none() | st.integers(0, 20)),
        "readings": st.sampled_from([{}, {"fee_effect": "pause"}, {"pause_first_day": False}, {"late_correction_restarts": False}]),
    }
)  # fmt: skip


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    st.lists(facts, min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([["2026-10-08"], ["2026-10-09"], ["2026-12-31"]]),
)
def test_in_bulk_or_one_by_one_the_dates_are_the_same(house, register, next_year, off):
    """Random cases and random notices: the recount stores exactly what `clocks.settle` gives for each case alone."""
    from django.db import transaction

    with transaction.atomic():
        made_cases = [_case(house, each, n) for n, each in enumerate(register)]
        data = made.year_2027() if next_year else made.year_2026(off=off, unpaired=1)
        install(house, data)
        stored = [ends_or_none(Application.objects.get(pk=case.pk)) for case in made_cases]
        alone = []
        for case in made_cases:
            fresh = Application.objects.get(pk=case.pk)
            clocks.settle(fresh)
            alone.append((fresh.due_on, fresh.due_certain))
        transaction.set_rollback(True)
    HELD.forget()
    assert stored == alone


def ends_or_none(case: Application) -> tuple[date | None, bool]:
    return case.due_on, case.due_certain


def _case(house, given, n) -> Application:  # type: ignore[no-untyped-def]
    from datetime import timedelta

    from gongkai.applications.models import Consultation, Correction

    day = given["received"]
    with clock.at(day):
        case = factories.application(house.agency, house.clerk, person=factories.person(name=f"周{n}"))
    house.agency.readings = given["readings"]
    house.agency.save()
    if given["extension"]:
        days, after = given["extension"]
        Extension.objects.create(
            application=case, days=days, reason="示例", asked_on=day, asked_by=house.clerk,
            approved_on=day, notified_on=day + timedelta(days=after),
        )  # fmt: skip
    if given["paid"]:
        after, paid = given["paid"]
        FeeNotice.objects.create(
            application=case, agency=house.agency, tariff="by_page", pages=100, amount=700,
            notified_on=day + timedelta(days=after), due_on=day + timedelta(days=40),
            paid_on=None if paid is None else day + timedelta(days=after + paid),
        )  # fmt: skip
    for m, (kind, after, answered) in enumerate(given["asked"]):
        sent = day + timedelta(days=after)
        Consultation.objects.create(
            application=case, asked=kind, party="示例公司", what="示例", sent_on=sent, token=f"{case.pk}-{m}",
            answered_on=None if answered is None else sent + timedelta(days=answered),
            opinion="" if answered is None else "agrees",
        )  # fmt: skip
    if given["corrected"]:
        after, came = given["corrected"]
        noticed = day + timedelta(days=after)
        Correction.objects.create(
            application=case, period_days=15, noticed_on=noticed,
            came_on=None if came is None else noticed + timedelta(days=came),
        )  # fmt: skip
    case = Application.objects.get(pk=case.pk)
    try:
        clocks.settle(case)
    except Exception:  # facts that contradict each other: neither way of counting touches them
        Consultation.objects.filter(application=case).delete()
        FeeNotice.objects.filter(application=case).delete()
        case = Application.objects.get(pk=case.pk)
        clocks.settle(case)
    case.save()
    return case
