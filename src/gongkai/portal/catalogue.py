"""法定主动公开内容 as a catalogue: the tree of columns with what they hold, and the filters with their counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db.models import CharField, Count, Max, Q, QuerySet
from django.db.models.functions import Cast, Substr

from gongkai.agencies.models import Agency
from gongkai.disclosures.kinds import KINDS, kind_of
from gongkai.disclosures.models import Column, Item, Validity
from gongkai.disclosures.queries import public
from gongkai.language import say
from gongkai.portal.clauses import NAMES

COUNTED_FOR = 600
"""Seconds for which the counts of all bodies together stand; those of one body are counted anew each time."""
_VALIDITIES = {str(v): str(v.label) for v in Validity if v}


@dataclass(frozen=True, slots=True)
class Branch:
    """One 栏目 of the tree: its items with those of the columns under it. ``newest``: None where there is nothing yet."""

    column: Column
    count: int
    newest: date | None
    under: tuple[Branch, ...] = ()

    @property
    def shown(self) -> bool:
        """An empty column stands on the page only with its stated reason."""
        return bool(self.count or self.column.empty_reason)


@dataclass(frozen=True, slots=True)
class Clause:
    """One item of art. 20 or art. 21 with its columns. ``count``: of everything under it, in a column or not."""

    key: str
    name: str
    count: int
    newest: date | None
    branches: tuple[Branch, ...] = ()

    @property
    def shown(self) -> bool:
        return bool(self.count) or any(branch.shown for branch in self.branches)


def columns_of(agency: Agency) -> list[Column]:
    """The columns in use of a body, in order."""
    return list(Column.objects.filter(agency=agency, active=True).select_related("agency").order_by("position", "pk"))


def tree_of(agency: Agency) -> list[Clause]:
    """The statutory content of a body; three queries, whatever it holds."""
    columns = columns_of(agency)
    here = public(agency).order_by()
    by_column = {r["column"]: (r["n"], r["last"]) for r in _grouped(here, "column")}
    # Items outside of any column still belong to their item of the law.
    loose = {r["clause"]: (r["n"], r["last"]) for r in _grouped(here.filter(_loose(columns)), "clause")}
    found = []
    for key, name in NAMES.items():
        branches = tuple(
            branch
            for column in columns
            if column.clause == key and not _within(column, columns)
            for branch in (_branch(column, columns, by_column),)
            if branch.shown
        )
        n, last = loose.get(key, (0, None))
        days = [day for day in (last, *(branch.newest for branch in branches)) if day]
        found.append(Clause(key, str(name), n + sum(b.count for b in branches), max(days, default=None), branches))
    return found


def counts_by_clause() -> dict[str, int]:
    """How many items of all bodies stand under each item of the law; at most `COUNTED_FOR` seconds old."""

    def count() -> dict[str, int]:
        return {r["clause"]: r["n"] for r in public().order_by().values("clause").annotate(n=Count("pk"))}

    return cache.get_or_set("portal.counts_by_clause", count, COUNTED_FOR) or {}


def count_all() -> int:
    """How many items of all bodies are public; at most `COUNTED_FOR` seconds old."""
    return cache.get_or_set("portal.count_all", lambda: public().order_by().count(), COUNTED_FOR) or 0


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: its name, how many items it leaves, the query that sets it or takes it away again."""

    label: str
    count: int
    address: str
    current: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter."""

    name: str
    title: str
    options: list[Option]


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address narrows by. A value that means nothing is no filter: an old link must never fail. ``of_all``: over all
    bodies, where only what an index answers is asked; the search narrows by the rest."""

    clause: str = ""
    year: str = ""
    validity: str = ""
    kind: str = ""
    column: Column | None = None
    of_all: bool = False

    @classmethod
    def read(cls, given: Mapping[str, str], column: Column | None = None, *, of_all: bool = False) -> Filters:
        year = given.get("year", "")
        found = cls(
            clause=given["clause"] if given.get("clause") in NAMES else "",
            year=year if re.fullmatch("20[0-9]{2}|19[0-9]{2}", year) else "",
            validity=given["validity"] if given.get("validity") in _VALIDITIES else "",
            kind=given["kind"] if given.get("kind") in KINDS else "",
            column=column,
            of_all=of_all,
        )
        return replace(found, validity="", kind="") if of_all else found

    @property
    def query(self) -> dict[str, str]:
        """What stands in the address."""
        return {name: value for name in ("clause", "year", "validity", "kind") if (value := getattr(self, name))}

    def narrow(self, items: QuerySet[Item]) -> QuerySet[Item]:
        if self.column is not None:
            items = items.filter(Q(column=self.column) | Q(column__parent=self.column))
        if self.clause:
            items = items.filter(clause=self.clause)
        if self.year:
            items = items.filter(published_on__range=(date(int(self.year), 1, 1), date(int(self.year), 12, 31)))
        if self.validity:
            items = items.filter(validity=self.validity)
        return items.filter(kind=self.kind) if self.kind else items


