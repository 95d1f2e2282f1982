"""Search: what is found, in which order, what narrows it, and that nothing typed into the box does harm."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from pytest_django import DjangoAssertNumQueries

import factories
from disclosures.corpus import body, seed
from gongkai.disclosures import published, search
from gongkai.disclosures.models import Attribute, Column, Item, SearchEntry, SearchText, VersionFile
from gongkai.disclosures.search import Order, Query, engines, entries, find, finding
from gongkai.disclosures.search.engines import Text, engine
from gongkai.disclosures.search.wishes import wish
from gongkai.files.models import StoredFile
from gongkai.people import clock

# Public items are made here by hand, for what is shown of them and not for how they came there.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unguarded")]

WORDS = (
    ("决算", "a2 b2"),
    ("农村 名单", "e2 f3"),
    ("農村　低保", "e1 e2"),
    ("农村，低保", "e1 e2"),
    ("农村低保", "e1 e2"),
    ("“农村低保”", "e1 e2"),
    ("云建〔2025〕33号", "f3"),
    ("云建2025第33号", "f3"),
    ("41990033/2026-00033", "f5"),
    ("X012", "g4"),
    ("x０１２", "g4"),
    ("低", "e1 e2"),
    ("2026年9月", "f6"),
    ("以旧换薪", ""),
    ("。？！", ""),
)
"""What is typed, and the small county's items that hold it."""


@pytest.fixture(autouse=True)
def _no_counts_of_another_test() -> None:
    cache.clear()


def item(title: str, *, html: str = "", on: date = date(2026, 9, 1), **values: object) -> Item:
    """A public item, in the index."""
    of = values.pop("agency", None) or factories.agency()
    (made,) = published.take_over([Item(agency=of, title=title, html=html, published_on=on, **values)])
    return made


def attached(to: Item, name: str, text: str, media_type: str = "application/pdf", role: str = "attachment") -> None:
    """A file of the version in force."""
    digest = f"{VersionFile.objects.count():064}"
    file = StoredFile.objects.create(agency=to.agency, sha256=digest, size=3, media_type=media_type)
    VersionFile.objects.create(version=to.current, file=file, role=role, name=name, text=text)
    search.index(to)


def titles(words: str = "", **values: object) -> list[str]:
    return [hit.item.title for hit in find(Query(words, **values)).hits]  # type: ignore[arg-type]


def test_search_finds_what_holds_every_word() -> None:
    names = {made.pk: key for key, made in seed().items()}
    found = {words: " ".join(sorted(names[hit.item.pk] for hit in find(Query(words)).hits)) for words, _ in WORDS}
    assert found == dict(WORDS)


def test_titles_come_before_texts_and_the_new_before_the_old() -> None:
    item("公园开放时间", html="<p>旧的，讲到以旧换新。</p>", on=date(2026, 1, 1))
    item("以旧换新补贴（旧）", on=date(2025, 1, 1))
    item("以旧换新补贴（新）", on=date(2026, 5, 1))
    item("图书馆开放时间", html="<p>新的，讲到以旧换新。</p>", on=date(2026, 8, 1))
    assert titles("以旧换新") == ["以旧换新补贴（新）", "以旧换新补贴（旧）", "图书馆开放时间", "公园开放时间"]
    assert titles("以旧换新", order=Order.NEWEST) == [
        "图书馆开放时间", "以旧换新补贴（新）", "公园开放时间", "以旧换新补贴（旧）",
    ]  # fmt: skip


def test_by_relevance_the_text_that_speaks_most_of_it_comes_first_after_the_title() -> None:
    item("甲文", html=f"<p>{'补贴标准很多。' * 8}</p>", on=date(2024, 1, 1))
    item("乙文", html=f"<p>补贴。{'完全是别的事情。' * 60}</p>", on=date(2026, 1, 1))
    item("补贴名单", on=date(2020, 1, 1))
    assert titles("补贴", order=Order.RELEVANCE) == ["补贴名单", "甲文", "乙文"]


