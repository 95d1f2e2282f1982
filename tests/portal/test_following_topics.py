"""Researcher 6: a topic is followed in one step from the page that shows it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree

import pytest
from playwright.sync_api import Page, expect

from disclosures import factories as made
from gongkai.agencies.models import Site
from steps import Steps, over_target

Open = Callable[..., Page]
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.parametrize("script", [True, False])
def test_a_topic_is_followed_in_one_step(
    browser_page: Open, transactional_db: None, live_server: object, script: bool
) -> None:
    Site.objects.create(pk=1, name="云岭县人民政府", address="https://www.yunling.example")
    house = made.house(name="云岭县商务局", short_name="商务局", slug="shangwu", code="云商")
    made.released_item(house, on=date(2026, 9, 7), title="家电以旧换新补贴公告")
    made.released_item(house, on=date(2026, 9, 8), title="促消费工作安排")
    page = browser_page(script=script, accept_downloads=True)
    page.goto("/search/?q=补贴")
    job = Steps(page, "researcher", 6, "follow a topic", 1)
    link = page.get_by_role("link", name="订阅含“补贴”的新信息")
    expect(link).to_be_visible()
    address = str(link.get_attribute("href"))
    assert page.locator('link[rel="alternate"]').last.get_attribute("href") == address
    # The press hands the address to the reader of feeds; what it gets is read here as that reader does.
    job.count += 1
    feed = ElementTree.fromstring(page.request.get(address).body())
    assert [entry.findtext(f"{ATOM}title") for entry in feed.findall(f"{ATOM}entry")] == ["家电以旧换新补贴公告"]
    assert over_target([job.row]) == []
