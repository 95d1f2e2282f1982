"""The annual report in the making: its draft, the figures typed by hand, its approval, and what was frozen."""

from __future__ import annotations

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.people.models import Account, Role
from gongkai.reports.model import CellId


class CannotChange(GongkaiError):
    """A frozen report is never edited."""

    def __init__(self) -> None:
        super().__init__(say("已经批准的报告不能改动。需要更正的，请重新打开年报，改好后重新批准，原来的一份会保留。"))


class Draft(models.Model):
    """One body's report of one year. ``edition``: of the form. ``version`` rises with every action.

    ``digest``: what the approvals of this ``round`` bind to, over figures, records and words. ``frozen``: the report as last
    approved; while the draft is open again, the last one stays in `Frozen` and here is None.
    """

    class State(models.TextChoices):
        DRAFTING = "drafting", "起草"
        APPROVING = "approving", "审批中"
        APPROVED = "approved", "已批准"
        PUBLISHED = "published", "已公开"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="report_drafts")
    year = models.PositiveSmallIntegerField("年度")
    edition = models.CharField("格式版本", max_length=8)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFTING)
    opened_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    submitted_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    round = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    frozen = models.OneToOneField("Frozen", models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField("公开日", null=True, blank=True)
    published_at = models.URLField("公开的网址", blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "agency")
        constraints = (
            models.UniqueConstraint(fields=("agency", "year"), name="report_once_a_year"),
            models.CheckConstraint(
                condition=Q(state__in=("approved", "published"), frozen__isnull=False)
                | ~Q(state__in=("approved", "published")) & Q(frozen=None),
                name="report_approved_when_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_on__isnull=False), name="report_published_on_a_day"
            ),
            models.CheckConstraint(
                condition=Q(state="drafting") | ~Q(digest=""), name="report_approval_binds_to_a_digest"
            ),
        )

    def __str__(self) -> str:
        return say("{agency}{year}年年报", agency=self.agency.name, year=self.year)

    @property
    def is_open(self) -> bool:
        """Words and figures may still be written."""
        return self.state in (self.State.DRAFTING, self.State.APPROVING)


class SectionText(models.Model):
    """The words of one narrative section as a person left them; a section without a row is still the generated draft."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("draft", "key"), name="section_once_a_report"),)

    def __str__(self) -> str:
        return f"{self.draft} {self.key}"


class TypedFigure(models.Model):
    """A figure of one cell typed by hand, with who, why and when. A later one replaces it and keeps it; taking it back does
    the same with nothing in its place. Last year's figures may be typed too, where there is no report of last year here."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="typed_figures")
    year = models.PositiveSmallIntegerField("年度")
    table = models.CharField(max_length=16)
    row = models.CharField(max_length=40)
    column = models.CharField(max_length=20)
    value = models.DecimalField("数", max_digits=20, decimal_places=6)
    why = models.CharField("来源和理由", max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")
    replaced_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "year", "table", "row", "column"),
                condition=Q(replaced_at=None),
                name="one_typed_figure_a_cell",
            ),
            models.CheckConstraint(condition=~Q(why=""), name="typed_figure_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.cell} {self.value}"

    @property
    def cell(self) -> CellId:
        return CellId(self.table, self.row, self.column)


class Explanation(models.Model):
    """Why a finding is no mistake: one for each code of finding, said to whoever approves."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="explanations")
    code = models.CharField(max_length=40)
    text = models.CharField("说明", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("draft", "code"), name="one_explanation_a_finding"),
            models.CheckConstraint(condition=~Q(text=""), name="explanation_says_something"),
        )

    def __str__(self) -> str:
        return f"{self.code} {self.text[:20]}"


class Approval(models.Model):
    """One step of approval of one round. Who submitted the report never approves it: the database holds that, too.

    ``digest``: what the person had before them. A step dies (``voided_at``) with any edit.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="approvals")
    round = models.PositiveIntegerField()
    step = models.PositiveSmallIntegerField()
    role = models.CharField("审批角色", max_length=20, choices=Role.choices)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    acting_for = models.CharField("代行", max_length=40, blank=True)
    at = models.DateTimeField(null=True, blank=True)
    verdict = models.CharField("意见", max_length=8, choices=Verdict.choices, blank=True)
    comment = models.TextField("批注", blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("draft", "round", "step")
        constraints = (
            models.UniqueConstraint(fields=("draft", "round", "step"), name="approval_step_once_a_round"),
            models.CheckConstraint(
                condition=Q(by=None) | ~Q(by=F("author")), name="report_approval_never_by_the_author"
            ),
            models.CheckConstraint(
                condition=Q(by=None, verdict="", at=None) | Q(by__isnull=False, at__isnull=False) & ~Q(verdict=""),
                name="report_approval_by_a_person_with_a_verdict",
            ),
        )
        indexes = (models.Index(fields=("verdict", "voided_at"), name="report_approval_waiting"),)

    def __str__(self) -> str:
        return f"{self.draft} 第{self.step}步"


class Frozen(models.Model):
    """A report as it was approved, for good. ``body``: what `gongkai.reporting.freezing` made of figures, records and words;
    ``digest``: over it. A correction makes the next ``number``."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几次")
    body = models.JSONField(encoder=DjangoJSONEncoder)
    digest = models.CharField(max_length=64)
    approved_on = models.DateField("批准日")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    replaced_why = models.CharField("重新打开的原因", max_length=200, blank=True)

    class Meta:
        ordering = ("draft", "number")
        constraints = (models.UniqueConstraint(fields=("draft", "number"), name="frozen_report_number_once"),)

    def __str__(self) -> str:
        return f"{self.draft} 第{self.number}次"

    def save(self, *args: object, **kwargs: object) -> None:
        # Only the reason why it was opened again may be added to what was approved.
        if self.pk is not None and kwargs.get("update_fields") != ["replaced_why"]:
            raise CannotChange
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def delete(self, *args: object, **kwargs: object) -> tuple[int, dict[str, int]]:
        raise CannotChange
