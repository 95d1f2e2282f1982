"""What the day brings to the channels: releases whose hour or whose next try has come, pages to look at again."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db.models import Q

from gongkai.disclosures.channels import delivering, standing, tasks
from gongkai.disclosures.channels.kinds import CHANNELS
from gongkai.disclosures.models import Release

LOGGER = logging.getLogger(__name__)


def work_due(now: datetime) -> dict[str, int]:
    """Put what is due in the queue: how much of each. It sends nothing itself, so a far side that hangs does not hold up the day;
    one that cannot be put there does not keep the others.

    What was put there is left alone for as long as a claim holds: the day comes every minute, and a queue that is slow must not
    fill up with the same releases.
    """
    todo = (
        ("delivered", tasks.deliver, delivering.due(now)),
        ("taken_down", tasks.take_down, _to_take_down(now)),
        ("checked", tasks.check_stands, standing.to_check(now)),
    )
    done = {}
    for name, task, keys in todo:
        # Marked before it is put there: a worker that is quick must find its own mark last.
        Release.objects.filter(pk__in=keys).update(claim="", claimed_until=now + delivering.CLAIM)
        done[name] = 0
        for key in keys:
            try:
                task.enqueue(key)
                done[name] += 1
            except Exception:
                LOGGER.exception("release %s could not be put in the queue (%s)", key, name)
    return done


def _to_take_down(now: datetime) -> list[int]:
    machines = [key for key, kind in CHANNELS.items() if kind.sender_at]
    rows = Release.objects.filter(
        Q(claimed_until=None) | Q(claimed_until__lte=now), channel__in=machines, down_at=None, next_try_at__lte=now
    )
    return list(rows.exclude(down_wanted_at=None).values_list("pk", flat=True)[:500])
