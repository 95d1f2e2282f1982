"""What is done with one file, whoever does it: this process, a worker process, or a machine of a cluster."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from gongkai.documents import bounds
from gongkai.documents.errors import Unreadable
from gongkai.errors import GongkaiError
from gongkai.language import say


class Job(Protocol):
    """Turns one file into text. Must be picklable, and know nothing of where it runs."""

    def done(self, data: bytes, name: str) -> tuple[int, str]:
        """(status 0, 1 or 2; the text for the output) of the file's bytes. Raises Unreadable where there is no such text."""

    def failed(self, name: str, code: str, message: str) -> str:
        """The text that stands in the output in place of a file that could not be read."""


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read. ``name``: what the output calls it, the same on every system."""

    path: Path
    name: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one file may cost in a worker process: ``seconds`` of the clock and ``memory`` in MiB. Readers of scans, which take
    more of both, ask the worker for it themselves."""

    seconds: float = 10.0
    memory: int = 1024


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. ``status``: 0 clean, 1 doubts or findings, 2 not read; ``text``: its piece of the output;
    ``code``: why it could not be read (as in Unreadable), else None; ``sha256``: of its bytes, where they could be loaded."""

    name: str
    status: int
    text: str
    code: str | None = None
    sha256: str | None = None


def fingerprint(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def load(path: Path) -> bytes:
    """The bytes of a file. Raises Unreadable: ``missing``, ``forbidden``, ``not-a-file``, ``too-large``, ``damaged``."""
    try:
        if not path.is_file():
            if path.is_dir():
                raise Unreadable("not-a-file", say("这是文件夹，不是文件，无法作为报告读取。"))
            if path.exists():
                # A device or a pipe may never end.
                raise Unreadable("not-a-file", say("这不是普通文件，无法作为报告读取。请先另存为文件。"))
            raise Unreadable("missing", say("找不到这个文件，无法读取。请核对路径，或确认文件没有被移走。"))
        with path.open("rb") as file:
            data = file.read(bounds.LARGEST_INPUT + 1)  # no reader takes more, so more is never loaded
    except PermissionError:
        raise Unreadable("forbidden", say("没有读取这个文件的权限。请调整文件权限后重试。")) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise Unreadable(
            "damaged", say("读取文件时系统报错（{reason}）。请检查磁盘或网络位置后重试。", reason=reason)
        ) from None
    if len(data) > bounds.LARGEST_INPUT:
        raise bounds.too_large(bounds.LARGEST_INPUT)
    return data


def perform(job: Job, data: bytes, name: str) -> Outcome:
    """Do ``job`` on ``data``. A file that cannot be read is an Outcome too, never an exception, and so is one that trips over a
    defect of ours (``defect``): among ten thousand files one must not stop the others."""
    try:
        status, text = job.done(data, name)
        outcome = Outcome(name, status, text)
    except GongkaiError as error:
        outcome = failure(job, name, error)
    except (MemoryError, RecursionError):
        outcome = failure(
            job, name, Unreadable("too-large", say("这个文件的结构过于庞大，内存不足，没有读出。请拆成几份再试。"))
        )
    except Exception as error:
        # The traceback's last line goes into the message; the file at hand is what a maintainer needs.
        message = say(
            "读取时出现程序错误（{error}），没有读出。这是本软件的缺陷，请把这个文件和本行提示一起反馈给维护者。",
            error=f"{type(error).__name__}: {error}"[:200],
        )
        outcome = failure(job, name, Unreadable("defect", message))
    return replace(outcome, sha256=fingerprint(data))


def perform_path(job: Job, path: str, name: str) -> Outcome:
    """The same from a path; a plain function of picklable things, for a worker process to be told."""
    try:
        data = load(Path(path))
    except Unreadable as error:
        return failure(job, name, error)
    return perform(job, data, name)


def failure(job: Job, name: str, error: GongkaiError) -> Outcome:
    """The Outcome of a file that could not be read."""
    code = getattr(error, "code", "refused")
    return Outcome(name, 2, job.failed(name, code, str(error)), code)
