"""What the year brings: the annual report (条例 art. 49)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from gongkai.agencies.models import Agency
from gongkai.language import say
from gongkai.law.clocks.fixed import fixed_due
from gongkai.reminders.clocks.running import Running
from gongkai.reminders.kinds import OFFICE
from gongkai.reporting.models import Draft

FIRST_YEAR = 2019


def reports(agency: Agency, today: date) -> Iterator[Running]:
    """The report on the year before, from 1 January until it is published; in December the next one already."""
    year = today.year if today.month == 12 else today.year - 1
    if year < FIRST_YEAR or agency.starts_on > date(year, 12, 31) or agency.ends_on is not None:
        return
    if Draft.objects.filter(agency=agency, year=year, state=Draft.State.PUBLISHED).exists():
        return
    due = fixed_due("annual_report", year)
    assert due.on is not None
    yield Running(
        "report",
        agency.pk * 10_000 + year,
        f"agencies.agency:{agency.pk}",
        say("{year}年年报", year=year),
        reverse("desk:report", args=[agency.slug, year]),
        date(year, 12, 1),
        due.on,
        OFFICE,
    )
