"""A batch and its rows: what was to be done to which case, what became of it, and what it was before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, Letter
from gongkai.people.models import Account


class Batch(models.Model):
    """One press on many cases of one body. ``values``: what was filled in. ``ended_at``: every row has been worked on; ``undone_at``: it
    was taken back as a whole."""

    class Kind(models.TextChoices):
        ASSIGN = "assign", "指定承办科室"
        EXTEND = "extend", "延期答复"
        CLOSE = "close", "撤回的结案"
        MERGE = "merge", "并案结案"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="batches")
    kind = models.CharField("办什么", max_length=8, choices=Kind.choices)
    values = models.JSONField(default=dict)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(undone_at=None, undone_by=None) | Q(undone_at__isnull=False, undone_by__isnull=False),
                name="batch_undone_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class BatchRow(models.Model):
    """One case of a batch. ``seen``: the version of the page the person acted on; ``left``: the one the batch left behind, by which a
    later change shows. ``before``: what undoing brings back. ``why``: why it was not done, or could not be taken back."""

    class State(models.TextChoices):
        WAITING = "waiting", "等待"
        DONE = "done", "已办"
        REFUSED = "refused", "没有办"
        UNDONE = "undone", "已撤回"
        KEPT = "kept", "没有撤回"

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rows")
    application = models.ForeignKey(Application, models.PROTECT, related_name="batch_rows")
    state = models.CharField("结果", max_length=8, choices=State.choices, default=State.WAITING)
    seen = models.PositiveIntegerField()
    left = models.PositiveIntegerField(null=True, blank=True)
    before = models.JSONField(default=dict)
    letter = models.ForeignKey(Letter, models.PROTECT, null=True, blank=True, related_name="+")
    why = models.TextField(blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("batch", "application"), name="batch_case_once"),
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "refused"), left=None)
                | Q(state__in=("done", "undone", "kept"), left__isnull=False),
                name="batch_row_done_leaves_a_version",
            ),
        )

    def __str__(self) -> str:
        return f"{self.application} {self.get_state_display()}"
