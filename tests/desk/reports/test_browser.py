"""The report in a real browser: the clerk's four steps and the leader's one, axe-core, a phone, no script, and paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from browsing import axe, overflow, shoot
from desk.reports.scene import OVERVIEW, PROBLEMS, Year, approved, opened, submitted
from gongkai.people.models import Account
from gongkai.reporting import actions
from gongkai.reporting.models import Draft
from gongkai.reports.model import CellId
from steps import Steps, over_target

Open = Callable[..., Page]
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def as_in_browser(browser_page: Open, live_server: Any) -> Callable[..., Page]:
    """A page on which somebody is signed in already."""

    def enter(account: Account, **options: Any) -> Page:
        client = Client()
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        page = browser_page(**options)
        page.context.add_cookies(
            [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
        )
        return page

    return enter


def test_the_clerk_prepares_the_report_in_four_steps_and_the_leader_signs_in_one(
    here: Year, as_in_browser: Callable[..., Page]
) -> None:
    page = as_in_browser(here.clerk)
    page.goto("/desk/reports/")
    clerk = Steps(page, "clerk", 11, "Prepare the annual report", 4)
    clerk.press(page.get_by_role("row").filter(has_text="2025年").get_by_role("button", name="打开"))
    expect(page.get_by_role("heading", name="第五部分还没写")).to_be_visible()
    clerk.press(page.get_by_role("link", name="填写", exact=True))
    page.get_by_label("没有填的格都是0").check()
    page.get_by_label("本年收费金额").fill("0.01")
    page.get_by_label("来源和理由").fill("各股室台账，1月20日核对")
    page.get_by_label("第一部分的文字").fill(OVERVIEW)
    page.get_by_label("第五部分的文字").fill(PROBLEMS)
    clerk.press(page.get_by_role("button", name="保存"))
    clerk.press(page.get_by_role("button", name="送赵建国审批"))
    expect(page.get_by_text("年报已送审，等赵建国审批。")).to_be_visible()

    desk = as_in_browser(here.leader, width=390, height=844)
    desk.goto("/desk/reports/2025/approve/")
    expect(desk.get_by_text("42条都相等")).to_be_visible()
    expect(desk.get_by_text("没有要改的")).to_be_visible()
    leader = Steps(desk, "leader", 10, "Sign the annual report, the check beside it", 1)
    leader.press(desk.get_by_role("button", name="同意，批准这份年报"))
    expect(desk.get_by_text("已批准，数字、案件清单和文字已经冻结。")).to_be_visible()
    draft = Draft.objects.get(agency=here.agency, year=2025)
    assert (draft.state, draft.frozen.number) == ("approved", 1)
    assert over_target([clerk.row, leader.row]) == []


def test_a_figure_opens_its_records_without_script(here: Year, as_in_browser: Callable[..., Page]) -> None:
    opened(here)
    page = as_in_browser(here.clerk, script=False)
    page.goto("/desk/reports/2025/")
    page.locator('[id="applications.granted"] td').first.get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("（一）予以公开　自然人")
    expect(page.get_by_role("row").nth(1)).to_contain_text(here.cases[0].number)


MODES = {"wide": {"width": 1366}, "phone": {"width": 390}, "large": {"width": 1366, "size": "large"}}


@pytest.mark.parametrize("mode", MODES)
def test_no_page_of_the_report_gives_axe_anything_or_scrolls_sideways(
    here: Year, as_in_browser: Callable[..., Page], mode: str
) -> None:
    draft = opened(here)
    actions.type_figure(draft, CellId("applications", "carried_out", "natural_person"), 3, why="2024年年报", by=here.clerk,
                        year=2024)  # fmt: skip
    actions.type_figure(draft, CellId("proactive", "permits", "decisions"), 13, why="政务服务股台账", by=here.clerk)
    page = as_in_browser(here.clerk, **MODES[mode])
    addresses = {
        "report": "/desk/reports/2025/",
        "reports": "/desk/reports/",
        "report-cell": "/desk/reports/2025/figures/applications/received/total/",
        "report-cell-typed": "/desk/reports/2025/figures/proactive/permits/decisions/",
        "report-fill": "/desk/reports/2025/text/",
        "report-type": "/desk/reports/2025/type/applications/?cell=received/enterprise",
        "report-last": "/desk/reports/2025/type/last/",
        "report-not-begun": "/desk/reports/2024/",
    }
    wrong = {}
    for name, address in addresses.items():
        page.goto(address)
        shoot(page, f"{name}-{mode}")
        wrong[name] = (axe(page), overflow(page))
    assert wrong == {name: ([], []) for name in addresses}
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize("mode", MODES)
def test_approved_and_waiting_reports_give_axe_nothing(
    here: Year, as_in_browser: Callable[..., Page], mode: str
) -> None:
    draft = submitted(here)
    page = as_in_browser(here.leader, **MODES[mode])
    page.goto("/desk/reports/2025/approve/")
    shoot(page, f"report-approve-{mode}")
    waiting = (axe(page), overflow(page))
    actions.recall(draft, by=here.clerk)
    Draft.objects.filter(pk=draft.pk).update(state="drafting")
    actions.submit(draft, by=here.clerk)
    actions.approve(draft.approvals.get(voided_at=None), approve=True, digest=draft.digest, by=here.leader)
    here.cases[0].outcome = "partial"
    here.cases[0].save()
    page = as_in_browser(here.clerk, **MODES[mode])
    page.goto("/desk/reports/2025/")
    shoot(page, f"report-frozen-{mode}")
    assert (waiting, (axe(page), overflow(page))) == (([], []), ([], []))


def test_the_supervisor_s_pages_give_axe_nothing(here: Year, as_in_browser: Callable[..., Page]) -> None:
    approved(here)
    page = as_in_browser(here.supervisor)
    found = []
    for address in ("/desk/reports/", "/desk/reports/shangwu/2025/"):
        page.goto(address)
        found += axe(page)
    assert found == []


def test_on_paper_the_tables_are_whole_and_nothing_is_there_to_press(
    here: Year, as_in_browser: Callable[..., Page]
) -> None:
    opened(here)
    page = as_in_browser(here.clerk, width=794, height=1123)
    page.goto("/desk/reports/2025/")
    page.emulate_media(media="print")
    for pressed in ("header.rail", "section.bar", "ol.tabs", ".noprint", ".acts"):
        for element in page.locator(pressed).all():
            expect(element).to_be_hidden()
    table = page.locator("#applications table")
    width = table.evaluate("t => [t.scrollWidth, t.closest('.scroll').clientWidth]")
    assert width[0] <= width[1]
    assert table.evaluate("t => getComputedStyle(t).breakInside") == "avoid"
    shoot(page, "report-print")
