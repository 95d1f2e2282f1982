"""Backups: one archive of database, files and keys with a manifest of hashes; and how it is brought back.

SQLite is copied by its own online backup, which is consistent while the site runs; PostgreSQL through pg_dump, on a snapshot that this
process has looked into. Files are stored by hash and never change, so copying them after the database misses nothing that the database
names; whether it does is looked up, for a file may be destroyed meanwhile. Before an archive gets its name it is read back whole.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from gongkai import __version__
from gongkai.errors import GongkaiError
from gongkai.language import say

MANIFEST = "manifest.json"
SQLITE_FILE = "gongkai.sqlite3"
DUMP_FILE = "gongkai.pgdump"
_KEPT = ("files", "keys")
_CHUNK = 1 << 20
_TRIES = 3
"""A file that is destroyed by rights between the copy of the database and its own: then the whole is copied again."""


def write_backup(home: Path, target: Path, now: datetime) -> int:
    """Write the whole installation to ``target`` (.tar.gz), readable by its owner alone; how many files it holds.

    Raises GongkaiError where ``target`` exists, the database cannot be copied, a file that it names is missing, the disk is full, or the
    archive does not read back; then nothing is left behind.
    """
    if target.exists():
        raise GongkaiError(say("“{target}”已经存在，没有覆盖。请换一个文件名。", target=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}.part")
    try:
        for again in range(_TRIES):
            manifest, lacking = _written(home, part, now)
            if not lacking:
                break
            if again + 1 == _TRIES:
                raise GongkaiError(
                    say(
                        "有{n}个登记的文件不在存储目录中，没有备份，例如{name}。请用 gongkai audit verify 查看，从以前的备份找回后再试。",
                        n=len(lacking),
                        name=lacking[0],
                    )
                )
        _read_back(part, manifest)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise GongkaiError(
            say("备份没有写成：{reason}。请检查磁盘空间和权限，再试一次。", reason=error.strerror)
        ) from error
    finally:
        part.unlink(missing_ok=True)
    return len(manifest["files"])


def rotate(folder: Path, keep: int) -> list[Path]:
    """Take away the oldest backups of ``folder`` that bear a name of ours, but for the ``keep`` newest; which."""
    made = sorted(folder.glob("gongkai-*.tar.gz"))
    old = made[: max(0, len(made) - keep)]
    for place in old:
        place.unlink(missing_ok=True)
    return old


def _written(home: Path, part: Path, now: datetime) -> tuple[dict[str, Any], list[str]]:
    """Write the archive; its manifest, and the files that its database names and that are not in it."""
    manifest: dict[str, Any] = {"version": __version__, "made_at": now.isoformat(), "files": {}}
    with tempfile.TemporaryDirectory(dir=part.parent) as folder:
        database, named, manifest["rows"] = _copy_database(Path(folder))
        private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as raw:
            # Level 1: most of what is stored is packed already.
            with tarfile.open(fileobj=raw, mode="w:gz", compresslevel=1) as archive:
                for path, name in [(database, database.name), *_tree(home)]:
                    try:
                        digest = _hash(path)
                        archive.add(path, name, recursive=False)
                    except FileNotFoundError:
                        continue  # swept or destroyed meanwhile; whether it is needed is looked up below
                    manifest["files"][name] = digest
                body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(body)
                archive.addfile(entry, io.BytesIO(body))
            raw.flush()
            os.fsync(raw.fileno())
    return manifest, [name for name in named if name not in manifest["files"]]


def _read_back(archive: Path, manifest: dict[str, Any]) -> None:
    """Raise GongkaiError where the archive does not hold what it should."""
    found = {}
    with tarfile.open(archive) as packed:
        for member in packed:
            body = packed.extractfile(member)
            if member.name != MANIFEST and body is not None:
                found[member.name] = _digest(body)
    if found != manifest["files"]:
        raise GongkaiError(say("备份写完后读出来的内容不对，没有留下。请检查磁盘，再试一次。"))


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _tree(home: Path) -> Iterator[tuple[Path, str]]:
    for kept in _KEPT:
        for path in sorted((home / kept).rglob("*")):
            if path.is_file() and path.suffix != ".part":
                yield path, path.relative_to(home).as_posix()


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return _digest(file)


def _digest(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _copy_database(folder: Path) -> tuple[Path, list[str], dict[str, int]]:
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


def read_backup(archive: Path, home: Path) -> dict[str, Any]:
    """Bring an archive back into the empty or missing folder ``home``; its manifest. Every file is compared with its hash.

    Raises GongkaiError where ``home`` holds anything, or the archive is damaged or holds what it should not; then ``home`` is
    as it was.
    """
    if home.exists() and any(home.iterdir()):
        raise GongkaiError(
            say(
                "“{home}”不是空文件夹，没有恢复，以免覆盖现有数据。请先把它改名，或者用 --home 指明一个空文件夹。",
                home=home,
            )
        )
    home.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=home.parent) as folder:
        fresh = Path(folder) / "restored"
        fresh.mkdir(mode=0o700)
        manifest = _unpack(archive, fresh)
        if home.exists():
            home.rmdir()
        fresh.replace(home)
    (home / "keys").chmod(0o700)
    return manifest


def _unpack(archive: Path, folder: Path) -> dict[str, Any]:
    damaged = GongkaiError(
        say("“{archive}”不是完整的备份，没有恢复。请换一份备份，或者重新复制后再试。", archive=archive)
    )
    try:
        with tarfile.open(archive) as packed:
            packed.extractall(folder, filter="data")
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        named = dict(manifest["files"])
    except (tarfile.TarError, OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise damaged from error
    (folder / MANIFEST).unlink()
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if set(found) != set(named) or any(_hash(path) != named[name] for name, path in found.items()):
        raise damaged
    return manifest


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
