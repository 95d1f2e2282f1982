"""材料: the part that a file has in a case."""

from __future__ import annotations

from django.db import models

from gongkai.applications.models.application import Application
from gongkai.files.models import StoredFile
from gongkai.people.models import Account


class CaseFile(models.Model):
    """A file in a case, under the name it came with, and what it is there for."""

    class Purpose(models.TextChoices):
        SUBMISSION = "submission", "申请材料"
        IDENTITY = "identity", "身份证明"
        CORRECTION = "correction", "补正材料"
        OPINION = "opinion", "第三方或者共同制作机关的意见"
        SECTION = "section", "科室交来的材料"
        EVIDENCE = "evidence", "证据"
        REPLY = "reply", "拟提供的信息"
        PROOF = "proof", "送达凭证"
        SIGNED = "signed", "签名或者盖章后的扫描件"

    application = models.ForeignKey(Application, models.PROTECT, related_name="files")
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="uses")
    purpose = models.CharField("用途", max_length=12, choices=Purpose.choices)
    name = models.CharField("文件名", max_length=150)
    note = models.CharField("说明", max_length=200, blank=True)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def ending(self) -> str:
        """The ending of its name, without the dot."""
        return self.name.rpartition(".")[2].lower() if "." in self.name else ""
