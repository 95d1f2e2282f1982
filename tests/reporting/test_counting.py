"""Every figure is counted by one rule, opens exactly its records, and keeps the sums of the form whatever the register holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.law.outcomes import Outcome, row_among
from gongkai.people.models import Account
from gongkai.reporting import counting
from gongkai.reporting.counting import COUNTED_TABLES, REGISTERS, NoSuchCell, NotInTheForm
from gongkai.reports.checks.relations import sides
from gongkai.reports.editions import Edition, edition_for, editions
from gongkai.reports.model import CellId
from reporting.registers import KINDS, REMEDY_KINDS, RESULTS, Row, Suit, at_random, fill, sue

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2023, 11, 1), date(2026, 2, 28))
ROWS = st.builds(
    Row,
    kind=st.sampled_from(KINDS),
    received_on=st.none() | DAYS,
    decided_on=st.none() | DAYS,
    outcome=st.sampled_from([outcome.value for outcome in Outcome]),
)
SUITS = st.tuples(
    st.sampled_from(REMEDY_KINDS), st.sampled_from(RESULTS), st.lists(DAYS, min_size=1, max_size=2).map(sorted)
).map(lambda t: Suit(t[0], t[2][0], t[2][1] if len(t[2]) == 2 else None, t[1]))


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside leaves no trace: one example must not see the rows of another."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def body() -> tuple[Agency, Account]:
    agency = factories.agency()
    return agency, factories.clerk(agency)


def relations_held(cells: dict[CellId, int], edition: Edition) -> tuple[int, list[str]]:
    """(how many relations of the counted tables were looked at, those that do not hold)."""
    tables: dict[str, dict[str, dict[str, int]]] = {table: {} for table in COUNTED_TABLES}
    for cell, n in cells.items():
        tables[cell.table].setdefault(cell.row, {})[cell.column] = n
    seen, wrong = 0, []
    for relation in edition.relations:
        for left, right in sides(relation, tables[relation.table]):
            seen += 1
            if sum(cells[c] for c in left) != sum(cells[c] for c in right):
                wrong.append(f"{relation.code} {left[0]}")
    return seen, wrong


def recounted(rows: list[Row], suits: list[Suit], year: int, edition: Edition) -> Counter[CellId]:
    """The tables counted the slow way: one row after the other, by the words of the form."""
    found: Counter[CellId] = Counter()

    def enter(table: str, row: str, column: str) -> None:
        found[CellId(table, row, column)] += 1

    for row in rows:
        if row.received_on is None:
            continue
        went = max(row.decided_on, row.received_on) if row.decided_on else None
        here = []
        if row.received_on.year == year:
            here.append("received")
        if row.received_on.year < year and (went is None or went.year >= year):
            here.append("carried_in")
        if went is not None and went.year == year:
            here += [row_among(Outcome(row.outcome), edition.tables["applications"].rows), "handled_total"]
        if row.received_on.year <= year and (went is None or went.year > year):
            here.append("carried_out")
        for line in here:
            enter("applications", line, row.kind)
            enter("applications", line, "total")
    for suit in suits:
        if suit.concluded_on is not None and suit.concluded_on.year == year:
            stood = suit.result
        elif suit.filed_on.year <= year and (suit.concluded_on is None or suit.concluded_on.year > year):
            stood = "pending"
        else:
            continue
        enter("remedies", suit.kind, stood)
        enter("remedies", suit.kind, "total")
    return found


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(ROWS, max_size=40), suits=st.lists(SUITS, max_size=12), edition=st.sampled_from(["2019", "2021"]))
def test_all_relations_hold_and_every_figure_equals_a_slow_recount(
    rows: list[Row], suits: list[Suit], edition: str
) -> None:
    form = editions()[edition]
    with undone():
        agency, clerk = body()
        fill(agency, rows)
        sue(agency, clerk, suits)
        for year in (2024, 2025):
            cells = counting.count(agency, year, form)
            seen, wrong = relations_held(cells, form)
            assert (seen, wrong) == ({"2021": 42, "2019": 40}[edition], [])
            assert {c: n for c, n in cells.items() if n} == dict(recounted(rows, suits, year, form))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(rows=st.lists(ROWS, max_size=25), suits=st.lists(SUITS, max_size=8))
def test_the_records_of_every_cell_are_as_many_as_its_figure(rows: list[Row], suits: list[Suit]) -> None:
    with undone():
        agency, clerk = body()
        other, _ = body()
        fill(agency, rows)
        fill(other, rows)
        sue(agency, clerk, suits)
        cells = counting.count(agency, 2025)
        assert {cell: counting.records(agency, 2025, cell).count() for cell in cells} == cells
        assert all(record.agency_id == agency.pk for cell in cells for record in counting.records(agency, 2025, cell))


def test_a_case_received_in_december_and_answered_in_january_stands_in_four_places_of_two_years() -> None:
    agency, _ = body()
    fill(agency, [Row("enterprise", date(2025, 12, 28), date(2026, 1, 14), "partial")])
    told = {
        year: {f"{c.row}/{c.column}" for c, n in counting.count(agency, year).items() if n}
        for year in (2024, 2025, 2026, 2027)
    }
    assert told == {
        2024: set(),
        2025: {"received/enterprise", "received/total", "carried_out/enterprise", "carried_out/total"},
        2026: {
            "carried_in/enterprise",
            "carried_in/total",
            "partial/enterprise",
            "partial/total",
            "handled_total/enterprise",
            "handled_total/total",
        },
        2027: set(),
    }


def test_what_is_carried_out_of_a_year_is_carried_into_the_next() -> None:
    agency, _ = body()
    fill(agency, at_random(7, 400))
    for year in (2023, 2024, 2025, 2026):
        now, then = counting.count(agency, year + 1), counting.count(agency, year)
        for kind in (*KINDS, "total"):
            assert now[CellId("applications", "carried_in", kind)] == then[CellId("applications", "carried_out", kind)]


def test_a_case_pending_for_years_is_reported_each_year_and_once_with_its_result() -> None:
    agency, clerk = body()
    sue(agency, clerk, [Suit("suit_direct", date(2023, 5, 9), date(2025, 2, 11), "corrected")])
    told = {
        year: [f"{c.column}" for c, n in counting.count(agency, year).items() if n and c.column != "total"]
        for year in (2022, 2023, 2024, 2025, 2026)
    }
    assert told == {2022: [], 2023: ["pending"], 2024: ["pending"], 2025: ["corrected"], 2026: []}


def test_the_three_ways_of_other_handling_are_one_row_in_the_form_of_2019() -> None:
    agency, _ = body()
    outcomes = ("other.correction_lapsed", "other.fee_lapsed", "other.other", "other.other")
    fill(agency, [Row(received_on=date(2020, 3, 4), decided_on=date(2020, 3, 9), outcome=o) for o in outcomes])
    cells = counting.count(agency, 2020)
    assert edition_for(2020).id == "2019"
    assert cells[CellId("applications", "other", "natural_person")] == 4
    assert counting.records(agency, 2020, CellId("applications", "other", "total")).count() == 4


def test_an_answer_dated_before_its_receipt_does_not_vanish_between_two_years() -> None:
    agency, _ = body()
    fill(agency, [Row("other", date(2026, 1, 5), date(2025, 12, 30), "granted")])
    assert {f"{c.row}/{c.column}" for c, n in counting.count(agency, 2026).items() if n} == {
        "received/other",
        "received/total",
        "granted/other",
        "granted/total",
        "handled_total/other",
        "handled_total/total",
    }
    assert counting.facts(agency, 2026)[CellId("facts", "backwards", "total")] == 1


def test_an_application_without_a_day_of_receipt_stands_in_no_cell_but_is_told() -> None:
    agency, _ = body()
    fill(agency, [Row(received_on=None), Row()])
    assert counting.count(agency, 2025)[CellId("applications", "received", "total")] == 1
    assert counting.facts(agency, 2025)[CellId("facts", "undated", "total")] == 1


def test_another_body_s_cases_are_never_counted() -> None:
    agency, _ = body()
    other, clerk = body()
    fill(other, at_random(3, 60))
    sue(other, clerk, [Suit()])
    assert sum(counting.count(agency, 2025).values()) == 0
    assert sum(counting.facts(agency, 2025).values()) == 0


def test_an_outcome_the_form_has_no_row_for_stops_the_count() -> None:
    agency, _ = body()
    (made,) = fill(agency, [Row(decided_on=date(2025, 3, 9))])
    Application.objects.filter(pk=made.pk).update(outcome="shelved")
    with pytest.raises(NotInTheForm, match="shelved"):
        counting.count(agency, 2025)


@pytest.mark.parametrize("cell", ["applications/other/total", "proactive/rules/made", "facts/nothing/total"])
def test_a_cell_without_a_register_has_no_records(cell: str) -> None:
    agency, _ = body()
    with pytest.raises(NoSuchCell):
        counting.records(agency, 2025, CellId.parse(cell))


def test_a_table_costs_one_statement_however_many_rows(django_assert_num_queries: object) -> None:
    agency, clerk = body()
    fill(agency, at_random(1, 200))
    sue(agency, clerk, [Suit()])
    with django_assert_num_queries(len(REGISTERS) + 1):  # type: ignore[operator]
        counting.count(agency, 2025)


def test_the_members_of_a_group_are_those_the_cells_count() -> None:
    agency, _ = body()
    fill(agency, at_random(5, 150))
    register, form = REGISTERS[0], edition_for(2025)
    members = register.members(agency, 2025)
    assert {group: len(keys) for group, keys in members.items()} == register.groups(agency, 2025)
    cell = CellId("applications", "granted", "total")
    expected = sorted(pk for group, keys in members.items() if cell in register.cells_of(group, form) for pk in keys)
    assert sorted(counting.records(agency, 2025, cell).values_list("pk", flat=True)) == expected
