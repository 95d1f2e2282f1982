"""Work in the background. Each task fetches by id and calls one function; running one twice does nothing twice."""

from __future__ import annotations

from django_tasks import task

from gongkai.retention import archiving


@task()
def make_archive(package: int) -> None:
    """Make the archive package of a year that was asked for."""
    archiving.run(package)
