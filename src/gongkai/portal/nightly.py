"""What the night brings to the public site: a search index where there is none, and the files of the open data."""

from __future__ import annotations

import logging
from collections.abc import Callable

from gongkai.disclosures.search import entries
from gongkai.portal.opendata import making

LOGGER = logging.getLogger(__name__)


def nightly() -> dict[str, int]:
    """Do what is due, and how much of it: items that were indexed, files that were made. Cheap where nothing is."""
    return {"indexed": _done(entries.repair), "files": _done(making.make_due)}


def _done(job: Callable[[], int]) -> int:
    try:
        return job()
    except Exception:
        LOGGER.exception("%s failed; it is tried again with the next tick", job.__name__)
        return 0
