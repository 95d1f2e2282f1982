"""Facts of publication: counted from releases and ledgers, told in section one with each number on its record, and claims marked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import override_settings

from disclosures.factories import House, house, old_item, released_item
from gongkai.disclosures import actions
from gongkai.disclosures.actions import registering
from gongkai.people import clock
from gongkai.reporting import counting
from gongkai.reporting.assembling import work
from gongkai.reporting.claims import claims
from gongkai.reporting.counting import fact_rules as known
from gongkai.reports.model import CellId

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def friday(tmp_path) -> Iterator[None]:  # type: ignore[no-untyped-def]
    with clock.at(date(2026, 10, 16)), override_settings(MEDIA_ROOT=tmp_path):
        yield


@pytest.fixture
def here(db: None) -> House:
    made = house(name="云岭县商务局", slug="shangwu", code="云商")
    policy = released_item(made, kind="policy", title="以旧换新实施细则", clause="20.1")
    released_item(
        made,
        kind="interpretation",
        title="一图读懂",
        clause="20.1",
        details={"policy": policy.permanent, "form": "picture"},
    )
    old_item(made.agency, "去年的通知", on=date(2025, 12, 31), kind="policy")
    old_item(made.agency, "征求意见", on=date(2026, 8, 3), kind="consultation", clause="20.15")
    proposal = registering.enter_proposal(
        made.agency, number="17", category="suggestion", title="便利店", received_on=date(2026, 3, 2), by=made.clerk
    )
    registering.change_proposal(proposal, replied_on=date(2026, 9, 28), by=made.clerk)
    return made


def test_facts_are_counted_and_open_their_records(here: House) -> None:
    facts = counting.facts(here.agency, 2026)
    wanted = {
        known.ITEMS: 3,
        known.ITEMS_BY_CLAUSE["20.1"]: 2,
        known.POLICIES: 1,
        known.INTERPRETATIONS: 1,
        known.OPINIONS_ASKED: 1,
        known.PAIRED: 1,
        known.SUGGESTIONS: 1,
        known.PROPOSALS: 0,
        known.OUTLETS["portal"]: 2,
        known.OUTLETS["wechat"]: 0,
    }
    assert {cell: facts[cell] for cell in wanted} == wanted
    for cell, n in wanted.items():
        assert counting.records(here.agency, 2026, cell).count() == n
    assert counting.facts(here.agency, 2025)[known.ITEMS] == 1


def test_a_second_version_is_no_second_release(here: House) -> None:
    from disclosures.factories import approve
    from gongkai.disclosures.models import Item

    item = Item.objects.get(title="以旧换新实施细则")
    draft = actions.change(item, by=here.contributor, note="更正一处")
    actions.save(draft, by=here.contributor, version=draft.version, fields={"summary": "改过的概述"})
    actions.submit(draft, by=here.contributor)
    approve(draft, *here.chain)
    assert counting.facts(here.agency, 2026)[known.OUTLETS["portal"]] == 2


def test_section_one_tells_what_is_on_record_and_nothing_else(here: House) -> None:
    sentences = work(here.agency, 2026).drafted["overview"]
    told = [
        (s.text, s.topic) for s in sentences if any(cell.row in ("items", "releases", "proposals") for cell in s.cells)
    ]
    assert told == [
        ("主动公开方面，全年主动公开政府信息3条，其中其他政策文件1件、政策解读1篇。", True),
        ("发布渠道：本网站2条。", False),
        ("公开征求意见1次。", False),
        ("答复人大代表建议1件。", False),
    ]
    assert sentences[0].cells == (known.ITEMS, known.POLICIES, known.INTERPRETATIONS)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("全年主动公开政府信息3条，公开政策解读1篇。", []),
        ("全年主动公开政府信息 8 条。", [("LEDGER-TEXT", (known.ITEMS,))]),
        ("公开政策解读2篇。", [("LEDGER-TEXT", (known.INTERPRETATIONS,))]),
        ("开展业务培训3次，召开会议2次。", [("UNRECORDED", ())]),
        ("微信公众号发布12条。", [("UNRECORDED", ())]),
        ("受理申请3件，均按时答复。", []),
    ],
)
def test_claims_are_held_against_the_ledgers(
    here: House, text: str, codes: list[tuple[str, tuple[CellId, ...]]]
) -> None:
    found = list(claims(text, counting.facts(here.agency, 2026)))
    assert [(finding.code, finding.cells) for finding in found] == codes


def test_the_draft_of_section_one_contradicts_no_ledger(here: House) -> None:
    made = work(here.agency, 2026)
    assert list(claims(made.texts["overview"], made.facts)) == []
