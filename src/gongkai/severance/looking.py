"""What the leak gate sees in a file: kept with the hash of its bytes, so that the same bytes are looked into once.

A look takes seconds and a process of its own, so it is done before a transaction begins: whoever writes waits for nobody's PDF.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.conf import settings

import gongkai
from gongkai.files import keeping
from gongkai.files.models import StoredFile
from gongkai.leaks import Leak, scan_bounded
from gongkai.people import clock
from gongkai.severance import working
from gongkai.severance.models import Look


@cache
def _key(name: str) -> bytes:
    return bytes.fromhex(settings.HOME.key(name))


def key() -> bytes:
    """The key of fingerprints: nobody can try numbers against what is stored."""
    return _key("leak_key")


def scanner() -> str:
    """By what a file is looked at today. Another version looks again."""
    return f"gongkai {gongkai.__version__}"[:40]


def stored(leak: Leak) -> dict[str, object]:
    """A leak as `Look.findings` keeps it: what it is and where, never what it says."""
    return {
        "code": f"leak.{leak.kind.value}",
        "severity": leak.severity.value,
        "label": leak.kind.label,
        "says": leak.says,
        "shown": leak.shown,
        "where": str(leak.place),
        "hidden": leak.hidden,
        "fingerprint": leak.fingerprint,
    }


def look_into(files: Iterable[tuple[StoredFile, str]]) -> None:
    """Look into each file (with the name it goes by) that this scanner has not looked at. Raises `gongkai.files.uploads.FileRefused`
    where the bytes are gone or are not what was stored: that is asked every time."""
    files = list(files)
    known = set(seen_in(file for file, _ in files))
    todo: list[tuple[StoredFile, str, bytes]] = []
    for file, name in files:
        data = keeping.read(file)
        if file.pk not in known:
            todo.append((file, name, data))
    if not todo:
        return
    with working.worker() as worker:
        for file, name, data in todo:
            scan = scan_bounded(data, name, key=key(), worker=worker)
            Look.objects.update_or_create(
                file=file,
                defaults={
                    "findings": [stored(leak) for leak in scan.leaks],
                    "scanner": scanner(),
                    "at": clock.now(),
                },
            )


def seen_in(files: Iterable[StoredFile]) -> dict[int, list[dict[str, object]]]:
    """What was seen, by the key of the file. A file that this scanner has not looked at is missing. One query."""
    rows = Look.objects.filter(file__in=[file.pk for file in files], scanner=scanner())
    return {row.file_id: row.findings for row in rows}
