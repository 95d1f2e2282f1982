"""公开指南, 公开制度, 公开年报, the map of the site, and the tags on every kind of page."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from datetime import date

import pytest
from django.test import Client

from disclosures.factories import column, old_item
from factories import agency
from gongkai.agencies.models import AgencyKind, Site
from gongkai.people import actions as people
from gongkai.people import clock
from gongkai.people.models import Role
from portal.making import bureau, county, text_of
from portal.publishing import commerce, published_report, released

pytestmark = pytest.mark.django_db


def get(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return text_of(response)


def test_the_guide_says_how_information_is_ordered_and_who_leads_and_when_it_was_changed() -> None:
    of = bureau()
    details = {"name": "赵建国", "post": "局长", "division": "主持全面工作"}
    old_item(of, "赵建国局长", on=date(2026, 3, 2), kind="leader", details=details)
    details = {"duties": "拟订商贸流通发展规划", "head": "赵建国", "phone": "0399-5550126", "internal": "内部分机8001"}
    old_item(of, "云岭县商务局机构职能", on=date(2026, 5, 6), kind="institution", details=details)
    page = get("/shangwu/guide/")
    for part in (
        "按《条例》第二十条、第二十一条列举的事项分类，设栏目",
        "国家档案馆、公共图书馆、政务服务场所",
        "拟订商贸流通发展规划",
        "赵建国局长",
        '最近更新：<time datetime="2026-05-06">',
    ):
        assert part in page, part
    assert "内部分机8001" not in page


def test_a_change_of_the_settings_dates_the_guide() -> None:
    import factories

    of = bureau()
    head = factories.account(of, Role.OFFICE_HEAD)
    with clock.at(date(2026, 8, 20)):
        people.save_agency(of, {"phone": "0399-5559999"}, by=head)
    page = get("/shangwu/guide/")
    assert ("0399-5559999" in page, '最近更新：<time datetime="2026-08-20">' in page) == (True, True)


def test_the_rules_name_number_and_official_collection_then_the_bodys_own() -> None:
    of = bureau()
    page = get("/shangwu/rules/")
    assert "中华人民共和国政府信息公开条例" in page and "国办公开办函〔2019〕61号" in page
    assert '<a href="https://flk.npc.gov.cn/" rel="noopener">国家法律法规数据库</a>' in page
    assert "本机关没有另外制定制度" in page
    own = column(of, "政府信息公开制度", slug="system", clause="")
    old_item(of, "云岭县商务局公开审查办法", column=own)
    assert "云岭县商务局公开审查办法" in get("/shangwu/rules/")


def test_a_report_is_read_and_taken_along_once_it_is_published_and_not_before() -> None:
    of = bureau()
    published_report(of, 2025)
    published_report(of, 2024, state="approved")
    assert '<a href="/shangwu/reports/2025/">2025年</a>' in get("/shangwu/reports/")
    assert "2024" not in get("/shangwu/reports/")
    page = get("/shangwu/reports/2025/")
    assert "<table" in page and "本年新收政府信息公开申请数量" in page
    for format, start in (("docx", b"PK"), ("xlsx", b"PK"), ("json", b"{")):
        response = Client().get(f"/shangwu/reports/2025.{format}")
        assert (response.status_code, response.content.startswith(start)) == (200, True), format
        assert response["Content-Disposition"].startswith("attachment;")
    refused = [
        "/shangwu/reports/2024/",
        "/shangwu/reports/2024.json",
        "/shangwu/reports/2025.exe",
        "/shangwu/reports/2025.html",
    ]
    assert [Client().get(path).status_code for path in refused] == [404, 404, 404, 404]


def test_a_government_shows_the_reports_of_its_departments_and_townships_together() -> None:
    government, of = county(), bureau()
    town = agency(name="云岭县青石镇人民政府", slug="qingshi", kind=AgencyKind.TOWNSHIP)
    for each in (government, of, town):
        published_report(each, 2025)
    page = get("/yunling/reports/")
    assert "2025年各部门、各乡镇的报告" in page and "已公开2家，共2家" in page
    assert re.findall(r'<li><a href="([^"]+)"><span>', page) == ["/shangwu/reports/2025/", "/qingshi/reports/2025/"]
    assert "青石镇" not in get("/shangwu/reports/").partition("<main")[2]


def test_the_first_page_of_a_body_has_the_four_blocks_in_the_order_of_the_notice() -> None:
    of = bureau()
    published_report(of, 2025)
    page = get("/shangwu/")
    four = page.partition('<section class="four"')[2].partition("</section>")[0]
    assert re.findall(r"<h2><a [^>]+>([^<]+)", four) == [
        "政府信息公开指南",
        "政府信息公开制度",
        "法定主动公开内容",
        "政府信息公开年报",
    ]
    assert '<a href="/shangwu/reports/2025/">2025</a>' in four
    menu = page.partition('aria-label="主导航"')[2].partition("</nav>")[0]
    assert re.findall(r"<a [^>]+>([^<]+)", menu)[:6] == [
        "首页",
        "公开指南",
        "公开制度",
        "法定主动公开内容",
        "公开年报",
        "依申请公开",
    ]


def test_every_kind_of_page_has_the_tags_of_the_site_and_columns_have_their_own() -> None:
    Site.objects.create(pk=1, name="云岭县政府网", address="https://www.yunling.example", identity_code="4113990021")
    of = commerce()
    item = released(of)
    published_report(of.agency, 2025)
    site = {"SiteName": "云岭县政府网", "SiteDomain": "www.yunling.example", "SiteIDCode": "4113990021"}
    columns = {
        "/shangwu/guide/": "政府信息公开指南",
        "/shangwu/rules/": "政府信息公开制度",
        "/shangwu/catalogue/": "法定主动公开内容",
        "/shangwu/catalogue/?clause=20.1": "行政法规、规章和规范性文件",
        "/shangwu/columns/normative/": "行政规范性文件",
        "/catalogue/": "法定主动公开内容",
        "/shangwu/reports/": "政府信息公开年报",
        "/shangwu/reports/2025/": "政府信息公开年报",
        "/info/2026-00001/": "行政规范性文件",
        "/info/2026-00001/versions/1/": "行政规范性文件",
    }
    plain = ["/", "/shangwu/", "/sitemap/", "/accessibility/", "/errors/", "/errors/answer/", "/search/"]
    for address in [*columns, *plain]:
        tags = dict(re.findall(r'<meta name="([A-Z]\w+)" content="([^"]*)">', get(address)))
        assert {name: tags.get(name) for name in site} == site, address
        assert tags.get("ColumnName") == columns.get(address), address
        wanted = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"} if address in columns else set()
        assert {name for name, value in tags.items() if name.startswith("Column") and value} == wanted, address
        article = {"ArticleTitle", "PubDate", "ContentSource"}
        assert article & set(tags) == (article if "/info/" in address else set()), address
    assert item.permanent == "2026-00001"


def test_the_sitemaps_name_every_public_item_once_and_nothing_that_is_not() -> None:
    Site.objects.create(pk=1, address="https://www.yunling.example")
    of = bureau()
    there = old_item(of, "办事指南", on=date(2026, 5, 1))
    gone = old_item(of, "撤下的", on=date(2026, 5, 1))
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=clock.now(), withdrawn_why="有误")
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    index = ElementTree.fromstring(get("/sitemap.xml"))
    parts = [loc.text for loc in index.findall(".//s:loc", space)]
    assert parts == ["https://www.yunling.example/sitemap/0.xml", "https://www.yunling.example/sitemap/1.xml"]
    found = [
        loc.text for n in (0, 1) for loc in ElementTree.fromstring(get(f"/sitemap/{n}.xml")).findall(".//s:loc", space)
    ]
    assert [address for address in found if "/item/" in address] == [f"https://www.yunling.example/item/{there.pk}/"]
    assert "https://www.yunling.example/shangwu/guide/" in found
    assert Client().get("/sitemap/9.xml").status_code == 404
    robots = get("/robots.txt").splitlines()
    assert ("Disallow: /desk/" in robots, "Disallow: /query/" in robots) == (True, True)
    assert robots[-1] == "Sitemap: https://www.yunling.example/sitemap.xml"


def test_a_page_that_is_not_there_goes_on_searching() -> None:
    response = Client().get("/shangwu/nothing/")
    page = text_of(response)
    assert (response.status_code, '<form class="search" role="search" action="/search/">' in page) == (404, True)


@pytest.mark.parametrize("size", ["", "large"])
def test_no_page_weighs_more_than_100_kilobytes_at_the_first_visit(size: str) -> None:
    """What a browser fetches before anything is kept: the page, both sheets, the script, the mark."""
    from pathlib import Path

    import gongkai.look

    static = Path(gongkai.look.__file__).parent / "static" / "look"
    shared = sum((static / name).stat().st_size for name in ("tokens.css", "app.css", "look.js", "mark.svg"))
    of = commerce()
    released(of)
    for n in range(60):
        old_item(of.agency, f"云岭县商务局关于做好第{n}项重点工作的通知", clause="20.15", column=of.column)
    published_report(of.agency, 2025)
    client = Client()
    if size:
        client.cookies["size"] = size
    addresses = [
        "/", "/shangwu/", "/shangwu/guide/", "/shangwu/rules/", "/shangwu/catalogue/", "/catalogue/",
        "/shangwu/columns/normative/", "/shangwu/reports/", "/shangwu/reports/2025/", "/info/2026-00001/", "/sitemap/", "/errors/",
    ]  # fmt: skip
    weights = {address: len(client.get(address).content) + shared for address in addresses}
    assert {address: weight for address, weight in weights.items() if weight > 100_000} == {}


def test_a_county_of_a_hundred_bodies_stays_light() -> None:
    from django.core.cache import cache

    cache.clear()
    for n in range(100):
        of = agency(name=f"云岭县第{n:03}号机关", short_name=f"第{n:03}号机关", slug=f"jiguan-{n}")
        column(of, "政策文件", slug="documents", clause="20.1")
    weights = {address: len(Client().get(address).content) for address in ("/", "/sitemap/", "/catalogue/")}
    assert {address: weight for address, weight in weights.items() if weight > 48_000} == {}
