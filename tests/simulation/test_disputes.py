"""Disputes over several years, played through the actions: appeals, suits sent back, retrials, withdrawals, slips put right, answers
given again. Table 4 of every year equals an independent recount from the plain list of events, and no later event moves a year that
was counted.

Few histories by default; five hundred with ``GONGKAI_FULL=1``.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable
from datetime import date

import pytest
from django.core.management import call_command
from django.db import connection

import factories
from gongkai.applications import actions
from gongkai.applications.models import Application, Redo, Stage
from gongkai.disclosures import append_only as released
from gongkai.people import append_only, clock, journal
from gongkai.people.models import Role
from gongkai.reporting import counting
from gongkai.severance import append_only as severed
from simulation.disputes import FIRST, UNTIL, Desk, Event, Player, histories

NUMBER = 500 if os.environ.get("GONGKAI_FULL") == "1" else 60
YEARS = range(FIRST.year, UNTIL.year + 1)
PROMPT, TARDY = "prompt", "tardy"
CHANGED_ON = date(2024, 7, 1)
"""From this day the tardy body counts a mediation as corrected."""

pytestmark = pytest.mark.django_db

# Written down once more, by the words of the form, and not taken from the product.
UPHELD = {"maintained", "claim_rejected", "claim_dismissed"}
CORRECTED = {"annulled", "partly_annulled", "changed", "illegal", "void", "ordered"}
LEAVES_IT = {"appeal_dismissed", "appeal_withdrawn", "retrial_refused"}
KINDS = ("reconsideration", "suit_direct", "suit_after_reconsideration")
COLUMNS = ("upheld", "corrected", "other", "pending", "total")

Cells = dict[str, int]


def column(event: Event) -> str:
    """The column of a result on its own."""
    result = event.data["result"]
    if result in UPHELD:
        return "upheld"
    if result in CORRECTED:
        return "corrected"
    if result == "mediated" and event.body == TARDY and event.told >= CHANGED_ON:
        return "corrected"
    return "other"


def stands(events: list[Event], last: date) -> tuple[str, date | None]:
    """How one case stood on ``last``: column and the day it was settled; ("pending", None) while it was open."""
    rounds: list[list[tuple[str, date]]] = [[]]
    begun = [events[0].day]
    for event in events:
        if event.what == "round":
            rounds.append([])
            begun.append(event.day)
        elif event.what in ("decided", "mended"):
            # What is entered anew takes the place of the slip, on the day that it says.
            if event.data["result"] == "remanded":
                rounds[-1] = [("pending", event.day)]
            elif event.data["result"] in LEAVES_IT:
                below = [settled[0][0] for settled in rounds[:-1] if settled and settled[0][0] != "pending"]
                rounds[-1] = [(below[-1], event.day)]
            else:
                rounds[-1] = [(column(event), event.day)]
    latest = max(place for place, day in enumerate(begun) if day <= last)
    settled = rounds[latest]
    if not settled or settled[0][0] == "pending" or settled[0][1] > last:
        return "pending", None
    return settled[0]


def recount(events: Iterable[Event], body: str, year: int) -> Cells:
    """Table 4 of ``body`` for ``year``."""
    cases: dict[str, list[Event]] = {}
    for event in events:
        if event.body == body:
            cases.setdefault(event.case, []).append(event)
    counted: Counter[str] = Counter()
    for told in cases.values():
        filed = told[0]
        if filed.data["reviewer"] or filed.day > date(year, 12, 31):
            continue
        stood, on = stands(told, date(year, 12, 31))
        if on is None or on.year == year:
            counted[f"remedies/{filed.data['kind']}/{stood}"] += 1
            counted[f"remedies/{filed.data['kind']}/total"] += 1
    return {f"remedies/{kind}/{which}": counted[f"remedies/{kind}/{which}"] for kind in KINDS for which in COLUMNS}


def counted(desk: Desk, year: int, table: str = "remedies") -> Cells:
    return {str(cell): n for cell, n in counting.count(desk.agency, year).items() if cell.table == table}


def staffed(slug: str) -> Desk:
    agency = factories.agency(slug=slug)
    return Desk(agency, factories.clerk(agency), factories.leader(agency))


@pytest.fixture(scope="module")
def played(django_db_setup, django_db_blocker):
    """The histories, played to the end; what was counted on each 31 January is kept."""
    with django_db_blocker.unblock():
        events = histories(NUMBER, 11, prompt=PROMPT, tardy=TARDY)
        desks = {slug: staffed(slug) for slug in (PROMPT, TARDY)}
        head = factories.account(desks[TARDY].agency, Role.OFFICE_HEAD)
        player, left, then = Player(desks), list(events), {}
        for year in YEARS:
            if year == CHANGED_ON.year:
                player.play(left, date(year, 6, 30))
                with clock.at(CHANGED_ON):
                    actions.choose_column(
                        desks[TARDY].agency, code="mediated", bucket="corrected", why="市政务公开办口径", by=head
                    )
            player.play(left, date(year, 12, 31))
            with clock.at(date(year, 12, 31)):
                # Decided anew again and again: none of that shows in table 3 of any year.
                then[year] = {slug: counted(desk, year) for slug, desk in desks.items()}
        yield events, player, then
        append_only.remove(connection)
        released.remove(connection)
        severed.remove(connection)
        call_command("flush", verbosity=0, interactive=False)
        append_only.install(connection)
        released.install(connection)
        severed.install(connection)


@pytest.mark.parametrize("body", [PROMPT, TARDY])
@pytest.mark.parametrize("year", YEARS)
def test_table_4_equals_an_independent_recount(played, body, year):
    events, player, _ = played
    assert counted(player.desks[body], year) == recount(events, body, year)


def test_a_year_once_counted_is_never_moved_by_what_happens_later(played):
    _, player, then = played
    desk = player.desks[PROMPT]
    assert {year: counted(desk, year) for year in YEARS} == {year: then[year][PROMPT] for year in YEARS}


@pytest.mark.parametrize("body", [PROMPT, TARDY])
@pytest.mark.parametrize("year", YEARS)
def test_answers_given_again_leave_table_3_as_it_was(played, body, year):
    _, player, _ = played
    mine = [(case, on) for of, case, on in player.answered if of == body]
    cells = counted(player.desks[body], year, "applications")
    assert cells["applications/granted/total"] == sum(on.year == year for _, on in mine)
    assert cells["applications/unable.not_held/total"] == 0
    assert cells["applications/carried_out/total"] == sum(case.received_on.year <= year < on.year for case, on in mine)


def test_the_histories_hold_everything_that_can_happen(played):
    events, player, _ = played
    happened = {(event.what, event.data.get("level"), event.data.get("result")) for event in events}
    assert {("round", level, None) for level in ("second", "again", "retrial")} <= happened
    assert {
        ("decided", None, result) for result in ("remanded", "appeal_withdrawn", "application_withdrawn")
    } <= happened
    assert "mended" in {event.what for event in events}
    assert any(event.data.get("reviewer") for event in events)
    assert player.again > 0
    assert Redo.objects.filter(called_off_on__isnull=False).exists()
    assert Redo.objects.filter(done_on__isnull=False).count() == player.again
    assert Application.objects.filter(redoing__isnull=False).exclude(stage=Stage.CLOSED).exists()
    total = sum(
        counted(desk, year)[f"remedies/{kind}/total"]
        for desk in player.desks.values()
        for year in YEARS
        for kind in KINDS
    )
    assert total > NUMBER


def test_the_log_of_all_of_it_verifies(played):
    assert list(journal.verify()) == []
