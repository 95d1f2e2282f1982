"""Every part as a browser shows it: nothing for axe-core to find, in any mode and width, and nothing that needs script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from browsing import axe, overflow, shoot

Open = Callable[..., Page]
PAGES: dict[str, tuple[str, int]] = {
    "kit": ("/", 200),
    "clock-long": ("/clocks/?only=long", 200),
    "clock-late": ("/clocks/?only=late", 200),
    "clock-provisional": ("/clocks/?only=provisional", 200),
    "clock-waiting": ("/clocks/?only=waiting", 200),
    "form": ("/ask/", 422),
    "form-empty": ("/ask/?empty", 200),
    "case": ("/desk/", 200),
    "phone": ("/desk/phone/", 200),
    "404": ("/no-such-page/", 404),
    "404-desk": ("/desk/no-such-page/", 404),
    "500": ("/broken/", 500),
    "403": ("/stale/", 403),
    "429": ("/slow/", 429),
}
MODES = {
    "wide": {"width": 1366},
    "narrow": {"width": 390},
    "large": {"width": 1366, "size": "large"},
    "large-narrow": {"width": 390, "size": "large"},
}


def unfold(page: Page) -> None:
    """Open everything that opens: what is folded away must be as good as the rest."""
    page.evaluate("() => document.querySelectorAll('details').forEach(fold => { fold.open = true; })")


@pytest.mark.parametrize("width", [1366, 390])
def test_no_kind_of_clock_scrolls_the_page_sideways(browser_page: Open, width: int) -> None:
    page = browser_page(width=width)
    page.goto("/clocks/")
    shoot(page, f"clocks-{width}")
    expect(page.locator("svg.clock")).to_have_count(14)
    assert overflow(page) == []


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_nothing_that_axe_finds_and_does_not_scroll_sideways(
    browser_page: Open, name: str, mode: str
) -> None:
    page = browser_page(**MODES[mode])
    address, status = PAGES[name]
    answer = page.goto(address)
    shoot(page, f"{name}-{mode}")
    unfold(page)
    assert (answer and answer.status, axe(page), overflow(page)) == (status, [], [])


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("name", ["case", "phone"])
def test_the_night_desk_has_nothing_that_axe_finds(browser_page: Open, name: str, width: int) -> None:
    page = browser_page(width=width, theme="dark")
    page.goto(PAGES[name][0])
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    shoot(page, f"{name}-night-{width}")
    unfold(page)
    assert axe(page) == []
