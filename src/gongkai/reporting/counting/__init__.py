"""The year counted: one rule for each cell, and the records behind every figure.

>>> [register.table for register in REGISTERS]
['applications', 'remedies']
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model, QuerySet

from gongkai.agencies.models import Agency
from gongkai.reporting.counting import fact_rules, proactive
from gongkai.reporting.counting.applications import APPLICATIONS
from gongkai.reporting.counting.fact_rules import FACTS, facts
from gongkai.reporting.counting.register import Group, NoSuchCell, NotInTheForm, Number, Period, Register, Rule
from gongkai.reporting.counting.remedies import REMEDIES
from gongkai.reports.editions import Edition, edition_for
from gongkai.reports.model import CellId

REGISTERS: tuple[Register, ...] = (APPLICATIONS, REMEDIES)
"""The registers that every body keeps: whole tables are counted from them. Those behind 表二 count for a body that says it keeps
them (decision 0112)."""
COUNTED_TABLES = tuple(register.table for register in REGISTERS)
"""The tables that are counted for every body, with totals."""

__all__ = [
    "APPLICATIONS",
    "COUNTED_TABLES",
    "FACTS",
    "REGISTERS",
    "REMEDIES",
    "Group",
    "NoSuchCell",
    "NotInTheForm",
    "Number",
    "Period",
    "Register",
    "Rule",
    "count",
    "facts",
    "records",
    "register_for",
    "register_named",
    "registers",
]


def registers(agency: Agency, year: int, edition: Edition) -> tuple[Register, ...]:
    """The registers that count for the body and year: those of every body, and the ledgers behind 表二 that it keeps. One query."""
    return (*REGISTERS, *proactive.kept(agency, year, edition))


def count(agency: Agency, year: int, edition: Edition | None = None) -> dict[CellId, Number]:
    """Every figure that is counted: one statement a register, and one for which are kept. ``edition``: that of the year unless given.

    Raises `NotInTheForm` for a record that the form has no place for.
    """
    form = edition or edition_for(year)
    found: dict[CellId, Number] = {}
    for register in registers(agency, year, form):
        found.update(register.cells(register.groups(agency, year), form))
    return found


def register_for(cell: CellId, edition: Edition, among: Iterable[Register]) -> Register | None:
    """The register that counts ``cell``, None for one that is typed."""
    return next(
        (
            each
            for each in among
            if each.table == cell.table and cell.row in each.rows(edition) and cell.column in each.columns(edition)
        ),
        None,
    )


def register_named(key: str, edition: Edition) -> Register | None:
    """The register of that key, also one that is not kept any more."""
    return next((each for each in (*REGISTERS, *proactive.LEDGERS[edition.id]) if each.key == key), None)


def records(agency: Agency, year: int, cell: CellId, edition: Edition | None = None) -> QuerySet[Model]:
    """Exactly the records behind the figure (or fact) at ``cell``. Raises `NoSuchCell`."""
    if cell.table == fact_rules.TABLE:
        return fact_rules.records(agency, year, cell)
    form = edition or edition_for(year)
    register = register_for(cell, form, registers(agency, year, form))
    if register is None:
        raise NoSuchCell(cell)
    return register.records(agency, year, cell, form)
