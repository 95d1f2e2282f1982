"""稿件: the text in work, its files, and why a finding may stand."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.disclosures.models.catalogue import Catalogue
from gongkai.disclosures.models.items import Item
from gongkai.files.models import StoredFile
from gongkai.people.models import Account


class FileRole(models.TextChoices):
    """What a file is to a draft. Only attachments and pictures are ever public; the original is kept by its hash."""

    ORIGINAL = "original", "原件"
    ATTACHMENT = "attachment", "附件"
    PICTURE = "picture", "正文图片"


class Draft(Catalogue):
    """One text on its way to being public: a new item, or a change of one that is.

    ``hands``: who has changed it beside the author; none of them reviews it.
    ``digest``: over fields, text and files (`gongkai.disclosures.digests`), what every review is bound to. ``revision`` rises
    with every edit that changes the digest; ``version`` with every change of the row. ``channels``: where it shall appear.
    ``release_at``, ``expires_at``: when, None at once and never. ``note``: what a change changes, for the public.
    ``findings``: what the checks said last, for ``checked_digest``. ``guessed``: catalogue fields that were guessed from the
    file and that nobody has confirmed yet.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", "起草"
        REVIEWING = "reviewing", "审核中"
        DOUBT = "doubt", "保密存疑待确定"
        APPROVED = "approved", "待发布"
        RELEASED = "released", "已发布"
        DECIDED = "decided", "已定不主动公开"
        DISCARDED = "discarded", "已弃用"

    OPEN = (Stage.DRAFT, Stage.REVIEWING, Stage.DOUBT, Stage.APPROVED)

    item = models.ForeignKey(Item, models.PROTECT, related_name="drafts")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="drafts")
    stage = models.CharField("状态", max_length=10, choices=Stage.choices, default=Stage.DRAFT)
    author = models.ForeignKey(Account, models.PROTECT, related_name="+")
    hands = models.ManyToManyField(Account, related_name="+", blank=True)
    made_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    revision = models.PositiveIntegerField(default=1)
    version = models.PositiveIntegerField(default=1)
    channels = models.JSONField("发布渠道", default=list, blank=True)
    release_at = models.DateTimeField("定时发布", null=True, blank=True)
    expires_at = models.DateTimeField("下架时间", null=True, blank=True)
    note = models.CharField("改了什么", max_length=200, blank=True)
    findings = models.JSONField(default=list, blank=True)
    checked_digest = models.CharField(max_length=64, blank=True)
    guessed = models.JSONField(default=list, blank=True)
    returned_why = models.TextField("退回的原因", blank=True)

    class Meta:
        ordering = ("-saved_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("item",),
                condition=Q(stage__in=("draft", "reviewing", "doubt", "approved")),
                name="one_open_draft_an_item",
            ),
        )
        indexes = (models.Index(fields=("agency", "stage"), name="draft_by_stage"),)


class DraftFile(models.Model):
    """A file of a draft. ``cleaned_from``: the file as it came, where this one is a copy without hidden content. ``text``: what
    search and the checks read of it; ``looked_at``: when it was converted and scanned."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    role = models.CharField("用途", max_length=12, choices=FileRole.choices)
    name = models.CharField("文件名", max_length=150)
    alt = models.CharField("图片说明", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    findings = models.JSONField(default=list, blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    cleaned_from = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("draft", "position", "pk")

    def __str__(self) -> str:
        return self.name


class Excuse(models.Model):
    """Why one finding may stand. It belongs to the finding (``fingerprint``), so a changed text or file asks anew."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="excuses")
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
                fields=("draft", "fingerprint"), condition=Q(taken_back_at=None), name="excuse_once_a_finding"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="excuse_with_a_reason"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.shown}"


class DraftSave(models.Model):
    """The text of a draft as it was once saved, to go back to. ``why``: what saved it (``auto``, ``hand``, ``file``, ``mend``,
    ``back``). The last `KEPT` of a draft are there; they go with it when it is released or given up for good."""

    KEPT = 60

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="saves")
    title = models.CharField(max_length=200)
    html = models.TextField(blank=True)
    why = models.CharField(max_length=4)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.at:%Y-%m-%d %H:%M:%S}"
