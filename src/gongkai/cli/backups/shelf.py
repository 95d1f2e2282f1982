"""Where backups stand: their names, the sum beside each, and which are cleared away.

Beside ``name`` stands ``name.sha256`` as `sha256sum` writes it, so that a copy elsewhere can be compared without any key.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import IO

from gongkai.cli.backups.envelopes import SUFFIX

ENDING = ".tar.gz"
SUM = ".sha256"
_NAME = re.compile(r"(gongkai|before-upgrade)-(\d{8}-\d{6})\.tar\.gz(\.age)?")
_STAMP = "%Y%m%d-%H%M%S"
_CHUNK = 1 << 20


def name(kind: str, now: datetime, *, shut: bool) -> str:
    """What a backup of ours is called."""
    return f"{kind}-{now:{_STAMP}}{ENDING}{SUFFIX if shut else ''}"


def archives(folder: Path) -> list[Path]:
    """All backups of a folder, whoever named them; the newest last."""
    found = [*folder.glob(f"*{ENDING}"), *folder.glob(f"*{ENDING}{SUFFIX}")]
    return sorted(found, key=lambda place: (place.stat().st_mtime, place.name))


def rotate(folder: Path, keep: int) -> list[Path]:
    """Take away the oldest nightly backups of ``folder``, but for the ``keep`` newest, with their sums; which."""
    made = [place for _, kind, place in _named(folder) if kind == "gongkai"]
    return [_away(place) for place in made[: max(0, len(made) - keep)]]


def expire(folder: Path, days: int, now: datetime) -> list[Path]:
    """Take away every backup with a name of ours that is older than ``days``, also those from before an upgrade, but never the newest
    nightly one; which. Their day is that of the name: a copied file is younger than what is in it."""
    made, before = _named(folder), now.replace(tzinfo=None) - timedelta(days=days)
    newest = next((place for _, kind, place in reversed(made) if kind == "gongkai"), None)
    return [_away(place) for at, _, place in made if at < before and place != newest]


def _named(folder: Path) -> list[tuple[datetime, str, Path]]:
    found = []
    for place in folder.glob(f"*{ENDING}*"):
        if match := _NAME.fullmatch(place.name):
            try:
                found.append((datetime.strptime(match[2], _STAMP), match[1], place))
            except ValueError:
                continue  # no day: not a name of ours
    return sorted(found)


def _away(place: Path) -> Path:
    place.unlink(missing_ok=True)
    sum_of(place).unlink(missing_ok=True)
    return place


def sum_of(place: Path) -> Path:
    """Where the sum of a backup stands."""
    return place.with_name(place.name + SUM)


def note(place: Path, digest: str) -> None:
    """Write the sum of a backup beside it, before the backup has its name."""
    sum_of(place).write_text(f"{digest}  {place.name}\n", encoding="utf-8")


def noted(place: Path) -> str:
    """The sum that was noted of a backup; "" where there is none."""
    try:
        words = sum_of(place).read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return ""
    return words[0] if words and re.fullmatch(r"[0-9a-f]{64}", words[0]) else ""


def digest(file: IO[bytes]) -> str:
    """SHA-256 of the rest of ``file``, in hex."""
    found = hashlib.sha256()
    while chunk := file.read(_CHUNK):
        found.update(chunk)
    return found.hexdigest()


def digest_of(place: Path) -> str:
    """SHA-256 of a whole file."""
    with place.open("rb") as file:
        return digest(file)


def plain(folder: Path) -> Iterator[Path]:
    """The backups of a folder that are not shut."""
    yield from (place for place in archives(folder) if place.name.endswith(ENDING))