def test_of_more_hits_than_are_ranked_the_newest_are_and_the_others_are_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("RANKED", "WEIGHED"):
        monkeypatch.setattr(engines, name, 2)
    item("补贴名单", on=date(2020, 1, 1))
    item("甲文", html=f"<p>{'补贴标准很多。' * 8}</p>", on=date(2024, 1, 1))
    item("乙文", html=f"<p>补贴。{'完全是别的事情。' * 60}</p>", on=date(2026, 1, 1))
    assert titles("补贴", order=Order.RELEVANCE) == ["甲文", "乙文"]
    assert titles("补贴", order=Order.NEWEST) == ["乙文", "甲文", "补贴名单"]


def test_of_one_day_the_later_item_comes_first() -> None:
    for n in range(3):
        item(f"公告{n}")
    assert titles("公告") == ["公告2", "公告1", "公告0"]


def test_a_number_that_is_named_comes_before_a_title_that_mentions_it() -> None:
    named = item("实施细则", document_number="云商发〔2026〕31号", on=date(2025, 1, 1))
    item("关于废止云商发〔2026〕31号的通知")
    item("另一件", document_number="云商发〔2026〕312号")
    assert titles("云商发（2026）第31号")[:2] == [named.title, "关于废止云商发〔2026〕31号的通知"]
    assert "另一件" not in titles("云商发〔2026〕31号")


def test_text_and_attachments_are_found_and_pictures_are_not() -> None:
    made = item("年度计划", html="<h2>总则</h2><table><tr><td>冰<b>箱补</b>贴</td><td>一级</td></tr></table>")
    attached(made, "发放名单.xlsx", "青石村 二〇二六年", "application/vnd.ms-excel")
    attached(made, "图.png", "看不见的字", "image/png", role="picture")
    found = {word: titles(word) == ["年度计划"] for word in ("冰箱补贴", "青石村", "发放名单", "看不见", "贴一")}
    assert found == {"冰箱补贴": True, "青石村": True, "发放名单": True, "看不见": False, "贴一": False}


def test_words_do_not_run_together_over_signs_and_unseen_characters_part_none() -> None:
    item("公\u200b开指南", summary="最低。标准")
    assert (titles("公开"), titles("低标"), titles("最低 标准")) == (["公\u200b开指南"], [], ["公\u200b开指南"])


def test_rare_characters_and_kangxi_radicals_are_found() -> None:
    item("关于𠮷林⻓河的批复")
    assert (titles("𠮷林"), titles("长河")) == (["关于𠮷林⻓河的批复"], ["关于𠮷林⻓河的批复"])


@pytest.mark.parametrize(
    "words",
    [
        '"', '""', "*", "a*", "^公告", "NEAR(公告 通知)", "公告 OR 通知", "公告 AND NOT 通知", "title:公告", "{title} : 公告", "-公告",
        "公告\x00", "'; DROP TABLE disclosures_item; --", "%", "_", "公%告", "\\", "公告' | '通知", "公告:*", "!公告", "&", "<->", "(((",
        "公" * 5000, "公告 " * 500, "a " * 500, "\ud800公", "“”‘’", "\n\r\t", "🙂", "公告🙂", "ﷺ", "e\u0301",
    ],
)  # fmt: skip
@pytest.mark.parametrize("order", list(Order))
def test_what_is_typed_is_never_syntax(words: str, order: Order) -> None:
    item("公告", summary="无")
    found = find(Query(words, order=order))
    assert [hit.item.title for hit in found.hits] in ([], ["公告"])
    assert Item.objects.count() == 1


