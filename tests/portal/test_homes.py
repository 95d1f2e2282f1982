"""The first pages, the guide, and looking for what is public."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from django.urls import get_resolver

from disclosures.corpus import seed
from factories import agency
from gongkai.agencies.models import Agency
from gongkai.applications import actions
from gongkai.people import clock
from gongkai.portal import limits
from gongkai.portal.frame import RESERVED
from portal.making import Desk, answer, bureau, county, registered, sent, text_of

pytestmark = pytest.mark.django_db


def get(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return text_of(response)


def test_the_county_lists_every_body_that_exists() -> None:
    county()
    bureau()
    agency(name="云岭县招商局", slug="zhaoshang", ends_on=date(2025, 1, 1))
    page = get("/")
    assert "<title>首页 - 云岭县政府信息公开</title>" in page
    assert ("云岭县商务局" in page, "云岭县招商局" in page) == (True, False)
    assert "2家" in page


def test_a_site_without_any_body_says_what_comes_next() -> None:
    assert "管理员登记以后，这里列出每一家的公开平台。" in get("/")


def test_an_abolished_body_shows_who_took_over() -> None:
    new = bureau()
    agency(name="云岭县招商局", slug="zhaoshang", ends_on=date(2025, 1, 1), successor=new)
    page = get("/zhaoshang/")
    assert "云岭县招商局已经撤销，职责由云岭县商务局承接。" in page
    assert '<a href="/shangwu/">去它的公开平台</a>' in page


def test_an_unknown_body_is_404() -> None:
    assert Client().get("/nobody/").status_code == 404


def test_no_body_can_have_the_name_of_a_page() -> None:
    first = {
        str(pattern.pattern).split("/")[0].lstrip("^") for pattern in get_resolver("gongkai.portal.urls").url_patterns
    }
    # The name of a body has no dot, so what has one is nobody's.
    assert {word for word in first if "." not in word} - {"", "<slug:slug>"} <= RESERVED


def test_the_body_counts_its_year() -> None:
    desk = Desk(bureau())
    case = registered(desk, sent(Client(), desk.agency))
    with clock.at(date(2026, 9, 17)):
        actions.serve(answer(desk, case), method="direct", signed_on=date(2026, 9, 17), by=desk.clerk)
    with clock.at(date(2026, 9, 18)):
        sent(Client(), desk.agency, identity_number="410000199001020028", name="李文")
        page = get("/shangwu/")
    assert '<dd class="num"><b>2</b>件</dd>' in page
    assert '<dd class="num"><b>5.0</b>个工作日</dd>' in page
    assert "截至9月18日（周五）" in page
    assert "2026年每月收到和答复的申请" in page


def test_a_body_without_applications_says_so() -> None:
    bureau()
    assert "今年还没有收到申请" in get("/shangwu/")


def test_the_guide_holds_the_twelfth_articles_parts_from_the_settings() -> None:
    bureau(supervised_by=county(), fax="0399-5550127", email="gongkai@example.org")
    page = get("/shangwu/guide/")
    for part in (
        "云岭县商务局办公室",
        "云岭县文昌路18号",
        "工作日8:30–12:00，14:30–17:30",
        "0399-5550126",
        "0399-5550127",
        "gongkai@example.org",
        "网上提交的，页面提示提交成功的当天就是收到日。",
        "可以向云岭县人民政府投诉、举报",
        "可以向云岭县人民政府申请行政复议，或者向云岭县人民法院提起行政诉讼",
        "不收费。只有申请的数量、频次明显超过合理范围",
    ):
        assert part in page, part


def test_the_guide_follows_a_changed_setting_at_once() -> None:
    of = bureau()
    Agency.objects.filter(pk=of.pk).update(confirms_online=True, phone="0399-5559999")
    page = get("/shangwu/guide/")
    assert "网上提交的，以双方确认之日为收到之日。" in page
    assert "您也可以主动打<span class='num'>0399-5559999</span>确认。" in page
    assert "页面提示提交成功的当天就是收到日" not in page


def test_a_channel_that_is_not_announced_is_not_in_the_guide() -> None:
    bureau()
    page = get("/shangwu/guide/")
    assert [word for word in ("传真：", "电子邮件：") if word in page] == []


def test_a_search_finds_and_an_item_shows_its_fields() -> None:
    items = seed()
    page = get("/search/?q=以旧换新")
    assert "“以旧换新”共2件" in page
    item = get(f"/item/{items['a4'].pk}/")
    assert "云岭县家电以旧换新补贴实施细则" in item and "云商发〔2026〕31号" in item
    assert "全文没有收录在这里，可以到云岭县商务局办公室查阅。" in item


def test_a_search_without_hits_says_what_to_try_and_what_comes_near() -> None:
    seed()
    page = get("/search/?q=家电以旧换薪补贴")
    assert "换一个短一些的词，两个字就可以" in page
    assert "云岭县家电以旧换新补贴实施细则" in page
    assert 'href="/ask/?q=%E5%AE%B6%E7%94%B5%E4%BB%A5%E6%97%A7%E6%8D%A2%E8%96%AA%E8%A1%A5%E8%B4%B4"' in page


def test_a_search_is_kept_to_a_body_and_shown_as_text() -> None:
    seed()
    page = get("/search/?q=<b>决算&agency=b1")
    assert ("<b>决算" in page, "&lt;b&gt;决算" in page) == (False, True)
    assert "“决算”共1件" in get("/search/?q=决算&agency=b1")


def test_a_long_list_turns_its_pages_and_keeps_the_words() -> None:
    seed()
    page = get("/search/?q=公告 &page=1")
    assert "共7件" in page
    assert 'href="?page=2"' in get("/search/")
    assert Client().get("/search/?page=99").status_code == 200


def test_searching_at_a_machines_speed_is_slowed_and_asking_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    seed()
    monkeypatch.setattr(limits, "LOOKS", 3)
    found = [Client().get("/search/?q=决算").status_code for _ in range(5)]
    assert found == [200, 200, 200, 429, 429]
    assert Client().get("/ask/suggest/?q=决算").status_code == 429
    assert Client(REMOTE_ADDR="192.0.2.7").get("/search/?q=决算").status_code == 200
    assert "可能就是这些" not in get("/ask/?q=决算")
    assert sent(Client(), bureau(name="云岭县商务新局", code="云商新")).number == "云商新公开申〔2026〕1号"
