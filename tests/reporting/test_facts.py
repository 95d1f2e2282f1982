"""The facts beside the tables: each counts what its name says, in its own year, and opens its records."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from gongkai.applications.models import Consultation, Correction, Extension
from gongkai.people import clock
from gongkai.reporting import counting
from gongkai.reporting.counting import FACTS, fact_rules
from gongkai.reports.model import CellId
from reporting.registers import Row, fee, fill

pytestmark = pytest.mark.django_db


def told(found: dict[CellId, int]) -> dict[str, int]:
    return {f"{cell.row}/{cell.column}": n for cell, n in found.items() if n}


def test_each_fact_counts_what_its_name_says_in_its_own_year() -> None:
    agency, other = factories.agency(), factories.agency()
    clerk = factories.clerk(agency)
    day, due = date(2025, 3, 4), date(2025, 4, 1)
    for body in (agency, other):
        first, second, third, *_ = fill(
            body,
            [
                Row(received_on=day, channel="online", decided_on=date(2025, 4, 2), due_on=due),
                Row(received_on=day, channel="online", decided_on=due, due_on=due),
                Row(received_on=day, channel="oral", due_on=due),
                Row(received_on=date(2024, 12, 30), channel="fax", decided_on=date(2025, 1, 9)),
                Row(received_on=None, channel="ordinary_mail"),
            ],
        )
        if body == other:
            continue
        Correction.objects.create(application=first, period_days=5, noticed_on=day)
        Correction.objects.create(application=second, period_days=5)
        Correction.objects.create(application=third, period_days=5, noticed_on=date(2026, 1, 3))
        Extension.objects.create(
            application=first, days=20, reason="r", asked_on=day, asked_by=clerk, notified_on=date(2025, 3, 20)
        )
        Extension.objects.create(application=second, days=20, reason="r", asked_on=day, asked_by=clerk)
        for n, (asked, sent) in enumerate([("third_party", day), ("third_party", None), ("co_maker", day)]):
            Consultation.objects.create(
                application=first, asked=asked, party="云岭甲公司", what="名单", sent_on=sent, token=f"t{n}"
            )
        fee(first, amount=100, notified_on=date(2024, 12, 20), paid_on=date(2025, 1, 6), paid_amount=100)
        fee(second, amount=240, notified_on=day, lapsed_on=due)
        fee(
            third,
            amount=60,
            notified_on=day,
            paid_on=day,
            paid_amount=60,
            refunded_on=date(2025, 6, 1),
            refunded_amount=20,
        )
    with clock.at(date(2026, 1, 12)):
        assert told(counting.facts(agency, 2025)) == {
            "channel/online": 2,
            "channel/oral": 1,
            "late/total": 1,
            "undated/total": 1,
            "corrections/total": 1,
            "extensions/total": 1,
            "consultations/third_party": 1,
            "fees/notices": 2,
            "fees/billed": 300,
            "fees/collected": 160,
            "fees/refunded": 20,
        }


def test_every_counted_fact_opens_as_many_records_as_it_says() -> None:
    agency = factories.agency()
    first, second = fill(agency, [Row(), Row(channel="fax", received_on=None)])
    Correction.objects.create(application=first, period_days=5, noticed_on=date(2025, 3, 9))
    fee(first, notified_on=date(2025, 4, 1), paid_on=date(2025, 4, 9), paid_amount=100)
    found = counting.facts(agency, 2025)
    opened = {cell: counting.records(agency, 2025, cell).count() for cell, rule in FACTS.items() if not rule.amount}
    assert opened == {cell: n for cell, n in found.items() if not FACTS[cell].amount}
    assert [f.amount for f in counting.records(agency, 2025, fact_rules.FEE_BILLED)] == [100]
    assert [a.pk for a in counting.records(agency, 2025, fact_rules.UNDATED)] == [second.pk]


def test_the_facts_cost_one_statement_a_register(django_assert_num_queries: object) -> None:
    agency = factories.agency()
    with django_assert_num_queries(9):  # type: ignore[operator]
        counting.facts(agency, 2025)
