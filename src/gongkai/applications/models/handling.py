"""What happens on the way to a decision. Each fact once, with its days; the clock and the next step are computed from them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency, Section
from gongkai.applications.models.application import Application
from gongkai.law.clocks.facts import ASKED_NAMES, Asked
from gongkai.law.fees import Tariff
from gongkai.people.models import Account


class Correction(models.Model):
    """补正 (art. 30): one for an application, ever. ``defects``: every one of them, at once."""

    class Result(models.TextChoices):
        CLEAR = "clear", "已补正，内容明确"
        UNCLEAR = "unclear", "已补正，仍不明确"
        LAPSED = "lapsed", "逾期未补正"

    application = models.OneToOneField(Application, models.PROTECT, related_name="correction")
    defects = models.JSONField("需要补正的事项", default=list)
    guidance = models.TextField("指导和释明", blank=True)
    period_days = models.PositiveSmallIntegerField("补正期限（工作日）")
    noticed_on = models.DateField("告知日", null=True, blank=True)
    came_on = models.DateField("补正材料收到日", null=True, blank=True)
    answer = models.TextField("补正内容", blank=True)
    result = models.CharField("结果", max_length=8, choices=Result.choices, blank=True)

    def __str__(self) -> str:
        return f"补正 {self.application}"


class ReasonsCall(models.Model):
    """要求说明理由 (art. 35): number or frequency of applications clearly beyond what is reasonable."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="reasons_call")
    why = models.TextField("数量、频次明显超过合理范围的情形")
    period_days = models.PositiveSmallIntegerField("说明理由的期限（工作日）", default=10)
    noticed_on = models.DateField("告知日", null=True, blank=True)
    answered_on = models.DateField("说明日", null=True, blank=True)
    reasons = models.TextField("申请人说明的理由", blank=True)
    accepted = models.BooleanField("理由合理", null=True, blank=True)

    def __str__(self) -> str:
        return f"说明理由 {self.application}"


