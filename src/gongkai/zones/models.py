"""What each zone remembers: what was stamped, what was sent, what was pulled, what was refused, and how each case stands.

The same tables stand in both zones; the public one fills `Stamped` and what is told to applicants, the inner one `Crossing`.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.files.models import StoredFile
from gongkai.language import say
from gongkai.people.sealing import SealedField

SKEW_SECONDS = 300
"""How far the clocks of the two zones may differ before a package waits."""


class Stamped(models.Model):
    """An application that the public zone has taken: number, moment, digest and signature are the applicant's receipt.

    ``form``: the mark of the form, so that pressing twice makes one. ``payload``: the particulars as JSON, sealed; erased with
    the files once the inner zone has them and the set time is over (``erased_at``). ``told``: how the case stands, as the inner
    zone last wrote; ``told_counter`` of which package, so that an older one never wins.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="stamped")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField("回执编号", max_length=40, unique=True)
    form = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField("收到时间")
    query_code = SealedField("查询码")
    query_index = models.CharField(max_length=64, unique=True)
    tail_index = models.CharField(max_length=64)
    payload = SealedField(blank=True)
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    signer = models.CharField(max_length=8)
    counter = models.PositiveBigIntegerField("所在的包", null=True, blank=True)
    acknowledged_at = models.DateTimeField("内网收到", null=True, blank=True)
    erased_at = models.DateTimeField("个人信息已删除", null=True, blank=True)
    told = models.JSONField(default=dict)
    told_counter = models.PositiveBigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("agency", "year", "serial"), name="stamped_serial_once_a_year"),)
        indexes = (models.Index(fields=("counter",), name="stamped_by_counter"),)

    def __str__(self) -> str:
        return self.number


class StampedFile(models.Model):
    """A file that came with a stamped application or act, or a file that the inner zone has sent for download.

    ``purpose``: submission, identity, correction; letter, enclosure.
    """

    stamped = models.ForeignKey(Stamped, models.PROTECT, related_name="files")
    act = models.ForeignKey("Act", models.PROTECT, null=True, blank=True, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=150)
    purpose = models.CharField(max_length=12)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Act(models.Model):
    """What an applicant did later on the public zone: answered a call for correction, gave reasons, withdrew. Stamped likewise."""

    class Kind(models.TextChoices):
        CORRECT = "correct", "补正"
        REASONS = "reasons", "说明理由"
        WITHDRAW = "withdraw", "撤回"

    stamped = models.ForeignKey(Stamped, models.PROTECT, related_name="acts")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = SealedField(blank=True)
    at = models.DateTimeField()
    counter = models.PositiveBigIntegerField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("stamped", "kind"), name="act_once_a_kind"),)

    def __str__(self) -> str:
        return f"{self.stamped} {self.get_kind_display()}"


class Sent(models.Model):
    """A package of this zone: counter, digest and the one before. The row is written before the file; a stop between the two is
    mended by writing the same bytes again. ``acknowledged_at``: the other zone has said that it has it."""

    counter = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    at = models.DateTimeField()
    kind = models.CharField(max_length=12)
    data = models.BinaryField()
    written_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("counter",)

    def __str__(self) -> str:
        return str(self.counter)


class Pulled(models.Model):
    """A package of the other zone that was taken, in the transaction that took it: so it is taken exactly once."""

    counter = models.PositiveBigIntegerField(unique=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    made_at = models.DateTimeField("对方制作")
    at = models.DateTimeField("收取")
    kind = models.CharField(max_length=12)
    told_in = models.PositiveBigIntegerField("在哪个包里告诉了对方", null=True, blank=True)

    class Meta:
        ordering = ("counter",)

    def __str__(self) -> str:
        return str(self.counter)


class Alarm(models.Model):
    """Something that was refused or does not fit, in words, until somebody has seen to it."""

    code = models.CharField(max_length=20)
    name = models.CharField("文件", max_length=200, blank=True)
    counter = models.PositiveBigIntegerField(null=True, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    words = models.TextField()
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_why = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("code", "sha256"), condition=~Q(sha256=""), name="alarm_once_a_file"),
            models.UniqueConstraint(
                fields=("code", "counter"), condition=Q(counter__isnull=False), name="alarm_once_a_number"
            ),
        )

    def __str__(self) -> str:
        return self.words


class Crossing(models.Model):
    """A case of the inner zone that came from the public one: its number there, the moment of the stamp and that of the pull."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="crossing")
    number = models.CharField("回执编号", max_length=40, unique=True)
    stamped_at = models.DateTimeField("公共区收到")
    pulled_at = models.DateTimeField("内网收取")
    digest = models.CharField(max_length=64)
    signature = models.CharField(max_length=128)
    told = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.CheckConstraint(condition=~Q(number=""), name="crossing_has_a_number"),)

    def __str__(self) -> str:
        return self.number

    @property
    def gap(self) -> timedelta:
        """Between the stamp and the pull."""
        return self.pulled_at - self.stamped_at

    @property
    def gap_words(self) -> str:
        """The gap as it is read: 4天3小时, 5小时20分, 12分."""
        minutes = int(self.gap.total_seconds() // 60)
        days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
        if days:
            return say("{days}天{hours}小时", days=days, hours=hours)
        return say("{hours}小时{minutes}分", hours=hours, minutes=rest) if hours else say("{minutes}分", minutes=rest)
