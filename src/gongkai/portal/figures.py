"""今年的答复: what a body's page says about its own work, counted from the register as it stands today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from gongkai.agencies.models import Agency
from gongkai.applications import clocks
from gongkai.applications.models import Application
from gongkai.language import say
from gongkai.law import CalendarMissing
from gongkai.look.charts import Bars, Series
from gongkai.people import clock


@dataclass(frozen=True, slots=True)
class Year:
    """``days``: working days from receipt to answer on average, None where nothing was answered or no calendar tells."""

    year: int
    received: int
    answered: int
    given: int
    days: float | None
    chart: Bars | None


def year_of(agency: Agency, today: date | None = None) -> Year:
    """The present year of one body. Two queries."""
    today = today or clock.today()
    mine = Application.objects.filter(agency=agency)
    first = date(today.year, 1, 1)
    received = list(mine.filter(received_on__range=(first, today)).order_by().values_list("received_on", flat=True))
    answered = list(
        mine.filter(decided_on__range=(first, today))
        .exclude(received_on=None)
        .order_by()
        .values_list("received_on", "decided_on", "outcome")
    )
    return Year(
        year=today.year,
        received=len(received),
        answered=len(answered),
        given=sum(outcome in ("granted", "partial") for _, _, outcome in answered),
        days=_average([(came, done) for came, done, _ in answered]),
        chart=_chart(today, received, [done for _, done, _ in answered]),
    )


def _average(pairs: Sequence[tuple[date, date]]) -> float | None:
    if not pairs:
        return None
    try:
        worked = _worked(min(map(min, pairs)), max(map(max, pairs)))
    except CalendarMissing:
        return None
    return round(sum(worked[done] - worked[came] for came, done in pairs) / len(pairs), 1)


def _worked(first: date, last: date) -> dict[date, int]:
    """How many working days there are after ``first`` up to each day: the calendar is walked once, however many answers there
    are."""
    found, count = {first: 0}, 0
    for day in takewhile(lambda day: day.on <= last, clocks.calendar().days_after(first)):
        count += day.working
        found[day.on] = count
    return found


def _chart(today: date, received: list[date], answered: list[date]) -> Bars | None:
    if not received and not answered:
        return None
    months = range(1, today.month + 1)
    came, done = Counter(on.month for on in received), Counter(on.month for on in answered)
    return Bars(
        say("{year}年每月收到和答复的申请", year=today.year),
        tuple(str(month) for month in months),
        (
            Series(say("收到"), tuple(came[month] for month in months)),
            Series(say("答复"), tuple(done[month] for month in months)),
        ),
        unit=say("件，横轴为月份"),
    )
