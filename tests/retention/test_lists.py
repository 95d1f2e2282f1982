"""What is due, what is held, who lets it go, and what can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

import factories
from gongkai.applications import actions as cases
from gongkai.applications.models import Application
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.journal import verify
from gongkai.people.models import LogEntry, Role
from gongkai.people.rules import NotAllowed
from gongkai.retention import actions, computing, schedule
from gongkai.retention.models import DestructionList, Entry
from retention.scene import TODAY, House, approved, house, let_pass, planted

pytestmark = pytest.mark.django_db


def due(of: House, kind: str, today: date = TODAY) -> list[tuple[str, str, str, str]]:
    return [
        (each.what, each.starts_on.isoformat(), each.due_on.isoformat(), each.held)
        for each in computing.due(of.agency, today, kind)
    ]


@pytest.mark.parametrize(
    ("kind", "start", "last", "day_before"),
    [
        ("identity", "2020-03-04", "2021-03-04", date(2021, 3, 3)),
        ("contact", "2020-03-04", "2022-03-04", date(2022, 3, 3)),
        ("case", "2021-01-01", "2031-01-01", date(2030, 12, 31)),
        ("letters", "2021-01-01", "2051-01-01", date(2050, 12, 31)),
    ],
)
def test_a_kind_is_due_on_its_day_and_not_the_day_before(kind: str, start: str, last: str, day_before: date) -> None:
    of = house(code="云甲")
    planted(of)
    what = "云甲公开申〔2020〕1号的申请人" if kind in ("identity", "contact") else "云甲公开申〔2020〕1号"
    assert due(of, kind, day_before) == []
    assert due(of, kind, day_before + timedelta(days=1)) == [(what, start, last, "")]


def test_a_length_of_the_body_wins_over_the_shipped_one_and_needs_a_note() -> None:
    of = house()
    planted(of)
    with pytest.raises(GongkaiError, match="请写明依据或者理由"):
        actions.set_length(of.agency, "case", value=5, note=" ", by=of.head)
    actions.set_length(of.agency, "case", value=5, note="县档案馆批复的本机关保管期限表", by=of.head)
    assert len(due(of, "case")) == 1
    actions.set_length(of.agency, "case", value=None, note="移交档案馆以前一律保留", by=of.head)
    assert due(of, "case", date(2090, 1, 1)) == []
    kept = [entry.data for entry in LogEntry.objects.filter(verb="retention.length_set")]
    assert [(each["was"], each["now"]) for each in kept] == [("10年", "5年"), ("5年", "永久")]
    with pytest.raises(NotAllowed):
        actions.set_length(of.agency, "case", value=1, note="x", by=of.clerk)


def test_log_in_records_are_kept_for_at_least_six_months() -> None:
    of = house()
    with pytest.raises(GongkaiError, match="不得少于6个月"):
        actions.set_length(of.agency, "logs", value=5, unit="months", note="少存一点", by=of.head)
    actions.set_length(of.agency, "logs", value=6, unit="months", note="按法定最短", by=of.head)
    assert str(schedule.lines(of.agency)["logs"].length) == "6个月"


def test_an_open_dispute_holds_and_so_does_the_time_after_it() -> None:
    of = house()
    case = planted(of)
    remedy = cases.file_remedy(
        of.agency, kind="suit_direct", filed_on=date(2020, 8, 1), authority="云岭县人民法院", number="（2020）云01行初7号",
        application=case, by=of.clerk,
    )  # fmt: skip
    assert due(of, "identity")[0][3] == "未经复议直接起诉没有了结：（2020）云01行初7号"
    cases.conclude_remedy(remedy, detail="claim_dismissed", on=date(2026, 8, 1), by=of.clerk)
    assert due(of, "identity")[0][3] == "（2020）云01行初7号审结后可以起诉、上诉、申请再审的时间到2027-02-01"
    assert due(of, "identity", date(2027, 2, 2))[0][3] == ""


def test_a_remedy_period_that_runs_holds_whatever_the_schedule_says() -> None:
    of = house()
    actions.set_length(of.agency, "identity", value=1, unit="days", note="试试", by=of.head)
    planted(of, on=date(2026, 8, 20))
    assert due(of, "identity")[0][3] == "复议、诉讼期限到2027-03-06"
    assert due(of, "identity", date(2027, 3, 7))[0][3] == ""


def test_an_applicant_with_an_open_case_is_not_due_at_all() -> None:
    of = house()
    planted(of)
    from retention.scene import planted_person

    factories.application(of.agency, of.clerk, person=planted_person())
    assert due(of, "identity") == []


def test_a_hold_by_hand_holds_until_it_is_lifted_and_says_why() -> None:
    of = house()
    case = planted(of)
    hold = actions.place_hold(of.agency, case, reason="审计署调阅", by=of.clerk)
    assert due(of, "contact")[0][3] == "人工停止销毁：审计署调阅"
    with pytest.raises(GongkaiError, match="已经停止销毁"):
        actions.place_hold(of.agency, case, reason="再来一次", by=of.head)
    with pytest.raises(GongkaiError, match="没有期满可以销毁的"):
        actions.draw_up(of.agency, kinds=["contact", "identity"], by=of.clerk)
    actions.lift_hold(hold, why="调阅结束", by=of.head)
    assert due(of, "contact")[0][3] == ""
    whole = actions.place_hold(of.agency, None, reason="机构改革移交", by=of.leader)
    assert due(of, "contact")[0][3] == "本机关全部停止销毁：机构改革移交"
    actions.lift_hold(whole, why="移交完毕", by=of.leader)


def test_a_piece_of_a_split_application_is_held_with_its_siblings() -> None:
    of = house()
    with clock.at(date(2020, 3, 2)):
        case = factories.application(of.agency, of.clerk)
        pieces = cases.split(case, [("甲", "甲的内容"), ("乙", "乙的内容")], reason="两件事", by=of.clerk)
        cases.withdraw(case, by=of.clerk)
        cases.close_without_answer(case, by=of.clerk)
    assert [(each.held) for each in computing.due(of.agency, date(2031, 1, 1), "case")] == [
        "与它拆分、并案的另一件：还没有办结"
    ]
    with clock.at(date(2020, 3, 3)):
        cases.withdraw(pieces[0], by=of.clerk)
        cases.close_without_answer(pieces[0], by=of.clerk)
    assert [each.held for each in computing.due(of.agency, date(2031, 1, 1), "case")] == ["", ""]


def test_whoever_drew_the_list_up_does_not_approve_it_and_neither_does_the_database_let_them() -> None:
    of = house()
    planted(of)
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.head)
    with pytest.raises(GongkaiError, match="要由另一个人审批"):
        actions.approve(found, digest=found.digest, by=of.head)
    with pytest.raises(NotAllowed):
        actions.approve(found, digest=found.digest, by=of.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.filter(pk=found.pk).update(decided_by=of.head)
    with pytest.raises(IntegrityError), transaction.atomic():
        DestructionList.objects.filter(pk=found.pk).update(state="pending")
    actions.approve(found, digest=found.digest, by=of.leader)
    assert (found.state, found.erase_from) == ("pending", date(2026, 10, 11))


def test_an_approval_binds_to_what_stood_on_the_list() -> None:
    of = house()
    planted(of)
    found = actions.draw_up(of.agency, kinds=["identity", "contact"], by=of.clerk)
    seen = found.digest
    entry = found.entries.get(kind="contact")
    actions.restore(found, [entry.pk], why="申请人还在来电", by=of.clerk)
    with pytest.raises(GongkaiError, match="已经被别人办理过"):
        actions.approve(found, digest=seen, by=of.leader)
    actions.approve(found, digest=found.digest, by=of.leader)
    assert [e.kind for e in found.entries.filter(state="waiting")] == ["identity"]


def test_what_stands_on_an_open_list_does_not_come_on_a_second_one() -> None:
    of = house()
    planted(of)
    first = actions.draw_up(of.agency, kinds=["identity"], by=of.clerk)
    with pytest.raises(GongkaiError, match="没有期满可以销毁的"):
        actions.draw_up(of.agency, kinds=["identity"], by=of.head)
    actions.withdraw_list(first, why="期限还要讨论", by=of.clerk)
    assert actions.draw_up(of.agency, kinds=["identity"], by=of.clerk).number.endswith("〔2026〕2号")


def test_a_list_that_is_sent_back_frees_what_stood_on_it() -> None:
    of = house()
    planted(of)
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.clerk)
    actions.send_back(found, comment="先问档案馆", by=of.leader)
    assert (found.state, found.entries.get().state, found.entries.get().state_why) == (
        "returned",
        "restored",
        "先问档案馆",
    )
    assert len(due(of, "identity")) == 1


def test_nothing_is_erased_in_the_grace_and_until_then_all_of_it_can_be_restored() -> None:
    of = house()
    case = planted(of)
    found = approved(of, "identity", "contact")
    assert let_pass(29) == 0
    case.applicant.refresh_from_db()
    assert case.applicant.identity_number == "410000199001017777"
    actions.restore(found, [e.pk for e in found.entries.all()], why="又来复查", by=of.leader)
    found.refresh_from_db()
    assert found.state == "withdrawn"
    assert let_pass(60) == 0
    case.applicant.refresh_from_db()
    assert case.applicant.identity_number == "410000199001017777"


def test_another_body_sees_and_moves_nothing() -> None:
    of, other = house(), house()
    case = planted(of)
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.clerk)
    assert list(computing.due(other.agency)) == []
    for attempt in (
        lambda: actions.approve(found, digest=found.digest, by=other.leader),
        lambda: actions.withdraw_list(found, why="x", by=other.clerk),
        lambda: actions.place_hold(of.agency, case, reason="x", by=other.clerk),
        lambda: actions.draw_up(of.agency, kinds=["contact"], by=other.clerk),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    with pytest.raises(GongkaiError, match="没有这一件申请"):
        actions.place_hold(other.agency, case, reason="x", by=other.clerk)


def test_an_auditor_sees_and_changes_nothing() -> None:
    of = house()
    planted(of)
    auditor = factories.account(of.agency, Role.AUDITOR)
    for attempt in (
        lambda: actions.draw_up(of.agency, kinds=["identity"], by=auditor),
        lambda: actions.place_hold(of.agency, None, reason="x", by=auditor),
        lambda: actions.set_length(of.agency, "case", value=1, note="x", by=auditor),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_every_step_is_in_the_log_and_the_log_still_holds() -> None:
    of = house()
    planted(of)
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.clerk)
    actions.approve(found, digest=found.digest, by=of.leader)
    actions.withdraw_list(found, why="不销毁了", by=of.clerk)
    verbs = LogEntry.objects.filter(verb__startswith="destruction.").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["destruction.drawn_up", "destruction.approved", "destruction.withdrawn"]
    assert list(verify()) == []
    assert Application.objects.count() == 1
    assert Entry.objects.get().state == "restored"
