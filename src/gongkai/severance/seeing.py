"""What can be marked in a file and what is worth it, kept in the memory of this process for the files that were seen last.

It holds words of the file, so it is written nowhere.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from gongkai.documents.worker import Worker
from gongkai.files import keeping
from gongkai.files.models import StoredFile
from gongkai.redaction import (
    Place,
    Sight,
    Suggestion,
    everywhere_each_bounded,
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
    """A file as its page shows it. ``named``: where each of the words that were asked for stands."""

    sight: Sight
    suggestions: tuple[Suggestion, ...]
    named: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)


_seen: OrderedDict[tuple[int, str, tuple[str, ...]], Seen] = OrderedDict()
_lock = Lock()


def see(file: StoredFile, name: str, words: Sequence[str] = ()) -> Seen:
    """What stands in a file, what the gate finds in it, and where ``words`` stand. Raises `gongkai.redaction.CannotRedact`."""
    words = tuple(words)
    key = (file.pk, file.sha256, words)
    with _lock:
        if key in _seen:
            _seen.move_to_end(key)
            return _seen[key]
    data = keeping.read(file)
    with working.worker() as worker:
        found = Seen(
            sight_bounded(data, name, worker=worker),
            suggest_bounded(data, name, worker=worker),
            _places(data, name, words, worker),
        )
    with _lock:
        _seen[key] = found
        while len(_seen) > _KEPT:
            _seen.popitem(last=False)
    return found


def places_of(file: StoredFile, name: str, words: list[str]) -> dict[str, tuple[Place, ...]]:
    """Every place of each of ``words``. Raises `gongkai.redaction.CannotRedact`."""
    if not words:
        return {}
    with working.worker() as worker:
        return _places(keeping.read(file), name, words, worker)


def _places(data: bytes, name: str, words: Sequence[str], worker: Worker) -> dict[str, tuple[Place, ...]]:
    """Words without a letter or digit stand nowhere."""
    sought = [word for word in words if any(map(str.isalnum, word))]
    if not sought:
        return {}
    return dict(zip(sought, everywhere_each_bounded(data, name, sought, worker=worker), strict=True))


def picture(file: StoredFile, name: str, page: int) -> bytes:
    """A page as a PNG of our own making. Raises `gongkai.redaction.CannotRedact`."""
    with working.worker() as worker:
        return render_bounded(keeping.read(file), name, page, WIDTH, worker=worker)
