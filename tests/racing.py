"""A database that several connections can write to at once: for tests of races, on either database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def for_threads(place: Path) -> Iterator[None]:
    """Connections that are opened meanwhile, by other threads, write to the file ``place``, into which SQLite's database in memory is
    copied. This thread stays where it is, so it must not write."""
    default = connections.settings["default"]
    name = default["NAME"]
    if connection.vendor == "sqlite":
        copy = sqlite3.connect(place)
        connection.ensure_connection()
        connection.connection.backup(copy)
        copy.close()
        default["NAME"] = str(place)
    try:
        yield
    finally:
        # Before the tables are emptied: the connection of this thread is to the database in memory.
        default["NAME"] = name
