"""A bureau ready to publish and its supervising department, on Friday 2026-09-11."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from django.test import Client

import factories
from disclosures import factories as made
from gongkai.people import clock
from gongkai.people.models import Account, Role

FRIDAY = date(2026, 9, 11)


@pytest.fixture
def friday() -> Iterator[None]:
    with clock.at(FRIDAY):
        yield


@pytest.fixture
def house(db: None, friday: None) -> made.House:
    return made.house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


@pytest.fixture
def other(house: made.House) -> made.House:
    return made.house(name="云岭县民政局", short_name="县民政局", slug="minzheng", code="云民")


@pytest.fixture
def supervisor(house: made.House) -> Account:
    """Of the county's office, which supervises the bureau."""
    county = factories.agency(name="云岭县人民政府办公室", short_name="县政府办", slug="xzfb", code="云政办")
    type(house.agency).objects.filter(pk=house.agency.pk).update(supervised_by=county)
    return factories.account(county, Role.SUPERVISOR, name="孙立平")


@pytest.fixture
def enter() -> Callable[[Account], Client]:
    def entered(account: Account) -> Client:
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return entered
