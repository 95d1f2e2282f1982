"""The registers as spreadsheets: every ledger with its columns, which of them a body shows, and the rows of a year."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction

from gongkai.agencies.models import Agency
from gongkai.errors import GongkaiError
from gongkai.language import say
from gongkai.ledgers import rules
from gongkai.ledgers.exporting.applications import APPLICATIONS
from gongkai.ledgers.exporting.disputes import DISPUTES
from gongkai.ledgers.exporting.fees import FEES
from gongkai.ledgers.exporting.ledger import Column, Ledger
from gongkai.ledgers.exporting.publication import DOCUMENTS, PUBLICATION
from gongkai.ledgers.models import ShownColumns
from gongkai.people import clock
from gongkai.people.journal import log
from gongkai.people.models import Account
from gongkai.people.rules import require

LEDGERS: dict[str, Ledger] = {each.key: each for each in (APPLICATIONS, FEES, DISPUTES, PUBLICATION, DOCUMENTS)}
"""Every ledger that can be taken away as a file, by its key."""

__all__ = ["LEDGERS", "Column", "Ledger", "columns_of", "hide", "take_away"]


def columns_of(agency: Agency, ledger: Ledger) -> tuple[Column, ...]:
    """The columns that the body shows."""
    said = ShownColumns.objects.filter(agency=agency, ledger=ledger.key).first()
    hidden = set(said.hidden) if said else ledger.hidden_at_first
    return tuple(column for column in ledger.columns if column.key not in hidden)


@transaction.atomic
def hide(agency: Agency, ledger: Ledger, hidden: Iterable[str], *, by: Account) -> None:
    """Say which columns the body leaves out. Raises GongkaiError where none would be left."""
    require(by, rules.COLUMNS.key, agency.pk)
    known = [column.key for column in ledger.columns]
    left_out = [key for key in known if key in set(hidden)]
    if len(left_out) == len(known):
        raise GongkaiError(say("至少要留一列。"))
    ShownColumns.objects.update_or_create(
        agency=agency, ledger=ledger.key, defaults={"hidden": left_out, "by": by, "at": clock.now()}
    )
    log("ledger.columns_chosen", agency, by=by, agency=agency, ledger=ledger.key, hidden=left_out)


def take_away(
    agency: Agency, ledger: Ledger, *, year: int | None = None, by: Account, form: str = ""
) -> tuple[list[str], Iterable[Sequence[object]]]:
    """Head and rows of a ledger, of one ``year`` or all. Taking it away is logged: it holds names."""
    require(by, rules.EXPORT.key, agency.pk)
    shown = columns_of(agency, ledger)
    log("ledger.exported", agency, by=by, agency=agency, ledger=ledger.key, year=year, form=form, columns=len(shown))
    records = ledger.records(agency, year)
    return [column.head for column in shown], ([column.value(each) for column in shown] for each in records)
