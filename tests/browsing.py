"""A real browser for tests: pages of a given width, what axe-core says about them, and whether they scroll sideways.

``GONGKAI_BROWSER`` names the browser, else a Chromium that is installed is found; without one these tests skip. ``GONGKAI_SHOTS``
names a folder in which `shoot` leaves its pictures, to be looked at; without it no picture is taken. ``GONGKAI_SLOW`` makes every
answer to the browser so many milliseconds late and its line narrow: a test that looks before a page is there, or presses before
its script has run, fails then at every run, and not once in a hundred on a busy machine.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect, sync_playwright

# Playwright's own loop runs in the thread of the test; Django would refuse every query there.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# The first is the same browser without windows: a page costs it less than half.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
# The suite never depends on the clock: how long to wait for what must come is no judgement on the page.
PATIENCE = 60_000  # milliseconds
SLOW = int(os.environ.get("GONGKAI_SLOW", "0"))
AXE = Axe().axe_script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def installed() -> str | None:
    """The browser to start, or None."""
    given = os.environ.get("GONGKAI_BROWSER")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """``GONGKAI_WITHOUT_BROWSER=1`` leaves the tests with a browser out: the second run, on another database, has seen them in
    the first."""
    if os.environ.get("GONGKAI_WITHOUT_BROWSER") == "1":
        out = [item for item in items if "chromium" in getattr(item, "fixturenames", ())]
        config.hook.pytest_deselected(items=out)
        items[:] = [item for item in items if item not in set(out)]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run. Skips where there is none."""
    path = installed()
    if path is None:
        pytest.skip("no Chromium is installed, and GONGKAI_BROWSER names none")
    options = ["--disable-dev-shm-usage", "--disable-gpu", "--font-render-hinting=none"]
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        options.append("--no-sandbox")
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setattr(Locator, "click", _and_be_there(Locator.click))
        browser = playwright.chromium.launch(executable_path=path, args=options)
        yield browser
        browser.close()


@pytest.fixture
def server(live_server: Any) -> str:
    """Where the pages are: the live server with the data base of the test. Tests of pages without data put their own here."""
    return str(live_server.url)


@pytest.fixture
def browser_page(chromium: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """``browser_page(width=1366, height=900, size="", theme="", script=True)``: a page in a context of its own.

    Addresses are relative to the `server`. ``size`` and ``theme`` are the reader's choices, as in the cookies. Anything that
    the page writes to its console as an error (a blocked style, a missing file) is kept in ``page.complaints``.
    """
    contexts: list[BrowserContext] = []

    def open_page(
        width: int = 1366, height: int = 900, size: str = "", theme: str = "", script: bool = True, **more: Any
    ) -> Page:
        context = chromium.new_context(
            base_url=server,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",
            java_script_enabled=script,
            **more,
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        context.add_cookies(
            [
                {"name": name, "value": value, "url": server}
                for name, value in (("size", size), ("theme", theme))
                if value
            ]
        )
        page = context.new_page()
        _slow_down(page)
        complaints: list[str] = []
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.complaints = complaints  # type: ignore[attr-defined]
        page.script = script  # type: ignore[attr-defined]
        return page

    yield open_page
    for context in contexts:
        context.close()


def _and_be_there(click: Callable[..., None]) -> Callable[..., None]:
    """A click comes back when the page that it leads to has begun to arrive. Who looks then (how many boxes are there, what is in
    this field) may see half of it, or press what has no script yet: so no click comes back before its page stands."""

    def clicked(self: Locator, **how: Any) -> None:
        click(self, **how)
        self.page.wait_for_load_state("domcontentloaded")

    return clicked


def _slow_down(page: Page) -> None:
    if not SLOW:
        return
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": SLOW, "downloadThroughput": 200_000, "uploadThroughput": 200_000},
    )


@contextmanager
def _with_script(page: Page) -> Iterator[Page]:
    """The page itself; where it runs no script, its markup as it stands in one that does: axe-core waits by timers, and without
    script none ever fires."""
    if getattr(page, "script", True) or page.context.browser is None:
        yield page
        return
    markup = re.sub(r"<script\b.*?</script>|</?noscript>", "", page.content(), flags=re.S)
    context = page.context.browser.new_context(
        viewport=page.viewport_size, locale="zh-CN", timezone_id="Asia/Shanghai", reduced_motion="reduce"
    )
    again = context.new_page()
    again.route(
        "**/*",
        lambda route: (
            route.fulfill(body=markup, content_type="text/html; charset=utf-8")
            if route.request.is_navigation_request()
            else route.continue_()
        ),
    )
    again.goto(page.url)
    yield again
    context.close()


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong, a line for each place: the rule, the element, and what is the matter."""
    with _with_script(page) as checked:
        checked.evaluate(AXE)
        # Only what is wrong comes back: all the rest that it looked at is as long as the page.
        found = checked.evaluate(
            "options => axe.run(document, options).then(found => found.violations)",
            {"runOnly": RULES, "resultTypes": ["violations"]},
        )
    return [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found
        for node in violation["nodes"]
    ]


def follow(page: Page, place: Locator) -> None:
    """Press what leads to another page, and be there. A bare click comes back while the old page still stands: who looks then sees
    that one, or none at all."""
    with page.expect_navigation():
        place.click()


def overflow(page: Page) -> list[str]:
    """The elements that make the page scroll sideways: [] when it does not."""
    return page.evaluate(
        """() => {
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll("body *")]
                .filter(e => e.getBoundingClientRect().right > width + 1 && !e.closest(".scroll, .tabs, .nav, .rail nav, .sr, .skip"))
                .map(e => `${e.tagName.toLowerCase()}.${e.getAttribute("class") || ""} to ${Math.round(e.getBoundingClientRect().right)}`);
        }"""
    )


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page as ``name``.png in ``GONGKAI_SHOTS``."""
    folder = os.environ.get("GONGKAI_SHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
