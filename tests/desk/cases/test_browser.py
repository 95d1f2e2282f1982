"""The pages of a case in a real browser: nothing for axe-core to find in any mode, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from browsing import axe, follow, overflow, shoot
from desk.cases import stages
from desk.cases.conftest import Bureau, address
from desk.cases.scene import furnish
from gongkai.people.models import Account

Open = Callable[..., Page]
MODES = {
    "wide": {"width": 1366},
    "phone": {"width": 390},
    "large-phone": {"width": 390, "size": "large"},
    "night": {"width": 1366, "theme": "dark"},
}


def sign_in(page: Page, account: Account, url: str) -> None:
    """A session of ``account``, as log-in makes it."""
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


@pytest.mark.parametrize("mode", MODES)
def test_every_page_of_a_case_is_right_for_everybody(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any, mode: str
) -> None:
    pages = furnish(bureau)
    page = browser_page(**MODES[mode])
    sign_in(page, bureau.clerk, live_server.url)
    found: dict[str, list[str]] = {}
    for name, where in pages.items():
        answer = page.goto(where)
        assert answer is not None and answer.status == 200, (name, answer and answer.status)
        shoot(page, f"case-{name}-{mode}")
        page.evaluate("() => document.querySelectorAll('details:not(.menu)').forEach(fold => { fold.open = true; })")
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong:
            found[name] = wrong
    assert found == {}


@pytest.mark.parametrize("mode", ["wide", "phone", "night"])
def test_pages_with_errors_and_findings_are_right_too(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any, mode: str
) -> None:
    page = browser_page(**MODES[mode])
    sign_in(page, bureau.clerk, live_server.url)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        shoot(page, f"case-{name}-{mode}")
        page.evaluate("() => document.querySelectorAll('details:not(.menu)').forEach(fold => { fold.open = true; })")
        # The browser notes every 422 on its console; what counts is what else it notes.
        noted = [line for line in page.complaints if "422" not in line]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong := [*axe(page), *overflow(page), *noted]:
            found[name] = wrong

    case = stages.handling(bureau)
    page.goto(address("call_correction", case))
    follow(page, page.get_by_role("button", name="送王立成审批"))
    expect(page.locator("[data-errors]")).to_be_focused()
    look("errors")
    page.get_by_label("没有写明所需信息的时间范围").check()
    follow(page, page.get_by_role("button", name="刷新告知书"))
    look("correction-preview")
    page.goto(address("decide", case))
    follow(page, page.get_by_role("button", name="看办理结果"))
    look("decide-open")
    page.goto(f"{address('decide', case)}?search=none&done=1")
    look("decide-against")
    written = stages.drafting(bureau)
    letter = stages.letter(written, "S2")
    page.goto(address("letter", written, letter.pk))
    first = page.locator("#t0")
    first.fill(first.input_value().replace("2026年10月16日", "2026年10月1日"))
    follow(page, page.get_by_role("button", name="送赵建国审批"))
    expect(page.locator("[data-errors]")).to_be_visible()
    look("letter-faulty")
    page.goto(address("", case))
    follow(page, page.locator("form:has([value=phone]) button"))
    look("reveal")
    assert found == {}
