"""A five-year ledger of disputes with forty planted errors: each is told where it stands, the clean rows come in, go out, come in again,
and table 4 of each year is what plain counting says.

400 rows by default; ``GONGKAI_FULL=1``: 4,000 rows.
"""

from __future__ import annotations

import os
from datetime import date

import pytest

import factories
from gongkai.ledgers.models import Batch, Line
from gongkai.ledgers.reading.faults import Fault
from gongkai.ledgers.reading.heads import letter
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.seals import verifying
from ledgers import disputes, whole

ROWS, FAULTS = (4000, 40) if os.environ.get("GONGKAI_FULL") == "1" else (400, 40)
TODAY = date(2028, 6, 30)


@pytest.mark.django_db
def test_every_planted_error_is_told_where_it_stands_and_table_4_of_each_year_is_what_plain_counting_says():
    made = disputes.ledger(ROWS, FAULTS)
    agency = factories.agency(code="示商")
    by = factories.clerk(agency)
    with clock.at(TODAY):
        whole.take(whole.hand_in(agency, by, made.register, "申请.csv"), by)
        before = whole.rows()
        batch = whole.hand_in(agency, by, made.data, "复议诉讼台账.csv", ledger="disputes")

        assert batch.total == ROWS
        told = whole.faults(batch)
        found = {row: {(each["column"], each["code"]) for each in faults} for (_, row), faults in told.items()}
        assert len(made.planted) == FAULTS
        assert found == {row: {(disputes.AT[column], code)} for row, (column, code) in made.planted.items()}
        for faults in told.values():
            fault = Fault(**faults[0])
            assert fault.place == f"{letter(fault.column)}列（{disputes.HEAD[fault.column]}）"
            assert fault.wrong and fault.do

        whole.take(batch, by)
        assert (batch.state, batch.done) == (Batch.State.TAKEN, ROWS - FAULTS)
        first = {year: whole.tables(agency, year)[1] for year in disputes.YEARS}
        assert first == {year: disputes.recount(made.cases, year) for year in disputes.YEARS}
        assert all(first.values())

        whole.undo(batch, by)
        assert batch.trouble == ""
        assert whole.rows() == before
        assert {year: whole.tables(agency, year)[1] for year in disputes.YEARS} == {year: {} for year in disputes.YEARS}
        verbs = set(LogEntry.objects.values_list("verb", flat=True))
        assert {"ledger.read", "ledger.mapped", "ledger.rows_taken", "ledger.imported", "ledger.undone"} <= verbs

        whole.take(batch, by)
        assert {year: whole.tables(agency, year)[1] for year in disputes.YEARS} == first
        with verifying.snapshot():
            assert [fault.message for fault in verifying.verify()] == []
        again = whole.hand_in(agency, by, made.data, "复议诉讼台账.csv", ledger="disputes")
        assert again.lines.filter(state=Line.State.KNOWN).count() == ROWS - FAULTS
        assert again.lines.filter(state=Line.State.CLEAN).count() == 0
        assert {row for _, row in whole.faults(again)} == made.planted.keys()
