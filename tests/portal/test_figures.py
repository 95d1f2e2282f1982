"""What a body's page says about its own year."""

from __future__ import annotations

from datetime import date

import pytest

import factories
from gongkai.portal.figures import year_of
from reporting.registers import Row, fill

pytestmark = pytest.mark.django_db


def test_the_average_counts_working_days_over_a_holiday_and_its_make_up_days():
    agency = factories.agency()
    # 24 September 2025 and 20 working days: 国庆, with make-up days on 28 September and 11 October, ends on 28 October.
    fill(
        agency,
        [
            Row(received_on=date(2025, 9, 24), decided_on=date(2025, 10, 28)),
            Row(received_on=date(2025, 3, 3), decided_on=date(2025, 3, 4)),
        ],
    )
    year = year_of(agency, date(2025, 12, 1))
    assert (year.answered, year.days) == (2, 10.5)


def test_an_answer_with_a_day_before_its_receipt_does_not_break_the_page():
    agency = factories.agency()
    fill(agency, [Row(received_on=date(2025, 3, 5), decided_on=date(2025, 3, 3))])
    assert year_of(agency, date(2025, 12, 1)).days == -2.0


def test_a_body_without_answers_has_no_average():
    assert year_of(factories.agency(), date(2025, 12, 1)).days is None
