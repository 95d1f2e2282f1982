"""栏目 and 目录: where an item stands, and the fields by which it is found."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency, Section


class Attribute(models.TextChoices):
    """公开属性, decided when the document is made (国办发〔2016〕80号)."""

    PROACTIVE = "proactive", "主动公开"
    ON_APPLICATION = "on_application", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class Validity(models.TextChoices):
    """有效性 of a document on the day that is asked for."""

    NONE = "", "不适用"
    PENDING = "pending", "尚未生效"
    IN_FORCE = "in_force", "有效"
    REVISED = "revised", "已修改"
    REPEALED = "repealed", "废止"
    LAPSED = "lapsed", "失效"


class Freshness(models.TextChoices):
    """How often a column must gain something (国办秘函〔2019〕19号)."""

    TWO_WEEKS = "two_weeks", "两周内更新"
    SIX_MONTHS = "six_months", "六个月内更新"
    ONE_YEAR = "one_year", "一年内更新"
    ON_EVENT = "on_event", "有事项时更新"


class Column(models.Model):
    """栏目 of one body, on the tree of 条例 arts. 20 and 21.

    ``clause``: the item of the law: ``20.1`` to ``20.15``, ``21``, or "" for what stands outside of the statutory content.
    ``chain``: its own review chain (`gongkai.disclosures.chains`), None: that of the body. ``empty_reason``: why it may stand
    empty, said in public. ``name``, ``description``, ``keywords`` and ``type`` are also its page tags (国办发〔2017〕47号).
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="columns")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    slug = models.SlugField("网址名", max_length=40)
    name = models.CharField("栏目名称", max_length=40)
    description = models.CharField("栏目说明", max_length=200, blank=True)
    keywords = models.CharField("关键词", max_length=100, blank=True)
    type = models.CharField("栏目类别", max_length=20, blank=True)
    clause = models.CharField("法定内容", max_length=8, blank=True)
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="columns")
    freshness = models.CharField("更新要求", max_length=12, choices=Freshness.choices, default=Freshness.ON_EVENT)
    chain = models.JSONField("审核程序", null=True, blank=True)
    position = models.PositiveIntegerField("顺序", default=0)
    active = models.BooleanField("在用", default=True)
    empty_reason = models.CharField("没有内容的原因", max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("agency", "position", "pk")
        constraints = (models.UniqueConstraint(fields=("agency", "slug"), name="column_slug_once_an_agency"),)

    def __str__(self) -> str:
        return self.name


class Catalogue(models.Model):
    """目录 fields, of a draft and of what is public alike (law/platform-and-metadata.md §2.4).

    ``kind``: the type of record (`gongkai.disclosures.kinds`), with its own fields in ``details``. ``made_on``: 成文日期, from
    which the clock of art. 26 runs. ``html``: the text, as `gongkai.pages.clean` leaves it. ``ground``: why it is not
    proactive, as an outcome key of `gongkai.law.outcomes` (``withheld.process``); ``review_again_on``: art. 18.
    ``effective_on``, ``valid_until``: the first and the last day on which a document applies.
    """

    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    kind = models.CharField("信息种类", max_length=32, default="other")
    column = models.ForeignKey(Column, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    section = models.ForeignKey(Section, models.PROTECT, null=True, blank=True, related_name="%(class)ss")
    clause = models.CharField("公开依据", max_length=8, blank=True)
    summary = models.TextField("内容概述", blank=True)
    genre = models.CharField("体裁", max_length=12, blank=True)
    topic = models.CharField("主题分类", max_length=40, blank=True)
    keywords = models.CharField("关键词", max_length=100, blank=True)
    source = models.CharField("来源", max_length=80, blank=True)
    attribute = models.CharField("公开方式", max_length=16, choices=Attribute.choices, default=Attribute.PROACTIVE)
    ground = models.CharField("不主动公开的理由", max_length=40, blank=True)
    ground_note = models.CharField("理由说明", max_length=200, blank=True)
    review_again_on = models.DateField("再次评估日", null=True, blank=True)
    made_on = models.DateField("成文日期", null=True, blank=True)
    effective_on = models.DateField("生效日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    details = models.JSONField("专门字段", default=dict, blank=True)
    html = models.TextField("正文", blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title


FIELDS = tuple(field.name for field in Catalogue._meta.local_fields)
"""What a release copies from the draft to the item, and a version keeps."""
