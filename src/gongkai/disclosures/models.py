"""政府信息: what is already public, as far as an applicant is shown it before asking."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency


class Item(models.Model):
    """One published piece of information, or an earlier answer that was made public (art. 44).

    ``address``: where it can be read. The whole life of an item belongs to publication and is not kept here.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "已公开"
        ANSWER = "answer", "对以往申请的答复"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PUBLISHED)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    summary = models.TextField("内容概述", blank=True)
    published_on = models.DateField("公开日期")
    address = models.URLField("网址", blank=True)

    class Meta:
        ordering = ("-published_on", "-pk")
        indexes = (models.Index(fields=("agency", "-published_on")),)

    def __str__(self) -> str:
        return self.title


class Gram(models.Model):
    """One pair of neighbouring characters of an item's title, number or summary: the index behind suggestions."""

    item = models.ForeignKey(Item, models.CASCADE, related_name="grams")
    text = models.CharField(max_length=4)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = (models.Index(fields=("text", "item")),)

    def __str__(self) -> str:
        return self.text
