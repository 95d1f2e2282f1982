"""表二 counted from the ledgers, against a second count from raw rows that knows nothing of the product's rules."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import transaction

import factories
from gongkai.agencies.models import Agency
from gongkai.disclosures.models import (
    Collected,
    Decision,
    KeptLedger,
    Ledger,
    LifeEvent,
    Matter,
    NormativeDocument,
    Purchase,
)
from gongkai.disclosures.registers import lives
from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.reporting import actions, counting
from gongkai.reporting.assembling import work
from gongkai.reporting.checking import Checked
from gongkai.reporting.counting import NoSuchCell
from gongkai.reporting.counting.proactive import LEDGERS
from gongkai.reporting.freezing import differences, records_of
from gongkai.reporting.models import Draft
from gongkai.reports.editions import edition_for, editions
from gongkai.reports.model import CellId

pytestmark = pytest.mark.django_db
WHATS = ("permits", "services", "penalties", "coercion")


def at(row: str, column: str) -> CellId:
    return CellId("proactive", row, column)


def keep(agency: Agency, *ledgers: str, year: int = 2019) -> None:
    for ledger in ledgers or Ledger.values:
        KeptLedger.objects.create(agency=agency, ledger=ledger, from_year=year, at=clock.now())


def document(
    agency: Agency,
    n: int,
    made: date,
    *events: tuple[str, date, date | None],
    until: date | None = None,
    level: str = "normative",
) -> NormativeDocument:
    row = NormativeDocument.objects.create(
        agency=agency, title=f"第{n}号文件", document_number=f"云商规{n}号", made_on=made, level=level, at=clock.now(),
        published_on=made + timedelta(days=3),
    )  # fmt: skip
    lives.begin(row, valid_until=until)
    for kind, on, new in events:
        LifeEvent.objects.create(
            document=row,
            kind=kind,
            on=on,
            valid_until=new,
            basis="b",
            proposed_at=clock.now(),
            confirmed_at=clock.now(),
        )
    lives.settle(row)
    return row


def decision(agency: Agency, n: int, on: date, what: str = "permits", **values: object) -> Decision:
    return Decision.objects.create(
        agency=agency, what=what, number=f"决{n}号", decided_on=on, party_shown="安达公司", matter="m", result="r",
        at=clock.now(), **values,
    )  # fmt: skip


def matter(agency: Agency, n: int, starts: date, ends: date | None = None, what: str = "charges") -> Matter:
    return Matter.objects.create(
        agency=agency, what=what, name=f"事项{n}", basis="b", starts_on=starts, ends_on=ends, at=clock.now()
    )


def body() -> tuple[Agency, Account]:
    agency = factories.agency()
    return agency, factories.clerk(agency)


def test_without_a_word_of_the_body_no_cell_of_the_table_is_counted() -> None:
    agency, _ = body()
    decision(agency, 1, date(2025, 3, 4))
    assert [c for c in counting.count(agency, 2025) if c.table == "proactive"] == []
    with pytest.raises(NoSuchCell):
        counting.records(agency, 2025, at("permits", "decisions"))


def test_a_kept_ledger_counts_from_its_year_and_an_empty_one_is_a_nought() -> None:
    agency, _ = body()
    keep(agency, "permits", "charges", year=2025)
    decision(agency, 1, date(2024, 12, 31))
    decision(agency, 2, date(2025, 1, 1))
    decision(agency, 3, date(2025, 12, 31), public=False, ground="未成年人")
    decision(agency, 4, date(2025, 6, 1), what="penalties")
    decision(agency, 5, date(2025, 6, 1), removed_at=clock.now(), removed_why="录错")
    found = {c: n for c, n in counting.count(agency, 2025).items() if c.table == "proactive"}
    assert found == {at("permits", "decisions"): 2, at("charges", "amount"): 0}
    assert [c for c in counting.count(agency, 2024) if c.table == "proactive"] == []


def test_the_three_columns_of_documents_by_worked_dates() -> None:
    agency, _ = body()
    keep(agency, "documents")
    document(agency, 1, date(2021, 5, 6))
    document(agency, 2, date(2022, 1, 4), until=date(2025, 12, 31))
    document(agency, 3, date(2022, 1, 4), ("repealed", date(2025, 7, 1), None))
    document(agency, 4, date(2025, 12, 30))
    document(agency, 5, date(2025, 2, 3), ("repealed", date(2025, 9, 1), None))
    document(agency, 6, date(2022, 1, 4), ("extended", date(2024, 12, 1), date(2027, 1, 1)), until=date(2024, 12, 31))
    document(agency, 7, date(2025, 5, 5), level="other")
    normative = {
        year: tuple(counting.count(agency, year)[at("normative", c)] for c in ("made", "repealed", "in_force"))
        for year in (2024, 2025, 2026)
    }
    assert normative == {2024: (0, 0, 4), 2025: (2, 2, 4), 2026: (0, 1, 3)}
    rules = [counting.count(agency, 2025)[at("rules", c)] for c in ("made", "repealed", "in_force")]
    assert rules == [0, 0, 0]
    titles = [d.title for d in counting.records(agency, 2025, at("normative", "repealed")).order_by("pk")]
    assert titles == ["第3号文件", "第5号文件"]


def test_a_body_whose_locality_counts_only_repeals_leaves_the_lapsed_out() -> None:
    agency, _ = body()
    keep(agency, "documents")
    document(agency, 1, date(2022, 1, 4), until=date(2025, 6, 30))
    document(agency, 2, date(2022, 1, 4), ("repealed", date(2025, 7, 1), None))
    assert counting.count(agency, 2025)[at("normative", "repealed")] == 2
    agency.readings = {"lapsed_counts_as_repealed": False}
    agency.save()
    found = counting.count(agency, 2025)
    assert [found[at("normative", c)] for c in ("made", "repealed", "in_force")] == [0, 1, 0]


def test_sums_are_exact_to_the_fen_in_wan_yuan() -> None:
    agency, _ = body()
    keep(agency, "charges")
    charge = matter(agency, 1, date(2020, 1, 1))
    for first, last, amount in (
        (date(2025, 1, 1), date(2025, 6, 30), "41662416.18"),
        (date(2025, 7, 1), date(2025, 12, 31), "0.01"),
        (date(2024, 7, 1), date(2024, 12, 31), "7"),
    ):
        Collected.objects.create(
            agency=agency, matter=charge, first_on=first, last_on=last, amount=Decimal(amount), at=clock.now()
        )
    assert counting.count(agency, 2025)[at("charges", "amount")] == Decimal("4166.241619")
    made = work(agency, 2025)
    assert made.figures.values[at("charges", "amount")] == Decimal("4166.241619")
    assert work(agency, 2025, keyed=True).figures.values == made.figures.values


def test_the_form_of_2019_counts_matters_and_purchases() -> None:
    agency, _ = body()
    keep(agency)
    matter(agency, 1, date(2015, 1, 1), what="permits")
    matter(agency, 2, date(2015, 1, 1), date(2020, 4, 1), what="permits")
    matter(agency, 3, date(2020, 3, 1), what="permits")
    matter(agency, 4, date(2020, 3, 1), date(2020, 9, 1), what="permits")
    matter(agency, 5, date(2015, 1, 1), date(2020, 4, 1), what="services")
    matter(agency, 6, date(2015, 1, 1), date(2020, 1, 1), what="charges")
    matter(agency, 7, date(2015, 1, 1), date(2019, 12, 31), what="charges")
    decision(agency, 1, date(2020, 5, 5), what="services")
    for amount in ("251000", "0.5"):
        Purchase.objects.create(agency=agency, project="p", on=date(2020, 5, 5), amount=Decimal(amount), at=clock.now())
    document(agency, 1, date(2020, 12, 30))
    document(agency, 2, date(2018, 5, 6), ("repealed", date(2020, 1, 1), None))
    found = counting.count(agency, 2020)
    rows = {
        f"{c.row}/{c.column}": n for c, n in found.items() if c.table == "proactive" and (n or c.row in ("charges",))
    }
    assert rows == {
        "permits/previous": 2,
        "services/previous": 1,
        "services/change": -1,
        "services/decisions": 1,
        "charges/previous": 1,
        "charges/change": -1,
        "procurement/projects": 2,
        "procurement/amount": Decimal("25.10005"),
        "normative/newly_made": 1,
        "normative/published_total": 1,
    }
    assert found[at("permits", "change")] == 0


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_the_ledgers_together_count_every_cell_of_the_table_once(edition: str) -> None:
    form = editions()[edition]
    cells = Counter(
        (row, column)
        for register in LEDGERS[edition]
        for row in register.rows(form)
        for column in register.columns(form)
    )
    assert cells == Counter((row, column.key) for row, column in form.tables["proactive"].cells())


# The second count


def _recounted(raw: dict, year: int) -> dict[str, int | Decimal]:
    """The table of ``year`` told row by row: documents as (made, [(kind, on, until)], until), decisions as (what, on), sums as
    (on, yuan). Nothing of the product is used."""
    made = repealed = standing = 0
    for born, events, last in raw["documents"]:
        end = None
        for day in (born + timedelta(days=n) for n in range(365 * 9)):
            for kind, on, until in events:
                if on == day and kind == "extended":
                    last = until
                if on == day and kind == "repealed":
                    end = day
            if end is None and last is not None and day > last:
                end = day
            if end is not None:
                break
        made += born.year == year
        repealed += end is not None and end.year == year
        standing += born <= date(year, 12, 31) and (end is None or end > date(year, 12, 31))
    told: dict[str, int | Decimal] = {
        "rules/made": 0, "rules/repealed": 0, "rules/in_force": 0,
        "normative/made": made, "normative/repealed": repealed, "normative/in_force": standing,
    }  # fmt: skip
    for what in ("permits", "penalties", "coercion"):
        told[f"{what}/decisions"] = sum(1 for kind, on in raw["decisions"] if kind == what and on.year == year)
    told["charges/amount"] = sum((yuan for on, yuan in raw["sums"] if on.year == year), Decimal(0)) / 10000
    return told


def _at_random(dice: random.Random, agency: Agency) -> dict:
    def day() -> date:
        return date(2021, 1, 1) + timedelta(days=dice.randrange(365 * 5))

    raw: dict = {"documents": [], "decisions": [], "sums": []}
    for n in range(dice.randrange(12)):
        born = day()
        until = born + timedelta(days=dice.randrange(1, 900)) if dice.random() < 0.5 else None
        events, limit = [], until
        if limit is not None and dice.random() < 0.5:
            on = born + timedelta(days=dice.randrange((limit - born).days + 1))
            limit = limit + timedelta(days=dice.randrange(1, 500))
            events.append(("extended", on, limit))
        if dice.random() < 0.4:
            latest = events[-1][1] if events else born
            on = latest + timedelta(days=dice.randrange(1, 700))
            if limit is None or on <= limit:
                events.append(("repealed", on, None))
        document(agency, n, born, *events, until=until)
        raw["documents"].append((born, events, until))
    for n in range(dice.randrange(40)):
        what, on = dice.choice(WHATS), day()
        decision(agency, n, on, what, public=dice.random() < 0.8, ground="理由")
        raw["decisions"].append((what, on))
    charge = matter(agency, 1, date(2020, 1, 1))
    for _ in range(dice.randrange(6)):
        on, yuan = day(), Decimal(dice.randrange(10**9)) / 100
        Collected.objects.create(agency=agency, matter=charge, first_on=on, last_on=on, amount=yuan, at=clock.now())
        raw["sums"].append((on, yuan))
    return raw


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_random_ledgers_are_counted_as_a_second_hand_counts_them() -> None:
    for seed in range(12):
        with undone():
            agency, _ = body()
            keep(agency)
            raw = _at_random(random.Random(seed), agency)
            before = None
            for year in range(2021, 2027):
                counted = counting.count(agency, year)
                found = {f"{c.row}/{c.column}": n for c, n in counted.items() if c.table == "proactive"}
                assert found == _recounted(raw, year), (seed, year)
                made, gone, now = (counted[at("normative", c)] for c in ("made", "repealed", "in_force"))
                assert before is None or before + made - gone == now
                before = now
                for cell in (at("normative", "in_force"), at("permits", "decisions")):
                    assert counting.records(agency, year, cell).count() == counted[cell]


# In a report


def _report(agency: Agency, clerk: Account) -> Draft:
    draft = actions.open_draft(agency, 2025, by=clerk)
    form = edition_for(2025)
    counted = work(agency, 2025, draft).figures.counted
    blanks = {
        at(row, column.key): Decimal(0)
        for row, column in form.tables["proactive"].cells()
        if at(row, column.key) not in counted
    }
    if blanks:
        actions.type_figures(draft, blanks, why="各股室台账", by=clerk)
    actions.write_section(draft, "problems", "一是更新不及时。2026年起按月自查。", by=clerk, version=0)
    return draft


def test_a_report_stands_on_ledgers_and_hands_side_by_side() -> None:
    agency, clerk = body()
    keep(agency, "permits", year=2025)
    rows = [decision(agency, n, date(2025, 3, 4)) for n in range(3)]
    with clock.at(date(2026, 1, 8)):
        draft = _report(agency, clerk)
        assert work(agency, 2025, draft).figures.values[at("permits", "decisions")] == 3
        assert Checked(work(agency, 2025, draft)).in_the_way == ()
        actions.type_figure(draft, at("permits", "decisions"), 4, why="一件在纸上", by=clerk)
        typed = [f for f in Checked(work(agency, 2025, draft)).findings if f.code == "TYPED"]
        assert [f.cells for f in typed] == [(at("permits", "decisions"),)]
        actions.untype(draft, at("permits", "decisions"), by=clerk)
        leader = factories.leader(agency)
        actions.submit(draft, by=clerk)
        draft.refresh_from_db()
        waiting = draft.approvals.get(verdict="", voided_at=None)
        actions.approve(waiting, approve=True, digest=draft.digest, by=leader)
        draft.refresh_from_db()
        assert draft.frozen is not None
        assert records_of(draft.frozen, at("permits", "decisions")) == [row.pk for row in rows]
        assert not differences(draft)
        Decision.objects.filter(pk=rows[0].pk).update(decided_on=date(2024, 3, 4))
        found = differences(draft)
        assert [(d.cell, d.then, d.now) for d in found.cells] == [(at("permits", "decisions"), 3, 2)]
        assert [(m.register, m.pk, m.now) for m in found.records] == [("permits", rows[0].pk, ())]


def test_a_ledger_declared_after_approval_changes_nothing_that_was_approved() -> None:
    agency, clerk = body()
    decision(agency, 1, date(2025, 3, 4))
    with clock.at(date(2026, 1, 8)):
        draft = _report(agency, clerk)
        leader = factories.leader(agency)
        actions.submit(draft, by=clerk)
        draft.refresh_from_db()
        actions.approve(draft.approvals.get(verdict=""), approve=True, digest=draft.digest, by=leader)
        draft.refresh_from_db()
        keep(agency, "permits", year=2025)
        assert not differences(draft)
