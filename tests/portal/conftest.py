"""The public site on Thursday 2026-09-10, with files in a folder of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.cache import cache
from pytest_django import Settings

from gongkai.config.home import Home

EVENING = "2026-09-10T21:14"


@pytest.fixture(autouse=True)
def evening(settings: Settings, tmp_path: Path) -> Iterator[datetime]:
    """The clock stands at 21:14; ``GONGKAI_NOW`` is what the live server's thread sees, too."""
    settings.NOW = EVENING
    settings.HOME = Home(tmp_path)
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.STATIC_ROOT = tmp_path
    cache.clear()
    yield datetime.fromisoformat(EVENING)
