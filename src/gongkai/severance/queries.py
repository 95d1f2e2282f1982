"""Severed copies as other rooms ask for them: by what they are for, never by body alone."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models

from gongkai.files.models import StoredFile
from gongkai.people.journal import subject_of
from gongkai.severance.models import Marking, Severance


def of(thing: models.Model) -> models.QuerySet[Severance]:
    """Every copy made for ``thing`` (a case), oldest first."""
    return Severance.objects.filter(subject=subject_of(thing)).select_related("original", "severed", "made_by")


def in_force(thing: models.Model) -> models.QuerySet[Severance]:
    """The copies that may go out: checked, not replaced, not taken back."""
    return of(thing).filter(passed=True, replaced_at=None, taken_back_at=None)


def latest(thing: models.Model, original: StoredFile) -> Severance | None:
    """The last copy made of a file for ``thing``, whatever became of it."""
    return of(thing).filter(original=original).order_by("-version").first()


def marking(thing: models.Model, original: StoredFile) -> Marking | None:
    """The cuts that somebody is marking in a file."""
    return Marking.objects.filter(subject=subject_of(thing), original=original).first()


def copies_among(thing: models.Model, files: Iterable[StoredFile]) -> dict[int, Severance]:
    """The copies in force among ``files``, by the key of the file: known by the hash of the bytes and by what they are for."""
    wanted = {file.pk for file in files}
    return {row.severed_id: row for row in in_force(thing) if row.severed_id in wanted}
