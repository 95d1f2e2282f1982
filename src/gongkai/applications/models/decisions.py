"""判断: what was decided, by which path of the tree."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.application import Application
from gongkai.law.outcomes import MEANINGS, Outcome
from gongkai.law.tree import TREE, Leaf
from gongkai.people.models import Account


class Decision(models.Model):
    """One decision on an application. ``answers`` is the path through `gongkai.law.TREE`; leaf, outcome and articles follow
    from it and are never typed. A later decision replaces an earlier one and keeps it."""

    application = models.ForeignKey(Application, models.PROTECT, related_name="decisions")
    answers = models.JSONField("判断的经过")
    leaf = models.CharField(max_length=40)
    outcome = models.CharField(
        "办理结果", max_length=40, choices=[(outcome.value, MEANINGS[outcome].name) for outcome in Outcome]
    )
    findings = models.TextField("理由", blank=True)
    given = models.TextField("公开的内容", blank=True)
    withheld = models.TextField("不予公开的内容", blank=True)
    way = models.TextField("获取的方式、途径和时间", blank=True)
    other_agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    other_name = models.CharField("负责公开的机关", max_length=80, blank=True)
    other_contact = models.CharField("其联系方式", max_length=120, blank=True)
    earlier_number = models.CharField("此前答复的文号", max_length=60, blank=True)
    earlier_on = models.DateField("此前答复的日期", null=True, blank=True)
    special_rules = models.CharField("适用的特别规定", max_length=200, blank=True)
    public_interest = models.TextField("公共利益的衡量", blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",), condition=Q(replaced_at=None), name="one_decision_in_force"
            ),
        )

    def __str__(self) -> str:
        return f"{self.application} {self.get_outcome_display()}"

    @property
    def end(self) -> Leaf:
        """The leaf of the tree that the answers lead to."""
        return TREE.leaves[self.leaf]
