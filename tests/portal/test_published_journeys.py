"""What citizens and researchers do with published items, counted in steps: with script, and on a phone without it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsing import axe, overflow
from disclosures.factories import old_item
from gongkai.disclosures.models import SiteError
from portal.publishing import TITLE, publish_all
from steps import Row, Steps, over_target

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
MODES: dict[str, dict[str, Any]] = {
    "wide, script": {"width": 1366},
    "phone, no script": {"width": 390, "script": False},
}


def report_a_leak(page: Page) -> Row:
    steps = Steps(page, "citizen", 11, "Report a mistake or leak on a page", 1)
    page.goto("/info/2026-00001/")
    page.get_by_label("哪一类").select_option(label="泄露了个人信息")
    page.get_by_label("这一页错在哪里").fill("附件里有一个手机号码")
    steps.press(page.get_by_role("button", name="提交"))
    expect(page.get_by_role("heading", level=1)).to_have_text("已经收到，谢谢您")
    made = SiteError.objects.latest("pk")
    assert (made.kind, made.item and made.item.permanent, made.text) == ("leak", "2026-00001", "附件里有一个手机号码")
    return steps.row


def read_by_the_keyboard(page: Page) -> Row:
    """Without a mouse: the search takes the focus by its label, a result is walked to with the tabulator."""
    steps = Steps(page, "citizen", 12, "Find and read a document by the keyboard alone", 2)
    page.goto("/shangwu/")
    page.get_by_label("检索政府信息").first.focus()
    page.keyboard.type("以旧换新")
    steps.key("Enter")
    found = page.get_by_role("link", name="《云岭县家电以旧换新补贴实施细则》的通知").first
    expect(found).to_be_visible()
    for _ in range(60):
        if found.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    steps.key("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    return steps.row


def cite_a_page(page: Page) -> Row:
    steps = Steps(page, "researcher", 7, "Cite a page for good, with the hash of what it said", 1)
    page.goto("/info/2026-00001/")
    citation = page.locator("#citation")
    steps.read(citation)
    text = citation.inner_text()
    address, _, sha256 = text.partition("，SHA-256 ")
    assert (address.endswith("/info/2026-00001/versions/2/"), len(sha256.strip())) == (True, 64)
    return steps.row


def find_repealed_rules(page: Page) -> Row:
    steps = Steps(page, "researcher", 11, "Check old, repealed rules", 2)
    page.goto("/shangwu/")
    steps.press(page.get_by_label("主导航").get_by_role("link", name="法定主动公开内容"))
    steps.press(page.locator(".facet").get_by_role("link", name="废止"))
    expect(page.get_by_role("link", name="云岭县家电下乡补贴办法")).to_be_visible()
    expect(page.get_by_text("共1件，新的在前")).to_be_visible()
    return steps.row


def test_no_job_with_published_items_takes_more_steps_than_its_target(browser_page: Open) -> None:
    of = publish_all()
    old_item(
        of.agency, "云岭县家电下乡补贴办法", column=of.column, clause="20.1", kind="normative", validity="repealed"
    )
    for mode, how in MODES.items():
        page = browser_page(**how)
        rows = []
        for journey in (report_a_leak, read_by_the_keyboard, cite_a_page, find_repealed_rules):
            rows.append(journey(page))
            found = axe(page) if how.get("script", True) else []
            assert (found, overflow(page)) == ([], []), (journey.__name__, mode)
        assert over_target(rows) == []
