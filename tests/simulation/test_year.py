"""A year of applications of every kind, played through the actions: every figure of the report equals a recount from the raw
events, and the report holds all its relations.

Few applications by default; the whole year of two thousand with ``GONGKAI_FULL=1``.
"""

from __future__ import annotations

import os
from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

from gongkai.agencies.models import Agency
from gongkai.applications.models import Application, Letter, Number, Series, Stage
from gongkai.demo.play import Player
from gongkai.disclosures import append_only as released
from gongkai.law.outcomes import Outcome
from gongkai.law.receipt import Channel
from gongkai.people import append_only, clock, journal
from gongkai.reporting import actions, counting
from gongkai.reporting.assembling import reading_of, work
from gongkai.reporting.figures import typeable
from gongkai.reports import check
from gongkai.reports.editions import edition_for
from gongkai.severance import append_only as severed
from simulation.recount import COLUMNS, REMEDIES, Cells, facts, recount
from simulation.years import BEGINS, BODY, NEIGHBOUR, PLAYED_UNTIL, YEAR, play, player

NUMBER = 2000 if os.environ.get("GONGKAI_FULL") == "1" else 150

pytestmark = pytest.mark.django_db


def counted(agency: Agency, year: int) -> Cells:
    return {str(cell): n for cell, n in counting.count(agency, year).items()}


def the_same(played: Player, year: int) -> None:
    for slug in (BODY, NEIGHBOUR):
        agency = played.crews[slug].agency
        events = list(played.journal.of(slug))
        assert counted(agency, year) == recount(events, year)
        known = {str(cell): n for cell, n in counting.facts(agency, year).items()}
        assert {key: known[key] for key in facts(events, year)} == facts(events, year)


@pytest.fixture(scope="module")
def year(django_db_setup, django_db_blocker):
    """The year, played to its last day and then until everything that ends has ended; the database is emptied after the module."""
    with django_db_blocker.unblock():
        played = player(NUMBER)
        play(played, BEGINS, date(YEAR, 12, 31))
        bodies = [(slug, of) for slug in played.crews for of in (YEAR - 1, YEAR)]
        at_the_end = {
            "stages": set(Application.objects.filter(agency__slug=BODY).values_list("stage", flat=True)),
            "cells": {(slug, of): counted(played.crews[slug].agency, of) for slug, of in bodies},
            "recount": {(slug, of): recount(played.journal.of(slug), of) for slug, of in bodies},
        }
        play(played, date(YEAR + 1, 1, 1), PLAYED_UNTIL)
        yield played, at_the_end
        append_only.remove(connection)
        released.remove(connection)
        severed.remove(connection)
        call_command("flush", verbosity=0, interactive=False)
        append_only.install(connection)
        released.install(connection)
        severed.install(connection)


def test_on_the_last_day_of_the_year_cases_stand_at_every_stage(year):
    _, then = year
    assert then["stages"] == set(Stage)


def test_every_figure_equals_the_recount_on_the_last_day_of_the_year(year):
    _, then = year
    assert then["cells"] == then["recount"]


@pytest.mark.parametrize("of", [YEAR - 1, YEAR, YEAR + 1])
def test_every_figure_equals_the_recount_when_answers_have_come_back_and_gone_out_again(year, of):
    played, _ = year
    the_same(played, of)


def test_every_kind_of_applicant_channel_and_outcome_was_played(year):
    played, _ = year
    cells = recount(played.journal.of(BODY), YEAR)
    assert {row for row in Outcome if cells[f"applications/{row}/total"] == 0} == set()
    assert {column for column in COLUMNS if cells[f"applications/received/{column}"] == 0} == set()
    arrived = {event.data["channel"] for event in played.journal.of(BODY, "arrived")}
    assert arrived == {channel.value for channel in Channel}
    assert cells["applications/carried_in/total"] > NUMBER // 20
    assert cells["applications/carried_out/total"] > NUMBER // 20
    remedies = {kind: cells[f"remedies/{kind}/total"] for kind in REMEDIES}
    assert {kind for kind, number in remedies.items() if number == 0} == set()


def test_the_report_of_the_year_holds_every_relation(year):
    played, _ = year
    agency, clerk = played.crews[BODY].agency, played.crews[BODY].clerks[0]
    with clock.at(date(YEAR + 1, 6, 1)):
        for of in (YEAR - 1, YEAR):
            draft = actions.open_draft(agency, of, by=clerk)
            blanks = {cell: 0 for cell in typeable(edition_for(of)) if cell.table == "proactive"}
            actions.type_figures(draft, blanks, why="本年没有发生", by=clerk)
            actions.write_section(draft, "problems", "个别答复说理不够充分，已经逐件复核。", by=clerk, version=0)
        last = reading_of(work(agency, YEAR - 1).report)
        found = check(reading_of(work(agency, YEAR).report), previous=last)
    assert [f"{finding.code} {finding.message}" for finding in found if finding.severity == "error"] == []


def test_no_number_is_missing_or_given_twice(year):
    for series in Series.objects.exclude(key="申"):
        taken = list(Number.objects.filter(series=series).order_by("serial").values_list("serial", flat=True))
        assert taken == list(range(1, series.last + 1))
    for (agency, filed_in), serials in _serials().items():
        assert sorted(serials) == list(range(1, len(serials) + 1)), (agency, filed_in)
    numbers = Counter(Letter.objects.exclude(number="").values_list("agency", "number"))
    assert {number: times for number, times in numbers.items() if times > 1} == {}


def _serials() -> dict[tuple[int, int], list[int]]:
    found: dict[tuple[int, int], list[int]] = {}
    for agency, filed_in, serial in Application.objects.values_list("agency", "year", "serial"):
        found.setdefault((agency, filed_in), []).append(serial)
    return found


def test_the_log_of_the_year_verifies(year):
    assert list(journal.verify()) == []
