"""投诉举报 to the supervising department (arts. 47, 51): a register of its own, no part of table 4."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.application import Application
from gongkai.people.models import Account


class Complaint(models.Model):
    """One complaint that a body does not do what the Regulation asks. ``due_on``: set by the supervising department; the Regulation
    names no period."""

    class About(models.TextChoices):
        LATE = "late", "逾期不答复"
        ANSWER = "answer", "对答复不满意"
        NOT_PUBLISHED = "not_published", "应当主动公开而没有公开"
        WRONG = "wrong", "公开的内容不准确、没有更新"
        FEE = "fee", "违规收费"
        LEAK = "leak", "公开了不应公开的信息"
        OTHER = "other", "其他"

    class Finding(models.TextChoices):
        FOUNDED = "founded", "属实，责令改正"
        PARTLY = "partly", "部分属实"
        UNFOUNDED = "unfounded", "不属实"
        PASSED_ON = "passed_on", "不属于本项职责，转有关机关"
        WITHDRAWN = "withdrawn", "撤回"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="complaints")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="complaints")
    number = models.CharField("编号", max_length=60)
    complainant = models.CharField("投诉举报人", max_length=80, blank=True)
    received_by = models.CharField("收到的主管部门", max_length=80)
    received_on = models.DateField("收到日")
    about = models.CharField("事由", max_length=16, choices=About.choices)
    text = models.TextField("内容")
    due_on = models.DateField("要求反馈的日期", null=True, blank=True)
    finding = models.CharField("处理结果", max_length=12, choices=Finding.choices, blank=True)
    concluded_on = models.DateField("办结日", null=True, blank=True)
    done = models.TextField("做了什么", blank=True)
    told_on = models.DateField("告知投诉举报人之日", null=True, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-received_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "number"), name="complaint_once_an_agency"),
            models.CheckConstraint(
                condition=Q(finding="", concluded_on=None) | ~Q(finding="") & Q(concluded_on__isnull=False),
                name="complaint_concluded_with_a_finding",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(concluded_on__gte=F("received_on")),
                name="complaint_concluded_after_it_came",
            ),
        )

    def __str__(self) -> str:
        return self.number
