"""文件: the bytes of a body, each once."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency


class StoredFile(models.Model):
    """The bytes of a file of one body, kept under their hash. ``media_type``: what the bytes are, not what the name says."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)

    class Meta:
        # The table was made with the register of applications, the first to keep files.
        db_table = "applications_storedfile"
        constraints = (models.UniqueConstraint(fields=("agency", "sha256"), name="file_once_an_agency"),)

    def __str__(self) -> str:
        return self.sha256[:12]
