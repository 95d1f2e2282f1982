"""The report put together: words from facts that the checks believe, figures that nobody filled in left blank, exports that read
back to the same cells."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import factories
from gongkai.agencies.models import Agency
from gongkai.law.receipt import Channel
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.reporting import actions
from gongkai.reporting.assembling import assemble, reading_of, work
from gongkai.reporting.checking import Checked
from gongkai.reporting.exporting import MEDIA, export
from gongkai.reporting.figures import typeable
from gongkai.reporting.narrative import CHANNEL_WORDS
from gongkai.reports import check, read
from gongkai.reports.editions import editions
from gongkai.reports.model import AnnualReport, CellId
from gongkai.reports.outputs.json import from_json, loads
from reporting.registers import REMEDY_KINDS, RESULTS, Row, Suit, at_random, fee, fill, sue
from reporting.test_counting import undone

pytestmark = pytest.mark.django_db


@pytest.fixture
def agency() -> Agency:
    return factories.agency(name="云岭县商务局")


@pytest.fixture
def clerk(agency: Agency) -> Account:
    return factories.clerk(agency)


def proactive(dice: random.Random, edition: str) -> dict[CellId, Decimal]:
    """A figure for every cell of 表二."""
    return {
        cell: Decimal(dice.randrange(10**9)).scaleb(-6) if column.kind == "money" else Decimal(dice.randrange(900))
        for cell, column in typeable(editions()[edition]).items()
        if cell.table == "proactive"
    }


def filled(seed: int, year: int = 2025) -> AnnualReport:
    """A report over a random register, its 表二 typed."""
    dice = random.Random(seed)
    agency = factories.agency(name=f"云岭县第{seed}局")
    clerk = factories.clerk(agency)
    made = fill(agency, at_random(seed, dice.randrange(60), (year - 1, year)))
    for case in made[: dice.randrange(4)]:
        fee(case, notified_on=date(year, 4, 1), paid_on=date(year, 4, 9), paid_amount=100)
    suits = [
        Suit(dice.choice(REMEDY_KINDS), date(year, 2, 1), dice.choice([None, date(year, 6, 1)]), dice.choice(RESULTS))
        for _ in range(dice.randrange(6))
    ]
    sue(agency, clerk, suits)
    with clock.at(date(year + 1, 1, 12)):
        draft = actions.open_draft(agency, year, by=clerk)
        actions.type_figures(draft, proactive(dice, draft.edition), why="各股室台账", by=clerk)
        actions.write_section(draft, "problems", "一是公开的深度不够。\n将加强业务培训。", by=clerk, version=0)
        return assemble(agency, year)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(1, 10**6))
def test_what_is_drafted_from_facts_never_contradicts_the_tables(seed: int) -> None:
    with undone():
        report = filled(seed)
    found = {f.code for f in check(reading_of(report)) if f.code.startswith(("TEXT", "YEAR", "T3", "T4", "AGENCY"))}
    # The typed amount of 表二 is a dice throw and may be below what was collected.
    assert found - {"TEXT-FEE-SUM"} == set()


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(1, 10**6), year=st.sampled_from([2020, 2025]))
@pytest.mark.parametrize("format", sorted(MEDIA))
def test_an_export_read_back_gives_the_same_cells(format: str, seed: int, year: int) -> None:
    with undone():
        report = filled(seed, year)
    made = export(report, format)
    reading = from_json(loads(made.data)) if format == "json" else read(made.data, made.name)
    assert dict(reading.report.cells()) == dict(report.cells())
    if format != "xlsx":
        # The workbook is laid out for people, name and year among other lines; its figures are what a reader takes.
        assert (reading.report.agency, reading.report.year, reading.doubts) == (report.agency, year, ())


@pytest.mark.parametrize("format", sorted(MEDIA))
def test_a_blank_cell_stays_blank_in_every_format(agency: Agency, format: str) -> None:
    with clock.at(date(2026, 1, 12)):
        report = assemble(agency, 2025)
    made = export(report, format)
    reading = from_json(loads(made.data)) if format == "json" else read(made.data, made.name)
    assert [v for c, v in reading.report.cells() if c.table == "proactive"] == [None] * 10
    assert reading.report.value(CellId("applications", "received", "total")) == 0


def test_table_two_is_blank_until_somebody_types_it_and_says_so(agency: Agency, clerk: Account) -> None:
    with clock.at(date(2026, 1, 12)):
        draft = actions.open_draft(agency, 2025, by=clerk)
        blank = [f for f in Checked(work(agency, 2025)).findings if f.code == "BLANK"]
        assert [len(f.cells) for f in blank] == [10]
        actions.type_figures(draft, proactive(random.Random(1), "2021"), why="各股室台账", by=clerk)
        assert [f for f in Checked(work(agency, 2025)).findings if f.code == "BLANK"] == []


def test_a_figure_typed_over_a_count_changes_the_totals_and_is_told(agency: Agency, clerk: Account) -> None:
    fill(agency, [Row(), Row("enterprise", decided_on=date(2025, 3, 9))])
    with clock.at(date(2026, 1, 12)):
        draft = actions.open_draft(agency, 2025, by=clerk)
        cell = CellId("applications", "received", "natural_person")
        actions.type_figure(draft, cell, 5, why="上半年纸质登记簿另有4件", by=clerk)
        made = Checked(work(agency, 2025))
    assert [made.work.figures.values[CellId("applications", "received", c)] for c in ("natural_person", "total")] == [
        5,
        6,
    ]
    assert {f.code for f in made.findings} >= {"TYPED", "T3-BAL"}
    told = next(f for f in made.findings if f.code == "TYPED")
    assert told.evidence[0].quote == "手填5，登记1：上半年纸质登记簿另有4件"
    assert len(made.held) == 42 - 2


def test_without_anything_typed_all_42_relations_hold(agency: Agency) -> None:
    fill(agency, at_random(3, 80))
    assert len(Checked(work(agency, 2025)).held) == 42


def test_the_drafted_overview_names_numbers_and_what_they_rest_on(agency: Agency) -> None:
    day = date(2025, 3, 4)
    rows = [
        Row(received_on=day, decided_on=date(2025, 3, 9), outcome="granted", channel="online", due_on=date(2025, 4, 1)),
        Row(
            received_on=day,
            decided_on=date(2025, 6, 9),
            outcome="partial",
            channel="in_person",
            due_on=date(2025, 4, 1),
        ),
        Row(received_on=date(2025, 12, 30), channel="online"),
    ]
    fill(agency, rows)
    made = work(agency, 2025)
    assert made.texts["overview"].split("\n") == [
        (
            "依申请公开方面，全年新收政府信息公开申请3件，上年结转0件；共办结2件，结转下年度继续办理1件。"
            "办理结果：予以公开1件、部分公开1件。申请的来源：当面提交1件、网上提交2件。"
        ),
        "政府信息公开平台建设方面，申请人网上提交申请2件。",
        "监督保障方面，逾期答复的申请1件；没有因政府信息公开被申请行政复议、提起行政诉讼。",
    ]
    rests = [str(cell) for sentence in made.drafted["overview"] for cell in sentence.cells]
    assert "applications/received/total" in rests
    assert "facts/late/total" in rests


@pytest.mark.parametrize(
    ("paid", "told"),
    [
        (None, "本年度实收信息处理费0元；发出收费通知1件，应收100元。"),
        (date(2025, 5, 20), "本年度实收信息处理费100元；发出收费通知1件，应收100元。"),
        (date(2026, 1, 4), "本年度实收信息处理费0元；发出收费通知1件，应收100元。"),
    ],
)
def test_section_six_states_what_was_billed_and_what_came_in(agency: Agency, paid: date | None, told: str) -> None:
    (case,) = fill(agency, [Row()])
    fee(case, notified_on=date(2025, 5, 6), paid_on=paid, paid_amount=100 if paid else None)
    assert work(agency, 2025).texts["other"] == told


def test_section_six_says_that_there_was_no_fee_when_there_was_none(agency: Agency) -> None:
    assert work(agency, 2025).texts["other"] == "本年度没有发出收费通知，没有收取信息处理费。"


def test_an_amount_in_section_six_that_the_ledger_does_not_hold_is_found(agency: Agency, clerk: Account) -> None:
    (case,) = fill(agency, [Row()])
    fee(case, notified_on=date(2025, 5, 6), paid_on=date(2025, 5, 20), paid_amount=100)
    with clock.at(date(2026, 1, 12)):
        draft = actions.open_draft(agency, 2025, by=clerk)
        actions.write_section(draft, "other", "本年度收取信息处理费80元。", by=clerk, version=0)
        found = [f.message for f in Checked(work(agency, 2025)).findings if f.code == "FEE-LEDGER"]
    assert found == ["第六部分写“收取信息处理费80元”，收费台账本年实收100元。"]


def test_a_number_in_the_words_that_the_table_does_not_hold_is_found(agency: Agency, clerk: Account) -> None:
    fill(agency, [Row(), Row()])
    with clock.at(date(2026, 1, 12)):
        draft = actions.open_draft(agency, 2025, by=clerk)
        actions.write_section(draft, "overview", "全年共收到政府信息公开申请3件。", by=clerk, version=0)
        assert "TEXT-T3" in {f.code for f in Checked(work(agency, 2025)).findings}


def test_every_channel_has_a_name_for_the_report() -> None:
    assert set(CHANNEL_WORDS) == set(Channel)


def test_the_report_bears_no_date_while_its_year_runs(agency: Agency) -> None:
    with clock.at(date(2025, 10, 16)):
        assert assemble(agency, 2025).signed_on is None
        assert "DATE-NONE" not in {f.code for f in Checked(work(agency, 2025)).findings}
    with clock.at(date(2026, 1, 16)):
        assert assemble(agency, 2025).signed_on == date(2026, 1, 16)
