"""The engine of one machine: so many worker processes, each told one file at a time, each within bounds.

A thread stands behind every worker process and waits for it; the processes do the work. A file on which the process dies, hangs
or outgrows its memory costs that process and gives an error in the file's place; the next file gets a fresh one.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from gongkai.bulk.flow import Waiting
from gongkai.bulk.job import Bounds, Job, Outcome, Source, failure, perform, perform_path
from gongkai.documents.errors import Unreadable
from gongkai.documents.worker import Worker

AHEAD = 8
"""Files handed out in advance, for each worker; bounds what an interrupt loses and what waits behind a slow file."""


class Processes:
    """``jobs`` worker processes that do ``job`` on the files handed in, each file within ``bounds``."""

    def __init__(self, job: Job, jobs: int, bounds: Bounds):
        self.window = jobs * AHEAD
        self._job = job
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="gongkai-bulk")
        self._workers = _OnePerThread(bounds)

    def submit(self, source: Source) -> Waiting:
        return self._threads.submit(self._work, source)

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._workers.close()

    def _work(self, source: Source) -> Outcome:
        try:
            return self._workers.mine().run(perform_path, self._job, str(source.path), source.name)
        except Unreadable as error:
            return failure(self._job, source.name, error)


class _OnePerThread:
    """A worker for every thread that asks, kept until the end."""

    def __init__(self, bounds: Bounds):
        self._bounds = bounds
        self._local = threading.local()
        self._lock = threading.Lock()
        self._all: list[Worker] = []
        self._closed = False

    def mine(self) -> Worker:
        worker: Worker | None = getattr(self._local, "worker", None)
        if worker is None:
            worker = Worker(seconds=self._bounds.seconds, memory_mb=self._bounds.memory)
            self._local.worker = worker
            with self._lock:
                self._all.append(worker)
                if self._closed:
                    worker.close()
        return worker

    def close(self) -> None:
        with self._lock:
            self._closed = True
            for worker in self._all:
                worker.close()


_shared: dict[Bounds, _OnePerThread] = {}
_shared_lock = threading.Lock()


def perform_bounded(job: Job, data: bytes, name: str, bounds: Bounds) -> Outcome:
    """Do ``job`` on ``data`` in a worker process of the calling thread's own: what a machine of a cluster is told to do, so that
    there, too, a hostile file costs no more than itself. Workers are kept for the life of the process."""
    with _shared_lock:
        workers = _shared.setdefault(bounds, _OnePerThread(bounds))
    try:
        return workers.mine().run(perform, job, data, name)
    except Unreadable as error:
        return failure(job, name, error)
