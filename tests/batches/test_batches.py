"""One thing done to many cases: each says for itself whether it can be done, one press does it, one press takes it back."""

from __future__ import annotations

import pytest

import factories
from gongkai.applications import actions as cases
from gongkai.applications.models import Application, Extension, Letter
from gongkai.batches import actions
from gongkai.batches.models import Batch, BatchRow
from gongkai.errors import GongkaiError
from gongkai.people import journal
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed


@pytest.fixture
def three(bureau):
    return [
        factories.application(
            bureau.agency,
            bureau.clerk,
            person=factories.person(name=f"周{n}", identity_number="", phone=f"1380000123{n}"),
        )
        for n in range(3)
    ]


def picks(many: list[Application]) -> dict[int, int]:
    return {case.pk: case.version for case in many}


def run(bureau, kind: str, many: list[Application], values: dict) -> Batch:
    batch = actions.begin(bureau.agency, kind, picks(many), values, by=bureau.clerk)
    assert actions.carry_on(batch)
    return batch


def states(batch: Batch) -> list[tuple[str, str]]:
    return [(row.state, row.why) for row in batch.rows.all()]


def test_the_preview_says_of_each_case_whether_it_can_be_done_and_changes_nothing(bureau, three):
    cases.assign(three[1], section=bureau.section, by=bureau.clerk)
    seen = picks(three)
    Application.objects.filter(pk=three[2].pk).update(version=9)
    entries = LogEntry.objects.count()
    found = actions.preview(bureau.agency, "assign", seen, {"section": bureau.section.pk}, by=bureau.clerk)
    assert [(v.can, v.why) for v in found] == [
        (True, ""),
        (False, "已经由外贸股承办，不用再指定。"),
        (
            False,
            f"您打开页面以后，{three[2].number}已经被别人办理过，这一步没有执行，以免覆盖。请看过最新的情况再办理，您填的内容还在。",
        ),
    ]
    assert LogEntry.objects.count() == entries
    assert list(Application.objects.order_by("pk").values_list("section", flat=True)) == [None, bureau.section.pk, None]
    assert list(journal.verify()) == []


def test_the_preview_of_an_extension_drafts_no_letter_and_takes_no_number(bureau, three):
    found = actions.preview(bureau.agency, "extend", picks(three), {"days": 20, "reason": "材料多"}, by=bureau.clerk)
    assert [v.can for v in found] == [True, True, True]
    assert (Letter.objects.count(), Extension.objects.count()) == (0, 0)


def test_one_press_assigns_all_and_stale_ones_are_reported_not_overwritten(bureau, three):
    seen = picks(three)
    cases.assign(three[1], section=factories.section(bureau.agency, "法规股"), by=bureau.clerk)
    batch = actions.begin(bureau.agency, "assign", seen, {"section": bureau.section.pk}, by=bureau.clerk)
    assert actions.carry_on(batch)
    assert [state for state, _ in states(batch)] == ["done", "refused", "done"]
    assert [case.section.name for case in Application.objects.order_by("pk")] == ["外贸股", "法规股", "外贸股"]
    begun, ended = LogEntry.objects.filter(verb__startswith="batch.").order_by("pk")
    assert (begun.data["count"], ended.data) == (3, {"done": 2, "refused": 1})


def test_the_whole_batch_is_taken_back(bureau, three):
    batch = run(bureau, "assign", three, {"section": bureau.section.pk})
    assert actions.undo(batch, by=bureau.clerk) == (3, 0)
    assert list(Application.objects.values_list("section", flat=True)) == [None, None, None]
    assert {state for state, _ in states(batch)} == {"undone"}
    with pytest.raises(GongkaiError, match="这一批已经撤回过"):
        actions.undo(batch, by=bureau.clerk)
    assert list(journal.verify()) == []


def test_a_case_that_somebody_worked_on_since_is_kept_and_says_so(bureau, three):
    batch = run(bureau, "assign", three, {"section": bureau.section.pk})
    case = Application.objects.get(pk=three[0].pk)
    cases.assign(case, section=factories.section(bureau.agency, "法规股"), by=bureau.clerk)
    assert actions.undo(batch, by=bureau.clerk) == (2, 1)
    assert states(batch)[0] == ("kept", "办过以后又有人办理过，保持现在的样子。")
    assert Application.objects.get(pk=three[0].pk).section.name == "法规股"


