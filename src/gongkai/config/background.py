"""Work in the background inside the server's own process: the queue of tasks, and the tick that starts what the day brings."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections, connections
from django_tasks.base import DEFAULT_TASK_BACKEND_ALIAS, TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from gongkai.applications.tasks import daily
from gongkai.calendars import actions as recounts
from gongkai.config.presence import Presence, alive
from gongkai.disclosures.tasks import minutely
from gongkai.files import quarantine, sweeping
from gongkai.ledgers.actions import resting
from gongkai.people import clock
from gongkai.portal.nightly import nightly
from gongkai.reminders import heartbeat, witnessing
from gongkai.reminders.tasks import planned, posted
from gongkai.retention import carrying_out
from gongkai.seals import anchoring

LOGGER = logging.getLogger("gongkai.background")
POLL = 1.0
"""Seconds between looks at an empty queue."""
TICK = 600.0
"""Seconds between ticks. A tick that finds nothing to do changes nothing, so it may come often."""
MINUTE = 60.0
"""Seconds between looks for releases whose hour has come."""
MOST_STARTS = 12
"""How often a task may take its worker down with it before it is given up."""


class LeftBehind(Exception):
    """A task whose worker ended in the middle of it, again and again."""


def take_up() -> int:
    """Put the tasks back into the queue whose worker is gone in the middle of them (killed, no power); how many. Every task may be run
    again: what it did before, it does not do twice."""
    return sum(_taken_up(task) for task in DBTaskResult.objects.running())


def _taken_up(task: DBTaskResult) -> bool:
    if task.worker_ids and alive(task.worker_ids[-1]):
        return False
    if len(task.worker_ids) >= MOST_STARTS:
        LOGGER.error("task %s took %s workers down and is given up", task.id, len(task.worker_ids))
        task.set_failed(LeftBehind(f"{task.task_path} ended {len(task.worker_ids)} workers"))
        return False
    # Where another process takes it up at the same moment, only one of them finds it as it was.
    found = DBTaskResult.objects.running().filter(pk=task.pk, started_at=task.started_at)
    return bool(found.update(status=TaskResultStatus.READY, started_at=None))


def worker(presence: Presence, *, batch: bool = False) -> Worker:
    """A worker over all queues, known by its presence. ``batch``: it ends when the queue is empty."""
    return Worker(
        queue_names=["*"],
        excluded_queue_names=[],
        interval=POLL,
        batch=batch,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=None,
        worker_id=presence.name,
    )


def tick() -> dict[str, int]:
    """Do now what the day and the hour bring: periods that have run out, releases that are due. Running it again finds nothing left."""
    done = {**daily.call(), **minutely(), **nightly(), **upkeep(), **planned(), **posted(), **witnessing.deliver()}
    heartbeat.beat(*heartbeat.NAMES)
    return done


def upkeep() -> dict[str, int]:
    """What keeps the house in order by itself: rows of ledgers nobody took, tasks whose worker is gone, bytes that no row names."""
    return {
        "destroyed": carrying_out.daily(),
        "put_away": resting.forget(),
        "taken_up": take_up(),
        "swept": sweeping.sweep(),
        "scanned": quarantine.catch_up(),
        "anchored": anchoring.anchor(),
        "recounted": recounts.sweep(),
    }


class Background:
    """Five threads: one works off the queue, one ticks, one looks every minute what is to be released, one sends reminders, one gives
    check values away. Each starts again after an error, which is logged."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._presence = Presence("embedded")
        self._worker = worker(self._presence)
        self._threads = [
            threading.Thread(target=self._forever, args=(self._work,), name="gongkai-worker", daemon=True),
            threading.Thread(target=self._forever, args=(self._tick,), name="gongkai-tick", daemon=True),
            threading.Thread(target=self._forever, args=(self._minute,), name="gongkai-minute", daemon=True),
            # Apart from the rest: a mail server that hangs must not keep a release from its minute.
            threading.Thread(target=self._forever, args=(self._post,), name="gongkai-post", daemon=True),
            # Storage of another machine that hangs holds up nothing but this.
            threading.Thread(target=self._forever, args=(self._witness,), name="gongkai-witness", daemon=True),
        ]

    def start(self) -> Background:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> None:
        """Let the task in hand finish and end the threads."""
        self._stop.set()
        self._worker.running = False

    def _work(self) -> None:
        self._worker.run()

    def _tick(self) -> None:
        done = {**daily.call(), **nightly(), **upkeep(), **planned()}
        heartbeat.beat(heartbeat.TICK)
        if any(done.values()):
            LOGGER.info("tick on %s: %s", clock.today(), done)
        self._stop.wait(TICK)

    def _minute(self) -> None:
        done = minutely()
        heartbeat.beat(heartbeat.MINUTE)
        if any(done.values()):
            LOGGER.info("at %s: %s", clock.now(), done)
        self._stop.wait(MINUTE)

    def _post(self) -> None:
        done = posted()
        heartbeat.beat(heartbeat.POST)
        if any(done.values()):
            LOGGER.info("post at %s: %s", clock.now(), done)
        self._stop.wait(MINUTE)

    def _witness(self) -> None:
        witnessing.deliver()
        self._stop.wait(MINUTE)

    def _forever(self, job: Callable[[], None]) -> None:
        while not self._stop.is_set():
            close_old_connections()
            try:
                job()
            except Exception:
                LOGGER.exception("background work failed; it goes on in a moment")
                self._stop.wait(POLL * 5)
        connections.close_all()
