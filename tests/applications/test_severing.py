"""Files that are safe to send: severed copies, what a partial release needs, what the gate stops, what an approval is bound to."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

import factories
from gongkai import letters
from gongkai.applications import actions, letter_facts, outgoing
from gongkai.applications.case_files import add
from gongkai.applications.models import CaseFile, Letter, LetterFile
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import FileRefused, Upload
from gongkai.people.journal import verify
from gongkai.people.models import LogEntry
from gongkai.people.rules import NotAllowed
from gongkai.redaction import Characters
from gongkai.severance import actions as severing
from gongkai.severance import queries
from gongkai.severance.marks import Mark
from gongkai.severance.models import Look, Severance

MOBILE = "13800138000"
TEXT = f"补贴企业名单\n恒达机械有限公司 30万元\n联系人手机 {MOBILE}\n"
PARTLY = {
    **{key: value for key, value in factories.GRANTED.items() if key != "form"},
    "ground": "process",
    "required.process": "no",
    "sever.process": "yes",
}
WORDS = {
    "given": "企业名单",
    "withheld": "讨论记录",
    "findings": "讨论记录记载决定作出之前的意见，公开会影响坦率讨论。",
}
PHONE = Mark(Characters("3", 6, 17), "privacy", "mobile")


@pytest.fixture
def case(bureau):
    return factories.application(bureau.agency, bureau.clerk)


def put(case, bureau, text=TEXT, name="名单.txt"):
    return add(case, Upload(name, text.encode()), CaseFile.Purpose.REPLY, by=bureau.clerk)


def partly(case, bureau, *files, **values):
    way = {} if files else {"way": "到办公室领取"}
    return actions.decide(case, answers=PARTLY, by=bureau.clerk, enclose=files, **{**WORDS, **way, **values})


def sever(file, bureau, *marks, version=0, letter=None):
    return actions.sever_file(file, marks or (PHONE,), version=version, letter=letter, by=bureau.clerk)


def codes(letter):
    letter.refresh_from_db()
    return [(each.code, each.answerable) for each in outgoing.open_findings(letter)]


def sent_with_copy(case, bureau):
    file = put(case, bureau)
    letter = partly(case, bureau, file)
    row = sever(file, bureau, letter=letter)
    letter.refresh_from_db()
    actions.submit_letter(letter, by=bureau.clerk)
    return file, letter, row


def test_a_copy_is_cut_checked_and_kept_with_its_report(case, bureau):
    file = put(case, bureau)
    row = sever(file, bureau)
    assert (row.passed, row.in_force, row.version, row.original, row.name) == (True, True, 1, file.file, ".txt")
    assert MOBILE not in keeping.read(row.severed).decode()
    assert "恒达机械有限公司" in keeping.read(row.severed).decode()
    assert keeping.read(row.original).decode() == TEXT
    assert [(cut["reason"], cut["article"]) for cut in row.cuts] == [("privacy", "《条例》第十五条")]
    assert row.report and all(check["passed"] for check in row.report)
    copy = CaseFile.objects.get(application=case, file=row.severed)
    assert (copy.purpose, copy.note) == ("reply", "“名单.txt”区分处理后的副本，遮盖1处")
    assert severing.is_whole(row)
    assert list(verify()) == []


def test_what_was_cut_stands_in_no_row_and_no_entry_of_the_log(case, bureau):
    sever(put(case, bureau), bureau)
    entry = LogEntry.objects.get(verb="severance.verified")
    assert entry.data["count"] == 1 and entry.data["reasons"] == ["privacy"] and len(entry.data["severed"]) == 64
    kept = [str(entry.data) for entry in LogEntry.objects.all()]
    kept += [str(row) for row in Severance.objects.values_list("cuts", "index", "report", "notes")]
    kept += [str(row) for row in Look.objects.values_list("findings", flat=True)]
    assert [each for each in kept if MOBILE in each] == []


def test_every_cut_has_a_reason_and_there_is_one_at_least(case, bureau):
    file = put(case, bureau)
    with pytest.raises(GongkaiError, match="还没有标出要遮的内容"):
        actions.sever_file(file, [], version=0, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="每一处遮盖都要选理由和依据"):
        sever(file, bureau, Mark(Characters("3", 6, 17), "because"))
    assert Severance.objects.count() == 0


def test_only_the_office_cuts(case, bureau):
    file = put(case, bureau)
    for other in (bureau.leader, bureau.contributor):
        with pytest.raises(NotAllowed):
            actions.sever_file(file, [PHONE], version=0, by=other)
    elsewhere = factories.clerk(factories.agency())
    with pytest.raises(NotAllowed):
        actions.sever_file(file, [PHONE], version=0, by=elsewhere)


def test_a_second_copy_takes_the_place_of_the_first_which_is_kept(case, bureau):
    file = put(case, bureau)
    first = sever(file, bureau)
    second = sever(file, bureau, PHONE, Mark(Characters("2", 0, 8), "trade_secret"), version=1)
    first.refresh_from_db()
    assert (first.in_force, first.standing, second.in_force, second.version) == (False, "已被新的副本代替", True, 2)
    assert [row.pk for row in queries.in_force(case)] == [second.pk]
    live = CaseFile.objects.filter(application=case, removed_at=None)
    assert {each.file_id for each in live} == {file.file_id, second.severed_id}


def test_two_who_cut_at_once_never_overwrite_each_other(case, bureau):
    file = put(case, bureau)
    sever(file, bureau)
    with pytest.raises(severing.OtherMeanwhile):
        sever(file, bureau, version=0)
    assert Severance.objects.count() == 1


def test_a_copy_that_did_not_pass_is_kept_and_goes_nowhere(case, bureau, monkeypatch):
    from gongkai.redaction import Check, Verification

    monkeypatch.setattr(
        severing,
        "verify_bounded",
        lambda *a, **k: Verification(False, (Check("副本里没有遮去的字", False, "还有1处"),)),
    )
    file = put(case, bureau)
    letter = partly(case, bureau, file)
    row = sever(file, bureau, letter=letter)
    assert (row.passed, row.in_force, row.standing) == (False, False, "核验没有通过")
    assert [each.pk for each in letter_facts.enclosed_in(letter.pk)] == [file.pk]
    assert ("severance.original", False) in codes(letter)


def test_the_database_refuses_to_change_or_remove_what_was_checked(case, bureau):
    row = sever(put(case, bureau), bureau)
    for change in ({"report": []}, {"passed": False}, {"severed": row.original}, {"cuts": []}, {"digest": "0" * 64}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Severance.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM severance_severance WHERE id = %s", [row.pk])
    actions.take_back_copy(row, case, why="还有一处没有遮", by=bureau.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Severance.objects.filter(pk=row.pk).update(taken_back_at=None, taken_back_by=None)


def test_the_copy_takes_the_originals_place_in_the_letter_with_its_index_of_cuts(case, bureau):
    _file, letter, row = sent_with_copy(case, bureau)
    assert [each.file_id for each in letter_facts.enclosed_in(letter.pk)] == [row.severed_id]
    draft = letters.Draft.from_data(letter.body)
    index = next(block for block in draft.blocks if isinstance(block, letters.Grid))
    assert [cell.text for cell in index.rows[0].cells] == ["遮盖的文件", "编号", "位置", "理由", "依据"]
    cells = [cell.text for cell in index.rows[1].cells]
    assert (cells[0], cells[3], cells[4]) == ("名单（区分处理）.txt", "个人隐私", "《条例》第十五条")
    assert "所提供的材料中，《名单（区分处理）.txt》中的1处内容已作遮盖处理。" in draft.text
    assert draft.text.index("已作遮盖处理") < draft.text.index("行政复议")
    assert [each.name for each in draft.attachments] == ["名单（区分处理）.txt"]


def test_a_partial_release_with_its_copy_is_approved_and_served(case, bureau):
    _, letter, row = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    assert letter.reviews.get(verdict="approved").seen["files"] == [["名单（区分处理）.txt", row.severed.sha256]]
    actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), signed_by="周清源", by=bureau.clerk)
    case.refresh_from_db()
    assert (case.stage, case.outcome) == ("closed", "partial")
    assert list(verify()) == []


def test_a_partial_release_without_a_copy_is_not_sent_for_approval(case, bureau):
    letter = partly(case, bureau)
    assert codes(letter) == [("severance.none", True)]
    with pytest.raises(outgoing.NotSafe, match="没有附核验通过的副本"):
        actions.submit_letter(letter, by=bureau.clerk)
    letter.refresh_from_db()
    assert (letter.state, letter.reviews.count()) == ("draft", 0)


def test_a_paper_copy_needs_a_declaration_that_the_leader_reads(case, bureau):
    letter = partly(case, bureau)
    [finding] = outgoing.open_findings(letter)
    with pytest.raises(GongkaiError, match="请写明为什么可以保留"):
        actions.answer_findings(letter, finding.fingerprint, " ", by=bureau.clerk)
    actions.answer_findings(letter, finding.fingerprint, "纸质副本已遮盖，由王立成核对", by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="送审以后不能再改"):
        actions.take_back_answer(letter, finding.fingerprint, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    assert letter.reviews.get().seen["answers"] == [["部分公开", "纸质副本已遮盖，由王立成核对"]]


def test_the_original_cannot_be_attached_to_a_partial_release(case, bureau):
    file, letter, _row = sent_with_copy(case, bureau)
    actions.recall_letter(letter, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="是做过区分处理的原件，不能发出"):
        actions.enclose_files(letter, [file], by=bureau.clerk)
    with pytest.raises(GongkaiError, match="是做过区分处理的原件，不能发出"):
        partly(case, bureau, file)
    LetterFile.objects.create(letter=letter, file=file)  # round the action
    assert codes(letter)[0] == ("severance.original", False)
    marks = [each.fingerprint for each in outgoing.open_findings(letter)]
    with pytest.raises(GongkaiError, match="这一处不能用理由代替"):
        actions.answer_findings(letter, marks, "没有关系", by=bureau.clerk)


def test_a_whole_file_on_a_partial_release_is_answered_for_by_name(case, bureau):
    letter = partly(case, bureau, put(case, bureau, "企业名单\n恒达机械有限公司\n"))
    assert codes(letter) == [("severance.unsevered", True), ("severance.none", True)]


def test_a_changed_copy_voids_the_approval(case, bureau):
    file, letter, _first = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    digest = letter.digest
    second = sever(file, bureau, PHONE, Mark(Characters("2", 0, 8), "trade_secret"), version=1)
    letter.refresh_from_db()
    assert (letter.state, letter.digest == digest) == ("draft", False)
    assert letter.reviews.filter(voided_at=None).count() == 0
    assert [each.file_id for each in letter_facts.enclosed_in(letter.pk)] == [second.severed_id]
    assert len(next(b for b in letters.Draft.from_data(letter.body).blocks if isinstance(b, letters.Grid)).rows) == 3
    with pytest.raises(GongkaiError):
        actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), by=bureau.clerk)


def test_a_copy_taken_back_leaves_the_letter_and_its_approval_dies(case, bureau):
    _, letter, row = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    actions.take_back_copy(row, case, why="还有一处没有遮", by=bureau.clerk)
    letter.refresh_from_db()
    assert (letter.state, letter_facts.enclosed_in(letter.pk)) == ("draft", ())
    assert codes(letter) == [("severance.none", True)]
    assert "已作遮盖处理" not in letters.Draft.from_data(letter.body).text


def test_a_copy_that_went_out_is_not_taken_back(case, bureau):
    _, letter, row = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), by=bureau.clerk)
    with pytest.raises(GongkaiError, match="已经随文书发出，不能撤回"):
        actions.take_back_copy(row, case, why="想起一处", by=bureau.clerk)


def test_a_file_swapped_after_approval_is_not_served(case, bureau):
    """Somebody goes round the actions: another row, other bytes under the same name on the disk, a copy that is out of use."""
    file, letter, row = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    held = LetterFile.objects.get(letter=letter)
    LetterFile.objects.filter(pk=held.pk).update(file=file)
    with pytest.raises(GongkaiError, match="正文或者附件与批准时的不一样"):
        actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), by=bureau.clerk)
    LetterFile.objects.filter(pk=held.pk).update(file=held.file)
    place = keeping.place_of(bureau.agency.pk, row.severed.sha256)
    place.write_bytes(TEXT.encode())
    with pytest.raises(FileRefused, match="与登记的校验值不符"):
        actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), by=bureau.clerk)
    letter.refresh_from_db()
    assert letter.state == Letter.State.APPROVED


def test_another_file_than_the_approved_one_is_not_served(case, bureau):
    _, letter, _row = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    other = put(case, bureau, "另一份名单\n", "另一份.txt")
    LetterFile.objects.create(letter=letter, file=other)
    with pytest.raises(GongkaiError, match="与批准时的不一样"):
        actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), by=bureau.clerk)


def test_personal_data_in_an_outgoing_file_stops_any_letter(case, bureau):
    file = put(case, bureau)
    letter = actions.decide(case, answers=factories.GRANTED, by=bureau.clerk, enclose=[file], given="企业名单")
    assert codes(letter) == [("leak.mobile", True)]
    with pytest.raises(outgoing.NotSafe, match="发出前核对还有1处没有处理"):
        actions.submit_letter(letter, by=bureau.clerk)
    factories.answered_for(letter, bureau.clerk, "这是公司对外公布的电话")
    actions.submit_letter(letter, by=bureau.clerk)
    assert MOBILE not in str(list(letter.answers.values_list("shown", "reason")))


def test_an_answer_for_one_file_is_none_for_another(case, bureau):
    letter = actions.decide(case, answers=factories.GRANTED, by=bureau.clerk, enclose=[put(case, bureau)], given="名单")
    factories.answered_for(letter, bureau.clerk)
    actions.enclose_files(letter, [put(case, bureau, f"{TEXT}又一行\n", "新名单.txt")], by=bureau.clerk)
    assert codes(letter) == [("leak.mobile", True)]


def test_personal_data_in_the_words_of_a_letter_stops_it_but_not_the_applicants_own(bureau):
    own = factories.application(
        bureau.agency, bureau.clerk, matter=factories.matter(content="请公开名单，结果打 13800001234 告诉我")
    )
    letter = actions.decide(own, answers=factories.GRANTED, by=bureau.clerk, given="名单", way="领取")
    assert codes(letter) == []
    draft = letters.Draft.from_data(letter.body)
    actions.edit_letter(
        letter, [*draft.blocks, f"企业负责人的手机号码是{MOBILE}。"], revision=letter.revision, by=bureau.clerk
    )
    assert codes(letter) == [("leak.mobile", True)]


def test_another_case_with_the_same_bytes_has_its_own_copies(case, bureau):
    other = factories.application(
        bureau.agency, bureau.clerk, person=factories.person(name="吴小梅", phone="13900001111")
    )
    sever(put(case, bureau), bureau)
    assert queries.in_force(other).count() == 0
    letter = partly(other, bureau, put(other, bureau))
    assert ("severance.unsevered", True) in codes(letter)


def test_a_new_copy_after_the_answer_leaves_what_went_out_where_it_is(case, bureau):
    file, letter, first = sent_with_copy(case, bureau)
    factories.approve(letter, bureau.leader)
    actions.serve(letter, method="direct", signed_on=date(2026, 9, 11), by=bureau.clerk)
    sever(file, bureau, PHONE, Mark(Characters("2", 0, 8), "trade_secret"), version=1)
    assert [each.file_id for each in letter_facts.enclosed_in(letter.pk)] == [first.severed_id]
    assert CaseFile.objects.get(application=case, file=first.severed).removed_at is None
