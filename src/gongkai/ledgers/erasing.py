"""What an old ledger left of a person beside a case, for the day on which the case is destroyed."""

from __future__ import annotations

from gongkai.applications.models import Application
from gongkai.ledgers.models import Imported, ImportedRound, Line

OF_A_ROW = ("original", "extra", "digest")
"""Columns of `Imported` that say something of a person; that the case came from a ledger stays."""
OF_A_HEARING = ("original", "extra")
"""The same of `ImportedRound`."""


def let_lines_go(case: Application) -> int:
    """Delete the lines of the files that the case and the disputes about it came from, where they are still kept; how many."""
    found = list(Imported.objects.select_related("batch").filter(application=case))
    found += ImportedRound.objects.select_related("batch").filter(round__case__application=case)
    n = 0
    for kept in found:
        sheets = [at for at, sheet in enumerate(kept.batch.sheets) if sheet["name"][:60] == kept.sheet]
        n += Line.objects.filter(batch=kept.batch, sheet__in=sheets, row=kept.row).delete()[0]
    return n
