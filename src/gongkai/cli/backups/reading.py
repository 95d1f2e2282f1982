"""How a backup is read: looked through without writing anything, or brought back into an empty folder.

Anybody may have made the file: only plain files with names of ours come out of it, and nothing takes its place before all of it holds.
"""

from __future__ import annotations

import json
import tarfile
import tempfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongkai.cli.backups import databases, envelopes, shelf
from gongkai.errors import GongkaiError
from gongkai.language import say

MANIFEST = "manifest.json"
_MOST_MANIFEST = 500_000_000
"""Bytes."""


class Damaged(GongkaiError):
    """An archive that is not whole, or not one of ours."""

    def __init__(self, archive: object) -> None:
        super().__init__(
            say("“{archive}”不是完整的备份，没有恢复。请换一份备份，或者重新复制后再试。", archive=archive)
        )


def look_through(flow: Any, archive: object = "") -> tuple[dict[str, Any], dict[str, str]]:
    """The manifest of the archive that ``flow`` holds, and the hash of each file in it. Nothing is written. Raises Damaged."""
    found: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    with _parsing(archive), tarfile.open(fileobj=flow, mode="r|gz") as packed:
        for member in packed:
            body = packed.extractfile(_accepted(member, archive))
            if member.name == MANIFEST:
                manifest = _manifest(body.read() if body else b"")
            elif body is not None:
                found[member.name] = shelf.digest(body)
    return manifest, found


def check(archive: Path, keys: Sequence[Any]) -> dict[str, Any]:
    """Read a whole archive and compare every hash, without writing anything; its manifest. Raises GongkaiError."""
    with _flow(archive, keys) as flow:
        manifest, found = look_through(flow, archive)
    if not manifest or found != manifest["files"]:
        raise Damaged(archive)
    _base(found, archive)
    return manifest


def read_backup(archive: Path, home: Path, keys: Sequence[Any] = ()) -> dict[str, Any]:
    """Bring an archive back into the empty or missing folder ``home``; its manifest. Every file is compared with its hash.

    ``keys``: private keys, for one that is encrypted. Raises GongkaiError where ``home`` holds anything, no key opens the archive, or it
    is damaged or holds what it should not; then ``home`` is as it was.
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
        manifest = _unpack(archive, fresh, keys)
        if home.exists():
            home.rmdir()
        fresh.replace(home)
    (home / "keys").chmod(0o700)
    return manifest


def _unpack(archive: Path, folder: Path, keys: Sequence[Any]) -> dict[str, Any]:
    with _flow(archive, keys) as flow, _parsing(archive), tarfile.open(fileobj=flow, mode="r|gz") as packed:
        for member in packed:
            packed.extract(_accepted(member, archive), folder, filter="data")
    place = folder / MANIFEST
    with _parsing(archive):
        manifest = _manifest(place.read_bytes())
    place.unlink()
    named = manifest["files"]
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    if set(found) != set(named) or any(shelf.digest_of(path) != named[name] for name, path in found.items()):
        raise Damaged(archive)
    base = _base(found, archive)
    if base == databases.SQLITE_FILE and not databases.holds(folder / base, manifest["rows"]):
        raise GongkaiError(
            say("“{archive}”里的数据库打不开，或者与备份时的记录数不同，没有恢复。请换一份备份。", archive=archive)
        )
    return manifest


def _base(names: Collection[str], archive: object) -> str:
    """The database among the files of an archive. Raises Damaged where there is not exactly one, or no key beside it."""
    bases = [name for name in names if name in (databases.SQLITE_FILE, databases.DUMP_FILE)]
    if len(bases) != 1 or not any(name.startswith("keys/") for name in names):
        raise Damaged(archive)
    return bases[0]


def _manifest(body: bytes) -> dict[str, Any]:
    """Raises ValueError, KeyError or TypeError where it is none."""
    read = json.loads(body)
    files = {str(name): str(digest) for name, digest in dict(read["files"]).items()}
    rows = {str(table): int(number) for table, number in dict(read.get("rows", {})).items()}
    if any(not table.replace("_", "").isalnum() for table in rows):
        raise ValueError
    return {**read, "made_at": str(read["made_at"]), "files": files, "rows": rows}


def _accepted(member: tarfile.TarInfo, archive: object) -> tarfile.TarInfo:
    """``member``, if it is a file that a backup of ours holds. Older ones hold a file that has two names as a link to the first."""
    parts = member.name.split("/")
    ours = member.name in (MANIFEST, databases.SQLITE_FILE, databases.DUMP_FILE) or (
        len(parts) > 1 and parts[0] in ("files", "keys") and not {"", ".", ".."} & set(parts)
    )
    plain = member.isreg() or (member.islnk() and not {"", ".", ".."} & set(member.linkname.split("/")))
    if not (ours and plain) or (member.name == MANIFEST and member.size > _MOST_MANIFEST):
        raise Damaged(archive)
    return member


@contextmanager
def _flow(archive: Path, keys: Sequence[Any]) -> Iterator[Any]:
    """What is in an archive as one flow, out of its envelope where it has one."""
    shut = envelopes.is_shut(archive)
    if shut and not keys:
        raise envelopes.NotOpened(
            say(
                "“{archive}”是加密的备份，没有私钥打不开。请用 --key 指明私钥文件；私钥在生成时另存在数据目录以外。",
                archive=archive,
            )
        )
    with archive.open("rb") as raw:
        if not shut:
            yield raw
            return
        with envelopes.opened(raw, keys) as flow:
            yield flow


@contextmanager
def _parsing(archive: object) -> Iterator[None]:
    try:
        yield
    except (
        tarfile.TarError,
        zlib.error,
        EOFError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise Damaged(archive) from error
    except OSError as error:
        if isinstance(error, FileNotFoundError | FileExistsError | NotADirectoryError | IsADirectoryError):
            raise Damaged(archive) from error  # names in it that stand in each other's way, or no manifest
        raise GongkaiError(
            say(
                "没有恢复，已经写出的都清除了：{reason}。请检查磁盘空间和权限，再试一次。",
                reason=error.strerror or error,
            )
        ) from error
