"""Work in the background. Running one twice does nothing twice."""

from __future__ import annotations

from django_tasks import task

from gongkai.calendars import actions
from gongkai.calendars.models import Recount


@task()
def carry_on(recount: int) -> None:
    """Go on with a recount until it is done."""
    found = Recount.objects.filter(pk=recount).first()
    if found is not None:
        actions.carry_on(found)
