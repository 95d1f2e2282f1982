"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate, pre_migrate


class SeveranceConfig(AppConfig):
    name = "gongkai.severance"
    verbose_name = "区分处理"

    def ready(self) -> None:
        # Around every migration, of any app: a table that is rebuilt loses its triggers.
        pre_migrate.connect(_guards_off, sender=self)
        post_migrate.connect(_guards_on, sender=self)


def _guards_off(using: str, **_: Any) -> None:
    from gongkai.severance import append_only

    append_only.remove(connections[using])


def _guards_on(using: str, **_: Any) -> None:
    from gongkai.severance import append_only

    append_only.install(connections[using])
