"""Roles count from their first day to their last, deputies act for a time, and nobody hands on what is not one's own."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

import factories
from gongkai.errors import GongkaiError
from gongkai.people import actions, clock, rules
from gongkai.people.models import Account, Appointment, Deputy, Role
from people.conftest import FRIDAY, Bureau, logged

MONDAY = date(2026, 9, 14)
WEEK_AFTER = date(2026, 9, 18)


def fresh(account: Account) -> Account:
    return Account.objects.get(pk=account.pk)


def roles(account: Account, bureau: Bureau, day: date) -> list[str]:
    with clock.at(day):
        return sorted(rules.roles_in(fresh(account), bureau.agency.pk))


def test_a_role_counts_from_its_first_day_to_its_last(bureau: Bureau) -> None:
    account = factories.account(None, "")
    Appointment.objects.create(
        account=account, agency=bureau.agency, role=Role.CHIEF, starts_on=MONDAY, ends_on=WEEK_AFTER
    )
    days = [FRIDAY, MONDAY, WEEK_AFTER, WEEK_AFTER + timedelta(days=1)]
    assert [roles(account, bureau, day) for day in days] == [[], ["chief"], ["chief"], []]


def test_a_deputy_acts_from_the_first_day_to_the_last(bureau: Bureau) -> None:
    actions.depute(
        bureau.appointment(bureau.leader), to=bureau.clerk, starts_on=MONDAY, ends_on=WEEK_AFTER, by=bureau.leader
    )
    days = [FRIDAY, MONDAY, WEEK_AFTER, WEEK_AFTER + timedelta(days=1)]
    assert [roles(bureau.clerk, bureau, day) for day in days] == [
        ["clerk"],
        ["clerk", "leader"],
        ["clerk", "leader"],
        ["clerk"],
    ]
    with clock.at(MONDAY):
        acting = [standing.acting_for for standing in rules.standings(fresh(bureau.clerk))]
    assert acting == ["", "赵建国"]


def test_a_deputy_stops_when_the_one_stood_in_for_has_gone(bureau: Bureau) -> None:
    actions.depute(
        bureau.appointment(bureau.leader), to=bureau.clerk, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader
    )
    actions.deactivate(bureau.leader, by=bureau.admin)
    assert roles(bureau.clerk, bureau, FRIDAY) == ["clerk"]


def test_a_deactivated_account_may_nothing(bureau: Bureau) -> None:
    actions.deactivate(bureau.clerk, by=bureau.admin)
    assert rules.standings(fresh(bureau.clerk)) == ()


def test_a_deputy_does_not_hand_on(bureau: Bureau) -> None:
    actions.depute(
        bureau.appointment(bureau.leader), to=bureau.clerk, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader
    )
    with pytest.raises(rules.NotAllowed):
        actions.depute(
            bureau.appointment(bureau.leader), to=bureau.head, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.clerk
        )
    assert Deputy.objects.count() == 1


def test_nobody_of_another_body_becomes_a_deputy(bureau: Bureau, other: Bureau) -> None:
    with pytest.raises(GongkaiError) as refused:
        actions.depute(
            bureau.appointment(bureau.leader), to=other.leader, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader
        )
    assert str(refused.value) == "赵建国在代行开始时不是县商务局的人员，不能代行。请选择本机关在任的同事。"


def test_the_administrator_names_a_deputy_for_somebody_who_fell_ill(bureau: Bureau, other: Bureau) -> None:
    held = bureau.appointment(bureau.leader)
    with pytest.raises(rules.NotAllowed):
        actions.depute(held, to=bureau.head, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=other.admin)
    actions.depute(held, to=bureau.head, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.admin, reason="住院")
    assert [(e.actor, e.data["name"], e.data["acting_for"], e.data["reason"]) for e in logged("deputy.named")] == [
        ("何志远", "王立成", "赵建国", "住院")
    ]


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"to": "leader"}, "代行人不能是本人，请选择另一位同事。"),
        (
            {"starts_on": date(2026, 9, 10)},
            "代行不能从今天以前开始：当时的办理记录已经形成。请从今天或者以后的日子起算。",
        ),
        ({"ends_on": date(2026, 9, 10)}, "代行的最后一天早于第一天，请核对日期。"),
    ],
)
def test_a_deputy_is_refused(bureau: Bureau, change: dict[str, object], sentence: str) -> None:
    given: dict[str, object] = {"to": bureau.clerk, "starts_on": FRIDAY, "ends_on": WEEK_AFTER, **change}
    if given["to"] == "leader":
        given["to"] = bureau.leader
    with pytest.raises(GongkaiError) as refused:
        actions.depute(bureau.appointment(bureau.leader), by=bureau.leader, **given)  # type: ignore[arg-type]
    assert str(refused.value) == sentence
    assert Deputy.objects.count() == 0


def test_the_same_deputy_is_not_named_twice_for_a_day(bureau: Bureau) -> None:
    held = bureau.appointment(bureau.leader)
    actions.depute(held, to=bureau.clerk, starts_on=FRIDAY, ends_on=MONDAY, by=bureau.leader)
    with pytest.raises(GongkaiError) as refused:
        actions.depute(held, to=bureau.clerk, starts_on=MONDAY, ends_on=WEEK_AFTER, by=bureau.leader)
    assert str(refused.value) == "李文静在这段时间已经代行，不用重复指定。"


def test_a_deputy_does_not_outlast_the_appointment(bureau: Bureau) -> None:
    actions.end_appointment(bureau.appointment(bureau.leader), on=MONDAY, by=bureau.admin)
    with pytest.raises(GongkaiError) as refused:
        actions.depute(
            bureau.appointment(bureau.leader), to=bureau.clerk, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader
        )
    assert str(refused.value) == "这项任职在2026-09-14结束，代行不能晚于这一天。"


def test_the_administrators_own_role_is_not_stood_in_for(bureau: Bureau) -> None:
    with pytest.raises(GongkaiError) as refused:
        actions.depute(
            bureau.appointment(bureau.admin), to=bureau.clerk, starts_on=FRIDAY, ends_on=MONDAY, by=bureau.admin
        )
    assert str(refused.value) == "系统管理员的职责不能代行。请由系统管理员任命另一位。"


def test_a_deputy_that_is_ended_stops_at_once(bureau: Bureau) -> None:
    held = bureau.appointment(bureau.leader)
    made = actions.depute(held, to=bureau.clerk, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader)
    with clock.at(MONDAY):
        actions.end_deputy(made, by=bureau.leader)
    assert roles(bureau.clerk, bureau, MONDAY) == ["clerk"]
    assert Deputy.objects.get().ends_on == date(2026, 9, 13)
    with clock.at(MONDAY), pytest.raises(GongkaiError) as refused:
        actions.end_deputy(made, by=bureau.leader)
    assert str(refused.value) == "这次代行在2026-09-13已经结束，不用再办。"


def test_a_deputy_ended_on_the_first_day_leaves_only_the_log(bureau: Bureau) -> None:
    held = bureau.appointment(bureau.leader)
    made = actions.depute(held, to=bureau.clerk, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader)
    actions.end_deputy(made, by=bureau.leader)
    assert (Deputy.objects.count(), len(logged("deputy.ended"))) == (0, 1)
    assert roles(bureau.clerk, bureau, FRIDAY) == ["clerk"]


def test_somebody_else_does_not_end_a_deputy(bureau: Bureau, other: Bureau) -> None:
    held = bureau.appointment(bureau.leader)
    made = actions.depute(held, to=bureau.clerk, starts_on=FRIDAY, ends_on=WEEK_AFTER, by=bureau.leader)
    for stranger in (bureau.clerk, bureau.head, other.admin):
        with pytest.raises(rules.NotAllowed):
            actions.end_deputy(made, by=stranger)
    assert Deputy.objects.get().ends_on == WEEK_AFTER


def test_a_supervisor_reaches_the_bodies_that_are_supervised_and_no_other(bureau: Bureau, other: Bureau) -> None:
    office = factories.agency()
    bureau.agency.supervised_by = office
    bureau.agency.save()
    supervisor = factories.account(office, Role.SUPERVISOR)
    reaching = rules.declare("tests.reach", "试验", Role.SUPERVISOR, reach=rules.Reach.SUPERVISED)
    try:
        assert rules.agencies_with(supervisor, reaching.key) == {office.pk, bureau.agency.pk}
        assert not rules.may(supervisor, reaching.key, other.agency.pk)
    finally:
        del rules.PERMISSIONS["tests.reach"]


def test_a_contributor_holds_a_permission_for_the_section_only(bureau: Bureau) -> None:
    key = "tests.section"
    rules.declare(key, "试验", Role.CONTRIBUTOR, Role.CLERK)
    try:
        another = factories.section(bureau.agency, "市场股")
        assert rules.may(bureau.contributor, key, bureau.agency.pk, [bureau.section.pk])
        assert not rules.may(bureau.contributor, key, bureau.agency.pk, [another.pk])
        assert not rules.may(bureau.contributor, key, bureau.agency.pk)
        assert rules.may(bureau.clerk, key, bureau.agency.pk)
    finally:
        del rules.PERMISSIONS[key]


def test_a_permission_is_declared_once(bureau: Bureau) -> None:
    with pytest.raises(ValueError, match="declared twice"):
        rules.declare("people.manage", "另一个意思", Role.CLERK)


def test_the_refusal_says_who_can_do_it(bureau: Bureau) -> None:
    with pytest.raises(rules.NotAllowed) as refused:
        rules.require(bureau.clerk, "people.manage", bureau.agency.pk)
    assert str(refused.value) == (
        "您现在没有“管理账号和任职”的权限，这一步没有执行。能做的是：系统管理员。"
        "需要时请联系系统管理员，或者由负责人指定代行。"
    )
