"""An installation whose database is migrated already. Bringing one up takes many seconds, and most tests that need one are about
something else."""

from __future__ import annotations

import os
import secrets
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

# What earlier tests counted up to is not the beginning of an installation.
_FROM_THE_BEGINNING = """
SELECT format('SELECT setval(%L, COALESCE((SELECT MAX(%I) FROM %I), 0) + 1, false)', counter, column_name, table_name)
FROM (
  SELECT table_name, column_name, pg_get_serial_sequence(format('%I.%I', table_schema, table_name), column_name) AS counter
  FROM information_schema.columns WHERE table_schema = 'public'
) AS columns WHERE counter IS NOT NULL
"""


class ReadyMade:
    """The database that pytest has made for itself, empty, to be copied: a file on SQLite, a template on PostgreSQL."""

    def __init__(self, folder: Path, keys: Path) -> None:
        from django.db import connection

        self._model, self._keys = folder / "gongkai.sqlite3", keys
        self._template = ""
        if connection.vendor == "sqlite":
            with closing(sqlite3.connect(self._model)) as copy:
                connection.ensure_connection()
                connection.connection.backup(copy)
                copy.execute("DELETE FROM sqlite_sequence")  # as `_FROM_THE_BEGINNING`
                copy.commit()
            return
        self._template = f"gongkai_ready_{secrets.token_hex(4)}"
        with _server() as run:
            run("CREATE DATABASE {}", self._template)
        # By way of a dump: a server copies at once only what nobody else looks into, and some test may still hold a connection.
        source, target = _address(str(connection.settings_dict["NAME"])), _address(self._template)
        dump = subprocess.run(["pg_dump", "--no-owner", f"--dbname={source}"], check=True, capture_output=True).stdout
        load = ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--dbname={target}"]
        subprocess.run(load, input=dump, check=True, stdout=subprocess.DEVNULL)
        with _server(self._template) as run:
            for (statement,) in run(_FROM_THE_BEGINNING).fetchall():
                run(statement)

    def __call__(self, home: Path) -> None:
        """Fill a new data folder with the keys that fit, and on SQLite with the database."""
        home.mkdir(parents=True, exist_ok=True)
        if not self._template:
            shutil.copy(self._model, home / "gongkai.sqlite3")
        shutil.copytree(self._keys, home / "keys", dirs_exist_ok=True)

    @contextmanager
    def database(self, purpose: str, *, empty: bool = False) -> Iterator[str]:
        """The address of a database on the server that holds the same, or nothing, dropped afterwards; "" on SQLite."""
        if not self._template:
            yield ""
            return
        name = f"gongkai_{purpose}_{secrets.token_hex(4)}"
        with _server() as run:
            run("CREATE DATABASE {} TEMPLATE {}", name, "template1" if empty else self._template)
        try:
            yield _address(name)
        finally:
            with _server() as run:
                run("DROP DATABASE {} WITH (FORCE)", name)

    def end(self) -> None:
        if self._template:
            with _server() as run:
                run("DROP DATABASE {} WITH (FORCE)", self._template)


def _address(database: str) -> str:
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()


@contextmanager
def _server(database: str = "postgres") -> Iterator[Callable[..., Any]]:
    import psycopg
    from django.db import connection
    from psycopg import sql

    given = connection.settings_dict
    where = {"host": given["HOST"], "port": given["PORT"], "user": given["USER"], "password": given["PASSWORD"]}
    where = {key: value for key, value in where.items() if value}
    with psycopg.connect(dbname=database, autocommit=True, **where) as server:

        def run(words: str, *names: str) -> Any:
            return server.execute(sql.SQL(words).format(*map(sql.Identifier, names)) if names else words)

        yield run


@pytest.fixture(scope="session")
def ready_made(
    django_db_setup: None, django_db_blocker: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ReadyMade]:
    """``ready_made(home)`` fills a new data folder; ``with ready_made.database(purpose) as address`` makes one on the server."""
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connection.ensure_connection()
        # Where no test of the run asks for the database itself, pytest has made none.
        if "people_account" not in connection.introspection.table_names():
            call_command("migrate", verbosity=0)
        made = ReadyMade(tmp_path_factory.mktemp("ready"), settings.HOME.root / "keys")
    yield made
    made.end()
