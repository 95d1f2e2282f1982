"""Two bureaus with people in every role, on Friday 2026-10-16."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import override_settings

from disclosures.factories import House, house
from gongkai.people import clock

FRIDAY = date(2026, 10, 16)


@pytest.fixture(autouse=True)
def friday(tmp_path: object) -> Iterator[None]:
    with clock.at(FRIDAY), override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def here(db: None) -> House:
    return house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


@pytest.fixture
def other(db: None) -> House:
    """Another body, whose people must see and do nothing here."""
    return house(name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农")
