"""The pages for accounts, deputies, rights and the log, as a person goes through them."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.http import HttpResponse

import factories
from gongkai.people import actions, append_only, clock, journal
from gongkai.people.models import Account, Appointment, Deputy, LogEntry, Role
from people.conftest import FRIDAY, Bureau, client_of, logged

pytestmark = pytest.mark.usefixtures("quick_passwords")


def text(answer: HttpResponse) -> str:
    """What a page says, without markup."""
    body = answer.content.decode().partition("<main")[2]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def test_the_account_page_leads_to_deputies_in_one_step_and_naming_one_is_the_second(bureau: Bureau) -> None:
    client = client_of(bureau.leader)
    assert 'href="/account/deputies/"' in client.get("/account/").content.decode()
    form = {
        "appointment": bureau.appointment(bureau.leader).pk,
        "to": bureau.head.pk,
        "starts_on": "2026-09-14",
        "ends_on": "2026-09-18",
        "reason": "出差",
    }
    page = client.post("/account/deputies/", form, follow=True)
    assert page.redirect_chain == [("/account/deputies/", 302)]
    assert "王立成将在2026-09-14至2026-09-18代行，到期自动停止。" in page.content.decode()
    made = Deputy.objects.get()
    assert (made.account, made.named_by, made.reason) == (bureau.head, bureau.leader, "出差")


def test_only_colleagues_of_the_body_are_offered_as_deputies(bureau: Bureau, other: Bureau) -> None:
    page = client_of(bureau.leader).get("/account/deputies/").content.decode()
    offered = re.findall(r'<option value="(\d+)">', page.partition('name="to"')[2].partition("</select>")[0])
    mine = (bureau.admin, bureau.second_admin, bureau.clerk, bureau.head, bureau.contributor)
    assert set(map(int, offered)) == {account.pk for account in mine}


def test_a_deputy_of_another_body_is_no_choice(bureau: Bureau, other: Bureau) -> None:
    form = {
        "appointment": bureau.appointment(bureau.leader).pk,
        "to": other.head.pk,
        "starts_on": "2026-09-14",
        "ends_on": "2026-09-18",
    }
    answer = client_of(bureau.leader).post("/account/deputies/", form)
    assert (answer.status_code, "由谁代行的选项已经变化，请重新选择" in text(answer)) == (422, True)
    assert Deputy.objects.count() == 0


def test_a_refusal_is_shown_on_the_form_with_what_was_typed(bureau: Bureau) -> None:
    form = {
        "appointment": bureau.appointment(bureau.leader).pk,
        "to": bureau.head.pk,
        "starts_on": "2026-09-01",
        "ends_on": "2026-09-18",
        "reason": "参加培训",
    }
    answer = client_of(bureau.leader).post("/account/deputies/", form)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "代行不能从今天以前开始" in page
    assert 'value="参加培训"' in page
    assert "<title>出错：代行" in page


def test_a_deputy_is_ended_from_the_same_page(bureau: Bureau) -> None:
    made = actions.depute(
        bureau.appointment(bureau.leader), to=bureau.head, starts_on=FRIDAY, ends_on=date(2026, 9, 18), by=bureau.leader
    )
    page = client_of(bureau.leader).post(f"/account/deputies/{made.pk}/end/", follow=True)
    assert "王立成的代行已经结束。" in page.content.decode()
    assert Deputy.objects.count() == 0


def test_the_deputy_sees_for_whom_and_cannot_hand_on(bureau: Bureau) -> None:
    actions.depute(
        bureau.appointment(bureau.leader),
        to=bureau.clerk,
        starts_on=FRIDAY,
        ends_on=date(2026, 9, 18),
        by=bureau.leader,
    )
    client = client_of(bureau.clerk)
    assert "正在代赵建国行使分管领导的职责" in text(client.get("/account/"))
    form = {
        "appointment": bureau.appointment(bureau.leader).pk,
        "to": bureau.head.pk,
        "starts_on": "2026-09-11",
        "ends_on": "2026-09-18",
    }
    answer = client.post("/account/deputies/", form)
    assert (answer.status_code, "哪一项职务的选项已经变化" in text(answer)) == (422, True)


NEW = {
    "name": "周清",
    "username": "zhouqing",
    "role": "clerk",
    "section": "",
    "starts_on": "2026-09-14",
    "ends_on": "",
}


def test_an_account_is_created_and_its_password_shown_once(bureau: Bureau) -> None:
    client = client_of(bureau.admin)
    answer = client.post("/account/people/new/", {**NEW, "agency": bureau.agency.pk})
    password = re.findall(r'<b class="code">([a-z0-9-]{14})</b>', answer.content.decode())[0]
    account = Account.objects.get(username="zhouqing")
    assert account.check_password(password)
    assert "no-store" in answer.headers["Cache-Control"]
    detail = client.get(f"/account/people/{account.pk}/")
    assert ("等首次登录" in text(detail), password in detail.content.decode()) == (True, False)
    assert Appointment.objects.get(account=account).starts_on == date(2026, 9, 14)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"username": "周 清"}, "账号只用文字、数字和 @ . + - _，请改一下"),
        ({"role": "section_head"}, "科室负责人要写明是哪个科室的，请选择科室"),
        ({"role": "king"}, "角色的选项已经变化，请重新选择"),
        ({"starts_on": "明天"}, "第一天不是日期，请写成2026-10-23这样"),
        ({"ends_on": "2026-09-12"}, "任职的最后一天早于第一天，请核对日期。"),
    ],
)
def test_an_account_form_says_what_to_put_right(bureau: Bureau, change: dict[str, str], sentence: str) -> None:
    answer = client_of(bureau.admin).post("/account/people/new/", {**NEW, "agency": bureau.agency.pk, **change})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Account.objects.filter(username="zhouqing").count() == 0


def test_an_administrator_cannot_choose_another_body_in_the_form(bureau: Bureau, other: Bureau) -> None:
    answer = client_of(bureau.admin).post("/account/people/new/", {**NEW, "agency": other.agency.pk})
    assert (answer.status_code, "这个机关不归您管理，请重新选择" in answer.content.decode()) == (422, True)


def test_the_list_shows_the_bodys_people_and_nobody_else(bureau: Bureau, other: Bureau) -> None:
    Account.objects.filter(pk=other.leader.pk).update(name="绝不出现")
    page = text(client_of(bureau.admin).get("/account/people/"))
    names = re.findall(r"何志远|许若兰|李文静|王立成|赵建国|陈思远|绝不出现", page)
    assert sorted(names) == sorted(["何志远", "许若兰", "李文静", "王立成", "赵建国", "陈思远"])


def test_the_list_costs_the_same_queries_for_6_and_16_people(bureau: Bureau, django_assert_num_queries: object) -> None:
    client = client_of(bureau.admin)

    def cost() -> int:
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as captured:
            client.get("/account/people/")
        return len(captured)

    before = cost()
    for _ in range(10):
        factories.account(bureau.agency, Role.CLERK)
    assert cost() == before


def test_the_steps_of_an_administrator_on_one_account(bureau: Bureau) -> None:
    client = client_of(bureau.admin)
    base = f"/account/people/{bureau.clerk.pk}"
    said = [
        (f"{base}/second-factor/", {"wanted": "yes"}, "李文静下次登录要使用动态口令。"),
        (f"{base}/second-factor/", {"wanted": "no"}, "不再要求李文静使用动态口令。"),
        (f"{base}/second-factor/", {"wanted": "reset"}, "李文静的动态口令已经重置。"),
        (f"{base}/unlock/", {}, "李文静的锁定已经解除，现在可以登录。"),
        (f"{base}/switch/", {"active": "no"}, "李文静的账号已经停用，所有登录都已结束。"),
        (f"{base}/switch/", {"active": "yes"}, "李文静的账号已经恢复，可以登录。"),
        (
            f"{base}/appoint/",
            {"agency": bureau.agency.pk, "role": "auditor", "starts_on": "2026-09-11", "section": "", "ends_on": ""},
            "李文静的任职已经登记。",
        ),
        (
            f"/account/appointments/{bureau.appointment(bureau.clerk).pk}/end/",
            {"on": "2026-09-11"},
            "李文静的这项任职已经办理结束。",
        ),
    ]
    for path, form, sentence in said:
        page = client.post(path, form, follow=True)
        assert page.redirect_chain == [(f"{base}/", 302)], path
        assert sentence in page.content.decode()
    assert "一次性密码" in text(client.post(f"{base}/password/"))


def test_an_account_of_two_bodies_shows_why_it_is_not_ours_alone(bureau: Bureau, other: Bureau) -> None:
    Appointment.objects.create(account=other.leader, agency=bureau.agency, role=Role.AUDITOR)
    client = client_of(bureau.admin)
    page = text(client.get(f"/account/people/{other.leader.pk}/"))
    assert "赵建国还在别的机关任职" in page
    assert "重置密码" not in page
    answer = client.post(f"/account/people/{other.leader.pk}/password/")
    assert (answer.status_code, "还在县民政局任职" in text(answer)) == (409, True)


def test_the_page_of_rights_shows_who_holds_a_role_today_with_deputies(bureau: Bureau, other: Bureau) -> None:
    Account.objects.filter(pk=other.leader.pk).update(name="绝不出现")
    actions.depute(
        bureau.appointment(bureau.leader), to=bureau.head, starts_on=FRIDAY, ends_on=date(2026, 9, 18), by=bureau.leader
    )
    client = client_of(bureau.clerk)
    page = text(client.get("/account/rights/"))
    assert "分管领导 赵建国 王立成 代赵建国，到 2026-09-18" in page
    assert "绝不出现" not in page
    with clock.at(FRIDAY + timedelta(days=30)):
        assert "代赵建国" not in text(client_of(bureau.clerk).get("/account/rights/"))


def test_the_matrix_has_a_row_for_every_permission_and_a_column_for_every_role(bureau: Bureau) -> None:
    page = client_of(bureau.clerk).get("/account/rights/").content.decode()
    matrix = page.partition('id="what"')[2]
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', matrix, re.DOTALL)
    marks = {label: ["有" in cell.replace("没有", "") for cell in cells.split("</td>")[:-1]] for label, cells in rows}
    order = [role.value for role in Role]
    assert [role for role, yes in zip(order, marks["管理账号和任职"], strict=True) if yes] == ["administrator"]
    assert [role for role, yes in zip(order, marks["查阅日志"], strict=True) if yes] == [
        "office_head",
        "auditor",
        "administrator",
    ]
    from gongkai.people.rules import PERMISSIONS

    assert len(marks) == len(PERMISSIONS)


def test_the_log_shows_the_entries_of_the_own_body_only(bureau: Bureau, other: Bureau) -> None:
    journal.log("agency.settings_changed", None, by=other.admin, agency=other.agency, name="绝不出现")
    journal.log("section.added", None, by=bureau.admin, agency=bureau.agency, section="贸易促进股")
    page = text(client_of(bureau.head).get("/account/log/"))
    assert "何志远 增加科室" in page
    assert "科室 贸易促进股" in page
    assert "绝不出现" not in page


def test_the_log_is_searched_by_verb_person_and_day(bureau: Bureau) -> None:
    for day, by, verb in (
        (9, bureau.admin, "section.added"),
        (10, bureau.clerk, "section.added"),
        (10, bureau.clerk, "section.closed"),
        (11, bureau.clerk, "section.added"),
    ):
        with clock.at(date(2026, 9, day)):
            journal.log(verb, None, by=by, agency=bureau.agency, number=f"第{day}日{verb}")
    client = client_of(bureau.head)

    def found(query: str) -> list[str]:
        return re.findall(r"编号 (\S+)", text(client.get(f"/account/log/?{query}")))

    assert found("verb=section.closed") == ["第10日section.closed"]
    assert found("person=文静&since=2026-09-11") == ["第11日section.added"]
    assert found("until=2026-09-09") == ["第9日section.added"]
    assert found("verb=section.added&since=2026-09-09&until=2026-09-10") == [
        "第10日section.added",
        "第9日section.added",
    ]
    assert "没有符合条件的记录" in text(client.get("/account/log/?person=无此人"))
    assert client.get("/account/log/?since=昨天").status_code == 422


def test_the_log_is_turned_by_key_and_shows_every_entry_once(bureau: Bureau) -> None:
    for n in range(120):
        journal.log("section.added", None, by=bureau.admin, agency=bureau.agency, number=f"N{n:03}")
    client, query, seen, pages = client_of(bureau.head), "?verb=section.added", [], 0
    while query:
        page = client.get(f"/account/log/{query}").content.decode()
        seen += re.findall(r"编号 (N\d+)", page)
        older = re.search(r'<a href="(\?[^"]+)">更早的记录', page)
        query, pages = (older.group(1).replace("&amp;", "&") if older else ""), pages + 1
    assert seen == [f"N{n:03}" for n in reversed(range(120))]
    assert pages == 3


def test_a_check_of_the_log_says_that_it_holds_and_is_logged(bureau: Bureau) -> None:
    client = client_of(bureau.head)
    assert "日志完整，没有被改动过" in text(client.post("/account/log/verify/"))
    assert [(entry.actor, entry.data) for entry in logged("log.verified")] == [("王立成", {"faults": 0})]


def test_a_check_of_the_log_names_the_place(bureau: Bureau) -> None:
    client = client_of(bureau.head)
    append_only.remove(connection)
    LogEntry.objects.filter(chain__agency=bureau.agency, sequence=1).update(actor="某人")
    page = text(client.post("/account/log/verify/"))
    assert "日志有1处对不上" in page
    assert "第1条记录与校验值不符" in page


def test_the_ends_of_the_own_chain_are_exported(bureau: Bureau, other: Bureau) -> None:
    client_of(other.head)
    client = client_of(bureau.head)
    head = journal.heads([f"agency:{bureau.agency.pk}"])
    answer = client.post("/account/log/heads/")
    assert json.loads(answer.content) == {"at": "2026-09-11T09:00:00+08:00", "heads": head}
    assert answer.headers["Content-Disposition"] == 'attachment; filename="log-heads-2026-09-11.json"'
    assert len(logged("log.exported")) == 1


def test_no_page_of_accounts_carries_a_style_or_a_script_of_its_own(bureau: Bureau) -> None:
    client = client_of(bureau.admin)
    for path in (
        "",
        "password/",
        "sessions/",
        "people/",
        "people/new/",
        f"people/{bureau.clerk.pk}/",
        "rights/",
        "log/",
        "agency/",
    ):
        page = client.get(f"/account/{path}")
        body = page.content.decode()
        assert page.status_code == 200, path
        assert "style=" not in body, path
        assert re.findall(r"<script(?![^>]+src=)", body) == [], path
        assert re.findall(r"\bNone\b", body) == [], path
