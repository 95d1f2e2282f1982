"""A Word file becomes public and passes: dropped by a section, checked, reviewed by three people, released on every channel, found
by two characters, repealed, counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Page
from pytest_django import Settings

import factories
from disclosures.channels.far_sides import Account, WeChat, serving
from disclosures.factories import House
from disclosures.factories import house as furnish
from gongkai.agencies.models import Site
from gongkai.config.background import tick
from gongkai.config.home import Home
from gongkai.disclosures.actions import registering
from gongkai.disclosures.channels import deliver
from gongkai.disclosures.channels.settings import set_channel
from gongkai.disclosures.channels.wechat import client
from gongkai.disclosures.models import Draft, Item, Ledger, Release
from gongkai.people import journal
from gongkai.reporting import counting
from story import printing
from story.pages import PHONE, Story


@pytest.fixture
def account() -> Iterator[Account]:
    client._TOKENS.clear()
    made = Account()
    with serving(WeChat, account=made) as address:
        made.base = address  # type: ignore[attr-defined]
        yield made


@pytest.fixture
def bureau(transactional_db: None, account: Account, settings: Settings, tmp_path: Path) -> House:
    settings.NOW = "2025-09-19T09:10"
    settings.HOME, settings.MEDIA_ROOT = Home(tmp_path), tmp_path / "files"
    settings.PRIVATE_NETWORKS = ["127.0.0.0/8"]
    cache.clear()
    Site.objects.create(pk=1, name="云岭县政府信息公开平台", address="https://www.yunling.example")
    made = furnish(
        name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商", organisation_code="99010001"
    )
    made.column.delete()
    registering.set_up_columns(made.agency)
    registering.keep_ledger(made.agency, Ledger.DOCUMENTS, from_year=2025, by=made.office_head)
    for person in (made.contributor, made.section_head, made.clerk, made.office_head, made.leader):
        person.set_password(factories.PASSWORD)
        person.save()
    values = {"app_id": account.app_id, "base": account.base}  # type: ignore[attr-defined]
    set_channel(made.agency, "wechat", active=True, values=values, secret=account.secret, by=made.office_head)
    return made


def test_a_word_file_is_reviewed_by_three_released_everywhere_found_repealed_and_counted(
    bureau: House, account: Account, browser_page: Callable[..., Page], live_server: Any
) -> None:
    story = Story(browser_page, (printing.MOBILE,))
    section = story.person("section", bureau.contributor, secrets=())
    first, office = story.person("first", bureau.section_head), story.person("office", bureau.office_head)
    leader = story.person("leader", bureau.leader, PHONE)
    clerk, citizen = story.person("clerk", bureau.clerk), story.person("citizen")

    printing.the_section_drops_its_word_file(section)
    assert Draft.objects.get().title == printing.TITLE
    story.at("2025-09-19T09:30")
    printing.the_number_is_masked_and_it_is_sent(section)
    story.at("2025-09-19T14:00")
    printing.one_reviews(first)
    story.at("2025-09-22T09:00")
    printing.one_reviews(office, secrecy=True)
    story.at("2025-09-22T18:30")
    printing.one_reviews(leader)
    story.at("2025-09-22T18:31")
    printing.a_citizen_finds_it_by_two_characters(citizen)
    story.at("2025-09-23T08:40")
    address = printing.the_office_sends_it_further(clerk)
    for release in Release.objects.filter(state="waiting"):
        deliver(release.pk)
    poster = printing.the_rest_is_proved(clerk)
    feed = citizen.page.request.get(f"{live_server.url}/feed.atom")
    assert printing.TITLE in feed.text()
    story.at("2026-02-27T10:00")
    printing.the_section_says_it_is_repealed(section)
    printing.the_head_confirms(office)
    story.at("2026-03-02T00:20")
    tick()
    printing.the_catalogue_has_changed(citizen, address)
    story.at("2027-01-11T09:00")
    printing.the_year_has_changed(clerk)
    story.finish()

    item = Item.objects.get()
    assert (item.document_number, item.permanent, item.validity) == (printing.NUMBER, "2025-00001", "repealed")
    assert printing.MOBILE not in item.html
    assert sorted(Release.objects.filter(state="done").values_list("channel", flat=True)) == [
        "package", "portal", "poster", "wechat",
    ]  # fmt: skip
    assert poster[:5] == b"%PDF-"
    assert len(account.drafts) == 1
    counted = {
        year: {cell.column: n for cell, n in counting.count(bureau.agency, year).items() if cell.row == "normative"}
        for year in (2025, 2026)
    }
    assert counted == {
        2025: {"made": 1, "repealed": 0, "in_force": 1},
        2026: {"made": 0, "repealed": 1, "in_force": 0},
    }
    assert list(journal.verify()) == []
    assert story.faults == {}, story.faults
