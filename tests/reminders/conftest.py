"""A bureau with a county office above it, on Monday 2026-09-21 at nine, and a post office that takes its mails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

import factories
from gongkai.agencies.models import Agency, Section, Site
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Role
from gongkai.reminders.models import Contact
from reminders.post_office import PostOffice

MONDAY = date(2026, 9, 21)
NINE = datetime(2026, 9, 21, 9)


@dataclass
class Bureau:
    agency: Agency
    office: Agency
    section: Section
    clerk: Account
    head: Account
    leader: Account
    chief: Account
    contributor: Account
    section_head: Account
    supervisor: Account
    administrator: Account
    stranger: Account

    def appointment(self, account: Account) -> Appointment:
        return Appointment.objects.get(account=account)


def furnish() -> Bureau:
    office = factories.agency(name="云岭县人民政府办公室", short_name="县政府办", slug="zfb", code="云政办")
    agency = factories.agency(
        name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", supervised_by=office
    )
    section = factories.section(agency)
    Site.objects.create(pk=1, name="云岭县", address="https://gk.yunling.example")
    return Bureau(
        agency,
        office,
        section,
        factories.clerk(agency),
        factories.office_head(agency),
        factories.leader(agency),
        factories.account(agency, Role.CHIEF, name="孙为民"),
        factories.account(agency, Role.CONTRIBUTOR, section=section, name="陈思远"),
        factories.account(agency, Role.SECTION_HEAD, section=section, name="马晓东"),
        factories.account(office, Role.SUPERVISOR, name="县府办督查"),
        factories.account(agency, Role.ADMINISTRATOR, name="何志远"),
        factories.clerk(factories.agency()),
    )


@pytest.fixture
def nine() -> Iterator[None]:
    with clock.at(NINE):
        yield


@pytest.fixture
def bureau(db: None, nine: None) -> Bureau:
    return furnish()


def contact(account: Account, mail: str = "each", **more: object) -> Contact:
    """``account`` with a mailbox."""
    values = {"email": f"u{account.pk}@yunling.example", "mail": mail, **more}
    return Contact.objects.update_or_create(account=account, defaults=values)[0]


@pytest.fixture
def post_office(settings: LazySettings, tmp_path: Path) -> Iterator[PostOffice]:
    with PostOffice() as office:
        settings.EMAIL_BACKEND = "gongkai.reminders.sending.transport.Backend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", office.port
        settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
        settings.SMTP_SECURITY, settings.SMTP_CA = "none", ""
        settings.EMAIL_TIMEOUT = 5
        settings.DEFAULT_FROM_EMAIL = "gongkai@yunling.example"
        yield office
