"""A body is added with everything a new one has, by whoever keeps the list and nobody else; names are there once."""

from __future__ import annotations

from datetime import date

import pytest

from gongkai.agencies.models import Agency, AgencyKind
from gongkai.disclosures.actions.registering import set_up_columns
from gongkai.disclosures.models import Column
from gongkai.errors import GongkaiError
from gongkai.people.models import Account, Appointment, Chain, LogEntry, Role
from gongkai.people.rules import NotAllowed
from gongkai.roster import actions
from gongkai.roster.values import NewBody, read
from roster.conftest import County

CULTURE = NewBody(
    name="示例县文化局", short_name="县文化局", code="示文", slug="wenhua", above="县政府办", starts_on=date(2019, 3, 1),
    more={"phone": "0399-5550001"}, administrator="周明", username="zhouming",
)  # fmt: skip


def test_a_body_comes_with_columns_an_administrator_and_entries_in_the_log_of_the_host(county: County) -> None:
    (made,) = actions.add([CULTURE], by=county.keeper)
    held = Agency.objects.get(slug="wenhua")
    assert (held.name, held.code, held.kind, held.supervised_by, held.phone) == (
        "示例县文化局", "示文", AgencyKind.DEPARTMENT, county.office, "0399-5550001",
    )  # fmt: skip
    account = Account.objects.get(username="zhouming")
    appointment = Appointment.objects.get(account=account)
    assert (appointment.agency, appointment.role, appointment.starts_on) == (
        held,
        Role.ADMINISTRATOR,
        date(2026, 9, 11),
    )
    assert (account.must_change_password, account.check_password(made.password)) == (True, True)
    # The same tree as a body gets that sets it up by itself.
    assert Column.objects.filter(agency=held).count() == 42
    assert set_up_columns(county.bureau) == 42
    tree = ("slug", "name", "position", "parent__slug", "freshness", "type", "clause", "description")
    planted = list(Column.objects.filter(agency=held).order_by("position").values_list(*tree))
    assert planted == list(Column.objects.filter(agency=county.bureau).order_by("position").values_list(*tree))
    entries = LogEntry.objects.filter(chain__agency=county.office, account=county.keeper).order_by("pk")
    assert [(entry.verb, entry.data.get("body")) for entry in entries] == [
        ("agency.added", "示例县文化局"),
        ("account.created", "示例县文化局"),
        ("appointment.begun", "示例县文化局"),
    ]
    assert made.password not in str([entry.data for entry in entries])
    assert not Chain.objects.filter(agency=held).exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"name": "示例县商务局"},
            "县文化局没有加入名录：全称与示例县商务局相同。同一个机关不用再加，不同的请换一个。",
        ),
        ({"code": "示商"}, "县文化局没有加入名录：机关代字与示例县商务局相同。同一个机关不用再加，不同的请换一个。"),
        (
            {"slug": "zfb"},
            "县文化局没有加入名录：网址名与示例县人民政府办公室相同。同一个机关不用再加，不同的请换一个。",
        ),
        ({"username": "taken"}, "县文化局没有加入名录：已经有账号“taken”。请换一个。"),
        ({"above": "县教育局"}, "县文化局没有加入名录：没有“县教育局”。请写全称，或者先把它加入名录。"),
        ({"above": "示例县文化局"}, "县文化局没有加入名录：主管部门写的是它自己。请改成别的机关，或者不写。"),
    ],
)
def test_what_another_body_has_is_said_with_its_name_and_nothing_is_added(
    county: County, change: dict[str, str], sentence: str
) -> None:
    Account.objects.create_user("taken", "李明")
    before = (Agency.objects.count(), Account.objects.count(), LogEntry.objects.count())
    body = NewBody.of_data({**CULTURE.data(), **change})
    with pytest.raises(GongkaiError) as refused:
        actions.add([body], by=county.keeper)
    assert str(refused.value) == sentence
    assert (Agency.objects.count(), Account.objects.count(), LogEntry.objects.count()) == before


def test_a_name_taken_behind_the_list_is_refused_by_the_database_in_the_same_words(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.roster.actions import adding

    seen = adding._checked

    def late(bodies, known):  # type: ignore[no-untyped-def]
        found = seen(bodies, known)
        # The bureau renames itself between the check and the writing.
        Agency.objects.filter(pk=county.bureau.pk).update(code="示文")
        return found

    monkeypatch.setattr(adding, "_checked", late)
    with pytest.raises(GongkaiError) as refused:
        actions.add([CULTURE], by=county.keeper)
    assert "机关代字与示例县商务局相同" in str(refused.value)
    assert not Agency.objects.filter(slug="wenhua").exists()


def test_only_the_administrator_of_the_hosting_body_keeps_the_list(county: County) -> None:
    for account in (county.admin, county.clerk):
        with pytest.raises(NotAllowed):
            actions.add([CULTURE], by=account)
    assert Agency.objects.count() == 2


def test_a_body_without_an_administrator_gets_one_and_a_second_is_its_own_business(county: County) -> None:
    (made,) = actions.add([NewBody(name="示例县水利局", code="示水", slug="shuili")], by=county.keeper)
    account, password = actions.name_administrator(made.agency, name="孙平", username="sunping", by=county.keeper)
    assert (account.check_password(password), account.must_change_password) == (True, True)
    with pytest.raises(GongkaiError, match="示例县水利局已经有系统管理员"):
        actions.name_administrator(made.agency, name="孙安", username="sunan", by=county.keeper)


@pytest.mark.parametrize(
    ("raw", "wrong"),
    [
        ({"slug": "Shang Wu"}, [("slug", "网址名只用小写字母、数字和连字符，例如 shangwu")]),
        ({"slug": "desk"}, [("slug", "“desk”是网站自己的地址，请换一个网址名")]),
        ({"code": "示商2026"}, [("code", "机关代字只写汉字或者字母，年份和序号由系统编入")]),
        ({"name": "", "code": ""}, [("name", "没有填写全称"), ("code", "没有填写机关代字")]),
        ({"name": "局" * 81}, [("name", "全称超过80个字")]),
        ({"kind": "公司"}, [("kind", "没有这一类")]),
        ({"starts_on": "三月"}, [("starts_on", "不是日期")]),
        ({"starts_on": "1066-01-01"}, [("starts_on", "日期不在1949年至2100年之间")]),
        ({"username": "zhou ming"}, [("administrator", "管理员的姓名和账号只写了一个")]),
        ({"username": "zhou ming", "administrator": "周明"}, [("username", "账号只用文字、数字和 @ . + - _")]),
        ({"postcode": "1", "email": "x"}, [("postcode", "邮政编码是6位数字"), ("email", "不是电子邮箱的写法")]),
        ({"kind": "乡镇", "starts_on": "2019年3月1日"}, []),
    ],
)
def test_each_word_that_does_not_hold_is_named(raw: dict[str, str], wrong: list[tuple[str, str]]) -> None:
    _, problems = read({"name": "示例县商务局", "code": "示商", "slug": "shangwu", **raw})
    assert [(each.key, each.wrong) for each in problems] == wrong
