"""One bureau with its people, on Friday 2026-09-11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import override_settings

import factories
from gongkai.agencies.models import Agency, Section
from gongkai.people import clock
from gongkai.people.models import Account, Role

FRIDAY = date(2026, 9, 11)


@dataclass
class Bureau:
    agency: Agency
    clerk: Account
    head: Account
    leader: Account
    chief: Account
    section: Section
    contributor: Account


@pytest.fixture
def bureau(db: None) -> Bureau:
    agency = factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    section = factories.section(agency)
    return Bureau(
        agency,
        factories.clerk(agency),
        factories.office_head(agency),
        factories.leader(agency),
        factories.account(agency, Role.CHIEF, name="孙明远"),
        section,
        factories.account(agency, Role.CONTRIBUTOR, section=section, name="王磊"),
    )


@pytest.fixture(autouse=True)
def friday(tmp_path: object) -> Iterator[None]:
    with clock.at(FRIDAY), override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def enter():
    from django.test import Client

    def entered(account: Account) -> Client:
        client = Client()
        client.force_login(account, "django.contrib.auth.backends.ModelBackend")
        return client

    return entered
