"""Bodies and sections. A body is the owner of every row of the registers; a section is where its work is done."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q

from gongkai.law.remedies import Authorities
from gongkai.law.settings import DEFAULT, ClassCText, FeeEffect, Settings
from gongkai.letters.facts import office_in_full


class AgencyKind(models.TextChoices):
    """What kind of body it is, as far as the Regulation tells them apart (arts. 3, 4, 10)."""

    GOVERNMENT = "government", "人民政府"
    GOVERNMENT_OFFICE = "government_office", "政府办公室（主管部门）"
    DEPARTMENT = "department", "政府部门"
    TOWNSHIP = "township", "乡镇人民政府、街道办事处"
    AGENCY = "agency", "派出机构、内设机构"
    AUTHORISED = "authorised", "法律法规授权的组织"


DEFAULT_CHAINS = {
    "P1": (),
    "P2": (),
    "P7": (),
    "P10": (),
    "P": ("office_head",),
    "S": ("leader",),
}
"""Who approves a letter, in order, by its code or by the first letter of it. An empty chain: the clerk issues it alone, as it
states only facts of the register. Extension (P5) always needs the head of the disclosure office (art. 33 ¶2)."""


class Agency(models.Model):
    """行政机关. Letters go out in its name; remedies, channels and readings of unclear rules are its settings.

    ``slug``: its place in addresses. ``code``: 机关代字, as in 云商公开申〔2026〕1号. ``supervised_by``: the supervising
    department (art. 3). ``successor``: who took over its powers.
    """

    name = models.CharField("全称", max_length=80, unique=True)
    short_name = models.CharField("简称", max_length=40)
    slug = models.SlugField("网址名", max_length=40, unique=True)
    code = models.CharField("机关代字", max_length=12, unique=True)
    kind = models.CharField("类别", max_length=20, choices=AgencyKind.choices, default=AgencyKind.DEPARTMENT)
    supervised_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="supervises", verbose_name="主管部门"
    )
    successor = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", verbose_name="承接机关"
    )
    starts_on = models.DateField("设立日", default=date(2000, 1, 1))
    ends_on = models.DateField("撤销日", null=True, blank=True)
    duties = models.TextField("职责", blank=True, help_text="用于向申请人推荐合适的机关")

    organisation_code = models.CharField("统一社会信用代码或者机构代码", max_length=18, blank=True)
    index_pattern = models.CharField(
        "索引号格式",
        max_length=60,
        default="{organisation}/{year}-{serial:05}",
        help_text="{organisation}机构代码，{code}机关代字，{slug}网址名，{year}年份，{serial}流水号",
    )

    office = models.CharField("政府信息公开工作机构", max_length=60, default="办公室")
    address = models.CharField("办公地址", max_length=120, blank=True)
    postcode = models.CharField("邮政编码", max_length=6, blank=True)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    fax = models.CharField("传真", max_length=40, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    hours = models.CharField("办公时间", max_length=80, blank=True)

    reconsideration = models.CharField("行政复议机关", max_length=80, blank=True)
    court = models.CharField("有管辖权的法院", max_length=80, blank=True)
    reconsideration_online = models.URLField("网上申请行政复议的地址", blank=True)

    confirms_online = models.BooleanField(
        "网上申请以双方确认为准", default=False, help_text="申请页面会写明这一例外（最高人民法院指导案例26号）"
    )
    red_head = models.BooleanField("告知书使用红头", default=False)
    payment = models.CharField("缴费方式", max_length=200, blank=True)
    chains = models.JSONField(
        "审批程序", default=dict, blank=True, help_text="文书编号（或者P、S）到依次审批的角色；空表示用默认程序"
    )
    readings = models.JSONField("对规定的理解", default=dict, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="agency_ends_after_it_starts"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def chain_of(self, code: str) -> tuple[str, ...]:
        """The roles that approve letter ``code``, in order."""
        for key, chains in (
            (code, self.chains),
            (code[0], self.chains),
            (code, DEFAULT_CHAINS),
            (code[0], DEFAULT_CHAINS),
        ):
            if key in chains:
                chain = tuple(chains[key])
                return ("office_head", *chain) if code == "P5" and "office_head" not in chain else chain
        raise KeyError(code)

    @property
    def office_in_full(self) -> str:
        """云岭县商务局办公室: the disclosure office as addresses name it."""
        return office_in_full(self.name, self.office)

    @property
    def authorities(self) -> Authorities:
        """The names for the remedy paragraph. They may be blank; `gongkai.law.paragraph` then refuses."""
        return Authorities(self.reconsideration, self.court, self.reconsideration_online)

    @property
    def law_settings(self) -> Settings:
        """This body's readings of unclear rules: `readings` over the defaults (gongkai.law.settings)."""
        values = {key: value for key, value in self.readings.items() if hasattr(DEFAULT, key)}
        if "fee_effect" in values:
            values["fee_effect"] = FeeEffect(values["fee_effect"])
        if "class_c" in values:
            values["class_c"] = ClassCText(values["class_c"])
        return Settings(**values)


class Section(models.Model):
    """科室: a unit inside a body."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="sections")
    name = models.CharField("名称", max_length=40)
    active = models.BooleanField("在用", default=True)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("agency", "name"), name="section_name_once_an_agency"),)

    def __str__(self) -> str:
        return self.name


class Site(models.Model):
    """The public site of this installation, one row: what stands in the page tags and the footer (国办发〔2017〕47号).

    ``address``: where the public reaches it, without a slash at the end, "" while unknown: then no QR code is made, and feeds and
    maps carry the address that the reader has used. ``identity_code``: 网站标识码. ``mark_address``: what the 党政机关网站标识 leads
    to.
    """

    name = models.CharField("网站名称", max_length=60, blank=True)
    address = models.URLField("网站地址", blank=True)
    identity_code = models.CharField("网站标识码", max_length=10, blank=True)
    icp_number = models.CharField("ICP备案号", max_length=40, blank=True)
    police_number = models.CharField("公安备案号", max_length=40, blank=True)
    operator = models.CharField("主办单位", max_length=80, blank=True)
    mark_address = models.URLField("党政机关网站标识的链接", blank=True)

    class Meta:
        constraints = (models.CheckConstraint(condition=Q(pk=1), name="one_site"),)

    def __str__(self) -> str:
        return self.name

    @classmethod
    def this(cls) -> Site:
        """The one row; an unsaved blank one before it is filled in."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
