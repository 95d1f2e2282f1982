"""渠道设置: how one body reaches one channel."""

from __future__ import annotations

from django.db import models

from gongkai.agencies.models import Agency
from gongkai.disclosures.models.releases import Channel
from gongkai.people.sealing import SealedField


class ChannelSetting(models.Model):
    """How a body reaches a channel, and whether it uses it at all.

    ``values``: plain fields, by the names that the channel declares (`gongkai.disclosures.channels`). ``secret``: the one thing that
    must never be shown again; sealed in the database and kept out of the log. ``shared``: the bodies that this one supervises
    use it, too, where they have none of their own. ``tried_at``, ``tried_says``: the last trial from the page of settings.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="channel_settings")
    channel = models.CharField("渠道", max_length=10, choices=Channel.choices)
    active = models.BooleanField("使用这个渠道", default=False)
    shared = models.BooleanField("所主管的单位没有自己的设置时也用这个设置", default=False)
    values = models.JSONField(default=dict, blank=True)
    secret = SealedField(blank=True, default="")
    tried_at = models.DateTimeField("最近试连", null=True, blank=True)
    tried_says = models.CharField("试连的结果", max_length=300, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("agency", "pk")
        constraints = (models.UniqueConstraint(fields=("agency", "channel"), name="channel_setting_once_an_agency"),)

    def __str__(self) -> str:
        return f"{self.agency} {self.get_channel_display()}"