class Extension(models.Model):
    """延期答复 (art. 33 ¶2): once, at most 20 working days, approved by the head of the disclosure office before expiry."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="extension")
    days = models.PositiveSmallIntegerField("延长工作日")
    reason = models.TextField("延期的理由")
    asked_on = models.DateField()
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    approved_on = models.DateField("批准日", null=True, blank=True)
    notified_on = models.DateField("告知日", null=True, blank=True)

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=20), name="extension_at_most_20_working_days"),
        )

    def __str__(self) -> str:
        return f"延期 {self.application}"


class Delay(models.Model):
    """延迟答复 (art. 35): a later date the body sets where many applications have good reasons."""

    application = models.OneToOneField(Application, models.PROTECT, related_name="delay")
    until = models.DateField("延迟至")
    reason = models.TextField("理由")
    notified_on = models.DateField("告知日", null=True, blank=True)

    def __str__(self) -> str:
        return f"延迟答复 {self.application}"


class Consultation(models.Model):
    """征求意见: a third party (art. 32: silence says nothing), a co-maker (art. 34: silence agrees), or another body.

    ``token``: opens the reply page for the party, nothing else.
    """

    class Opinion(models.TextChoices):
        AGREES = "agrees", "同意公开"
        PARTLY = "partly", "同意部分公开"
        OBJECTS = "objects", "不同意公开"

    application = models.ForeignKey(Application, models.PROTECT, related_name="consultations")
    asked = models.CharField(max_length=12, choices=[(a.value, ASKED_NAMES[a]) for a in Asked])
    party = models.CharField("征求对象", max_length=80)
    contact = models.CharField("联系方式", max_length=120, blank=True)
    what = models.TextField("征求意见的内容")
    interest = models.CharField("涉及的权益", max_length=200, blank=True)
    sent_on = models.DateField("发出日", null=True, blank=True)
    delivered_on = models.DateField("对方收到日", null=True, blank=True)
    answered_on = models.DateField("意见收到日", null=True, blank=True)
    lapsed_on = models.DateField("逾期未答复，期满日", null=True, blank=True)
    cancelled_on = models.DateField("不再征求", null=True, blank=True)
    opinion = models.CharField("意见", max_length=8, choices=Opinion.choices, blank=True)
    reasons = models.TextField("理由", blank=True)
    told_of_release_on = models.DateField("书面告知决定公开之日", null=True, blank=True)
    token = models.CharField(max_length=43, unique=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(opinion=""), name="consultation_answer_holds_an_opinion"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_asked_display()} {self.party}"

    @property
    def is_open(self) -> bool:
        """Sent, and neither answered, lapsed nor given up."""
        return (
            self.sent_on is not None
            and self.answered_on is None
            and self.lapsed_on is None
            and self.cancelled_on is None
        )

    @property
    def objecting(self) -> bool:
        """Against the release of the whole or of a part: whoever agrees to a part objects to the rest."""
        return self.opinion in (self.Opinion.OBJECTS, self.Opinion.PARTLY)


class Assistance(models.Model):
    """协办: what a section (or another unit, by its name) is asked, by when, and what it answered."""

    class Found(models.TextChoices):
        YES = "yes", "有，已交来"
        PARTLY = "partly", "有一部分"
        NO = "no", "没有"
        NOT_OURS = "not_ours", "不归本科室"

    application = models.ForeignKey(Application, models.PROTECT, related_name="assistances")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="assistances")
    unit = models.CharField("协办单位", max_length=80, blank=True)
    question = models.TextField("请协助的事项")
    due_on = models.DateField("请于此日前回复")
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField("最近一次催办", null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    found = models.CharField("有没有", max_length=8, choices=Found.choices, blank=True)
    places = models.CharField("查了哪里", max_length=200, blank=True)
    terms = models.CharField("检索词", max_length=200, blank=True)
    note = models.TextField("说明", blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        indexes = (models.Index(fields=("section", "answered_at"), name="assistance_open"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(section__isnull=False) | ~Q(unit=""), name="assistance_names_whom_it_asks"
            ),
        )

    def __str__(self) -> str:
        return f"协办 {self.section or self.unit}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None and self.cancelled_at is None


class Search(models.Model):
    """检索记录 (guiding case 101): who looked where, for what, when, and what turned up."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="searches")
    assistance = models.OneToOneField(Assistance, models.PROTECT, null=True, blank=True, related_name="search")
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    on = models.DateField("检索日期")
    places = models.CharField("检索范围", max_length=200)
    terms = models.CharField("检索词", max_length=200)
    found = models.PositiveIntegerField("查到件数", default=0)
    note = models.TextField("说明", blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"检索 {self.on}"


class FeeNotice(models.Model):
    """信息处理费 (art. 42, 国办函〔2020〕109号): one tariff, one notice, what was paid. Amounts in yuan.

    ``ordinal``: which of the applicant's applications of the month, by item; ``pages``: by page.
    """

    application = models.OneToOneField(Application, models.PROTECT, related_name="fee")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    tariff = models.CharField(
        "计收方式",
        max_length=16,
        choices=[(Tariff.BY_APPLICATION.value, "按件计收"), (Tariff.BY_PAGE.value, "按量计收")],
    )
    ordinal = models.PositiveIntegerField("本月第几件", null=True, blank=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    amount = models.PositiveIntegerField("金额（元）")
    notified_on = models.DateField("通知日", null=True, blank=True)
    due_on = models.DateField("缴费期限", null=True, blank=True)
    paid_on = models.DateField("缴费日", null=True, blank=True)
    paid_amount = models.PositiveIntegerField("实缴（元）", null=True, blank=True)
    receipt_number = models.CharField("票据号", max_length=40, blank=True)
    refunded_on = models.DateField("退费日", null=True, blank=True)
    refunded_amount = models.PositiveIntegerField("退费（元）", null=True, blank=True)
    lapsed_on = models.DateField("逾期未缴，期满日", null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(tariff="by_page", pages__isnull=False, ordinal=None)
                | Q(tariff="by_application", ordinal__isnull=False, pages=None),
                name="fee_by_one_tariff_only",
            ),
            models.CheckConstraint(
                condition=Q(refunded_amount=None) | Q(refunded_amount__lte=F("paid_amount")),
                name="fee_refund_at_most_what_was_paid",
            ),
        )

    def __str__(self) -> str:
        return f"收费 {self.application} {self.amount}元"
