"""The process in which files are looked into, cut and checked: one for the job at hand, or one kept warm for many."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from gongkai.documents.worker import Worker
from gongkai.redaction import bounded

_kept: ContextVar[Worker | None] = ContextVar("severance_worker", default=None)


@contextmanager
def worker() -> Iterator[Worker]:
    """The one kept warm, else one of its own."""
    kept = _kept.get()
    if kept is not None:
        yield kept
        return
    with Worker(seconds=bounded.SECONDS, memory_mb=bounded.MEMORY_MB) as own:
        yield own


@contextmanager
def kept_warm() -> Iterator[None]:
    """Within it every file goes through one process: for whoever handles hundreds in a row. A file that brings it
    down costs only itself."""
    with Worker(seconds=bounded.SECONDS, memory_mb=bounded.MEMORY_MB) as own:
        token = _kept.set(own)
        try:
            yield
        finally:
            _kept.reset(token)
