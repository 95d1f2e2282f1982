"""网站找错: what the public reports of a page, and its answer; and versions that the public no longer reads."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.disclosures.models.items import Item, Version
from gongkai.people.models import Account
from gongkai.people.sealing import SealedField


class SiteError(models.Model):
    """One report of a mistake on a page of the public site, made without an account.

    ``page``: the path it came from. ``code``: what the reporter writes down to see the answer. ``text`` may quote what was
    leaked, and ``contact`` is a person's own, so both are sealed. ``source``: the keyed fingerprint of the network address,
    wiped after a day. ``hurried``: very many came from that address; taken all the same. ``due_on``: for a leak the same day,
    else three months, as for any message of the public (国办秘函〔2019〕19号).
    """

    class Kind(models.TextChoices):
        WORDS = "words", "文字错误"
        LINK = "link", "链接打不开"
        LEAK = "leak", "泄露了个人信息"
        FILE = "file", "附件打不开或者不对"
        STALE = "stale", "内容过期"
        OTHER = "other", "其他"

    class Outcome(models.TextChoices):
        MENDED = "mended", "已经改正"
        RIGHT = "right", "核对后没有错误"
        PASSED = "passed", "不归本网站，已转告有关单位"
        UNCLEAR = "unclear", "看不出指哪一处"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="site_errors")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="site_errors")
    page = models.CharField("页面", max_length=300, blank=True)
    kind = models.CharField("哪一类", max_length=8, choices=Kind.choices)
    text = SealedField("说明")
    contact = SealedField("联系方式", blank=True)
    code = models.CharField("回执码", max_length=12, unique=True)
    source = models.CharField(max_length=64, blank=True)
    hurried = models.BooleanField("同一地址来得很多", default=False)
    received_at = models.DateTimeField("收到")
    due_on = models.DateField("最晚")
    outcome = models.CharField("结果", max_length=8, choices=Outcome.choices, blank=True)
    answer = models.CharField("答复", max_length=500, blank=True)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("due_on", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="", answered_by=None)
                | Q(answered_at__isnull=False, answered_by__isnull=False) & ~Q(outcome=""),
                name="site_error_answered_by_somebody",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "answered_at", "due_on"), name="site_error_open"),
            models.Index(fields=("source", "received_at"), name="site_error_by_source"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.page}"

    @property
    def urgent(self) -> bool:
        """A leak is mended at once."""
        return self.kind == self.Kind.LEAK


class ClosedVersion(models.Model):
    """An earlier version that the public no longer reads, for it held what should never have been public. The version itself
    stays as it was."""

    version = models.OneToOneField(Version, models.PROTECT, related_name="closed")
    why = models.CharField("原因", max_length=200)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(why=""), name="closed_version_with_a_reason"),)

    def __str__(self) -> str:
        return f"{self.version} {self.why}"
