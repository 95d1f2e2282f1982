"""Two bureaus with their people, on Friday 2026-09-11."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.conf import LazySettings
from django.test import Client

import factories
from gongkai.agencies.models import Agency, Section
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, LogEntry, Role

FRIDAY = date(2026, 9, 11)


@pytest.fixture
def friday() -> Iterator[date]:
    with clock.at(FRIDAY):
        yield FRIDAY


@pytest.fixture
def quick_passwords(settings: LazySettings) -> None:
    """Argon2 takes its time on purpose; `test_accounts` looks that it is what the settings ask for."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@dataclass
class Bureau:
    agency: Agency
    admin: Account
    second_admin: Account
    clerk: Account
    head: Account
    leader: Account
    section: Section
    contributor: Account

    def appointment(self, account: Account) -> Appointment:
        return Appointment.objects.get(account=account, agency=self.agency)


def _bureau(name: str, slug: str, code: str) -> Bureau:
    agency = factories.agency(name=f"云岭县{name}", short_name=f"县{name}", slug=slug, code=code)
    section = factories.section(agency)
    return Bureau(
        agency,
        factories.account(agency, Role.ADMINISTRATOR, name="何志远"),
        factories.account(agency, Role.ADMINISTRATOR, name="许若兰"),
        factories.clerk(agency),
        factories.office_head(agency),
        factories.leader(agency),
        section,
        factories.account(agency, Role.CONTRIBUTOR, section=section, name="陈思远"),
    )


@pytest.fixture
def bureau(db: None, friday: date) -> Bureau:
    return _bureau("商务局", "shangwu", "云商")


@pytest.fixture
def other(bureau: Bureau) -> Bureau:
    return _bureau("民政局", "minzheng", "云民")


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account, "django.contrib.auth.backends.ModelBackend")
    return client


def logged(verb: str) -> list[LogEntry]:
    return list(LogEntry.objects.filter(verb=verb).order_by("pk"))
