"""How many items appeared on each channel in a year, and exactly which: for section one of the annual report."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from gongkai.agencies.models import Agency
from gongkai.disclosures.channels.kinds import CHANNELS
from gongkai.disclosures.models import Release


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """``items``: pieces of information that first appeared there in the year. ``proved``: those with an address, a place or a
    picture. ``query``: what narrows the board of releases (``desk:releases``) to exactly these."""

    channel: str
    label: str
    items: int
    proved: int
    query: str


def first_there() -> Exists:
    """A condition on releases: no earlier one of the same item on the same channel was done."""
    earlier = Release.objects.filter(
        item=OuterRef("item"), channel=OuterRef("channel"), done_at__isnull=False, pk__lt=OuterRef("pk")
    )
    return ~Exists(earlier)


def counted(agency: Agency, year: int) -> QuerySet[Release]:
    """The releases behind the counts: of each item and channel the first that was done, if that was in the year. What was taken
    down later has appeared all the same; a later version is no further release (decision 0123)."""
    return Release.objects.filter(first_there(), agency=agency, done_at__year=year)


def counts(agency: Agency, year: int) -> tuple[ChannelCount, ...]:
    """Every channel with its count, those without any too, in the order of the pages. One query."""
    rows = (
        counted(agency, year)
        .order_by()
        .values("channel")
        .annotate(items=Count("pk"), proved=Count("pk", filter=~Q(proof="") | Q(photo__isnull=False)))
    )
    found = {row["channel"]: row for row in rows}
    none = {"items": 0, "proved": 0}
    return tuple(
        ChannelCount(
            key,
            kind.label,
            found.get(key, none)["items"],
            found.get(key, none)["proved"],
            f"?channel={key}&counted={year}",
        )
        for key, kind in CHANNELS.items()
    )
