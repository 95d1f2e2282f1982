"""Work in the background for channels. Each task fetches by id and calls one function; running one twice does nothing twice."""

from __future__ import annotations

from django_tasks import task

from gongkai.disclosures.channels import delivering, standing, taking_down


@task()
def deliver(release: int) -> str:
    """Send one release."""
    return delivering.deliver(release)


@task()
def take_down(release: int) -> str:
    """Take one release down again."""
    return taking_down.take_down(release)


@task()
def check_stands(release: int) -> bool | None:
    """Look whether the page of a release still stands."""
    return standing.check_stands(release)
