"""政府信息 as the public reads it, its versions and its links."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.db import models
from django.db.models import Q
from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.disclosures.grams import key_of
from gongkai.disclosures.kinds import kind_of
from gongkai.disclosures.models.catalogue import Catalogue, Validity
from gongkai.files.models import StoredFile
from gongkai.people.models import Account


class ItemNumber(models.Model):
    """The last serial of a year: of one body for its 索引号, of the whole installation (``agency`` None) for the permanent
    address. The row is the lock under which the next is taken; a number is never used twice."""

    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("agency", "year"), name="item_number_once_an_agency_and_year"),
            models.UniqueConstraint(fields=("year",), condition=Q(agency=None), name="item_number_once_a_year"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id or ''}〔{self.year}〕{self.last}"


class Item(Catalogue):
    """One piece of information that is or was public, or was decided not to be; before its first release a mere name for its
    drafts.

    Its catalogue fields and text are those of ``current``, the version in force, and are written by a release and by nothing
    else. ``permanent``: the last part of its permanent address (``2026-00231``), the same whoever holds the item later.
    ``number_key``, ``index_key``: the numbers without signs, so that every way of writing one finds it. ``validity``: kept by
    the register of documents and by each day. ``address``: where it stands on a site that we do not run. ``origin``: the number
    of the application that it came from (art. 44).
    """

    ANSWER = "answer"
    """The kind of an earlier answer that was made public (art. 44)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items")
    permanent = models.CharField("固定地址", max_length=12, blank=True, db_index=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    index_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    current = models.ForeignKey("Version", models.PROTECT, null=True, blank=True, related_name="+")
    published_on = models.DateField("公开日期", null=True, blank=True)
    released_at = models.DateTimeField("首次公开", null=True, blank=True)
    changed_at = models.DateTimeField("最近更新", null=True, blank=True)
    expires_at = models.DateTimeField("下架时间", null=True, blank=True)
    withdrawn_at = models.DateTimeField("撤下时间", null=True, blank=True)
    withdrawn_why = models.CharField("撤下的原因", max_length=200, blank=True)
    validity = models.CharField("有效性", max_length=10, choices=Validity.choices, default=Validity.NONE, blank=True)
    address = models.URLField("网址", blank=True)
    origin = models.CharField("来自申请", max_length=60, blank=True)
    author = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-published_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("permanent",), condition=~Q(permanent=""), name="item_permanent_address_once"
            ),
            models.UniqueConstraint(
                fields=("index_number",), condition=~Q(index_number=""), name="item_index_number_once"
            ),
        )
        indexes = (
            models.Index(fields=("agency", "-published_on"), name="item_of_body_newest"),
            models.Index(fields=("-published_on", "-id"), name="item_newest"),
            models.Index(fields=("column", "-published_on"), name="item_of_column_newest"),
            # Everything that `queries.public` asks for, so that counting by clause reads no text.
            models.Index(
                fields=("clause", "-published_on", "-id", "attribute", "withdrawn_at", "expires_at"),
                name="item_of_clause_newest",
            ),
        )

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        """Where the public reads it: the permanent address; a plain one for what was taken over without its text."""
        return (
            reverse("portal:info", args=[self.permanent]) if self.permanent else reverse("portal:item", args=[self.pk])
        )

    @property
    def kind_label(self) -> str:
        """The type of record in words."""
        return kind_of(self.kind).label

    def set_keys(self) -> None:
        """Bring the keys up to the numbers. `save` does it; who creates in bulk calls it (or `gongkai.disclosures.search.index_many`)."""
        self.number_key, self.index_key = key_of(self.document_number)[:60], key_of(self.index_number)[:60]


class Version(models.Model):
    """What was public from one moment to the next: the whole text and all fields, kept for good; the database refuses to change
    or delete it.

    ``fields``: the catalogue as plain values. ``digest``: over fields, text and files, the same that the reviews were bound to.
    ``note``: what this version changed, for the public. ``draft``: what it was released from; None for what was taken over from
    an older system.
    """

    item = models.ForeignKey(Item, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=200)
    html = models.TextField(blank=True)
    fields = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    note = models.CharField("说明", max_length=200, blank=True)
    draft = models.ForeignKey("Draft", models.PROTECT, null=True, blank=True, related_name="versions")
    revision = models.PositiveIntegerField(default=1)
    forced = models.BooleanField("强制发布", default=False)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("item", "number")
        constraints = (models.UniqueConstraint(fields=("item", "number"), name="version_number_once_an_item"),)

    def __str__(self) -> str:
        return f"{self.title} 第{self.number}版"


class VersionFile(models.Model):
    """A file of a version. ``text``: what search reads of it. ``role``: of `FileRole`."""

    version = models.ForeignKey(Version, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    role = models.CharField(max_length=12)
    name = models.CharField("文件名", max_length=150)
    alt = models.CharField("图片说明", max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)

    class Meta:
        ordering = ("version", "position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def ending(self) -> str:
        """``docx``: what kind of file it is, for readers."""
        return PurePosixPath(self.name).suffix[1:].lower()


class Pairing(models.Model):
    """解读: an interpretation and the policy it explains. One row is both links, so neither can be missing."""

    policy = models.ForeignKey(Item, models.PROTECT, related_name="interpreted_by")
    interpretation = models.ForeignKey(Item, models.PROTECT, related_name="interprets")
    form = models.CharField("解读形式", max_length=12, blank=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("policy", "interpretation"), name="pairing_once"),
            models.CheckConstraint(
                condition=~Q(policy=models.F("interpretation")), name="pairing_of_two_different_items"
            ),
        )

    def __str__(self) -> str:
        return f"{self.interpretation_id} 解读 {self.policy_id}"
