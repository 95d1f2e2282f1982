"""用印件: the letter with the seal on it, as paper that was scanned or as a file that was sealed."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.files import CaseFile
from gongkai.applications.models.letters import Letter
from gongkai.people.models import Account


class StampedCopy(models.Model):
    """One sealed copy of an approved letter, and whether it says what was approved. In force while it is accepted and not taken back, for
    just the text, number and date it was made for (``digest``, ``number``, ``dated``).

    ``outcome`` and ``share``: of `gongkai.letters.comparing`. ``differences``: as lists of approved, paper, before, after, grave.
    ``hidden``: what the leak gate found in the file that nobody sees on the page. ``answer``: why the differences may stand.
    """

    class Way(models.TextChoices):
        PAPER = "paper", "纸质盖章后扫描"
        FILE = "file", "电子印章"

    class Outcome(models.TextChoices):
        SAME = "same", "与批准的文本一致"
        LOOK = "look", "有不同，请逐处核对"
        UNREAD = "unread", "没有读出文字，请人工核对"

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="stamped")
    file = models.ForeignKey(CaseFile, models.PROTECT, related_name="+")
    way = models.CharField("用印方式", max_length=8, choices=Way.choices)
    digest = models.CharField(max_length=64)
    number = models.CharField(max_length=60)
    dated = models.DateField()
    outcome = models.CharField("比对结果", max_length=8, choices=Outcome.choices)
    share = models.FloatField()
    differences = models.JSONField(default=list)
    hidden = models.JSONField(default=list)
    answer = models.CharField("核对说明", max_length=200, blank=True)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("letter",), condition=Q(withdrawn_at=None), name="stamped_copy_once_a_letter"
            ),
        )

    def __str__(self) -> str:
        return f"{self.letter}（{self.get_way_display()}）"

    @property
    def fits(self) -> bool:
        """Whether the letter still is what it was made for."""
        letter = self.letter
        return (self.digest, self.number, self.dated) == (letter.digest, letter.number, letter.dated)
