"""The settings of a body: every field on one page, each reading explained, nothing saved that does not hold together."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse

import factories
from gongkai.agencies.forms import APPROVERS, FIELDS, AgencyForm
from gongkai.agencies.models import Agency, Section
from gongkai.agencies.readings import differing, readings
from gongkai.law.letters import LETTERS
from gongkai.law.settings import DEFAULT, ClassCText, FeeEffect, Settings
from gongkai.people import actions, rules
from gongkai.people.models import Role
from people.conftest import Bureau, client_of, logged

DECISIONS = Path(__file__).resolve().parents[2] / "docs" / "decisions"


def filled(agency: Agency, **changes: str) -> dict[str, Any]:
    """What a browser sends of the page as it stands, with ``changes``."""
    form = AgencyForm(instance=agency, roles=dict(Role.choices))
    sent: dict[str, Any] = {}
    for bound in form:
        value = bound.value()
        if value not in (None, False, ""):
            sent[bound.html_name] = "on" if value is True else value
    return {**sent, **changes}


def post(bureau: Bureau, **changes: str) -> HttpResponse:
    client = client_of(bureau.admin)
    return client.post(f"/account/agency/{bureau.agency.slug}/", filled(bureau.agency, **changes))


def stored(bureau: Bureau) -> Agency:
    return Agency.objects.get(pk=bureau.agency.pk)


def test_a_page_sent_back_as_it_was_changes_nothing(bureau: Bureau) -> None:
    before = Agency.objects.values().get(pk=bureau.agency.pk)
    assert post(bureau).status_code == 302
    assert Agency.objects.values().get(pk=bureau.agency.pk) == before
    assert logged("agency.settings_changed") == []


def test_every_field_of_a_body_is_on_the_page_once(bureau: Bureau) -> None:
    shown = {field.name for field in Agency._meta.get_fields() if getattr(field, "editable", False) and field.concrete}
    assert shown - set(FIELDS) == {"id", "chains", "readings", "ends_on", "successor"}
    assert len(FIELDS) == len(set(FIELDS))


def test_names_places_and_remedies_are_saved_and_the_log_keeps_what_was(bureau: Bureau) -> None:
    answer = post(bureau, reconsideration="云岭县人民政府（新）", phone="0399-5550199", red_head="on")
    assert answer.headers["Location"] == "/account/agency/shangwu/"
    held = stored(bureau)
    assert (held.reconsideration, held.phone, held.red_head) == ("云岭县人民政府（新）", "0399-5550199", True)
    entry = logged("agency.settings_changed")[0]
    assert (entry.actor, entry.data) == (
        "何志远",
        {
            "changed": {
                "phone": ["0399-5550126", "0399-5550199"],
                "reconsideration": ["云岭县人民政府", "云岭县人民政府（新）"],
                "red_head": [False, True],
            }
        },
    )


def test_a_new_address_name_leads_to_the_new_page(bureau: Bureau) -> None:
    assert post(bureau, slug="swj").headers["Location"] == "/account/agency/swj/"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"name": ""}, "请填写全称"),
        ({"slug": "商务 局"}, "网址名的写法不对，请核对"),
        ({"slug": "minzheng"}, "网址名与县民政局相同，请换一个"),
        ({"name": "云岭县民政局"}, "全称与县民政局相同，请换一个"),
        ({"index_pattern": "{organisation}/{year}"}, "索引号格式里要有流水号{serial:05}，总长不超过60个字符"),
        (
            {"index_pattern": "{year}-{serial:05}-{n}"},
            "索引号格式只能用{organisation}、{code}、{slug}、{year}、{serial:05}，请核对花括号",
        ),
        ({"code": "云商2026"}, "机关代字只写汉字或者字母，年份和序号由系统编入"),
        ({"postcode": "46390"}, "邮政编码是6位数字，请核对"),
        ({"email": "nowhere"}, "电子邮箱的写法不对，请核对"),
        ({"reconsideration_online": "no address"}, "网上申请行政复议的地址的写法不对，请核对"),
        ({"kind": "kingdom"}, "类别的选项已经变化，请重新选择"),
        ({"reading_correction_days": "0"}, "给申请人的补正期限（工作日）要填1到60之间的整数"),
        ({"reading_correction_days": "两周"}, "给申请人的补正期限（工作日）要填1到60之间的整数"),
        ({"reading_fee_effect": "double"}, "缴纳信息处理费对答复期限的影响的选项已经变化，请重新选择"),
        ({"chain_S": "alone"}, "答复文书的审批程序不在可选之列，请重新选择"),
        ({"chain_P5": "leader"}, "P5 延期答复告知书的审批程序不在可选之列，请重新选择"),
    ],
)
def test_a_setting_that_does_not_hold_is_refused_and_nothing_is_saved(
    bureau: Bureau, other: Bureau, change: dict[str, str], sentence: str
) -> None:
    before = Agency.objects.values().get(pk=bureau.agency.pk)
    answer = post(bureau, phone="0000", **change)
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert Agency.objects.values().get(pk=bureau.agency.pk) == before


def test_a_page_with_an_error_keeps_what_was_typed_under_the_name_that_is_stored(bureau: Bureau) -> None:
    page = post(bureau, name="", short_name="新简称").content.decode()
    assert 'value="新简称"' in page
    assert "<h1>县商务局的设置</h1>" in page


def test_no_body_supervises_its_own_supervisor(bureau: Bureau, other: Bureau) -> None:
    other.agency.supervised_by = bureau.agency
    other.agency.save()
    answer = post(bureau, supervised_by=str(other.agency.pk))
    assert (answer.status_code, "县民政局由本机关主管，不能又主管本机关" in answer.content.decode()) == (422, True)


def test_a_body_that_ended_did_not_begin_later_and_its_end_is_not_set_here(bureau: Bureau, other: Bureau) -> None:
    assert post(bureau, successor=str(other.agency.pk), ends_on="2026-01-01").status_code == 302
    assert (stored(bureau).successor, stored(bureau).ends_on) == (None, None)
    Agency.objects.filter(pk=bureau.agency.pk).update(ends_on=date(2020, 1, 1))
    answer = post(bureau, starts_on="2020-01-02")
    assert (answer.status_code, "撤销日早于设立日，请核对" in answer.content.decode()) == (422, True)


def test_a_reading_is_kept_only_where_it_differs_from_the_default(bureau: Bureau) -> None:
    post(bureau, reading_correction_days="10", reading_fee_effect="pause", reading_pause_first_day="no")
    held = stored(bureau)
    assert held.readings == {"correction_days": 10, "fee_effect": "pause", "pause_first_day": False}
    assert held.law_settings == Settings(correction_days=10, fee_effect=FeeEffect.PAUSE, pause_first_day=False)
    client = client_of(bureau.admin)
    client.post("/account/agency/shangwu/", filled(held, reading_correction_days="15", reading_pause_first_day="yes"))
    assert stored(bureau).readings == {"fee_effect": "pause"}


def test_every_reading_of_the_law_can_be_chosen_and_names_its_decision() -> None:
    assert [reading.key for reading in readings()] == list(Settings.__dataclass_fields__)
    for reading in readings():
        assert (DECISIONS / f"{reading.decision}.md").is_file(), reading.key
        values = [value for value, _ in reading.options]
        assert reading.default in values or reading.bounds[0] <= reading.default <= reading.bounds[1]


def test_an_enum_is_kept_as_its_code() -> None:
    chosen = {"class_c": ClassCText.RECONSIDERATION_ONLY, "correction_days": DEFAULT.correction_days}
    kept = differing(chosen)
    assert kept == {"class_c": "reconsideration_only"}
    assert type(kept["class_c"]) is str


def test_the_page_explains_each_reading_and_marks_the_default(bureau: Bureau) -> None:
    page = client_of(bureau.admin).get("/account/agency/").content.decode()
    for reading in readings():
        number = reading.decision.partition("-")[0]
        assert f"{reading.explanation}理由见决定{number}。" in page
    assert len(re.findall("（默认）", page)) == sum(bool(reading.options) for reading in readings())


def test_a_chain_for_one_letter_goes_before_that_of_its_kind(bureau: Bureau) -> None:
    post(bureau, chain_P="office_head+leader", chain_P3="alone", chain_S="office_head+leader+chief", chain_S6="chief")
    held = stored(bureau)
    assert held.chains == {
        "P": ["office_head", "leader"],
        "P3": [],
        "S": ["office_head", "leader", "chief"],
        "S6": ["chief"],
    }
    assert [held.chain_of(code) for code in ("P3", "P4", "P5", "S1", "S6")] == [
        (),
        ("office_head", "leader"),
        ("office_head", "leader"),
        ("office_head", "leader", "chief"),
        ("chief",),
    ]


def test_a_chain_set_back_to_the_default_is_forgotten(bureau: Bureau) -> None:
    post(bureau, chain_S="chief")
    client_of(bureau.admin).post("/account/agency/shangwu/", filled(stored(bureau), chain_S="default"))
    assert stored(bureau).chains == {}


def test_a_chain_that_is_stored_and_no_longer_offered_stays_choosable(bureau: Bureau) -> None:
    bureau.agency.chains = {"S": ["leader", "office_head"]}
    bureau.agency.save()
    page = client_of(bureau.admin).get("/account/agency/").content.decode()
    assert '<option value="leader+office_head" selected>分管领导、公开工作机构负责人</option>' in page
    assert post(bureau).status_code == 302
    assert stored(bureau).chains == {"S": ["leader", "office_head"]}


def test_the_chain_of_every_letter_is_made_of_known_roles() -> None:
    agency = Agency()
    roles = {role for code in LETTERS for role in agency.chain_of(code)}
    assert roles <= set(APPROVERS) <= {role.value for role in Role}


def test_an_extension_is_always_approved_by_the_head_of_the_office() -> None:
    assert Agency(chains={"P": []}).chain_of("P5") == ("office_head",)
    assert Agency(chains={"P5": ["leader"]}).chain_of("P5") == ("office_head", "leader")


def test_the_head_of_the_office_may_change_settings_and_the_clerk_may_not(bureau: Bureau) -> None:
    assert client_of(bureau.head).get("/account/agency/").status_code == 200
    assert client_of(bureau.clerk).get("/account/agency/").status_code == 404
    with pytest.raises(rules.NotAllowed):
        actions.save_agency(bureau.agency, {"phone": "0"}, by=bureau.clerk)
    assert stored(bureau).phone == "0399-5550126"


def test_another_bodys_settings_are_not_there(bureau: Bureau, other: Bureau) -> None:
    client = client_of(bureau.admin)
    assert client.get("/account/agency/minzheng/").status_code == 404
    assert client.post("/account/agency/minzheng/", filled(other.agency, phone="0")).status_code == 404
    with pytest.raises(rules.NotAllowed):
        actions.save_agency(other.agency, {"phone": "0"}, by=bureau.admin)
    assert stored(other).phone == "0399-5550126"


def test_a_section_is_added_closed_and_reopened(bureau: Bureau) -> None:
    client = client_of(bureau.admin)
    page = client.post("/account/agency/shangwu/sections/", {"name": "市场运行股"}, follow=True)
    assert "已经增加“市场运行股”。" in page.content.decode()
    made = Section.objects.get(name="市场运行股")
    for active, sentence in (("no", "“市场运行股”已经停用"), ("yes", "“市场运行股”已经恢复使用")):
        page = client.post(f"/account/agency/shangwu/sections/{made.pk}/", {"active": active}, follow=True)
        assert sentence in page.content.decode()
    assert [entry.verb for verb in ("added", "closed", "reopened") for entry in logged(f"section.{verb}")] == [
        "section.added",
        "section.closed",
        "section.reopened",
    ]


def test_a_section_is_there_once(bureau: Bureau) -> None:
    answer = client_of(bureau.admin).post("/account/agency/shangwu/sections/", {"name": "外贸股"})
    assert (answer.status_code, "已经有“外贸股”" in answer.content.decode()) == (422, True)
    assert Section.objects.filter(agency=bureau.agency).count() == 1


def test_a_section_with_people_is_not_closed(bureau: Bureau) -> None:
    page = client_of(bureau.admin).post(
        f"/account/agency/shangwu/sections/{bureau.section.pk}/", {"active": "no"}, follow=True
    )
    assert "陈思远还在外贸股任职，不能停用。请先结束任职。" in page.content.decode()
    bureau.section.refresh_from_db()
    assert bureau.section.active


def test_another_bodys_section_is_not_there(bureau: Bureau, other: Bureau) -> None:
    quiet = factories.section(other.agency, "静默股")
    answer = client_of(bureau.admin).post(f"/account/agency/shangwu/sections/{quiet.pk}/", {"active": "no"})
    quiet.refresh_from_db()
    assert (answer.status_code, quiet.active) == (404, True)
