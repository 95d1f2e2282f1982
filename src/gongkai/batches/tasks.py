"""Work in the background. Running one twice does nothing twice."""

from __future__ import annotations

from django_tasks import task

from gongkai.batches import actions
from gongkai.batches.models import Batch


@task()
def carry_on(batch: int) -> None:
    """Go on with a batch until it is done."""
    found = Batch.objects.filter(pk=batch).first()
    if found is not None:
        actions.carry_on(found)
