"""Work in a process of its own, within bounds of time and memory, so that a hostile file can end that process and nothing else.

A ``Worker`` keeps one child process warm, hands it a function and its arguments, and waits. A child that hangs, dies or outgrows
its memory is replaced, and the caller gets the Unreadable that says so. Works the same on Linux, macOS and Windows; the hard
limit of memory exists on Linux, a watch on the memory in use on Linux and macOS, the limit of time everywhere.
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import IO, Any, TypeVar

from gongkai.documents.errors import Unreadable
from gongkai.documents.model import Document
from gongkai.errors import GongkaiError
from gongkai.language import say

Result = TypeVar("Result")

SECONDS = 10.0
MEMORY_MB = 1024
"""Enough for every reader of text. Recognising a scan takes more of both, and asks for it (``ask_more``)."""
RECYCLE = 300
"""Runs after which the child is replaced, so that what a native library leaks never adds up."""
OUT_OF_MEMORY = 78
"""The exit status with which a child ends itself when it holds too much memory."""
_WATCH_SECONDS = 0.05
_FRAME = struct.Struct("<cQ")
_LARGEST_ANSWER = 1 << 30


class WorkerFailed(RuntimeError):
    """The function in the child raised something that is not one of our errors: a defect, told with its traceback."""


def too_large() -> Unreadable:
    return Unreadable(
        "too-large",
        say("读取这份文件所需的内存超过上限，已经停止，以免拖垮机器。请删去文件中的图片或附件，或者拆成几份再试。"),
    )


def _too_slow(seconds: float) -> Unreadable:
    return Unreadable(
        "too-slow",
        say("读取这份文件超过{seconds}秒仍未完成，已经停止。请只保留报告正文，另存后再试。", seconds=f"{seconds:g}"),
    )


def _crashed() -> Unreadable:
    return Unreadable(
        "damaged",
        say("文件的内容使读取程序异常退出，多半是文件已损坏，没有读出。请向发布单位重新索取，或者另存一份再试。"),
    )


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
        self._child: _Child | None = None
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
                self._child = _Child(self.memory_mb)
                if self._end is not None:
                    self._end.detach()
                # Also runs when the interpreter ends: no child outlives its parent.
                self._end = weakref.finalize(self, self._child.kill)
            child = self._child
            try:
                kind, answer = child.ask(message, self.seconds)
            except _Ended as ended:
                self._stop()
                raise ended.error from None
            self.peak_mb = max(self.peak_mb, child.peak_mb)
        if kind == b"r":
            return answer  # type: ignore[no-any-return]
        if kind == b"e" and isinstance(answer, GongkaiError):
            raise answer
        if kind == b"m":
            raise too_large()
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


class _Ended(Exception):
    """The child is gone, and ``error`` is what the caller should hear."""

    def __init__(self, error: Unreadable):
        super().__init__()
        self.error = error


class _Child:
    """The process and the two pipes to it. Frames are one letter, eight bytes of length, a pickle."""

    def __init__(self, memory_mb: int):
        self.runs = 0
        self.peak_mb = 0
        self.memory_mb = memory_mb
        # Native libraries say why they die on the standard error; the last of it tells lack of memory from damage.
        self._said: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115
        environment = os.environ | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}
        self._process = subprocess.Popen(
            [sys.executable, "-c", "from gongkai.documents.worker import serve; serve()", str(memory_mb)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            env=environment,
        )
        self._inherited = _held()
        assert self._process.stdin is not None and self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        self._reaped = threading.Lock()
        self._ready = False
        self._late = False

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def ask(self, message: bytes, seconds: float) -> tuple[bytes, Any]:
        """The letter and the content of the answer; raises _Ended when there is none. The clock starts when the child has started."""
        if not self._ready:
            # A start is not the fault of a file: it gets a time of its own.
            with self._clock(60.0):
                kind, _ = self._receive()
            if kind != b"s":
                raise _Ended(self._reason(60.0))
            self._ready = True
        self.runs += 1
        allowed = seconds
        with self._clock(seconds) as clock:
            try:
                self._to.write(_FRAME.pack(b"q", len(message)))
                self._to.write(message)
                self._to.flush()
            except OSError:
                raise _Ended(self._reason(allowed)) from None
            while True:
                kind, content = self._receive()
                if kind == b"t":
                    allowed += content
                    clock.extend(content)
                    continue
                if not kind:
                    raise _Ended(self._reason(allowed))
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
            head = self._from.read(_FRAME.size)
            if len(head) < _FRAME.size:
                return b"", None
            kind, size = _FRAME.unpack(head)
            if size > _LARGEST_ANSWER:
                return b"", None
            body = self._from.read(size)
            return (kind, _Values(io.BytesIO(body)).load()) if len(body) == size else (b"", None)
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
                held = _mebibytes(usage.ru_maxrss)
                self.peak_mb = max(self.peak_mb, held if held > self._inherited else 0)
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
            return _too_slow(seconds)
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
        return _crashed()

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


class _Values(pickle.Unpickler):
    """Unpickles only values of this package and plain ones: the child has read a hostile file, and might be its puppet."""

    _PLAIN = frozenset({"datetime", "decimal", "collections", "pathlib"})
    _BUILTINS = frozenset({"set", "frozenset", "bytearray", "object"})

    def find_class(self, module: str, name: str) -> Any:
        ours = module == "gongkai" or module.startswith("gongkai.")
        if ours or module in self._PLAIN or (module == "builtins" and name in self._BUILTINS):
            found = super().find_class(module, name)
            if isinstance(found, type):  # a function is not a value
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


# --- the child -----------------------------------------------------------------------------------------------------------

_answers: IO[bytes] | None = None
_watch: _Watch | None = None


def ask_more(*, seconds: float = 0.0, memory_mb: int = 0) -> None:
    """For a function that runs in a worker: give this run ``seconds`` more, and let the process hold ``memory_mb`` MiB in all from now on.

    Recognising a page of a scan takes seconds and its models hold a gigabyte: the reader alone knows when it gets there.
    Outside a worker nothing happens.
    """
    if _answers is not None and seconds > 0:
        _send(b"t", float(seconds))
    if _watch is not None and memory_mb > _watch.memory_mb:
        _watch.memory_mb = memory_mb
        _limit(memory_mb)


def serve() -> None:
    """The child's whole life: read a frame, do it, answer. Ends when the parent closes the pipe."""
    global _answers, _watch
    # Ctrl-C reaches the whole group of processes; what becomes of the work is for the parent to say.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    incoming = os.fdopen(os.dup(0), "rb")
    _answers = os.fdopen(os.dup(1), "wb")
    # What a library prints goes to the standard error, never between our frames.
    os.dup2(2, 1)
    memory_mb = int(sys.argv[1])
    _watch = _Watch(memory_mb)
    _limit(memory_mb)
    threading.Thread(target=_watch.look, daemon=True).start()
    _send(b"s", None)
    while True:
        head = incoming.read(_FRAME.size)
        if len(head) < _FRAME.size:
            break
        _, size = _FRAME.unpack(head)
        _serve_one(incoming.read(size))
    # Native libraries are not taken down in order: nothing of the child is worth keeping.
    os._exit(0)


