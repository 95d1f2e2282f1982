"""隔离: files that the scanner had not seen when they came. The tick has them scanned; until then nobody opens them."""

from __future__ import annotations

from gongkai.errors import GongkaiError
from gongkai.files import scanning
from gongkai.files.keeping import bytes_of, settle
from gongkai.files.models import Scan, StoredFile

A_TICK = 200
"""Files scanned at one tick."""


def waiting() -> int:
    """How many files wait for the scanner."""
    return StoredFile.objects.filter(scan=Scan.WAITING).count()


def catch_up() -> int:
    """Scan what waits; how many files are settled. Where the scanner is still down, the next tick tries again."""
    if not scanning.set_up():
        return 0
    settled = 0
    for stored in StoredFile.objects.filter(scan=Scan.WAITING).select_related("agency").order_by("pk")[:A_TICK]:
        try:
            found = scanning.verdict(bytes_of(stored))
        except GongkaiError:
            continue  # The bytes are gone or changed, and `gongkai audit verify` names them.
        if found.scan == Scan.WAITING:
            break
        settled += settle(stored, found)
    return settled
