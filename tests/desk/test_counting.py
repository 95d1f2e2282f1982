"""The counts of the rail: what is counted is what the lists show, and the text of the query depends on how a person stands alone."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

import factories
from gongkai.applications import actions
from gongkai.desk import counting
from gongkai.people import clock
from gongkai.people.models import Account, Appointment, Role
from gongkai.people.rules import SECTION_ROLES, standings
from gongkai.reminders.models import Beat

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 11)


@pytest.fixture(params=list(Role), ids=[role.value for role in Role])
def person(request: pytest.FixtureRequest, db: None) -> Account:
    agency = factories.agency()
    section = factories.section(agency, "市场股")
    return factories.account(agency, request.param, section=section if request.param in SECTION_ROLES else None)


def of(account: Account) -> dict[str, int]:
    home = counting.home_of(Account.objects.get(pk=account.pk))
    return {name.removeprefix("n_"): value for name, value in vars(home).items() if name.startswith("n_")}


def text(account: Account) -> tuple[str, tuple[object, ...]]:
    return counting._statement.__wrapped__(counting._Person(account.pk, standings(account), account))


def test_putting_the_query_together_asks_nothing_of_the_database(person: Account) -> None:
    with clock.at(DAY):
        standings(person)
        with CaptureQueriesContext(connection) as asked:
            text(person)
    assert [each["sql"] for each in asked] == []


def test_the_query_is_the_same_at_every_moment(person: Account) -> None:
    found = set()
    for moment in (datetime(2026, 9, 11, 8), datetime(2026, 9, 11, 23, 59), datetime(2031, 1, 1)):
        with clock.at(moment):
            found.add(text(person))
    assert len(found) == 1


def test_each_count_is_that_of_its_own_list(person: Account) -> None:
    agency = person.appointments.get().agency
    clerk, head = factories.clerk(agency), factories.leader(agency)
    with clock.at(DAY):
        case = factories.application(agency, clerk, section=agency.sections.first())
        factories.application(agency, clerk)
        letter = actions.decide(
            case, answers=factories.GRANTED, given="企业名单和金额", way="当面领取纸质材料", by=clerk
        )
        actions.submit_letter(letter, by=clerk)
        other = factories.agency()
        factories.application(other, factories.clerk(other))
        assert of(person) == {name: rows.count() for name, rows in counting.counted(person).items()}
        factories.approve(letter, head)
        assert of(person) == {name: rows.count() for name, rows in counting.counted(person).items()}


def test_a_count_follows_at_once_what_changes_and_how_a_person_stands() -> None:
    agency = factories.agency()
    clerk = factories.clerk(agency)
    with clock.at(DAY):
        assert of(clerk)["applications"] == 0
        factories.application(agency, clerk)
        assert of(clerk)["applications"] == 1
        assert "approvals" not in of(clerk)
        Appointment.objects.create(account=clerk, agency=agency, role=Role.LEADER)
        assert of(clerk)["approvals"] == 0


def test_the_beat_of_the_background_is_a_moment_on_both_databases() -> None:
    clerk = factories.clerk(factories.agency())
    assert counting.home_of(clerk).oldest_beat is None
    at = clock.moment(DAY)
    Beat.objects.create(name="worker", at=at)
    assert counting.home_of(clerk).oldest_beat == at
