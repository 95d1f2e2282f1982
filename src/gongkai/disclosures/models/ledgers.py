"""台账 behind 表二 and the facts of the year: decisions, matters with what was collected, purchases, proposals."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from gongkai.agencies.models import Agency, Section
from gongkai.disclosures.models.items import Item
from gongkai.files.models import StoredFile
from gongkai.people.models import Account
from gongkai.people.sealing import SealedField


class Ledger(models.TextChoices):
    """The registers that a body may keep here. Each stands behind a row of 表二, or behind a fact of the narrative."""

    DOCUMENTS = "documents", "规章、行政规范性文件"
    PERMITS = "permits", "行政许可决定"
    SERVICES = "services", "其他对外管理服务事项决定"
    PENALTIES = "penalties", "行政处罚决定"
    COERCION = "coercion", "行政强制决定"
    CHARGES = "charges", "行政事业性收费"
    MATTERS = "matters", "权责事项"
    PROCUREMENT = "procurement", "政府集中采购"


class KeptLedger(models.Model):
    """A body's statement that from ``from_year`` on all of a kind is registered here. Only then is a nought of the register a
    figure; before, an empty register says nothing (decision 0112)."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="kept_ledgers")
    ledger = models.CharField("台账", max_length=12, choices=Ledger.choices)
    from_year = models.PositiveSmallIntegerField("从哪一年起登记齐全")
    by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "ledger"), condition=Q(ended_at=None), name="ledger_kept_once_an_agency"
            ),
        )

    def __str__(self) -> str:
        return f"{self.agency} {self.get_ledger_display()} {self.from_year}"


class ImportedRows(models.Model):
    """One file of rows that was taken into a ledger, as a whole or in part, and can be undone as a whole.

    ``mapping``: which column of the sheet was which field, and what was wrong with which row. ``total``: rows that held anything;
    ``taken`` of them became rows of the ledger, ``refused`` had something wrong and were left out.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="imports")
    ledger = models.CharField("台账", max_length=12, choices=Ledger.choices)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="+")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField("文件名", max_length=150)
    mapping = models.JSONField(default=dict)
    total = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return self.name


class Row(models.Model):
    """What every row of a ledger has. A row is never deleted: it is removed with a reason and then counts nowhere."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="%(class)ss")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField("登记时间")
    removed_at = models.DateTimeField("作废登记", null=True, blank=True)
    removed_why = models.CharField("作废登记的原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True


class Decision(Row):
    """行政许可、其他管理服务事项、行政处罚、行政强制 decisions: all of them, published and lawfully unpublished alike
    (国办公开办函〔2021〕30号).

    ``party``: as it is, sealed; ``party_shown``: as it may be shown, a natural person as 张某. ``due_on``: the last day to
    publish, None where it is not to be published; ``not_before``: that day is only a bound. ``changed_on``: when it was changed,
    annulled or found illegal or void; then a published one must be withdrawn by ``withdraw_by``.
    """

    class What(models.TextChoices):
        PERMIT = "permits", "行政许可"
        SERVICE = "services", "其他对外管理服务事项"
        PENALTY = "penalties", "行政处罚"
        COERCION = "coercion", "行政强制"

    class Change(models.TextChoices):
        NONE = "", "没有"
        CHANGED = "changed", "变更"
        ANNULLED = "annulled", "撤销"
        ILLEGAL = "illegal", "确认违法"
        VOID = "void", "确认无效"

    what = models.CharField("种类", max_length=10, choices=What.choices)
    number = models.CharField("决定书文号", max_length=80)
    decided_on = models.DateField("决定日期")
    party = SealedField("当事人", blank=True)
    party_shown = models.CharField("当事人（公开用）", max_length=80)
    party_is_person = models.BooleanField("自然人", default=False)
    matter = models.CharField("事项", max_length=300)
    result = models.CharField("决定内容", max_length=300)
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2, null=True, blank=True)
    basis = models.CharField("依据", max_length=300, blank=True)
    public = models.BooleanField("公开", default=True)
    ground = models.CharField("不公开的理由", max_length=200, blank=True)
    due_on = models.DateField("最晚公开日", null=True, blank=True)
    not_before = models.BooleanField(default=False)
    changed_on = models.DateField("变更、撤销之日", null=True, blank=True)
    changed_how = models.CharField("变更、撤销", max_length=10, choices=Change.choices, default=Change.NONE, blank=True)
    changed_why = models.CharField("原因", max_length=300, blank=True)
    withdraw_by = models.DateField("最晚撤回日", null=True, blank=True)
    imported = models.ForeignKey(ImportedRows, models.PROTECT, null=True, blank=True, related_name="decisions")
    row = models.PositiveIntegerField("表中第几行", null=True, blank=True)

    class Meta:
        ordering = ("-decided_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "what", "number"), condition=Q(removed_at=None), name="decision_number_once"
            ),
            models.CheckConstraint(condition=Q(public=True) | ~Q(ground=""), name="decision_unpublished_with_a_ground"),
            models.CheckConstraint(
                condition=Q(changed_on=None, changed_how="") | Q(changed_on__isnull=False) & ~Q(changed_how=""),
                name="decision_changed_somehow",
            ),
        )
        indexes = (
            models.Index(fields=("agency", "what", "decided_on"), name="decision_by_year"),
            models.Index(fields=("agency", "due_on"), name="decision_by_due_day"),
        )

    def __str__(self) -> str:
        return self.number


