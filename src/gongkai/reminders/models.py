"""What is kept of reminders: the clocks as last seen, who is told what and when, what goes out, and the beat of the scheduler."""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.people.models import Account
from gongkai.people.sealing import SealedField


def _clerk_days() -> list[int]:
    return [15, 10, 5, 2, 0]


def _section_days() -> list[int]:
    return [5, 2, 0]


def _leader_days() -> list[int]:
    return [2, 0]


class BodySetting(models.Model):
    """How a body reminds. Its row is the lock under which its reminders are planned.

    ``*_days``: working days before the last day on which that circle of people is told, 0 for the last day itself.
    ``leader_after``, ``county_after``: working days after a missed day on which the leader and the supervising body are told.
    Nobody is told from ``quiet_from`` to ``quiet_until``, nor, with ``quiet_days_off``, on a day off; both hours the same: no
    quiet hours. ``planned_at``: when the clocks were last looked at.
    """

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="reminder_setting")
    clerk_days = models.JSONField("公开工作机构", default=_clerk_days)
    section_days = models.JSONField("科室", default=_section_days)
    leader_days = models.JSONField("领导", default=_leader_days)
    leader_after = models.PositiveSmallIntegerField("逾期几个工作日报分管领导", default=1)
    county_after = models.PositiveSmallIntegerField("逾期几个工作日报主管部门", default=3)
    quiet_from = models.TimeField("免打扰自", default=time(20))
    quiet_until = models.TimeField("免打扰至", default=time(8))
    quiet_days_off = models.BooleanField("休息日不打扰", default=True)
    sms = models.BooleanField("可以发短信", default=False)
    planned_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.agency}的提醒"


class Clock(models.Model):
    """One period that runs in a body, as last seen. Never the truth of it: that is with the case, the draft, the column.

    ``key``: its kind and the row it belongs to, ``answer:17``. ``number``: what it is called outside: a case number, never a title
    or a name. ``tiers``: circles of roles that can do something; the first with somebody present is told. ``sections``: where the
    roles of sections have to belong. ``handler``: who of the first circle has it in hand. ``excluded``: who must not act on it
    (the author of what is reviewed). ``due_on`` None: nothing runs now. ``sequence`` rises with every change of the day, as calendars
    want it.
    """

    key = models.CharField(max_length=60, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="clocks")
    kind = models.CharField("期限", max_length=24)
    subject = models.CharField(max_length=80)
    number = models.CharField("编号", max_length=100)
    path = models.CharField(max_length=200)
    since = models.DateField("自")
    due_on = models.DateField("期限", null=True, blank=True)
    certain = models.BooleanField(default=True)
    paused = models.BooleanField("暂停", default=False)
    tiers = models.JSONField(default=list)
    sections = models.JSONField(default=list)
    handler = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    excluded = models.JSONField(default=list)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = (F("due_on").asc(nulls_last=True), "pk")
        indexes = (models.Index(fields=("agency", "ended_at", "due_on"), name="clock_running"),)

    def __str__(self) -> str:
        return self.key


class Reminder(models.Model):
    """One step of one clock for one person: told once, however often it is planned.

    ``step``: working days left; negative: working days since the day was missed. ``at``: from when it is told. ``told_at``: when
    it was, in the application and to what goes out. ``acting_for``: whose place the person takes, "" in one's own right.
    ``escalated``: told as leader or as supervising body, not as who does the work.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="reminders")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    due_on = models.DateField()
    step = models.SmallIntegerField()
    account = models.ForeignKey(Account, models.PROTECT, related_name="reminders")
    acting_for = models.CharField("代", max_length=40, blank=True)
    escalated = models.BooleanField(default=False)
    at = models.DateTimeField()
    made_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_why = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("-told_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("clock", "due_on", "step", "account"), name="reminder_once_a_step_and_person"
            ),
        )
        indexes = (
            models.Index(fields=("at",), name="reminder_to_tell", condition=Q(told_at=None, cancelled_at=None)),
            models.Index(fields=("account", "-told_at"), name="reminder_of_a_person"),
            models.Index(fields=("agency", "told_at"), name="reminder_of_a_body"),
        )

    def __str__(self) -> str:
        return f"{self.clock_id}/{self.due_on}/{self.step}/{self.account_id}"


class Contact(models.Model):
    """Where and how one person wants to be told. Its row is the lock under which that person is told.

    ``mail_since``: when mails were last asked for; nothing older goes into a digest. ``email_since``: when the present address was
    entered: what came back of an older mail says nothing of it. ``returned_at``: a mail came back for good, with ``returned_why`` in
    words; until the address is changed or tried again no mail goes to it.
    """

    class Mail(models.TextChoices):
        EACH = "each", "每件一封"
        DIGEST = "digest", "每天一封汇总"
        NONE = "none", "不发邮件"

    account = models.OneToOneField(Account, models.PROTECT, related_name="contact")
    email = SealedField("电子邮箱", blank=True)
    mobile = SealedField("手机号码", blank=True)
    mail = models.CharField("邮件", max_length=6, choices=Mail.choices, default=Mail.DIGEST)
    sms = models.BooleanField("短信", default=False)
    mail_since = models.DateTimeField(null=True, blank=True)
    email_since = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    returned_why = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.account}的联系方式"


class Leave(models.Model):
    """Away from ``starts_on`` to ``ends_on``, both included: whoever comes next is told instead."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="leaves")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    note = models.CharField("事由", max_length=60, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-starts_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="leave_ends_after_it_starts"),
        )

    def __str__(self) -> str:
        return f"{self.account} {self.starts_on}"


