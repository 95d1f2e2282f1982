"""The year counted: one rule for each cell, and the records behind every figure.

>>> [register.table for register in REGISTERS]
['applications', 'remedies']
"""

from __future__ import annotations

from django.db.models import Model, QuerySet

from gongkai.agencies.models import Agency
from gongkai.reporting.counting import fact_rules
from gongkai.reporting.counting.applications import APPLICATIONS
from gongkai.reporting.counting.fact_rules import FACTS, facts
from gongkai.reporting.counting.register import Group, NoSuchCell, NotInTheForm, Period, Register, Rule
from gongkai.reporting.counting.remedies import REMEDIES
from gongkai.reports.editions import Edition, edition_for
from gongkai.reports.model import CellId

REGISTERS: tuple[Register, ...] = (APPLICATIONS, REMEDIES)
"""The registers that tables are counted from. 表二 has none yet: its figures are typed (decision 0070)."""
COUNTED_TABLES = tuple(register.table for register in REGISTERS)

__all__ = [
    "APPLICATIONS",
    "COUNTED_TABLES",
    "FACTS",
    "REGISTERS",
    "REMEDIES",
    "Group",
    "NoSuchCell",
    "NotInTheForm",
    "Period",
    "Register",
    "Rule",
    "count",
    "facts",
    "records",
    "register_of",
]


def count(agency: Agency, year: int, edition: Edition | None = None) -> dict[CellId, int]:
    """Every figure of the counted tables, one statement a table. ``edition``: that of the year unless given.

    Raises `NotInTheForm` for a record that the form has no place for.
    """
    form = edition or edition_for(year)
    found: dict[CellId, int] = {}
    for register in REGISTERS:
        found.update(register.cells(register.groups(agency, year), form))
    return found


def register_of(table: str) -> Register | None:
    """The register behind a table, None for one that is typed."""
    return next((register for register in REGISTERS if register.table == table), None)


def records(agency: Agency, year: int, cell: CellId, edition: Edition | None = None) -> QuerySet[Model]:
    """Exactly the records behind the figure (or fact) at ``cell``. Raises `NoSuchCell`."""
    register = register_of(cell.table)
    if register is None:
        return fact_rules.records(agency, year, cell)
    return register.records(agency, year, cell, edition or edition_for(year))
