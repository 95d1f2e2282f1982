"""Work in the background. Each task fetches by id and calls one function; running one twice does nothing twice."""

from __future__ import annotations

from django_tasks import task

from gongkai.ledgers.actions import checking, taking, undoing


@task()
def check(batch: int) -> None:
    """Check every row of a batch."""
    checking.run(batch)


@task()
def take(batch: int, by: int) -> None:
    """Take the clean rows of a batch."""
    taking.run(batch, by)


@task()
def undo(batch: int, by: int) -> None:
    """Take out what a batch brought."""
    undoing.run(batch, by)
