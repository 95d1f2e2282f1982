"""The same house as in tests/calendars, and a way in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from calendars.conftest import House, friday, house
from gongkai.people.models import Account

__all__ = ["House", "friday", "house"]
Enter = Callable[[Account], Client]


@pytest.fixture
def enter() -> Enter:
    def entered(account: Account) -> Client:
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return entered
