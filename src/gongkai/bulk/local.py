"""The engine of one machine: so many worker processes, each told one file at a time, each within bounds.

A thread stands behind every worker process and waits for it; the processes do the work. A file on which the process dies, hangs
or outgrows its memory costs that process and gives an error in the file's place; the next file gets a fresh one.
"""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

from gongkai.bulk.flow import Waiting
from gongkai.bulk.job import Job, Outcome, Source, failure, perform_path
from gongkai.documents.errors import Unreadable
from gongkai.documents.worker import Worker

SECONDS = 60.0
"""For one file. Readers of text keep far below; a scan of many pages needs it."""

MEMORY = 2048
"""MiB for one worker process. Text needs a twentieth; the recogniser of scans loads models of a gigabyte."""

RECYCLE = 500
"""Files after which a worker process is replaced, so that what a library leaks never adds up."""

AHEAD = 8
"""Files handed out in advance, for each worker; bounds what an interrupt loses and what waits behind a slow file."""


class Processes:
    """``jobs`` worker processes that do ``job`` on the files handed in. ``seconds`` and ``memory`` (MiB) bound each file."""

    def __init__(self, job: Job, jobs: int, *, seconds: float = SECONDS, memory: int = MEMORY):
        self.window = jobs * AHEAD
        self._job = job
        self._seconds = seconds
        self._memory = memory
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="gongkai-bulk")
        self._mine = threading.local()
        self._lock = threading.Lock()
        self._workers: set[Worker] = set()
        self._closed = False

    def submit(self, source: Source) -> Waiting:
        return self._threads.submit(self._work, source)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            workers, self._workers = self._workers, set()
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in workers:
            worker.close()

    def _work(self, source: Source) -> Outcome:
        try:
            outcome: Outcome = self._worker().run(perform_path, self._job, str(source.path), source.name)
        except Unreadable as error:
            return failure(self._job, source.name, error)
        return outcome

    def _worker(self) -> Worker:
        """This thread's worker; a fresh one after RECYCLE files."""
        worker: Worker | None = getattr(self._mine, "worker", None)
        used: int = getattr(self._mine, "used", 0)
        if worker is not None and used >= RECYCLE:
            with self._lock:
                self._workers.discard(worker)
            worker.close()
            worker = None
        if worker is None:
            worker, used = Worker(seconds=self._seconds, memory_mb=self._memory), 0
            with self._lock:
                if self._closed:
                    worker.close()
                self._workers.add(worker)
            self._mine.worker = worker
        self._mine.used = used + 1
        return worker
