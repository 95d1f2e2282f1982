"""Turning the pages of long lists of items by key: the last page costs what the first costs.

A place in a list is written into the address as ``2026-10-15~123`` after ``after`` or ``before``. What is no such place is the
first page: an old link must never fail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from gongkai.disclosures.models import Item

SIZE = 20


@dataclass(frozen=True, slots=True)
class Slice:
    """One page of items. ``newer`` and ``older``: queries from ``?``, "" where there are none."""

    rows: list[Item]
    newer: str = ""
    older: str = ""


def cut(items: QuerySet[Item], given: Mapping[str, str], size: int = SIZE) -> Slice:
    """The page of public ``items`` that the address asks for, the newest first; one query."""
    after, before = _place(given.get("after", "")), _place(given.get("before", ""))
    backwards = before is not None and after is None
    place = before if backwards else after
    wanted = items.order_by("published_on", "pk") if backwards else items.order_by("-published_on", "-pk")
    if place is not None:
        day, pk = place
        way = "gt" if backwards else "lt"
        # The first condition is what the index is walked by.
        near = Q(**{f"published_on__{way}e": day})
        wanted = wanted.filter(near, Q(**{f"published_on__{way}": day}) | Q(published_on=day, **{f"pk__{way}": pk}))
    found = list(wanted[: size + 1])
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Slice([])
    newer = more if backwards else place is not None
    older = True if backwards else more
    return Slice(
        found,
        _address(given, "before", found[0]) if newer else "",
        _address(given, "after", found[-1]) if older else "",
    )


def _place(text: str) -> tuple[date, int] | None:
    day, _, pk = text.partition("~")
    if not (pk.isascii() and pk.isdecimal() and len(pk) <= 18):
        return None
    try:
        return date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def _address(given: Mapping[str, str], name: str, item: Item) -> str:
    kept = [(key, value) for key, value in given.items() if key not in ("after", "before") and value]
    return f"?{urlencode([*kept, (name, f'{item.published_on}~{item.pk}')])}"
