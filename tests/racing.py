"""A database that several connections can write to at once: for tests of races, on either database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, connections


@pytest.fixture
def in_a_file(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """SQLite's, in memory for the tests, is copied into a file, and this thread goes on there until the test ends."""
    if connection.vendor != "sqlite":
        yield
        return
    place = tmp_path / "races.sqlite3"
    copy = sqlite3.connect(place)
    connection.ensure_connection()
    memory = connection.connection
    memory.backup(copy)
    copy.close()
    monkeypatch.setitem(connections.settings["default"], "NAME", str(place))
    connection.connection = None
    connection.ensure_connection()
    yield
    connection.connection.close()
    connection.connection = memory
