"""The Django app."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.models import Field
from django.db.models.signals import post_migrate


class SealsConfig(AppConfig):
    name = "gongkai.seals"
    verbose_name = "封存"

    def ready(self) -> None:
        from gongkai.seals.many import Among

        Field.register_lookup(Among)
        post_migrate.connect(_marked_anew, sender=self)


def _marked_anew(using: str, plan: list[Any] | None = None, **_: Any) -> None:
    # Emptying the tables of a test tells of a migration, too, without a plan.
    if plan:
        from gongkai.seals import renewing

        renewing.after_migration(connections[using])
