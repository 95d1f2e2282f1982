"""Two bureaus ready to publish, on Friday 2026-10-16, the day of the look's own example."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client, override_settings

from disclosures.factories import House, house
from gongkai.people import clock
from gongkai.people.models import Account

FRIDAY = date(2026, 10, 16)
Enter = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def friday(tmp_path: object) -> Iterator[None]:
    with clock.at(FRIDAY), override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def bureau(db: None) -> House:
    return house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


@pytest.fixture
def other(db: None) -> House:
    """Another body, whose people must see nothing of the first."""
    return house(name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农")


@pytest.fixture
def enter(db: None) -> Enter:
    """``enter(account)``: a client logged in as that person."""

    def as_(account: Account) -> Client:
        made = Client()
        made.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
        return made

    return as_
