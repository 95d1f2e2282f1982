"""What narrows a search, as SQL and as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.disclosures.clauses import NAMES
from gongkai.disclosures.kinds import kind_of
from gongkai.disclosures.models import Column, Validity
from gongkai.language import say
from gongkai.people import clock

STANDINGS: dict[str, tuple[str, ...]] = {
    "in_force": (Validity.IN_FORCE,),
    "revised": (Validity.REVISED,),
    "ended": (Validity.REPEALED, Validity.LAPSED),
    "pending": (Validity.PENDING,),
}
"""有效性 as one asks for it."""


class Order(StrEnum):
    """``TITLE``: what has the words in its title, then the rest, each the newest first."""

    TITLE = "title"
    RELEVANCE = "relevance"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Query:
    """A search. Without words it lists what there is, the newest first.

    ``agency``, ``column``: keys. ``validity``: of `STANDINGS`. ``year``: of publication. ``files``, ``table``: only what has an
    attachment, a table of data. ``since``, ``until``: days of publication, both counted in.
    """

    words: str = ""
    agency: int | None = None
    column: int | None = None
    clause: str = ""
    kind: str = ""
    validity: str = ""
    year: int | None = None
    files: bool = False
    table: bool = False
    since: date | None = None
    until: date | None = None
    order: Order = Order.TITLE


FACETS = ("agency", "year", "validity", "clause", "kind", "column", "files", "table")
"""What one can narrow by."""
COUNTED = 'e.agency_id, e.year, e.validity, e.clause, e.kind, e.column_id, e.files, e."table"'
"""The columns of an entry that say so, in the order of `FACETS`."""
Counts = dict[str, Counter[Any]]
"""For each of `FACETS`, how many its values would leave with all other choices standing; "" the number that all leave."""


@dataclass(frozen=True, slots=True)
class Option:
    """One way to narrow: what it is called, how many it leaves, whether it is chosen."""

    value: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """``key``: the parameter of `Query` that it sets. ``count``: with none of its options chosen."""

    key: str
    label: str
    options: tuple[Option, ...]
    count: int

    @property
    def chosen(self) -> bool:
        return any(option.chosen for option in self.options)


def standing_conditions(query: Query) -> tuple[str, list[object]]:
    """SQL for what holds whatever is narrowed by: not expired, within the days."""
    clauses, values = ["(e.expires_at IS NULL OR e.expires_at > %s)"], [_moment()]
    if query.since is not None:
        clauses.append("e.published_on >= %s")
        values.append(query.since)
    if query.until is not None:
        clauses.append("e.published_on <= %s")
        values.append(query.until)
    return " AND ".join(clauses), values


def conditions(query: Query, but: str = "") -> tuple[str, list[object]]:
    """SQL for everything that was chosen, ``but`` for one of `FACETS`."""
    said, values = standing_conditions(query)
    clauses = [said]
    for name, column, wanted in zip(FACETS, COUNTED.split(", "), _wanted(query), strict=True):
        if wanted is None or name == but:
            continue
        if name in ("files", "table"):
            clauses.append(column)
        else:
            clauses.append(f"{column} IN ({', '.join(['%s'] * len(wanted))})" if wanted else "1 = 0")
            values += sorted(wanted, key=str)
    return " AND ".join(clauses), values


def is_narrowed(query: Query) -> bool:
    """Whether anything is chosen beside words and days."""
    return any(wanted is not None for wanted in _wanted(query))


def counts_of(query: Query, rows: Sequence[tuple[Any, ...]]) -> Counts:
    """From the rows of all hits of the words, chosen or not: each is `COUNTED`, and passes all choices, all but one, or fewer."""
    chosen = [(n, wanted) for n, wanted in enumerate(_wanted(query)) if wanted is not None]
    if not chosen:
        found = {name: Counter(column) for name, column in zip(FACETS, zip(*rows, strict=True), strict=False)}
        return {**{name: found.get(name, Counter()) for name in FACETS}, "": Counter({"": len(rows)})}
    counts: Counts = {name: Counter() for name in ("", *FACETS)}
    for row in rows:
        missed = [n for n, wanted in chosen if row[n] not in wanted]
        if not missed:
            counts[""][""] += 1
            for name, value in zip(FACETS, row, strict=True):
                counts[name][value] += 1
        elif len(missed) == 1:
            counts[FACETS[missed[0]]][row[missed[0]]] += 1
    return counts


def _wanted(query: Query) -> list[frozenset[object] | None]:
    """The values that pass, in the order of `FACETS`; None where all do."""
    single = {
        "agency": query.agency,
        "year": query.year,
        "clause": query.clause,
        "kind": query.kind,
        "column": query.column,
    }
    found: dict[str, frozenset[object]] = {k: frozenset([v]) for k, v in single.items() if v not in (None, "")}
    if query.validity:
        found["validity"] = frozenset(str(v) for v in STANDINGS.get(query.validity, ()))
    found |= {key: frozenset([True]) for key in ("files", "table") if getattr(query, key)}
    return [found.get(name) for name in FACETS]


def facets(query: Query, counts: Counts) -> tuple[Facet, ...]:
    """The counts beside the results. Those of a facet leave its own choice out, so that one can change it."""
    names = dict(Agency.objects.filter(pk__in=counts["agency"]).values_list("pk", "short_name"))
    columns = counts["column"] if query.agency else {}
    titles = (
        dict(Column.objects.filter(pk__in=[pk for pk in columns if pk]).values_list("pk", "name")) if columns else {}
    )
    standing = {
        "in_force": say("有效"),
        "revised": say("已修改"),
        "ended": say("废止或失效"),
        "pending": say("尚未生效"),
    }
    ways = {key: sum(counts["validity"][str(value)] for value in values) for key, values in STANDINGS.items()}
    years = sorted(counts["year"], reverse=True)

    def facet(key: str, label: str, rows: Iterable[tuple[Any, str, int]], chosen: object) -> Facet:
        options = tuple(Option(str(value), name, n, value == chosen) for value, name, n in rows if name and n)
        return Facet(key, label, options, sum(counts[key].values()))

    return (
        facet("agency", say("机关"), _most(counts["agency"], names), query.agency),
        facet("validity", say("有效性"), [(key, standing[key], ways[key]) for key in STANDINGS], query.validity),
        facet("clause", say("法定内容"), [(k, name, counts["clause"][k]) for k, name in NAMES.items()], query.clause),
        facet("column", say("栏目"), _most(counts["column"], titles), query.column),
        facet(
            "kind", say("信息种类"), _most(counts["kind"], {k: kind_of(k).label for k in counts["kind"]}), query.kind
        ),
        facet("year", say("公开年份"), [(year, str(year), counts["year"][year]) for year in years], query.year),
        facet("files", say("附件"), [(True, say("有附件"), counts["files"][True])], query.files),
        facet("table", say("数据"), [(True, say("有数据表"), counts["table"][True])], query.table),
    )


def _most(counts: Counter[Any], names: Mapping[Any, str]) -> list[tuple[Any, str, int]]:
    ordered = sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    return [(value, names.get(value, ""), n) for value, n in ordered]


def _moment() -> object:
    """Now, as the database in use compares it."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(clock.now())