def test_extensions_are_drafted_for_each_and_taken_back_with_their_letters(bureau, three):
    batch = run(bureau, "extend", three, {"days": 20, "reason": "涉及的材料需要逐页核对"})
    assert Letter.objects.filter(code="P5", state="reviewing").count() == 3
    assert actions.undo(batch, by=bureau.clerk) == (3, 0)
    assert (Extension.objects.count(), Letter.objects.filter(code="P5", state="cancelled").count()) == (0, 3)
    # Nothing stands in the way of asking again.
    again = run(bureau, "extend", list(Application.objects.order_by("pk")), {"days": 10, "reason": "逐页核对"})
    assert {state for state, _ in states(again)} == {"done"}


def test_once_a_letter_is_out_nothing_of_the_batch_is_taken_back(bureau, three):
    batch = run(bureau, "extend", three, {"days": 20, "reason": "涉及的材料需要逐页核对"})
    letter = Letter.objects.filter(code="P5").first()
    factories.approve(letter, bureau.head)
    # The applicant reads on the query page, so the last approval sends it out.
    assert letter.state == "issued"
    with pytest.raises(GongkaiError, match="的文书已经发出，这一批不能再撤回"):
        actions.undo(batch, by=bureau.clerk)
    assert Extension.objects.count() == 3
    assert {state for state, _ in states(batch)} == {"done"}


def test_withdrawn_ones_are_closed_and_opened_again(bureau, three):
    for case in three[:2]:
        cases.withdraw(case, words="不用了", by=bureau.clerk)
    batch = run(bureau, "close", list(Application.objects.order_by("pk")), {})
    assert states(batch)[2] == ("refused", "没有登记撤回，也没有选择并入哪一件，不能这样结案。")
    assert [case.stage for case in Application.objects.order_by("pk")] == ["closed", "closed", "handling"]
    assert actions.undo(batch, by=bureau.clerk) == (2, 0)
    assert [(c.stage, c.outcome, c.decided_on) for c in Application.objects.order_by("pk")] == [
        ("handling", "", None)
    ] * 3
    assert Application.objects.get(pk=three[0].pk).withdrawn_on is not None


def test_several_of_one_applicant_are_merged_into_one_of_them(bureau):
    mine = [factories.application(bureau.agency, bureau.clerk) for _ in range(3)]
    batch = run(bureau, "merge", mine[1:], {"into": mine[0].number})
    assert {c.merged_into_id for c in Application.objects.exclude(pk=mine[0].pk)} == {mine[0].pk}
    assert actions.undo(batch, by=bureau.clerk) == (2, 0)
    assert {c.merged_into_id for c in Application.objects.all()} == {None}


def test_a_batch_that_was_stopped_goes_on_where_it_was(bureau, three):
    batch = actions.begin(bureau.agency, "assign", picks(three), {"section": bureau.section.pk}, by=bureau.clerk)
    assert not actions.carry_on(batch, seconds=0)
    assert [state for state, _ in states(batch)] == ["done", "waiting", "waiting"]
    with pytest.raises(GongkaiError, match="还没有办完"):
        actions.undo(batch, by=bureau.clerk)
    assert actions.carry_on(Batch.objects.get(pk=batch.pk))
    assert BatchRow.objects.filter(state="done").count() == 3


def test_who_may_not_do_it_to_one_may_not_do_it_to_many(bureau, three):
    for account in (bureau.contributor, bureau.leader):
        with pytest.raises(NotAllowed):
            actions.preview(bureau.agency, "assign", picks(three), {"section": bureau.section.pk}, by=account)
        with pytest.raises(NotAllowed):
            actions.begin(bureau.agency, "assign", picks(three), {"section": bureau.section.pk}, by=account)


def test_cases_of_another_body_are_left_out(bureau, three):
    other = factories.agency()
    theirs = factories.application(other, factories.clerk(other))
    batch = run(bureau, "assign", [*three, theirs], {"section": bureau.section.pk})
    assert batch.rows.count() == 3
    assert Application.objects.get(pk=theirs.pk).section is None


def test_the_undoing_says_in_the_log_of_each_case_what_happened(bureau, three):
    batch = run(bureau, "assign", three[:1], {"section": bureau.section.pk})
    actions.undo(batch, by=bureau.head)
    entry = LogEntry.objects.get(verb="application.batch_undone")
    assert (entry.actor, entry.subject, entry.data) == (
        "王立成", f"applications.application:{three[0].pk}", {"batch": batch.pk, "section": None}
    )  # fmt: skip
