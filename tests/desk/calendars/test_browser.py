"""The calendar and the batches in a real browser, without script: few steps, nothing for axe-core to find, nothing that scrolls
sideways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

import factories
from browsing import axe, overflow, shoot
from calendars import made
from desk.reviewing.entering import sign_in
from gongkai.agencies.models import AgencyKind
from gongkai.applications.models import Application
from gongkai.calendars import actions
from gongkai.people.models import Role
from law.test_notice import text
from steps import Steps

Open = Callable[..., Page]
NOW = "2026-09-11T10:00"


def look(page: Page, name: str) -> None:
    assert (axe(page), overflow(page)) == ([], []), name
    shoot(page, name)


@override_settings(NOW=NOW)
def test_a_notice_from_the_paste_to_the_recount_without_script(
    browser_page: Open, live_server: LiveServer, transactional_db: None
) -> None:
    office = factories.agency(
        name="云岭县人民政府办公室", short_name="县政府办", slug="zfb", code="云政办", kind=AgencyKind.GOVERNMENT_OFFICE
    )
    keeper = factories.account(office, Role.ADMINISTRATOR, name="林晓")
    agency = factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    clerk = factories.clerk(agency)
    for n in range(3):
        factories.application(
            agency, clerk, person=factories.person(name=f"周{n}", identity_number="", phone=f"1380000{n}")
        )
    page = browser_page(script=False)
    sign_in(page, keeper, live_server.url)
    page.goto("/desk/calendar/")
    look(page, "calendar-years")
    page.goto("/desk/calendar/enter/")
    look(page, "calendar-enter")
    page.get_by_label("通知全文").fill(text(2026).replace("1月1日（周四）至3日", "1月1日（周五）至3日"))
    page.get_by_role("button", name="读取").click()
    expect(page.get_by_text("2026-01-01是周四，通知写的是周五。")).to_be_visible()
    look(page, "calendar-notice-doubts")
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=keeper)
    page.goto(f"/desk/calendar/notices/{notice.pk}/")
    look(page, "calendar-notice")
    job = Steps(page, "clerk", 12, "rehearse and put in force", 1)
    job.press(page.get_by_role("link", name="预演哪些期限会变"))
    expect(page.get_by_role("heading", level=1)).to_have_text("启用后，3件申请的3个期限会变")
    look(page, "calendar-preview")
    job.press(page.get_by_role("button", name="启用并重算"))
    expect(page.get_by_role("heading", level=1)).to_have_text("已经重算，3个期限变了")
    look(page, "calendar-recount")
    assert job.count == 2
    assert set(Application.objects.values_list("due_on", flat=True)) == {date(2026, 10, 16)}
    page.goto("/desk/calendar/2026/")
    look(page, "calendar-year")
    phone = browser_page(width=390, height=844)
    sign_in(phone, keeper, live_server.url)
    for name, address in (("year", "2026/"), ("years", ""), ("notice", f"notices/{notice.pk}/")):
        phone.goto(f"/desk/calendar/{address}")
        look(phone, f"calendar-{name}-phone")


@override_settings(NOW=NOW)
def test_many_cases_are_assigned_and_taken_back_without_script(
    browser_page: Open, live_server: LiveServer, transactional_db: None
) -> None:
    agency = factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    clerk = factories.clerk(agency)
    section = factories.section(agency)
    made_cases = [
        factories.application(
            agency, clerk, person=factories.person(name=f"周{n}", identity_number="", phone=f"1380000{n}")
        )
        for n in range(4)
    ]
    page = browser_page(script=False)
    sign_in(page, clerk, live_server.url)
    page.goto("/desk/applications/")
    for case in made_cases:
        page.get_by_label(f"选中{case.number}").check()
    look(page, "bulk-list")
    job = Steps(page, "clerk", 12, "assign many", 1)
    job.press(page.get_by_role("button", name="成批办理选中的"))
    look(page, "bulk-ask")
    page.get_by_label("指定承办科室").check()
    page.get_by_label("承办科室（选填）", exact=True).select_option(str(section.pk))
    job.press(page.get_by_role("button", name="逐件检查"))
    look(page, "bulk-preview")
    job.press(page.get_by_role("button", name="办理能办的4件"))
    expect(page.get_by_role("heading", level=1)).to_have_text("指定承办科室：办了4件")
    look(page, "bulk-batch")
    assert job.count == 3
    page.get_by_role("button", name="撤回整批").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已撤回4件")
    assert set(Application.objects.values_list("section", flat=True)) == {None}
    phone = browser_page(width=390, height=844)
    sign_in(phone, clerk, live_server.url)
    for name, address in (("list", "/desk/applications/"), ("batches", "/desk/bulk/batches/")):
        phone.goto(address)
        look(phone, f"bulk-{name}-phone")
