"""Local lists of words: what a body writes wrong, whom it names and how, each with an owner and a last day."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.people.models import Account


class LocalWord(models.Model):
    """One entry. ``wrong``: as it must not be written; ``right``: as it should, "" where the word must not appear at all.
    ``kind`` NAME: ``right`` is a person's or place's name and title that must stand exactly so; ALLOWED: an exception from the
    shipped list."""

    class Kind(models.TextChoices):
        WRONG = "wrong", "错误写法"
        OUTDATED = "outdated", "过时的名称"
        FORBIDDEN = "forbidden", "不得出现"
        NAME = "name", "领导姓名和职务、地名"
        ALLOWED = "allowed", "允许的例外"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="words")
    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    wrong = models.CharField("错误写法", max_length=60, blank=True)
    right = models.CharField("正确写法", max_length=60, blank=True)
    reason = models.CharField("说明", max_length=200, blank=True)
    owner = models.ForeignKey(Account, models.PROTECT, related_name="+")
    expires_on = models.DateField("有效至", null=True, blank=True)
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("kind", "pk")

    def __str__(self) -> str:
        return self.wrong or self.right
