"""申请 and 申请人."""

from __future__ import annotations

import unicodedata
from datetime import date

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency, Section
from gongkai.law.outcomes import MEANINGS, Outcome
from gongkai.law.receipt import CHANNEL_NAMES, Arrival, Channel
from gongkai.people.models import Account
from gongkai.people.sealing import SealedField, blind_index, masked


class ApplicantKind(models.TextChoices):
    """The six columns of table 3."""

    NATURAL_PERSON = "natural_person", "自然人"
    ENTERPRISE = "enterprise", "商业企业"
    RESEARCH = "research", "科研机构"
    PUBLIC_INTEREST = "public_interest", "社会公益组织"
    LEGAL_SERVICE = "legal_service", "法律服务机构"
    OTHER = "other", "其他"


KIND_EXAMPLES = {
    ApplicantKind.NATURAL_PERSON: "个人以自己的名义申请，包括个体工商户经营者以个人名义申请",
    ApplicantKind.ENTERPRISE: "公司、合伙企业、个人独资企业、农民专业合作社",
    ApplicantKind.RESEARCH: "高等学校、研究院、研究所",
    ApplicantKind.PUBLIC_INTEREST: "基金会、慈善组织、环保等社会团体",
    ApplicantKind.LEGAL_SERVICE: "律师事务所、法律援助机构、基层法律服务所；律师受托办案而以事务所名义申请的",
    ApplicantKind.OTHER: "村民委员会、业主委员会、其他机关事业单位等",
}
"""What belongs in each column, as shown beside the choice."""


class IdentityKind(models.TextChoices):
    """What proves who somebody is."""

    ID_CARD = "id_card", "居民身份证"
    PASSPORT = "passport", "护照"
    PERMIT = "permit", "港澳台居民居住证或通行证"
    CREDIT_CODE = "credit_code", "统一社会信用代码"
    OTHER = "other", "其他证件"


def _bare(text: str) -> str:
    """``text`` in half width and capitals, letters and digits only."""
    return "".join(ch for ch in unicodedata.normalize("NFKC", text).upper() if ch.isalnum())


