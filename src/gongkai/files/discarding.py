"""Letting files go: which are named by no record, and whose bytes no record needs any more."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, ForeignKey, OuterRef, QuerySet

from gongkai.agencies.models import Agency
from gongkai.files.keeping import place_of
from gongkai.files.models import StoredFile

RECORDS = "severance"
"""The room whose rows never change: they name a file by its hash, and do not keep its bytes (decision 0179)."""
YOUNG = timedelta(hours=1)
"""Bytes touched within it may belong to an action under way; they wait for the next round."""


def references(*, keeping: bool = False) -> list[ForeignKey]:
    """Every column of the whole house that names a stored file, also those without a way back (``related_name="+"``).
    ``keeping``: only those for whose sake the bytes stay."""
    found = [
        each for each in StoredFile._meta.get_fields(include_hidden=True) if each.auto_created and each.is_relation
    ]
    columns = [each.field for each in found if not each.concrete]
    return [each for each in columns if not keeping or each.model._meta.app_label != RECORDS]


def unused(agency: Agency, *, keeping: bool = False) -> QuerySet[StoredFile]:
    """The files of a body that no record refers to. ``keeping``: also those whose bytes no record needs."""
    rows = StoredFile.objects.filter(agency=agency)
    for field in references(keeping=keeping):
        rows = rows.exclude(Exists(field.model._default_manager.filter(**{field.name: OuterRef("pk")})))
    return rows


def in_use(agency: Agency, hashes: Iterable[str]) -> set[str]:
    """Those of ``hashes`` whose bytes some record still needs."""
    named = StoredFile.objects.filter(agency=agency, sha256__in=list(hashes))
    free = set(unused(agency, keeping=True).values_list("sha256", flat=True))
    return set(named.values_list("sha256", flat=True)) - free


def let_bytes_go(agency: Agency, hashes: Iterable[str], *, young: timedelta | None = None) -> list[str]:
    """Delete the bytes of files that no record needs; the hashes of those that had to stay for now.

    A file that another record uses is not one of them: it is not gone, and need not be. After the rows have been committed.
    """
    left = []
    used = in_use(agency, wanted := set(hashes))
    limit = time.time() - (YOUNG if young is None else young).total_seconds()
    for sha256 in sorted(wanted - used):
        place = place_of(agency.pk, sha256)
        aside = place.with_name(place.name + ".erasing")
        try:
            # Left by a stop between the two steps below; nobody can have put new bytes under this name.
            aside.unlink(missing_ok=True)
            if place.stat().st_mtime > limit:
                left.append(sha256)
                continue
            # First out of the way, then gone: whoever keeps the same bytes now, writes them anew.
            place.rename(aside)
        except FileNotFoundError:
            continue
        aside.unlink(missing_ok=True)
    return left
