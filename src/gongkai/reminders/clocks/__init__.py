"""One list of everything that runs in a body, read from the rooms that keep the facts. Nothing here writes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import date

from gongkai.agencies.models import Agency
from gongkai.reminders.clocks import cases, complaints, publishing, yearly
from gongkai.reminders.clocks.running import Running

__all__ = ["SOURCES", "Running", "running"]
LOGGER = logging.getLogger(__name__)
SOURCES: tuple[tuple[tuple[str, ...], Callable[[Agency, date], Iterator[Running]]], ...] = (
    (
        ("answer", "correction_notice", "correction", "reasons", "opinion", "fee", "assistance", "approval"),
        cases.running,
    ),
    (("remedy",), cases.disputes),
    (("complaint", "complaint_look"), complaints.received),
    (("complaint_answer", "complaint_undated"), complaints.supervised),
    (("publication", "review", "release", "forced"), publishing.drafts),
    (("lapse",), publishing.documents),
    (("column",), publishing.columns),
    (("report",), yearly.reports),
)
"""Kinds, and what reads them."""


def running(agency: Agency, today: date) -> tuple[list[Running], frozenset[str]]:
    """Every clock of ``agency`` on ``today``, and the kinds that could be read. A room that fails keeps nothing from the others,
    and what was known of its clocks stays as it was."""
    found: list[Running] = []
    read: set[str] = set()
    for kinds, source in SOURCES:
        try:
            found += list(source(agency, today))
        except Exception:
            LOGGER.exception("%s of %s could not be read; what was known of them stays", "、".join(kinds), agency.slug)
            continue
        read.update(kinds)
    return found, frozenset(read)
