"""The whole story in a real browser: from the public form to a served answer, and on to the year's table and back to the case.

One bureau with all its people on a few days of September 2025 and one of January 2026; another body beside it, whose applicant and
whose words must stand on no page. Accounts and bodies are made here; everything else is pressed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django import Settings

from gongkai.applications.models import Application
from gongkai.config.home import Home
from gongkai.people import journal
from story import scenes
from story.house import NEIGHBOURS, House, furnish
from story.pages import PHONE, Story


@pytest.fixture
def house(transactional_db: None, settings: Settings, tmp_path: Path) -> House:
    settings.NOW = "2025-09-08T20:14"
    settings.HOME, settings.MEDIA_ROOT = Home(tmp_path), tmp_path / "files"
    cache.clear()
    return furnish()


def test_an_application_goes_from_the_public_form_to_a_served_answer_and_into_the_report(
    house: House, browser_page: Callable[..., Page], live_server: Any
) -> None:
    story = Story(browser_page, NEIGHBOURS)
    citizen, party = story.person("citizen"), story.person("party")
    clerk, head = story.person("clerk", house.clerk), story.person("head", house.head)
    section, leader = story.person("section", house.contributor), story.person("leader", house.leader, PHONE)

    story.at("2025-09-08T20:14")
    code = scenes.she_looks_first_and_applies(citizen)
    story.at("2025-09-09T08:40")
    scenes.it_is_opened_and_registered(clerk)
    scenes.what_is_missing_is_called_for(clerk)
    story.at("2025-09-09T15:20")
    scenes.the_head_lets_it_out(head, "补正告知书")
    story.at("2025-09-10T19:05")
    scenes.she_says_which_year(citizen, code)
    story.at("2025-09-11T09:10")
    scenes.the_section_is_asked(clerk)
    story.at("2025-09-12T10:30")
    scenes.the_section_finds_it(section)
    story.at("2025-09-15T09:00")
    scenes.the_firm_is_asked(clerk)
    story.at("2025-09-15T10:15")
    scenes.the_head_lets_it_out(head, "征求第三方意见书")
    story.at("2025-09-15T16:00")
    where = scenes.the_letter_goes_to_the_firm(clerk)
    story.at("2025-09-19T11:00")
    scenes.the_firm_agrees_in_part(party, where)
    story.at("2025-09-22T09:00")
    scenes.it_is_decided(clerk)
    scenes.the_letter_is_sent_for_approval(clerk)
    story.at("2025-09-22T19:40")
    scenes.the_leader_approves_on_a_telephone(leader)
    story.at("2025-09-23T08:50")
    scenes.the_answer_is_served(clerk)
    story.at("2025-09-24T20:30")
    scenes.she_reads_the_answer(citizen, code)
    story.at("2026-01-12T09:00")
    scenes.the_year_counts_it(clerk)
    scenes.nobody_else_sees_it(
        story.person("neighbour", house.neighbour, secrets=(scenes.TITLE, "周清源", scenes.PARTY)), house
    )
    story.finish()

    case = Application.objects.get(agency=house.agency)
    assert (case.stage, case.outcome, case.received_on, case.due_on, case.decided_on) == (
        "closed", "partial", date(2025, 9, 8), date(2025, 10, 21), date(2025, 9, 23),
    )  # fmt: skip
    assert list(journal.verify()) == []
    assert story.faults == {}
