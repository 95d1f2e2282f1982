"""A repeal, an extension: proposed by a section, confirmed by another, and what follows at once."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from disclosures.factories import House, released_item
from gongkai.disclosures.actions import life
from gongkai.disclosures.models import Item, LifeEvent, NormativeDocument
from gongkai.disclosures.registers import lives
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed

DETAILS = {"registration": "YLXSW-2026-0001", "legality_review": "云司审〔2026〕3号", "fair_competition": "passed"}


def normative(house: House, **values: object) -> Item:
    given = {
        "kind": "normative",
        "title": "云岭县促进外贸稳定增长若干措施",
        "document_number": "云商规〔2026〕1号",
        "made_on": date(2026, 9, 1),
        "effective_on": date(2026, 10, 1),
        "details": DETAILS,
        **values,
    }
    return released_item(house, **given)


def entered(house: House, **values: object) -> NormativeDocument:
    given = {
        "title": "云岭县商贸流通扶持办法",
        "document_number": "云商规〔2021〕2号",
        "made_on": date(2021, 5, 6),
        "section": house.section,
        **values,
    }
    return life.enter_document(house.agency, by=house.contributor, **given)  # type: ignore[arg-type]


def test_a_released_document_takes_its_place_in_the_register(here: House) -> None:
    item = normative(here, valid_until=date(2031, 9, 30))
    document = NormativeDocument.objects.get(item=item)
    assert (document.level, document.registration, document.fair_competition) == (
        "normative",
        "YLXSW-2026-0001",
        "passed",
    )
    assert (document.made_on, document.published_on, document.ended_on, document.ended_how) == (
        date(2026, 9, 1),
        date(2026, 10, 16),
        date(2031, 10, 1),
        "lapsed",
    )
    item.refresh_from_db()
    assert item.validity == "in_force"


def test_a_document_entered_before_it_is_released_keeps_its_place(here: House) -> None:
    document = entered(
        here, document_number="云商规〔2026〕1号", made_on=date(2026, 9, 1), valid_until=date(2028, 1, 1)
    )
    item = normative(here)
    assert [d.pk for d in NormativeDocument.objects.all()] == [document.pk]
    document.refresh_from_db()
    assert (document.item_id, document.title) == (item.pk, "云岭县促进外贸稳定增长若干措施")
    assert document.valid_until == date(2028, 1, 1)


def test_a_policy_has_a_standing_and_no_row_of_the_table(here: House) -> None:
    item = released_item(here, kind="policy", title="关于做好春节市场供应的通知", made_on=date(2026, 1, 5))
    item.refresh_from_db()
    assert (item.validity, NormativeDocument.objects.get(item=item).level) == ("in_force", "other")


def test_a_repeal_counts_only_when_somebody_else_confirms_it(here: House) -> None:
    item = normative(here)
    event = life.propose(item, "repealed", on=date(2026, 10, 16), basis="云商发〔2026〕40号", by=here.contributor)
    item.refresh_from_db()
    assert item.validity == "in_force"
    with pytest.raises(NotAllowed):
        life.confirm(event, by=here.contributor)
    life.confirm(event, by=here.office_head)
    item.refresh_from_db()
    document = NormativeDocument.objects.get(item=item)
    assert (item.validity, document.ended_on, document.ended_how) == ("repealed", date(2026, 10, 16), "repealed")
    verbs = LogEntry.objects.filter(verb__startswith="life.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["life.proposed", "life.confirmed"]


def test_nobody_confirms_what_they_proposed_themselves(here: House) -> None:
    document = entered(here)
    document.section = None
    document.save()
    event = life.propose(document, "repealed", on=date(2026, 10, 16), basis="清理", by=here.office_head)
    with pytest.raises(GongkaiError, match="提出的人不能自己确认"):
        life.confirm(event, by=here.office_head)
    with pytest.raises(IntegrityError), transaction.atomic():
        LifeEvent.objects.filter(pk=event.pk).update(confirmed_by=here.office_head, confirmed_at=clock.now())
    life.confirm(event, by=here.leader)
    document.refresh_from_db()
    assert document.ended_how == "repealed"


def test_a_proposal_is_taken_back_until_it_is_confirmed(here: House) -> None:
    document = entered(here)
    event = life.propose(document, "repealed", on=date(2026, 10, 16), basis="点错了", by=here.contributor)
    life.drop(event, by=here.contributor)
    with pytest.raises(GongkaiError, match="已经有人确认或者撤回"):
        life.confirm(event, by=here.office_head)
    again = life.propose(document, "revised", on=date(2026, 10, 16), by=here.contributor)
    life.confirm(again, by=here.office_head)
    with pytest.raises(GongkaiError, match="已经有人确认或者撤回"):
        life.drop(again, by=here.contributor)


def test_what_was_confirmed_by_mistake_is_struck_out_with_a_reason(here: House) -> None:
    item = normative(here)
    event = life.propose(item, "repealed", on=date(2026, 10, 16), basis="看错文号", by=here.contributor)
    life.confirm(event, by=here.office_head)
    with pytest.raises(NotAllowed):
        life.strike(event, why="文号看错", by=here.contributor)
    life.strike(event, why="文号看错", by=here.leader)
    item.refresh_from_db()
    assert (item.validity, NormativeDocument.objects.get(item=item).ended_on) == ("in_force", None)


@pytest.mark.parametrize(
    ("change", "given", "sentence"),
    [
        ("repealed", {"on": date(2020, 1, 1), "basis": "清理"}, "早于制发日期"),
        ("repealed", {"on": date(2026, 10, 16)}, "请写明依据"),
        ("extended", {"on": date(2026, 10, 16), "valid_until": date(2026, 10, 1)}, "新的有效期至应晚于延长之日"),
        ("made", {"on": date(2026, 10, 16), "basis": "清理"}, "请选修改"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(here: House, change: str, given: dict, sentence: str) -> None:
    with pytest.raises(GongkaiError, match=sentence):
        life.propose(entered(here), change, by=here.contributor, **given)


def test_a_lapsed_document_is_not_extended(here: House) -> None:
    document = entered(here, valid_until=date(2026, 5, 5))
    with pytest.raises(GongkaiError, match="已从2026-05-06起失效"):
        life.propose(document, "extended", on=date(2026, 10, 16), valid_until=date(2028, 1, 1), by=here.contributor)


def test_an_extension_moves_the_last_day(here: House) -> None:
    document = entered(here, valid_until=date(2026, 12, 31))
    event = life.propose(
        document, "extended", on=date(2026, 10, 16), valid_until=date(2029, 12, 31), by=here.contributor
    )
    life.confirm(event, by=here.office_head)
    document.refresh_from_db()
    assert (document.valid_until, document.ended_on) == (date(2029, 12, 31), date(2030, 1, 1))


def test_the_day_brings_what_was_set_before(here: House) -> None:
    item = normative(here, effective_on=date(2026, 11, 1), valid_until=date(2027, 10, 31))
    item.refresh_from_db()
    assert item.validity == "pending"
    assert lives.turn(date(2026, 10, 31)) == 0
    with clock.at(date(2026, 11, 1)):
        assert (lives.turn(), lives.turn()) == (1, 0)
    item.refresh_from_db()
    assert item.validity == "in_force"
    with clock.at(date(2027, 11, 1)):
        assert (lives.turn(), lives.turn()) == (1, 0)
    item.refresh_from_db()
    assert item.validity == "lapsed"


def test_another_body_can_neither_propose_nor_confirm(here: House, other: House) -> None:
    document = entered(here)
    with pytest.raises(NotAllowed):
        life.propose(document, "repealed", on=date(2026, 10, 16), basis="清理", by=other.clerk)
    event = life.propose(document, "repealed", on=date(2026, 10, 16), basis="清理", by=here.contributor)
    for stranger in (other.office_head, other.leader):
        with pytest.raises(NotAllowed):
            life.confirm(event, by=stranger)


def test_a_number_is_entered_once(here: House) -> None:
    entered(here)
    with pytest.raises(GongkaiError, match="已经登记过"):
        entered(here)


def test_two_releases_of_one_number_do_not_stop_the_second(here: House) -> None:
    normative(here)
    second = normative(here, title="云岭县促进外贸稳定增长若干措施（重印）")
    assert NormativeDocument.objects.get(item=second).document_number == ""


def test_the_clean_up_notes_what_stays_and_changes_no_figure(here: House) -> None:
    document = entered(here)
    lapsed = entered(here, document_number="云商规〔2019〕1号", made_on=date(2019, 1, 3), valid_until=date(2024, 1, 1))
    n = life.declare_valid([document, lapsed], on=date(2026, 10, 16), basis="云商发〔2026〕41号", by=here.office_head)
    assert n == 1
    assert document.life.get(kind="declared_valid").basis == "云商发〔2026〕41号"
    document.refresh_from_db()
    assert document.ended_on is None
