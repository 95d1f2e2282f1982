"""区分处理: what was seen in a file, the cuts that are being marked, and every severed copy that was made."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.files.models import StoredFile
from gongkai.people.models import Account


class Look(models.Model):
    """What the leak gate saw in the bytes of a file: kinds, places and masks, never a value. ``scanner``: by what it was looked at;
    bytes that another scanner looked at are looked at again."""

    file = models.OneToOneField(StoredFile, models.PROTECT, related_name="look")
    findings = models.JSONField(default=list)
    scanner = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.file} {len(self.findings)}"


class Marking(models.Model):
    """Cuts that somebody is marking in a file and has not applied: may be changed at will. ``subject``: what the copy is for, as the
    log names it (``applications.application:17``); another case that holds the same bytes has its own. ``cuts``: a list of
    ``{"place", "reason", "kind"}``; no words of the file. ``version`` rises with every change."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=60)
    original = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    cuts = models.JSONField(default=list)
    version = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("subject", "original"), name="marking_once_a_file"),)

    def __str__(self) -> str:
        return f"{self.original} {len(self.cuts)}"


class Severance(models.Model):
    """One severed copy as it was made and checked. Never changed, never removed; the database holds that, too.

    ``cuts``: as in `Marking`, with the article of each. ``report``: the checks of the copy against its original, each
    ``{"name", "passed", "says"}``; ``passed``: all of them. ``index``: the cuts as a letter lists them: place in words, reason, article.
    ``digest``: over original, copy, cuts and report. In force: passed, not replaced, not taken back.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="severances")
    subject = models.CharField(max_length=60)
    original = models.ForeignKey(StoredFile, models.PROTECT, related_name="severances")
    name = models.CharField("原件的扩展名", max_length=150)
    version = models.PositiveIntegerField()
    cuts = models.JSONField()
    index = models.JSONField(default=list)
    severed = models.ForeignKey(StoredFile, models.PROTECT, related_name="severed_from")
    severed_name = models.CharField("副本", max_length=150)
    media_type = models.CharField(max_length=100)
    report = models.JSONField()
    notes = models.JSONField(default=list)
    passed = models.BooleanField("核验通过")
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    taken_back_at = models.DateTimeField(null=True, blank=True)
    taken_back_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    taken_back_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("subject", "original", "version")
        constraints = (
            models.UniqueConstraint(fields=("subject", "original", "version"), name="severance_version_once"),
            models.UniqueConstraint(
                fields=("subject", "original"),
                condition=Q(passed=True, replaced_at=None, taken_back_at=None),
                name="one_severed_copy_in_force",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None, taken_back_by=None)
                | Q(taken_back_at__isnull=False, taken_back_by__isnull=False),
                name="severance_taken_back_by_somebody",
            ),
        )
        indexes = (models.Index(fields=("subject",), name="severance_by_subject"),)

    def __str__(self) -> str:
        return f"{self.severed_name} v{self.version}"

    @property
    def in_force(self) -> bool:
        return self.passed and self.replaced_at is None and self.taken_back_at is None

    @property
    def standing(self) -> str:
        """Where it stands, in words."""
        if self.taken_back_at is not None:
            return "已撤回"
        if not self.passed:
            return "核验没有通过"
        return "已被新的副本代替" if self.replaced_at is not None else "可以发出"
