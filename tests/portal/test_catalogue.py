"""The tree of the statutory content, its columns, filters with counts, and turning pages."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.core.cache import cache
from django.db.models import Count
from django.test import Client
from django.test.utils import CaptureQueriesContext

from disclosures.factories import column, old_item
from factories import agency
from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Column
from gongkai.disclosures.queries import public
from portal.making import bureau, text_of

pytestmark = pytest.mark.django_db


def get(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200, address
    return text_of(response)


def filled() -> tuple[Agency, Column]:
    """A bureau with three documents and a permit in columns, and one item outside of any."""
    of = bureau()
    above = column(of, "政策文件", slug="documents", clause="20.1", position=1, description="法规、文件和解读")
    rules = column(of, "行政规范性文件", slug="normative", clause="20.1", position=2, parent=above, type="政策文件")
    permits = column(of, "许可决定", slug="permit_decision", clause="20.5", position=3)
    column(of, "行政事业性收费", slug="charge", clause="20.8", position=4, empty_reason="本机关没有收费项目")
    column(of, "政府采购", slug="procurement", clause="20.9", position=5)
    for n in range(3):
        old_item(
            of, f"文件{n}", on=date(2024 + n, 5, 1), column=rules, clause="20.1", kind="normative", validity="in_force"
        )
    old_item(of, "旧文件", on=date(2020, 5, 1), column=rules, clause="20.1", kind="normative", validity="repealed")
    old_item(of, "许可一", on=date(2026, 6, 1), column=permits, clause="20.5", kind="permit_decision")
    old_item(of, "零散信息", on=date(2026, 7, 1), clause="20.15")
    return of, rules


def test_the_tree_counts_what_stands_under_each_item_of_the_law() -> None:
    filled()
    page = get("/shangwu/catalogue/")
    tree = page.partition('<ul class="tree')[2].partition("</section>")[0]
    plain = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", tree))
    assert re.findall(r"(\S+) (\d+)件", plain) == [
        ("行政法规、规章和规范性文件", "4"),
        ("政策文件", "4"),
        ("行政许可和对外管理服务", "1"),
        ("许可决定", "1"),
        ("行政事业性收费", "0"),
        ("其他法定公开信息", "1"),
    ]


def test_an_empty_column_stands_there_only_with_its_stated_reason() -> None:
    filled()
    page = get("/shangwu/catalogue/")
    assert ("没有内容：本机关没有收费项目" in page, "政府采购" in page.partition('<ul class="tree')[2]) == (True, False)
    assert "本机关没有收费项目" in get("/shangwu/columns/charge/")


def test_a_column_has_its_tags_and_holds_what_stands_under_it() -> None:
    filled()
    page = get("/shangwu/columns/documents/")
    assert "共4件，新的在前" in page
    tags = dict(re.findall(r'<meta name="(Column\w+)" content="([^"]*)">', page))
    assert tags == {
        "ColumnName": "政策文件",
        "ColumnDescription": "法规、文件和解读",
        "ColumnKeywords": "政策文件",
        "ColumnType": "政府信息公开",
    }
    assert Client().get("/shangwu/columns/nothing/").status_code == 404


def test_a_column_of_another_body_or_out_of_use_is_404() -> None:
    _, rules = filled()
    agency(name="云岭县财政局", slug="caizheng")
    assert Client().get("/caizheng/columns/normative/").status_code == 404
    Column.objects.filter(pk=rules.pk).update(active=False)
    assert Client().get("/shangwu/columns/normative/").status_code == 404


def facet(page: str, title: str) -> list[tuple[str, int]]:
    part = page.partition(f">{title}</h2>")[2].partition("</section>")[0]
    return [
        (label, int(n))
        for label, n in re.findall(r'<a [^>]*>([^<]+)(?:<span class="sr">[^<]*</span>)?<span>(\d+)', part)
    ]


def test_every_filter_says_how_much_it_leaves_and_is_taken_away_again() -> None:
    filled()
    page = get("/shangwu/catalogue/?clause=20.1")
    assert facet(page, "公开年份") == [("2026年", 1), ("2025年", 1), ("2024年", 1), ("2020年", 1)]
    assert facet(page, "有效性") == [("有效", 3), ("废止", 1)]
    narrowed = get("/shangwu/catalogue/?clause=20.1&validity=repealed")
    assert ("旧文件" in narrowed, "文件1" in narrowed, "共1件" in narrowed) == (True, False, True)
    assert 'href="?clause=20.1" rel="nofollow" aria-current="true">废止' in narrowed
    assert facet(narrowed, "公开年份") == []


def test_old_rules_are_found_by_their_validity_in_two_steps() -> None:
    filled()
    page = get("/shangwu/")
    assert "/shangwu/catalogue/?validity=in_force" in page
    assert "共3件" in get("/shangwu/catalogue/?validity=in_force")
    assert "旧文件" in get("/shangwu/catalogue/?validity=repealed")


def test_the_county_shows_all_bodies_and_counts_them() -> None:
    filled()
    other = agency(name="云岭县财政局", short_name="财政局", slug="caizheng")
    old_item(other, "云岭县2026年预算", on=date(2026, 3, 1), clause="20.7", kind="budget")
    cache.clear()
    page = get("/catalogue/")
    assert "共7件" in page
    assert facet(page, "法定内容")[-2:] == [("财政预算、决算", 1), ("其他法定公开信息", 1)]
    narrowed = get("/catalogue/?clause=20.7")
    assert ("云岭县2026年预算" in narrowed, "共1件" in narrowed) == (True, True)
    assert 'href="/search/?clause=20.7">按机关、种类、有效性缩小范围' in narrowed


def test_counting_all_bodies_reads_an_index_and_no_text() -> None:
    from django.db import connection

    if connection.vendor == "sqlite":
        asked = public().order_by().values("clause").annotate(n=Count("pk"))
        assert "USING COVERING INDEX item_of_clause_newest" in asked.explain()


@pytest.mark.parametrize(
    "query", ["clause=99", "year=abc", "validity=x", "kind=%00", "body=%3Cb%3E", "after=x~y", "before=~"]
)
def test_what_means_nothing_in_an_address_narrows_nothing_or_finds_nothing(query: str) -> None:
    filled()
    assert Client().get(f"/shangwu/catalogue/?{query}").status_code == 200


def test_pages_are_turned_by_key_forwards_and_back() -> None:
    of = bureau()
    for n in range(45):
        old_item(of, f"第{n:02}号信息", on=date(2026, 1, 1 + n // 3), clause="20.15")

    def titles(page: str) -> list[str]:
        return re.findall(r">(第\d\d号信息)<", page)

    def link(page: str, rel: str) -> str:
        return re.search(rf'<a href="([^"]+)" rel="{rel}"', page)[1].replace("&amp;", "&")  # type: ignore[index]

    first = get("/shangwu/catalogue/")
    second = get(f"/shangwu/catalogue/{link(first, 'next')}")
    third = get(f"/shangwu/catalogue/{link(second, 'next')}")
    wanted = [f"第{n:02}号信息" for n in range(44, -1, -1)]
    assert [*titles(first), *titles(second), *titles(third)] == wanted
    assert titles(get(f"/shangwu/catalogue/{link(third, 'prev')}")) == titles(second)
    assert 'rel="next"' not in third


def test_a_full_catalogue_costs_the_same_queries_as_a_small_one(django_assert_num_queries: Callable) -> None:
    of, rules = filled()
    client = Client()
    with django_assert_num_queries(11):
        client.get("/shangwu/catalogue/")
    for n in range(30):
        old_item(of, f"又一件{n}", on=date(2026, 2, 1), column=rules, clause="20.1")
    with django_assert_num_queries(11):
        client.get("/shangwu/catalogue/")


def test_the_first_page_of_the_county_counts_once_for_many_readers() -> None:
    from django.db import connection

    filled()
    cache.clear()
    get("/")
    with CaptureQueriesContext(connection) as asked:
        get("/")
    assert [query["sql"] for query in asked if "COUNT" in query["sql"]] == []
