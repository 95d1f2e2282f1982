"""Rows of an old ledger of disputes find their applications and each other; what comes in can be taken out, and goes out as a file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection

import factories
from gongkai.applications import actions as cases
from gongkai.applications.models import RemedyCase, Round
from gongkai.desk.disputes import register
from gongkai.desk.lists import export
from gongkai.desk.registers import workbook
from gongkai.errors import GongkaiError
from gongkai.ledgers import actions, exporting
from gongkai.ledgers.actions.undoing import DoneSince
from gongkai.ledgers.models import ImportedRound, Line
from gongkai.ledgers.reading import heads
from gongkai.ledgers.reading.faults import Fault
from gongkai.people import clock
from gongkai.people.models import LogEntry, Role
from gongkai.people.rules import NotAllowed
from gongkai.reporting import actions as reports
from gongkai.reporting import freezing
from gongkai.reporting.figures import typeable
from gongkai.reporting.models import Draft, Frozen
from gongkai.reports.editions import editions
from ledgers import disputes, small, whole

TODAY = date(2026, 6, 30)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def day():
    with clock.at(TODAY):
        yield


@pytest.fixture
def body():
    """A body that has taken in six applications of 2023, by six people."""
    found = factories.agency(code="示商")
    by = factories.clerk(found)
    whole.take(whole.hand_in(found, by, disputes.applications(), "申请.csv"), by)
    return found


@pytest.fixture
def clerk(body):
    return factories.clerk(body)


def check(body, by, *rows, head=disputes.HEAD, name="诉讼.csv", **settled):
    return whole.hand_in(body, by, disputes.sheet(*rows, head=head), name, ledger="disputes", **settled)


def bring(body, by, *rows, **more):
    batch = whole.take(check(body, by, *rows, **more), by)
    assert whole.faults(batch) == {}
    return batch


def said(batch) -> list[str]:
    """Every fault in one sentence, with its row."""
    return [f"{row} {Fault(**each).sentence}" for (_, row), told in whole.faults(batch).items() for each in told]


def doubts(batch) -> list[str]:
    return [note for line in batch.lines.exclude(notes=None) for note in line.notes]


def shape() -> list[tuple]:
    """Every case with what it follows and its rounds."""
    return [
        (
            case.kind, case.application.number if case.application else None, case.follows.number if case.follows else None,
            case.result, [(each.level, each.number, each.result, each.bucket) for each in case.rounds_in_order],
        )
        for case in RemedyCase.objects.order_by("filed_on", "pk")
    ]  # fmt: skip


RECONSIDERED = (
    "reconsideration", "示商旧2023-1", None, "upheld", [("reconsideration", "示政复〔2023〕1号", "maintained", "upheld")],
)  # fmt: skip
SUED = (
    "suit_after_reconsideration", "示商旧2023-1", "示政复〔2023〕1号", "upheld",
    [
        ("first", "（2023）示01行初9号", "claim_dismissed", "upheld"),
        ("second", "（2024）示行终3号", "appeal_dismissed", "upheld"),
    ],
)  # fmt: skip
APPEAL = {"number": "（2024）示行终3号", "filed": "2023-11-02", "result": "维持原判", "ended": "2024-02-01"}


def test_rows_in_any_order_become_one_reconsideration_and_the_suit_after_it_with_both_instances(body, clerk):
    batch = bring(body, clerk, disputes.suit("二审", **APPEAL), disputes.suit(), disputes.row())
    assert shape() == [RECONSIDERED, SUED]
    assert (batch.done, batch.rounds.filter(opens=True).count()) == (3, 2)
    assert doubts(batch) == []


def test_columns_for_each_instance_in_one_row_become_the_same_two_cases(body, clerk):
    head = (
        "申请编号", "申请人", "行政复议机关", "复议决定书文号", "复议受理日期", "复议结果", "复议决定日期", "一审法院", "一审案号",
        "一审立案日期", "一审判决结果", "一审判决日期", "二审法院", "二审案号", "二审立案日期", "二审结果", "二审判决日期", "备注",
    )  # fmt: skip
    one = (
        "2023-1", "示例申请人1", "示例县人民政府", "示政复〔2023〕1号", "2023.5.8", "维持", "2023.6.30", "示例市中级人民法院",
        "（2023）示01行初9号", "2023.7.10", "驳回诉讼请求", "2023.10.20", "示例省高级人民法院", "（2024）示行终3号", "2023.11.2",
        "维持原判", "2024.2.1", "",
    )  # fmt: skip
    direct = (
        "2023-2",
        "示例申请人2",
        *[""] * 5,
        "示例市中级人民法院",
        "（2023）示01行初20号",
        "2023.7.3",
        "撤销",
        "2023.12.1",
        *[""] * 6,
    )
    bring(body, clerk, one, direct, head=head)
    first = ("first", "（2023）示01行初20号", "annulled", "corrected")
    assert shape() == [RECONSIDERED, ("suit_direct", "示商旧2023-2", None, "corrected", [first]), SUED]
    assert Round.objects.get(number="（2024）示行终3号").authority == "示例省高级人民法院"
    bad = list(one)
    bad[0], bad[1], bad[9] = "2023-3", "示例申请人3", "2023.5.1"
    bad[3], bad[8], bad[13] = "示政复〔2023〕3号", "（2023）示01行初30号", "（2024）示行终30号"
    wrong = "写的是“2023.5.1”，起诉2023-05-01早于它的行政复议受理2023-05-08（第2行）"
    assert said(check(body, clerk, bad, head=head)) == [
        f"2 J列（一审立案日期）：{wrong}。请核对日期，或者核对是不是复议后起诉。"
    ]


def test_an_appeal_of_a_later_file_goes_into_the_case_of_the_register_and_out_of_it_again(body, clerk):
    before = bring(body, clerk, disputes.row(), disputes.suit())
    later = bring(body, clerk, disputes.suit("二审", **{**APPEAL, "result": "", "ended": ""}), name="二审.csv")
    case = RemedyCase.objects.get(kind="suit_after_reconsideration")
    assert (case.result, case.concluded_on, case.version, case.rounds.count()) == ("", None, 2, 2)
    assert LogEntry.objects.filter(verb="remedy.round_opened").count() == 1
    with pytest.raises(DoneSince, match="（2023）示01行初9号导入以后又办理过，不能整批撤销。请在这些案件上逐件更正。"):
        actions.begin_undo(before, by=clerk)
    whole.undo(later, clerk)
    case.refresh_from_db()
    assert (case.result, case.concluded_on, case.version, case.rounds.count()) == ("upheld", date(2023, 10, 20), 1, 1)
    whole.undo(before, clerk)
    assert (before.trouble, RemedyCase.objects.count(), ImportedRound.objects.count()) == ("", 0, 0)


TOLD = {
    "F列（案号）：写的是“（2023）示01行初9号”，与第3行案号相同，日期或者结果不同。请核对，同一次审理只留一行；案号写错的请改正。": [
        disputes.row(), disputes.suit(), disputes.suit(filed="2023-07-20"),
    ],
    "H列（受理日期）：写的是“2023-05-01”，起诉2023-05-01早于它的行政复议受理2023-05-08（第2行）。请核对日期，或者核对是不是复议后起诉。": [
        disputes.row(), disputes.suit(filed="2023-05-01"),
    ],
    "H列（受理日期）：写的是“2023-06-01”，起诉2023-06-01早于行政复议审结2023-06-30（第2行）。请核对这两个日期。": [
        disputes.row(), disputes.suit(filed="2023-06-01"),
    ],
    "H列（受理日期）：写的是“2023-09-02”，2023-09-02早于第一审审结2023-10-20（第3行）。请核对这两个日期。": [
        disputes.row(), disputes.suit(), disputes.suit("二审", **{**APPEAL, "filed": "2023-09-02"}),
    ],
    "H列（受理日期）：写的是“2023-11-02”，它的第一审（第3行）还没有结果。请先补上那一审的结果和审结日。": [
        disputes.row(), disputes.suit(result="", ended=""), disputes.suit("二审", **APPEAL),
    ],
    "H列（受理日期）：写的是“2023-11-02”，没有找到它的一审，第二审要和一审合成一件。请补上一审的一行，或者在“前一案号”一列写原审的案号。": [
        disputes.row(), disputes.suit("二审", **APPEAL),
    ],
    "E列（审级）：写的是“重审”，第一审（第3行）之后没有重审。请核对审级和日期。": [
        disputes.row(), disputes.suit(), disputes.suit("重审", number="（2024）示01行初3号", filed="2024-02-02", ended="2024-05-05"),
    ],
    "H列（受理日期）：写的是“2023-07-10”，这件申请有2件行政复议，看不出是哪一件之后的诉讼。请在“前一案号”一列写复议的案号。": [
        disputes.row(), disputes.row(number="示政复〔2023〕2号", filed="2023-05-09"), disputes.suit(),
    ],
    "B列（申请编号）：写的是“2023-2”，前一案（第2行）是针对另一件申请的。请核对申请编号和前一案号。": [
        disputes.row(), disputes.suit(application="2023-2", previous="示政复〔2023〕1号"),
    ],
    "B列（申请编号）：看不出是针对哪一件申请。请写申请编号，或者申请人和申请收到日；与申请无关的，在“针对什么”一列写其他。": [
        disputes.row(application="", applicant="示例申请人1"),
    ],
    "C列（申请人）：写的是“示例申请人2”，示商旧2023-1的申请人不是这一位。请核对申请编号；是第三方提出的，在“谁提出”一列写第三方。": [
        disputes.row(applicant="示例申请人2"),
    ],
    "H列（受理日期）：写的是“2023-03-10”，2023-03-10时示商旧2023-1还没有答复（答复日：2023-03-20）。"
    "请核对日期；针对逾期不答复的，在“针对什么”一列写逾期不答复。": [
        disputes.row(filed="2023-03-10"),
    ],
    "H列（受理日期）：写的是“2023-02-10”，2023-02-10早于收到申请示商旧2023-1之日2023-03-01。请核对日期和申请编号。": [
        disputes.row(filed="2023-02-10", against="逾期不答复"),
    ],
    "K列（审理结果）：写的是“准许撤诉”，这一审级没有这种结果。请核对审级，或者改写结果。": [disputes.row(result="准许撤诉")],
}  # fmt: skip


def test_what_contradicts_itself_or_the_law_is_told_at_its_row_and_cell_and_nothing_else_is(body, clerk):
    for sentence, rows in TOLD.items():
        assert said(check(body, clerk, *rows)) == [f"{len(rows) + 1} {sentence}"]


def test_what_comes_after_a_row_with_a_fault_waits_for_it(body, clerk):
    batch = check(body, clerk, disputes.row(filed="年初"), disputes.suit(), disputes.suit("二审", **APPEAL))
    assert said(batch) == [
        "2 H列（受理日期）：写的是“年初”，不是日期，或者没有这一天。请写成2025-03-05这样。",
        "3 H列（受理日期）：写的是“2023-07-10”，它的行政复议（第2行）有问题。请先改好那一行，再一起放进来。",
        "4 H列（受理日期）：写的是“2023-11-02”，它的第一审（第3行）有问题。请先改好那一行，再一起放进来。",
    ]


def test_a_dispute_finds_its_application_by_who_and_when_or_what_and_one_about_none_says_so(body, clerk):
    batch = bring(
        body,
        clerk,
        disputes.row(application="", applicant="示例申请人2", when="2023年3月1日"),
        disputes.row(application="示商旧2023-3", number="示政复〔2023〕3号", by="第三方", claimant="示例公司", against="决定公开"),
        disputes.row(application="", number="示政复〔2023〕4号", against="未履行主动公开职责", claimant="示例村民"),
        disputes.row(application="2023-5", number="示政复〔2023〕5号", filed="2023-03-15", against="逾期不答复", result="责令履行"),
    )  # fmt: skip
    found = RemedyCase.objects.order_by("number").values_list(
        "application__number", "against", "brought_by", "claimant"
    )
    assert list(found) == [
        ("示商旧2023-2", "answer", "applicant", ""),
        ("示商旧2023-3", "disclosure", "third_party", "示例公司"),
        (None, "other", "applicant", "示例村民"),
        ("示商旧2023-5", "silence", "applicant", ""),
    ]
    assert batch.done == 4


def test_doubts_are_told_with_their_column_and_let_the_row_in(body, clerk):
    batch = check(
        body,
        clerk,
        disputes.suit(number="（2023）示01行初77号"),
        disputes.row(application="2023-2", number="示政复〔2023〕2号", filed="2023-04-01", ended="2023-12-20"),
        disputes.suit(application="2023-2", filed="2023-08-01"),
        disputes.row(application="2023-2", number="示政复〔2023〕2号", filed="2023-04-01", ended="2023-12-20"),
    )
    assert whole.faults(batch) == {}
    assert doubts(batch) == [
        "D列（案件类型）：没有找到它的行政复议，只登记诉讼",
        "H列（受理日期）：起诉2023-08-01早于行政复议审结2023-12-20（第3行）",
        "F列（案号）：与第3行是同一件，只计一件",
    ]
    whole.take(batch, clerk)
    assert RemedyCase.objects.count() == 3


def test_words_are_asked_once_for_each_instance_and_the_column_follows_the_table_of_the_body(body, clerk):
    head = factories.office_head(body)
    cases.choose_column(body, code="mediated", bucket="corrected", why="上级通知", by=head)
    rows = [
        disputes.row(result="驳回"),
        disputes.suit(kind="行政诉讼", result="驳回"),
        disputes.suit(kind="行政诉讼", application="2023-2", number="（2023）示01行初10号", result="调解"),
        disputes.row(application="2023-3", number="示政复〔2023〕3号", result="照章办理"),
    ]
    batch = check(body, clerk, *rows)
    asked = [[field, word, n, may_be[:2]] for field, word, _, n, may_be in batch.asks]
    assert asked == [
        ["dispute_kind", "行政诉讼", 2, ["suit", "suit_direct"]],
        ["reconsideration_result", "驳回", 1, ["claim_rejected", "application_rejected"]],
        ["first_result", "驳回", 1, ["claim_dismissed", "suit_dismissed"]],
        ["reconsideration_result", "照章办理", 1, []],
    ]
    words = {
        "dispute_kind": {"行政诉讼": "suit"},
        "reconsideration_result": {"驳回": "claim_rejected", "照章办理": "terminated"},
        "first_result": {"驳回": "suit_dismissed"},
    }
    whole.settle(batch, clerk, words=words)
    assert batch.asks == []
    whole.take(batch, clerk)
    assert list(RemedyCase.objects.order_by("pk").values_list("kind", "result", "follows__number")) == [
        ("reconsideration", "upheld", None),
        ("reconsideration", "other", None),
        ("suit_after_reconsideration", "other", "示政复〔2023〕1号"),
        ("suit_direct", "corrected", None),
    ]
    # The next file of the same head asks nothing; a ledger of applications of the body knows nothing of it.
    again = check(body, clerk, disputes.row(application="2023-4", number="示政复〔2023〕4号", result="驳回"))
    assert (again.sheets[0]["remembered"], again.asks, whole.faults(again)) == (True, [], {})


@pytest.mark.parametrize("form", ["xlsx", "csv", "register"])
def test_the_ledger_that_goes_out_comes_back_without_a_fault_and_table_4_is_the_same_in_another_house(
    body, clerk, form
):
    rows = [
        disputes.row(), disputes.suit(), disputes.suit("二审", **APPEAL),
        disputes.row(application="2023-2", number="", result="撤销", copy="2023-05-10", answered="2023-05-17"),
        disputes.suit(application="2023-3", kind="直接起诉", number="（2023）示01行初5号", result="责令履行", against="逾期不答复"),
        disputes.suit("二审", application="2023-3", kind="直接起诉", number="（2024）示行终5号", filed="2023-11-01",
            result="发回重审", ended="2024-01-05"),
        disputes.suit("重审", application="2023-3", kind="直接起诉", number="（2024）示01行初50号", filed="2024-02-05",
            result="", ended=""),
    ]  # fmt: skip
    more = [
        disputes.row(application="2023-4", number="示政复〔2023〕4号", by="第三方", claimant="示例公司", against="决定公开",
            note="合并审理"),
        disputes.row(application="", number="示政复〔2023〕6号", against="未主动公开", claimant="示例村民"),
    ]  # fmt: skip
    # The list of the register, a line for each round, does not say who brought a case or against what.
    bring(body, clerk, *rows, *(more if form != "register" else []))
    cases.file_remedy(body, kind="suit_direct", filed_on=date(2023, 6, 1), authority="示例市中级人民法院", number="（2023）示01行初8号",
        application=RemedyCase.objects.first().application, capacity="reviewer" if form != "register" else "actor", by=clerk)  # fmt: skip
    if form == "register":
        head = list(register.HEAD)
        lines = [line for case in RemedyCase.objects.prefetch_related("rounds") for line in register._lines(case)]
    else:
        head, lines = exporting.take_away(body, exporting.LEDGERS["disputes"], by=clerk, form=form)
        lines = list(lines)
    data = workbook.workbook("台账", head, lines) if form == "xlsx" else "".join(export.lines(head, lines)).encode()
    name = "台账.xlsx" if form == "xlsx" else "台账.csv"
    other = factories.agency(code="示农")
    theirs = factories.clerk(other)
    asked, found = exporting.take_away(body, exporting.LEDGERS["applications"], by=clerk)
    whole.take(whole.hand_in(other, theirs, "".join(export.lines(asked, found)).encode(), "申请.csv"), theirs)
    batch = whole.hand_in(other, theirs, data, name, ledger="disputes")
    assert said(batch) == []
    whole.take(batch, theirs)
    counted = {year: whole.tables(body, year)[1] for year in range(2023, 2026)}
    assert counted[2023] and counted == {year: whole.tables(other, year)[1] for year in range(2023, 2026)}
    # In its own house every row is known already.
    again = whole.hand_in(body, clerk, data, name, ledger="disputes")
    assert set(again.lines.values_list("state", flat=True)) == {Line.State.KNOWN}


def test_what_was_done_since_or_reported_holds_an_import_and_a_later_import_moves_no_report(body, clerk):
    draft = Draft.objects.create(agency=body, year=2023, edition="2021", opened_by=clerk, opened_at=clock.now())
    figures = whole.tables(body, 2023)
    batch = bring(
        body, clerk, disputes.row(), disputes.row(application="2023-2", number="示政复〔2023〕2号", result="", ended="")
    )
    upheld, pending = RemedyCase.objects.order_by("pk")
    assert figures[1] == {} and whole.tables(body, 2023)[1] == {
        ("reconsideration", "upheld"): 1, ("reconsideration", "pending"): 1, ("reconsideration", "total"): 2,
    }  # fmt: skip
    cases.conclude_remedy(pending, detail="annulled", on=date(2026, 6, 1), by=clerk)
    with pytest.raises(DoneSince, match="示政复〔2023〕2号导入以后又办理过，不能整批撤销。请在这些案件上逐件更正。"):
        actions.begin_undo(batch, by=clerk)
    other = bring(body, clerk, disputes.row(application="2023-3", number="示政复〔2023〕3号"), name="三.csv")
    third = RemedyCase.objects.get(number="示政复〔2023〕3号")
    counted = {"remedies": {"reconsideration|upheld": [upheld.pk, third.pk]}}
    Frozen.objects.create(
        draft=draft, number=1, body={"records": counted}, digest="0" * 64, approved_on=TODAY, by=clerk, at=clock.now()
    )
    with pytest.raises(GongkaiError, match="2023年年报已经按这些案件定稿，不能整批撤销。请在有误的案件上逐件更正。"):
        actions.begin_undo(other, by=clerk)
    assert RemedyCase.objects.count() == 3
    # The applications cannot be taken out from under their disputes either.
    applications = body.ledger_batches.get(ledger="applications")
    with pytest.raises(DoneSince, match="请在这些申请上逐件更正"):
        actions.begin_undo(applications, by=clerk)


def test_a_dispute_that_a_ledger_of_applications_brought_is_not_brought_twice(body, clerk):
    head = (*small.HEAD, "复议诉讼", "复议诉讼受理日", "案号", "复议诉讼结果", "复议诉讼审结日")
    more = ("行政复议", "2024-05-06", "", "维持", "2024-06-28")
    whole.take(whole.hand_in(body, clerk, small.sheet(small.row(more=more), head=head), "2024.csv"), clerk)
    told = {"application": "2024-001", "number": "示政复〔2024〕8号", "filed": "2024-05-06", "ended": "2024-06-28"}
    known = check(body, clerk, disputes.row(**told))
    assert (known.lines.get().state, doubts(known)) == (
        Line.State.KNOWN,
        ["F列（案号）：登记簿里已有这一件，当时没有记案号"],
    )
    other = check(body, clerk, disputes.row(**{**told, "filed": "2024-05-08"}))
    assert [each["code"] for faults in whole.faults(other).values() for each in faults] == ["maybe_same"]
    assert whole.tables(body, 2024)[1] == {("reconsideration", "upheld"): 1, ("reconsideration", "total"): 1}


def test_what_is_personal_is_sealed_and_goes_with_the_case(body, clerk):
    from gongkai.retention import erasing
    from gongkai.retention.models import Entry

    bring(body, clerk, disputes.row(note="示例申请人1的电话0399-5558888"))
    with connection.cursor() as cursor:
        for table in ("ledgers_line", "ledgers_importedround", "ledgers_batch", "ledgers_mapping"):
            cursor.execute(f"SELECT * FROM {table}")
            stored = str(cursor.fetchall())
            assert "0399-5558888" not in stored and "示例申请人1的" not in stored, table
    wiped = erasing.Wiped()
    erasing._case(Entry(kind="case", thing_pk=RemedyCase.objects.get().application_id), wiped)
    kept = ImportedRound.objects.get()
    assert not kept.original and not kept.extra
    assert Line.objects.filter(batch__ledger="disputes").count() == 0
    assert "importedround.original" in wiped.fields
    assert whole.tables(body, 2023)[1] == {("reconsideration", "upheld"): 1, ("reconsideration", "total"): 1}


def test_a_file_of_the_other_kind_is_told_and_only_the_disclosure_office_takes_either_in(body, clerk):
    with pytest.raises(GongkaiError, match="没有找到复议诉讼台账的表头：表头至少要有申请编号、复议或者诉讼、案号"):
        actions.take_in(body, whole.Upload("a.csv", "商品,单价\n米,3\n".encode()), ledger="disputes", by=clerk)
    wrong = actions.take_in(body, whole.Upload("a.csv", disputes.sheet(disputes.row())), by=clerk)
    assert wrong.warnings == ["从表头看，这份文件像是复议诉讼台账。选错了的，请删除这些行，改选台账再放进来。"]
    with pytest.raises(GongkaiError, match="还没有指明哪一列是受理、立案日，没有这几项不能登记。"):
        batch = actions.take_in(
            body, whole.Upload("b.csv", disputes.sheet(disputes.row())), ledger="disputes", by=clerk
        )
        actions.settle(batch, columns={batch.sheets[0]["shape"]: {"number": 5}}, by=clerk)
    for role in (Role.LEADER, Role.AUDITOR):
        account, upload = factories.account(body, role), whole.Upload("c.csv", disputes.sheet(disputes.row()))
        with pytest.raises(NotAllowed):
            actions.take_in(body, upload, ledger="disputes", by=account)


def test_every_name_of_a_column_is_read_as_that_column_and_as_no_other():
    for names in (heads.APPLICATIONS, heads.DISPUTES):
        for field, known in names.names.items():
            for name in known if field != heads.NEVER else ():
                assert heads.columns_of([[name]], names)[0] == {field: 0}, name


def test_a_year_that_is_published_does_not_move_and_shows_what_the_register_says_otherwise(body, clerk):
    leader = factories.leader(body)
    draft = reports.open_draft(body, 2025, by=clerk)
    noughts = {cell: Decimal(0) for cell in typeable(editions()["2021"]) if cell.table == "proactive"}
    reports.type_figures(draft, noughts, why="各股室核对，没有发生", by=clerk)
    reports.write_section(draft, "problems", "一是栏目更新不够及时。\n下一步加强培训。", by=clerk, version=0)
    reports.submit(draft, by=clerk)
    reports.approve(draft.approvals.get(), approve=True, digest=draft.digest, by=leader)
    draft.refresh_from_db()
    assert not freezing.differences(draft)
    batch = bring(
        body,
        clerk,
        disputes.row(number="示政复〔2025〕7号", filed="2025-04-01", ended="2025-05-30", against="逾期不答复"),
    )
    found = freezing.differences(draft)
    told = {f"{each.cell.row}/{each.cell.column}": (each.then, each.now) for each in found.cells}
    assert told == {"reconsideration/upheld": (0, 1), "reconsideration/total": (0, 1)}
    assert [each.pk for each in found.records] == [RemedyCase.objects.get().pk]
    whole.undo(batch, clerk)
    assert not freezing.differences(draft)
