"""The child as its parent sees it: a process, two pipes, a clock, and the reason when it is gone."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from typing import IO, Any

from gongkai.documents.errors import Unreadable
from gongkai.documents.worker.errors import crashed, too_large, too_slow
from gongkai.documents.worker.frames import FRAME, LARGEST_ANSWER, OUT_OF_MEMORY, Values
from gongkai.documents.worker.memory import held, mebibytes


class Ended(Exception):
    """The child is gone, and ``error`` is what the caller should hear."""

    def __init__(self, error: Unreadable):
        super().__init__()
        self.error = error


class Child:
    """The process and the two pipes to it."""

    def __init__(self, memory_mb: int):
        self.runs = 0
        self.peak_mb = 0
        self.memory_mb = memory_mb
        # Native libraries say why they die on the standard error; the last of it tells lack of memory from damage.
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from gongkai.documents.worker.child import serve; serve()", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=environment,
        )
        self._inherited = held()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._reaped = threading.Lock()
        self._ready = False
        self._late = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, message: bytes, seconds: float) -> tuple[bytes, Any]:
        """The letter and the content of the answer; raises Ended when there is none. The clock starts when the child has started."""
        if not self._ready:
            # A start is not the fault of a file: it gets a time of its own.
            with self._clock(60.0):
                kind, _ = self._receive()
            if kind != b"s":
                raise Ended(self._reason(60.0))
            self._ready = True
        self.runs += 1
        allowed = seconds
        with self._clock(seconds) as clock:
            try:
                self._to.write(FRAME.pack(b"q", len(message)))
                self._to.write(message)
                self._to.flush()
            except OSError:
                raise Ended(self._reason(allowed)) from None
            while True:
                kind, content = self._receive()
                if kind == b"t":
                    allowed += content
                    clock.extend(content)
                    continue
                if not kind:
                    raise Ended(self._reason(allowed))
                answer, peak = content
                self.peak_mb = max(self.peak_mb, peak)
                return kind, answer

    def kill(self) -> None:
        self._process.kill()
        self._reap()
        for pipe in (self._to, self._from):
            with contextlib.suppress(OSError):
                pipe.close()
        with contextlib.suppress(ValueError):
            self._said.close()

    def _clock(self, seconds: float) -> _Clock:
        self._late = False
        return _Clock(seconds, self._too_late)

    def _too_late(self) -> None:
        self._late = True
        self._process.kill()

    def _receive(self) -> tuple[bytes, Any]:
        """One frame; an empty letter when the child is gone or says nothing sensible."""
        try:
            head = self._from.read(FRAME.size)
            if len(head) < FRAME.size:
                return b"", None
            kind, size = FRAME.unpack(head)
            if size > LARGEST_ANSWER:
                return b"", None
            body = self._from.read(size)
            return (kind, Values(io.BytesIO(body)).load()) if len(body) == size else (b"", None)
        except (OSError, ValueError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError):
            return b"", None

    def _reap(self) -> None:
        """Wait for the end, and learn how much memory the process held at most."""
        with self._reaped:
            if self._process.returncode is not None:
                return
            if hasattr(os, "wait4"):
                try:
                    _, status, usage = os.wait4(self._process.pid, 0)
                except ChildProcessError:
                    self._process.wait()
                    return
                self._process.returncode = os.waitstatus_to_exitcode(status)
                # Linux counts what the parent held when it started the child as held by the child: no more than that says nothing.
                most = mebibytes(usage.ru_maxrss)
                self.peak_mb = max(self.peak_mb, most if most > self._inherited else 0)
            else:
                self._process.wait()

    def _reason(self, seconds: float) -> Unreadable:
        """Why there is no answer."""
        with contextlib.suppress(OSError):
            self._to.close()
        try:
            # It closed its pipe, so it is ending; one that does not end is made to.
            self._wait(5.0)
        finally:
            self._process.kill()
            self._reap()
        if self._late:
            return too_slow(seconds)
        said = self._tail()
        if (
            self._process.returncode == OUT_OF_MEMORY
            or any(
                word in said
                for word in (
                    b"bad_alloc",
                    b"MemoryError",
                    b"Out of memory",
                    b"memory allocation of",
                    b"Cannot allocate",
                )
            )
            or self.peak_mb > 0.8 * self.memory_mb
        ):
            return too_large()
        return crashed()

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if hasattr(os, "waitid"):
                # Look without reaping: the count of memory comes with the reaping.
                try:
                    if os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None:
                        return
                except ChildProcessError:
                    return
            elif self._process.poll() is not None:
                return
            time.sleep(0.005)

    def _tail(self) -> bytes:
        try:
            self._said.seek(0, os.SEEK_END)
            self._said.seek(max(0, self._said.tell() - 4000))
            return self._said.read()
        except (OSError, ValueError):
            return b""


class _Clock:
    """Calls ``late`` once the time is up; ``extend`` gives more."""

    def __init__(self, seconds: float, late: Callable[[], None]):
        self._until = time.monotonic() + seconds
        self._late = late
        self._timer: threading.Timer | None = None
        self._done = False
        self._lock = threading.Lock()

    def extend(self, seconds: float) -> None:
        with self._lock:
            self._until += seconds

    def _ring(self) -> None:
        with self._lock:
            if self._done:
                return
            left = self._until - time.monotonic()
        if left > 0:
            self._start(left)
        else:
            self._late()

    def _start(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._ring)
        self._timer.daemon = True
        self._timer.start()

    def __enter__(self) -> _Clock:
        self._start(max(0.0, self._until - time.monotonic()))
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._done = True
        if self._timer is not None:
            self._timer.cancel()
