"""The reply to a suggestion or proposal on its way to the public, from its row in the ledger."""

from __future__ import annotations

from datetime import date

import pytest

from disclosures.factories import House, approve
from gongkai.disclosures import actions
from gongkai.disclosures.actions import announcing, registering
from gongkai.disclosures.models import Draft, Proposal
from gongkai.disclosures.registers import queries
from gongkai.errors import GongkaiError
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed

TEXT = "<p>您提出的“规范夜市管理”收悉，现答复如下。已列入今年工作安排。</p>"


def answered(here: House, **values: object) -> Proposal:
    given: dict[str, object] = {
        "number": "第11号", "category": "suggestion", "session": "县十七届人大五次会议", "title": "规范夜市管理",
        "proposer": "柳代表", "proposer_hidden": True, "received_on": date(2026, 3, 2), "replied_on": date(2026, 10, 9),
        "completion": "a", "section": here.section, **values,
    }  # fmt: skip
    return registering.enter_proposal(here.agency, by=here.contributor, **given)


def test_a_reply_is_drafted_with_what_the_ledger_knows_and_without_a_hidden_name(here: House) -> None:
    registering.set_up_columns(here.agency)
    made = answered(here)
    draft = announcing.draft_reply(made, by=here.contributor)
    assert draft.title == "关于县十七届人大五次会议第11号建议的答复"
    assert (draft.kind, draft.column.slug if draft.column else "", draft.made_on) == (
        "proposal", "proposal", date(2026, 10, 9),
    )  # fmt: skip
    assert draft.details == {
        "number": "第11号", "category": "suggestion", "session": "县十七届人大五次会议", "role": "main",
        "replied_on": "2026-10-09", "completion": "a",
    }  # fmt: skip
    made.refresh_from_db()
    assert made.item_id == draft.item_id
    assert LogEntry.objects.get(verb="proposal.drafted").data == {"number": "第11号"}


def test_a_name_that_may_be_shown_goes_along(here: House) -> None:
    draft = announcing.draft_reply(answered(here, proposer_hidden=False, category="proposal"), by=here.contributor)
    assert (draft.title, draft.details["proposer"]) == ("关于县十七届人大五次会议第11号提案的答复", "柳代表")


def test_a_released_reply_is_late_no_more(here: House) -> None:
    registering.set_up_columns(here.agency)
    made = answered(here)
    waits = Proposal.objects.filter(pk__in=[row.pk for row in _waiting(here)])
    assert list(waits) == [made]
    draft = announcing.draft_reply(made, by=here.contributor, html=TEXT)
    assert [row.pk for row in _waiting(here)] == [made.pk], "a draft is not yet public"
    actions.submit(draft, by=here.contributor)
    approve(draft, *here.chain)
    made.refresh_from_db()
    assert made.item is not None and made.item.published_on == date(2026, 10, 16)
    assert _waiting(here) == []


def _waiting(here: House) -> list[Proposal]:
    return [row for what, _, _, row, _ in queries._proposals(here.agency) if what == "proposal"]  # type: ignore[misc]


def test_there_is_one_draft_at_a_time_and_a_new_one_after_it_was_given_up(here: House) -> None:
    made = answered(here)
    draft = announcing.draft_reply(made, by=here.contributor)
    with pytest.raises(GongkaiError, match="已有一份稿件"):
        announcing.draft_reply(made, by=here.contributor)
    assert Draft.objects.count() == 1
    actions.discard(draft, by=here.contributor, version=draft.version)
    again = announcing.draft_reply(made, by=here.contributor)
    made.refresh_from_db()
    assert made.item_id == again.item_id


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"replied_on": None, "completion": ""}, "还没有登记答复日期"),
        ({"openness": "not", "ground": "涉及商业秘密"}, "登记为不公开"),
        ({"part": "joint"}, "由主办单位公开答复"),
    ],
)
def test_what_is_not_to_be_published_is_not_drafted(here: House, values: dict[str, object], why: str) -> None:
    with pytest.raises(GongkaiError, match=why):
        announcing.draft_reply(answered(here, **values), by=here.contributor)
    assert Draft.objects.count() == 0


def test_who_only_approves_does_not_draft_it(here: House) -> None:
    with pytest.raises(NotAllowed):
        announcing.draft_reply(answered(here), by=here.leader)
