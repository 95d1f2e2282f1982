"""The bureau of tests/reminders, and a way in."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from gongkai.people.models import Account
from reminders.conftest import Bureau, bureau, nine

__all__ = ["Bureau", "bureau", "nine"]
Enter = Callable[[Account], Client]


@pytest.fixture
def enter() -> Enter:
    def entered(account: Account) -> Client:
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return entered
