"""The page of results: its addresses, its counts, its table; how much of it there is."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

import factories
from gongkai.disclosures import published, search
from gongkai.disclosures.models import Column, Item
from gongkai.disclosures.search import finding
from gongkai.portal import limits
from portal.making import bureau, county, text_of
from portal.shelf import SECRETS, stocked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]


def get(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return text_of(response)


def links(page: str, label: str) -> list[str]:
    """The addresses of the ways to narrow that bear this label."""
    found = re.findall(r'<a rel="nofollow" href="([^"]*)"(?: aria-current="true")?>([^<]*)<', page)
    return [unescape(address) for address, text in found if text.strip() == label]


def many(count: int, **values: object) -> list[Item]:
    of = factories.agency()
    return published.take_over(
        [Item(agency=of, title=f"公告{n}", published_on=date(2026, 1, 1), **values) for n in range(count)]  # type: ignore[arg-type]
    )


def test_every_choice_is_an_address_that_adds_one_thing_and_takes_it_away() -> None:
    stocked()
    page = get("/search/?q=云商发")
    assert "“云商发”共1件" in page
    page = get("/search/?q=%E5%86%B3%E7%AE%97+%E9%83%A8%E9%97%A8&year=2024&order=newest")
    assert links(page, "2024") == ["?q=%E5%86%B3%E7%AE%97+%E9%83%A8%E9%97%A8&order=newest"]
    page = get("/search/?agency=shangwu")
    assert links(page, "2026") == ["?agency=shangwu&year=2026"]
    assert links(page, "商务局") == ["?"]
    assert links(page, "有数据表") == ["?agency=shangwu&table=1"]


def test_a_column_is_chosen_under_its_body_and_goes_with_it() -> None:
    of = bureau()
    county()
    paper, money = (
        Column.objects.create(agency=of, name=name, slug=slug) for name, slug in (("文件", "wj"), ("资金", "zj"))
    )
    for n, column in enumerate((paper, money, None)):
        published.take_over([Item(agency=of, title=f"公告{n}", column=column, published_on=date(2026, 1, 1))])
    published.take_over([Item(agency=factories.agency(short_name="乙局"), title="公告", published_on=date(2026, 1, 1))])
    page = get("/search/?agency=shangwu&column=zj")
    assert "已公开的信息共1件" in page
    assert (links(page, "文件"), links(page, "资金")) == (["?agency=shangwu&column=wj"], ["?agency=shangwu"])
    assert "资金" not in "".join(re.findall("<h2[^>]*>([^<]*)</h2>", get("/search/")))


@pytest.mark.parametrize(
    "query",
    [
        "year=abc",
        "year=99999",
        "validity=x",
        "clause=20.99",
        "agency=nobody",
        "agency=%00&column=%00",
        "agency=shang%00wu",
        "column=wj",
        "kind=x",
        "since=2026-13-01",
        "until=x",
        "order=x",
    ],
)
def test_a_choice_that_means_nothing_is_left_out(query: str) -> None:
    stocked()
    assert "已公开的信息共3件" in get(f"/search/?{query}")
    assert get(f"/search/?{query}&page=abc&page=-1&files=x")


def test_validity_is_said_of_today(settings: Settings) -> None:
    of = factories.agency()
    (made,) = published.take_over(
        [Item(agency=of, title="办法", published_on=date(2026, 1, 1), valid_until=date(2026, 9, 10))]
    )
    Item.objects.filter(pk=made.pk).update(validity="in_force")
    assert '<span class="st st-done">有效</span>' in get("/search/?q=办法")
    settings.NOW = "2026-09-11T08:00"
    assert '<span class="st st-late">失效</span>' in get("/search/?q=办法")


def test_pages_turn_and_end_where_they_say(monkeypatch: pytest.MonkeyPatch) -> None:
    many(45)
    first, last = get("/search/?q=公告"), get("/search/?q=公告&page=3")
    assert 'href="?q=%E5%85%AC%E5%91%8A&amp;page=2" rel="next"' in first
    assert ("第41–45件" in last, 'rel="next"' in last) == (True, False)
    assert "第41–45件" in get("/search/?q=公告&page=99")
    monkeypatch.setattr(finding, "REACHED", 40)
    assert "页面只翻到第" in get("/search/?q=公告&page=2")


def test_more_than_is_counted_is_said_to_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    many(45)
    many(5)
    monkeypatch.setattr(finding, "COUNTED_HITS", 30)
    page = get("/search/?q=公告")
    assert "“公告”有30件以上" in page and "件数按最新的" in page


def test_the_results_are_a_table_in_the_order_of_the_page() -> None:
    stocked()
    response = Client().get("/search/results.csv?q=云商发〔2026〕31号")
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    rows = list(csv.DictReader(io.StringIO(b"".join(response).decode("utf-8-sig"), newline="")))
    assert [row["名称"] for row in rows] == ["家电以旧换新补贴实施细则"]
    whole = b"".join(Client().get("/search/results.csv")).decode("utf-8-sig")
    assert [row["名称"] for row in csv.DictReader(io.StringIO(whole, newline=""))] == [
        "家电以旧换新补贴实施细则", '\'=HYPERLINK("https://bad.example")', "部门决算",
    ]  # fmt: skip
    assert [secret for secret in SECRETS if secret in whole] == []


def test_downloading_at_a_machines_speed_is_slowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LOOKS", 1)
    found = [Client().get("/search/results.csv") for _ in range(2)]
    assert ([each.status_code for each in found], found[1]["Retry-After"]) == ([200, 429], "60")


def test_a_body_has_its_whole_catalogue_one_press_away() -> None:
    stocked()
    assert 'href="/opendata/catalogue-shangwu.csv"' in get("/search/?agency=shangwu")


def test_a_page_of_the_longest_results_stays_small(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    long = "长" * 190
    for n in range(30):
        of = factories.agency(short_name=f"第{n}局{long[:30]}")
        published.take_over(
            [
                Item(
                    agency=of,
                    title=f"公告{n}{long}",
                    summary=f"公告{long * 20}",
                    html="<p>公告</p>" * 500,
                    published_on=date(2026, 1, 1),
                )
            ]
        )
    with django_assert_max_num_queries(18):
        page = get("/search/?q=公告")
    assert len(page.encode()) < 100_000


def test_what_is_typed_comes_back_as_text() -> None:
    page = get('/search/?q="><script>alert(1)</script>&agency="><b>')
    assert "<script>alert" not in page and "&lt;script&gt;alert(1)" in page


def test_a_search_that_finds_nothing_can_be_carried_on_as_an_application() -> None:
    stocked()
    page = get("/search/?q=以旧换薪补贴&agency=shangwu")
    assert "家电以旧换新补贴实施细则" in page
    assert 'href="/shangwu/ask/?q=%E4%BB%A5%E6%97%A7%E6%8D%A2%E8%96%AA%E8%A1%A5%E8%B4%B4"' in page


def test_the_pages_of_results_are_not_for_other_search_engines() -> None:
    assert '<meta name="robots" content="noindex">' in get("/search/?q=x")


def test_what_is_withdrawn_is_gone_from_the_page_at_once() -> None:
    made = stocked()["rule"]
    Item.objects.filter(pk=made.pk).update(withdrawn_at=made.made_at)
    assert "实施细则" not in get("/search/?q=以旧换新").split("<main")[1].replace("“以旧换新”", "")
    search.index(Item.objects.get(pk=made.pk))
    assert "“以旧换新”共0件" in get("/search/?q=以旧换新")
