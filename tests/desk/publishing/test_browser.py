"""The pages of a draft in a real browser: nothing for axe-core to find in any mode, nothing that scrolls sideways, the editor."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, Route, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from browsing import axe, overflow, shoot
from desk.lists.test_browser import sign_in
from disclosures import factories as ours
from disclosures.factories import House
from gongkai.disclosures import actions
from gongkai.disclosures.models import Attribute, Column, Draft, FileRole, Freshness
from gongkai.files.uploads import Upload

Open = Callable[..., Page]
MODES = {
    "wide": {"width": 1366},
    "phone": {"width": 390},
    "large-phone": {"width": 390, "size": "large"},
    "night": {"width": 1366, "theme": "dark"},
}
ROWS = "".join(
    f"<tr><td>{name}</td><td>{number}</td><td>{phone}</td><td>{house}</td><td>{amount}</td></tr>"
    for name, number, phone, house, amount in (
        ("陈桂兰", "411399198503122811", "13912346602", "城关镇东关村三组12号", "2000.00"),
        ("马志远", "411399197604050015", "13812344471", "城关镇文昌路8号院2号楼", "1580.00"),
    )
)
LIST = (
    "<p>根据《云岭县家电以旧换新补贴实施细则》，现将第三批补贴发放名单公示如下，公示期自2026年10月19日至10月23日。"
    "如有异议，请联系市场运行股孙倩，13912347710。</p>"
    "<table><thead><tr><th>姓名</th><th>身份证号</th><th>手机号码</th><th>家庭住址</th><th>金额（元）</th></tr></thead>"
    f"<tbody>{ROWS}</tbody></table><p class='right'>云岭县商务局</p><p class='right'>2026年10月16日</p>"
)
TITLE = "2026年家电以旧换新补贴发放名单（第三批）"


@pytest.fixture
def bureau(transactional_db: None, settings: Settings, tmp_path: object) -> House:
    """The server runs in a thread of its own, which the clock of the test does not reach."""
    settings.NOW, settings.MEDIA_ROOT = "2026-10-16T09:00", tmp_path
    return ours.house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


def furnished(bureau: House) -> dict[str, Draft]:
    """A draft at every stage that looks different."""
    for name, freshness in (("通知公告", Freshness.TWO_WEEKS), ("统计信息", Freshness.SIX_MONTHS)):
        ours.column(bureau.agency, name, section=bureau.section, freshness=freshness)
    actions.add_word(
        bureau.agency,
        by=bureau.clerk,
        kind="outdated",
        wrong="县商业局",
        right="县商务局",
        expires_on=date(2027, 10, 1),
    )
    leaky = ours.draft(bureau, title=TITLE, html=LIST)
    text = actions.begin(
        bureau.agency,
        by=bureau.contributor,
        column=bureau.column,
        upload=Upload(
            "通知.txt",
            "云岭县商务局关于开展家电以旧换新活动的通知\n云商发〔2026〕31号\n\n各乡镇人民政府：\n为扩大消费，现就开展活动通知如下。\n\n"
            "云岭县商务局\n2026年10月12日\n".encode(),
        ),
    )
    actions.add_file(text, Upload("汇总表.txt", "附件".encode()), FileRole.ATTACHMENT, by=bureau.clerk, version=None)
    back = ours.submitted(bureau, title="第三季度消费监测情况")
    ours.verdict(ours.waiting(back), bureau.section_head, approve=False, comment="请补上同比数据的来源")
    under = ours.submitted(bureau, title="成品油零售企业名单")
    inside = ours.draft(
        bureau,
        title="外贸专项资金评审会议纪要",
        attribute=Attribute.ON_APPLICATION.value,
        ground="withheld.process",
        ground_note="讨论记录，方案尚未确定",
        review_again_on=date(2026, 11, 1),
    )
    actions.submit(inside, by=bureau.contributor)
    ours.approve(inside, *bureau.chain)
    return {"leaky": leaky, "text": text, "back": back, "under": under, "inside": inside}


PAGES = {
    "list": ("contributor", "/desk/info/"),
    "list-empty": ("leader", "/desk/info/?tab=discarded"),
    "new": ("contributor", "/desk/info/new/"),
    "leaky": ("contributor", "/desk/info/{leaky}/"),
    "guessed": ("contributor", "/desk/info/{text}/"),
    "edit": ("clerk", "/desk/info/{text}/edit/"),
    "returned": ("contributor", "/desk/info/{back}/edit/"),
    "under-review": ("contributor", "/desk/info/{under}/"),
    "decided": ("contributor", "/desk/info/{inside}/"),
    "evaluate": ("contributor", "/desk/info/evaluate/"),
    "saves": ("contributor", "/desk/info/{text}/saves/"),
    "words": ("clerk", "/desk/info/words/"),
    "preview": ("contributor", "/desk/info/{leaky}/preview/"),
}


@pytest.mark.parametrize("mode", MODES)
def test_every_page_of_a_draft_is_right_for_everybody(
    browser_page: Open, live_server: LiveServer, bureau: House, mode: str
) -> None:
    keys = {name: draft.pk for name, draft in furnished(bureau).items()}
    page = browser_page(**MODES[mode])
    found: dict[str, list[str]] = {}
    for name, (who, address) in PAGES.items():
        sign_in(page, getattr(bureau, who), live_server.url)
        answer = page.goto(address.format(**keys))
        assert answer is not None and answer.status == 200, name
        shoot(page, f"info-{name}-{mode}")
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong:
            found[name] = wrong
    assert found == {}


def test_what_is_written_is_saved_by_itself_checked_and_found_again(
    browser_page: Open, live_server: LiveServer, bureau: House
) -> None:
    draft = ours.draft(bureau, title="活动通知", html="<p>请准备。</p>")
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    page.goto(f"/desk/info/{draft.pk}/edit/")
    text = page.get_by_role("textbox", name="正文", exact=True)
    text.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("陈桂兰手机13800138000")
    expect(page.locator("#findings")).to_contain_text("138****8000")
    expect(page.locator("[data-kept]")).to_contain_text("草稿已保存")
    draft.refresh_from_db()
    assert draft.html == "<p>请准备。陈桂兰手机13800138000</p>"
    page.get_by_role("button", name="表格").click()
    for n, words in enumerate(("品类", "补贴", "标准", "冰箱", "15%", "1500元")):
        text.locator("td").nth(n).click()
        page.keyboard.type(words)
    page.get_by_label("标题", exact=True).fill("活动通知（修改）")
    # The press waits for what is being saved, and both are kept.
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".said")).to_contain_text("已保存")
    draft.refresh_from_db()
    assert (draft.title, draft.html.count("<table>"), "1500元" in draft.html) == ("活动通知（修改）", 1, True)
    assert page.complaints == []  # type: ignore[attr-defined]


def test_who_writes_before_the_script_is_there_goes_on_writing(
    browser_page: Open, live_server: LiveServer, bureau: House
) -> None:
    draft = ours.draft(bureau, title="活动通知", html="<p>请准备。</p>")
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    held: list[Route] = []
    page.route("**/editor.*js", lambda route: held.append(route))
    page.goto(f"/desk/info/{draft.pk}/edit/", wait_until="commit")
    page.locator("textarea[name=html]").focus()
    page.keyboard.press("Control+End")
    page.keyboard.type("网速慢时写的，")
    held.pop().continue_()
    page.unroute("**/editor.*js")
    expect(page.locator("div.edit-page:focus")).to_have_text("请准备。网速慢时写的，")
    page.keyboard.type("后来接着写的。")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator(".said")).to_contain_text("已保存")
    draft.refresh_from_db()
    assert draft.html == "<p>请准备。</p>\n<p>网速慢时写的，后来接着写的。</p>"


def test_what_the_server_never_got_is_offered_again(browser_page: Open, live_server: LiveServer, bureau: House) -> None:
    draft = ours.draft(bureau, title="活动通知", html="<p>请准备。</p>")
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    address = f"/desk/info/{draft.pk}/edit/"
    page.goto(address)
    page.route("**/check/", lambda route: route.abort())
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("断电前写的一句。")
    expect(page.locator("[data-kept]")).to_contain_text("没有保存上去")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(address)
    page.unroute("**/check/")
    page.get_by_role("button", name="恢复", exact=True).click()
    expect(page.locator("[data-kept]")).to_contain_text("草稿已保存")
    draft.refresh_from_db()
    assert draft.html == "<p>请准备。断电前写的一句。</p>"


def test_without_script_a_text_is_typed_with_simple_marks(
    browser_page: Open, live_server: LiveServer, bureau: House
) -> None:
    page = browser_page(script=False)
    sign_in(page, bureau.contributor, live_server.url)
    page.goto("/desk/info/new/")
    page.get_by_label("或者粘贴正文").fill("关于开展活动的通知\n# 一、范围\n- 冰箱\n- 空调\n|品类|补贴|\n|冰箱|15%|")
    page.get_by_label("栏目").select_option("部门文件")
    page.get_by_role("button", name="放进来，检查一遍").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("关于开展活动的通知")
    draft = Draft.objects.get()
    assert (draft.html.count("<li>"), draft.html.count("<tr>"), draft.html.count("<h2>")) == (2, 2, 1)
    assert Column.objects.get() == draft.column


def test_what_is_pasted_from_word_comes_in_clean_with_its_table(
    browser_page: Open, live_server: LiveServer, bureau: House
) -> None:
    draft = ours.draft(bureau, title="活动通知", html="<p>请准备。</p>")
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    page.goto(f"/desk/info/{draft.pk}/edit/")
    text = page.get_by_role("textbox", name="正文", exact=True)
    text.click()
    page.keyboard.press("Control+End")
    text.evaluate(
        """(page) => {
            const data = new DataTransfer();
            data.setData("text/html", '<html xmlns:o="urn:x"><head><style>p{color:red}</style></head><body><p class="MsoNormal" '
                + 'style="mso-list:none" onclick="x()"><b style="color:red">补贴标准</b><o:p></o:p></p><script>window.hacked = 1</script>'
                + '<img src="x" onerror="window.hacked = 1"><table><tr><td>冰箱</td><td>15%</td></tr></table></body></html>');
            data.setData("text/plain", "补贴标准");
            page.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(text.locator("td")).to_have_count(2)
    expect(page.locator("[data-kept]")).to_contain_text("草稿已保存")
    draft.refresh_from_db()
    inner = text.inner_html()
    assert [
        piece for piece in ("MsoNormal", "mso-", "style=", "onclick", "onerror", "script", "o:p") if piece in inner
    ] == []
    assert (page.evaluate("window.hacked"), "<strong>补贴标准</strong>" in draft.html, draft.html.count("<table>")) == (
        None, True, 1,
    )  # fmt: skip
