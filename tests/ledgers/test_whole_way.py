"""Mapping that is remembered, words that are asked once, cases that go on, undo and what stands in its way, files that go out and come
back."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest

import factories
from gongkai.applications import actions as cases
from gongkai.applications import clocks
from gongkai.applications.actions import intake
from gongkai.applications.models import Applicant, Application, Stage
from gongkai.applications.next_step import next_step
from gongkai.errors import GongkaiError
from gongkai.files.uploads import FileRefused, Upload
from gongkai.ledgers import actions, exporting, mending, particulars
from gongkai.ledgers.actions.resting import forget
from gongkai.ledgers.actions.undoing import DoneSince
from gongkai.ledgers.models import Batch, Imported, Line
from gongkai.people import clock
from gongkai.people.models import Role
from gongkai.people.rules import NotAllowed
from gongkai.reports.outputs.csv import safe
from ledgers import small, whole

TODAY = date(2026, 6, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def body():
    return factories.agency(code="云商")


@pytest.fixture
def clerk(body):
    return factories.clerk(body)


def test_columns_words_and_whole_columns_are_remembered_for_the_next_file_of_the_same_head(body, clerk):
    head = ("件的号", "谁", "哪种人", "收到日期", "要什么", "答复日期", "答复类型")
    first = actions.take_in(
        body,
        Upload("2023.csv", small.sheet(small.row(outcome="非政府信息"), head=(*head[:1], "申请人", *head[2:]))),
        by=clerk,
    )
    shape = first.sheets[0]["shape"]
    assert "kind" not in first.sheets[0]["columns"]
    columns = {"number": 0, "applicant": 1, "kind": 2, "received_on": 3, "content": 4, "decided_on": 5, "outcome": 6}
    whole.settle(
        first,
        clerk,
        columns={shape: columns},
        words={"outcome": {"非政府信息": "other.other"}},
        whole={"channel": "in_person"},
    )
    assert first.lines.get().state == Line.State.CLEAN
    again = actions.take_in(
        body,
        Upload(
            "2024.csv",
            small.sheet(small.row(number="2024-2", outcome="非政府信息"), head=(*head[:1], "申请人", *head[2:])),
        ),
        by=clerk,
    )
    assert (again.sheets[0]["columns"], again.sheets[0]["remembered"]) == (columns, True)
    assert (again.asks, again.whole) == ([], {"channel": "in_person"})
    # Another body remembers nothing of it.
    other = factories.agency()
    theirs = actions.take_in(
        other,
        Upload("2024.csv", small.sheet(small.row(outcome="非政府信息"), head=(*head[:1], "申请人", *head[2:]))),
        by=factories.clerk(other),
    )
    assert theirs.sheets[0]["remembered"] is False
    assert [ask[:2] for ask in theirs.asks] == [["outcome", "非政府信息"]]


def test_an_imported_case_is_a_case_of_the_register_with_its_row_beside_it_and_no_letter(body, clerk):
    head = (*small.HEAD, "联系电话", "答复文号", "备注")
    batch = whole.take(
        whole.hand_in(
            body, clerk, small.sheet(small.row(more=("0399-5550000", "云商〔2024〕1号", "旧")), head=head), "a.csv"
        ),
        clerk,
    )
    case = Application.objects.get()
    assert (case.number, case.stage, case.outcome) == ("云商旧2024-001", Stage.CLOSED, "granted")
    assert (case.received_on, case.decided_on, case.due_certain) == (date(2024, 3, 5), date(2024, 3, 28), True)
    assert (case.letters.count(), case.decisions.count()) == (0, 0)
    kept = Imported.objects.get(application=case)
    assert dict(kept.original)["备注"] == "旧"
    assert kept.extra["letter_number"] == "云商〔2024〕1号"
    assert case.applicant.phone == "0399-5550000"
    assert next_step(case, TODAY).label == "" or next_step(case, TODAY).action == ""
    assert batch.done == 1


def test_what_is_personal_is_sealed_in_every_table(body, clerk):
    from django.db import connection

    head = (*small.HEAD, "联系电话")
    whole.take(whole.hand_in(body, clerk, small.sheet(small.row(more=("0399-5559999",)), head=head), "a.csv"), clerk)
    with connection.cursor() as cursor:
        for table in ("ledgers_line", "ledgers_imported", "ledgers_batch", "ledgers_mapping"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = str(cursor.fetchall())
            assert "0399-5559999" not in stored and "周清源" not in stored, table


def test_the_clock_of_an_imported_case_is_the_one_its_facts_give(body, clerk):
    head = (
        *small.HEAD,
        "补正通知日",
        "补正收到日",
        "延期通知日",
        "延期天数",
        "征求意见发出日",
        "征求意见收到日",
        "第三方意见",
    )
    rows = (
        small.row(number="2024-1", more=("2024-03-07", "2024-03-12", "", "", "", "", "")),
        small.row(number="2024-2", decided="2024-04-20", more=("", "", "2024-03-20", "15", "", "", "")),
        small.row(number="2024-3", more=("", "", "", "", "2024-03-06", "2024-03-15", "同意")),
        small.row(number="2024-4", decided="", outcome="", more=("", "", "2024-03-20", "10", "", "", "")),
    )
    whole.take(whole.hand_in(body, clerk, small.sheet(*rows, head=head), "a.csv"), clerk)
    assert Application.objects.count() == 4
    for case in Application.objects.all():
        due, certain = case.due_on, case.due_certain
        clocks.settle(case)
        assert (due, certain) == (case.due_on, case.due_certain), case.number


def test_an_open_old_case_goes_on_at_the_desk_to_its_end(body, clerk):
    leader = factories.leader(body)
    whole.take(
        whole.hand_in(body, clerk, small.sheet(small.row(received="2026-06-20", decided="", outcome="")), "a.csv"),
        clerk,
    )
    case = Application.objects.get()
    assert (case.stage, case.due_on) == (Stage.HANDLING, date(2026, 7, 17))
    letter = cases.decide(case, answers=factories.GRANTED, by=clerk, given="名单", way="当面领取")
    cases.submit_letter(letter, by=clerk)
    factories.approve(letter, leader)
    cases.serve(letter, method="direct", signed_on=TODAY, signed_by="周清源", by=clerk)
    case.refresh_from_db()
    assert case.stage == Stage.CLOSED


def test_the_applicant_of_a_row_is_the_applicant_that_intake_would_keep(body):
    values = {"kind": "natural_person", "applicant": "周清源", "phone": "0399-5550000"}
    (made,) = particulars.applicants_of(body, [values])
    native = intake._applicant(body, particulars.person_of(values))
    assert (native.pk, Applicant.objects.count()) == (made.pk, 1)


def test_undo_names_the_cases_that_were_worked_on_and_takes_nothing_out(body, clerk):
    rows = (
        small.row(number="2026-1", received="2026-06-20", decided="", outcome=""),
        small.row(number="2026-2", received="2026-06-20"),
    )
    rows = (rows[0], small.row(number="2024-2"))
    batch = whole.take(whole.hand_in(body, clerk, small.sheet(*rows), "a.csv"), clerk)
    case = Application.objects.get(number="云商旧2026-1")
    cases.amend(case, title="外贸资金名单", by=clerk)
    with pytest.raises(DoneSince) as refused:
        actions.begin_undo(batch, by=clerk)
    assert str(refused.value) == "云商旧2026-1导入以后又办理过，不能整批撤销。请在这些申请上逐件更正。"
    batch.refresh_from_db()
    assert (batch.state, Application.objects.count()) == (Batch.State.TAKEN, 2)


def test_a_step_between_the_press_and_the_undo_is_not_lost(body, clerk):
    from gongkai.ledgers.actions import undoing

    batch = whole.take(
        whole.hand_in(body, clerk, small.sheet(small.row(received="2026-06-20", decided="", outcome="")), "a.csv"),
        clerk,
    )
    actions.begin_undo(batch, by=clerk)
    cases.amend(Application.objects.get(), title="外贸资金名单", by=clerk)
    undoing.run(batch.pk, clerk.pk)
    batch.refresh_from_db()
    assert batch.state == Batch.State.TAKEN
    assert batch.trouble == "云商旧2024-001导入以后又办理过，不能整批撤销。请在这些申请上逐件更正。"
    assert Application.objects.count() == 1


def test_a_report_approved_over_the_cases_holds_them(body, clerk):
    from gongkai.reporting.models import Draft, Frozen

    batch = whole.take(whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv"), clerk)
    draft = Draft.objects.create(agency=body, year=2024, edition="2021", opened_by=clerk, opened_at=clock.now())
    counted = {"applications": {"natural_person|received|granted": [Application.objects.get().pk]}}
    Frozen.objects.create(
        draft=draft, number=1, body={"records": counted}, digest="0" * 64, approved_on=TODAY, by=clerk, at=clock.now()
    )
    with pytest.raises(GongkaiError, match="2024年年报已经按这些申请定稿，不能整批撤销"):
        actions.begin_undo(batch, by=clerk)
    assert Application.objects.count() == 1


def test_an_applicant_who_has_other_cases_stays_when_an_import_is_undone(body, clerk):
    native = factories.application(
        body, clerk, person=factories.person(identity_number="", phone="", email="", address="", postcode="")
    )
    batch = whole.take(whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv"), clerk)
    whole.undo(batch, clerk)
    assert list(Application.objects.values_list("pk", flat=True)) == [native.pk]
    assert Applicant.objects.count() == 1


def test_the_faulty_rows_come_back_mended_as_the_same_sheet(body, clerk):
    rows = (small.ROW, small.row(number="2024-2", received="三月初"), small.row(number="2024-3", outcome="照章办理"))
    batch = whole.hand_in(body, clerk, small.sheet(*rows), "2024年台账.csv")
    whole.take(batch, clerk)
    book = openpyxl.load_workbook(io.BytesIO(mending.workbook(batch)))
    page = book.worksheets[0]
    assert [cell.value for cell in page[1]] == [*small.HEAD, "问题"]
    assert page["H2"].value == "D列（收到日期）：写的是“三月初”，不是日期，或者没有这一天。请写成2025-03-05这样。"
    assert page.max_row == 3
    page["D2"], page["G3"] = "2024-03-08", "部分公开"
    out = io.BytesIO()
    book.save(out)
    mended = whole.take(whole.hand_in(body, clerk, out.getvalue(), "改好.xlsx"), clerk)
    assert mended.done == 2
    assert list(Application.objects.order_by("number").values_list("number", "outcome")) == [
        ("云商旧2024-001", "granted"),
        ("云商旧2024-2", "granted"),
        ("云商旧2024-3", "partial"),
    ]


def test_the_same_number_with_other_words_is_a_fault_and_the_same_row_is_skipped(body, clerk):
    whole.take(whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv"), clerk)
    again = whole.hand_in(body, clerk, small.sheet(small.row(outcome="部分公开")), "b.csv")
    (told,) = whole.faults(again).values()
    assert [fault["code"] for fault in told] == ["differs"]
    same = whole.hand_in(body, clerk, small.sheet(small.ROW), "c.csv")
    assert same.lines.get().state == Line.State.KNOWN


def test_two_files_that_hold_the_same_case_bring_it_once(body, clerk):
    one = whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv")
    two = whole.hand_in(body, clerk, small.sheet(small.ROW, small.row(number="2024-9")), "b.csv")
    whole.take(one, clerk)
    whole.take(two, clerk)
    assert (one.done, two.done, Application.objects.count()) == (1, 1, 2)
    assert two.lines.get(row=2).state == Line.State.KNOWN


def test_work_broken_off_is_taken_up_where_it_stood(body, clerk, monkeypatch):
    from gongkai.ledgers.actions import taking

    monkeypatch.setattr(taking, "CHUNK", 2)
    batch = whole.hand_in(body, clerk, small.sheet(*(small.row(number=f"2024-{n}") for n in range(5))), "a.csv")
    actions.begin(batch, by=clerk)
    taking._chunk(batch.pk, clerk)
    assert Application.objects.count() == 2
    taking.run(batch.pk, clerk.pk)
    taking.run(batch.pk, clerk.pk)
    batch.refresh_from_db()
    assert (batch.state, batch.done, Application.objects.count()) == (Batch.State.TAKEN, 5, 5)


def test_one_suit_over_two_cases_counts_once(body, clerk):
    head = (*small.HEAD, "复议诉讼", "复议诉讼受理日", "案号", "复议诉讼结果", "复议诉讼审结日")
    more = ("直接起诉", "2024-05-06", "（2024）示0101行初1号", "维持", "2024-09-02")
    rows = (small.row(number="2024-1", more=more), small.row(number="2024-2", more=more))
    whole.take(whole.hand_in(body, clerk, small.sheet(*rows, head=head), "a.csv"), clerk)
    assert whole.tables(body, 2024)[1] == {("suit_direct", "upheld"): 1, ("suit_direct", "total"): 1}


@pytest.mark.parametrize("role", [Role.CONTRIBUTOR, Role.LEADER, Role.AUDITOR, Role.ADMINISTRATOR])
def test_only_the_disclosure_office_takes_ledgers_in(body, clerk, role):
    needs = factories.section(body) if role == Role.CONTRIBUTOR else None
    account = factories.account(body, role, section=needs)
    with pytest.raises(NotAllowed):
        actions.take_in(body, Upload("a.csv", small.sheet(small.ROW)), by=account)
    batch = whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv")
    with pytest.raises(NotAllowed):
        actions.begin(batch, by=account)


def test_what_is_no_ledger_is_refused_with_what_it_lacks(body, clerk):
    with pytest.raises(GongkaiError, match="没有找到依申请公开台账的表头"):
        actions.take_in(body, Upload("a.csv", "商品,单价\n米,3\n".encode()), by=clerk)
    with pytest.raises(FileRefused):
        actions.take_in(body, Upload("a.xlsx", b"PK\x03\x04broken"), by=clerk)
    assert Batch.objects.count() == 0


def test_when_a_case_is_destroyed_its_row_of_the_old_ledger_goes_too(body, clerk):
    from gongkai.retention import erasing
    from gongkai.retention.models import Entry

    head = (*small.HEAD, "备注")
    whole.take(whole.hand_in(body, clerk, small.sheet(small.row(more=("家住文昌路",)), head=head), "a.csv"), clerk)
    case = Application.objects.get()
    wiped = erasing.Wiped()
    erasing._case(Entry(kind="case", thing_pk=case.pk), wiped)
    kept = Imported.objects.get()
    assert not kept.original and not kept.extra
    assert Line.objects.count() == 0
    assert {"imported.original", "imported.extra"} <= wiped.fields
    assert whole.tables(body, 2024)[0]["received", "total"] == 1


def test_rows_that_nobody_took_are_deleted_after_ninety_days(body, clerk):
    whole.hand_in(body, clerk, small.sheet(small.ROW), "a.csv")
    assert forget() == 0
    with clock.at(date(2026, 10, 1)):
        assert forget() == 1
    assert (Line.objects.count(), Batch.objects.get().state) == (0, Batch.State.DISCARDED)


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_ledger_that_goes_out_comes_back_the_same_in_another_house(body, clerk, form):
    from gongkai.desk.lists import export
    from gongkai.desk.registers import workbook
    from ledgers import sheets

    made = sheets.ledger(200, 0)
    whole.take(whole.hand_in(body, clerk, sheets.xlsx(made)), clerk)
    head, rows = exporting.take_away(body, exporting.LEDGERS["applications"], by=clerk, form=form)
    data = workbook.workbook("台账", head, rows) if form == "xlsx" else "".join(export.lines(head, rows)).encode()
    other = factories.agency()
    theirs = factories.clerk(other)
    batch = whole.take(whole.hand_in(other, theirs, data, f"台账.{form}"), theirs)
    assert whole.faults(batch) == {}
    assert batch.done == 200
    for year in sheets.YEARS:
        assert whole.tables(other, year) == whole.tables(body, year) == sheets.recount(made, year)
    # In its own house every row is known already.
    again = whole.hand_in(body, clerk, data, f"台账.{form}")
    assert again.lines.filter(state=Line.State.KNOWN).count() == 200


def test_no_cell_of_a_file_that_goes_out_is_a_formula(body, clerk):
    from gongkai.desk.lists import export

    whole.take(
        whole.hand_in(body, clerk, small.sheet(small.row(applicant="=HYPERLINK(1)", content="+cmd")), "a.csv"), clerk
    )
    head, rows = exporting.take_away(body, exporting.LEDGERS["applications"], by=clerk)
    lines = "".join(export.lines(head, rows))
    assert safe("=HYPERLINK(1)") == "'=HYPERLINK(1)"
    assert "'=HYPERLINK(1)" in lines and ",=HYPERLINK" not in lines and "'+cmd" in lines
    back = whole.hand_in(body, clerk, lines.encode(), "b.csv")
    assert back.lines.get().cells[1] == "=HYPERLINK(1)"


@pytest.mark.parametrize("ledger", exporting.LEDGERS)
def test_every_ledger_goes_out_with_its_columns_and_those_alone_that_the_body_shows(body, clerk, ledger):
    head = factories.office_head(body)
    asked = exporting.LEDGERS[ledger]
    factories.application(body, clerk)
    exporting.hide(body, asked, [column.key for column in asked.columns[2:]], by=head)
    shown, rows = exporting.take_away(body, asked, year=2026, by=clerk)
    assert shown == [column.head for column in asked.columns[:2]]
    assert all(len(row) == 2 for row in rows)
    with pytest.raises(GongkaiError, match="至少要留一列"):
        exporting.hide(body, asked, [column.key for column in asked.columns], by=head)


def test_the_work_stands_in_the_queue_and_the_queue_does_it(body, clerk, django_capture_on_commit_callbacks):
    from django_tasks_db.models import DBTaskResult

    from gongkai.ledgers import tasks

    batch = actions.take_in(body, Upload("a.csv", small.sheet(small.ROW)), by=clerk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.settle(batch, columns={batch.sheets[0]["shape"]: batch.sheets[0]["columns"]}, by=clerk)
    tasks.check.call(batch.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.begin(Batch.objects.get(), by=clerk)
    tasks.take.call(batch.pk, clerk.pk)
    with django_capture_on_commit_callbacks(execute=True):
        actions.begin_undo(Batch.objects.get(), by=clerk)
    tasks.undo.call(batch.pk, clerk.pk)
    queued = DBTaskResult.objects.order_by("enqueued_at").values_list("task_path", flat=True)
    assert list(queued) == ["gongkai.ledgers.tasks.check", "gongkai.ledgers.tasks.take", "gongkai.ledgers.tasks.undo"]
    assert Batch.objects.get().state == Batch.State.CHECKED


def test_work_that_stands_still_is_taken_up_by_hand_and_not_before(body, clerk):
    batch = actions.take_in(body, Upload("a.csv", small.sheet(small.ROW)), by=clerk)
    actions.settle(batch, columns={batch.sheets[0]["shape"]: batch.sheets[0]["columns"]}, by=clerk)
    with pytest.raises(GongkaiError, match="后台正在办理，请稍候"):
        actions.resume(batch, by=clerk)
    with clock.at(date(2026, 7, 1)):
        actions.resume(batch, by=clerk)


def test_what_two_people_settle_at_once_is_settled_once(body, clerk):
    batch = actions.take_in(body, Upload("a.csv", small.sheet(small.ROW)), by=clerk)
    columns = {batch.sheets[0]["shape"]: batch.sheets[0]["columns"]}
    seen = batch.version
    actions.settle(batch, columns=columns, by=clerk, version=seen)
    with pytest.raises(GongkaiError, match="有人办理过这次导入"):
        actions.settle(Batch.objects.get(), columns=columns, by=clerk, version=seen)
