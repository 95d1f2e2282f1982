"""A task whose worker is gone is begun again; only one that takes worker after worker down with it is given up, and stays to be seen."""

from __future__ import annotations

import pytest
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from gongkai.config import background

pytestmark = pytest.mark.django_db


def left_by(workers: int) -> DBTaskResult:
    """A task that is running, as so many workers have left it that are gone."""
    return DBTaskResult.objects.create(
        task_path="gongkai.reminders.tasks.planned",
        args_kwargs={"args": [], "kwargs": {}},
        backend_name="default",
        queue_name="default",
        status=TaskResultStatus.RUNNING,
        started_at=timezone.now(),
        run_after=timezone.now(),
        worker_ids=[f"gone-{number}" for number in range(workers)],
    )


@pytest.mark.parametrize("workers", [1, 5, 11])
def test_a_machine_that_goes_off_again_and_again_loses_no_task(workers: int) -> None:
    task = left_by(workers)
    assert background.take_up() == 1
    task.refresh_from_db()
    assert (task.status, task.started_at) == (TaskResultStatus.READY, None)


def test_a_task_that_took_twelve_workers_down_is_given_up_and_kept(caplog: pytest.LogCaptureFixture) -> None:
    task = left_by(12)
    assert background.take_up() == 0
    task.refresh_from_db()
    assert task.status == TaskResultStatus.FAILED
    assert "took 12 workers down and is given up" in caplog.text
