"""What a backup holds of the database: the copy of one moment, what it names and counts, and how it is loaded again.

SQLite is copied by its own online backup, which is consistent while the site runs; PostgreSQL through pg_dump, on a snapshot that this
process has looked into.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from gongkai.errors import GongkaiError
from gongkai.language import say

SQLITE_FILE = "gongkai.sqlite3"
DUMP_FILE = "gongkai.pgdump"


def copy_database(folder: Path) -> tuple[Path, list[str], dict[str, int]]:
    """A copy of the database as it is at one moment; the files it names as they stand in an archive; its rows by table."""
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        target = folder / SQLITE_FILE
        with (
            closing(sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            # All pages in one step: one moment, whoever writes meanwhile.
            source.backup(copy)
            return target, *_contents(copy.execute)
    target = folder / DUMP_FILE
    with connection.cursor() as cursor:
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            cursor.execute("SELECT pg_export_snapshot()")
            name = cursor.fetchone()[0]
            _postgresql("pg_dump", "--format=custom", "--no-owner", f"--snapshot={name}", f"--file={target}")

            def ask(sql: str) -> Any:
                cursor.execute(sql)
                return cursor.fetchall()

            return target, *_contents(ask)
        finally:
            cursor.execute("ROLLBACK")


def _contents(ask: Callable[[str], Any]) -> tuple[list[str], dict[str, int]]:
    """The files that a database names, and how many rows its tables have: those that this version of the program knows."""
    from django.apps import apps
    from django.db import connection

    standing = set(connection.introspection.table_names())
    tables = sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)} & standing)
    named = [
        f"files/{agency}/{sha256[:2]}/{sha256}"
        for agency, sha256 in ask("SELECT agency_id, sha256 FROM applications_storedfile")
    ]
    return named, {table: next(iter(ask(f'SELECT COUNT(*) FROM "{table}"')))[0] for table in tables}


def holds(place: Path, rows: dict[str, int]) -> bool:
    """Whether a copy of SQLite is sound and its tables have so many rows. It is asked before the copy takes any place."""
    try:
        # Nobody else has it open, so no journal need be made beside it.
        with closing(sqlite3.connect(f"{place.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as base:
            if base.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
                return False
            standing = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            return set(rows) <= standing and all(
                base.execute(f'SELECT COUNT(*) FROM "{table}"').fetchone() == (number,)
                for table, number in rows.items()
            )
    except sqlite3.Error:
        return False


def lost(manifest: dict[str, Any]) -> list[str]:
    """The tables that do not have the rows which the backup counted. Ask before anything is written to what was restored."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        standing = set(connection.introspection.table_names(cursor))
        for table, number in dict(manifest.get("rows", {})).items():
            if table not in standing:
                found.append(table)
                continue
            cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")
            if cursor.fetchone()[0] != number:
                found.append(table)
    return found


def _postgresql(program: str, *arguments: str) -> None:
    from django.db import connection

    if shutil.which(program) is None:
        raise GongkaiError(
            say("没有找到 {program}，无法处理 PostgreSQL 数据库。请先安装 PostgreSQL 客户端。", program=program)
        )
    given = connection.settings_dict
    environment = {
        **os.environ,
        "PGHOST": str(given["HOST"] or ""),
        "PGPORT": str(given["PORT"] or ""),
        "PGUSER": str(given["USER"] or ""),
        "PGPASSWORD": str(given["PASSWORD"] or ""),
        "PGDATABASE": str(given["NAME"]),
    }
    run = subprocess.run(
        [program, *arguments],
        env={key: value for key, value in environment.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise GongkaiError(
            say(
                "{program} 没有成功：{reason}请核对数据库地址和权限。",
                program=program,
                reason=run.stderr.strip()[-300:] + " ",
            )
        )


def load_dump(home: Path) -> None:
    """Load the PostgreSQL dump of a restored folder into the configured, empty database. Raises GongkaiError; then the folder is taken
    away again, so that the restore can be tried anew."""
    dump = home / DUMP_FILE
    if dump.exists():
        try:
            _postgresql(
                "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname=" + _name(), str(dump)
            )
        except GongkaiError:
            shutil.rmtree(home)
            raise
        dump.unlink()


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])
