"""Every test of the report's pages happens on 23 January 2026, eight days before the report is due."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.reports.scene import JANUARY, Year, year
from gongkai.people.models import Account


@pytest.fixture(autouse=True)
def january(settings: Any) -> None:
    settings.NOW = JANUARY.isoformat()


@pytest.fixture
def here(db: None, january: None) -> Year:
    return year()


@pytest.fixture
def as_(client: Client) -> Callable[[Account], Client]:
    """The client, signed in as somebody."""

    def sign_in(account: Account) -> Client:
        client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in
