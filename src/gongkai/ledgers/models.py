"""What an import is while it goes on, and what is kept of it for good beside each case it brought."""

from __future__ import annotations

import json
from typing import Any

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, RemedyCase, Round
from gongkai.people.models import Account
from gongkai.people.sealing import SealedField


class SealedJSON(SealedField):
    """A value as JSON, sealed in the database: cells of a ledger hold names, telephones, addresses."""

    def get_prep_value(self, value: Any) -> str | None:
        return None if value is None else super().get_prep_value(json.dumps(value, ensure_ascii=False, default=str))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Any:
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else None

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False, default=str)


class Books(models.TextChoices):
    """Which ledger a file is: what its columns are, and what its rows become."""

    APPLICATIONS = "applications", "依申请公开台账"
    DISPUTES = "disputes", "复议诉讼台账"


class Mapping(models.Model):
    """列的对应, as people of a body settled it for one shape of head of one kind of ledger; the next file with that head starts from it.

    ``columns``: field → column, from 0. ``words``: field → word → code. ``whole``: field → code for blank cells.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="ledger_mappings")
    ledger = models.CharField("台账", max_length=12, choices=Books.choices, default=Books.APPLICATIONS)
    shape = models.CharField(max_length=16)
    heads = models.JSONField(default=list)
    columns = models.JSONField(default=dict)
    words = models.JSONField(default=dict)
    whole = models.JSONField(default=dict)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "ledger", "shape"), name="ledger_mapping_once_a_shape"),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.shape}"


class Batch(models.Model):
    """One file of an old ledger on its way into the registers, and afterwards the one thing that can be undone.

    The file itself is not kept: its rows are, sealed (`Line`). ``digest``: SHA-256 of its bytes. ``sheets``: for each sheet its name,
    year, shape, rows of the head (number, cells) and which columns are which fields. ``done`` of ``total`` rows: how far the work
    in the background has come; ``beat_at``: when it last moved. ``trouble``: why it stopped, in a sentence.
    """

    class State(models.TextChoices):
        MAPPING = "mapping", "核对各列"
        CHECKING = "checking", "正在检查"
        CHECKED = "checked", "检查完毕"
        TAKING = "taking", "正在导入"
        TAKEN = "taken", "已导入"
        UNDOING = "undoing", "正在撤销"
        DISCARDED = "discarded", "已弃置"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="ledger_batches")
    ledger = models.CharField("台账", max_length=12, choices=Books.choices, default=Books.APPLICATIONS)
    name = models.CharField("文件名", max_length=150)
    digest = models.CharField(max_length=64)
    sheets = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    words = models.JSONField(default=dict)
    whole = models.JSONField(default=dict)
    asks = models.JSONField(default=list)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.MAPPING)
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    beat_at = models.DateTimeField(null=True, blank=True)
    trouble = models.TextField(blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("agency", "-id"), name="ledger_batch_newest"),)

    def __str__(self) -> str:
        return self.name

    @property
    def working(self) -> bool:
        """Something is under way in the background."""
        return self.state in (self.State.CHECKING, self.State.TAKING, self.State.UNDOING)


class Line(models.Model):
    """One row of a file. ``cells``: as they stood; ``faults``: `Fault` as data; ``notes``: what was made of it. All of it is sealed.
    ``where``: (sheet, place in the file)."""

    class State(models.TextChoices):
        READ = "read", "还没有检查"
        CLEAN = "clean", "可以导入"
        FAULTY = "faulty", "有问题"
        KNOWN = "known", "登记簿里已有"
        TAKEN = "taken", "已导入"

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="lines")
    order = models.PositiveIntegerField()
    sheet = models.PositiveSmallIntegerField()
    row = models.PositiveIntegerField("表中第几行")
    cells = SealedJSON()
    state = models.CharField("状态", max_length=6, choices=State.choices, default=State.READ)
    faults = SealedJSON(null=True, blank=True)
    notes = SealedJSON(null=True, blank=True)

    class Meta:
        ordering = ("order",)
        constraints = (models.UniqueConstraint(fields=("batch", "order"), name="ledger_line_once_a_batch"),)
        indexes = (models.Index(fields=("batch", "state", "order"), name="ledger_line_by_state"),)

    def __str__(self) -> str:
        return f"{self.batch} {self.row}"


class Imported(models.Model):
    """The mark of where a case came from: one row of one file. ``original``: (head, cell) of every filled cell, as it stood; ``extra``: by
    field, what the register has no place for. Both are sealed. ``key``: the number under which the old ledger knew the case, the same
    for the same case; ``digest``: blind index of all that was read from the row."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="imported")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    application = models.OneToOneField(Application, models.PROTECT, related_name="imported")
    remedy = models.OneToOneField(RemedyCase, models.PROTECT, null=True, blank=True, related_name="imported")
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("表中第几行")
    number = models.CharField("原编号", max_length=40, blank=True)
    key = models.CharField(max_length=70)
    digest = models.CharField(max_length=64)
    original = SealedJSON()
    extra = SealedJSON()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "key"), name="imported_case_once_an_agency"),
            models.CheckConstraint(condition=~Q(key=""), name="imported_case_has_a_key"),
        )

    def __str__(self) -> str:
        return f"{self.batch} {self.row}"


class ImportedRound(models.Model):
    """The mark of where a hearing of a dispute came from: one row of one file, which may tell of several. ``opens``: whether the row also
    brought the case; ``case_version``: that of the case when the import was done, by which an undo knows that nobody acted on it since.
    The rest is as in `Imported`."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="rounds")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    round = models.OneToOneField(Round, models.PROTECT, related_name="imported")
    opens = models.BooleanField(default=False)
    case_version = models.PositiveIntegerField(default=1)
    sheet = models.CharField("工作表", max_length=60, blank=True)
    row = models.PositiveIntegerField("表中第几行")
    original = SealedJSON()
    extra = SealedJSON()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.batch} {self.row}"


class ShownColumns(models.Model):
    """Which columns of a ledger a body leaves out when it takes the ledger away as a file. ``hidden``: their keys."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="ledger_columns")
    ledger = models.CharField("台账", max_length=12)
    hidden = models.JSONField(default=list)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "ledger"), name="ledger_columns_once_an_agency"),)

    def __str__(self) -> str:
        return f"{self.agency} {self.ledger}"
