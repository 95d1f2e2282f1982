"""What an old ledger left of a person beside a case, for the day on which the case is destroyed."""

from __future__ import annotations

from gongkai.applications.models import Application
from gongkai.ledgers.models import Imported, Line

OF_A_ROW = ("original", "extra", "digest")
"""Columns of `Imported` that say something of a person; that the case came from a ledger stays."""


def let_lines_go(case: Application) -> int:
    """Delete the line of the file that the case came from, where it is still kept; how many."""
    kept = Imported.objects.select_related("batch").filter(application=case).first()
    if kept is None:
        return 0
    sheets = [n for n, sheet in enumerate(kept.batch.sheets) if sheet["name"][:60] == kept.sheet]
    return Line.objects.filter(batch=kept.batch, sheet__in=sheets, row=kept.row).delete()[0]
