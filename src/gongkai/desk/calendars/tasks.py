"""After a recount: the reminders of the bodies whose dates have moved are planned by the new dates."""

from __future__ import annotations

from django_tasks import task

from gongkai.agencies.models import Agency
from gongkai.reminders.actions import replan as plan


@task()
def replan(agencies: list[int]) -> None:
    """Plan the reminders of these bodies anew."""
    plan(Agency.objects.filter(pk__in=agencies, ends_on=None).select_related("supervised_by"))


def plan_anew(agencies: list[int], **_: object) -> None:
    """Ask for it; inside the transaction that has moved the dates, so that neither is without the other."""
    replan.enqueue(agencies)
