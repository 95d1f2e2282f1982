"""The look has no data: its pages are served without a data base, and every test sees them on 16 October 2026."""

from __future__ import annotations

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from gongkai.calendars.holding import HELD
from gongkai.law import WorkCalendar
from gongkai.law.calendar import provide, shipped


class Shipped:
    """The calendar that comes with the software, and no years of an installation over it: those are in a data base."""

    def calendar(self) -> WorkCalendar:
        return shipped()

    def refresh(self) -> None: ...


@pytest.fixture(scope="session")
def pages() -> Iterator[str]:
    """A server that asks no data base, and shares no connection with a test before it that did."""
    with patch("django.db.utils.ConnectionHandler.all", return_value=[]):
        running = LiveServer("localhost")
    yield running.url
    running.stop()


@pytest.fixture
def server(pages: str) -> str:
    return pages


@pytest.fixture(autouse=True)
def kit(settings: Settings) -> Iterator[None]:
    """The addresses of the kit, its day, and its calendar."""
    settings.ROOT_URLCONF = "look.kit"
    settings.NOW = "2026-10-16"
    provide(Shipped())
    yield
    provide(HELD)
