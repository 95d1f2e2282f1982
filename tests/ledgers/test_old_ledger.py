"""A five-year ledger with planted errors: each is told where it stands, the clean rows come in, go out, come in again.

400 rows by default; ``GONGKAI_FULL=1``: 5,000 rows with 300 errors.
"""

from __future__ import annotations

import os
import time
from datetime import date

import pytest

import factories
from gongkai.ledgers.models import Batch, Line
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.heads import letter
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.seals import verifying
from ledgers import sheets, whole

FULL = os.environ.get("GONGKAI_FULL") == "1"
ROWS, FAULTS = (5000, 300) if FULL else (500, 40)
TODAY = date(2026, 6, 30)


@pytest.mark.django_db
def test_every_planted_error_is_told_where_it_stands_and_the_rest_comes_in_goes_out_and_comes_in_again():
    made = sheets.ledger(ROWS, FAULTS)
    agency = factories.agency()
    by = factories.clerk(agency)
    for name in ("外贸股", "流通股"):
        factories.section(agency, name)
    with clock.at(TODAY):
        factories.application(agency, by, on=date(2026, 6, 29))
        before, counted = whole.rows(), {year: whole.tables(agency, year) for year in sheets.YEARS}
        started = time.perf_counter()
        batch = whole.hand_in(agency, by, sheets.xlsx(made))
        checked = time.perf_counter()

        assert batch.state == Batch.State.CHECKED
        assert batch.total == ROWS
        found = {
            place: {(each["column"], each["code"]) for each in told} for place, told in whole.faults(batch).items()
        }
        wanted = {place: {(sheets.COLUMN[column], code)} for place, (column, code) in made.planted.items()}
        assert len(wanted) == FAULTS
        assert found == wanted
        for told in whole.faults(batch).values():
            fault = Fault(**told[0])
            assert fault.place.startswith(f"{letter(fault.column)}列（")
            assert fault.wrong and fault.do

        whole.take(batch, by)
        taken = time.perf_counter()
        assert batch.state == Batch.State.TAKEN
        assert batch.done == ROWS - FAULTS
        for year in sheets.YEARS:
            assert whole.tables(agency, year) == sheets.recount(made, year), year
        first = {year: whole.tables(agency, year) for year in sheets.YEARS}

        start = time.perf_counter()
        whole.undo(batch, by)
        undone = time.perf_counter() - start
        assert batch.trouble == ""
        assert whole.rows() == before
        assert {year: whole.tables(agency, year) for year in sheets.YEARS} == counted
        verbs = set(LogEntry.objects.values_list("verb", flat=True))
        assert {"ledger.read", "ledger.mapped", "ledger.rows_taken", "ledger.imported", "ledger.undone"} <= verbs

        whole.take(batch, by)
        assert {year: whole.tables(agency, year) for year in sheets.YEARS} == first
        # What came in, went out and came in again went by the program: every row is as its seal says.
        with verifying.snapshot():
            assert [fault.message for fault in verifying.verify()] == []
        again = whole.hand_in(agency, by, sheets.xlsx(made))
        assert again.lines.filter(state=Line.State.KNOWN).count() == ROWS - FAULTS
        assert again.lines.filter(state=Line.State.CLEAN).count() == 0
        assert whole.faults(again).keys() == made.planted.keys()
    print(
        f"{ROWS} rows: found {len(found)}/{FAULTS}, read and checked {checked - started:.1f}s, "
        f"taken {taken - checked:.1f}s, undone {undone:.1f}s"
    )
