"""公开指南: what art. 12 asks for beyond the settings of a body, and when any of it was last changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Item
from gongkai.disclosures.public_details import Detail, public_details
from gongkai.disclosures.queries import public
from gongkai.people.journal import subject_of
from gongkai.people.models import LogEntry

KINDS = ("institution", "leader", "section")
"""The records of art. 20(2) that the guide repeats."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """One record: the item it stands in, and its public fields."""

    item: Item
    details: list[Detail]


def recorded(agency: Agency) -> dict[str, list[Recorded]]:
    """What is published about duties, leaders and sections, the oldest first, by kind; one query."""
    found: dict[str, list[Recorded]] = {kind: [] for kind in KINDS}
    for item in public(agency).filter(kind__in=KINDS).defer("html").order_by("published_on", "pk")[:100]:
        found[item.kind].append(Recorded(item, public_details(item.kind, item.details)))
    return found


def updated_on(agency: Agency, records: dict[str, list[Recorded]]) -> date | None:
    """The day on which anything that the guide says was last changed; None where nothing was ever recorded. One query."""
    changed = (
        LogEntry.objects.filter(verb="agency.settings_changed", subject=subject_of(agency))
        .order_by("-sequence")
        .values_list("at", flat=True)
        .first()
    )
    days = [timezone.localtime(changed).date()] if changed else []
    for each in (one.item for group in records.values() for one in group):
        day = timezone.localtime(each.changed_at).date() if each.changed_at else each.published_on
        if day:
            days.append(day)
    return max(days, default=None)
