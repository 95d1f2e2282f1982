"""How a backup is written: into one flow, shut on the way where keys are named, and read back whole before it gets its name.

Files are stored by hash and never change, so copying them after the database misses nothing that the database names; whether it does is
looked up, for a file may be destroyed meanwhile.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from gongkai import __version__
from gongkai.cli.backups import envelopes, shelf
from gongkai.cli.backups.databases import copy_database
from gongkai.cli.backups.reading import MANIFEST, look_through
from gongkai.errors import GongkaiError
from gongkai.language import say

_KEPT = ("files", "keys")
_WORK, _PART = "backup-work-", ".part"
_LEFT = 86_400
"""Seconds after which what a killed backup left is taken away."""
_TRIES = 3
"""A file that is destroyed by rights between the copy of the database and its own: then the whole is copied again."""


def write_backup(home: Path, target: Path, now: datetime, keys: Sequence[Any] = ()) -> int:
    """Write the whole installation to ``target`` (.tar.gz), readable by its owner alone; how many files it holds. With ``keys`` (of
    `envelopes.public_keys`) it is encrypted for them as it is written; beside it stands its sum.

    Raises GongkaiError where ``target`` exists, the database cannot be copied, a file that it names is missing, the disk is full, or the
    archive does not read back; then nothing is left behind.
    """
    if target.exists():
        raise GongkaiError(say("“{target}”已经存在，没有覆盖。请换一个文件名。", target=target))
    target.parent.mkdir(parents=True, exist_ok=True)
    _sweep(home, target.parent)
    part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{_PART}")
    # Whoever holds the private keys is elsewhere, so the archive is shut for one more, which is forgotten when it has been read back.
    mine, ours = envelopes.once() if keys else (None, None)
    try:
        for again in range(_TRIES):
            manifest, lacking, sent = _written(home, part, now, [*keys, ours] if keys else [])
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
        _read_back(part, manifest, sent, mine)
        shelf.note(target, sent)
        part.replace(target)
        _sync(target.parent)
    except OSError as error:
        raise GongkaiError(
            say("备份没有写成：{reason}。请检查磁盘空间和权限，再试一次。", reason=error.strerror)
        ) from error
    finally:
        part.unlink(missing_ok=True)
        if not target.exists():
            shelf.sum_of(target).unlink(missing_ok=True)
    return len(manifest["files"])


def _sweep(home: Path, folder: Path) -> None:
    """Take away what backups left that were killed more than a day ago: the copy of a database, half an archive."""
    for place in (*home.glob(f"{_WORK}*"), *folder.glob(f"*{shelf.ENDING}*{_PART}")):
        try:
            if time.time() - place.stat().st_mtime < _LEFT:
                continue
        except FileNotFoundError:
            continue
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)


def _written(home: Path, part: Path, now: datetime, keys: Sequence[Any]) -> tuple[dict[str, Any], list[str], str]:
    """Write the archive; its manifest, the files that its database names and that are not in it, and the SHA-256 of what was sent to
    the disk."""
    manifest: dict[str, Any] = {"version": __version__, "made_at": now.isoformat(), "files": {}}
    # In the data folder, where the database stands in the clear anyway; the target may be another machine's.
    with tempfile.TemporaryDirectory(dir=home, prefix=_WORK) as folder:
        database, named, manifest["rows"] = copy_database(Path(folder))
        private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(private, "wb") as raw:
            target = _Summed(raw)
            with envelopes.shut(target, keys) if keys else nullcontext(target) as flow:
                _pack(flow, [(database, database.name), *_tree(home)], manifest)
            raw.flush()
            os.fsync(raw.fileno())
            if hasattr(os, "posix_fadvise"):
                # So that what is read back comes from the disk and not from memory.
                os.posix_fadvise(raw.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    return manifest, [name for name in named if name not in manifest["files"]], target.digest.hexdigest()


def _pack(flow: Any, wanted: Sequence[tuple[Path, str]], manifest: dict[str, Any]) -> None:
    # Level 1: most of what is stored is packed already. A link is packed as what it leads to.
    with tarfile.open(fileobj=flow, mode="w:gz", compresslevel=1, dereference=True) as archive:
        for path, name in wanted:
            try:
                digest = shelf.digest_of(path)
                archive.add(path, name, recursive=False)
            except FileNotFoundError:
                continue  # swept or destroyed meanwhile; whether it is needed is looked up later
            manifest["files"][name] = digest
        body = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size = len(body)
        archive.addfile(entry, io.BytesIO(body))


class _Summed:
    """A file that is written to, and the sum of what went to it or came from it."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> int:
        self.digest.update(data)
        return self._file.write(data)

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self.digest.update(data)
        return data

    def flush(self) -> None:
        self._file.flush()


def _read_back(archive: Path, manifest: dict[str, Any], sent: str, mine: Any) -> None:
    """Raise GongkaiError where the archive on the disk is not what was sent, or does not hold what it should."""
    try:
        with archive.open("rb") as raw:
            source = _Summed(raw)
            with envelopes.opened(source, [mine]) if mine else nullcontext(source) as flow:
                read, found = look_through(flow)
            while source.read(1 << 20):
                pass
    except GongkaiError:
        read, found = {}, {}
    if source.digest.hexdigest() != sent or read != manifest or found != manifest["files"]:
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
            if path.is_file() and path.suffix != _PART:
                yield path, path.relative_to(home).as_posix()