def test_a_search_costs_the_same_queries_for_one_hit_and_for_many(
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    of = factories.agency()
    for n in range(25):
        item(f"云商发〔2026〕{n}号公告", agency=of, document_number=f"云商发〔2026〕{n}号")
    for words, most in (("公告", 10), ("云商发〔2026〕3号公告", 10), ("", 16)):
        with django_assert_max_num_queries(most):
            find(Query(words, agency=of.pk, year=2026))


def test_what_narrows_is_counted_without_its_own_choice() -> None:
    one, other = factories.agency(short_name="甲局"), factories.agency(short_name="乙局")
    paper = Column.objects.create(agency=one, name="文件", slug="wj", clause="20.1")
    item("公告一", agency=one, on=date(2025, 3, 1), validity="in_force", clause="20.1", column=paper)
    item("公告二", agency=one, on=date(2026, 3, 1), validity="repealed", clause="20.1", html="<table></table>")
    item("公告三", agency=other, on=date(2026, 3, 1), validity="lapsed", clause="20.7")
    item("通知", agency=other, on=date(2026, 3, 1))
    found = find(Query("公告", agency=one.pk, validity="ended"))
    assert [hit.item.title for hit in found.hits] == ["公告二"]
    shown = {facet.key: [(o.label, o.count, o.chosen) for o in facet.options] for facet in found.facets}
    assert shown == {
        "agency": [("甲局", 1, True), ("乙局", 1, False)],
        "validity": [("有效", 1, False), ("废止或失效", 1, True)],
        "clause": [("行政法规、规章和规范性文件", 1, False)],
        "column": [],
        "kind": [("其他应当公开的信息", 1, False)],
        "year": [("2026", 1, False)],
        "files": [],
        "table": [("有数据表", 1, False)],
    }
    assert {facet.key: facet.count for facet in found.facets if facet.chosen} == {"agency": 2, "validity": 2}
    assert {option.label for option in find(Query("公告", agency=one.pk)).facets[3].options} == {"文件"}


@pytest.mark.parametrize(
    ("chosen", "left"),
    [
        ({"year": 2025}, ["旧公告"]),
        ({"since": date(2026, 1, 1)}, ["新公告"]),
        ({"until": date(2025, 3, 1)}, ["旧公告"]),
        ({"since": date(2025, 3, 2), "until": date(2026, 2, 28)}, []),
        ({"files": True}, ["旧公告"]),
        ({"table": True}, ["旧公告"]),
        ({"clause": "20.7"}, ["新公告"]),
        ({"kind": "answer"}, ["新公告"]),
        ({"validity": "in_force"}, []),
        ({"validity": "nonsense"}, []),
    ],
)
@pytest.mark.parametrize("words", ["公告", ""])
def test_each_choice_narrows_a_search_and_the_whole_list(
    words: str, chosen: dict[str, object], left: list[str]
) -> None:
    attached(item("旧公告", on=date(2025, 3, 1)), "名单.csv", "甲", "text/csv")
    item("新公告", on=date(2026, 3, 1), clause="20.7", kind="answer")
    found = find(Query(words, **chosen))  # type: ignore[arg-type]
    assert ([hit.item.title for hit in found.hits], found.total) == (left, len(left))


def test_pages_follow_each_other_and_end(monkeypatch: pytest.MonkeyPatch) -> None:
    of = factories.agency()
    published.take_over(
        [
            Item(agency=of, title=f"{'公告' if n % 2 else '其他'}{n}", summary="公告", published_on=date(2026, 1, 1))
            for n in range(30)
        ]
    )
    whole = [hit.item.title for hit in find(Query("公告"), 0, 30).hits]
    pages = [hit.item.title for start in range(0, 40, 7) for hit in find(Query("公告"), start, 7).hits]
    assert (len(set(pages)), pages) == (30, whole)
    monkeypatch.setattr(finding, "REACHED", 10)
    assert len(find(Query("公告"), 8, 7).hits) == 2
    assert (find(Query("公告"), 9000, 7).hits, find(Query("公告")).reached) == ((), 10)


def test_more_hits_than_are_counted_are_called_at_least(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "COUNTED_HITS", 5)
    of = factories.agency()
    published.take_over([Item(agency=of, title=f"公告{n}", published_on=date(2020 + n % 4, 1, 1)) for n in range(12)])
    found = [find(query, 0, 2) for query in (Query("公告"), Query("公告", year=2020), Query())]
    assert [(each.total, each.more) for each in found] == [(5, True), (3, False), (12, False)]


def test_snippets_are_cut_around_the_word_marked_and_safe() -> None:
    item(
        "<i>补贴</i>标准", html=f"<p>{'前言。' * 30}每台<b>补</b>贴不超过1500元&lt;script&gt;，購買舊家電另有補貼。</p>"
    )
    (hit,) = find(Query("补贴")).hits
    assert hit.title == "&lt;i&gt;<mark>补贴</mark>&lt;/i&gt;标准"
    assert hit.snippet == (
        "……。前言。前言。前言。前言。前言。前言。前言。每台<mark>补贴</mark>不超过1500元&lt;script&gt;，購買舊家電另有<mark>補貼</mark>。"
    )


def test_a_hit_in_the_title_alone_shows_the_summary() -> None:
    item("补贴标准", summary="面向个人消费者")
    assert [hit.snippet for hit in find(Query("补贴")).hits] == ["面向个人消费者"]


def test_nothing_that_is_not_public_is_ever_found() -> None:
    hidden = {
        "draft": {"published_on": None},
        "withdrawn": {"withdrawn_at": clock.now()},
        "on application": {"attribute": Attribute.ON_APPLICATION},
        "expired": {"expires_at": clock.now() - timedelta(minutes=1)},
    }
    for values in hidden.values():
        made = item("公告", html="<p>绝不公开的内容</p>")
        # Past every action and past the index: the search itself must not show it.
        Item.objects.filter(pk=made.pk).update(**values)
    assert [titles(words) for words in ("公告", "绝不公开", "")] == [[], [], []]
    for made in Item.objects.all():
        search.index(made)
    assert (SearchEntry.objects.count(), titles("公告")) == (1, [])


def test_what_expires_disappears_at_its_hour_without_anybody() -> None:
    item("公告", expires_at=clock.now() + timedelta(hours=1))
    assert titles("公告") == ["公告"]
    with clock.at(clock.now() + timedelta(hours=2)):
        assert (titles("公告"), find(Query()).total) == ([], 0)


def test_forgetting_leaves_no_token_behind() -> None:
    made = item("公告", html="<p>不应留下的字</p>")
    (entry,) = SearchEntry.objects.all()
    search.forget(made)
    assert (SearchEntry.objects.count(), SearchText.objects.count()) == (0, 0)
    # Another item under the same key would inherit whatever was left.
    SearchEntry.objects.bulk_create(
        [
            SearchEntry(
                pk=entry.pk, item=made, agency=made.agency, published_on=made.published_on, year=2026, kind="other"
            )
        ]
    )
    engine().write([(entry.pk, Text("另一件"))])
    assert (titles("不应留下"), titles("公告"), len(titles("另一件"))) == ([], [], 1)


def test_indexing_again_changes_nothing_and_follows_a_change() -> None:
    made = item("公告", html="<p>旧的字句</p>")
    search.index(made)
    search.index(made)
    assert (titles("旧的字句"), SearchEntry.objects.count()) == (["公告"], 1)
    made.html, made.published_on = "<p>新的字句</p>", date(2026, 9, 2)
    made.save()
    search.index(made)
    assert (titles("旧的字句"), titles("新的字句")) == ([], ["公告"])


def test_a_rebuild_brings_back_what_was_lost_and_can_be_repeated() -> None:
    seed()
    before = titles("公告")
    SearchText.objects.all().delete()
    SearchEntry.objects.all().delete()
    for _ in range(2):
        assert list(entries.rebuild())[-1] == entries.count() == 40
        assert titles("公告") == before


def test_a_day_with_more_items_than_it_has_keys_uses_the_next_days(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "A_DAY", 4)
    of = factories.agency()
    published.take_over([Item(agency=of, title=f"公告{n}", published_on=date(2026, 1, 1)) for n in range(7)])
    assert len(titles("公告")) == 7


def test_the_words_of_a_search_are_bounded() -> None:
    assert (len(wish("甲乙 " * 3).words), len(wish(" ".join(f"a{n}" for n in range(99))).words)) == (1, 10)


def test_search_keeps_to_one_body() -> None:
    seed()
    assert titles("决算", agency=body("财政局").pk) == ["云岭县2025年政府决算公开"]


def test_a_walk_through_everything_meets_each_item_once() -> None:
    seed()
    met: list[int] = []
    place = None
    while batch := finding.keys_before(Query(), place, 7):
        met += [item for _, item in batch]
        place = batch[-1][0]
    assert (len(met), sorted(met)) == (40, sorted(Item.objects.values_list("pk", flat=True)))
