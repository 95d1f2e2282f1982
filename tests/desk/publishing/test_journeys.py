"""The jobs of a section's contributor in publication, in a browser, each at or under its target of steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from desk.lists.test_browser import sign_in
from disclosures import factories as ours
from disclosures.factories import House
from gongkai.disclosures.models import Draft, Freshness, Release
from steps import Steps, over_target

from .test_browser import LIST, TITLE, bureau  # noqa: F401

Open = Callable[..., Page]
WORDS = (
    "云岭县商务局关于开展家电以旧换新活动的通知\n各乡镇人民政府：\n现将有关事项通知如下。\n云岭县商务局\n2026年10月12日"
)


@pytest.mark.parametrize("script", [True, False])
def test_a_document_is_pasted_and_sent_in_two_steps(
    browser_page: Open,
    live_server: LiveServer,
    bureau: House,  # noqa: F811
    script: bool,
) -> None:
    page = browser_page(script=script)
    sign_in(page, bureau.contributor, live_server.url)
    page.goto("/desk/info/new/")
    job = Steps(page, "contributor", 1, "hand in a document", 2)
    if script:
        page.get_by_role("textbox", name="或者粘贴正文").click()
        page.keyboard.insert_text(WORDS)
    else:
        page.get_by_label("或者粘贴正文").fill(WORDS)
    page.get_by_label("栏目").select_option("部门文件")
    job.press(page.get_by_role("button", name="放进来，检查一遍"))
    expect(page.get_by_role("heading", level=2, name="送审")).to_be_visible()
    page.get_by_label("成文日期").fill("2026-10-12")
    if page.get_by_label("标题", exact=True).input_value() == "":
        page.get_by_label("标题", exact=True).fill("关于开展家电以旧换新活动的通知")
    page.get_by_label("猜的各项，我核对过").check()
    job.press(page.get_by_role("button", name="送张凯审核"))
    expect(page.locator(".said")).to_contain_text("已送张凯审核")
    draft = Draft.objects.get()
    assert (draft.stage, draft.title, over_target([job.row])) == (
        "reviewing", "云岭县商务局关于开展家电以旧换新活动的通知", [],
    )  # fmt: skip


def test_a_file_is_dropped_and_sent_in_two_steps(
    browser_page: Open,
    live_server: LiveServer,
    bureau: House,  # noqa: F811
) -> None:
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    page.goto("/desk/info/new/")
    job = Steps(page, "contributor", 1, "hand in a file", 2)
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "通知.txt", "mimeType": "text/plain", "buffer": WORDS.encode()}
    )
    page.get_by_label("栏目").select_option("部门文件")
    job.press(page.get_by_role("button", name="放进来，检查一遍"))
    page.get_by_label("猜的各项，我核对过").check()
    job.press(page.get_by_role("button", name="送张凯审核"))
    expect(page.locator(".said")).to_contain_text("已送张凯审核")
    assert (Draft.objects.get().stage, over_target([job.row])) == ("reviewing", [])


def test_what_came_back_is_mended_in_two_steps_from_one_list(
    browser_page: Open,
    live_server: LiveServer,
    bureau: House,  # noqa: F811
) -> None:
    ours.column(bureau.agency, "统计信息", section=bureau.section, freshness=Freshness.TWO_WEEKS)
    draft = ours.submitted(bureau, title="第三季度消费监测情况", html="<p>同比增长3%。</p>")
    ours.verdict(ours.waiting(draft), bureau.section_head, approve=False, comment="请补上数据来源")
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    page.goto("/desk/info/")
    due = Steps(page, "contributor", 4, "see what is due from my section", 1)
    due.read(page.get_by_role("list", name="本科室要办的"))
    expect(page.get_by_role("list", name="本科室要办的").get_by_role("listitem")).to_have_count(2)
    fix = Steps(page, "contributor", 2, "fix returned text", 2)
    fix.press(page.get_by_role("list", name="本科室要办的").get_by_role("link", name="第三季度消费监测情况"))
    expect(page.get_by_text("请补上数据来源")).to_be_visible()
    page.get_by_role("textbox", name="正文", exact=True).click()
    page.keyboard.press("Control+End")
    page.keyboard.type("数据来自统计局。")
    fix.press(page.get_by_role("button", name="保存，送张凯审核"))
    expect(page.locator(".said")).to_contain_text("已送张凯审核")
    draft.refresh_from_db()
    assert (draft.stage, draft.html) == ("reviewing", "<p>同比增长3%。数据来自统计局。</p>")
    assert over_target([due.row, fix.row]) == []


def test_a_list_full_of_personal_data_is_masked_in_two_steps(
    browser_page: Open,
    live_server: LiveServer,
    bureau: House,  # noqa: F811
) -> None:
    draft = ours.draft(bureau, title=TITLE, html=LIST)
    page = browser_page(script=False)
    sign_in(page, bureau.contributor, live_server.url)
    page.goto("/desk/info/")
    job = Steps(page, "contributor", 8, "mask personal data in a list", 2)
    job.press(page.get_by_role("link", name=TITLE).first)
    job.press(page.get_by_role("button", name="一次遮蔽这3类，共6处"))
    expect(page.locator(".said")).to_contain_text("已遮蔽6处")
    draft.refresh_from_db()
    kept = [value for value in ("411399198503122811", "13912346602", "东关村三组") if value in draft.html]
    assert (kept, "4113********2811" in draft.html, "城关镇****" in draft.html) == ([], True, True)
    assert over_target([job.row]) == []


def test_the_office_publishes_on_every_channel_in_three_steps(
    browser_page: Open,
    live_server: LiveServer,
    bureau: House,  # noqa: F811
) -> None:
    page = browser_page(script=False)
    sign_in(page, bureau.clerk, live_server.url)
    page.goto("/desk/info/new/")
    job = Steps(page, "clerk", 10, "publish an item in all channels", 3)
    page.get_by_label("文件", exact=True).set_input_files(
        {"name": "通知.txt", "mimeType": "text/plain", "buffer": WORDS.encode()}
    )
    page.get_by_label("栏目").select_option("部门文件")
    job.press(page.get_by_role("button", name="放进来，检查一遍"))
    job.press(page.get_by_role("list", name="这份稿件").get_by_role("link", name="改正文和目录信息"))
    boxes = page.get_by_role("group", name="发布渠道").get_by_role("checkbox")
    for n in range(boxes.count()):
        boxes.nth(n).check()
    wanted = boxes.count()
    job.press(page.get_by_role("button", name="保存，送张凯审核"))
    expect(page.locator(".said")).to_contain_text("已送张凯审核")
    draft = Draft.objects.get()
    released = ours.approve(draft, *bureau.chain)
    channels = Release.objects.filter(item=released.item).values_list("channel", flat=True)
    assert (wanted > 3, sorted(channels) == sorted(released.channels), len(channels)) == (True, True, wanted)
    assert over_target([job.row]) == []
