"""行政规范性文件 with their lives: what the register says of a document on any day follows from its events."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures.models.catalogue import Validity
from gongkai.disclosures.models.items import Item
from gongkai.people.models import Account


class NormativeDocument(models.Model):
    """A document in the register (三统一: 登记、编号、印发), whether it was published here or not.

    ``valid_until``, ``revised_on``, ``ended_on`` and ``ended_how`` are what its events come to, written by
    `gongkai.disclosures.registers.lives.settle` and by nothing else. ``ended_on``: the first day on which it is no longer in force,
    known beforehand where it has a last day. Of ``level`` OTHER are policies that are no normative documents: they have a validity
    all the same, and stand in no table.
    """

    class Level(models.TextChoices):
        RULES = "rules", "规章"
        NORMATIVE = "normative", "行政规范性文件"
        OTHER = "other", "其他政策文件"

    class FairCompetition(models.TextChoices):
        PASSED = "passed", "已审查，通过"
        EXCEPTION = "exception", "已审查，适用例外规定"
        NOT_NEEDED = "not_needed", "不涉及经营者经济活动"

    class Ending(models.TextChoices):
        NONE = "", "没有"
        REPEALED = "repealed", "废止"
        LAPSED = "lapsed", "失效"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="documents")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="documents")
    item = models.OneToOneField(Item, models.PROTECT, null=True, blank=True, related_name="document")
    level = models.CharField("层级", max_length=10, choices=Level.choices, default=Level.NORMATIVE)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    registration = models.CharField("登记号", max_length=60, blank=True)
    legality_review = models.CharField("合法性审核意见号", max_length=80, blank=True)
    fair_competition = models.CharField("公平竞争审查", max_length=12, choices=FairCompetition.choices, blank=True)
    filing = models.CharField("备案号", max_length=80, blank=True)
    made_on = models.DateField("制发日期")
    published_on = models.DateField("公布日期", null=True, blank=True)
    effective_on = models.DateField("施行日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    revised_on = models.DateField("最近修改", null=True, blank=True)
    ended_on = models.DateField("不再有效之日", null=True, blank=True)
    ended_how = models.CharField("怎样失去效力", max_length=10, choices=Ending.choices, default=Ending.NONE, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    removed_at = models.DateTimeField("作废登记", null=True, blank=True)
    removed_why = models.CharField("作废登记的原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-made_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "document_number"),
                condition=Q(removed_at=None) & ~Q(document_number=""),
                name="document_number_once_an_agency",
            ),
            models.UniqueConstraint(
                fields=("agency", "registration"),
                condition=Q(removed_at=None) & ~Q(registration=""),
                name="registration_once_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_how="") | Q(ended_on__isnull=False) & ~Q(ended_how=""),
                name="document_ended_somehow",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("made_on")), name="document_ends_after_it_is_made"
            ),
        )
        indexes = (models.Index(fields=("agency", "made_on"), name="document_by_year"),)

    def __str__(self) -> str:
        return f"《{self.title}》（{self.document_number}）"

    def standing(self, day: date) -> Validity:
        """有效性 on ``day``, from what is settled. Before it is made it has none."""
        if day < self.made_on:
            return Validity.NONE
        if self.ended_on is not None and day >= self.ended_on:
            return Validity(self.ended_how)
        if self.effective_on is not None and day < self.effective_on:
            return Validity.PENDING
        return Validity.REVISED if self.revised_on is not None and day >= self.revised_on else Validity.IN_FORCE

    @property
    def last_day(self) -> date | None:
        """The last day on which it is in force, where one is known."""
        return self.ended_on - timedelta(days=1) if self.ended_on is not None else None


class LifeEvent(models.Model):
    """One event in the life of a document. It counts once it is confirmed, by somebody else than who proposed it, unless it is
    dropped (before that) or struck out (after it), with the reason kept.

    ``on``: the day from which it applies; of ``repealed`` and ``lapsed`` the first day without the document. ``valid_until``: the
    last day that ``made`` or ``extended`` sets, None without end. ``successor``: what replaces it.
    """

    class Kind(models.TextChoices):
        MADE = "made", "制发"
        REVISED = "revised", "修改"
        EXTENDED = "extended", "延长有效期"
        REPEALED = "repealed", "废止"
        LAPSED = "lapsed", "宣布失效"
        DECLARED_VALID = "declared_valid", "清理后继续有效"

    document = models.ForeignKey(NormativeDocument, models.PROTECT, related_name="life")
    kind = models.CharField("事项", max_length=16, choices=Kind.choices)
    on = models.DateField("自哪一天起")
    valid_until = models.DateField("有效期至", null=True, blank=True)
    basis = models.CharField("依据文件或者理由", max_length=200, blank=True)
    successor = models.ForeignKey(
        NormativeDocument, models.PROTECT, null=True, blank=True, related_name="replaces", verbose_name="替代它的文件"
    )
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    proposed_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True, blank=True)
    acting_for = models.CharField("代行", max_length=40, blank=True)
    dropped_at = models.DateTimeField(null=True, blank=True)
    dropped_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    dropped_why = models.CharField("撤回的原因", max_length=200, blank=True)

    class Meta:
        ordering = ("document", "on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("proposed_by")), name="life_confirmed_by_another"
            ),
            models.UniqueConstraint(
                fields=("document",),
                condition=Q(confirmed_at=None, dropped_at=None),
                name="one_proposal_a_document",
            ),
            models.UniqueConstraint(
                fields=("document",), condition=Q(kind="made", dropped_at=None), name="document_made_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"
