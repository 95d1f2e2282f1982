"""信息种类: the types of record on the statutory catalogue (条例 arts. 20, 21), each with its own fields and clock, as data.

>>> kind_of("other").label
'其他应当公开的信息'
>>> [field.key for field in KINDS["charge"].fields]
['matter', 'basis', 'standard', 'payers', 'use']
>>> problems("charge", {"matter": "检验费", "basis": "云发改〔2025〕3号", "standard": ""})
['“收费标准”没有填写。']
>>> due_on("permit_decision", None, {"decided_on": "2026-09-21"}).isoformat()
'2026-10-08'
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from gongkai.disclosures.kinds.checking import Details, due_of, field_problem, last_day, problems_of
from gongkai.disclosures.kinds.loading import columns, kinds
from gongkai.disclosures.kinds.model import Clock, ColumnForm, Field, FieldType, Kind
from gongkai.law.calendar import WorkCalendar
from gongkai.law.clocks import Due
from gongkai.law.settings import DEFAULT, Settings

KINDS: dict[str, Kind] = {kind.key: kind for kind in kinds()}
"""Every kind by its key, in the order of the law's items."""
COLUMNS: tuple[ColumnForm, ...] = columns()
"""The ready tree of columns, parents before children."""

__all__ = [
    "COLUMNS",
    "KINDS",
    "Clock",
    "ColumnForm",
    "Field",
    "FieldType",
    "Kind",
    "columns_for",
    "due",
    "due_on",
    "field_problem",
    "kind_of",
    "kinds_for",
    "problems",
]


def kind_of(key: str) -> Kind:
    """The kind; one that is no longer known counts as ``other``."""
    return KINDS.get(key, KINDS["other"])


def kinds_for(agency_kind: str) -> tuple[Kind, ...]:
    """The kinds that a body of this kind has to do with."""
    return tuple(kind for kind in KINDS.values() if not kind.agencies or agency_kind in kind.agencies)


def columns_for(agency_kind: str) -> tuple[ColumnForm, ...]:
    """The ready tree of columns for a body of this kind (`gongkai.agencies.models.AgencyKind`), parents before children."""
    return tuple(column for column in COLUMNS if not column.agencies or agency_kind in column.agencies)


def problems(kind: Kind | str, details: Mapping[str, object]) -> list[str]:
    """What is wrong with the fields of a record, in whole sentences; [] for nothing."""
    return problems_of(kind if isinstance(kind, Kind) else kind_of(kind), details)


def due(
    kind: Kind | str,
    made_on: date | None,
    details: Details = {},  # noqa: B006  read only
    *,
    settings: Settings = DEFAULT,
    calendar: WorkCalendar | None = None,
) -> Due | None:
    """By when a record must be public, with the explanation day by day; None where no day can be named yet.

    ``made_on``: 成文日期, from which art. 26 counts; a kind with a clock of its own counts from the field it names in
    ``details`` (the day of the decision, of approval, of the reply).
    """
    return due_of(
        kind if isinstance(kind, Kind) else kind_of(kind), made_on, details, settings=settings, calendar=calendar
    )


def due_on(
    kind: Kind | str,
    made_on: date | None,
    details: Details = {},  # noqa: B006  read only
    *,
    settings: Settings = DEFAULT,
    calendar: WorkCalendar | None = None,
) -> date | None:
    """The last day of `due`: certain, or not before it where the days off are not announced yet."""
    return last_day(due(kind, made_on, details, settings=settings, calendar=calendar))
