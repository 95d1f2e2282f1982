"""The notices of years, with their sources and versions, and the recounts that followed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.people.models import Account


class Notice(models.Model):
    """One version of one year's days off (放假安排). Kept for good: a corrected notice is a further version.

    ``table``: the days, as `gongkai.law.calendar.parse_year` takes them; None: what comes with the software, nothing for a year it
    does not know. ``source_text``: the words they were read from; ``sha256`` of the file or the pasted text as it came in.
    ``installed_at`` None: a draft, which no clock counts by.
    """

    class Origin(models.TextChoices):
        TEXT = "text", "粘贴通知全文"
        FILE = "file", "上传通知文件"
        HAND = "hand", "逐日填写"
        RESTORED = "restored", "恢复以前的安排"

    class State(models.TextChoices):
        DRAFT = "draft", "未启用"
        IN_FORCE = "in_force", "使用中"
        FORMER = "former", "已被替换"
        DISCARDED = "discarded", "已弃用"

    year = models.PositiveSmallIntegerField("年度")
    version = models.PositiveSmallIntegerField("第几版")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.DRAFT)
    origin = models.CharField("来源", max_length=10, choices=Origin.choices)
    title = models.CharField("通知标题", max_length=120, blank=True)
    number = models.CharField("文号", max_length=60, blank=True)
    table = models.JSONField(null=True)
    source_text = models.TextField("通知全文", blank=True)
    source_name = models.CharField("文件名", max_length=150, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    why = models.CharField("为什么改", max_length=300, blank=True)
    restores = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    entered_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField()
    installed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    installed_at = models.DateTimeField(null=True, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-year", "-version")
        constraints = (
            models.UniqueConstraint(fields=("year", "version"), name="calendar_version_once_a_year"),
            models.UniqueConstraint(
                fields=("year",), condition=Q(state="in_force"), name="calendar_one_in_force_a_year"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "discarded"), installed_at=None)
                | Q(state__in=("in_force", "former"), installed_at__isnull=False),
                name="calendar_in_force_since_a_moment",
            ),
        )

    def __str__(self) -> str:
        return f"{self.year}年放假安排 第{self.version}版"


class Holding(models.Model):
    """Which calendar the installation counts by, one row. ``serial`` rises with every change, so that each process can see at the
    cost of one small query whether it still holds the right one."""

    serial = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="calendar_one_holding"),)

    def __str__(self) -> str:
        return str(self.serial)


class Recount(models.Model):
    """The recount of every open date after a change: of the calendar (``notice`` in the place of ``former``), or of the readings of
    one body (``agency``). Done in batches; ``stage`` and the place (``at_body``, ``at_case``) say how far it is.

    ``expected``: what the rehearsal foresaw; ``moved``: what has moved so far; ``by_body``: the same by the key of the body. ``told``: by
    fee notice, the day its letter named, where the stored one has moved away from it.
    """

    class Stage(models.TextChoices):
        CASES = "cases", "申请"
        DISPUTES = "disputes", "复议诉讼"
        REST = "rest", "审核和台账"
        DONE = "done", "已完成"

    notice = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="recounts")
    former = models.ForeignKey(Notice, models.PROTECT, null=True, blank=True, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="recounts")
    stage = models.CharField("进度", max_length=10, choices=Stage.choices, default=Stage.CASES)
    at_body = models.PositiveBigIntegerField(default=0)
    at_case = models.PositiveBigIntegerField(default=0)
    looked_at = models.PositiveIntegerField("看过的申请", default=0)
    cases = models.PositiveIntegerField("申请总数", default=0)
    expected = models.PositiveIntegerField("预计变动", default=0)
    moved = models.PositiveIntegerField("已变动", default=0)
    by_body = models.JSONField(default=dict)
    told = models.JSONField(default=dict)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(notice__isnull=False, agency=None) | Q(notice=None, agency__isnull=False),
                name="recount_of_a_notice_or_of_readings",
            ),
            models.CheckConstraint(
                condition=Q(stage="done", ended_at__isnull=False) | ~Q(stage="done") & Q(ended_at=None),
                name="recount_done_at_a_moment",
            ),
        )

    def __str__(self) -> str:
        return f"重算 {self.notice or self.agency}"

    @property
    def done(self) -> bool:
        return self.stage == self.Stage.DONE
