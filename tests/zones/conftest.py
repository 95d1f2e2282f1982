"""Two zones. Most tests play both sides in one data base, each side with its own keys and folders (`scene.side`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import override_settings

from gongkai.people import clock

NOON = datetime(2026, 9, 11, 12, 0)


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with clock.at(NOON), override_settings(MEDIA_ROOT=tmp_path / "files", SEALING_KEYS="k1:" + "1f" * 32):
        yield
