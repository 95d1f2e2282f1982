"""What narrows a search, as SQL and as counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import NamedTuple

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


class Counted(NamedTuple):
    """So many entries that are alike in everything one can narrow by."""

    agency: int
    year: int
    validity: str
    clause: str
    kind: str
    column: int | None
    files: bool
    table: bool
    count: int


COUNTED = 'e.agency_id, e.year, e.validity, e.clause, e.kind, e.column_id, e.files, e."table"'


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


def conditions(query: Query) -> tuple[str, list[object]]:
    """SQL for everything that was chosen."""
    said, values = standing_conditions(query)
    clauses = [said]
    for field, value in (
        ("agency_id", query.agency),
        ("column_id", query.column),
        ("clause", query.clause or None),
        ("kind", query.kind or None),
        ("year", query.year),
    ):
        if value is not None:
            clauses.append(f"e.{field} = %s")
            values.append(value)
    if query.validity:
        wanted = STANDINGS.get(query.validity, ())
        clauses.append(f"e.validity IN ({', '.join(['%s'] * len(wanted))})" if wanted else "1 = 0")
        values += [str(each) for each in wanted]
    for field, asked in (("files", query.files), ('"table"', query.table)):
        if asked:
            clauses.append(f"e.{field}")
    return " AND ".join(clauses), values


def is_narrowed(query: Query) -> bool:
    """Whether anything is chosen beside words and days."""
    chosen = (
        query.agency,
        query.column,
        query.clause,
        query.kind,
        query.validity,
        query.year,
        query.files,
        query.table,
    )
    return any(each not in (None, "", False) for each in chosen)


def facets(query: Query, cube: Sequence[Counted]) -> tuple[Facet, ...]:
    """The counts beside the results. Those of a facet leave its own choice out, so that one can change it."""
    agencies = _counts(query, cube, "agency", lambda row: [row.agency])
    years = _counts(query, cube, "year", lambda row: [row.year])
    kinds = _counts(query, cube, "kind", lambda row: [row.kind])
    clauses = _counts(query, cube, "clause", lambda row: [row.clause] if row.clause else [])
    validities = _counts(query, cube, "validity", lambda row: [k for k, v in STANDINGS.items() if row.validity in v])
    columns = _counts(query, cube, "column", lambda row: [row.column] if row.column is not None else [])
    forms = Counter(
        {
            key: sum(row.count for row in cube if getattr(row, key) and _passes(query, row, but=key))
            for key in ("files", "table")
        }
    )
    names = dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "short_name"))
    titles = dict(Column.objects.filter(pk__in=columns).values_list("pk", "name")) if query.agency else {}
    standing = {
        "in_force": say("有效"),
        "revised": say("已修改"),
        "ended": say("废止或失效"),
        "pending": say("尚未生效"),
    }
    whole = {key: sum(row.count for row in cube if _passes(query, row, but=key)) for key in FACETS}

    def facet(key: str, label: str, rows: Iterable[tuple[object, str, int]], chosen: object) -> Facet:
        options = tuple(Option(str(value), name, n, value == chosen) for value, name, n in rows if name)
        return Facet(key, label, options, whole[key])

    return (
        facet("agency", say("机关"), _most(agencies, names), query.agency),
        facet(
            "validity",
            say("有效性"),
            [(k, standing[k], validities[k]) for k in STANDINGS if validities[k]],
            query.validity,
        ),
        facet(
            "clause",
            say("法定内容"),
            [(key, name, clauses[key]) for key, name in NAMES.items() if clauses[key]],
            query.clause,
        ),
        facet("column", say("栏目"), _most(columns, titles), query.column),
        facet("kind", say("信息种类"), _most(kinds, {key: kind_of(key).label for key in kinds}), query.kind),
        facet("year", say("公开年份"), [(y, str(y), years[y]) for y in sorted(years, reverse=True)], query.year),
        facet("files", say("附件"), [(True, say("有附件"), forms["files"])] if forms["files"] else [], query.files),
        facet("table", say("数据"), [(True, say("有数据表"), forms["table"])] if forms["table"] else [], query.table),
    )


FACETS = ("agency", "validity", "clause", "column", "kind", "year", "files", "table")


def total(query: Query, cube: Sequence[Counted]) -> int:
    """How many the whole choice leaves."""
    return sum(row.count for row in cube if _passes(query, row))


def _most(counts: Counter[object], names: dict[object, str]) -> list[tuple[object, str, int]]:  # type: ignore[type-arg]
    return [
        (value, names.get(value, ""), n)
        for value, n in sorted(counts.items(), key=lambda pair: (-pair[1], str(pair[0])))
    ]


def _counts(query: Query, cube: Sequence[Counted], key: str, values) -> Counter:  # type: ignore[no-untyped-def,type-arg]
    found: Counter = Counter()  # type: ignore[type-arg]
    for row in cube:
        if _passes(query, row, but=key):
            for value in values(row):
                found[value] += row.count
    return found


def _passes(query: Query, row: Counted, but: str = "") -> bool:
    return (
        (but == "agency" or query.agency is None or row.agency == query.agency)
        and (but == "column" or query.column is None or row.column == query.column)
        and (but == "clause" or not query.clause or row.clause == query.clause)
        and (but == "kind" or not query.kind or row.kind == query.kind)
        and (but == "year" or query.year is None or row.year == query.year)
        and (but == "validity" or not query.validity or row.validity in STANDINGS.get(query.validity, ()))
        and (but == "files" or not query.files or row.files)
        and (but == "table" or not query.table or row.table)
    )


def _moment() -> object:
    """Now, as the database in use compares it."""
    from django.db import connection

    return connection.ops.adapt_datetimefield_value(clock.now())
