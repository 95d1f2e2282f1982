"""What an administrator may do with accounts, and what not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

import factories
from gongkai.errors import GongkaiError
from gongkai.people import actions, clock, rules
from gongkai.people.models import Account, Appointment, LogEntry, Role, SignIn
from people.conftest import FRIDAY, Bureau, client_of, logged

MONDAY = date(2026, 9, 14)


def refusal(step: Callable[[], object]) -> str:
    with pytest.raises(GongkaiError) as refused:
        step()
    return str(refused.value)


def create(bureau: Bureau, by: Account, **values: object) -> tuple[Account, str]:
    given = {"username": "zhouqing", "name": "周清", "agency": bureau.agency, "role": Role.CLERK, **values}
    return actions.create_account(by=by, **given)  # type: ignore[arg-type]


def test_a_new_account_has_one_appointment_and_a_password_for_one_use(bureau: Bureau) -> None:
    account, password = create(bureau, bureau.admin)
    assert account.check_password(password)
    assert account.must_change_password
    assert len(password.replace("-", "")) == 12
    held = Appointment.objects.get(account=account)
    assert (held.agency, held.role, held.starts_on, held.ends_on) == (bureau.agency, "clerk", FRIDAY, None)


def test_passwords_are_kept_as_argon2_and_stand_nowhere_in_the_log(bureau: Bureau) -> None:
    _, password = create(bureau, bureau.admin)
    again = actions.reset_password(Account.objects.get(username="zhouqing"), by=bureau.admin)
    with connection.cursor() as cursor:
        cursor.execute("SELECT password FROM people_account WHERE username = 'zhouqing'")
        stored = cursor.fetchone()[0]
    assert stored.startswith("argon2$argon2id$")
    everything = "".join(f"{entry.data}{entry.subject}" for entry in LogEntry.objects.all())
    assert "周清" in everything
    assert (password in everything, again in everything, stored in everything) == (False, False, False)


def test_only_the_bodys_administrator_creates_accounts(bureau: Bureau, other: Bureau) -> None:
    for stranger in (bureau.clerk, bureau.leader, other.admin):
        with pytest.raises(rules.NotAllowed):
            create(bureau, stranger)
    assert not Account.objects.filter(username="zhouqing").exists()


def test_a_username_is_there_once(bureau: Bureau) -> None:
    create(bureau, bureau.admin)
    assert refusal(lambda: create(bureau, bureau.admin)) == ("已经有账号“zhouqing”。请换一个，例如在后面加上单位简称。")


def test_a_role_in_a_section_names_the_section_of_the_body(bureau: Bureau, other: Bureau) -> None:
    assert refusal(lambda: create(bureau, bureau.admin, role=Role.CONTRIBUTOR)) == (
        "科室经办要写明是哪个科室的，请选择科室。"
    )
    assert refusal(lambda: create(bureau, bureau.admin, role=Role.SECTION_HEAD, section=other.section)) == (
        "“外贸股”不是县商务局的科室，请重新选择。"
    )
    assert Account.objects.filter(username="zhouqing").count() == 0


def test_an_administrator_gives_no_role_in_another_body(bureau: Bureau, other: Bureau) -> None:
    with pytest.raises(rules.NotAllowed):
        actions.appoint(bureau.clerk, agency=other.agency, role=Role.CHIEF, by=bureau.admin)
    assert Appointment.objects.filter(account=bureau.clerk).count() == 1


def test_an_administrator_gives_no_role_to_another_bodys_account(bureau: Bureau, other: Bureau) -> None:
    with pytest.raises(rules.NotAllowed):
        actions.appoint(other.leader, agency=bureau.agency, role=Role.CHIEF, by=bureau.admin)
    assert Appointment.objects.filter(account=other.leader).count() == 1


def test_a_role_is_not_given_twice_for_a_day(bureau: Bureau) -> None:
    assert refusal(lambda: actions.appoint(bureau.clerk, agency=bureau.agency, role=Role.CLERK, by=bureau.admin)) == (
        "李文静在这段时间已经是公开工作机构经办人，不用重复任职。"
    )


def test_a_role_does_not_begin_in_the_past(bureau: Bureau) -> None:
    step = lambda: actions.appoint(  # noqa: E731
        bureau.clerk, agency=bureau.agency, role=Role.LEADER, by=bureau.admin, starts_on=date(2026, 9, 10)
    )
    assert refusal(step) == "任职不能从今天以前开始：当时的办理记录已经形成。请从今天或者以后的日子起算。"


def test_an_appointment_ends_with_its_last_day(bureau: Bureau) -> None:
    actions.end_appointment(bureau.appointment(bureau.clerk), on=MONDAY, by=bureau.admin)
    for day, held in ((MONDAY, {"clerk"}), (date(2026, 9, 15), set())):
        with clock.at(day):
            assert rules.roles_in(Account.objects.get(pk=bureau.clerk.pk), bureau.agency.pk) == held
    assert [entry.data["ends_on"] for entry in logged("appointment.ended")] == ["2026-09-14"]


def test_an_appointment_is_not_ended_in_the_past_or_twice(bureau: Bureau) -> None:
    held = bureau.appointment(bureau.clerk)
    assert refusal(lambda: actions.end_appointment(held, on=date(2026, 9, 9), by=bureau.admin)) == (
        "最后一天最早是昨天，也不早于任职开始的那天。要立即停止登录，请停用账号。"
    )
    actions.end_appointment(held, on=date(2026, 9, 10), by=bureau.admin)
    assert refusal(lambda: actions.end_appointment(held, on=FRIDAY, by=bureau.admin)) == (
        "这项任职在2026-09-10已经结束，不用再办。"
    )


def test_an_appointment_that_has_not_begun_is_taken_back(bureau: Bureau) -> None:
    made = actions.appoint(bureau.clerk, agency=bureau.agency, role=Role.OFFICE_HEAD, by=bureau.admin, starts_on=MONDAY)
    actions.end_appointment(made, on=FRIDAY, by=bureau.admin)
    assert [a.role for a in Appointment.objects.filter(account=bureau.clerk)] == ["clerk"]
    assert [entry.data["role"] for entry in logged("appointment.taken_back")] == ["office_head"]


def test_the_last_administrator_stays(bureau: Bureau) -> None:
    actions.end_appointment(bureau.appointment(bureau.second_admin), on=FRIDAY, by=bureau.admin)
    sentence = "何志远是县商务局唯一长期在任的系统管理员。结束后没有人能管理账号，请先任命另一位系统管理员。"
    assert (
        refusal(lambda: actions.end_appointment(bureau.appointment(bureau.admin), on=MONDAY, by=bureau.admin))
        == sentence
    )
    assert refusal(lambda: actions.deactivate(bureau.admin, by=bureau.second_admin)) == sentence
    assert bureau.appointment(bureau.admin).ends_on is None


def test_an_administrator_does_not_lock_the_own_account(bureau: Bureau) -> None:
    assert refusal(lambda: actions.deactivate(bureau.admin, by=bureau.admin)) == (
        "不能停用自己的账号。请由另一位系统管理员办理。"
    )


WHOLE: dict[str, Callable[[Account, Account], object]] = {
    "deactivate": lambda account, by: actions.deactivate(account, by=by),
    "activate": lambda account, by: actions.activate(account, by=by),
    "reset_password": lambda account, by: actions.reset_password(account, by=by),
    "reset_second_factor": lambda account, by: actions.reset_second_factor(account, by=by),
    "need_second_factor": lambda account, by: actions.need_second_factor(account, needed=True, by=by),
    "unlock": lambda account, by: actions.unlock(account, by=by),
}


@pytest.mark.parametrize("step", WHOLE)
def test_another_bodys_account_is_out_of_reach(bureau: Bureau, other: Bureau, step: str) -> None:
    before = Account.objects.filter(pk=other.leader.pk).values().get()
    with pytest.raises(rules.NotAllowed):
        WHOLE[step](other.leader, bureau.admin)
    assert Account.objects.filter(pk=other.leader.pk).values().get() == before


@pytest.mark.parametrize("step", WHOLE)
def test_an_account_of_two_bodies_is_in_nobodys_hands_alone(bureau: Bureau, other: Bureau, step: str) -> None:
    Appointment.objects.create(account=other.leader, agency=bureau.agency, role=Role.AUDITOR)
    assert refusal(lambda: WHOLE[step](other.leader, bureau.admin)) == (
        "赵建国还在县民政局任职，这个账号不能由一个机关单独处理。"
        "请先与县民政局的系统管理员商定，由其结束任职或者代为处理。"
    )


@pytest.mark.parametrize("step", WHOLE)
def test_every_step_over_an_account_is_in_the_bodys_log(bureau: Bureau, step: str) -> None:
    before = LogEntry.objects.count()
    WHOLE[step](bureau.clerk, bureau.admin)
    entries = LogEntry.objects.order_by("pk")[before:]
    assert [(e.actor, e.chain.agency, e.subject) for e in entries if e.verb != "log.started"] == [
        ("何志远", bureau.agency, f"people.account:{bureau.clerk.pk}")
    ]


def test_a_deactivated_account_is_out_at_once_and_stays_out(bureau: Bureau) -> None:
    client = client_of(bureau.clerk)
    assert client.get("/account/").status_code == 200
    actions.deactivate(bureau.clerk, by=bureau.admin)
    assert client.get("/account/").headers["Location"] == "/account/login/?next=/account/"
    actions.activate(bureau.clerk, by=bureau.admin)
    assert client.get("/account/").headers["Location"] == "/account/login/?next=/account/"
    assert SignIn.objects.filter(account=bureau.clerk, ended_at=None).count() == 0


def test_a_reset_password_ends_every_session(bureau: Bureau) -> None:
    client = client_of(bureau.clerk)
    actions.reset_password(bureau.clerk, by=bureau.admin)
    assert client.get("/account/").status_code == 302


def test_somebody_who_left_can_be_appointed_anew(bureau: Bureau) -> None:
    account = factories.account(bureau.agency, Role.CLERK)
    actions.end_appointment(bureau.appointment(account), on=date(2026, 9, 10), by=bureau.admin)
    # Still on the list of the body it left, so that it can be deactivated or appointed anew.
    actions.appoint(account, agency=bureau.agency, role=Role.AUDITOR, by=bureau.second_admin)
    assert [a.role for a in Appointment.objects.filter(account=account).order_by("pk")] == ["clerk", "auditor"]
