"""Accounts, what they may do from when until when, who stands in for whom, their sign-ins, and the log."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency, Section


class AccountManager(BaseUserManager["Account"]):
    """Makes accounts."""

    def create_user(self, username: str, name: str, password: str | None = None) -> Account:
        account = self.model(username=username, name=name)
        account.set_password(password)
        account.save(using=self._db)
        return account


class Account(AbstractBaseUser):
    """One person's access. What it may do is in its appointments, never on the account itself."""

    username = models.CharField("账号", max_length=40, unique=True, validators=[UnicodeUsernameValidator()])
    name = models.CharField("姓名", max_length=40)
    is_active = models.BooleanField("启用", default=True)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    needs_second_factor = models.BooleanField("须使用动态口令", default=False)

    USERNAME_FIELD = "username"
    objects = AccountManager()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Role(models.TextChoices):
    """What a person is in a body."""

    CONTRIBUTOR = "contributor", "科室经办"
    SECTION_HEAD = "section_head", "科室负责人"
    CLERK = "clerk", "公开工作机构经办人"
    OFFICE_HEAD = "office_head", "公开工作机构负责人"
    LEADER = "leader", "分管领导"
    CHIEF = "chief", "主要领导"
    SUPERVISOR = "supervisor", "主管部门"
    AUDITOR = "auditor", "审计查阅"
    ADMINISTRATOR = "administrator", "系统管理员"


class Appointment(models.Model):
    """A role in a body from ``starts_on`` to ``ends_on`` (included; None: until further notice).

    ``section``: for contributors and section heads, the section they act for.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="appointments")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="appointments")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="appointments")
    role = models.CharField("角色", max_length=20, choices=Role.choices)
    starts_on = models.DateField("自", default=date(2019, 5, 15))
    ends_on = models.DateField("至", null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="appointment_ends_after_it_starts"
            ),
            models.CheckConstraint(
                condition=~Q(role__in=("contributor", "section_head")) | Q(section__isnull=False),
                name="appointment_names_the_section",
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.get_role_display()} {self.account}"

    def in_force(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Deputy(models.Model):
    """代行: ``account`` acts in the place of ``appointment`` from ``starts_on`` to ``ends_on``. Not handed on further."""

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="deputies")
    account = models.ForeignKey(Account, models.PROTECT, related_name="stands_in")
    starts_on = models.DateField("自")
    ends_on = models.DateField("至")
    reason = models.CharField("原因", max_length=100, blank=True)
    named_by = models.ForeignKey(Account, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="deputy_ends_after_it_starts"),
        )

    def __str__(self) -> str:
        return f"{self.account} 代 {self.appointment}"


class SignIn(models.Model):
    """One session of an account, so that its owner can see and end it. ``ended_at`` None: still open as far as known."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    address = models.GenericIPAddressField("网络地址", null=True)
    agent = models.CharField("浏览器", max_length=200, blank=True)
    at = models.DateTimeField("登录时间")
    seen_at = models.DateTimeField("最近使用")
    ended_at = models.DateTimeField("结束", null=True, blank=True)

    class Meta:
        ordering = ("-at",)

    def __str__(self) -> str:
        return f"{self.account} {self.at:%Y-%m-%d %H:%M}"


class Chain(models.Model):
    """The head of one chain of the log: a body's, or the installation's own (``agency`` None). Its row is the lock that puts
    entries in order. ``seal``: HMAC over key, last sequence and hash, so that cutting off the end shows."""

    key = models.CharField(max_length=20, primary_key=True)
    agency = models.OneToOneField(Agency, models.PROTECT, null=True, related_name="chain")
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")
    seal = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return self.key


class LogEntry(models.Model):
    """One thing that happened. The database refuses to change or delete it; the chain shows if something did.

    ``verb``: past tense, as in ``application.extended``. ``subject``: ``app.model:pk``. ``data``: plain values.
    ``hash`` = HMAC(previous hash, canonical JSON of all the rest).
    """

    chain = models.ForeignKey(Chain, models.PROTECT, related_name="entries")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField(db_index=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    actor = models.CharField(max_length=80)
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=80, db_index=True)
    data = models.JSONField(default=dict)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "sequence")
        constraints = (models.UniqueConstraint(fields=("chain", "sequence"), name="log_sequence_once_a_chain"),)

    def __str__(self) -> str:
        return f"{self.chain_id}#{self.sequence} {self.verb}"
