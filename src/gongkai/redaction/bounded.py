"""The same in a process of its own, within bounds of time and memory: for every file that somebody handed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from gongkai.documents.bounds import damaged
from gongkai.documents.errors import Unreadable
from gongkai.documents.worker import Worker, WorkerFailed
from gongkai.language import say
from gongkai.redaction.errors import CannotRedact
from gongkai.redaction.finding import everywhere, everywhere_each, suggest
from gongkai.redaction.making import redact
from gongkai.redaction.model import Check, Cut, Place, Redacted, Sight, Suggestion, Verification
from gongkai.redaction.seeing import render, sight
from gongkai.redaction.verifying import verify

Result = TypeVar("Result")

SECONDS = 120.0
MEMORY_MB = 2000


def sight_bounded(data: bytes, name: str, *, worker: Worker | None = None) -> Sight:
    """``sight`` in a process of its own. Raises CannotRedact also when the file breaks the bounds, as all of these do."""
    return _run(worker, sight, data, name)


def render_bounded(data: bytes, name: str, page: int, width: int, *, worker: Worker | None = None) -> bytes:
    return _run(worker, render, data, name, page, width)


def suggest_bounded(data: bytes, name: str, *, worker: Worker | None = None) -> tuple[Suggestion, ...]:
    return _run(worker, suggest, data, name)


def everywhere_bounded(data: bytes, name: str, text: str, *, worker: Worker | None = None) -> tuple[Place, ...]:
    return _run(worker, everywhere, data, name, text)


def everywhere_each_bounded(
    data: bytes, name: str, texts: Sequence[str], *, worker: Worker | None = None
) -> tuple[tuple[Place, ...], ...]:
    return _run(worker, everywhere_each, data, name, tuple(texts))


def redact_bounded(data: bytes, name: str, cuts: Sequence[Cut], *, worker: Worker | None = None) -> Redacted:
    return _run(worker, redact, data, name, tuple(cuts))


def verify_bounded(
    original: bytes, redacted: bytes, cuts: Sequence[Cut], name: str, *, worker: Worker | None = None
) -> Verification:
    """``verify`` in a process of its own. A copy that breaks the bounds has not passed."""
    try:
        return _run(worker, verify, original, redacted, tuple(cuts), name)
    except CannotRedact as error:
        return Verification(False, (Check(say("能否检查"), False, str(error)),))


def _run(worker: Worker | None, function: Callable[..., Result], *arguments: Any) -> Result:
    try:
        if worker is not None:
            return worker.run(function, *arguments)
        with Worker(seconds=SECONDS, memory_mb=MEMORY_MB) as own:
            return own.run(function, *arguments)
    except Unreadable as error:
        raise CannotRedact(error.code, str(error)) from error
    except WorkerFailed as error:  # a parser's own error: the cause tells it to those who look after the program
        raise CannotRedact("damaged", str(damaged())) from error
