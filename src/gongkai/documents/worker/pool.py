"""What callers hold: a warm child that is replaced when it must be, and the one that all of this process share."""

from __future__ import annotations

import pickle
import threading
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from gongkai.documents.model import Document
from gongkai.documents.worker.errors import WorkerFailed
from gongkai.documents.worker.process import Child, Ended
from gongkai.errors import GongkaiError

Result = TypeVar("Result")

SECONDS = 10.0
MEMORY_MB = 1024
"""Enough for every reader of text. Recognising a scan takes more of both, and asks for it (``ask_more``)."""
RECYCLE = 300
"""Runs after which the child is replaced, so that what a native library leaks never adds up."""


class Worker:
    """One warm child process. Safe to use from several threads; runs wait for each other.

    ``seconds``: for one run, not counting the start of the child; ``memory_mb``: MiB that the child may hold. As a context manager
    it ends the child on leaving; ``close`` does the same, also from another thread while a run is under way.
    """

    def __init__(self, *, seconds: float = SECONDS, memory_mb: int = MEMORY_MB, recycle: int = RECYCLE):
        self.seconds = seconds
        self.memory_mb = memory_mb
        self.peak_mb = 0
        """The most MiB that a child of this worker has held, as far as the system tells (Linux, macOS)."""
        self._recycle = recycle
        self._child: Child | None = None
        self._lock = threading.Lock()
        self._closed = False
        self._end: weakref.finalize[[], Worker] | None = None

    def run(self, function: Callable[..., Result], /, *args: Any) -> Result:
        """``function(*args)``, done in the child. ``function`` must be importable from a module; arguments and result are pickled.

        Raises what the function raises when it is one of our errors; Unreadable ``too-slow``, ``too-large`` or ``damaged`` when
        the child took too long, held too much or died; WorkerFailed for any other exception in the function; ValueError for a
        function that a child cannot import.
        """
        if getattr(function, "__module__", "__main__") == "__main__" or "<" in getattr(function, "__qualname__", "<"):
            raise ValueError(
                f"{function!r} cannot be imported by the child: it must stand at the top level of a module"
            )
        message = pickle.dumps((function, args), pickle.HIGHEST_PROTOCOL)
        with self._lock:
            if self._closed:
                raise RuntimeError("this worker is closed")
            if self._child is not None and (self._child.runs >= self._recycle or not self._child.alive):
                self._stop()
            if self._child is None:
                self._child = Child(self.memory_mb)
                if self._end is not None:
                    self._end.detach()
                # Also runs when the interpreter ends: no child outlives its parent.
                self._end = weakref.finalize(self, self._child.kill)
            child = self._child
            try:
                kind, answer = child.ask(message, self.seconds)
            except Ended as ended:
                self._stop()
                raise ended.error from None
            self.peak_mb = max(self.peak_mb, child.peak_mb)
        if kind == b"r":
            return answer  # type: ignore[no-any-return]
        if kind == b"e" and isinstance(answer, GongkaiError):
            raise answer
        raise WorkerFailed(str(answer))

    def close(self) -> None:
        """End the child. A run under way raises Unreadable ``damaged``; a later run raises RuntimeError."""
        self._closed = True
        child = self._child
        if child is not None:
            child.kill()

    def _stop(self) -> None:
        if self._child is not None:
            self._child.kill()
            self.peak_mb = max(self.peak_mb, self._child.peak_mb)
            self._child = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


_reader: Worker | None = None
_reader_lock = threading.Lock()


def read_bounded(
    source: bytes | Path, *, name: str = "", seconds: float = SECONDS, memory_mb: int = MEMORY_MB
) -> Document:
    """The Document of a file, read in a worker that this process keeps warm. ``name``: by default the path's own.

    Raises Unreadable, also ``too-slow``, ``too-large`` and ``damaged`` as ``Worker.run`` says; OSError when the file at the path
    cannot be opened.
    """
    if isinstance(source, Path):
        name = name or source.name
        source = source.read_bytes()
    return shared(seconds=seconds, memory_mb=memory_mb).run(_read, source, name)


def shared(*, seconds: float = SECONDS, memory_mb: int = MEMORY_MB) -> Worker:
    """The worker that this process keeps warm for whatever has to read files. Other bounds than the last caller's replace it."""
    global _reader
    with _reader_lock:
        if _reader is None or (_reader.seconds, _reader.memory_mb) != (seconds, memory_mb):
            if _reader is not None:
                _reader.close()
            _reader = Worker(seconds=seconds, memory_mb=memory_mb)
        return _reader


def _read(data: bytes, name: str) -> Document:
    from gongkai.documents.reading import read

    return read(data, name)
