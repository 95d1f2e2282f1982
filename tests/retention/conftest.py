"""A body with ten years of cases whose applicants have left everything that can be left."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import override_settings

from gongkai.people import clock
from retention.scene import TODAY


@pytest.fixture(autouse=True)
def _day(tmp_path: Path) -> Iterator[None]:
    with clock.at(TODAY), override_settings(MEDIA_ROOT=tmp_path / "files"):
        yield


@pytest.fixture
def aged(tmp_path: Path):
    """Make every file of the store old, so that none of them can belong to an action under way."""

    def age() -> None:
        for path in (tmp_path / "files").rglob("*"):
            os.utime(path, (time.time() - 400 * 86400,) * 2)

    return age
