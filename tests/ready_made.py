"""An installation whose database is migrated already. Bringing one up takes many seconds, and most tests that need one are about
something else."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def ready_made(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[Path], None]:
    """A function that fills a new data folder with the database that pytest has made for itself, empty, and the keys that fit. On
    PostgreSQL it does nothing: there the installation brings its database up by itself."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "sqlite":
        return lambda home: None
    model = tmp_path_factory.mktemp("ready") / "gongkai.sqlite3"
    with django_db_blocker.unblock(), closing(sqlite3.connect(model)) as copy:  # type: ignore[attr-defined]
        connection.ensure_connection()
        # Where no test of the run asks for the database itself, pytest has made none.
        if "people_account" not in connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        connection.connection.backup(copy)
        # What earlier tests counted up to is not the beginning of an installation.
        copy.execute("DELETE FROM sqlite_sequence")
        copy.commit()

    def fill(home: Path) -> None:
        home.mkdir(parents=True, exist_ok=True)
        shutil.copy(model, home / "gongkai.sqlite3")
        shutil.copytree(settings.HOME.root / "keys", home / "keys", dirs_exist_ok=True)

    return fill
