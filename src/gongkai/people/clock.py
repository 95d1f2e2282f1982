"""What time it is. Everything that records a moment or asks for today asks here, so that a test or a demonstration can set it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time

from django.conf import settings
from django.utils import timezone

_SET: ContextVar[datetime | None] = ContextVar("gongkai_now", default=None)


def now() -> datetime:
    """The present moment, aware. ``GONGKAI_NOW`` or an enclosing `at` replaces it."""
    given = _SET.get()
    if given is not None:
        return given
    if settings.NOW:
        return moment(datetime.fromisoformat(settings.NOW))
    return timezone.now()


def today() -> date:
    """The present day in China."""
    return timezone.localdate(now())


def moment(day: date | datetime) -> datetime:
    """``day`` as an aware moment: a date is taken at nine in the morning, a naive moment as Chinese time."""
    if not isinstance(day, datetime):
        day = datetime.combine(day, time(9))
    return timezone.make_aware(day) if timezone.is_naive(day) else day


@contextmanager
def at(day: date | datetime) -> Iterator[None]:
    """Let everything inside happen at ``day``."""
    token = _SET.set(moment(day))
    try:
        yield
    finally:
        _SET.reset(token)
