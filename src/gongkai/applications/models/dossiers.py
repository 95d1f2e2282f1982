"""卷宗: a case as one numbered PDF, made on request."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gongkai.agencies.models import Agency
from gongkai.applications.models.application import Application
from gongkai.applications.models.remedies import Round
from gongkai.files.models import StoredFile
from gongkai.people.models import Account


class Dossier(models.Model):
    """One request for a dossier and what came of it. ``round``: whose respondent's bundle it is; None: the archive file of the case.

    ``done`` of ``total`` parts are set, while it is under way. ``digest``: SHA-256 of the PDF; the same case gives the same one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "排队等候"
        WORKING = "working", "正在制作"
        READY = "ready", "已经制作"
        FAILED = "failed", "没有做成"

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="dossiers")
    application = models.ForeignKey(Application, models.PROTECT, related_name="dossiers")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="dossiers")
    state = models.CharField("状态", max_length=8, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField("页数", null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    pdf = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    manifest = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    missing = models.JSONField("还缺什么", default=list)
    failure = models.TextField("原因", blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        constraints = (
            models.CheckConstraint(
                condition=~Q(state="ready") | Q(pdf__isnull=False, manifest__isnull=False),
                name="dossier_ready_with_its_file",
            ),
        )

    def __str__(self) -> str:
        return f"卷宗 {self.application}"

    @property
    def under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WORKING)
