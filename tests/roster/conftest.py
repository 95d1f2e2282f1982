"""A county's office with its administrator, on Friday 2026-09-11."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

import factories
from gongkai.agencies.models import Agency, AgencyKind
from gongkai.people.models import Account, Role
from people.conftest import friday, quick_passwords

__all__ = ["friday", "quick_passwords"]


@dataclass
class County:
    """``office`` hosts the site, ``keeper`` is its administrator; ``bureau`` is an ordinary body with people of its own."""

    office: Agency
    keeper: Account
    bureau: Agency
    admin: Account
    clerk: Account


def county_of() -> County:
    office = factories.agency(
        name="示例县人民政府办公室", short_name="县政府办", slug="zfb", code="示政办", kind=AgencyKind.GOVERNMENT_OFFICE
    )
    keeper = factories.account(office, Role.ADMINISTRATOR, name="林晓")
    bureau = factories.agency(
        name="示例县商务局", short_name="县商务局", slug="shangwu", code="示商", supervised_by=office
    )
    admin = factories.account(bureau, Role.ADMINISTRATOR, name="何志远")
    return County(office, keeper, bureau, admin, factories.clerk(bureau))


@pytest.fixture
def county(db: None, friday: object, quick_passwords: None) -> County:
    return county_of()
