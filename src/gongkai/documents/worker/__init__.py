"""Work in a process of its own, within bounds of time and memory, so that a hostile file can end that process and nothing else.

A ``Worker`` keeps one child process warm, hands it a function and its arguments, and waits. A child that hangs, dies or outgrows
its memory is replaced, and the caller gets the Unreadable that says so. Works the same on Linux, macOS and Windows; the hard
limit of memory exists on Linux, a watch on the memory in use on Linux and macOS, the limit of time everywhere.

``pool`` is what callers hold, ``process`` the child as its parent sees it, ``child`` what runs in it; they speak the frames of
``frames``.
"""

from __future__ import annotations

from gongkai.documents.worker.child import ask_more
from gongkai.documents.worker.errors import WorkerFailed
from gongkai.documents.worker.pool import MEMORY_MB, SECONDS, Worker, read_bounded, shared

__all__ = ["MEMORY_MB", "SECONDS", "Worker", "WorkerFailed", "ask_more", "read_bounded", "shared"]
