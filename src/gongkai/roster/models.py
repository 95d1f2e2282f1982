"""Files of bodies as they were handed in, the bodies each one brought, and how bodies ended."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.people.models import Account


class Intake(models.Model):
    """One file of bodies (机关名单). Handing it in only checks it; what is taken is taken in one go.

    ``rows``: the rows as they were read, ``{"row": number in the sheet, "sheet": name, "values": {…}, "faults": [{…}]}``; [] once they
    were taken or dropped, for they hold names of people. ``passwords_at``: when the first passwords were last given out.
    """

    class State(models.TextChoices):
        CHECKED = "checked", "等待确认"
        TAKEN = "taken", "已导入"
        DISCARDED = "discarded", "没有导入"
        UNDONE = "undone", "已撤销"

    name = models.CharField("文件名", max_length=150)
    sha256 = models.CharField(max_length=64)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.CHECKED)
    rows = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    total = models.PositiveIntegerField("行数")
    faulty = models.PositiveIntegerField("有问题的行", default=0)
    taken = models.PositiveIntegerField("导入的机关", default=0)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    passwords_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(state="checked", ended_at=None) | ~Q(state="checked") & Q(ended_at__isnull=False, rows=[]),
                name="intake_keeps_its_rows_only_while_it_waits",
            ),
        )

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """A body that a file brought, and its first administrator."""

    intake = models.ForeignKey(Intake, models.PROTECT, related_name="listed")
    agency = models.OneToOneField(Agency, models.PROTECT, related_name="listed")
    account = models.OneToOneField(Account, models.PROTECT, null=True, blank=True, related_name="listed")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.intake_id}: {self.agency}"


class Ending(models.Model):
    """撤销、合并: how a body ended. What it is today stands on the body itself (`Agency.ends_on`, `Agency.successor`).

    ``basis``: the decision, by its number. ``moved``: keys of the bodies that the successor supervises in its place. ``appointed``: keys
    of the appointments by which the successor's administrators manage it. ``sequence``: the last entry of its log that belongs to the
    ending itself: whatever follows forbids the way back. ``facts``: what was open on that day.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="endings")
    successor = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    ends_on = models.DateField("撤销日")
    basis = models.CharField("依据", max_length=120)
    moved = models.JSONField(default=list)
    appointed = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    sequence = models.PositiveBigIntegerField()
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    restored_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    restored_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency",), condition=Q(restored_at=None), name="one_ending_of_a_body_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(restored_at=None, restored_by=None)
                | Q(restored_at__isnull=False, restored_by__isnull=False),
                name="ending_taken_back_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.ends_on}"
