"""A letter at the desk: written paragraph by paragraph, checked beside the text, sent, taken back, given up, carried off."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from desk.cases import stages
from desk.cases.conftest import address, said
from gongkai import letters
from gongkai.applications import actions
from gongkai.applications.models import Application, Letter
from gongkai.desk.cases import letter_page


def text(answer: Any) -> str:
    return answer.content.decode()


def fields(letter: Letter, **changed: str) -> dict[str, Any]:
    """What the form of a letter sends, some paragraphs changed."""
    draft = letters.Draft.from_data(letter.body)
    found = {
        f"p{index}": "\n".join(block.points) if isinstance(block, letters.Points) else block.text
        for index, block in enumerate(draft.blocks)
        if not isinstance(block, letters.Grid)
    }
    return {**found, **changed, "revision": letter.revision}


@pytest.fixture
def case(bureau) -> Application:
    return stages.drafting(bureau)


@pytest.fixture
def letter(case) -> Letter:
    return stages.letter(case, "S2")


def lines(letter: Letter) -> list[str]:
    return [line for block in letters.Draft.from_data(letter.body).blocks for line in block.lines]


def test_the_form_sent_back_unchanged_changes_nothing(bureau, at_desk, case, letter):
    done = at_desk(bureau.clerk).post("letter", case, letter.pk, **fields(letter), do="save")
    letter.refresh_from_db()
    assert (said(done), letter.revision) == (["正文没有改动。"], 1)


def test_a_new_line_is_a_new_paragraph_and_an_emptied_field_one_less(bureau, at_desk, case, letter):
    before = lines(letter)
    last = len(before) - 1
    given = fields(letter, p0=f"{before[0]}\r\n补充一段。", **{f"p{last}": " "})
    done = at_desk(bureau.clerk).post("letter", case, letter.pk, **given, do="save")
    letter.refresh_from_db()
    assert lines(letter) == [before[0], "补充一段。", *before[1:-1]]
    assert said(done) == ["正文改了1处，已经保存，还没有送审。"]
    assert [block["changed"] for block in letter.body["blocks"]][:2] == [False, True]


def test_saved_and_sent_in_one_press(bureau, at_desk, case, letter):
    given = fields(letter, p1=f"{lines(letter)[1]}")
    done = at_desk(bureau.clerk).post("letter", case, letter.pk, **given, do="send")
    letter.refresh_from_db()
    assert (said(done), letter.state, stages.fresh(case).stage) == (
        ["予以公开告知书已送赵建国审批。"],
        "reviewing",
        "reviewing",
    )
    assert done.redirect_chain == [(address("", case), 302)]


def test_what_the_check_finds_stands_at_its_paragraph(bureau, at_desk, case, letter):
    before = lines(letter)
    given = fields(letter, p0=before[0].replace("2026年10月16日", "2026年10月1日"))
    desk = at_desk(bureau.clerk)
    desk.post("letter", case, letter.pk, **given, do="save")
    page = desk.get("letter", case, letter.pk)
    (found,) = [each for each in page.context["found"] if each.finding.code == "date-stray"]
    assert (found.kind, found.target, found.finding.quote) == ("late", "p0", "2026年10月1日")
    assert page.context["paragraphs"][0].found == (found,)
    assert f'<a class="key key-late quiet" href="#f{found.number}">' in text(page)
    assert '<a class="key key-late quiet" href="#p0">' in text(page)


def test_a_faulty_letter_is_not_sent_and_not_saved_but_nothing_typed_is_lost(bureau, at_desk, case, letter):
    before = lines(letter)
    given = fields(letter, p0=before[0].replace("2026年10月16日", "2026年10月1日"))
    answer = at_desk(bureau.clerk).post("letter", case, letter.pk, **given, do="send")
    assert answer.status_code == 422
    assert str(answer.context["refused"]).startswith("予以公开告知书还不能送审：")
    assert "本机关于2026年10月1日收到" in text(answer)
    assert [each.target for each in answer.context["found"] if each.kind == "late"] == ["paper", "p0"]
    letter.refresh_from_db()
    assert (lines(letter), letter.state, letter.revision) == (before, "draft", 1)


def test_another_revision_in_the_meantime_is_never_overwritten(bureau, at_desk, case, letter):
    mine = fields(letter, p0="我改的第一段。")
    actions.edit_letter(letter, ["别人改的第一段。", *lines(letter)[1:]], revision=1, by=bureau.head)
    answer = at_desk(bureau.clerk).post("letter", case, letter.pk, **mine, do="save")
    assert answer.status_code == 422
    assert "已经被别人办理过，这一步没有执行，以免覆盖" in text(answer)
    assert "我改的第一段。" in text(answer)
    letter.refresh_from_db()
    assert lines(letter)[0] == "别人改的第一段。"
    unchanged = at_desk(bureau.clerk).post("letter", case, letter.pk, **{**fields(letter), "revision": 1}, do="send")
    assert unchanged.status_code == 422


def test_an_edit_of_an_approved_letter_kills_the_approval_and_says_so(bureau, at_desk):
    case = stages.dispatching(bureau)
    letter = stages.letter(case, "S2")
    desk = at_desk(bureau.clerk)
    page = desk.get("letter", case, letter.pk)
    assert (page.context["writing"], "textarea" in text(page)) == (False, False)
    assert desk.get("letter", case, letter.pk, query="?edit=1").context["writing"] is True
    first, second, *_ = lines(letter)
    done = desk.post("letter", case, letter.pk, **fields(letter, p0=f"{first}谢谢。", p1=f"{second}谢谢。"), do="save")
    assert said(done) == ["正文改了2处，原来的批准作废，需重新送审。"]
    letter.refresh_from_db()
    assert (letter.state, letter.number, letter.dated, stages.fresh(case).stage) == (
        "draft",
        "云商公开答〔2026〕1号",
        None,
        "drafting",
    )
    assert [review.voided_at is not None for review in letter.reviews.all()] == [True]


def test_an_edit_and_a_new_round_in_one_press_say_so(bureau, at_desk):
    case = stages.dispatching(bureau)
    letter = stages.letter(case, "S2")
    given = fields(letter, p1=f"{lines(letter)[1]}谢谢。")
    done = at_desk(bureau.clerk).post("letter", case, letter.pk, **given, do="send")
    assert said(done) == ["正文改了1处，原来的批准作废，已重新送审。"]


def test_an_issued_letter_is_read_only(bureau, at_desk):
    case = stages.closed(bureau)
    letter = stages.letter(case, "S2")
    desk = at_desk(bureau.clerk)
    page = desk.get("letter", case, letter.pk, query="?edit=1")
    assert (page.context["may_write"], page.context["writing"], page.context["found"]) == (False, False, [])
    answer = desk.post("letter", case, letter.pk, **fields(letter, p0="改"), do="save")
    assert answer.status_code == 422
    assert "已经发出或者作废，不能再改" in text(answer)


def test_a_leader_reads_and_may_not_write(bureau, at_desk, case, letter):
    desk = at_desk(bureau.leader)
    page = desk.get("letter", case, letter.pk)
    assert (page.context["writing"], page.context["may_write"]) == (False, False)
    assert desk.post("letter", case, letter.pk, **fields(letter, p0="改"), do="save").status_code == 409
    letter.refresh_from_db()
    assert letter.revision == 1


def test_sent_recalled_and_sent_again(bureau, at_desk, case, letter):
    desk = at_desk(bureau.clerk)
    assert said(desk.post("letter_submit", case, letter.pk, version=case.version)) == ["予以公开告知书已送赵建国审批。"]
    twice = desk.post("letter_submit", case, letter.pk)
    assert len(said(twice)) == 1
    assert "不能“送审”" in said(twice)[0]
    assert said(desk.post("letter_recall", case, letter.pk)) == [
        "予以公开告知书已撤回，原来的批准作废，改好后重新送审。"
    ]
    assert stages.fresh(case).stage == "drafting"


def test_an_old_page_does_not_send(bureau, at_desk, case, letter):
    (sentence,) = said(at_desk(bureau.clerk).post("letter_submit", case, letter.pk, version=case.version - 1))
    assert "已经被别人办理过" in sentence
    letter.refresh_from_db()
    assert letter.state == "draft"


def test_files_are_chosen_and_the_list_in_the_letter_follows(bureau, at_desk, case, letter):
    file = stages.with_file(case, bureau)
    hidden = stages.with_file(case, bureau, purpose="identity", name="身份证.pdf")
    desk = at_desk(bureau.clerk)
    done = desk.post("letter_files", case, letter.pk, enclose=[file.pk, hidden.pk])
    assert said(done) == ["附件改为1个，附件清单已跟着改。"]
    letter.refresh_from_db()
    assert letters.Draft.from_data(letter.body).attachment_lines == ("附件：企业名单.pdf（7页）",)
    assert said(desk.post("letter_files", case, letter.pk, enclose=[file.pk])) == ["附件没有变动。"]


def test_changed_files_kill_an_approval_too(bureau, at_desk):
    case = stages.dispatching(bureau)
    letter, file = stages.letter(case, "S2"), stages.with_file(case, bureau)
    done = at_desk(bureau.clerk).post("letter_files", case, letter.pk, enclose=[file.pk])
    assert said(done) == ["附件改为1个，原来的批准作废，需重新送审。"]


def test_drawing_anew_shows_first_what_will_be_lost(bureau, at_desk, case, letter):
    actions.edit_letter(letter, ["手工写的一段。", *lines(letter)[1:]], revision=1, by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    page = desk.get("letter_redraw", case, letter.pk)
    assert page.context["changed"] == ["手工写的一段。"]
    done = desk.post("letter_redraw", case, letter.pk)
    letter.refresh_from_db()
    assert ("手工写的一段。" in lines(letter), said(done)) == (
        False,
        ["予以公开告知书已按最新情况重新起草，请核对后送审。"],
    )


def test_a_notice_is_given_up_only_with_a_reason_and_an_answer_never(bureau, at_desk, case, letter):
    another = stages.handling(bureau)
    notice = actions.call_correction(another, defects=["x"], guidance="请写明。", by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    bare = desk.post("letter_cancel", another, notice.pk, why="")
    assert (bare.status_code, dict(bare.context["form"].errors)) == (422, {"why": ["请填写作废的原因"]})
    assert said(desk.post("letter_cancel", another, notice.pk, why="申请人来电说明")) == ["补正告知书已作废。"]
    notice.refresh_from_db()
    assert (notice.state, notice.cancelled_why) == ("cancelled", "申请人来电说明")
    assert said(desk.get("letter_cancel", case, letter.pk, follow=True)) == [
        "答复书不能单独作废。需要改变结果的，请重新作出判断。"
    ]


@pytest.mark.parametrize("format", ["docx", "pdf"])
def test_a_letter_is_carried_off_as_a_file(bureau, at_desk, format):
    case = stages.dispatching(bureau)
    letter = stages.letter(case, "S2")
    answer = at_desk(bureau.leader).get("letter_download", case, letter.pk, format)
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == ("nosniff", "private, no-store")
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    if format == "docx":
        words = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
        assert "云商公开答〔2026〕1号" in words
    else:
        assert answer.content.startswith(b"%PDF-")


def test_no_other_kind_of_file_is_made(bureau, at_desk, case, letter):
    assert at_desk(bureau.clerk).get("letter_download", case, letter.pk, "html").status_code == 404


def test_the_rounds_of_approval_stand_beside_the_letter(bureau, at_desk, case, letter):
    actions.submit_letter(letter, by=bureau.clerk)
    waiting = letter.reviews.get(verdict="")
    actions.review(waiting, approve=False, comment="理由再写清楚", digest=letter.digest, by=bureau.leader)
    page = at_desk(bureau.clerk).get("letter", case, letter.pk)
    assert "理由再写清楚" in text(page)
    assert [(review.by.name, review.verdict) for review in page.context["reviews"]] == [("赵建国", "returned")]
    step = at_desk(bureau.clerk).get("", case).context["step"]
    assert step.why == "赵建国退回：理由再写清楚"


def test_a_table_in_a_letter_is_shown_and_kept(bureau, at_desk):
    cases = [stages.handling(bureau) for _ in range(11)]
    notice = actions.charge_fee(cases[10], tariff="by_application", by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    page = desk.get("letter", cases[10], notice.pk, query="?edit=1")
    (table,) = [para.table for para in page.context["paragraphs"] if para.table]
    assert ("100元" in table[1], "第11件" in table[1]) == (True, True)
    desk.post("letter", cases[10], notice.pk, **fields(notice), do="save")
    before = notice.body
    notice.refresh_from_db()
    assert notice.body == before


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (("一", "二"), ("一", "二"), 0),
        (("一", "二"), ("一", "改"), 1),
        (("一", "二"), ("改", "改2"), 2),
        (("一", "二"), ("一",), 1),
        (("一",), ("一", "二", "三"), 2),
    ],
)
def test_changes_are_counted_by_places(before, after, count):
    def draft(texts):
        return letters.Draft("S2", "t", "", "", tuple(letters.Text(each) for each in texts))

    assert letter_page.changes(draft(before), draft(after)) == count
