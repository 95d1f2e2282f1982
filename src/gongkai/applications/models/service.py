"""送达: how a letter reached its addressee, and the proof."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.files import CaseFile
from gongkai.applications.models.letters import Letter
from gongkai.people.models import Account


class Service(models.Model):
    """One attempt to serve a letter (国办公开办函〔2016〕235号). ``counts_on``: posting counts as the day of posting, handing
    over as the day of signature, electronic ways as the day of sending. Only the postal enterprise may carry post."""

    class Method(models.TextChoices):
        DIRECT = "direct", "直接送达、当面领取"
        DELEGATED = "delegated", "委托送达"
        POST = "post", "邮寄（邮政企业）"
        EMAIL = "email", "电子邮件"
        ONLINE = "online", "查询页面"
        FAX = "fax", "传真"

    class Result(models.TextChoices):
        ON_THE_WAY = "on_the_way", "在途"
        SERVED = "served", "已送达"
        FAILED = "failed", "未送达"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="services")
    method = models.CharField("送达方式", max_length=10, choices=Method.choices)
    carrier = models.CharField("承运", max_length=40, blank=True)
    tracking = models.CharField("邮件编号", max_length=40, blank=True)
    sent_on = models.DateField("交寄、发送日", null=True, blank=True)
    signed_on = models.DateField("签收日", null=True, blank=True)
    signed_by = models.CharField("签收人", max_length=40, blank=True)
    counts_on = models.DateField("答复日")
    proof = models.ForeignKey(CaseFile, models.PROTECT, null=True, blank=True, related_name="+")
    proof_note = models.CharField("凭证说明", max_length=200, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices)
    failed_on = models.DateField("退回、失败日", null=True, blank=True)
    failed_why = models.CharField("原因", max_length=200, blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(method="post") | Q(sent_on__isnull=False), name="service_by_post_has_a_day_of_posting"
            ),
            models.CheckConstraint(
                condition=~Q(method__in=("direct", "delegated")) | Q(signed_on__isnull=False) | Q(result="failed"),
                name="service_by_hand_has_a_day_of_signature",
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter} {self.get_method_display()}"
