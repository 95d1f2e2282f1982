"""Lengths that a body has set, holds, lists of destruction and what stands on them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.files.models import StoredFile
from gongkai.people.models import Account

GRACE_DAYS = 30
"""待销毁: days between approval and erasure in which everything can be taken back (decision 0176)."""


class LengthSetting(models.Model):
    """A length that a body has set in the place of the shipped one, and why. ``value`` None: kept for good."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    kind = models.CharField("种类", max_length=20)
    value = models.PositiveSmallIntegerField("期限", null=True, blank=True)
    unit = models.CharField("单位", max_length=6, default="years")
    note = models.CharField("依据或者理由", max_length=200)
    set_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "kind"), name="length_once_a_kind"),)

    def __str__(self) -> str:
        return f"{self.agency} {self.kind}"


class Hold(models.Model):
    """停止销毁, by hand and with a reason: of one case, or (``application`` None) of everything of the body."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="holds")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="holds")
    reason = models.CharField("原因", max_length=200)
    placed_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    placed_at = models.DateTimeField()
    lifted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_why = models.CharField("解除的原因", max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",),
                condition=Q(lifted_at=None, application__isnull=False),
                name="one_hold_of_a_case",
            ),
            models.UniqueConstraint(
                fields=("agency",), condition=Q(lifted_at=None, application=None), name="one_hold_of_a_body"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application or self.agency} {self.reason}"


class DestructionList(models.Model):
    """销毁清册. Drawn up by one person, approved by another; erased no earlier than ``erase_from``.

    ``schedule``: the schedule as it stood, ``schedule_digest`` its SHA-256. ``digest``: over the entries, what the approval
    binds to. ``storage``: what was done to the storage below the rows, and when.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", "等待审批"
        RETURNED = "returned", "已退回"
        PENDING = "pending", "待销毁"
        ERASING = "erasing", "正在销毁"
        DONE = "done", "已销毁"
        WITHDRAWN = "withdrawn", "已撤销"

    OPEN = (State.PROPOSED, State.PENDING, State.ERASING)

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="destruction_lists")
    number = models.CharField("编号", max_length=60)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.PROPOSED)
    schedule = models.JSONField()
    schedule_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    comment = models.CharField("意见", max_length=200, blank=True)
    erase_from = models.DateField("可以销毁的第一天", null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    storage = models.JSONField(default=dict)
    certificate = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="list_number_once_an_agency"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("made_by")), name="list_never_approved_by_its_author"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("pending", "erasing", "done"))
                | Q(decided_by__isnull=False, erase_from__isnull=False),
                name="list_goes_only_when_approved",
            ),
        )

    def __str__(self) -> str:
        return self.number


class Entry(models.Model):
    """One thing on a list. ``thing`` and ``thing_pk`` name it (a model's label and key; for log-in records the month).

    ``what``: how the list names it, never with personal data. After erasure ``fields`` are the columns that were wiped and
    ``hashes`` what was erased: SHA-256 of files, and of sealed values as they stood in the database (decision 0177).
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待销毁"
        RESTORED = "restored", "已撤出"
        HELD = "held", "停止销毁"
        ERASED = "erased", "已销毁"

    destruction = models.ForeignKey(DestructionList, models.PROTECT, related_name="entries")
    kind = models.CharField("种类", max_length=20)
    thing = models.CharField(max_length=40)
    thing_pk = models.PositiveBigIntegerField()
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField("对象", max_length=120)
    starts_on = models.DateField("起算")
    due_on = models.DateField("期满")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    state_why = models.CharField("原因", max_length=200, blank=True)
    fields = models.JSONField(default=list)
    hashes = models.JSONField(default=dict)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        verbose_name = "清册条目"
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "thing", "thing_pk"), condition=Q(state="waiting"), name="thing_on_one_list_at_a_time"
            ),
        )
        indexes = (
            models.Index(fields=("destruction", "state"), name="entry_by_state"),
            models.Index(fields=("kind", "thing_pk"), name="entry_by_thing"),
        )

    def __str__(self) -> str:
        return self.what


class ArchivePackage(models.Model):
    """归档包: the closed cases of one body and year as one ZIP, made on request in the background.

    ``done`` of ``total`` cases are in it, while it is under way. ``sha256``: of the ZIP; the same cases give the same one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队等候"
        WORKING = "working", "正在制作"
        READY = "ready", "已经制作"
        FAILED = "failed", "没有做成"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="archive_packages")
    year = models.PositiveSmallIntegerField("年度")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    failure = models.TextField("原因", blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year"), condition=Q(state__in=("waiting", "working")), name="one_archive_under_way"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.year}"

    @property
    def under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WORKING)
