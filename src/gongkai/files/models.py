"""文件: the bytes of a body, each once."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.language import say


class Scan(models.TextChoices):
    """查毒: what a virus scanner has said about bytes that came from outside (`gongkai.files.scanning`)."""

    NONE = "", say("没有查毒")
    """No scanner was set up when they came, or they are of our own making."""
    WAITING = "waiting", say("等待查毒")
    CLEAN = "clean", say("查毒没有发现问题")
    INFECTED = "infected", say("发现病毒，已隔离")


class StoredFile(models.Model):
    """The bytes of a file of one body, kept under their hash. ``media_type``: what the bytes are, not what the name says.
    ``scan_note``: the name of the virus, or why the file still waits."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="files")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.NONE, blank=True)
    scan_note = models.CharField(max_length=200, blank=True)
    scanned_at = models.DateTimeField(null=True)

    class Meta:
        # The table was made with the register of applications, the first to keep files.
        db_table = "applications_storedfile"
        indexes = (models.Index(fields=("id",), condition=models.Q(scan="waiting"), name="file_waiting_for_scan"),)
        constraints = (models.UniqueConstraint(fields=("agency", "sha256"), name="file_once_an_agency"),)

    @property
    def shut(self) -> bool:
        """Whether the bytes may not be opened (隔离): they wait for the scanner, or it found something."""
        return self.scan in (Scan.WAITING, Scan.INFECTED)

    def __str__(self) -> str:
        return self.sha256[:12]
