"""Which workers are alive: each holds a lock on a file of its own in the data folder, and the system lets go of it when the process
ends, however it ends. So a task that its worker never finished is known at once, without waiting for any time to pass."""

from __future__ import annotations

import fcntl
import os
import secrets
import socket
from pathlib import Path

from django.conf import settings


def _place(name: str) -> Path:
    return Path(settings.HOME.root) / "workers" / f"{name}.lock"


class Presence:
    """The presence of one worker, from here until the process ends or `end` is called."""

    def __init__(self, kind: str) -> None:
        self.name = f"{kind}-{socket.gethostname()[:24]}-{os.getpid()}-{secrets.token_hex(4)}"
        place = _place(self.name)
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file: int | None = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)

    def end(self) -> None:
        if self._file is not None:
            _place(self.name).unlink(missing_ok=True)
            os.close(self._file)
            self._file = None


def alive(name: str) -> bool:
    """Whether the worker of this name is still there. A worker that left without a word loses its file."""
    place = _place(name)
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    else:
        place.unlink(missing_ok=True)
        return False
    finally:
        os.close(handle)
