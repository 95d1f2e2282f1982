"""Where the files stand: each under its hash, and a manifest that says which are current.

A file is written beside and put in its place by a rename, the manifest last; so whoever reads finds all of the old or all of the new.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from uuid import uuid4

from django.conf import settings

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class File:
    """A file as the manifest describes it. ``rows``: records in it; ``changed_at``: since when it has this content; ``body``: the
    slug of the body whose part it is, "" for all."""

    name: str
    title: str
    about: str
    media_type: str
    size: int
    sha256: str
    rows: int
    changed_at: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was made when: an ISO moment."""

    made_at: str
    files: tuple[File, ...]

    def file(self, name: str) -> File | None:
        """The file of that name."""
        return next((file for file in self.files if file.name == name), None)

    def dumps(self) -> str:
        """As JSON, for people and programs."""
        return json.dumps(
            {"made_at": self.made_at, "files": [asdict(file) for file in self.files]}, ensure_ascii=False, indent=1
        )


def folder() -> Path:
    """The folder of the open data, inside the data folder."""
    return Path(settings.HOME.root) / "opendata"


def place_of(file: File) -> Path:
    """Where its bytes are."""
    return folder() / "files" / file.sha256


_read: dict[Path, tuple[tuple[int, int], Manifest]] = {}


def current() -> Manifest | None:
    """What is to be had now; None before the first making. Read again only when it has changed."""
    path = folder() / MANIFEST
    try:
        stat = path.stat()
        seen = (stat.st_mtime_ns, stat.st_ino)
        held = _read.get(path)
        if held is None or held[0] != seen:
            told = json.loads(path.read_text(encoding="utf-8"))
            held = seen, Manifest(told["made_at"], tuple(File(**file) for file in told["files"]))
            _read[path] = held
    except FileNotFoundError:
        return None
    return held[1]


class Writer:
    """A file in the making: counts and hashes what it takes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = path.open("wb")
        self._hash = hashlib.sha256()
        self.size = self.rows = 0

    def write(self, text: str) -> None:
        data = text.encode()
        self._file.write(data)
        self._hash.update(data)
        self.size += len(data)

    def close(self) -> str:
        """Done; the hash."""
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        return self._hash.hexdigest()

    def drop(self) -> None:
        """Not wanted after all."""
        self._file.close()
        self.path.unlink(missing_ok=True)


@contextmanager
def making() -> Iterator[Path]:
    """A folder to write in. What is left in it at the end is thrown away."""
    part = folder() / f"making-{uuid4().hex}"
    (folder() / "files").mkdir(parents=True, exist_ok=True)
    part.mkdir()
    try:
        yield part
    finally:
        for path in part.iterdir():
            path.unlink()
        part.rmdir()


def put(manifest: Manifest, written: Iterable[tuple[File, Path]]) -> None:
    """Put the files in their places, then make them current, then throw away what is no longer named. What was withdrawn is not
    kept under an old hash."""
    for file, path in written:
        path.replace(place_of(file))
    part = folder() / f"{MANIFEST}.{uuid4().hex}"
    part.write_text(manifest.dumps(), encoding="utf-8")
    part.replace(folder() / MANIFEST)
    with (folder() / "history.jsonl").open("a", encoding="utf-8") as history:
        for file in manifest.files:
            if file.changed_at == manifest.made_at:
                line = {
                    "made_at": manifest.made_at,
                    "name": file.name,
                    "sha256": file.sha256,
                    "size": file.size,
                    "rows": file.rows,
                }
                history.write(json.dumps(line, ensure_ascii=False) + "\n")
    named = {file.sha256 for file in manifest.files}
    for path in (folder() / "files").iterdir():
        if path.name not in named:
            path.unlink(missing_ok=True)


def made_at(manifest: Manifest) -> datetime:
    """The moment of a manifest."""
    return datetime.fromisoformat(manifest.made_at)
