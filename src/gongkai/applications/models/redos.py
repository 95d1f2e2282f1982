"""重新办理: an answered application that has to be decided again."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.applications.models.application import Application
from gongkai.applications.models.letters import Letter
from gongkai.applications.models.remedies import Round
from gongkai.law.outcomes import MEANINGS, Outcome


class Redo(models.Model):
    """One task to decide an application again, because a decision or judgment says so (decision 0153).

    The first answer stays in the application's own fields; ``outcome``, ``letter`` and ``done_on`` are those of the new one.
    ``start``: the day its period is counted from; ``days``: working days that the decision names, None for those of the law.
    ``answer_due_on``: until when the first answer was due, which the register's own date cannot tell while this is open.
    """

    application = models.ForeignKey(Application, models.PROTECT, related_name="redos")
    round = models.OneToOneField(Round, models.PROTECT, related_name="redo")
    start = models.DateField("起算日")
    days = models.PositiveSmallIntegerField("工作日", null=True, blank=True)
    answer_due_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(
        "重新办理的结果",
        max_length=40,
        blank=True,
        choices=[(outcome.value, MEANINGS[outcome].name) for outcome in Outcome],
    )
    letter = models.OneToOneField(Letter, models.PROTECT, null=True, blank=True, related_name="redo")
    done_on = models.DateField("重新答复日", null=True, blank=True)
    called_off_on = models.DateField("不再办理之日", null=True, blank=True)
    called_off_why = models.CharField("不再办理的原因", max_length=200, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=("application",), condition=Q(done_on=None, called_off_on=None), name="one_redo_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done_on=None) | Q(called_off_on=None) & ~Q(outcome=""), name="redo_done_with_an_outcome"
            ),
        )

    def __str__(self) -> str:
        return f"重新办理 {self.application}"

    @property
    def is_open(self) -> bool:
        return self.done_on is None and self.called_off_on is None
