"""A bureau ready to publish, on Friday 2026-09-11."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from disclosures import factories
from gongkai.people import clock

FRIDAY = date(2026, 9, 11)


@pytest.fixture
def friday() -> Iterator[date]:
    with clock.at(FRIDAY):
        yield FRIDAY


@pytest.fixture
def house(db: None, friday: date) -> factories.House:
    return factories.house(
        name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", organisation_code="11410000MB0000000X"
    )


@pytest.fixture
def other(house: factories.House) -> factories.House:
    return factories.house(name="云岭县民政局", short_name="县民政局", slug="minzheng", code="云民")
