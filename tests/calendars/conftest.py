"""One bureau that answers for the site, on Friday 2026-09-11; the calendar of the software before and after each test."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from django.test import override_settings

import factories
from gongkai.agencies.models import Agency, AgencyKind, Section
from gongkai.calendars.holding import HELD
from gongkai.people import clock
from gongkai.people.models import Account, Role

FRIDAY = date(2026, 9, 11)


@dataclass
class House:
    """``office`` answers for the site and its ``keeper`` keeps the calendar; ``agency`` is another body with cases."""

    office: Agency
    keeper: Account
    agency: Agency
    admin: Account
    clerk: Account
    head: Account
    leader: Account
    section: Section


@pytest.fixture
def house(db: None) -> House:
    office = factories.agency(
        name="云岭县人民政府办公室", short_name="县政府办", slug="zfb", code="云政办", kind=AgencyKind.GOVERNMENT_OFFICE
    )
    agency = factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    return House(
        office,
        factories.account(office, Role.ADMINISTRATOR, name="林晓"),
        agency,
        factories.account(agency, Role.ADMINISTRATOR, name="钱佳"),
        factories.clerk(agency),
        factories.office_head(agency),
        factories.leader(agency),
        factories.section(agency),
    )


@pytest.fixture(autouse=True)
def friday(tmp_path: object) -> Iterator[None]:
    HELD.forget()
    with clock.at(FRIDAY), override_settings(MEDIA_ROOT=tmp_path):
        yield
    HELD.forget()
