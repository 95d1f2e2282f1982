"""Files that were handed in with a form that is not complete yet. They wait for the next try, so that nobody has to choose
them again, and go when the form has gone through, or after a day.

A form names its waiting files in a signed field. The signature holds for one browser session only, so the name of a file is of
no use to anybody else.
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from gongkai.files.uploads import Upload, plain_name
from gongkai.people import clock

KEPT_FOR = timedelta(days=1)
MOST = 40
"""Files that wait in one session at once; the oldest make room."""
_KEY = re.compile(r"[0-9a-f]{32}")
_HAND = "portal_hand"


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits. ``field``: the one of the form it was handed in by."""

    key: str
    field: str
    name: str
    size: int


def hand_of(request: HttpRequest) -> str:
    """The secret of this browser session that its waiting files are bound to. Made when first needed."""
    hand: str | None = request.session.get(_HAND)
    if hand is None:
        hand = request.session[_HAND] = secrets.token_hex(16)
    return hand


def put(hand: str, field: str, upload: Upload) -> Waiting:
    """Let a checked file wait."""
    _sweep()
    place = _folder(hand)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    held = sorted(place.iterdir(), key=lambda file: file.stat().st_mtime)
    for oldest in held[: max(0, len(held) - MOST + 1)]:
        oldest.unlink(missing_ok=True)
    key = secrets.token_hex(16)
    (place / key).write_bytes(upload.data)
    _touch(place / key)
    _touch(place)
    return Waiting(key, field, plain_name(upload.name), len(upload.data))


def signed(hand: str, files: Iterable[Waiting]) -> str:
    """The field of the form that names its waiting files; "" for none."""
    rows = [(file.key, file.field, file.name, file.size) for file in files]
    return signing.dumps(rows, salt=_salt(hand)) if rows else ""


def named(hand: str, field: str) -> tuple[Waiting, ...]:
    """The files that a signed field names and that are still there; none where it was made up or belongs to another session."""
    if not field:
        return ()
    try:
        rows = signing.loads(field, salt=_salt(hand))
        files = [Waiting(str(key), str(name_of), str(name), int(size)) for key, name_of, name, size in rows]
    except (signing.BadSignature, ValueError, TypeError):
        return ()
    return tuple(file for file in files if _KEY.fullmatch(file.key) and (_folder(hand) / file.key).is_file())


def upload_of(hand: str, file: Waiting) -> Upload | None:
    """The file itself; None where it went meanwhile."""
    try:
        return Upload(file.name, (_folder(hand) / file.key).read_bytes())
    except OSError:
        return None


def forget(hand: str, files: Iterable[Waiting]) -> None:
    """The form has gone through, or the files are not wanted any more."""
    for file in files:
        (_folder(hand) / file.key).unlink(missing_ok=True)


def _root() -> Path:
    return Path(settings.HOME.root) / "waiting"


def _folder(hand: str) -> Path:
    return _root() / hashlib.sha256(hand.encode()).hexdigest()[:32]


def _salt(hand: str) -> str:
    return f"gongkai.portal.waiting.{hand}"


def _touch(place: Path) -> None:
    at = clock.now().timestamp()
    os.utime(place, (at, at))


def _sweep() -> None:
    """Take away what has waited for longer than a day."""
    limit = (clock.now() - KEPT_FOR).timestamp()
    root = _root()
    for place in root.iterdir() if root.is_dir() else ():
        try:
            if place.stat().st_mtime < limit:
                shutil.rmtree(place, ignore_errors=True)
        except FileNotFoundError:
            # Another process swept at the same time.
            continue
