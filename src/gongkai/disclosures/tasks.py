"""What the clock brings to publication. Each job fetches what is due and calls one action for each; running one twice does nothing
twice, and one that fails keeps nothing from the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import datetime

from gongkai.disclosures import channels, reminders
from gongkai.disclosures.actions import releasing
from gongkai.disclosures.registers import lives
from gongkai.people import clock

LOGGER = logging.getLogger(__name__)

Job = Callable[[datetime], int | dict[str, int]]
JOBS: tuple[tuple[str, Job], ...] = (
    ("released", releasing.release_due),
    ("expired", releasing.expire_due),
    ("reminded", reminders.remind),
    ("channels", lambda now: channels.work_due(now)),
    ("standings", lambda now: lives.turn()),
)
"""Every job by what its count says. They run every minute: an hour set for a release is kept to the minute."""


def minutely() -> dict[str, int]:
    """Do what is due now; how much of each."""
    return dict(_all(clock.now()))


def _all(now: datetime) -> Iterator[tuple[str, int]]:
    for name, job in JOBS:
        try:
            done = job(now)
        except Exception:
            LOGGER.exception("%s: the job failed; the others go on", name)
            continue
        if isinstance(done, dict):
            yield from done.items()
        else:
            yield name, done
