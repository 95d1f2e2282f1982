"""Every kind of page of the public site in a real browser: nothing for axe-core to find, no sideways scroll, and on paper."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsing import axe, overflow, shoot
from disclosures.corpus import seed
from gongkai.agencies.models import Agency
from gongkai.applications import actions
from gongkai.applications.case_files import add
from gongkai.applications.models import Application, CaseFile
from gongkai.files.uploads import Upload
from gongkai.portal.opendata import making
from portal.making import IDENTITY, PHONE, Desk, answer, call_correction, consult, county, registered, withheld
from portal.publishing import publish_all
from portal.test_ask import PDF

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
MODES: dict[str, dict[str, Any]] = {
    "wide": {"width": 1366},
    "phone": {"width": 390},
    "large": {"width": 1366, "size": "large"},
    "large-phone": {"width": 390, "size": "large"},
}
PLAIN = {
    "home": "/",
    "body": "/b0/",
    "guide": "/b0/guide/",
    "accessibility": "/accessibility/",
    "search": "/search/?q=以旧换新",
    "search-none": "/search/?q=家电以旧换薪补贴",
    "search-narrowed": "/search/?q=公告&agency=b2&year=2026",
    "search-all": "/search/",
    "opendata": "/opendata/",
    "api": "/api/",
    "find": "/ask/?q=2025年度外贸稳增长专项资金支持的企业名单",
    "find-none": "/ask/?q=网络游戏版号",
    "body-find": "/b1/ask/?q=河湾村土地征收补偿标准",
    "write": "/b0/ask/write/",
    "query": "/query/",
    "rules": "/b0/rules/",
    "catalogue": "/b0/catalogue/",
    "catalogue-narrow": "/b0/catalogue/?clause=20.1&validity=in_force",
    "catalogue-all": "/catalogue/",
    "reports": "/yunling/reports/",
    "mistake": "/errors/?page=/b0/guide/",
    "mistake-answer": "/errors/answer/",
    "sitemap": "/sitemap/",
}
PUBLISHED = {
    "info": "/info/2026-00001/",
    "version": "/info/2026-00001/versions/1/",
    "changes": "/info/2026-00001/versions/2/changes/",
    "interpretation": "/info/2026-00002/",
    "gone": "/info/2026-00003/",
    "column": "/shangwu/columns/normative/",
    "column-empty": "/shangwu/columns/charge/",
    "body-full": "/shangwu/",
    "catalogue-full": "/shangwu/catalogue/",
    "guide-full": "/shangwu/guide/",
    "report": "/shangwu/reports/2025/",
}


def fill(page: Page) -> None:
    page.goto("/b0/ask/write/")
    page.get_by_label("名称、文号，或者能让我们找到它的说明").fill(
        "2025年度外贸稳增长专项资金支持的企业名单、金额，以及评审会议纪要"
    )
    page.get_by_label("姓名或者名称").fill("周清源")
    page.get_by_label("证件号码").fill(IDENTITY)
    page.get_by_label("联系电话").fill(PHONE)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).click()


def look(page: Page, name: str, mode: str) -> None:
    shoot(page, f"portal-{name}-{mode}")
    assert (axe(page), overflow(page), page.complaints) == ([], [], []), name  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", MODES)
def test_a_page_has_nothing_that_axe_finds_and_does_not_scroll_sideways(browser_page: Open, mode: str) -> None:
    county()
    items = seed()
    Agency.objects.filter(slug="b0").update(confirms_online=True)
    making.make()
    page = browser_page(**MODES[mode])
    for name, address in {**PLAIN, "item": f"/item/{items['a4'].pk}/"}.items():
        page.goto(address)
        look(page, name, mode)


def test_the_pages_of_published_items_in_every_mode_and_on_paper(browser_page: Open) -> None:
    """In one run: publishing takes three people and their time."""
    publish_all()
    for mode, how in MODES.items():
        page = browser_page(**how)
        for name, address in PUBLISHED.items():
            page.goto(address)
            # A page that is gone answers 410, which the browser notes.
            page.complaints[:] = [said for said in page.complaints if "410" not in said]  # type: ignore[attr-defined]
            look(page, name, mode)
        page.goto("/info/2026-00001/")
        page.locator("#mistake-text").fill("第二条的金额少一个零")
        press(page, "提交")
        expect(page.get_by_role("heading", level=1)).to_have_text("已经收到，谢谢您")
        look(page, "mistake-taken", mode)
    page = browser_page()
    page.goto("/info/2026-00001/")
    page.emulate_media(media="print")
    shoot(page, "portal-info-print")
    expect(page.get_by_text("第二章 补贴标准")).to_be_visible()
    expect(page.locator("#citation")).to_be_visible()
    for pressed in (page.locator("#mistake-h"), page.locator(".nav"), page.locator(".foot .links")):
        expect(pressed).to_be_hidden()
    assert overflow(page) == []


@pytest.mark.parametrize("mode", MODES)
def test_the_pages_of_an_application_in_every_state(browser_page: Open, settings: Any, mode: str) -> None:
    seed()
    desk = Desk(Agency.objects.get(slug="b0"))
    page = browser_page(**MODES[mode])
    fill(page)
    page.get_by_label("联系电话").fill("1390000012")
    page.locator("#id_files").set_input_files([{"name": "线索.pdf", "mimeType": "application/pdf", "buffer": PDF}])
    press(page, "提交申请")
    expect(page.get_by_text("手机号码少一位，请补全11位数字").first).to_be_visible()
    page.complaints.clear()  # type: ignore[attr-defined]  # a refused form answers 422, which the browser notes
    look(page, "error", mode)
    page.get_by_label("联系电话").fill(PHONE)
    press(page, "提交申请")
    look(page, "receipt", mode)
    case = registered(desk, Application.objects.get())
    call_correction(desk, case)
    page.goto("/query/case/")
    look(page, "correcting", mode)
    page.get_by_label("补正的内容").fill("要2025年度的")
    press(page, "提交补正")
    case.refresh_from_db()
    settings.NOW = "2026-09-15T10:00"
    asked = consult(desk, case, "云岭县丰和商贸有限公司")[0]
    page.goto("/query/case/")
    look(page, "consulting", mode)
    page.goto(f"/opinion/{asked.token}/")
    look(page, "opinion", mode)
    page.locator("#id_opinion_2").check()
    page.locator("#id_reasons").fill("合同价格属于商业秘密")
    press(page, "提交意见")
    look(page, "opinion-given", mode)
    settings.NOW = "2026-09-25T10:00"
    case.refresh_from_db()
    given = add(case, Upload("企业名单（已遮蔽）.pdf", PDF), CaseFile.Purpose.REPLY, by=desk.clerk)
    letter = answer(desk, case, withheld("process", partly=True), enclose=[given])
    actions.serve(letter, method="online", sent_on=date(2026, 9, 25), by=desk.clerk)
    page.goto("/query/case/")
    expect(page.get_by_role("heading", level=1)).to_have_text("已经答复：部分公开")
    look(page, "answered", mode)


def test_the_receipt_prints_without_what_cannot_be_pressed(browser_page: Open) -> None:
    seed()
    page = browser_page()
    fill(page)
    press(page, "提交申请")
    page.emulate_media(media="print")
    shoot(page, "portal-receipt-print")
    expect(page.locator(".receipt .code")).to_be_visible()
    expect(page.locator(".clock")).to_be_visible()
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.get_by_role("link", name="查看进度")).to_be_hidden()
    assert overflow(page) == []


def test_suggestions_come_while_typing_and_are_announced(browser_page: Open) -> None:
    seed()
    page = browser_page()
    page.goto("/ask/")
    page.get_by_label("想要的信息").press_sequentially("家电以旧换新")
    expect(page.locator("#suggestions")).to_contain_text("云岭县家电以旧换新补贴实施细则")
    expect(page.locator("#live")).to_have_text("可能就是这些，2件")
    page.get_by_label("想要的信息").fill("")
    expect(page.locator("#suggestions")).to_be_empty()
