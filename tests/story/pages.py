"""The people of the story at their screens: each a browser of their own, and every page they open looked at.

`Person.look` is the measure of a page: axe-core finds nothing, nothing scrolls sideways, the console is quiet, no word of the other
body and no English stands on it; a numbered picture goes into ``GONGKAI_SHOTS``, and with it what each browser recorded, as a
trace that ``playwright show-trace`` plays.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from django.conf import settings
from playwright.sync_api import Locator, Page, Response, expect

import factories
from browsing import axe, follow, overflow, shoot
from gongkai.people.models import Account

WIDE: dict[str, Any] = {"width": 1366, "height": 900}
PHONE: dict[str, Any] = {"width": 390, "height": 844, "has_touch": True}
LATIN = frozenset({"Word", "PDF", "DOCX", "OFD", "Excel", "CSV", "JSON", "SHA", "ZIP", "WPS", "docx"})
"""Words in Latin letters that a page may show: names of formats."""


class Story:
    """What the whole run shares: the number of the next picture, the words that must stand nowhere, the faults so far."""

    def __init__(self, open_page: Callable[..., Page], secrets: Iterable[str]) -> None:
        self.open_page, self.secrets = open_page, tuple(secrets)
        self.faults: dict[str, list[str]] = {}
        self._numbers = count(1)
        self._people: list[Person] = []

    def at(self, moment: str) -> None:
        """Let the clock stand at ``moment`` (2025-09-08T20:14) for everybody, also in the thread of the server."""
        settings.NOW = datetime.fromisoformat(moment).isoformat()

    def person(
        self,
        name: str,
        account: Account | None = None,
        screen: dict[str, Any] = WIDE,
        secrets: tuple[str, ...] | None = None,
    ) -> Person:
        """Somebody with a browser. ``account``: who works at the desk; ``secrets``: what they may not see, where it is something
        else than for the others."""
        page = self.open_page(**screen, accept_downloads=True)
        page.set_default_timeout(15_000)
        made = Person(self, name, page, account, self.secrets if secrets is None else secrets)
        self._people.append(made)
        if _recording():
            page.context.tracing.start(screenshots=True, snapshots=True)
        return made

    def keep(self, person: Person, name: str) -> None:
        """A numbered picture of what ``person`` sees."""
        shoot(person.page, f"story-{next(self._numbers):02}-{person.name}-{name}")

    def finish(self) -> None:
        """Put what each browser recorded beside the pictures."""
        folder = _recording()
        if folder:
            for person in self._people:
                person.page.context.tracing.stop(path=Path(folder) / f"story-{person.name}.zip")


def _recording() -> str | None:
    return os.environ.get("GONGKAI_SHOTS")


class Person:
    """One person at their screen."""

    def __init__(self, story: Story, name: str, page: Page, account: Account | None, secrets: tuple[str, ...]) -> None:
        self.story, self.name, self.page, self.account, self.secrets = story, name, page, account, secrets

    def look(self, name: str) -> None:
        """Look at the page as it stands; what is wrong with it is kept under ``name``."""
        page = self.page
        self.story.keep(self, name)
        text = page.locator("body").inner_text()
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        wrong += [f"shows {secret}" for secret in self.secrets if secret in page.content()]
        wrong += [f"in English: {word}" for word in _english(text)]
        if wrong:
            self.story.faults[f"{self.name}: {name}"] = wrong

    def go(self, address: str) -> Response:
        answer = self.page.goto(address)
        assert answer is not None
        return answer

    def log_in(self) -> None:
        """Through the page for it; whoever is logged in already goes straight to today's page."""
        assert self.account is not None
        self.go("/desk/")
        if "/login" in self.page.url:
            self.look("log-in")
            self.fill("账号", self.account.username)
            self.fill("密码", factories.PASSWORD)
            self.press("登录")
        expect(self.page.locator("details.menu summary")).to_contain_text(self.account.name)

    def log_out(self) -> None:
        self.page.locator("details.menu summary").click()
        self.press("退出登录")
        expect(self.heading).to_have_text("登录公开工作台")

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_label(label, exact=True).fill(text)

    def tick(self, label: str) -> None:
        """Choose a box or a button whose label begins with ``label``."""
        self.page.get_by_label(re.compile(f"^{re.escape(label)}")).check()

    def attach(self, label: str, name: str, data: bytes, media_type: str = "application/pdf") -> None:
        field = self.page.get_by_label(label)
        field.set_input_files({"name": name, "mimeType": media_type, "buffer": data})

    def press(self, name: str | re.Pattern[str]) -> None:
        self.button(name).click()

    def follow(self, name: str | re.Pattern[str]) -> None:
        follow(self.page, self.link(name))

    def submit(self, name: str | re.Pattern[str]) -> None:
        """Press, and be on the page that comes of it."""
        follow(self.page, self.button(name))

    def button(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("button", name=name, exact=isinstance(name, str)).first

    def link(self, name: str | re.Pattern[str]) -> Locator:
        return self.page.get_by_role("link", name=name, exact=isinstance(name, str)).first

    def taken(self, press: Callable[[], None]) -> tuple[str, bytes]:
        """Name and content of the file that ``press`` downloads."""
        with self.page.expect_download() as started:
            press()
        return started.value.suggested_filename, Path(started.value.path()).read_bytes()

    def reads(self, text: str | re.Pattern[str]) -> None:
        """The words stand on the page and can be seen."""
        expect(self.page.get_by_text(text).first).to_be_visible()

    def told(self, text: str) -> None:
        """What the page says was done."""
        expect(self.page.locator(".said")).to_contain_text(text)

    @property
    def heading(self) -> Locator:
        return self.page.get_by_role("heading", level=1)

    @property
    def next_step(self) -> Locator:
        """The box that says what is next on a case."""
        return self.page.locator("#nx")


def _english(text: str) -> list[str]:
    """Words in Latin letters that a reader of Chinese should not meet. Addresses and codes are none."""
    bare = re.sub(
        # A query code is drawn by lot, and one of twenty has no figure in it.
        r"https?://\S+|\S+@\S+|\b[0-9a-f]{12,}\b|[\w（）-]+\.(?:pdf|docx|jpg)|\b[A-Z0-9-]*\d[A-Z0-9-]*\b"
        r"|\b[A-Z]{4}[- ][A-Z]{3}[- ][A-Z]{3}\b|\b[A-Z]{10}\b",
        "",
        text,
    )
    return sorted(set(re.findall(r"[A-Za-z]{3,}", bare)) - LATIN)
