"""发布: one version on one channel, with its proof; and the release that came before its review."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.disclosures.models.drafts import Draft
from gongkai.disclosures.models.items import Item, Version
from gongkai.files.models import StoredFile
from gongkai.people.models import Account


class Channel(models.TextChoices):
    """渠道. Those that software reaches, and those where a person puts it up and proves it."""

    PORTAL = "portal", "本网站"
    PACKAGE = "package", "县政府门户网站"
    WECHAT = "wechat", "微信公众号"
    PLATFORM = "platform", "上级公开平台"
    POSTER = "poster", "公示栏"
    SCREEN = "screen", "电子屏"
    GAZETTE = "gazette", "政府公报"
    READING = "reading", "档案馆、图书馆等查阅点"
    PRESS = "press", "发布会、广播电视、报刊"
    OTHER = "other", "其他"


class Release(models.Model):
    """发布: one version of an item on one channel.

    ``state``: WAITING (for its hour, or for a worker), DONE, FAILED (tried again at ``next_try_at`` while it is not None), TO_PROVE
    (a person must put it up and say where), TAKEN_DOWN. ``proof``: the address or place; ``photo``: a picture or receipt.
    ``detail``: what the channel answered.

    ``claim``, ``claimed_until``: the worker that has it in hand and how long it is left alone; whoever finds an older claim takes
    over. ``down_wanted_at``: since when it should come down; ``down_at``: when it did.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "等待发布"
        TO_PROVE = "to_prove", "等待登记"
        DONE = "done", "已发布"
        FAILED = "failed", "没有发出"
        TAKEN_DOWN = "taken_down", "已撤下"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="releases")
    item = models.ForeignKey(Item, models.PROTECT, related_name="releases")
    version = models.ForeignKey(Version, models.PROTECT, related_name="releases")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField("定于")
    done_at = models.DateTimeField("发布时间", null=True, blank=True)
    proof = models.CharField("网址或者地点", max_length=300, blank=True)
    photo = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    detail = models.JSONField(default=dict, blank=True)
    error = models.CharField("没有发出的原因", max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True, blank=True)
    claim = models.CharField(max_length=32, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    down_wanted_at = models.DateTimeField("要求撤下", null=True, blank=True)
    down_at = models.DateTimeField("撤下时间", null=True, blank=True)
    checked_at = models.DateTimeField("最近核对", null=True, blank=True)
    stands = models.BooleanField("核对时还在", null=True)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-due_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "channel"), condition=~Q(state="taken_down"), name="release_once_a_channel"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(done_at__isnull=False), name="release_done_at_some_time"
            ),
        )
        indexes = (
            models.Index(fields=("state", "due_at"), name="release_waiting"),
            models.Index(fields=("agency", "channel", "done_at"), name="release_by_channel"),
        )

    def __str__(self) -> str:
        return f"{self.item} {self.get_channel_display()}"


class ForcedRelease(models.Model):
    """A release before its review: with a reason, told to the supervisor at once, reviewed after."""

    item = models.ForeignKey(Item, models.PROTECT, related_name="forced_releases")
    draft = models.ForeignKey(Draft, models.PROTECT, related_name="forced_releases")
    version = models.ForeignKey(Version, models.PROTECT, related_name="+")
    reason = models.CharField("理由", max_length=300)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    acting_for = models.CharField("代行", max_length=40, blank=True)
    at = models.DateTimeField()
    review_by = models.DateField("最晚补审")
    open_findings = models.JSONField(default=list)
    seen_by_supervisor_at = models.DateTimeField(null=True, blank=True)
    reviewed_at = models.DateTimeField("补审完成", null=True, blank=True)
    outcome = models.CharField("补审结论", max_length=300, blank=True)

    class Meta:
        ordering = ("-at",)
        constraints = (models.CheckConstraint(condition=~Q(reason=""), name="forced_release_with_a_reason"),)

    def __str__(self) -> str:
        return f"{self.item} {self.reason}"
