"""The flow of a run: files in, outcomes out in the same order, never more than a window of them under way."""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future
from typing import Protocol

from gongkai.bulk.job import Job, Outcome, Source, fingerprint, load, perform_path
from gongkai.bulk.journal import Journal
from gongkai.documents.errors import Unreadable


class Engine(Protocol):
    """Whoever does the work. ``window``: how many files it may hold at a time."""

    window: int

    def submit(self, source: Source) -> Waiting: ...

    def close(self) -> None:
        """Stop at once; what is under way is given up."""


class Waiting(Protocol):
    """The part of a Future that the flow needs; those of the standard library and of Dask both have it."""

    def done(self) -> bool: ...

    def result(self) -> Outcome: ...


class Here:
    """The engine that does the work in this process, one file after another."""

    window = 1

    def __init__(self, job: Job):
        self._job = job

    def submit(self, source: Source) -> Waiting:
        return finished(perform_path(self._job, str(source.path), source.name))

    def close(self) -> None:
        pass


def finished(outcome: Outcome) -> Waiting:
    """Something to wait for that is already there."""
    future: Future[Outcome] = Future()
    future.set_result(outcome)
    return future


def flow(engine: Engine, sources: Iterable[Source], journal: Journal | None = None) -> Generator[Outcome, None, None]:
    """The outcome of every source, in the order of the sources, each as soon as those before it are out.

    With a ``journal``, what it holds for the same name and the same bytes is not done again, and what gets done is recorded.
    Closes the engine at the end, and also when it is left before (an interrupt, a closed pipe).
    """
    under_way: deque[tuple[Waiting, bool]] = deque()

    def first() -> Outcome:
        waiting, is_new = under_way.popleft()
        outcome = waiting.result()
        if journal is not None and is_new:
            journal.add(outcome)
        return outcome

    try:
        for source in sources:
            known = _recorded(journal, source)
            under_way.append((engine.submit(source), True) if known is None else (finished(known), False))
            while under_way and (len(under_way) >= engine.window or under_way[0][0].done()):
                yield first()
        while under_way:
            yield first()
    finally:
        engine.close()


def _recorded(journal: Journal | None, source: Source) -> Outcome | None:
    if journal is None or not journal.knows(source.name):
        return None
    try:
        return journal.find(source.name, fingerprint(load(source.path)))
    except Unreadable:
        return None
