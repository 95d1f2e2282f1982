"""The lists in a real browser: nothing for axe-core to find in any mode, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page
from pytest_django import Settings

from browsing import axe, overflow, shoot
from desk.lists.scene import Scene, furnish
from gongkai.people.models import Account

Open = Callable[..., Page]
MODES = {
    "wide": {"width": 1366},
    "phone": {"width": 390},
    "large-phone": {"width": 390, "size": "large"},
    "night": {"width": 1366, "theme": "dark"},
}
PAGES = {
    "today-clerk": ("clerk", "/desk/"),
    "today-head": ("head", "/desk/"),
    "today-leader": ("leader", "/desk/"),
    "today-section": ("contributor", "/desk/"),
    "today-empty": ("supervisor", "/desk/"),
    "applications": ("clerk", "/desk/applications/"),
    "applications-none": ("clerk", "/desk/applications/?q=没有这样的&stage=all&channel=fax"),
    "intake": ("clerk", "/desk/applications/new/"),
    "registered": ("clerk", "/desk/applications/{late}/registered/"),
    "approvals": ("head", "/desk/approvals/"),
    "approve": ("leader", "/desk/approvals/{review}/"),
    "letters": ("clerk", "/desk/letters/"),
    "tasks": ("contributor", "/desk/tasks/"),
    "task": ("contributor", "/desk/tasks/{task}/"),
    "fees": ("clerk", "/desk/fees/"),
    "templates": ("head", "/desk/templates/"),
    "template": ("head", "/desk/templates/S3/"),
    "template-form": ("head", "/desk/templates/P11/"),
}


def sign_in(page: Page, account: Account, url: str) -> None:
    """A session of ``account``, as log-in makes it."""
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


@pytest.fixture
def scene(transactional_db: None, bureau, settings: Settings) -> Scene:  # type: ignore[no-untyped-def]
    """The furnished office. The server runs in a thread of its own, which the clock of the test does not reach."""
    settings.NOW = "2026-10-16T09:00"
    return furnish(bureau)


@pytest.mark.parametrize("mode", MODES)
def test_every_list_is_right_for_everybody(
    browser_page: Open,
    live_server,
    bureau,
    scene: Scene,
    mode: str,  # type: ignore[no-untyped-def]
) -> None:
    review = scene.answer.reviews.get(verdict="", voided_at=None)
    keys = {"late": scene.late.pk, "review": review.pk, "task": scene.task.pk}
    page = browser_page(**MODES[mode])
    found: dict[str, list[str]] = {}
    for name, (who, address) in PAGES.items():
        sign_in(page, getattr(bureau, who), live_server.url)
        answer = page.goto(address.format(**keys))
        assert answer is not None and answer.status == 200, name
        shoot(page, f"lists-{name}-{mode}")
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong:
            found[name] = wrong
    assert found == {}
