"""The pages of a case in a real browser: nothing for axe-core to find in any mode, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from browsing import axe, overflow, shoot
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


__all__ = ["address", "stages"]
