"""What the public site itself remembers: forms that were sent, and codes that were guessed wrongly. No personal data."""

from __future__ import annotations

from django.db import models

from gongkai.applications.models import Application


class Sending(models.Model):
    """One form that became an application. ``form``: the mark the page carried, so that pressing twice makes one application.
    ``source``: the keyed fingerprint of the network address (see `limits.source_of`)."""

    form = models.CharField(max_length=64, unique=True)
    source = models.CharField(max_length=64)
    at = models.DateTimeField()
    application = models.ForeignKey(Application, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (models.Index(fields=("source", "at"), name="sending_by_source"),)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Miss(models.Model):
    """One pair of query code and digits that opened nothing. Kept for a day. ``code``: the keyed fingerprint of what was typed."""

    source = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    at = models.DateTimeField(db_index=True)

    class Meta:
        indexes = (
            models.Index(fields=("source", "at"), name="miss_by_source"),
            models.Index(fields=("code", "at"), name="miss_by_code"),
        )

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
