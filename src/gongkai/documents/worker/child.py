"""The child: reads a question, does it, answers, and ends itself when it holds too much or nobody waits any more."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
import time
import traceback
from typing import IO, Any

from gongkai.documents.worker.frames import FRAME, OUT_OF_MEMORY
from gongkai.documents.worker.memory import held, holding, limit
from gongkai.errors import GongkaiError

_WATCH_SECONDS = 0.05
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
        limit(memory_mb)


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
    limit(memory_mb)
    threading.Thread(target=_watch.look, daemon=True).start()
    _send(b"s", None)
    while True:
        head = incoming.read(FRAME.size)
        if len(head) < FRAME.size:
            break
        _, size = FRAME.unpack(head)
        _serve_one(incoming.read(size))
    # Native libraries are not taken down in order: nothing of the child is worth keeping.
    os._exit(0)


def _serve_one(message: bytes) -> None:
    try:
        function, args = pickle.loads(message)
        _send(b"r", (function(*args), held()))
    except GongkaiError as error:
        _send(b"e", (error, held()))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BaseException:
        # Also SystemExit and KeyboardInterrupt: the parent waits for an answer.
        _send(b"x", (traceback.format_exc(), held()))


def _send(kind: bytes, content: Any) -> None:
    assert _answers is not None
    body = pickle.dumps(content, pickle.HIGHEST_PROTOCOL)
    _answers.write(FRAME.pack(kind, len(body)))
    _answers.write(body)
    _answers.flush()


class _Watch:
    """Ends the process when it holds more than ``memory_mb`` MiB, or when its parent is gone and nobody waits for an answer."""

    def __init__(self, memory_mb: int):
        self.memory_mb = memory_mb
        self._parent = os.getppid()

    def look(self) -> None:
        while True:
            if holding() > self.memory_mb:
                os._exit(OUT_OF_MEMORY)
            if os.getppid() != self._parent:
                os._exit(0)
            time.sleep(_WATCH_SECONDS)
