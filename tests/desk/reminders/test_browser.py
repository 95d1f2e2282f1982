"""The pages of reminders in a real browser, without script and on a phone: nothing for axe-core to find, nothing that scrolls
sideways."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

import factories
from browsing import axe, overflow, shoot
from desk.reviewing.entering import sign_in
from gongkai.applications import actions as cases
from gongkai.people import clock
from gongkai.reminders import actions
from gongkai.reminders.actions.own import try_mail
from gongkai.reminders.models import Delivery
from gongkai.reminders.returning import marking
from gongkai.reminders.sending.composing import stop_token
from reminders.conftest import MONDAY, NINE, contact, furnish

Open = Callable[..., Page]
PAGES = ("", "clocks/", "settings/", "calendar/", "log/", "body/")


def look(page: Page, name: str) -> None:
    assert (axe(page), overflow(page)) == ([], []), name
    shoot(page, name)


@override_settings(NOW="2026-10-26T09:00")
def test_what_is_due_is_read_an_absence_noted_and_a_calendar_made_without_script(
    browser_page: Open, live_server: LiveServer, transactional_db: None
) -> None:
    with clock.at(NINE):
        bureau = furnish()
        factories.application(bureau.agency, bureau.clerk, on=MONDAY)
        contact(bureau.clerk)
        contact(bureau.head)
        cases.file_complaint(
            bureau.agency, number="云公开投〔2026〕3号", received_by="云岭县政务公开办公室", received_on=MONDAY, about="late",
            text="超过二十个工作日没有答复", due_on=date(2026, 10, 28), by=bureau.clerk,
        )  # fmt: skip
    with clock.at(datetime(2026, 10, 26, 9)):
        actions.replan()
        actions.tell()
        trial = try_mail(bureau.clerk)
        marking.mark(trial, "收件地址不存在（5.1.1：no such user）", clock.now())
        Delivery.objects.filter(pk=trial.pk).update(
            state="bounced", error="收件地址不存在（5.1.1：no such user）。请本人核对邮箱地址。"
        )
    page = browser_page(script=False)
    sign_in(page, bureau.clerk, live_server.url)
    page.goto("/desk/reminders/")
    expect(page.get_by_role("heading", level=1)).to_have_text("有2条提醒没有读")
    expect(page.get_by_text("您的邮箱收不到邮件：收件地址不存在（5.1.1：no such user）。")).to_be_visible()
    look(page, "reminders-told")
    page.get_by_role("button", name="标为已读", exact=False).nth(1).click()
    page.get_by_role("button", name="标为已读").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("提醒都读过了")
    page.goto("/desk/reminders/settings/")
    page.get_by_label("第一天").fill("2026-11-02")
    page.get_by_label("最后一天").fill("2026-11-06")
    page.get_by_role("button", name="登记不在岗").click()
    expect(page.get_by_role("button", name="撤销")).to_be_visible()
    look(page, "reminders-settings")
    page.goto("/desk/reminders/calendar/")
    page.get_by_role("button", name="生成日历地址").click()
    expect(page.get_by_label("复制到日历程序")).to_be_visible()
    look(page, "reminders-calendar")
    page.goto("/desk/reminders/clocks/")
    look(page, "reminders-clocks")
    page.goto("/desk/reminders/log/")
    expect(page.get_by_text("1人的邮箱收不到邮件")).to_be_visible()
    look(page, "reminders-log")
    page.goto(f"/desk/reminders/stop/{stop_token(bureau.clerk.pk)}/")
    look(page, "reminders-stop")
    page.get_by_role("button", name="不再收邮件").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("不再给您发提醒邮件")
    phone = browser_page(width=390, height=844)
    sign_in(phone, bureau.head, live_server.url)
    for path in PAGES:
        phone.goto(f"/desk/reminders/{path}")
        look(phone, f"reminders-phone-{path.rstrip('/') or 'told'}")
    phone.goto("/desk/complaints/")
    phone.get_by_role("link", name="云公开投〔2026〕3号").click()
    look(phone, "complaint-phone")
    wide = browser_page(theme="dark")
    sign_in(wide, bureau.supervisor, live_server.url)
    wide.goto("/desk/")
    look(wide, "complaint-today-department")
    wide.get_by_role("link", name="云公开投〔2026〕3号").click()
    wide.get_by_label("告知投诉举报人之日").fill("2026-10-26")
    look(wide, "complaint-department-night")
    wide.get_by_role("button", name="登记日期").click()
    expect(wide.get_by_text("日期已登记，提醒随之更新。")).to_be_visible()
    wide = browser_page()
    sign_in(wide, bureau.head, live_server.url)
    wide.goto("/desk/reminders/body/")
    look(wide, "reminders-body")
