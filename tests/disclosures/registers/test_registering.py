"""Rows of the ledgers: typed, taken from a spreadsheet, undone, published as a table, withdrawn."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

from disclosures.factories import House, approve
from disclosures.registers.sheets import book, penalty
from gongkai.disclosures import actions
from gongkai.disclosures.actions import announcing, importing, registering
from gongkai.disclosures.models import Collected, Column, Decision, ImportedRows, Matter, Proposal
from gongkai.errors import GongkaiError
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed

PENALTY = {
    "what": "penalties",
    "number": "云商罚决〔2026〕1号",
    "decided_on": date(2026, 9, 28),
    "party": "张建国",
    "matter": "未按规定建立进货查验记录",
    "result": "罚款500元",
    "amount": Decimal(500),
}


def entered(house: House, **values: object) -> Decision:
    given = {"section": house.section, **PENALTY, **values}
    return registering.enter_decision(house.agency, by=house.contributor, **given)  # type: ignore[arg-type]


def test_a_decision_has_its_seven_working_days_over_the_holidays(here: House) -> None:
    # 国庆 2026: 10-01 to 10-07 off, 10-10 worked.
    assert entered(here).due_on == date(2026, 10, 13)
    assert entered(here, what="coercion", number="云商强〔2026〕1号").due_on == date(2026, 10, 30)
    hidden = entered(here, number="云商罚决〔2026〕2号", public=False, ground="未成年人")
    assert hidden.due_on is None


def test_a_natural_person_is_sealed_and_shown_by_surname(here: House) -> None:
    decision = entered(here)
    assert (decision.party, decision.party_shown, decision.party_is_person) == ("张建国", "张某", True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT party FROM disclosures_decision WHERE id = %s", [decision.pk])
        (stored,) = cursor.fetchone()
    assert stored.startswith("v1:") and "张建国" not in stored
    firm = entered(here, number="云商罚决〔2026〕2号", party="云岭县安达商贸有限公司")
    assert (firm.party_shown, firm.party_is_person) == ("云岭县安达商贸有限公司", False)


def test_a_number_is_entered_once_and_again_after_it_was_voided(here: House) -> None:
    first = entered(here)
    with pytest.raises(GongkaiError, match="台账里已有"):
        entered(here)
    registering.remove_row(first, why="录错", by=here.contributor)
    entered(here)
    assert Decision.objects.filter(removed_at=None).count() == 1


def test_the_good_rows_of_a_file_are_taken_and_the_others_told(here: House) -> None:
    upload = book([penalty(1), penalty(2, 决定日期="上周五"), penalty(3, 当事人="张建国")])
    batch, sheet = importing.import_rows(here.agency, "penalties", upload, by=here.contributor, section=here.section)
    assert batch is not None
    assert (batch.total, batch.taken, batch.refused) == (3, 2, 1)
    assert [(line.row, line.problems) for line in sheet.wrong] == [
        (3, ["决定日期“上周五”不是日期，请写成2025-03-05这样"])
    ]
    taken = Decision.objects.order_by("row")
    assert [(d.row, d.number, d.party, d.party_shown, d.due_on) for d in taken] == [
        (2, "云商罚决〔2026〕1号", "云岭县安达商贸有限公司", "云岭县安达商贸有限公司", date(2026, 3, 16)),
        (4, "云商罚决〔2026〕3号", "张建国", "张某", date(2026, 3, 16)),
    ]
    assert LogEntry.objects.get(verb="rows.imported").data == {"file": "处罚台账.xlsx", "taken": 2, "refused": 1}


def test_a_look_changes_nothing(here: House) -> None:
    sheet = importing.look_into(here.agency, "penalties", book([penalty(1)]))
    assert (len(sheet.good), Decision.objects.count(), ImportedRows.objects.count()) == (1, 0, 0)


def test_a_file_is_taken_once_and_the_mended_row_with_the_second_try(here: House) -> None:
    importing.import_rows(here.agency, "penalties", book([penalty(1), penalty(2, 决定日期="")]), by=here.clerk)
    batch, sheet = importing.import_rows(here.agency, "penalties", book([penalty(1), penalty(2)]), by=here.clerk)
    assert batch is not None and batch.taken == 1
    assert [line.problems for line in sheet.wrong] == [["台账里已有云商罚决〔2026〕1号"]]
    nothing, _ = importing.import_rows(here.agency, "penalties", book([penalty(1), penalty(2)]), by=here.clerk)
    assert (nothing, Decision.objects.count()) == (None, 2)


def test_only_the_chosen_rows_are_taken(here: House) -> None:
    upload = book([penalty(1), penalty(2), penalty(3)])
    batch, _ = importing.import_rows(here.agency, "penalties", upload, by=here.clerk, rows={2, 4})
    assert batch is not None and batch.taken == 2
    assert [d.row for d in Decision.objects.order_by("row")] == [2, 4]


def test_an_import_is_undone_as_a_whole(here: House) -> None:
    kept = entered(here, number="云商罚决〔2026〕9号")
    batch, _ = importing.import_rows(here.agency, "penalties", book([penalty(1), penalty(2)]), by=here.clerk)
    assert batch is not None
    assert importing.undo_import(batch, by=here.clerk) == 2
    assert [d.pk for d in Decision.objects.filter(removed_at=None)] == [kept.pk]
    with pytest.raises(GongkaiError, match="已经撤销过"):
        importing.undo_import(batch, by=here.clerk)
    again, _ = importing.import_rows(here.agency, "penalties", book([penalty(1), penalty(2)]), by=here.clerk)
    assert again is not None and again.taken == 2


def test_what_is_no_table_at_all_is_refused_with_a_sentence(here: House) -> None:
    from gongkai.files.uploads import FileRefused, Upload

    with pytest.raises(FileRefused):
        importing.import_rows(here.agency, "penalties", Upload("台账.xlsx", b"PK\x03\x04nothing"), by=here.clerk)


def test_a_table_for_the_public_is_made_by_code_and_holds_no_name(here: House) -> None:
    registering.set_up_columns(here.agency)
    decisions = [
        entered(here),
        entered(here, number="云商罚决〔2026〕2号", party="云岭县安达商贸有限公司", amount=None),
    ]
    draft = announcing.draft_list(decisions, by=here.contributor)
    assert draft.title == "云岭县商务局行政处罚决定公示（2026年9月28日）"
    assert draft.column is not None and draft.column.slug == "penalty_decision"
    assert draft.details == {"what": "penalties", "first_decided_on": "2026-09-28", "decisions": 2}
    assert "张某" in draft.html and "张建国" not in draft.html
    assert draft.html.count("<tr>") == 3
    with pytest.raises(GongkaiError, match="已经在另一份公示里"):
        announcing.draft_list(decisions[:1], by=here.contributor)


def test_a_released_table_publishes_its_decisions(here: House) -> None:
    registering.set_up_columns(here.agency)
    draft = announcing.draft_list([entered(here)], by=here.contributor)
    actions.submit(draft, by=here.contributor)
    approve(draft, *here.chain)
    decision = Decision.objects.select_related("item").get()
    assert decision.item is not None
    assert decision.item.published_on == date(2026, 10, 16)
    with pytest.raises(GongkaiError, match="已经在另一份公示里"):
        announcing.draft_list([decision], by=here.contributor)


def test_a_given_up_draft_frees_its_decisions(here: House) -> None:
    decision = entered(here)
    draft = announcing.draft_list([decision], by=here.contributor)
    actions.discard(draft, by=here.contributor, version=draft.version)
    again = announcing.draft_list([decision], by=here.contributor)
    decision.refresh_from_db()
    assert decision.item_id == again.item_id


def test_a_decision_that_is_not_public_is_in_no_table(here: House) -> None:
    hidden = entered(here, public=False, ground="未成年人")
    with pytest.raises(GongkaiError, match="选中的有不公开的决定"):
        announcing.draft_list([hidden], by=here.contributor)


def test_an_annulled_penalty_is_to_be_withdrawn_within_three_working_days(here: House) -> None:
    decision = entered(here)
    changed = registering.change_decision(
        decision, "annulled", on=date(2026, 10, 9), why="复议撤销", by=here.contributor, version=decision.version
    )
    assert changed.withdraw_by == date(2026, 10, 13)
    with pytest.raises(GongkaiError, match="请写明原因"):
        registering.change_decision(changed, "void", on=date(2026, 10, 9), why=" ", by=here.contributor)


def test_sums_are_entered_once_for_every_day(here: House) -> None:
    matter = registering.enter_matter(
        here.agency, what="charges", name="检验费", basis="云发改〔2025〕3号", standard="每次80元",
        starts_on=date(2025, 1, 1), by=here.clerk,
    )  # fmt: skip
    first, last = date(2026, 1, 1), date(2026, 6, 30)
    registering.enter_collected(matter, first_on=first, last_on=last, amount=Decimal("12345.67"), by=here.clerk)
    with pytest.raises(GongkaiError, match="日期不能重叠"):
        registering.enter_collected(
            matter, first_on=date(2026, 6, 1), last_on=date(2026, 7, 31), amount=Decimal(1), by=here.clerk
        )
    with pytest.raises(GongkaiError, match="同一年"):
        registering.enter_collected(
            matter, first_on=date(2025, 12, 1), last_on=date(2026, 7, 1), amount=Decimal(1), by=here.clerk
        )
    assert Collected.objects.get().amount == Decimal("12345.67")
    with pytest.raises(GongkaiError, match="还有金额"):
        registering.remove_row(matter, why="录错", by=here.clerk)
    with pytest.raises(GongkaiError, match="要写收费标准"):
        registering.enter_matter(
            here.agency, what="charges", name="培训费", basis="无", starts_on=date(2025, 1, 1), by=here.clerk
        )
    assert Matter.objects.count() == 1


def test_a_proposal_counts_twenty_working_days_from_its_reply(here: House) -> None:
    proposal = registering.enter_proposal(
        here.agency, number="第17号", category="suggestion", session="县十七届人大五次会议", title="关于建设社区便利店的建议",
        proposer="赵代表", received_on=date(2026, 3, 2), by=here.clerk,
    )  # fmt: skip
    assert proposal.due_on is None
    changed = registering.change_proposal(
        proposal, replied_on=date(2026, 9, 7), completion="a", satisfaction="satisfied", by=here.clerk
    )
    assert changed.due_on == date(2026, 10, 10)
    here.agency.readings = {"proposal_reply_days": 15}
    here.agency.save()
    again = registering.change_proposal(Proposal.objects.get(), adopted="已建3家", by=here.clerk)
    assert again.due_on == date(2026, 9, 28)
    with pytest.raises(GongkaiError, match="不公开的，请写明理由"):
        registering.change_proposal(again, openness="not", by=here.clerk)


def test_another_body_and_a_reader_enter_nothing(here: House, other: House) -> None:
    decision = entered(here)
    for stranger in (other.clerk, other.contributor, here.leader):
        with pytest.raises(NotAllowed):
            registering.enter_decision(here.agency, by=stranger, **{**PENALTY, "number": "2"})  # type: ignore[arg-type]
        with pytest.raises(NotAllowed):
            registering.remove_row(decision, why="x", by=stranger)
        with pytest.raises(NotAllowed):
            importing.import_rows(here.agency, "penalties", book([penalty(7)]), by=stranger)


def test_a_contributor_enters_for_the_own_section_only(here: House) -> None:
    with pytest.raises(NotAllowed):
        registering.enter_decision(here.agency, by=here.contributor, **PENALTY)  # type: ignore[arg-type]


def test_the_ready_columns_are_set_up_once(here: House) -> None:
    made = registering.set_up_columns(here.agency, here.office_head)
    assert (made, registering.set_up_columns(here.agency, here.office_head)) == (42, 0)
    interpretation = Column.objects.get(agency=here.agency, slug="interpretation")
    assert (interpretation.parent.name, interpretation.clause, interpretation.freshness) == (  # type: ignore[union-attr]
        "政策文件",
        "20.1",
        "six_months",
    )
    with pytest.raises(NotAllowed):
        registering.set_up_columns(here.agency, here.contributor)


def test_a_ledger_is_declared_and_the_declaration_taken_back(here: House) -> None:
    first = registering.keep_ledger(here.agency, "permits", from_year=2026, by=here.office_head)
    second = registering.keep_ledger(here.agency, "permits", from_year=2025, by=here.office_head)
    first.refresh_from_db()
    assert (first.ended_at is not None, second.ended_at) == (True, None)
    registering.end_ledger(here.agency, "permits", by=here.office_head)
    with pytest.raises(GongkaiError, match="没有声明过"):
        registering.end_ledger(here.agency, "permits", by=here.office_head)
    with pytest.raises(NotAllowed):
        registering.keep_ledger(here.agency, "permits", from_year=2026, by=here.clerk)


def test_five_hundred_rows_take_few_statements(here: House, django_assert_max_num_queries: object) -> None:
    upload = book([penalty(n) for n in range(1, 501)])
    with django_assert_max_num_queries(60):  # type: ignore[operator]
        batch, _ = importing.import_rows(here.agency, "penalties", upload, by=here.clerk)
    assert batch is not None and batch.taken == 500
