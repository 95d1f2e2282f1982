"""Retention in a real browser: nothing for axe-core to find, nothing that scrolls sideways, everything without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Page

import factories
from browsing import axe, overflow, shoot
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.retention import actions
from gongkai.retention.models import DestructionList
from retention.scene import House, house, planted, planted_person

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
MODES = {"wide": {"width": 1366}, "phone": {"width": 390}, "night": {"width": 1366, "theme": "dark"}}


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with clock.at(datetime(2026, 9, 11, 12)), override_settings(MEDIA_ROOT=tmp_path, NOW="2026-09-11T12:00:00"):
        yield


def sign_in(page: Page, account: Account, url: str) -> None:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


def furnished() -> House:
    of = house(name="云岭县商务局", short_name="商务局", slug="shangwu", code="云商")
    case = planted(of)
    planted(of, datetime(2022, 5, 6).date(), planted_person())
    actions.place_hold(of.agency, case, reason="审计调阅", by=of.clerk)
    planted(of, datetime(2023, 5, 8).date(), factories.person())
    return of


@pytest.mark.parametrize("mode", MODES)
def test_every_page_is_sound_in_every_mode(browser_page: Open, server: str, mode: str) -> None:
    of = furnished()
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.clerk)
    page = browser_page(**MODES[mode])
    sign_in(page, of.head, server)
    paths = {
        "schedule": "/desk/retention/",
        "preview": "/desk/retention/bodies/shangwu/",
        "length": "/desk/retention/bodies/shangwu/case/",
        "list": f"/desk/retention/lists/{found.pk}/",
        "holds": "/desk/retention/holds/",
    }
    wrong = []
    for name, path in paths.items():
        page.goto(path)
        shoot(page, f"retention-{name}-{mode}")
        wrong += [(name, each) for each in (*axe(page), *overflow(page), *page.complaints)]  # type: ignore[attr-defined]
    assert wrong == []


def test_a_list_is_drawn_up_and_approved_without_script(browser_page: Open, server: str) -> None:
    of = furnished()
    page = browser_page(script=False)
    sign_in(page, of.clerk, server)
    page.goto("/desk/retention/bodies/shangwu/")
    page.get_by_role("button", name="编制销毁清册，送审批").click()
    found = DestructionList.objects.get()
    other = browser_page(script=False)
    sign_in(other, of.leader, server)
    other.goto(f"/desk/retention/lists/{found.pk}/")
    other.get_by_role("button", name="同意，30天后销毁").click()
    found.refresh_from_db()
    assert found.state == "pending"
    shoot(other, "retention-pending")
