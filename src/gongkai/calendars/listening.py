"""What this room listens to: where a piece of work begins, and where a body changes its readings."""

from __future__ import annotations

from collections.abc import Collection

from django.core.signals import request_finished, request_started
from django.db.models.signals import post_save
from django_tasks.signals import task_started

from gongkai.agencies.models import Agency
from gongkai.calendars.holding import HELD
from gongkai.law.calendar import provide


def begin() -> None:
    """Called once, when the apps are ready."""
    provide(HELD)
    request_started.connect(_look, dispatch_uid="calendars.look")
    task_started.connect(_look, dispatch_uid="calendars.look")
    request_finished.connect(_rest, dispatch_uid="calendars.rest")
    post_save.connect(_saved, sender=Agency, dispatch_uid="calendars.readings")


def _look(**_: object) -> None:
    HELD.look()


def _rest(**_: object) -> None:
    HELD.rest()


def _saved(instance: Agency, update_fields: Collection[str] | None = None, created: bool = False, **_: object) -> None:
    """A body has other readings from now on: its open dates follow, in the same transaction."""
    if not created and update_fields is not None and "readings" in update_fields:
        from gongkai.calendars import actions

        actions.follow_readings(instance)