class Feed(models.Model):
    """The private address of one person's calendar. ``digest``: of the token, to be found by; a new token ends the old one."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="reminder_feed")
    token = SealedField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account}的日历"


class Delivery(models.Model):
    """One message to one person: the outbox, and afterwards the log of it.

    ``key``: what it is of, so that it exists once; its ``message_id`` follows from it and stays the same however often it is sent.
    ``token``, ``claimed_until``: the worker that has it in hand. ``shown``: the address as the log shows it, masked. ``instead_of``:
    whose mailbox takes no mail, where somebody else is asked to tell that person.
    """

    class Means(models.TextChoices):
        MAIL = "mail", "邮件"
        SMS = "sms", "短信"

    class Sort(models.TextChoices):
        SINGLE = "single", "单件"
        DIGEST = "digest", "每日汇总"
        TRIAL = "trial", "试发"

    class State(models.TextChoices):
        QUEUED = "queued", "待发"
        SENT = "sent", "已发"
        BOUNCED = "bounced", "退回"
        FAILED = "failed", "没有发出"
        DROPPED = "dropped", "不用再发"

    key = models.CharField(max_length=60, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    means = models.CharField("方式", max_length=4, choices=Means.choices)
    sort = models.CharField("种类", max_length=6, choices=Sort.choices)
    shown = models.CharField("发往", max_length=80, blank=True)
    state = models.CharField("状态", max_length=7, choices=State.choices, default=State.QUEUED)
    made_at = models.DateTimeField()
    next_try_at = models.DateTimeField()
    tries = models.PositiveSmallIntegerField("次数", default=0)
    token = models.CharField(max_length=22, blank=True)
    claimed_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField("原因", max_length=300, blank=True)
    instead_of = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-pk",)
        indexes = (
            models.Index(fields=("next_try_at",), name="delivery_to_send", condition=Q(state="queued")),
            models.Index(fields=("agency", "-id"), name="delivery_log"),
        )

    def __str__(self) -> str:
        return self.key


class Line(models.Model):
    """A reminder in a message: in one for each way at most."""

    delivery = models.ForeignKey(Delivery, models.CASCADE, related_name="lines")
    reminder = models.ForeignKey(Reminder, models.CASCADE, related_name="lines")
    means = models.CharField(max_length=4, choices=Delivery.Means.choices)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("reminder", "means"), name="reminder_once_each_way"),)

    def __str__(self) -> str:
        return f"{self.delivery_id}: {self.reminder_id}"


class Returned(models.Model):
    """One mail of the mailbox for returned mail that was looked at; of its text nothing is kept.

    ``digest``: of its bytes, so that it is looked at once however often it is found. ``delivery``: what came back, None where it
    named none of ours. ``kind``: what was made of it.
    """

    class Kind(models.TextChoices):
        FAILED = "failed", "退回"
        EXPIRED = "expired", "暂时不能投递，已放弃"
        DELAYED = "delayed", "推迟"
        OTHER = "other", "不是退信"
        UNKNOWN = "unknown", "对不上发出的邮件"
        UNREADABLE = "unreadable", "读不懂"

    digest = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    delivery = models.ForeignKey(Delivery, models.CASCADE, null=True, blank=True, related_name="returned")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.kind} {self.digest[:8]}"


class Beat(models.Model):
    """When a part of the background last came round."""

    name = models.CharField(max_length=20, primary_key=True)
    at = models.DateTimeField()
    host = models.CharField(max_length=80, blank=True)

    def __str__(self) -> str:
        return self.name
