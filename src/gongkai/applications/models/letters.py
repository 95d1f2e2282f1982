"""告知书、答复书: drafts, their review, their numbers, and the wording an office may change."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.application import Application
from gongkai.applications.models.files import CaseFile
from gongkai.applications.models.handling import Assistance, Consultation
from gongkai.files.models import StoredFile
from gongkai.law.letters import LETTERS
from gongkai.people.models import Account, Role

LETTER_CODES = [(letter.code, letter.name) for letter in LETTERS.values()]


class Template(models.Model):
    """Wording of one letter that a body uses in the place of the shipped one. Versions are kept; one is in use."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="templates")
    code = models.CharField("文书", max_length=4, choices=LETTER_CODES)
    version = models.PositiveIntegerField()
    text = models.TextField("模板")
    in_use = models.BooleanField(default=False)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    note = models.CharField("改了什么", max_length=200)

    class Meta:
        ordering = ("code", "version")
        constraints = (
            models.UniqueConstraint(fields=("agency", "code", "version"), name="template_version_once"),
            models.UniqueConstraint(fields=("agency", "code"), condition=Q(in_use=True), name="one_template_in_use"),
        )

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


class Letter(models.Model):
    """One letter. ``body``: the draft as `gongkai.letters` writes it (``Draft.data()``). ``digest``: what an approval binds
    to, over text and files. ``revision`` rises with every edit."""

    class State(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEWING = "reviewing", "审批中"
        APPROVED = "approved", "待发出"
        ISSUED = "issued", "已发出"
        CANCELLED = "cancelled", "已作废"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="letters")
    application = models.ForeignKey(Application, models.PROTECT, related_name="letters")
    code = models.CharField("文书", max_length=4, choices=LETTER_CODES)
    consultation = models.ForeignKey(Consultation, models.PROTECT, null=True, blank=True, related_name="letters")
    assistance = models.ForeignKey(Assistance, models.PROTECT, null=True, blank=True, related_name="letters")
    addressee = models.CharField("发给", max_length=80)
    body = models.JSONField()
    template_version = models.PositiveIntegerField("模板版本", default=0, help_text="0为随软件提供的模板")
    digest = models.CharField(max_length=64)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    number = models.CharField("文号", max_length=60, blank=True)
    dated = models.DateField("落款日期", null=True, blank=True)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    issued_on = models.DateField("发出日", null=True, blank=True)
    cancelled_why = models.CharField("作废的原因", max_length=200, blank=True)
    copy = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="发出时的版式文件"
    )

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "number"), condition=~Q(number=""), name="letter_number_once_an_agency"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("approved", "issued")) | ~Q(number=""), name="letter_approved_with_a_number"
            ),
        )
        indexes = (models.Index(fields=("agency", "state"), name="letter_by_state"),)

    def __str__(self) -> str:
        return self.number or f"{self.get_code_display()}（稿）"

    @property
    def kind(self):
        """The entry of the catalogue."""
        return LETTERS[self.code]

    @property
    def substantive(self) -> bool:
        return self.code.startswith("S")


class LetterFile(models.Model):
    """A file that goes out with a letter."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="enclosures")
    file = models.ForeignKey(CaseFile, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("letter", "file"), name="enclosure_once_a_letter"),)

    def __str__(self) -> str:
        return str(self.file)


class LetterAnswer(models.Model):
    """Why one finding of the check of what leaves the house (`gongkai.applications.outgoing`) may stand. It belongs to the finding
    (``fingerprint``), so changed words or another file ask anew. ``shown``: masked where it is personal."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="answers")
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField(max_length=32)
    shown = models.CharField(max_length=200)
    reason = models.CharField("理由", max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("letter", "fingerprint"), condition=Q(taken_back_at=None), name="answer_once_a_finding"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="answer_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class Review(models.Model):
    """One step of approval of one revision of a letter. The author never reviews: the database holds that, too.

    ``digest``: what the person had before them. A step dies (``voided_at``) with any edit of text or files. ``seen``: the text
    (``lines``), the files (``files``: name, SHA-256) and the reasons for which findings stand (``answers``) the verdict was given on, so
    that the next look shows what changed.
    """

    class Verdict(models.TextChoices):
        APPROVED = "approved", "同意"
        RETURNED = "returned", "退回"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="reviews")
    revision = models.PositiveIntegerField()
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
    seen = models.JSONField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)
    voided_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("letter", "revision", "step")
        constraints = (
            models.UniqueConstraint(
                fields=("letter", "revision", "step"), condition=Q(voided_at=None), name="review_step_once_a_revision"
            ),
            models.CheckConstraint(condition=Q(by=None) | ~Q(by=F("author")), name="review_never_by_the_author"),
            models.CheckConstraint(
                condition=Q(by=None, verdict="", at=None) | Q(by__isnull=False, at__isnull=False) & ~Q(verdict=""),
                name="review_by_a_person_with_a_verdict",
            ),
        )
        indexes = (models.Index(fields=("verdict", "voided_at"), name="review_waiting"),)

    def __str__(self) -> str:
        return f"{self.letter} 第{self.step}步"


class Series(models.Model):
    """A run of numbers of one body and year. Its row is the lock under which the next number is taken."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="series")
    key = models.CharField(max_length=8)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("agency", "key", "year"), name="series_once_a_year"),)

    def __str__(self) -> str:
        return f"{self.agency.code}{self.key}〔{self.year}〕"


class Number(models.Model):
    """One number taken, kept for good: a letter that is cancelled leaves its number here with the reason."""

    series = models.ForeignKey(Series, models.PROTECT, related_name="numbers")
    serial = models.PositiveIntegerField()
    text = models.CharField(max_length=60)
    letter = models.OneToOneField(Letter, models.PROTECT, related_name="number_taken")
    taken_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("series", "serial")
        constraints = (models.UniqueConstraint(fields=("series", "serial"), name="number_once_a_series"),)

    def __str__(self) -> str:
        return self.text
