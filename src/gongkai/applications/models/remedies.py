"""行政复议、行政诉讼: the register behind table 4, in its plain form."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.application import Application
from gongkai.people.models import Account


class RemedyCase(models.Model):
    """One reconsideration or suit. It counts once: by its result in the year it was concluded, as pending until then."""

    class Kind(models.TextChoices):
        RECONSIDERATION = "reconsideration", "行政复议"
        SUIT_DIRECT = "suit_direct", "未经复议直接起诉"
        SUIT_AFTER = "suit_after_reconsideration", "复议后起诉"

    class Result(models.TextChoices):
        UPHELD = "upheld", "结果维持"
        CORRECTED = "corrected", "结果纠正"
        OTHER = "other", "其他结果"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="remedies")
    application = models.ForeignKey(Application, models.PROTECT, null=True, blank=True, related_name="remedies")
    kind = models.CharField("种类", max_length=30, choices=Kind.choices)
    filed_on = models.DateField("受理、立案日")
    authority = models.CharField("复议机关、法院", max_length=80)
    number = models.CharField("案号", max_length=80)
    copy_on = models.DateField("收到副本日", null=True, blank=True)
    simplified = models.BooleanField("简易程序", default=False)
    answered_on = models.DateField("答复、答辩日", null=True, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices, blank=True)
    concluded_on = models.DateField("审结日", null=True, blank=True)
    note = models.TextField("说明", blank=True)
    recorded_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-filed_on", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("agency", "kind", "number"), name="remedy_case_once_an_agency"),
            models.CheckConstraint(
                condition=Q(result="", concluded_on=None) | ~Q(result="") & Q(concluded_on__isnull=False),
                name="remedy_concluded_with_a_result",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) | Q(concluded_on__gte=F("filed_on")), name="remedy_concluded_after_filed"
            ),
        )

    def __str__(self) -> str:
        return self.number
