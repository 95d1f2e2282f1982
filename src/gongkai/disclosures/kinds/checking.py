"""Whether the fields of a record are filled in as its kind wants them, and by when it must be public."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation

from gongkai.disclosures.kinds.model import MADE_ON, Clock, Field, FieldType, Kind
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.law.calendar import WorkCalendar, national
from gongkai.law.clocks import Due, due
from gongkai.law.clocks.fixed import fixed_due
from gongkai.law.settings import DEFAULT, Settings

Details = Mapping[str, object]
_LOCAL_LENGTHS = {
    "interpretation": "interpretation_days",
    "proposal_reply": "proposal_reply_days",
    "random_inspection": "random_inspection_days",
}
"""Clocks whose length no national text fixes, and the setting of the body that says it (decision 0111)."""


def field_problem(field: Field, value: object) -> str:
    """What is wrong with one value, in a sentence; "" for nothing. Blank is wrong only where the field is required."""
    if value is None or value == "":
        return say("“{label}”没有填写。", label=field.label) if field.required else ""
    match field.type:
        case FieldType.DATE if _day(value) is None:
            return say("“{label}”应写成2026-03-05这样的日期。", label=field.label)
        case FieldType.INTEGER if isinstance(value, bool) or not isinstance(value, int) or value < 0:
            return say("“{label}”应填0或者正整数。", label=field.label)
        case FieldType.MONEY if _amount(value) is None:
            return say("“{label}”应填不小于0的数，例如12.5。", label=field.label)
        case FieldType.CHOICE if value not in (field.choices or {}):
            return say(
                "“{label}”请从{choices}中选。", label=field.label, choices="、".join((field.choices or {}).values())
            )
        case FieldType.YES_NO if not isinstance(value, bool):
            return say("“{label}”请选是或者否。", label=field.label)
        case FieldType.TEXT | FieldType.LONG | FieldType.ITEM if not isinstance(value, str):
            return say("“{label}”应填文字。", label=field.label)
    return ""


def problems_of(kind: Kind, details: Details) -> list[str]:
    """Every sentence about ``details`` as they stand; keys that the kind does not know are left alone."""
    found = [field_problem(field, details.get(field.key)) for field in kind.fields]
    first, last = _day(details.get("starts_on")), _day(details.get("ends_on"))
    if first and last and last < first:
        found.append(say("结束日期早于开始日期，请核对。"))
    for more, less in (("received", "adopted"), ("checked", "problems")):
        numbers = details.get(more), details.get(less)
        if more == "received" and all(isinstance(n, int) for n in numbers) and numbers[1] > numbers[0]:  # type: ignore[operator]
            found.append(say("采纳的条数多于收到的条数，请核对。"))
    if details.get("video") and not details.get("text_alternative"):
        found.append(say("有视频的，请写文字说明。"))
    return [sentence for sentence in found if sentence]


def due_of(
    kind: Kind,
    made_on: date | None,
    details: Details = {},  # noqa: B006  read only
    *,
    settings: Settings = DEFAULT,
    calendar: WorkCalendar | None = None,
) -> Due | None:
    """By when a record must be public, with its explanation; None without a clock or while the day it starts from is unknown.

    Where the day that the kind's own clock starts from is not filled in, art. 26 counts from ``made_on``.
    """
    clock = kind.clock
    if clock is None:
        return None
    if clock.is_fixed:
        year = details.get(clock.starts)
        try:
            return fixed_due(clock.key, year) if isinstance(year, int) and 0 < year < 9999 else None
        except GongkaiError:
            return None
    start = made_on if clock.starts == MADE_ON else _day(details.get(clock.starts))
    if start is None and clock.starts != MADE_ON and made_on is not None:
        clock, start = Clock("publication"), made_on
    if start is None:
        return None
    try:
        return due(
            clock.key,
            start,
            calendar or national(),
            length=getattr(settings, _LOCAL_LENGTHS[clock.key]) if clock.key in _LOCAL_LENGTHS else None,
            settings=settings,
        )
    except GongkaiError:
        # Before the first calendar year, or far beyond the last: there is no day to name.
        return None


def last_day(found: Due | None) -> date | None:
    """The day itself: certain, or the "not before" bound in a year whose days off are not announced."""
    return None if found is None else found.on or found.not_before


def _day(value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _amount(value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        return None
    try:
        amount = Decimal(value)
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and amount >= 0 else None
