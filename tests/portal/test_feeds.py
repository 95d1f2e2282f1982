"""订阅: feeds that any reader takes (RFC 4287, RSS 2.0), whose entries keep their ids, and that hold only what is public."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import pytest
from django.test import Client

from disclosures import factories as made
from gongkai.agencies.models import Site
from gongkai.disclosures import actions
from gongkai.disclosures.models import Item
from gongkai.people import clock
from gongkai.portal import feeds

ATOM = "{http://www.w3.org/2005/Atom}"
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
FIRST, SECOND = date(2026, 9, 7), date(2026, 9, 8)


@pytest.fixture
def house(db: None) -> Iterator[made.House]:
    Site.objects.create(pk=1, name="云岭县人民政府", address="https://www.yunling.example")
    yield made.house(
        name="云岭县商务局", short_name="商务局", slug="shangwu", code="云商", organisation_code="11410000MB0000000X"
    )


def wrong_with(feed: Element) -> list[str]:
    """What RFC 4287 forbids in a feed, by section."""
    found = []
    if feed.tag != f"{ATOM}feed":
        found.append("the document is no feed")
    for name in ("id", "title", "updated"):  # 4.1.1
        if len(feed.findall(ATOM + name)) != 1:
            found.append(f"feed: exactly one {name}")
    if not [link for link in feed.findall(f"{ATOM}link") if link.get("rel") == "self"]:
        found.append("feed: a link to itself")
    ids = [entry.findtext(f"{ATOM}id") for entry in feed.findall(f"{ATOM}entry")]
    found += [f"id twice: {each}" for each, n in Counter(ids).items() if n > 1]
    for entry in feed.findall(f"{ATOM}entry"):
        for name in ("id", "title", "updated"):  # 4.1.2
            if len(entry.findall(ATOM + name)) != 1:
                found.append(f"entry: exactly one {name}")
        if not entry.findall(f"{ATOM}author") and not feed.findall(f"{ATOM}author"):
            found.append("entry: an author here or in the feed")
        if not entry.findall(f"{ATOM}content") and not [
            link for link in entry.findall(f"{ATOM}link") if link.get("rel", "alternate") == "alternate"
        ]:
            found.append("entry: content or a link to the page")
        alternates = Counter(
            (link.get("type"), link.get("hreflang"))
            for link in entry.findall(f"{ATOM}link")
            if link.get("rel", "alternate") == "alternate"
        )
        if alternates and max(alternates.values()) > 1:
            found.append("entry: one alternate link of a kind")
    for element in feed.iter():
        if element.tag in (f"{ATOM}updated", f"{ATOM}published") and not RFC3339.fullmatch(element.text or ""):  # 3.3
            found.append(f"date: {element.text}")
        if element.tag == f"{ATOM}id" and not re.match(r"[a-z][a-z0-9+.-]*:", element.text or ""):  # 4.2.6
            found.append(f"id without a scheme: {element.text}")
        if element.tag == f"{ATOM}author" and len(element.findall(f"{ATOM}name")) != 1:  # 3.2
            found.append("author: exactly one name")
        if element.tag == f"{ATOM}link" and not element.get("href"):  # 4.2.7
            found.append("link: an address")
        if element.tag == f"{ATOM}category" and not element.get("term"):  # 4.2.2
            found.append("category: a term")
        if element.tag == f"{ATOM}summary" and element.get("type", "text") not in ("text", "html", "xhtml"):  # 3.1
            found.append("text: a known type")
    return found


def atom(query: str = "") -> Element:
    answer = Client().get(f"/feed.atom{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    return ElementTree.fromstring(answer.content)


def titles(feed: Element) -> list[str | None]:
    return [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")]


def test_a_feed_is_valid_and_its_ids_are_the_permanent_addresses(house: made.House) -> None:
    item = made.released_item(
        house, on=FIRST, title="云岭县消费品以旧换新补贴公告", summary="补贴<b>标准</b>\x07与办法"
    )
    feed = atom()
    assert wrong_with(feed) == []
    (entry,) = feed.findall(f"{ATOM}entry")
    address = f"https://www.yunling.example/info/{item.permanent}/"
    assert entry.findtext(f"{ATOM}id") == address
    assert [link.get("href") for link in entry.findall(f"{ATOM}link")] == [address]
    assert entry.findtext(f"{ATOM}summary") == "补贴&lt;b&gt;标准&lt;/b&gt;与办法"
    assert (feed.findtext(f"{ATOM}id"), feed.findtext(f"{ATOM}title")) == (
        "https://www.yunling.example/feed.atom",
        "政府信息公开",
    )


def test_an_empty_feed_is_valid_too(house: made.House) -> None:
    assert wrong_with(atom("?agency=shangwu")) == []
    assert titles(atom("?q=没有这样的词")) == []


def test_the_checker_finds_what_is_wrong() -> None:
    broken = ElementTree.fromstring(
        '<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id><updated>soon</updated><entry/></feed>'
    )
    assert len(wrong_with(broken)) == 9


def test_a_topic_is_followed_by_words_body_and_column(house: made.House) -> None:
    other = made.house(name="云岭县教育局", slug="jiaoyu", code="云教")
    column = made.column(house.agency, "通知公告", slug="tzgg")
    made.released_item(house, on=FIRST, title="家电以旧换新补贴公告")
    made.released_item(house, on=SECOND, title="促消费工作安排", column=column)
    made.released_item(other, on=FIRST, title="义务教育招生公告")
    assert titles(atom())[0] == "促消费工作安排"
    assert titles(atom("?agency=jiaoyu")) == ["义务教育招生公告"]
    assert titles(atom("?agency=shangwu&column=tzgg")) == ["促消费工作安排"]
    assert titles(atom("?q=公告&agency=shangwu")) == ["家电以旧换新补贴公告"]
    assert sorted(filter(None, titles(atom("?q=公告")))) == ["义务教育招生公告", "家电以旧换新补贴公告"]
    assert atom("?q=公告&agency=shangwu").findtext(f"{ATOM}title") == "云岭县商务局政府信息公开：含“公告”的信息"


@pytest.mark.parametrize("query", ["?agency=nowhere", "?agency=shangwu&column=nowhere", "?column=tzgg"])
def test_what_does_not_exist_cannot_be_followed(house: made.House, query: str) -> None:
    assert Client().get(f"/feed.atom{query}").status_code == 404


def test_what_was_withdrawn_is_over_or_never_released_is_in_no_feed(house: made.House) -> None:
    gone, over, stays = (
        made.released_item(house, on=FIRST, title=f"{word}的通知") for word in ("撤下", "到期", "留下")
    )
    made.submitted(house, title="还在审核的通知")
    made.draft(house, title="还没有送审的通知")
    actions.withdraw(gone, why="内容有误", by=house.clerk)
    Item.objects.filter(pk=over.pk).update(expires_at=clock.now())
    assert titles(atom()) == ["留下的通知"]
    assert titles(atom("?q=通知")) == ["留下的通知"]
    assert stays.title == "留下的通知"


def test_a_changed_item_keeps_its_id_and_gets_a_new_date(house: made.House) -> None:
    item = made.released_item(house, on=FIRST, title="家电以旧换新补贴公告")
    before = atom().find(f"{ATOM}entry")
    with clock.at(SECOND):
        changed = actions.change(item, by=house.clerk, note="补充标准")
        actions.save(changed, by=house.clerk, version=changed.version, fields={"title": "家电以旧换新补贴公告（修订）"})
        changed.refresh_from_db()
        actions.submit(changed, by=house.clerk)
        made.approve(changed, *house.chain[-2:]) if changed.reviews.count() == 2 else made.approve(
            changed, *house.chain
        )
    after = atom().find(f"{ATOM}entry")
    assert before is not None and after is not None
    assert (before.findtext(f"{ATOM}id"), before.findtext(f"{ATOM}published")) == (
        after.findtext(f"{ATOM}id"),
        after.findtext(f"{ATOM}published"),
    )
    assert datetime.fromisoformat(str(after.findtext(f"{ATOM}updated"))).date() == SECOND
    assert after.findtext(f"{ATOM}title") == "家电以旧换新补贴公告（修订）"


def test_a_reader_that_has_it_already_is_told_so(house: made.House) -> None:
    made.released_item(house, on=FIRST)
    first = Client().get("/feed.atom")
    by_tag = Client().get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]})
    by_date = Client().get("/feed.atom", headers={"If-Modified-Since": first.headers["Last-Modified"]})
    assert [(each.status_code, each.content) for each in (by_tag, by_date)] == [(304, b""), (304, b"")]
    assert first.headers["Cache-Control"] == "public, max-age=300"
    made.released_item(house, on=SECOND)
    assert Client().get("/feed.atom", headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_holds_the_newest_only(house: made.House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES", 2)
    for n in range(4):
        made.old_item(house.agency, f"第{n}号通知", on=date(2026, 9, n + 1), permanent=f"2026-0000{n}")
    assert titles(atom()) == ["第3号通知", "第2号通知"]


def test_rss_says_the_same(house: made.House) -> None:
    item = made.released_item(house, on=FIRST, title="家电以旧换新补贴公告")
    answer = Client().get("/feed.rss?agency=shangwu")
    root = ElementTree.fromstring(answer.content)
    channel = root.find("channel")
    assert channel is not None and (root.tag, root.get("version")) == ("rss", "2.0")
    assert [bool(channel.findtext(name)) for name in ("title", "link", "description")] == [True] * 3
    (entry,) = channel.findall("item")
    guid = entry.find("guid")
    address = f"https://www.yunling.example/info/{item.permanent}/"
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink"), entry.findtext("link")) == (address, "true", address)
    assert parsedate_to_datetime(str(entry.findtext("pubDate"))).date() == FIRST


def test_while_the_site_has_no_address_of_its_own_the_readers_is_used(house: made.House) -> None:
    item = made.released_item(house, on=FIRST)
    Site.objects.update(address="")
    (entry,) = atom().findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"http://testserver/info/{item.permanent}/"


@pytest.mark.django_db
def test_a_feed_costs_a_handful_of_queries(house: made.House, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    for n in range(12):
        made.old_item(house.agency, f"第{n}号通知", on=date(2026, 9, 1), permanent=f"2026-000{n:02}")
    with django_assert_max_num_queries(6):
        Client().get("/feed.atom?agency=shangwu")
