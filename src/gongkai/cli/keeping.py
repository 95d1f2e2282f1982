"""Backups: one archive of database, files and keys with a manifest of hashes; and how it is brought back.

SQLite is copied by its own online backup, which is consistent while the site runs; PostgreSQL through pg_dump. Files are
stored by hash and never change, so copying them after the database misses nothing that the database names.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from gongkai import __version__
from gongkai.errors import GongkaiError
from gongkai.language import say

MANIFEST = "manifest.json"
SQLITE_FILE = "gongkai.sqlite3"
DUMP_FILE = "gongkai.pgdump"
_KEPT = ("files", "keys")
_CHUNK = 1 << 20


def write_backup(home: Path, target: Path, now: datetime) -> int:
    """Write the whole installation to ``target`` (.tar.gz), readable by its owner alone; how many files it holds.

    Raises GongkaiError where ``target`` exists or the database cannot be copied; then nothing is left behind.
    """
    if target.exists():
        raise GongkaiError(say("“{target}”已经存在，没有覆盖。请换一个文件名。", target=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(target.name + ".part")
    manifest: dict[str, Any] = {"version": __version__, "made_at": now.isoformat(), "files": {}}
    try:
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            database = _copy_database(Path(folder))
            private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(private, "wb") as raw, tarfile.open(fileobj=raw, mode="w:gz") as archive:
                for path, name in [(database, database.name), *_tree(home)]:
                    manifest["files"][name] = _hash(path)
                    archive.add(path, name, recursive=False)
                body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
                entry = tarfile.TarInfo(MANIFEST)
                entry.size = len(body)
                archive.addfile(entry, io.BytesIO(body))
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
    return len(manifest["files"])


def _tree(home: Path) -> Iterator[tuple[Path, str]]:
    for kept in _KEPT:
        for path in sorted((home / kept).rglob("*")):
            if path.is_file() and path.suffix != ".part":
                yield path, path.relative_to(home).as_posix()


def _hash(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _copy_database(folder: Path) -> Path:
    from django.conf import settings
    from django.db import connection

    if connection.vendor == "sqlite":
        target = folder / SQLITE_FILE
        source = sqlite3.connect(f"file:{settings.DATABASES['default']['NAME']}?mode=ro", uri=True)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy)
        finally:
            source.close()
            copy.close()
        return target
    target = folder / DUMP_FILE
    _postgresql("pg_dump", "--format=custom", "--no-owner", f"--file={target}")
    return target


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
    """Load the PostgreSQL dump of a restored folder into the configured, empty database. Raises GongkaiError."""
    dump = home / DUMP_FILE
    if dump.exists():
        _postgresql(
            "pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", "--dbname=" + _name(), str(dump)
        )
        dump.unlink()


def _name() -> str:
    from django.db import connection

    return str(connection.settings_dict["NAME"])
