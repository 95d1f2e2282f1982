"""勾稽关系: the sums that each edition's data demands of its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

from gongkai.language import say
from gongkai.reports.checks.context import Context
from gongkai.reports.checks.findings import UNVERIFIABLE, flag
from gongkai.reports.editions import Relation, editions
from gongkai.reports.model import TABLES, CellId, Finding, Value

Side = tuple[CellId, ...]


def relations(context: Context) -> Iterator[Finding]:
    """Every relation of the edition each table was recognised as, column by column or row by row."""
    known = editions()
    for table in TABLES:
        filled = context.report.tables[table]
        edition = known.get(filled.edition)
        if edition is not None:
            for relation in edition.relations:
                if relation.table == table:
                    yield from foot(context, relation)


def foot(context: Context, relation: Relation) -> Iterator[Finding]:
    """Both sides of one relation. A figure that is missing or doubted makes a sum unverifiable, which is said once for the whole
    relation; a blank that is printed as a blank counts as 0 here and nowhere else (decision 0030)."""
    rows = context.report.tables[relation.table].rows
    open_: list[CellId] = []
    lines = 0
    for left, right in sides(relation, rows):
        sums = [_add(context, rows, side) for side in (left, right)]
        if sums[0].total == sums[1].total and not (sums[0].absent or sums[1].absent):
            continue
        unsure = [*sums[0].absent, *sums[1].absent, *sums[0].doubted, *sums[1].doubted]
        if not unsure:
            # One cell left blank among figures may be a figure that was lost: a gap to fill (BLANK), not a wrong sum.
            unsure = [cell for one in sums for cell in one.blank if not context.blank_throughout(cell)]
        if unsure:
            lines += 1
            open_ += unsure
            continue
        yield _wrong(context, relation, left, right, sums[0].total, sums[1].total)
    missing = list(dict.fromkeys(open_))
    if any(
        cell in context.reading.printed or context.report.value(cell) is not None for cell in _named(relation, rows)
    ):
        # A table that is not there at all is one finding of its own (MISSING-CELL), not one a relation.
        if not missing:
            return
        what = say("列") if relation.over == "columns" else say("行")
        yield flag(
            relation.code + UNVERIFIABLE,
            say(
                "{table}中有 {lines} {what}无法核对“{says}”：{count} 个数缺失或者读数存疑，例如{example}。",
                table=context.table_name(relation.table),
                lines=lines,
                what=what,
                says=relation.says,
                count=len(missing),
                example=context.label(missing[0]),
            ),
            cells=missing,
            evidence=[context.shown(cell) for cell in missing[:3]],
            mend=say("请对照原文补全或者更正这些数，再重新核对。"),
        )


def sides(relation: Relation, rows: Mapping[str, Mapping[str, Value]]) -> Iterator[tuple[Side, Side]]:
    """(left cells, right cells) for each column or row that the relation runs over."""
    over = rows.get(relation.left[0], {}) if relation.over == "columns" else rows
    yield from _sides(relation, tuple(over))


@lru_cache(maxsize=64)
def _sides(relation: Relation, over: tuple[str, ...]) -> tuple[tuple[Side, Side], ...]:
    table, left, right = relation.table, relation.left, relation.right
    if relation.over == "columns":
        return tuple(
            (tuple(CellId(table, row, column) for row in left), tuple(CellId(table, row, column) for row in right))
            for column in over
        )
    return tuple(
        (tuple(CellId(table, row, column) for column in left), tuple(CellId(table, row, column) for column in right))
        for row in over
    )


def _named(relation: Relation, rows: Mapping[str, Mapping[str, Value]]) -> Iterator[CellId]:
    for left, right in sides(relation, rows):
        yield from left
        yield from right


class _Sum:
    """One side: its total with blanks as 0, and the cells that keep it from being certain."""

    __slots__ = ("absent", "blank", "doubted", "total")

    def __init__(self) -> None:
        self.total: int | Decimal = 0
        self.absent: list[CellId] = []
        self.blank: list[CellId] = []
        self.doubted: list[CellId] = []


def _add(context: Context, rows: Mapping[str, Mapping[str, Value]], side: Iterable[CellId]) -> _Sum:
    out = _Sum()
    total: int | Decimal = 0
    for cell in side:
        value = rows.get(cell.row, {}).get(cell.column)
        if value is not None:
            total += value
            if cell in context.doubted:
                out.doubted.append(cell)
        elif context.printed_blank(cell):
            out.blank.append(cell)
        else:
            out.absent.append(cell)
    out.total = total
    return out


def _wrong(
    context: Context, relation: Relation, left: Side, right: Side, left_total: object, right_total: object
) -> Finding:
    row, column = context.labels(left[0])
    over = column if relation.over == "columns" else row
    what = say("列") if relation.over == "columns" else say("行")
    counted = [cell for cell in (*left, *right) if context.report.value(cell) not in (None, 0)]
    return flag(
        relation.code,
        say(
            "{table}“{over}”{what}不平：{says}，但{left} ≠ {right}。",
            table=context.table_name(relation.table),
            over=over,
            what=what,
            says=relation.says,
            left=_written(context, left, left_total),
            right=_written(context, right, right_total),
        ),
        cells=(*left, *right),
        evidence=[context.shown(cell) for cell in (counted or [*left, *right])[:12]],
        mend=say("请对照台账核实上列各数，改正错误的一格，使两边相等。"),
    )


def _written(context: Context, side: Side, total: object) -> str:
    """``10 + 1 + 0 = 11``; the noughts are left out where there are many."""
    figures = [context.report.value(cell) or 0 for cell in side]
    if len(figures) == 1:
        return str(figures[0])
    told = figures if len(figures) <= 6 else [figure for figure in figures if figure] or [0]
    return " + ".join(f"({f})" if f < 0 else str(f) for f in told) + (f" = {total}" if len(told) > 1 else "")