def _serve_one(message: bytes) -> None:
    try:
        function, args = pickle.loads(message)
        _send(b"r", (function(*args), _held()))
    except GongkaiError as error:
        _send(b"e", (error, _held()))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:
        # Also SystemExit and KeyboardInterrupt: the parent waits for an answer.
        _send(b"x", (traceback.format_exc(), _held()))


def _send(kind: bytes, content: Any) -> None:
    assert _answers is not None
    body = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    _answers.write(_FRAME.pack(kind, len(body)))
    _answers.write(body)
    _answers.flush()


class _Watch:
    """Ends the process when it holds more than ``memory_mb`` MiB, or when its parent is gone and nobody waits for an answer."""

    def __init__(self, memory_mb: int):
        self.memory_mb = memory_mb
        self._parent = os.getppid()

    def look(self) -> None:
        while True:
            if _holding() > self.memory_mb:
                os._exit(OUT_OF_MEMORY)
            if os.getppid() != self._parent:
                os._exit(0)
            time.sleep(_WATCH_SECONDS)


def _limit(memory_mb: int) -> None:
    """Have the system refuse memory beyond the bound, where it can (Linux). Code and libraries mapped from files do not count."""
    if sys.platform == "linux":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_DATA)
        resource.setrlimit(resource.RLIMIT_DATA, (memory_mb << 20, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))


def _mebibytes(maxrss: int) -> int:
    return maxrss >> 20 if sys.platform == "darwin" else maxrss >> 10


def _held() -> int:
    """The most MiB this process has held; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    status_file = Path("/proc/self/status")
    if status_file.exists():
        # Unlike the resource usage, this begins anew with the program.
        status = status_file.read_text(encoding="ascii", errors="replace")
        return next((int(line.split()[1]) >> 10 for line in status.splitlines() if line.startswith("VmHWM:")), 0)
    import resource

    return _mebibytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _holding() -> int:
    """The MiB this process holds now; on macOS the most it has held."""
    if Path("/proc/self/statm").exists():
        return int(Path("/proc/self/statm").read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    return _held()


# --- reading -------------------------------------------------------------------------------------------------------------

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
