"""What script adds, and that nothing is lost without it."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from browsing import axe

Open = Callable[..., Page]


def test_the_summary_of_errors_takes_focus(browser_page: Open) -> None:
    page = browser_page()
    page.goto("/ask/")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="手机号码少一位，请补全11位数字").click()
    expect(page.get_by_label("手机号码")).to_be_focused()
    assert page.title() == "出错：写下申请 - 云岭县商务局政府信息公开"


def test_suggestions_come_while_typing_and_are_announced(browser_page: Open) -> None:
    page = browser_page()
    page.goto("/ask/?empty")
    page.get_by_label("先找一找").press_sequentially("以旧换新", delay=20)
    expect(page.locator("#found a").first).to_have_text("以旧换新名单（第一批）")
    expect(page.locator("#live")).to_have_text("找到2件")
    assert axe(page) == []
    page.get_by_label("先找一找").fill("")
    expect(page.locator("#found")).to_be_empty()


def test_typed_text_outlives_a_wrong_click_and_is_forgotten_with_the_session(browser_page: Open) -> None:
    page = browser_page()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/ask/?empty")
    page.get_by_label("姓名").fill("周清源")
    page.get_by_label("纸质，邮寄").check()
    page.goto("/search/")
    page.goto("/ask/?empty")
    expect(page.get_by_label("姓名")).to_have_value("周清源")
    expect(page.get_by_label("纸质，邮寄")).to_be_checked()
    other = browser_page()
    other.goto("/ask/?empty")
    expect(other.get_by_label("姓名")).to_have_value("")


def test_secrets_are_not_kept(browser_page: Open) -> None:
    page = browser_page()
    page.goto("/ask/?empty")
    page.evaluate("() => { document.getElementById('id_address').dataset.secret = '1'; }")
    page.get_by_label("通信地址").fill("文昌路18号")
    page.get_by_label("姓名").fill("周清源")
    kept = page.evaluate("() => sessionStorage.getItem('keep:ask')")
    assert "周清源" in kept and "文昌路18号" not in kept


def test_a_changed_form_asks_before_it_is_left(browser_page: Open) -> None:
    page = browser_page()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto("/ask/?empty")
    page.goto("/search/")
    assert asked == []
    page.goto("/ask/?empty")
    page.get_by_label("姓名").press_sequentially("周")
    page.goto("/search/")
    assert asked == ["beforeunload"]


def test_everything_works_without_script(browser_page: Open) -> None:
    page = browser_page(script=False)
    page.goto("/ask/?empty")
    page.get_by_role("button", name="提交申请").click()
    expect(page.get_by_role("alert")).to_contain_text("还差6处，改好就能提交")
    page.goto("/")
    page.get_by_text("逐日说明").click()
    expect(page.get_by_role("rowheader", name="9月11日（周五）")).to_be_visible()
    page.goto("/desk/")
    page.get_by_text("李文静　局办公室").click()
    page.get_by_role("link", name="大字版").click()
    expect(page.locator("html")).to_have_attribute("data-size", "large")
    assert page.url.endswith("/desk/")


def test_the_policy_blocks_nothing_of_ours(browser_page: Open) -> None:
    page = browser_page()
    for address in ("/", "/ask/?empty", "/desk/", "/desk/phone/", "/clocks/"):
        page.goto(address)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_search_of_the_desk_has_its_key_and_the_first_stop_skips_to_the_text(browser_page: Open) -> None:
    page = browser_page()
    page.goto("/desk/")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert page.get_by_label("查找", exact=True).first.get_attribute("accesskey") == "s"
