"""Two bureaus, on Friday 2026-10-16."""

from __future__ import annotations

import pytest
from django.test import override_settings

from disclosures.factories import House, house


@pytest.fixture(autouse=True)
def friday(settings, tmp_path):  # type: ignore[no-untyped-def]
    settings.NOW = "2026-10-16T09:00"
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def here(db: None) -> House:
    return house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")


@pytest.fixture
def other(db: None) -> House:
    """Another body, whose people must see and do nothing here."""
    return house(name="云岭县农业农村局", short_name="县农业农村局", slug="nongye", code="云农")
