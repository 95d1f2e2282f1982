"""A recount beside people at work, and several workers on one recount: each date once, none by the old days."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import close_old_connections, connection

import factories
from calendars import made
from gongkai.agencies.models import AgencyKind
from gongkai.applications import actions as cases
from gongkai.applications.models import Application
from gongkai.calendars import actions
from gongkai.calendars.actions import recounting
from gongkai.calendars.models import Recount
from gongkai.errors import GongkaiError
from gongkai.people import clock, journal
from gongkai.people.models import LogEntry, Role


def together(*jobs) -> None:  # type: ignore[no-untyped-def]
    gate, now = threading.Barrier(len(jobs)), clock.now()

    def one(job):  # type: ignore[no-untyped-def]
        close_old_connections()
        try:
            gate.wait(10)
            with clock.at(now):
                job()
        except GongkaiError:
            pass
        finally:
            connection.close()

    with ThreadPoolExecutor(len(jobs)) as pool:
        list(pool.map(one, jobs))


@pytest.mark.django_db(transaction=True)
def test_two_workers_and_two_clerks_beside_a_recount(transactional_db, monkeypatch):
    monkeypatch.setattr(recounting, "BATCH", 2)
    office = factories.agency(
        name="云岭县人民政府办公室", short_name="县政府办", slug="zfb", code="云政办", kind=AgencyKind.GOVERNMENT_OFFICE
    )
    keeper = factories.account(office, Role.ADMINISTRATOR, name="林晓")
    agency = factories.agency(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商")
    clerk, section = factories.clerk(agency), factories.section(agency)
    many = [
        factories.application(
            agency, clerk, person=factories.person(name=f"周{n}", identity_number="", phone=f"138000012{n:02}")
        )
        for n in range(8)
    ]
    notice = actions.enter(2026, made.year_2026(off=["2026-10-08"], unpaired=1), by=keeper)
    recount = actions.install(notice, by=keeper, revision=1)
    together(
        lambda: actions.carry_on(Recount.objects.get(pk=recount.pk)),
        lambda: actions.carry_on(Recount.objects.get(pk=recount.pk)),
        lambda: [cases.assign(Application.objects.get(pk=case.pk), section=section, by=clerk) for case in many[:4]],
        lambda: [cases.assign(Application.objects.get(pk=case.pk), section=section, by=clerk) for case in many[4:]],
    )
    assert set(Application.objects.values_list("due_on", flat=True)) == {date(2026, 10, 16)}
    assert Application.objects.filter(section=section).count() == 8
    noted = LogEntry.objects.filter(verb="dates.recounted").values_list("subject", flat=True)
    assert len(set(noted)) == len(noted)
    assert Recount.objects.get(pk=recount.pk).moved == len(noted)
    assert list(journal.verify()) == []
