"""栏目更新: how long ago each column gained something, against how long it may be (国办秘函〔2019〕19号)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from gongkai.agencies.models import Agency
from gongkai.disclosures.models import Column, Freshness
from gongkai.disclosures.queries import public
from gongkai.law.clocks.count import add_months
from gongkai.people import clock

NEAR, VERY_NEAR = 0.7, 0.9
"""The shares of the time that a column may take, from which it is warned of."""
_DAYS = {Freshness.TWO_WEEKS: timedelta(days=14)}
_MONTHS = {Freshness.SIX_MONTHS: 6, Freshness.ONE_YEAR: 12}


@dataclass(frozen=True, slots=True)
class Standing:
    """How a column stands on a day.

    ``last_on``: when it last gained or changed something public, None for an empty one. ``limit_on``: by when it must again, None
    for a column that is updated when something happens. ``state``: ``fresh``, ``near`` (70 % of the time is gone), ``very_near``
    (90 %), ``late``, ``empty`` (nothing in it and no reason given), ``excused`` (empty, with the reason said in public) or
    ``none`` (no limit).
    """

    column: Column
    items: int
    last_on: date | None
    limit_on: date | None
    used: float
    days_left: int | None
    state: str

    @property
    def kind(self) -> str:
        """The state in the look's words."""
        return {"near": "near", "very_near": "near", "late": "late", "empty": "late", "fresh": "done"}.get(
            self.state, "none"
        )


def limit_of(freshness: str, last_on: date) -> date | None:
    """The last day on which a column of this rule may stand as it is."""
    if freshness in _DAYS:
        return last_on + _DAYS[Freshness(freshness)]
    if freshness in _MONTHS:
        return add_months(last_on, _MONTHS[Freshness(freshness)])
    return None


def freshness(agency: Agency, day: date | None = None) -> tuple[Standing, ...]:
    """Every active column of ``agency`` that holds items itself (not the mere heads of others), as it stands on ``day``, in the order
    of the tree. Two queries."""
    on = day or clock.today()
    columns = list(Column.objects.filter(agency=agency, active=True).select_related("section", "parent"))
    heads = {column.parent_id for column in columns}
    held = {
        row["column"]: row
        for row in public(agency)
        .order_by()
        .values("column")
        .annotate(n=Count("pk"), changed=Max("changed_at"), released=Max("published_on"))
    }
    return tuple(
        _standing(column, held.get(column.pk), on) for column in columns if column.pk in held or column.pk not in heads
    )


def _standing(column: Column, row: dict | None, on: date) -> Standing:
    if row is None:
        state = "excused" if column.empty_reason else "empty"
        return Standing(column, 0, None, None, 0.0, None, state)
    changed = timezone.localdate(row["changed"]) if row["changed"] else None
    last = max(day for day in (changed, row["released"]) if day is not None)
    limit = limit_of(column.freshness, last)
    if limit is None:
        return Standing(column, row["n"], last, None, 0.0, None, "none")
    used = (on - last).days / (limit - last).days
    state = "late" if on > limit else "very_near" if used >= VERY_NEAR else "near" if used >= NEAR else "fresh"
    return Standing(column, row["n"], last, limit, max(0.0, used), (limit - on).days, state)
