"""Turning the pages of a register by key, not by count: page 600 costs what page 1 costs.

A place in the list is written into the address as ``value~pk`` (``~pk`` where the value is blank) after ``after`` or
``before``. What is no such place is the first page: an old link must never fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import F, Model, Q, QuerySet
from django.http import QueryDict

SIZE = 30
"""Rows a page."""


@dataclass(frozen=True, slots=True)
class Order:
    """How a register is sorted: by a day (``field``; blank days last), then by key; "" by key alone."""

    field: str = ""
    descending: bool = False

    def apply(self, rows: QuerySet[Any], *, backwards: bool = False) -> QuerySet[Any]:
        down = self.descending != backwards
        keys: list[Any] = []
        if self.field:
            # Blank days stand last when read forwards, so first when read backwards.
            nulls = {"nulls_first" if backwards else "nulls_last": True}
            keys.append(F(self.field).desc(**nulls) if down else F(self.field).asc(**nulls))
        keys.append("-pk" if down else "pk")
        return rows.order_by(*keys)

    def beyond(self, place: Place, *, backwards: bool = False) -> Q:
        """The rows after ``place``, or before it."""
        way = "lt" if self.descending != backwards else "gt"
        further = Q(**{f"pk__{way}": place.pk})
        if not self.field:
            return further
        same = Q(**{self.field: place.day}) & further
        if place.day is None:
            return same | Q(**{f"{self.field}__isnull": False}) if backwards else same
        found = Q(**{f"{self.field}__{way}": place.day}) | same
        return found if backwards else found | Q(**{f"{self.field}__isnull": True})


@dataclass(frozen=True, slots=True)
class Place:
    """A row's place in its order."""

    day: date | None
    pk: int

    @classmethod
    def read(cls, text: str) -> Place | None:
        day, parted, pk = text.partition("~")
        if not parted or not (pk.isascii() and pk.isdecimal() and len(pk) <= 18):
            return None
        try:
            return cls(date.fromisoformat(day) if day else None, int(pk))
        except ValueError:
            return None

    def __str__(self) -> str:
        return f"{self.day or ''}~{self.pk}"


@dataclass(frozen=True, slots=True)
class Slice:
    """One page. ``before`` and ``after``: the addresses of its neighbours (queries from ``?``), "" where there are none."""

    rows: list[Any]
    before: str = ""
    after: str = ""

    @property
    def turns(self) -> bool:
        """Whether there is another page at all."""
        return bool(self.before or self.after)


def cut(rows: QuerySet[Any], order: Order, given: QueryDict | Mapping[str, str], size: int = SIZE) -> Slice:
    """The page of ``rows`` that the address asks for; one query. ``given``: the parts of the address, which neighbours keep."""
    after, before = Place.read(given.get("after", "")), Place.read(given.get("before", ""))
    backwards = before is not None and after is None
    place = before if backwards else after
    wanted = order.apply(rows, backwards=backwards)
    if place is not None:
        wanted = wanted.filter(order.beyond(place, backwards=backwards))
    found = list(wanted[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Slice([])
    has_before = more if backwards else place is not None
    has_after = True if backwards else more
    return Slice(
        found,
        _address(given, "before", _place_of(found[0], order)) if has_before else "",
        _address(given, "after", _place_of(found[-1], order)) if has_after else "",
    )


def _place_of(row: Model, order: Order) -> Place:
    return Place(getattr(row, order.field) if order.field else None, row.pk)


def _address(given: QueryDict | Mapping[str, str], name: str, place: Place) -> str:
    kept = [(key, value) for key, value in given.items() if key not in ("after", "before") and value]
    return f"?{urlencode([*kept, (name, str(place))])}"