def count_of(items: QuerySet[Item], filters: Filters) -> int:
    """How many items the filters leave; of all bodies, at most `COUNTED_FOR` seconds old."""

    def count() -> int:
        return filters.narrow(items).order_by().count()

    if not filters.of_all:
        return count()
    return cache.get_or_set(f"portal.count.{urlencode(sorted(filters.query.items()))}", count, COUNTED_FOR) or 0


def facets_of(items: QuerySet[Item], filters: Filters) -> list[Facet]:
    """The filters with what each value would leave, the other filters standing."""
    if filters.of_all:
        wanted = [("clause", say("法定内容")), ("year", say("公开年份"))]
    else:
        # A body's menu leads to each item of the law already.
        wanted = [("year", say("公开年份")), ("validity", say("有效性")), ("kind", say("信息种类"))]
    found = []
    for name, title in wanted:
        counts = _counts(items, filters, name)
        options = [
            Option(label, counts.get(value, 0), _address(filters, name, value), getattr(filters, name) == value)
            for value, label in _labels(name, counts)
            if counts.get(value) or getattr(filters, name) == value
        ]
        # A filter with one value tells nothing, unless it is set and can be taken away.
        if len(options) > 1 or any(option.current for option in options):
            found.append(Facet(name, title, options))
    return found


def _counts(items: QuerySet[Item], filters: Filters, name: str) -> dict[str, int]:
    others = replace(filters, **{name: ""})

    def count() -> dict[str, int]:
        rows, key = others.narrow(items).order_by(), name
        if name == "year":
            # The year of a day as the database keeps it, without a function called for each row.
            rows, key = rows.annotate(_year=Substr(Cast("published_on", CharField()), 1, 4)), "_year"
        return dict(rows.values(key).annotate(n=Count("pk")).values_list(key, "n"))

    if not filters.of_all:
        return count()
    cached = f"portal.facet.{name}.{urlencode(sorted(others.query.items()))}"
    return cache.get_or_set(cached, count, COUNTED_FOR) or {}


def _labels(name: str, counts: Mapping[str, int]) -> list[tuple[str, str]]:
    match name:
        case "clause":
            return [(key, str(label)) for key, label in NAMES.items()]
        case "year":
            return [(year, say("{year}年", year=year)) for year in sorted(filter(None, counts), reverse=True)]
        case "validity":
            return list(_VALIDITIES.items())
        case _:
            return [(key, kind_of(key).label) for key in KINDS]


def _address(filters: Filters, name: str, value: str) -> str:
    """The query with this value set; where it is set already, without it."""
    query = {**filters.query, name: "" if getattr(filters, name) == value else value}
    return f"?{urlencode({key: each for key, each in query.items() if each})}"


def _grouped(items: QuerySet[Item], name: str) -> list[dict[str, Any]]:
    return list(items.values(name).annotate(n=Count("pk"), last=Max("published_on")))


def _loose(columns: list[Column]) -> Q:
    return Q(column=None) | ~Q(column__in=[column.pk for column in columns])


def _within(column: Column, columns: list[Column]) -> bool:
    """Whether it stands under another column of the same item of the law."""
    return any(other.pk == column.parent_id and other.clause == column.clause for other in columns)


def _branch(column: Column, columns: list[Column], held: Mapping[int, tuple[int, date | None]]) -> Branch:
    under = tuple(
        branch
        for child in columns
        if child.parent_id == column.pk
        for branch in (_branch(child, columns, held),)
        if branch.shown
    )
    n, last = held.get(column.pk, (0, None))
    days = [day for day in (last, *(branch.newest for branch in under)) if day]
    return Branch(column, n + sum(branch.count for branch in under), max(days, default=None), under)
