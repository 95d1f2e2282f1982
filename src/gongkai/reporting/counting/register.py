"""How a statutory table is counted from a register: every live record stands in exactly one group, and a cell adds up groups.

A register is laid out once: which records are live in a year, and on which axes each of them has exactly one value. A row or
column of the form is a `Rule`: the values of one axis. Figure and record list come from the same rule, so they cannot differ;
and because each record has one value on every axis, the 勾稽关系 of the form hold whatever the register contains
(docs/explanation/counting.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Model, QuerySet

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.reports.editions import Edition
from gongkai.reports.model import CellId

Group = tuple[str, ...]
"""One value on each axis of a register."""


@dataclass(frozen=True, slots=True)
class Period:
    """The year that is counted: both days belong to it."""

    year: int

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)


@dataclass(frozen=True, slots=True)
class Rule:
    """What one row or column counts: the live records whose value on ``axis`` is one of ``values``."""

    axis: str
    values: frozenset[str]


class NotInTheForm(GongkaiError):
    """A record has a value that no row or column of the form counts: leaving it out would falsify the table."""

    def __init__(self, table: str, values: Iterable[str]) -> None:
        super().__init__(
            say(
                "登记簿里有报告格式没有位置的内容（{table}：{values}），没有统计，以免漏计。请核对这些登记后再打开年报。",
                table=table,
                values="、".join(sorted(values)),
            )
        )


class NoSuchCell(GongkaiError):
    """The edition of that year has no such cell, or no register stands behind it."""

    def __init__(self, cell: CellId) -> None:
        super().__init__(
            say("这一年的报告格式没有“{cell}”这一格，或者它不来自登记簿。请从年报页面点数字进入。", cell=cell)
        )


Number = int | Decimal


def one_each(group: Group, row: str, column: str) -> Number:
    """A record counts as one, wherever it counts."""
    return 1


@dataclass(frozen=True, slots=True)
class Register:
    """The register behind one table, or behind some rows of it.

    ``live``: the records of a body that the year counts, annotated with every one of ``axes``. ``rows``, ``columns``: the rule
    of each row and column of an edition's table that it stands behind. ``name``: tells it from the other registers of the table.
    ``worth``: what each record of a group adds to a cell that counts it, one unless told. ``silent``: values that no cell counts,
    on purpose; ``free``: axes that no rule looks at.
    """

    table: str
    axes: tuple[str, ...]
    live: Callable[[Agency, Period], QuerySet[Model]]
    rows: Callable[[Edition], Mapping[str, Rule]]
    columns: Callable[[Edition], Mapping[str, Rule]]
    name: str = ""
    worth: Callable[[Group, str, str], Number] = one_each
    silent: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()

    @property
    def key(self) -> str:
        """Under what name its groups are kept: that of the table for the one register behind a whole table."""
        return self.name or self.table

    def groups(self, agency: Agency, year: int) -> dict[Group, int]:
        """How many live records stand in each group: one statement, one pass."""
        counted = self.live(agency, Period(year)).order_by().values_list(*self.axes).annotate(n=Count("pk"))
        return {_texts(group): n for *group, n in counted}

    def members(self, agency: Agency, year: int) -> dict[Group, list[int]]:
        """The primary keys of the live records, group by group, in order."""
        found: dict[Group, list[int]] = {}
        for pk, *group in self.live(agency, Period(year)).order_by("pk").values_list("pk", *self.axes):
            found.setdefault(_texts(group), []).append(pk)
        return found

    def cells(self, groups: Mapping[Group, int], edition: Edition) -> dict[CellId, Number]:
        """The figure of every cell of the edition's table. Raises `NotInTheForm`."""
        rows, columns = self.rows(edition), self.columns(edition)
        self._all_placed(groups, [*rows.values(), *columns.values()])
        found: dict[CellId, Number] = {CellId(self.table, row, column): 0 for row in rows for column in columns}
        for group, n in groups.items():
            for row in self._counting(rows, group):
                for column in self._counting(columns, group):
                    found[CellId(self.table, row, column)] += n * self.worth(group, row, column)
        return found

    def cells_of(self, group: Group, edition: Edition) -> tuple[CellId, ...]:
        """The cells that count the records of ``group``."""
        return tuple(
            CellId(self.table, row, column)
            for row in self._counting(self.rows(edition), group)
            for column in self._counting(self.columns(edition), group)
        )

    def records(self, agency: Agency, year: int, cell: CellId, edition: Edition) -> QuerySet[Model]:
        """Exactly the records that the figure at ``cell`` counts. Raises `NoSuchCell`."""
        rows, columns = self.rows(edition), self.columns(edition)
        if cell.table != self.table or cell.row not in rows or cell.column not in columns:
            raise NoSuchCell(cell)
        found = self.live(agency, Period(year))
        for rule in (rows[cell.row], columns[cell.column]):
            found = found.filter(**{f"{rule.axis}__in": sorted(rule.values)})
        return found

    def _counting(self, rules: Mapping[str, Rule], group: Group) -> list[str]:
        return [key for key, rule in rules.items() if group[self.axes.index(rule.axis)] in rule.values]

    def _all_placed(self, groups: Iterable[Group], rules: Iterable[Rule]) -> None:
        known: dict[str, set[str]] = {axis: set() for axis in self.axes}
        for rule in rules:
            known[rule.axis] |= rule.values
        foreign = {
            value
            for group in groups
            for axis, value in zip(self.axes, group, strict=True)
            if axis not in self.free and value not in known[axis] | self.silent
        }
        if foreign:
            raise NotInTheForm(self.table, foreign)


def _texts(group: Iterable[object]) -> Group:
    """A group as text: it is a key, also in what is frozen."""
    return tuple(format(value, "f") if isinstance(value, Decimal) else str(value) for value in group)
