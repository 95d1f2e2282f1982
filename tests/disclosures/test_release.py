"""From a submitted draft to what the public reads."""

from __future__ import annotations

from datetime import date

import pytest

from disclosures import factories as made
from gongkai.disclosures.models import Draft, Item, Release, Version
from gongkai.people import clock


@pytest.fixture
def friday():
    with clock.at(date(2026, 9, 11)):
        yield


@pytest.fixture
def house(db: None, friday: None) -> made.House:
    return made.house(name="云岭县商务局", slug="shangwu", code="云商", organisation_code="11410000MB0000000X")


def test_three_approvals_release_the_draft_with_its_numbers(house: made.House) -> None:
    draft = made.submitted(house, title="云岭县2026年促消费工作安排")
    assert [(r.step, r.label, r.secrecy) for r in draft.reviews.all()] == [
        (1, "科室初审", False),
        (2, "办公室复审、保密审查", True),
        (3, "分管领导终审", False),
    ]
    assert Item.objects.get(pk=draft.item_id).current is None
    made.approve(draft, house.section_head, house.office_head, house.leader)
    assert draft.stage == Draft.Stage.RELEASED
    item = Item.objects.get(pk=draft.item_id)
    assert (item.permanent, item.index_number) == ("2026-00001", "11410000MB0000000X/2026-00001")
    assert (item.title, item.html, item.published_on) == (draft.title, draft.html, date(2026, 9, 11))
    version = Version.objects.get(item=item)
    assert (version.number, version.digest, version.draft_id) == (1, draft.digest, draft.pk)
    assert [(r.channel, r.state) for r in Release.objects.filter(item=item)] == [("portal", "done")]
