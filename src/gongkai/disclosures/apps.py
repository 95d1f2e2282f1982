"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class DisclosuresConfig(AppConfig):
    name = "gongkai.disclosures"
    verbose_name = "主动公开"

    def ready(self) -> None:
        # Around every migration, of any app: `append_only` says why.
        pre_migrate.connect(_guards_off, sender=self)
        post_migrate.connect(_guards_on, sender=self)


def _guards_off(using: str, **_: Any) -> None:
    from gongkai.disclosures import append_only

    append_only.remove(connections[using])


def _guards_on(using: str, **_: Any) -> None:
    from gongkai.disclosures import append_only

    # Where migrations went back or stopped before this app, there is nothing to guard yet.
    if append_only.ready_for(connections[using]):
        append_only.install(connections[using])