class Applicant(models.Model):
    """申请人 as given with an application. Bodies do not share applicants.

    A row never changes: whoever gives somebody's identity number with another address must not redirect the letters of that
    person's cases. ``key``: the blind index of identity number, else of name and telephone; the same for the same applicant,
    for the monthly counter and repeats. ``fingerprint``: of everything given, so that the same particulars are kept once.
    Personal data are sealed; looking at them is an action of its own, which is logged.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="applicants")
    key = models.CharField(max_length=64)
    fingerprint = models.CharField(max_length=64)
    kind = models.CharField("申请人类别", max_length=20, choices=ApplicantKind.choices)
    name = models.CharField("姓名或者名称", max_length=80)
    identity_kind = models.CharField(
        "证件种类", max_length=12, choices=IdentityKind.choices, default=IdentityKind.ID_CARD
    )
    identity_number = SealedField("证件号码", blank=True)
    phone = SealedField("联系电话", blank=True)
    email = SealedField("电子邮箱", blank=True)
    address = SealedField("通信地址", blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    representative = models.CharField("法定代表人", max_length=40, blank=True)
    contact = models.CharField("联系人", max_length=40, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("agency", "fingerprint"), name="applicant_once_an_agency"),)
        indexes = (models.Index(fields=("agency", "key"), name="applicant_key"),)

    def __str__(self) -> str:
        return self.name

    @staticmethod
    def key_of(identity_number: str, name: str, phone: str) -> str:
        """The same for the same applicant, in every body: by identity number where there is one, else by name and telephone.
        Width, case, blanks and dots are no difference: 41…001x is 41…００１Ｘ."""
        number = _bare(identity_number)
        return blind_index(f"id:{number}") if number else blind_index(f"np:{_bare(name)}:{_bare(phone)}")

    @property
    def is_organisation(self) -> bool:
        return self.kind != ApplicantKind.NATURAL_PERSON

    @property
    def identity_masked(self) -> str:
        return masked(self.identity_number)

    @property
    def phone_masked(self) -> str:
        return masked(self.phone)


class Stage(models.TextChoices):
    """Where an application now stands. How it ended is an `Outcome`, a different thing."""

    SUBMITTED = "submitted", "待登记"
    HANDLING = "handling", "办理中"
    CORRECTING = "correcting", "等待补正"
    CONSULTING = "consulting", "征求意见"
    PAYING = "paying", "等待缴费"
    DRAFTING = "drafting", "起草答复"
    REVIEWING = "reviewing", "审批中"
    DISPATCHING = "dispatching", "待送达"
    CLOSED = "closed", "已办结"


OPEN_STAGES = tuple(stage for stage in Stage if stage is not Stage.CLOSED)

CARRIERS = (("paper", "纸质"), ("electronic", "电子文件"), ("disc", "光盘或者磁盘"))
"""载体 the applicant may ask for."""
ROUTES = (
    ("online", "在查询页面下载"),
    ("email", "电子邮件"),
    ("post", "邮寄"),
    ("pickup", "自行领取、当场查阅抄录"),
    ("fax", "传真"),
)
"""获取方式 the applicant may ask for."""


class Application(models.Model):
    """政府信息公开申请. Whose it is, what was asked, when it came, where it stands, how it ended.

    Days of arrival are recorded apart (art. 31); ``received_on`` follows from them by `gongkai.law.receipt_of` and is None
    while the deciding fact is missing. ``due_on`` and ``due_certain`` repeat what the clock gives for the recorded facts, so
    that lists can be sorted; the clock itself is always computed anew. ``decided_on``: the day the answer counts as given.
    ``redoing``: the task to decide it again, while there is one; outcome and day of the first answer then stay as they were.
    ``version`` rises with every action.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="applications")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField("申请编号", max_length=40, unique=True)

    applicant = models.ForeignKey(Applicant, models.PROTECT, related_name="applications")
    applicant_kind = models.CharField("申请人类别", max_length=20, choices=ApplicantKind.choices)
    title = models.CharField("事由", max_length=120)
    content = models.TextField("所需信息")
    clues = models.TextField("申请人提供的线索", blank=True)
    document_number = models.CharField("文号或者索引号", max_length=60, blank=True)
    carriers = models.JSONField("载体形式", default=list)
    routes = models.JSONField("获取方式", default=list)
    other_form_accepted = models.BooleanField("无法按要求提供时接受其他方式", default=True)
    needs_help = models.BooleanField("存在阅读、视听困难，需要帮助", default=False)

    channel = models.CharField("来源渠道", max_length=20, choices=[(c.value, CHANNEL_NAMES[c]) for c in Channel])
    submitted_at = models.DateTimeField("提交时间", null=True, blank=True)
    submitted_on = models.DateField("提交日", null=True, blank=True)
    arrived_on = models.DateField("到达日", null=True, blank=True)
    signed_on = models.DateField("签收日", null=True, blank=True)
    confirmed_on = models.DateField("双方确认日", null=True, blank=True)
    confirmed_how = models.CharField("确认方式", max_length=80, blank=True)
    laid_down_on = models.DateField("公布的规则所定之日", null=True, blank=True)
    exception_announced = models.BooleanField("提交时页面已写明以确认为准", default=False)
    received_on = models.DateField("收到日", null=True, blank=True)
    created_at = models.DateTimeField("进入登记簿的时间")
    opened_at = models.DateTimeField("首次打开", null=True, blank=True)
    opened_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    registered_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    stage = models.CharField("状态", max_length=12, choices=Stage.choices, default=Stage.SUBMITTED)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="applications")
    handler = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    units = models.PositiveSmallIntegerField("拆分件数", default=1)
    split_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="split_into")
    split_reason = models.CharField("拆分理由", max_length=200, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged_from")
    passed_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="passed_to")

    withdrawn_on = models.DateField("撤回日", null=True, blank=True)
    withdrawal = models.TextField("撤回的说明", blank=True)
    outcome = models.CharField(
        "办理结果",
        max_length=40,
        blank=True,
        choices=[(outcome.value, MEANINGS[outcome].name) for outcome in Outcome],
    )
    decided_on = models.DateField("答复日", null=True, blank=True)
    due_on = models.DateField("答复期限", null=True, blank=True)
    due_certain = models.BooleanField(default=False)

    redoing = models.OneToOneField(
        "applications.Redo", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="正在重新办理"
    )

    query_code = SealedField("查询码")
    query_index = models.CharField(max_length=64, unique=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.UniqueConstraint(fields=("agency", "year", "serial"), name="application_serial_once_a_year"),
            models.CheckConstraint(
                condition=Q(stage="closed", decided_on__isnull=False, redoing=None)
                | ~Q(stage="closed") & Q(decided_on=None, redoing=None)
                # Handled again: the first answer stays what it was (decision 0153).
                | ~Q(stage="closed") & Q(decided_on__isnull=False, redoing__isnull=False),
                name="application_closed_when_decided",
            ),
            models.CheckConstraint(
                condition=~Q(stage="closed") | ~Q(outcome=""), name="application_closed_with_an_outcome"
            ),
        )
        indexes = (
            models.Index(fields=("agency", "stage", "due_on"), name="application_to_do"),
            models.Index(fields=("agency", "received_on"), name="application_received"),
            models.Index(fields=("agency", "decided_on"), name="application_decided"),
            models.Index(fields=("agency", "-id"), name="application_newest"),
            models.Index(fields=("section", "stage"), name="application_section"),
            models.Index(fields=("applicant", "received_on"), name="application_by_applicant"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def arrival(self) -> Arrival:
        """The recorded facts of arrival, for `gongkai.law.receipt_of`."""
        return Arrival(
            Channel(self.channel),
            submitted_on=self.submitted_on,
            arrived_on=self.arrived_on,
            signed_on=self.signed_on,
            confirmed_on=self.confirmed_on,
            laid_down_on=self.laid_down_on,
            exception_announced=self.exception_announced,
        )

    @property
    def is_open(self) -> bool:
        return self.stage != Stage.CLOSED

    @property
    def closed_on(self) -> date | None:
        """The day it was answered; None while it is open, also while it is handled again."""
        return None if self.is_open else self.decided_on

    @property
    def corrected(self) -> str:
        """What the applicant wrote in answer to a call for correction; "" where nothing came."""
        correction = getattr(self, "correction", None)
        return correction.answer if correction is not None and correction.came_on else ""

    @property
    def carrier_words(self) -> str:
        return "、".join(label for key, label in CARRIERS if key in self.carriers)

    @property
    def route_words(self) -> str:
        return "、".join(label for key, label in ROUTES if key in self.routes)
