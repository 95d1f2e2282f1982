"""What can be marked in a file and what is worth it, kept in the memory of this process for the files that were seen last.

It holds words of the file, so it is written nowhere.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from gongkai.files import keeping
from gongkai.files.models import StoredFile
from gongkai.redaction import (
    Place,
    Sight,
    Suggestion,
    everywhere_bounded,
    render_bounded,
    sight_bounded,
    suggest_bounded,
)
from gongkai.severance import working

_KEPT = 6
WIDTH = 1100
"""Pixels across of the picture of a page."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A file as its page shows it."""

    sight: Sight
    suggestions: tuple[Suggestion, ...]


_seen: OrderedDict[tuple[int, str], Seen] = OrderedDict()
_lock = Lock()


def see(file: StoredFile, name: str) -> Seen:
    """What stands in a file and what the gate finds in it. Raises `gongkai.redaction.CannotRedact`."""
    key = (file.pk, file.sha256)
    with _lock:
        if key in _seen:
            _seen.move_to_end(key)
            return _seen[key]
    data = keeping.read(file)
    with working.worker() as worker:
        found = Seen(sight_bounded(data, name, worker=worker), suggest_bounded(data, name, worker=worker))
    with _lock:
        _seen[key] = found
        while len(_seen) > _KEPT:
            _seen.popitem(last=False)
    return found


def places_of(file: StoredFile, name: str, words: list[str]) -> dict[str, tuple[Place, ...]]:
    """Every place of each of ``words``. Raises `gongkai.redaction.CannotRedact`."""
    if not words:
        return {}
    data = keeping.read(file)
    with working.worker() as worker:
        return {word: everywhere_bounded(data, name, word, worker=worker) for word in words}


def picture(file: StoredFile, name: str, page: int) -> bytes:
    """A page as a PNG of our own making. Raises `gongkai.redaction.CannotRedact`."""
    with working.worker() as worker:
        return render_bounded(keeping.read(file), name, page, WIDTH, worker=worker)
