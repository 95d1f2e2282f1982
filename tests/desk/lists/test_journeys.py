"""The jobs of clerk, leader and contributor that the lists carry, in a browser, each at or under its target of steps."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

import factories
from desk.lists.conftest import Bureau
from desk.lists.scene import Scene, furnish
from desk.lists.test_approvals import answer_for
from desk.lists.test_browser import sign_in
from gongkai.applications.models import Application, Assistance, Letter, Review
from steps import Steps, over_target

Open = Callable[..., Page]
PHONE = {"width": 390, "height": 844, "has_touch": True}


@pytest.fixture
def scene(transactional_db: None, bureau: Bureau, settings: Settings) -> Scene:
    settings.NOW = "2026-10-16T09:00"
    return furnish(bureau)


def waiting(letter: Letter) -> Review:
    return letter.reviews.get(verdict="", voided_at=None)


@pytest.mark.parametrize("script", [True, False])
def test_a_letter_is_registered_on_one_page_with_eight_fields(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene, script: bool
) -> None:
    page = browser_page(script=script)
    sign_in(page, bureau.clerk, live_server.url)
    page.goto("/desk/applications/new/")
    job = Steps(page, "clerk", 1, "register a letter", 1)
    fields = 0
    for label, value in (
        ("到件日期", "2026-10-15"),
        ("姓名或者名称", "冯远"),
        ("联系电话", "13600001111"),
        ("要什么信息", "2025年展会补贴名单"),
    ):
        page.get_by_label(label).fill(value)
        fields += 1
    for label, value in (("怎么来的", "signed_mail"), ("申请人类别", "natural_person")):
        page.get_by_label(label, exact=True).select_option(value)
        fields += 1
    page.get_by_label("纸质").check()
    page.get_by_label("邮寄", exact=True).check()
    fields += 2
    if script:
        expect(page.locator("#foresight")).to_contain_text("最晚11月12日（周四）答复")
    else:
        page.get_by_role("button", name="算一算期限").click()
        expect(page.locator("#foresight")).to_contain_text("最晚11月12日（周四）答复")
        expect(page.get_by_label("姓名或者名称")).to_have_value("冯远")
    job.press(page.get_by_role("button", name="登记，取得编号"))
    expect(page.get_by_role("heading", level=1)).to_have_text("已登记，编号云商公开申〔2026〕9号")
    expect(page.get_by_role("heading", level=2).first).to_have_text("最晚11月12日（周四）答复")
    assert (fields, over_target([job.row]), page.complaints) == (8, [], [])  # type: ignore[attr-defined]


def test_a_section_is_asked_in_one_press_and_chased_in_one(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene
) -> None:
    page = browser_page()
    sign_in(page, bureau.clerk, live_server.url)
    page.goto("/desk/applications/")
    ask = Steps(page, "clerk", 4, "assign to a section", 1)
    page.get_by_label(f"选中{scene.late.number}").check()
    page.get_by_label("科室", exact=True).select_option("外贸股")
    ask.press(page.get_by_role("button", name="请这个科室查找选中的"))
    expect(page.locator(".said")).to_contain_text(f"已请外贸股查找1件：{scene.late.number}。")
    asked = Assistance.objects.get(application=scene.late)
    assert (Application.objects.get(pk=scene.late.pk).section, asked.section) == (bureau.section, bureau.section)
    page.goto("/desk/")
    chase = Steps(page, "clerk", 4, "chase the section", 1)
    chase.press(page.get_by_role("button", name="再催一次").first)
    expect(page.locator(".said")).to_be_visible()
    asked.refresh_from_db()
    assert (asked.reminded_at is not None, over_target([ask.row, chase.row])) == (True, [])


def test_a_leader_approves_a_reply_on_a_telephone_in_two_steps(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene
) -> None:
    page = browser_page(**PHONE)
    sign_in(page, bureau.leader, live_server.url)
    page.goto("/desk/")
    jobs = [Steps(page, "leader", 2, "approve a reply", 2), Steps(page, "leader", 4, "approve from outside", 2)]
    jobs[0].press(page.get_by_role("link", name="予以公开告知书"))
    # What changed is the first thing on the page that has to be opened anyway: not one step more.
    seen = Steps(page, "leader", 5, "see only what changed", 0)
    expect(page.get_by_role("heading", level=2).first).to_have_text("您上次看过之后，改了1处")
    button = page.get_by_role("button", name="同意，准予发出")
    box = button.bounding_box()
    assert box is not None and box["height"] >= 48
    jobs[0].press(button)
    jobs[1].count = jobs[0].count
    expect(page.locator(".said")).to_contain_text("予以公开告知书已同意，取得文号云商公开答〔2026〕2号")
    scene.answer.refresh_from_db()
    assert (scene.answer.state, over_target([*(job.row for job in jobs), seen.row])) == ("approved", [])


def test_a_leader_returns_a_reply_with_a_reason_in_two_steps(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene
) -> None:
    page = browser_page(**PHONE, script=False)
    sign_in(page, bureau.leader, live_server.url)
    page.goto("/desk/approvals/")
    job = Steps(page, "leader", 3, "return with reasons", 2)
    job.press(page.get_by_role("link", name="打开审批"))
    page.get_by_label("查找的经过没有写清楚").check()
    page.get_by_label("自己写一句").fill("请写明查了哪一年的档案")
    job.press(page.get_by_role("button", name="退回"))
    expect(page.locator(".said")).to_contain_text("已退回起草人：查找的经过没有写清楚；请写明查了哪一年的档案")
    scene.answer.refresh_from_db()
    assert (scene.answer.state, over_target([job.row])) == ("draft", [])


def test_many_small_letters_are_approved_in_two_steps(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene
) -> None:
    made = [answer_for(bureau, f"第{n}份名单") for n in range(3)]
    page = browser_page()
    sign_in(page, bureau.leader, live_server.url)
    page.goto("/desk/")
    job = Steps(page, "leader", 6, "approve many small letters", 2)
    job.press(page.get_by_role("link", name="全部4件"))
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(3)
    for box in boxes.all():
        box.check()
    job.press(page.get_by_role("button", name="同意选中的，准予发出"))
    expect(page.locator(".said")).to_contain_text("已批准3件")
    for letter in made:
        letter.refresh_from_db()
    assert ([letter.state for letter in made], over_target([job.row])) == (["approved"] * 3, [])


def test_a_leader_sees_the_risk_of_lateness_where_the_day_begins(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene
) -> None:
    page = browser_page(**PHONE)
    sign_in(page, bureau.leader, live_server.url)
    page.goto("/desk/")
    job = Steps(page, "leader", 8, "see overdue risk", 1)
    job.read(page.get_by_text("有1件已经逾期没有答复，没有三个工作日内到期的。"))
    assert over_target([job.row]) == []


def test_a_section_answers_a_search_in_two_steps_and_says_no_in_one(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, scene: Scene
) -> None:
    page = browser_page()
    sign_in(page, bureau.contributor, live_server.url)
    page.goto("/desk/")
    yes = Steps(page, "contributor", 5, "answer a record search", 2)
    yes.press(page.get_by_role("link", name="回复"))
    page.get_by_label("有把材料交上来").check()
    page.get_by_role("textbox", name="查了哪里").fill("本科室2023至2025年档案")
    page.get_by_role("textbox", name="用了什么检索词").fill("加油站")
    page.get_by_label("材料（选填）").set_input_files(
        {"name": "目录.txt", "mimeType": "text/plain", "buffer": "目录".encode()}
    )
    yes.press(page.get_by_role("button", name="回复李文静"))
    expect(page.locator(".said")).to_contain_text("已经回复李文静")
    factories.actions.ask_section(
        scene.late, section=bureau.section, question="请查2025年以旧换新名单", due_on=scene.task.due_on, by=bureau.clerk
    )
    page.goto("/desk/")
    no = Steps(page, "contributor", 6, "state that no record exists", 1)
    page.get_by_label("查了哪里").fill("本科室2025年档案")
    page.get_by_label("检索词").fill("以旧换新")
    no.press(page.get_by_role("button", name="没有，就这样回复"))
    expect(page.locator(".said")).to_contain_text("已经回复李文静")
    answers = Assistance.objects.order_by("pk").values_list("found", flat=True)
    assert (list(answers), over_target([yes.row, no.row])) == (["yes", "no"], [])
