"""Writing packages: counted, chained, kept in the database before the file, so that a stop in the middle loses nothing.

Every package also names those of the other zone that were pulled since the last one (``received``): the acknowledgement.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from django.db import IntegrityError, transaction

from gongkai.people import clock
from gongkai.zones import packing
from gongkai.zones.models import Pulled, Sent

ACK = "ack"


def name_of(counter: int, zone: str) -> str:
    """The file of a package: ``public-00000017.gkz``."""
    return f"{zone}-{counter:08}{packing.ENDING}"


def send(
    kind: str,
    message: Mapping[str, Any],
    files: Mapping[str, bytes],
    settle: Callable[[int], None] = lambda counter: None,
) -> Sent:
    """Put one package into the row of packages. ``settle``: what is noted with it, in the same transaction. Inside one.

    Two at once: the second waits for the first on its row, or meets the unique counter and is tried again by its caller.
    """
    last = Sent.objects.select_for_update().order_by("-counter").first()
    counter, previous = (last.counter + 1, last.digest) if last else (1, packing.FIRST)
    told = list(Pulled.objects.select_for_update().filter(told_in=None).values_list("counter", flat=True))
    now = clock.now()
    whole = {**message, "kind": kind, "received": told}
    data, digest = packing.pack(whole, files, counter=counter, previous=previous, at=now)
    sent = Sent.objects.create(counter=counter, digest=digest, previous=previous, at=now, kind=kind, data=data)
    Pulled.objects.filter(counter__in=told).update(told_in=counter)
    settle(counter)
    return sent


def acknowledge() -> bool:
    """A package that says only what was pulled, where nothing else is to be said. Acknowledgements are not acknowledged."""
    try:
        with transaction.atomic():
            if not Pulled.objects.filter(told_in=None).exclude(kind=ACK).exists():
                return False
            send(ACK, {}, {})
    except IntegrityError:
        return False
    return True


def write_files(folder: Path, zone: str) -> int:
    """Put every package that is not yet acknowledged and not yet written into ``folder``, whole or not at all; how many."""
    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for sent in Sent.objects.filter(written_at=None).order_by("counter"):
        _write(folder / name_of(sent.counter, zone), bytes(sent.data))
        Sent.objects.filter(pk=sent.pk).update(written_at=clock.now())
        written += 1
    return written


def again(counters: list[int]) -> int:
    """Write packages once more that the other zone misses: the same bytes. How many were still there to be written."""
    return Sent.objects.filter(counter__in=counters).exclude(data=b"").update(written_at=None)


def _write(place: Path, data: bytes) -> None:
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    # A carrier that looks at the folder now sees the whole package or none.
    part.replace(place)


def note_received(counters: list[int], folder: Path | None, zone: str) -> None:
    """The other zone has these packages: their bytes are not needed any more. Inside a transaction."""
    now = clock.now()
    fresh = list(Sent.objects.filter(counter__in=counters, acknowledged_at=None).values_list("counter", flat=True))
    Sent.objects.filter(counter__in=fresh).update(acknowledged_at=now, data=b"")
    if folder is not None:
        transaction.on_commit(lambda: [(folder / name_of(each, zone)).unlink(missing_ok=True) for each in fresh])
