"""From the first opening to the frozen report: who may, what binds, what dies with an edit, and what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

import factories
from gongkai.agencies.models import Agency
from gongkai.applications.models import Application
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.journal import verify
from gongkai.people.models import Account, LogEntry, Role
from gongkai.people.rules import NotAllowed
from gongkai.reporting import actions, freezing, queries
from gongkai.reporting.actions import NotOpen, ReportChanged
from gongkai.reporting.actions.approving import OwnReport
from gongkai.reporting.assembling import approved, shown, work
from gongkai.reporting.checking import Checked
from gongkai.reporting.figures import typeable
from gongkai.reporting.models import Approval, CannotChange, Draft, Frozen, TypedFigure
from gongkai.reports.editions import editions
from gongkai.reports.model import CellId
from reporting.registers import Row, fill

pytestmark = pytest.mark.django_db

JANUARY = date(2026, 1, 12)
RECEIVED = CellId("applications", "received", "natural_person")
PERMITS = CellId("proactive", "permits", "decisions")
PROBLEMS = "一是部分栏目更新不够及时。\n下一步将加强培训，健全制度。"


@dataclass
class House:
    """A bureau with its people and a small register."""

    agency: Agency
    clerk: Account
    head: Account
    leader: Account
    cases: list[Application]


@pytest.fixture
def house() -> Iterator[House]:
    with clock.at(JANUARY):
        agency = factories.agency(name="云岭县商务局")
        cases = fill(
            agency,
            [
                Row(received_on=date(2025, 3, 4), decided_on=date(2025, 3, 20), due_on=date(2025, 4, 1)),
                Row("enterprise", date(2025, 5, 6), date(2025, 5, 30), "partial", "in_person", date(2025, 6, 4)),
                Row("legal_service", date(2025, 12, 29)),
            ],
        )
        yield House(agency, factories.clerk(agency), factories.office_head(agency), factories.leader(agency), cases)


def opened(house: House) -> Draft:
    return actions.open_draft(house.agency, 2025, by=house.clerk)


def complete(house: House) -> Draft:
    """A draft with nothing in the way."""
    draft = opened(house)
    noughts = {cell: Decimal(0) for cell in typeable(editions()["2021"]) if cell.table == "proactive"}
    actions.type_figures(draft, noughts, why="各股室核对，没有发生", by=house.clerk)
    actions.write_section(draft, "problems", PROBLEMS, by=house.clerk, version=0)
    return draft


def submitted(house: House) -> tuple[Draft, Approval]:
    draft = complete(house)
    actions.submit(draft, by=house.clerk)
    return draft, draft.approvals.get()


def frozen(house: House) -> Draft:
    draft, waiting = submitted(house)
    actions.approve(waiting, approve=True, digest=draft.digest, by=house.leader)
    draft.refresh_from_db()
    return draft


def test_a_draft_is_opened_once_in_the_edition_of_its_year(house: House) -> None:
    first, second = opened(house), opened(house)
    assert (first.pk, first.edition, first.state) == (second.pk, "2021", "drafting")
    assert actions.open_draft(house.agency, 2020, by=house.clerk).edition == "2019"
    assert [e.verb for e in LogEntry.objects.filter(verb__startswith="report.")] == ["report.opened"] * 2


@pytest.mark.parametrize("year", [2018, 2027])
def test_a_year_without_a_report_is_not_opened(house: House, year: int) -> None:
    with pytest.raises(GongkaiError, match="只能编写2019年至今年"):
        actions.open_draft(house.agency, year, by=house.clerk)


@pytest.mark.parametrize("role", [Role.LEADER, Role.AUDITOR, Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_only_the_disclosure_office_writes(house: House, role: Role) -> None:
    other = factories.account(house.agency, role)
    draft = opened(house)
    for act in (
        lambda: actions.open_draft(house.agency, 2024, by=other),
        lambda: actions.write_section(draft, "problems", "有问题。", by=other, version=0),
        lambda: actions.type_figure(draft, PERMITS, 3, why="台账", by=other),
        lambda: actions.submit(draft, by=other),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert TypedFigure.objects.count() == 0


def test_another_body_s_clerk_may_do_nothing(house: House) -> None:
    stranger = factories.clerk(factories.agency())
    draft = opened(house)
    with pytest.raises(NotAllowed):
        actions.write_section(draft, "problems", "有问题。", by=stranger, version=0)


def test_two_people_on_one_section_do_not_overwrite_each_other(house: House) -> None:
    draft = opened(house)
    actions.write_section(draft, "problems", PROBLEMS, by=house.clerk, version=0)
    with pytest.raises(ReportChanged):
        actions.write_section(draft, "problems", "另一份。", by=house.head, version=0)
    actions.write_section(draft, "other", "没有收取信息处理费。", by=house.head, version=0)
    actions.write_section(draft, "problems", "改过的问题。\n将改进。", by=house.head, version=1)
    assert {s.key: (s.text, s.version, s.by_id) for s in draft.sections.all()} == {
        "problems": ("改过的问题。\n将改进。", 2, house.head.pk),
        "other": ("没有收取信息处理费。", 1, house.head.pk),
    }


def test_saving_what_was_there_already_changes_nothing(house: House) -> None:
    draft = opened(house)
    before = draft.version
    generated = work(house.agency, 2025).texts["overview"]
    assert actions.write_section(draft, "overview", generated, by=house.clerk, version=0) is None
    assert (draft.version, draft.sections.count()) == (before, 0)
    assert not LogEntry.objects.filter(verb="report.section_written").exists()


def test_a_section_nobody_has_written_follows_the_register(house: House) -> None:
    opened(house)
    assert "新收政府信息公开申请3件" in work(house.agency, 2025).texts["overview"]
    fill(house.agency, [Row()])
    assert "新收政府信息公开申请4件" in work(house.agency, 2025).texts["overview"]


def test_typed_figures_keep_who_why_and_what_was_there_before(house: House) -> None:
    draft = opened(house)
    actions.type_figure(draft, PERMITS, 13, why="政务服务股台账", by=house.clerk)
    actions.type_figure(draft, PERMITS, 15, why="补报2件", by=house.head)
    assert work(house.agency, 2025).figures.values[PERMITS] == 15
    actions.untype(draft, PERMITS, by=house.head)
    assert work(house.agency, 2025).figures.values[PERMITS] is None
    told = [(t.value, t.why, t.by.name, t.replaced_by and t.replaced_by.name) for t in queries.typing_history(draft)]
    assert told == [(15, "补报2件", "王立成", "王立成"), (13, "政务服务股台账", "李文静", "王立成")]
    assert all(t.replaced_at for t in queries.typing_history(draft))
    verbs = LogEntry.objects.filter(verb__in=("report.figures_typed", "report.figure_untyped"))
    assert [e.verb for e in verbs] == ["report.figures_typed"] * 2 + ["report.figure_untyped"]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("proactive/permits/decisions", -1),
        ("proactive/permits/decisions", Decimal("1.5")),
        ("proactive/charges/amount", Decimal("-0.1")),
        ("proactive/charges/amount", Decimal("1.0000001")),
        ("proactive/charges/amount", Decimal("NaN")),
        ("applications/received/total", 4),
        ("applications/handled_total/enterprise", 4),
        ("remedies/suit_direct/total", 4),
        ("proactive/services/decisions", 4),
    ],
)
def test_a_value_the_cell_cannot_hold_is_refused(house: House, cell: str, value: Decimal) -> None:
    draft = opened(house)
    with pytest.raises(GongkaiError):
        actions.type_figure(draft, CellId.parse(cell), value, why="台账", by=house.clerk)
    assert TypedFigure.objects.count() == 0


def test_a_figure_without_a_reason_is_refused_by_action_and_database(house: House) -> None:
    draft = opened(house)
    with pytest.raises(GongkaiError, match="来源和理由"):
        actions.type_figure(draft, PERMITS, 3, why="  ", by=house.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        TypedFigure.objects.create(
            agency=house.agency, year=2025, table="proactive", row="permits", column="decisions", value=1, why="",
            by=house.clerk, at=clock.now(),
        )  # fmt: skip


def test_a_report_with_errors_is_not_sent(house: House) -> None:
    draft = opened(house)
    with pytest.raises(GongkaiError, match="还有2处要改，没有送审"):
        actions.submit(draft, by=house.clerk)
    assert draft.state == "drafting"


def test_a_report_is_not_sent_while_its_year_runs(house: House) -> None:
    draft = complete(house)
    with clock.at(date(2025, 12, 31)), pytest.raises(GongkaiError, match="2025年还没有结束"):
        actions.submit(draft, by=house.clerk)


def test_the_leader_s_approval_freezes_figures_and_records(house: House) -> None:
    draft = frozen(house)
    assert (draft.state, draft.frozen.number, draft.frozen.approved_on) == ("approved", 1, JANUARY)
    assert freezing.intact(draft.frozen)
    report = approved(draft.frozen)
    assert report == shown(draft)
    assert report.signed_on == JANUARY
    assert report.value(CellId("applications", "received", "total")) == 3
    assert freezing.records_of(draft.frozen, RECEIVED) == [house.cases[0].pk]
    assert freezing.records_of(draft.frozen, CellId("applications", "handled_total", "total")) == [
        house.cases[0].pk,
        house.cases[1].pk,
    ]
    assert freezing.records_of(draft.frozen, PERMITS) == []
    assert draft.frozen.body["typed"]["proactive/permits/decisions"]["why"] == "各股室核对，没有发生"
    assert [e.verb for e in LogEntry.objects.filter(verb__startswith="report.")] == [
        "report.opened",
        "report.figures_typed",
        "report.section_written",
        "report.submitted",
        "report.frozen",
        "report.reviewed",
    ]
    assert list(verify()) == []


def test_whoever_had_a_hand_in_it_does_not_approve(house: House) -> None:
    factories.Appointment.objects.create(account=house.clerk, agency=house.agency, role=Role.LEADER)
    factories.Appointment.objects.create(account=house.head, agency=house.agency, role=Role.LEADER)
    draft = complete(house)
    actions.type_figure(draft, PERMITS, 4, why="台账", by=house.head)
    actions.submit(draft, by=house.clerk)
    waiting = draft.approvals.get()
    for person in (house.clerk, house.head):
        with pytest.raises(OwnReport):
            actions.approve(waiting, approve=True, digest=draft.digest, by=person)
    assert list(queries.waiting_for(house.clerk)) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Approval.objects.filter(pk=waiting.pk).update(by=house.clerk, at=clock.now(), verdict="approved")


def test_a_leader_of_another_body_does_not_approve(house: House) -> None:
    draft, waiting = submitted(house)
    with pytest.raises(NotAllowed):
        actions.approve(waiting, approve=True, digest=draft.digest, by=factories.leader(factories.agency()))


def test_an_approval_of_what_was_not_seen_is_refused(house: House) -> None:
    draft, waiting = submitted(house)
    with pytest.raises(ReportChanged):
        actions.approve(waiting, approve=True, digest="0" * 64, by=house.leader)
    Application.objects.filter(pk=house.cases[0].pk).update(outcome="partial")
    with pytest.raises(ReportChanged):
        actions.approve(waiting, approve=True, digest=draft.digest, by=house.leader)
    draft.refresh_from_db()
    assert (draft.state, draft.frozen, waiting.verdict) == ("approving", None, "")


def test_any_edit_takes_a_report_back_from_approval(house: House) -> None:
    draft, waiting = submitted(house)
    actions.write_section(draft, "problems", PROBLEMS + "\n另有不足。", by=house.head, version=1)
    waiting.refresh_from_db()
    assert (draft.state, draft.digest, waiting.voided_why) == ("drafting", "", "送审后又改过")
    with pytest.raises(ReportChanged):
        actions.approve(waiting, approve=True, digest=waiting.digest, by=house.leader)
    actions.submit(draft, by=house.clerk)
    assert [(a.round, a.voided_at is None) for a in queries.approvals_of(draft)] == [(1, False), (2, True)]


def test_a_return_needs_a_reason_and_goes_back_to_the_writers(house: House) -> None:
    draft, waiting = submitted(house)
    with pytest.raises(GongkaiError, match="退回请写一句理由"):
        actions.approve(waiting, approve=False, digest=draft.digest, by=house.leader)
    actions.approve(waiting, approve=False, comment="第五部分太笼统", digest=draft.digest, by=house.leader)
    draft.refresh_from_db()
    assert (draft.state, waiting.verdict, waiting.comment) == ("drafting", "returned", "第五部分太笼统")


def test_a_body_may_ask_two_people_in_order(house: House) -> None:
    chief = factories.account(house.agency, Role.CHIEF, name="陈志远")
    Agency.objects.filter(pk=house.agency.pk).update(chains={"R": ["leader", "chief"]})
    house.agency.refresh_from_db()
    draft, _ = complete(house), None
    actions.submit(draft, by=house.clerk)
    first, second = draft.approvals.all()
    assert list(queries.waiting_for(chief)) == []
    with pytest.raises(GongkaiError, match="前一步还没有审批"):
        actions.approve(second, approve=True, digest=draft.digest, by=chief)
    actions.approve(first, approve=True, digest=draft.digest, by=house.leader)
    draft.refresh_from_db()
    assert (draft.state, list(queries.waiting_for(chief))) == ("approving", [second])
    actions.approve(second, approve=True, digest=draft.digest, by=chief)
    draft.refresh_from_db()
    assert draft.state == "approved"


def test_the_registers_move_on_and_the_report_stays(house: House) -> None:
    draft = frozen(house)
    assert not freezing.differences(draft)
    Application.objects.filter(pk=house.cases[0].pk).update(outcome="partial")
    (late,) = fill(house.agency, [Row("research", date(2025, 12, 31))])
    found = freezing.differences(draft)
    told = {f"{d.cell.row}/{d.cell.column}": (d.then, d.now) for d in found.cells}
    assert told == {
        "received/research": (0, 1),
        "received/total": (3, 4),
        "granted/natural_person": (1, 0),
        "granted/total": (1, 0),
        "partial/natural_person": (0, 1),
        "partial/total": (1, 2),
        "carried_out/research": (0, 1),
        "carried_out/total": (1, 2),
    }
    assert [m.pk for m in found.records] == [house.cases[0].pk, late.pk]
    assert found.records[1].then == ()
    assert shown(draft).value(CellId("applications", "received", "total")) == 3


def test_two_records_that_change_places_are_a_difference_though_no_figure_moves(house: House) -> None:
    (twin,) = fill(house.agency, [Row("natural_person", date(2025, 3, 4), date(2025, 3, 20), "partial")])
    draft = frozen(house)
    Application.objects.filter(pk=house.cases[0].pk).update(outcome="partial")
    Application.objects.filter(pk=twin.pk).update(outcome="granted")
    found = freezing.differences(draft)
    assert (found.cells, [m.pk for m in found.records]) == ((), [house.cases[0].pk, twin.pk])


def test_what_is_approved_is_changed_only_by_opening_it_again(house: House) -> None:
    draft = frozen(house)
    for act in (
        lambda: actions.write_section(draft, "problems", "改。", by=house.clerk, version=1),
        lambda: actions.type_figure(draft, PERMITS, 4, why="台账", by=house.clerk),
        lambda: actions.untype(draft, PERMITS, by=house.clerk),
        lambda: actions.submit(draft, by=house.clerk),
        lambda: actions.recall(draft, by=house.clerk),
    ):
        with pytest.raises(NotOpen):
            act()
    held = draft.frozen
    held.digest = "0" * 64
    with pytest.raises(CannotChange):
        held.save()
    with pytest.raises(CannotChange):
        held.delete()


def test_a_correction_keeps_what_was_published_before(house: House) -> None:
    draft = frozen(house)
    actions.publish(draft, on=JANUARY, address="https://yunling.example/report-2025", by=house.clerk)
    assert draft.state == "published"
    with pytest.raises(GongkaiError, match="请写明为什么重新打开"):
        actions.reopen(draft, why=" ", by=house.clerk)
    actions.reopen(draft, why="漏登1件", by=house.clerk)
    fill(house.agency, [Row()])
    actions.submit(draft, by=house.clerk)
    waiting = draft.approvals.get(voided_at=None)
    actions.approve(waiting, approve=True, digest=draft.digest, by=house.leader)
    draft.refresh_from_db()
    versions = [(f.number, f.replaced_why, approved(f).value(CellId("applications", "received", "total")))
                for f in Frozen.objects.filter(draft=draft)]  # fmt: skip
    assert versions == [(1, "漏登1件", 3), (2, "", 4)]
    assert all(freezing.intact(f) for f in Frozen.objects.all())


def test_a_report_is_published_on_a_day_after_its_approval(house: House) -> None:
    draft = frozen(house)
    for day in (date(2026, 1, 11), date(2026, 1, 13)):
        with pytest.raises(GongkaiError, match="公开日应在批准之后"):
            actions.publish(draft, on=day, by=house.clerk)


def test_a_stale_page_acts_on_nothing(house: House) -> None:
    draft = complete(house)
    with pytest.raises(ReportChanged):
        actions.submit(draft, by=house.clerk, version=1)


def test_a_carry_over_that_does_not_fit_last_year_must_be_put_right_or_explained(house: House) -> None:
    draft = complete(house)
    actions.type_figure(
        draft,
        CellId("applications", "carried_out", "natural_person"),
        2,
        why="2024年年报原件",
        by=house.clerk,
        year=2024,
    )
    checked = Checked(work(house.agency, 2025))
    assert [f.code for f in checked.in_the_way] == ["CARRY"]
    assert [(line.column, line.then, line.now) for line in checked.carry_over.lines if line.agrees is False] == [
        ("natural_person", 2, 0)
    ]
    with pytest.raises(GongkaiError, match="还有1处要改"):
        actions.submit(draft, by=house.clerk)
    actions.explain(draft, "CARRY", "2件由县政府办并入办理，上年报告重复计入。", by=house.clerk)
    actions.submit(draft, by=house.clerk)
    waiting = draft.approvals.get()
    actions.approve(waiting, approve=True, digest=draft.digest, by=house.leader)
    draft.refresh_from_db()
    assert draft.frozen.body["explanations"] == {"CARRY": "2件由县政府办并入办理，上年报告重复计入。"}


def test_an_error_that_can_be_put_right_is_not_explained_away(house: House) -> None:
    draft = opened(house)
    with pytest.raises(GongkaiError, match="写说明不能代替更正"):
        actions.explain(draft, "BLANK", "没有数。", by=house.clerk)
    with pytest.raises(GongkaiError, match="不在检查结果里"):
        actions.explain(draft, "CARRY", "没有这回事。", by=house.clerk)


def test_the_cases_that_make_a_carry_over_wrong_are_named(house: House) -> None:
    frozen(house)
    Application.objects.filter(pk=house.cases[2].pk).update(
        decided_on=date(2025, 12, 31), outcome="other.other", stage="closed"
    )
    (forgotten,) = fill(house.agency, [Row("enterprise", date(2025, 12, 30))])
    with clock.at(date(2027, 1, 8)):
        carried = Checked(work(house.agency, 2026)).carry_over
    assert (carried.agrees, carried.previous.basis) == (False, "frozen")
    assert (carried.more, carried.fewer) == ((forgotten.pk,), (house.cases[2].pk,))


def test_a_register_that_begins_this_year_knows_nothing_of_the_last(house: House) -> None:
    checked = Checked(work(house.agency, 2025))
    assert (checked.previous.basis, checked.previous.report) == ("none", None)
    fill(house.agency, [Row(received_on=date(2024, 11, 5), decided_on=date(2024, 11, 20))])
    checked = Checked(work(house.agency, 2025))
    assert (checked.previous.basis, checked.carry_over.agrees) == ("counted", True)


def test_last_year_s_figures_are_not_typed_over_a_report_that_is_frozen_here(house: House) -> None:
    frozen(house)
    with clock.at(date(2027, 1, 8)):
        draft = actions.open_draft(house.agency, 2026, by=house.clerk)
        with pytest.raises(GongkaiError, match="已经在这里批准"):
            actions.type_figure(draft, RECEIVED, 1, why="原件", by=house.clerk, year=2025)
        with pytest.raises(GongkaiError, match="只能填本年和上一年"):
            actions.type_figure(draft, RECEIVED, 1, why="原件", by=house.clerk, year=2023)


def test_the_report_last_year_is_found_even_while_it_is_open_again(house: House) -> None:
    draft = frozen(house)
    actions.reopen(draft, why="更正", by=house.clerk)
    with clock.at(date(2027, 1, 8)):
        assert Checked(work(house.agency, 2026)).previous.basis == "frozen"
