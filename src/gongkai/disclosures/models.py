"""政府信息: what is already public, as far as an applicant is shown it before asking."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.disclosures.grams import LONGEST, key_of


class Item(models.Model):
    """One published piece of information, or an earlier answer that was made public (art. 44).

    ``address``: where it can be read. ``number_key``, ``index_key``: the numbers without signs, kept by `save`, so that every
    way of writing one finds it. The whole life of an item belongs to publication and is not kept here.
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", "已公开"
        ANSWER = "answer", "对以往申请的答复"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.PUBLISHED)
    title = models.CharField("名称", max_length=200)
    document_number = models.CharField("文号", max_length=60, blank=True)
    index_number = models.CharField("索引号", max_length=60, blank=True)
    number_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    index_key = models.CharField(max_length=60, blank=True, db_index=True, editable=False)
    summary = models.TextField("内容概述", blank=True)
    published_on = models.DateField("公开日期")
    address = models.URLField("网址", blank=True)

    class Meta:
        ordering = ("-published_on", "-pk")
        indexes = (
            models.Index(fields=("agency", "-published_on")),
            models.Index(fields=("-published_on", "-id"), name="item_newest"),
        )

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.set_keys()
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def set_keys(self) -> None:
        """Bring the keys up to the numbers. `save` does it; who creates in bulk calls it (or `actions.index_many`)."""
        self.number_key, self.index_key = key_of(self.document_number)[:60], key_of(self.index_number)[:60]


class Gram(models.Model):
    """One pair of neighbouring characters of an item's title, number or summary: the index behind search and suggestions.

    Once an item, with the weight of the best place it stands in.
    """

    item = models.ForeignKey(Item, models.CASCADE, related_name="grams", db_index=False)
    text = models.CharField(max_length=LONGEST)
    weight = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("item", "text"), name="gram_once_an_item"),)
        indexes = (models.Index(fields=("text", "item", "weight"), name="gram_by_text"),)

    def __str__(self) -> str:
        return self.text
