"""Two transactions that wait for each other: PostgreSQL ends one of them, and nothing of it stands. What was asked for is then simply
done once more. Bodies' chains of the log are locked by whatever is written last, so two people at one moment can meet like this."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

TRIES = 3
_DEADLOCK = "40P01"
"""The state that PostgreSQL gives the one it has ended."""
_log = logging.getLogger(__name__)


def answered(view: Callable[..., HttpResponse], request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    """The answer of ``view``, asked anew where its transaction was ended for another's sake. Raises what the view raises, after
    `TRIES` deadlocks the last one."""
    for tried in range(1, TRIES + 1):
        try:
            return view(request, *args, **kwargs)
        except OperationalError as error:
            # Inside somebody else's transaction nothing can be begun anew: all of it is lost.
            if tried == TRIES or not is_deadlock(error) or connection.in_atomic_block:
                raise
            _log.warning("deadlock: %s %s is done once more", request.method, request.path)
            for _, files in request.FILES.lists():
                for file in files:
                    file.seek(0)
    raise AssertionError("unreachable")


def is_deadlock(error: OperationalError) -> bool:
    """Whether the database ended the transaction because two waited for each other."""
    return getattr(error.__cause__, "sqlstate", "") == _DEADLOCK
