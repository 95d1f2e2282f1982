"""Bytes that no row names: what an action left that was rolled back or killed after its file was written.

Bytes are written before the row that names them, so this is the one thing that a stop in the middle can leave behind. They go after
a grace, so that no action still under way loses its file.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from gongkai.files.models import StoredFile

GRACE = timedelta(days=1)
"""How long an action may be under way between its file and its row; a day is far more than any takes."""


def strays() -> Iterator[Path]:
    """Files in the store that no row names, also those not written to the end, however young."""
    root = Path(settings.MEDIA_ROOT)
    for body in sorted(root.iterdir()) if root.is_dir() else ():
        if not body.name.isdigit():
            continue
        named = set(StoredFile.objects.filter(agency=int(body.name)).values_list("sha256", flat=True))
        yield from (place for place in sorted(body.glob("*/*")) if place.is_file() and place.name not in named)


def sweep(grace: timedelta = GRACE) -> int:
    """Take away what has been a stray for longer than ``grace``; how many. By the machine's clock, as the files' own times are."""
    limit = time.time() - grace.total_seconds()
    return sum(_gone(place, limit) for place in strays())


def _gone(place: Path, limit: float) -> bool:
    """Take one away, unless somebody kept the same bytes again meanwhile: `keeping.keep_bytes` makes a file young before it writes the
    row, and writes it anew where it is not in its place."""
    aside = place.with_name(place.name + ".stray")
    try:
        if place.stat().st_mtime > limit:
            return False
        place.rename(aside)
    except FileNotFoundError:
        return False
    if aside.stat().st_mtime > limit and not place.exists():
        aside.rename(place)
        return False
    aside.unlink(missing_ok=True)
    return True
