"""The pages of accounts as a browser shows them: nothing for axe-core to find, nothing scrolls sideways, no script is needed."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.conf import LazySettings
from django_otp.oath import totp
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import Page, expect

from browsing import axe, follow, overflow, shoot
from gongkai.people import actions, clock, second_factor
from gongkai.people.models import Account, Role
from people.conftest import Bureau, client_of

Open = Callable[..., Page]
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("quick_passwords")]
PASSWORD = "每天 八点半 准时开门"
MODES = {
    "wide": {"width": 1366},
    "narrow": {"width": 390},
    "large-narrow": {"width": 390, "size": "large"},
    "night": {"width": 1366, "theme": "dark"},
}


@pytest.fixture
def peopled(bureau: Bureau) -> Bureau:
    """The bureau with a deputy now and one to come, a second role, a second factor, a closed account, two sessions."""
    today = clock.today()
    week = timedelta(days=7)
    held = bureau.appointment(bureau.leader)
    actions.depute(held, to=bureau.head, starts_on=today, ends_on=today + week, by=bureau.leader, reason="参加培训")
    actions.depute(held, to=bureau.clerk, starts_on=today + week, ends_on=today + week, by=bureau.leader)
    actions.appoint(bureau.leader, agency=bureau.agency, role=Role.AUDITOR, starts_on=today + week, by=bureau.admin)
    actions.confirm_second_factor(bureau.leader, second_factor.device_to_set_up(bureau.leader))
    actions.deactivate(bureau.second_admin, by=bureau.admin)
    return bureau


@pytest.fixture
def friday() -> date:
    """The day of the server: the pages are made in its thread, by its clock."""
    return clock.today()


def look_at(page: Page, name: str, mode: str) -> tuple[str, list[str], list[str]]:
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")
    shoot(page, f"people-{name}-{mode}")
    return name, axe(page), overflow(page)


@pytest.mark.parametrize("mode", MODES)
def test_the_pages_of_an_account_have_nothing_that_axe_finds(
    browser_page: Open, server: str, peopled: Bureau, mode: str
) -> None:
    leader, admin = browser_page(**MODES[mode]), browser_page(**MODES[mode])
    for page, account in ((leader, peopled.leader), (admin, peopled.admin)):
        key = client_of(account).cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": key, "url": server}])
    client_of(peopled.leader)
    pages = {
        "account": (leader, "/account/"),
        "password": (leader, "/account/password/"),
        "second-factor": (leader, "/account/second-factor/"),
        "sessions": (leader, "/account/sessions/"),
        "deputies": (leader, "/account/deputies/"),
        "accounts": (admin, "/account/people/"),
        "account-new": (admin, "/account/people/new/"),
        "account-detail": (admin, f"/account/people/{peopled.leader.pk}/"),
        "rights": (admin, "/account/rights/"),
        "log": (admin, "/account/log/"),
        "agency": (admin, "/account/agency/"),
    }
    found = []
    for name, (page, address) in pages.items():
        answer = page.goto(address)
        assert (answer and answer.status, page.complaints) == (200, []), name  # type: ignore[attr-defined]
        found.append(look_at(page, name, mode))
    assert found == [(name, [], []) for name in pages]


@pytest.mark.parametrize("mode", ["wide", "narrow"])
def test_log_in_with_a_second_factor_from_the_first_page_to_the_desk(
    browser_page: Open, bureau: Bureau, settings: LazySettings, mode: str
) -> None:
    settings.DEMO = True
    settings.OTP_TOTP_THROTTLE_FACTOR = 0
    bureau.clerk.set_password(PASSWORD)
    bureau.clerk.needs_second_factor = True
    bureau.clerk.save()
    page, found = browser_page(**MODES[mode], script=True), []
    page.goto("/account/people/")
    found.append(look_at(page, "login", mode))
    page.get_by_label("账号").fill(bureau.clerk.username)
    page.get_by_label("密码").fill("不对")
    follow(page, page.get_by_role("button", name="登录", exact=True))
    found.append(look_at(page, "login-wrong", mode))
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("设置动态口令")
    found.append(look_at(page, "set-up", mode))
    code = f"{totp(TOTPDevice.objects.get(user=bureau.clerk).bin_key):06d}"
    page.get_by_role("textbox", name="动态口令").fill(code)
    page.get_by_role("button", name="确认设置").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("请抄下备用码")
    found.append(look_at(page, "codes", mode))
    recovery = page.locator("li.code").first.inner_text()
    page.goto("/account/")
    page.locator("summary").filter(has_text="李文静").click()
    page.get_by_role("button", name="退出登录").click()
    page.get_by_label("账号").fill(bureau.clerk.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("输入动态口令")
    found.append(look_at(page, "code", mode))
    page.get_by_role("textbox", name="动态口令").fill(recovery)
    page.get_by_role("button", name="继续登录").click()
    page.goto("/account/")
    expect(page.get_by_role("heading", level=1)).to_have_text("李文静的账号")
    assert [each for each in found if each[1:] != ([], [])] == []


@pytest.mark.parametrize("mode", ["wide", "narrow"])
def test_without_script_a_leader_names_a_deputy_in_two_steps(
    browser_page: Open, server: str, bureau: Bureau, mode: str
) -> None:
    page = browser_page(**MODES[mode], script=False)
    key = client_of(bureau.leader).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": server}])
    page.goto("/account/")
    page.get_by_role("link", name="请人代行").click()
    page.get_by_label("由谁代行").select_option(label="王立成")
    page.get_by_label("最后一天").fill((clock.today() + timedelta(days=3)).isoformat())
    page.get_by_role("button", name="指定代行").click()
    expect(page.get_by_role("status").first).to_contain_text("王立成将在")
    expect(page.get_by_role("cell", name="正在代行")).to_have_count(1)


def test_pages_that_refuse_are_pages_like_the_others(browser_page: Open, server: str, bureau: Bureau) -> None:
    page, found = browser_page(), []
    page.goto("/account/login/")
    for _ in range(6):
        page.get_by_label("账号").fill("nobody")
        page.get_by_label("密码").fill(f"不对{time.monotonic_ns()}")
        page.get_by_role("button", name="登录", exact=True).click()
        if page.get_by_role("heading", level=1).inner_text() == "登录已锁定":
            break
    expect(page.get_by_role("heading", level=1)).to_have_text("登录已锁定")
    found.append(look_at(page, "locked-out", "wide"))
    lost = Account.objects.create_user("lost", "周清源")
    key = client_of(lost).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": key, "url": server}])
    page.goto("/account/rights/")
    expect(page.get_by_role("heading", level=1)).to_have_text("这个账号现在没有任职")
    found.append(look_at(page, "no-standing", "wide"))
    assert [each for each in found if each[1:] != ([], [])] == []
