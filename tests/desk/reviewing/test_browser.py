"""Reviews in a real browser: the jobs of a leader and of a section's head in their steps, nothing for axe-core to find, nothing that
scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from browsing import axe, overflow, shoot
from desk.reviewing.entering import sign_in
from disclosures import factories as made
from gongkai.disclosures import actions
from gongkai.disclosures.checklists import QUESTIONS, SecrecyAnswer
from gongkai.disclosures.models import Draft, Item
from steps import Steps, over_target

Open = Callable[..., Page]
PHONE = {"width": 390, "height": 844}
NOW = "2026-09-11T10:00"


@pytest.fixture
def house(transactional_db: None) -> made.House:
    return made.house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


def at_last_step(house: made.House, title: str, **values: object) -> Draft:
    return made.approve(made.submitted(house, title=title, **values), house.section_head, house.office_head)


@override_settings(NOW=NOW)
def test_a_leader_and_a_sections_head_do_their_jobs_in_few_steps(
    browser_page: Open, live_server: LiveServer, house: made.House
) -> None:
    rows = []
    first = at_last_step(house, "云岭县夜市管理办法", html="<p>补贴标准是每件五百元。</p>")
    made.verdict(made.waiting(first), house.leader, approve=False, comment="标准不对")
    actions.save(first, by=house.contributor, version=first.version, html="<p>补贴标准是每件八百元。</p>")
    actions.submit(first, by=house.contributor)
    made.approve(first, house.section_head, house.office_head)

    page = browser_page(**PHONE)
    sign_in(page, house.leader, live_server.url)
    page.goto(f"/desk/approvals/info/{made.waiting(first).pk}/")
    seen = Steps(page, "leader", 5, "see only what changed", 0)
    expect(page.get_by_role("heading", level=2).first).to_have_text("您上次看过之后，改了1处")
    approve = Steps(page, "leader", 1, "approve a publication", 1)
    approve.press(page.get_by_role("button", name="同意，准予发布"))
    expect(page.locator(".said")).to_contain_text("《云岭县夜市管理办法》已同意，已经发布。")
    rows += [seen.row, approve.row]

    back = at_last_step(house, "云岭县早市管理办法")
    page.goto("/desk/approvals/")
    job = Steps(page, "leader", 3, "return a publication with reasons", 2)
    job.press(page.get_by_role("link", name="打开审核"))
    page.get_by_label("文字有错，或者人名、职务不准确").check()
    job.press(page.get_by_role("button", name="退回"))
    expect(page.locator(".said")).to_contain_text("已退回起草人：文字有错，或者人名、职务不准确")
    rows.append(job.row)

    many = [at_last_step(house, f"第{n}号公告") for n in range(3)]
    page.goto("/desk/")
    job = Steps(page, "leader", 6, "approve many small items", 2)
    job.press(page.get_by_role("link", name="全部3件"))
    for box in page.get_by_role("checkbox").all():
        box.check()
    job.press(page.get_by_role("button", name="同意选中的"))
    expect(page.locator(".said")).to_contain_text("已同意3件信息")
    rows.append(job.row)

    urgent = made.draft(house, title="暴雨红色预警")
    page.goto(f"/desk/info/{urgent.pk}/")
    job = Steps(page, "leader", 9, "force an urgent release", 2)
    job.press(page.get_by_role("link", name="等不及审核，强制发布"))
    page.get_by_label("为什么等不及审核").fill("暴雨红色预警，等不及审核")
    job.press(page.get_by_role("button", name="强制发布"))
    expect(page.locator(".said")).to_contain_text("《暴雨红色预警》已经发布")
    rows.append(job.row)

    page.goto("/desk/approvals/")
    page.get_by_label("查谁批准的").fill("夜市")
    job = Steps(page, "leader", 11, "ask who approved a page", 2)
    job.press(page.get_by_role("button", name="查", exact=True))
    expect(page.locator("#main")).to_contain_text("赵建国")
    job.press(page.get_by_role("link", name="云岭县夜市管理办法"))
    expect(page.locator("#main")).to_contain_text("分管领导终审：同意")
    rows.append(job.row)

    section = browser_page(script=False)
    sign_in(section, house.section_head, live_server.url)
    draft = made.submitted(house, title="云岭县集市管理办法")
    section.goto(f"/desk/approvals/info/{made.waiting(draft).pk}/")
    job = Steps(section, "contributor", 7, "do the first review", 1)
    for box in section.locator("input[name=checklist]").all():
        box.check()
    job.press(section.get_by_role("button", name="同意，送下一步"))
    expect(section.locator(".said")).to_contain_text("《云岭县集市管理办法》已同意，送下一步审核。")
    rows.append(job.row)

    stages = [Draft.objects.get(pk=each.pk).stage for each in (first, back, *many, urgent)]
    assert stages == ["released", "draft", "released", "released", "released", "released"]
    assert over_target(rows) == []


@override_settings(NOW=NOW)
def test_no_page_of_the_reviews_is_closed_to_anybody(
    browser_page: Open, live_server: LiveServer, house: made.House
) -> None:
    item = made.released_item(house, title="云岭县夜市管理办法")
    actions.force(made.draft(house, title="暴雨红色预警"), reason="暴雨红色预警，等不及审核", by=house.leader)
    change = actions.change(item, by=house.contributor, note="补充营业时间")
    actions.save(change, by=house.contributor, version=change.version, html="<p>营业时间为十八时至二十三时。</p>")
    actions.submit(change, by=house.contributor)
    made.approve(change, house.section_head)
    doubtful = made.approve(made.submitted(house, title="云岭县测绘成果目录"), house.section_head)
    doubt = SecrecyAnswer(
        "doubt", dict.fromkeys(QUESTIONS, False), "几份材料合起来可能涉密", referred_to="县国家保密局"
    )
    made.verdict(made.waiting(doubtful), house.office_head, secrecy=doubt)
    waits = made.draft(house, title="停水通知")
    at_last_step(house, "第1号公告")
    gone = made.released_item(house, title="云岭县旧市场名单")
    actions.withdraw(gone, why="数据有误，正在核对", by=house.clerk)
    pages = {
        "queue": (house.leader, "/desk/approvals/"),
        "review": (house.office_head, f"/desk/approvals/info/{made.waiting(change).pk}/"),
        "history": (house.clerk, f"/desk/info/items/{item.pk}/"),
        "withdrawn": (house.clerk, f"/desk/info/items/{gone.pk}/"),
        "find": (house.leader, "/desk/approvals/find/?q=云岭"),
        "force": (house.leader, f"/desk/info/{waits.pk}/force/"),
        "forced": (house.office_head, "/desk/info/forced/"),
        "schedule": (house.clerk, "/desk/info/schedule/"),
        "times": (house.clerk, "/desk/info/times/"),
        "doubt": (house.clerk, f"/desk/info/{doubtful.pk}/doubt/"),
        "columns": (house.office_head, "/desk/columns/"),
        "column": (house.office_head, f"/desk/columns/{house.column.pk}/"),
        "chain": (house.office_head, "/desk/columns/of/shangwu/chain/"),
    }
    found = {}
    for width in (390, 1366):
        page = browser_page(width=width)
        who = None
        for name, (account, address) in pages.items():
            if account != who:
                sign_in(page, account, live_server.url)
                who = account
            page.goto(address)
            shoot(page, f"review-{name}-{width}")
            wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
            if wrong:
                found[f"{name} {width}"] = wrong
    assert found == {}, "\n".join(f"{name}: {line[:300]}" for name, lines in found.items() for line in lines)
    assert Item.objects.get(pk=item.pk).published_on == date(2026, 9, 11)
