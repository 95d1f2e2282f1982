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
from gongkai.reminders.models import Clock
from gongkai.reporting.models import Draft

FIRST_YEAR = 2019


def reports(agency: Agency, today: date) -> Iterator[Running]:
    """The report on the year before, from 1 January until it is published; in December the next one already."""
    year = today.year if today.month == 12 else today.year - 1
    if year < FIRST_YEAR or agency.starts_on > date(year, 12, 31) or agency.ends_on is not None:
        return
    states = set(Draft.objects.filter(agency=agency, year=year).values_list("state", flat=True))
    if Draft.State.PUBLISHED in states:
        return
    due = fixed_due("annual_report", year)
    assert due.on is not None
    row = agency.pk * 10_000 + year
    # A report that was due before the body came here was published elsewhere, as far as anybody here can know.
    if due.on < today and not states and not Clock.objects.filter(key=f"report:{row}").exists():
        return
    yield Running(
        "report",
        row,
        f"agencies.agency:{agency.pk}",
        say("{year}年年报", year=year),
        reverse("desk:report", args=[agency.slug, year]),
        date(year, 12, 1),
        due.on,
        OFFICE,
    )