class Matter(Row):
    """事项 of a list: a permit, service, kind of penalty or coercion, or charge that the body has, from ``starts_on`` on and before
    ``ends_on``. The form of 2019 counts them; the charges carry what is collected."""

    class What(models.TextChoices):
        PERMIT = "permits", "行政许可"
        SERVICE = "services", "其他对外管理服务事项"
        PENALTY = "penalties", "行政处罚"
        COERCION = "coercion", "行政强制"
        CHARGE = "charges", "行政事业性收费"

    what = models.CharField("种类", max_length=10, choices=What.choices)
    name = models.CharField("事项名称", max_length=200)
    basis = models.CharField("依据", max_length=300)
    standard = models.CharField("收费标准", max_length=300, blank=True)
    starts_on = models.DateField("从哪一天起")
    ends_on = models.DateField("从哪一天起取消", null=True, blank=True)

    class Meta:
        ordering = ("what", "name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "what", "name"), condition=Q(removed_at=None, ends_on=None), name="matter_once"
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")), name="matter_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Collected(Row):
    """What was collected under a charge in some days of one year, in yuan."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="collected")
    first_on = models.DateField("从")
    last_on = models.DateField("到")
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2)
    source = models.CharField("数据来源", max_length=200, blank=True)

    class Meta:
        ordering = ("-last_on", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(amount__gte=0), name="collected_not_less_than_nothing"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="collected_in_order"),
        )
        indexes = (models.Index(fields=("agency", "last_on"), name="collected_by_year"),)

    def __str__(self) -> str:
        return f"{self.matter} {self.first_on}–{self.last_on}"


class Purchase(Row):
    """A project of 政府集中采购, by the day of its contract, in yuan."""

    project = models.CharField("采购项目", max_length=200)
    on = models.DateField("合同日期")
    amount = models.DecimalField("金额（元）", max_digits=16, decimal_places=2)
    supplier = models.CharField("供应商", max_length=100, blank=True)

    class Meta:
        ordering = ("-on", "-pk")
        constraints = (models.CheckConstraint(condition=Q(amount__gte=0), name="purchase_not_less_than_nothing"),)

    def __str__(self) -> str:
        return self.project


class Proposal(Row):
    """人大代表建议、政协提案 and what became of it. ``reply_by``: as whoever hands it out says; ``due_on``: the last day to publish the
    reply (a reading of the body). ``public``: in full, as a summary, or not, with the ground."""

    class Category(models.TextChoices):
        SUGGESTION = "suggestion", "人大代表建议"
        PROPOSAL = "proposal", "政协提案"

    class Part(models.TextChoices):
        ALONE = "alone", "独办"
        MAIN = "main", "主办"
        JOINT = "joint", "会办"

    class Completion(models.TextChoices):
        NONE = "", "还没有"
        A = "a", "A类：已经解决或者采纳"
        B = "b", "B类：正在解决或者列入计划"
        C = "c", "C类：因条件限制以后解决，或者留作参考"

    class Satisfaction(models.TextChoices):
        NONE = "", "还没有"
        SATISFIED = "satisfied", "满意"
        BASICALLY = "basically", "基本满意"
        UNSATISFIED = "unsatisfied", "不满意"

    class Openness(models.TextChoices):
        FULL = "full", "全文公开"
        SUMMARY = "summary", "公开摘要"
        NOT = "not", "不公开"

    number = models.CharField("编号", max_length=40)
    category = models.CharField("类别", max_length=12, choices=Category.choices)
    session = models.CharField("届次", max_length=60, blank=True)
    title = models.CharField("题目", max_length=200)
    proposer = models.CharField("提出人", max_length=80, blank=True)
    proposer_hidden = models.BooleanField("提出人不对外公开", default=False)
    part = models.CharField("办理方式", max_length=8, choices=Part.choices, default=Part.MAIN)
    others = models.CharField("会办单位", max_length=200, blank=True)
    received_on = models.DateField("交办日期")
    reply_by = models.DateField("答复期限", null=True, blank=True)
    replied_on = models.DateField("答复日期", null=True, blank=True)
    completion = models.CharField("办理结果", max_length=2, choices=Completion.choices, default="", blank=True)
    satisfaction = models.CharField("满意度", max_length=12, choices=Satisfaction.choices, default="", blank=True)
    adopted = models.CharField("采纳情况", max_length=300, blank=True)
    openness = models.CharField("公开方式", max_length=8, choices=Openness.choices, default=Openness.FULL)
    ground = models.CharField("不公开的理由", max_length=200, blank=True)
    due_on = models.DateField("最晚公开日", null=True, blank=True)

    class Meta:
        ordering = ("-received_on", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("agency", "category", "session", "number"),
                condition=Q(removed_at=None),
                name="proposal_number_once_a_session",
            ),
            models.CheckConstraint(
                condition=~Q(openness="not") | ~Q(ground=""), name="proposal_unpublished_with_a_ground"
            ),
        )
        indexes = (models.Index(fields=("agency", "replied_on"), name="proposal_by_year"),)

    def __str__(self) -> str:
        return self.title
