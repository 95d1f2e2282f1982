"""Two at once, on either database: a row is worked on once; a letter that goes out meanwhile stops the undoing."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections, connection

import factories
from gongkai.applications import actions as cases
from gongkai.applications.models import Application, Extension, Letter
from gongkai.batches import actions
from gongkai.batches.models import Batch, BatchRow
from gongkai.errors import GongkaiError
from gongkai.people import clock, journal
from gongkai.people.models import LogEntry, Role


def together(*jobs) -> list[object]:  # type: ignore[no-untyped-def]
    """Run all at once; what each gives, or the GongkaiError it raised."""
    gate, now = threading.Barrier(len(jobs)), clock.now()

    def one(job):  # type: ignore[no-untyped-def]
        close_old_connections()
        try:
            gate.wait(10)
            with clock.at(now):
                return job()
        except GongkaiError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        return list(pool.map(one, jobs))


@pytest.fixture
def busy(transactional_db):
    agency = factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    clerk, head = factories.clerk(agency), factories.office_head(agency)
    section = factories.section(agency)
    factories.account(agency, Role.LEADER)
    many = [
        factories.application(
            agency, clerk, person=factories.person(name=f"周{n}", identity_number="", phone=f"138000012{n:02}")
        )
        for n in range(6)
    ]
    return agency, clerk, head, section, many


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_batch_do_each_case_once(busy):
    agency, clerk, _, section, many = busy
    batch = actions.begin(agency, "assign", {c.pk: c.version for c in many}, {"section": section.pk}, by=clerk)
    together(*[lambda: actions.carry_on(Batch.objects.get(pk=batch.pk))] * 3)
    assert list(BatchRow.objects.values_list("state", flat=True)) == ["done"] * 6
    assert LogEntry.objects.filter(verb="application.assigned").count() == 6
    assert LogEntry.objects.filter(verb="batch.ended").count() == 1
    assert list(journal.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_undoing_while_a_letter_goes_out_leaves_either_all_or_nothing(busy):
    agency, clerk, head, _, many = busy
    batch = actions.begin(agency, "extend", {c.pk: c.version for c in many}, {"days": 5, "reason": "核对"}, by=clerk)
    actions.carry_on(batch)
    letter = Letter.objects.filter(code="P5").order_by("pk").first()
    # The last approval sends it to the query page.
    together(
        lambda: actions.undo(Batch.objects.get(pk=batch.pk), by=clerk),
        lambda: factories.approve(letter, head),
    )
    letter.refresh_from_db()
    taken_back = Batch.objects.get(pk=batch.pk).undone_at is not None
    assert (letter.state, taken_back) in (("issued", False), ("cancelled", True))
    assert Extension.objects.count() == (0 if taken_back else 6)
    assert list(journal.verify()) == []


@pytest.mark.django_db(transaction=True)
def test_somebody_who_works_on_a_case_meanwhile_is_not_overwritten(busy):
    agency, clerk, _, section, many = busy
    other = factories.section(agency, "法规股")
    batch = actions.begin(agency, "assign", {c.pk: c.version for c in many}, {"section": section.pk}, by=clerk)
    together(
        lambda: actions.carry_on(Batch.objects.get(pk=batch.pk)),
        lambda: cases.assign(Application.objects.get(pk=many[5].pk), section=other, by=clerk, version=many[5].version),
    )
    row = BatchRow.objects.get(application=many[5])
    found = Application.objects.get(pk=many[5].pk).section
    assert (row.state, found) in (("done", section), ("refused", other))
