"""Last year's report, as far as this year's rests on it: frozen here, else typed or counted from the same registers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from gongkai.agencies.models import Agency
from gongkai.reporting.assembling import Work, approved, reading_of
from gongkai.reporting.counting import COUNTED_TABLES, Group
from gongkai.reporting.counting.applications import APPLICATIONS, CARRIED_IN, CARRIED_OUT
from gongkai.reporting.figures import figures, tables_of
from gongkai.reporting.freezing import groups_of
from gongkai.reporting.models import Frozen
from gongkai.reports.editions import edition_for
from gongkai.reports.model import AnnualReport, CellId, Reading, Value


class Basis(StrEnum):
    """Where last year's figures come from."""

    FROZEN = "frozen"
    TYPED = "typed"
    COUNTED = "counted"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Previous:
    """Last year's figures and what they rest on. ``report`` None: nothing is known of last year."""

    year: int
    basis: Basis
    report: AnnualReport | None = None
    frozen: Frozen | None = None

    @property
    def reading(self) -> Reading | None:
        return None if self.report is None else reading_of(self.report)


def previous(agency: Agency, year: int) -> Previous:
    """What is known of the report before that of ``year``.

    Frozen here: that. Else what the registers hold of that year, with what was typed in its place. A register that begins
    with ``year`` knows nothing of the year before, and a nought in it would be an untrue carry-over.
    """
    last = year - 1
    frozen = last_frozen(agency, last)
    if frozen is not None:
        return Previous(last, Basis.FROZEN, approved(frozen), frozen)
    form = edition_for(last)
    then = figures(agency, last, form)
    known: dict[CellId, Value] = dict(then.values)
    if not any(then.groups[table] for table in COUNTED_TABLES) and not begun_before(agency, last):
        # The ledgers behind 表二 are another matter: a body says itself from when on they are complete.
        known = {
            cell: value
            for cell, value in known.items()
            if cell in then.typed or (cell in then.counted and cell.table not in COUNTED_TABLES)
        }
        if not known:
            return Previous(last, Basis.NONE)
    report = AnnualReport(agency.name, last, form.id, tables_of(form, known))
    return Previous(last, Basis.TYPED if then.typed else Basis.COUNTED, report)


def last_frozen(agency: Agency, year: int) -> Frozen | None:
    """The report of ``year`` as last approved, also while it is open again."""
    return (
        Frozen.objects.filter(draft__agency=agency, draft__year=year)
        .order_by("-number")
        .select_related("draft")
        .first()
    )


def begun_before(agency: Agency, year: int) -> bool:
    """Whether the register of applications was kept in ``year`` or before."""
    return agency.applications.filter(received_on__year__lte=year).exists()


@dataclass(frozen=True, slots=True)
class CarryLine:
    """One applicant kind: what last year handed on and what this year took over. None: last year does not say."""

    column: str
    label: str
    then: Value
    now: Value

    @property
    def agrees(self) -> bool | None:
        return None if self.then is None or self.now is None else self.then == self.now


@dataclass(frozen=True, slots=True)
class CarryOver:
    """结转 against last year. ``more``, ``fewer``: the applications (primary keys) that make the difference, where last
    year's report is frozen here and its records are known."""

    previous: Previous
    lines: tuple[CarryLine, ...]
    more: tuple[int, ...] = ()
    fewer: tuple[int, ...] = ()

    @property
    def agrees(self) -> bool:
        return all(line.agrees is not False for line in self.lines)


def carry_over(made: Work, before: Previous, report: AnnualReport | None = None) -> CarryOver:
    """Column by column: last year's carried out, this year's carried in. ``report``: this year's as frozen, whose figures
    count then."""
    values = made.figures.values if report is None else dict(report.cells())
    columns = made.edition.tables["applications"].blocks[0].columns
    lines = tuple(
        CarryLine(
            column.key,
            column.label,
            None if before.report is None else before.report.value(CellId("applications", CARRIED_OUT, column.key)),
            values[CellId("applications", CARRIED_IN, column.key)],
        )
        for column in columns
    )
    if report is not None or before.frozen is None or all(line.agrees for line in lines):
        return CarryOver(before, lines)
    then = _keys(groups_of(before.frozen)[APPLICATIONS.table], CARRIED_OUT, "went")
    now = _keys(APPLICATIONS.members(made.agency, made.year), CARRIED_IN, "came")
    return CarryOver(before, lines, tuple(sorted(now - then)), tuple(sorted(then - now)))


def _keys(groups: dict[Group, list[int]], value: str, axis: str) -> set[int]:
    at = APPLICATIONS.axes.index(axis)
    return {pk for group, keys in groups.items() if group[at] == value for pk in keys}
