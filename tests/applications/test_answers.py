"""From decision to service: the tree, four eyes, the digest, numbers without gaps, closing and reopening."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import IntegrityError, transaction

import factories
from gongkai.applications import actions
from gongkai.applications.actions.moving import ChangedMeanwhile
from gongkai.applications.actions.reviewing import OwnWork
from gongkai.applications.case_files import add
from gongkai.applications.models import CaseFile, Letter, Number, Review, Series, Service
from gongkai.errors import GongkaiError
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.journal import verify
from gongkai.people.models import Appointment, Deputy, Role
from gongkai.people.rules import NotAllowed, forget

NOT_HELD = {**{k: v for k, v in factories.GRANTED.items() if k not in ("ground", "form")}, "search": "none"}


def _drafted(bureau, **values):
    case = factories.application(bureau.agency, bureau.clerk)
    letter = actions.decide(
        case, answers=factories.GRANTED, by=bureau.clerk, given="企业名单和金额", way="当面领取纸质材料", **values
    )
    return case, letter


def _submitted(bureau, **values):
    case, letter = _drafted(bureau, **values)
    actions.submit_letter(letter, by=bureau.clerk)
    case.refresh_from_db()
    return case, letter


def _file(bureau, case, name="名单.txt", data=b"list"):
    return add(case, Upload(name, data), CaseFile.Purpose.REPLY, by=bureau.clerk)


def test_a_granted_application_is_approved_served_and_closed(bureau):
    case, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    assert (letter.number, letter.dated, letter.state) == ("云商公开答〔2026〕1号", date(2026, 9, 11), "approved")
    with clock.at(date(2026, 9, 14)):
        actions.serve(letter, method="post", sent_on=date(2026, 9, 14), tracking="XA00000000141", by=bureau.clerk)
    case.refresh_from_db()
    assert (case.stage, case.outcome, case.decided_on) == ("closed", "granted", date(2026, 9, 14))
    assert list(verify()) == []


def test_the_outcome_is_reached_only_through_the_whole_tree(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    half = {k: factories.GRANTED[k] for k in ("clear", "withdrawn")}
    with pytest.raises(GongkaiError, match="还没有判断完"):
        actions.decide(case, answers=half, by=bureau.clerk)
    with pytest.raises(GongkaiError, match="没有检索记录"):
        actions.decide(case, answers=NOT_HELD, by=bureau.clerk)
    case.refresh_from_db()
    assert (case.outcome, case.stage) == ("", "handling")


def test_a_refusal_without_reasons_is_not_drafted(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    answers = {
        **{k: v for k, v in factories.GRANTED.items() if k != "form"},
        "ground": "internal_affairs",
        "sever.internal_affairs": "no",
    }
    with pytest.raises(GongkaiError, match="只引用条款不算说明理由"):
        actions.decide(case, answers=answers, by=bureau.clerk)
    assert Letter.objects.count() == 0


def test_the_author_never_approves_not_even_with_the_role(bureau):
    _, letter = _submitted(bureau)
    Appointment.objects.create(account=bureau.clerk, agency=bureau.agency, role=Role.LEADER)
    forget(bureau.clerk)
    waiting = letter.reviews.get()
    with pytest.raises(OwnWork):
        actions.review(waiting, approve=True, digest=letter.digest, by=bureau.clerk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=waiting.pk).update(by=bureau.clerk, at=clock.now(), verdict="approved")


def test_only_the_role_of_the_step_approves(bureau):
    _, letter = _submitted(bureau)
    for person in (bureau.head, bureau.chief, bureau.contributor):
        with pytest.raises(NotAllowed):
            actions.review(letter.reviews.get(), approve=True, digest=letter.digest, by=person)


def test_a_deputy_approves_in_the_leaders_place_while_named_and_the_record_says_so(bureau):
    _, letter = _submitted(bureau)
    appointment = Appointment.objects.get(account=bureau.leader)
    Deputy.objects.create(
        appointment=appointment,
        account=bureau.chief,
        starts_on=date(2026, 9, 14),
        ends_on=date(2026, 9, 18),
        named_by=bureau.leader,
    )
    waiting = letter.reviews.get()
    with pytest.raises(NotAllowed):
        actions.review(waiting, approve=True, digest=letter.digest, by=bureau.chief)
    with clock.at(date(2026, 9, 15)):
        actions.review(waiting, approve=True, digest=letter.digest, by=bureau.chief)
    waiting.refresh_from_db()
    assert (waiting.by, waiting.acting_for) == (bureau.chief, "赵建国")


def test_an_edit_after_approval_voids_it_and_keeps_the_number(bureau):
    case, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    seen = letter.digest
    words = [block["text"] for block in letter.body["blocks"] if "text" in block]
    actions.edit_letter(letter, [*words, "另附说明一份。"], revision=letter.revision, by=bureau.clerk)
    case.refresh_from_db()
    assert (letter.state, case.stage, letter.digest == seen) == ("draft", "drafting", False)
    assert letter.reviews.filter(voided_at=None).count() == 0
    with pytest.raises(GongkaiError):
        actions.serve(letter, method="direct", signed_on=clock.today(), by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    assert letter.number == "云商公开答〔2026〕1号"
    assert Number.objects.count() == 1


def test_what_was_not_before_the_leader_is_not_approved(bureau):
    case, letter = _submitted(bureau)
    seen = letter.digest
    waiting = letter.reviews.get()
    actions.recall_letter(letter, by=bureau.clerk)
    actions.enclose_files(letter, [_file(bureau, case)], by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    with pytest.raises(ChangedMeanwhile):
        actions.review(waiting, approve=True, digest=seen, by=bureau.leader)
    with pytest.raises(ChangedMeanwhile):
        actions.review(letter.reviews.get(voided_at=None), approve=True, digest=seen, by=bureau.leader)


def test_a_file_added_after_approval_voids_it(bureau):
    case, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    actions.enclose_files(letter, [_file(bureau, case)], by=bureau.clerk)
    assert letter.state == "draft"


def test_returning_needs_a_reason_and_sends_it_back_to_the_draft(bureau):
    case, letter = _submitted(bureau)
    waiting = letter.reviews.get()
    with pytest.raises(GongkaiError, match="退回请写一句理由"):
        actions.review(waiting, approve=False, digest=letter.digest, by=bureau.leader)
    actions.review(waiting, approve=False, comment="名单漏了一家", digest=letter.digest, by=bureau.leader)
    case.refresh_from_db()
    letter.refresh_from_db()
    assert (case.stage, letter.state) == ("drafting", "draft")
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    assert letter.state == "approved"


def test_a_stale_edit_does_not_overwrite_the_newer_one(bureau):
    _, letter = _drafted(bureau)
    revision = letter.revision
    words = [block["text"] for block in letter.body["blocks"] if "text" in block]
    actions.edit_letter(letter, [*words, "甲。"], revision=revision, by=bureau.clerk)
    with pytest.raises(ChangedMeanwhile):
        actions.edit_letter(letter, [*words, "乙。"], revision=revision, by=bureau.head)
    letter.refresh_from_db()
    assert letter.body["blocks"][-1]["text"] == "甲。"


def test_numbers_run_without_gaps_and_a_given_up_letter_keeps_its_own(bureau):
    case, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    actions.recall_letter(letter, by=bureau.clerk)
    actions.record_search(case, on=clock.today(), places="档案室", terms="名单", found=0, by=bureau.clerk)
    again = actions.decide(case, answers=NOT_HELD, by=bureau.clerk, findings="经检索没有找到")
    actions.submit_letter(again, by=bureau.clerk)
    factories.approve(again, bureau.leader)
    letter.refresh_from_db()
    assert (letter.state, letter.number) == ("cancelled", "云商公开答〔2026〕1号")
    assert again.number == "云商公开答〔2026〕2号"
    kept = Number.objects.get(letter=letter)
    assert (kept.cancelled_why, Series.objects.get(key="答").last) == ("重新作出判断", 2)


def test_posting_without_its_number_or_day_closes_nothing(bureau):
    case, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    for values in ({"sent_on": clock.today()}, {"tracking": "XA1"}):
        with pytest.raises(GongkaiError):
            actions.serve(letter, method="post", by=bureau.clerk, **values)
    with pytest.raises(GongkaiError, match="签收日"):
        actions.serve(letter, method="direct", by=bureau.clerk)
    with pytest.raises(GongkaiError, match="今天之前"):
        actions.serve(letter, method="direct", signed_on=date(2026, 9, 12), by=bureau.clerk)
    case.refresh_from_db()
    assert (case.stage, Service.objects.count()) == ("dispatching", 0)


def test_failed_service_reopens_the_case_and_a_second_attempt_closes_it(bureau):
    case, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    service = actions.serve(letter, method="post", sent_on=clock.today(), tracking="XA1", by=bureau.clerk)
    with clock.at(date(2026, 9, 20)):
        actions.fail_service(service, on=date(2026, 9, 18), why="查无此人退回", by=bureau.clerk)
        case.refresh_from_db()
        assert (case.stage, case.decided_on) == ("dispatching", None)
        actions.serve(letter, method="direct", signed_on=date(2026, 9, 20), by=bureau.clerk)
    case.refresh_from_db()
    assert (case.stage, case.decided_on) == ("closed", date(2026, 9, 20))


def test_an_online_answer_without_an_online_way_to_reconsideration_is_not_served_online(bureau):
    bureau.agency.reconsideration_online = ""
    bureau.agency.save()
    _, letter = _submitted(bureau)
    factories.approve(letter, bureau.leader)
    with pytest.raises(GongkaiError, match="第二十二条第二款"):
        actions.serve(letter, method="online", sent_on=clock.today(), by=bureau.clerk)


def test_a_withdrawn_application_is_closed_without_an_answer(bureau):
    case = factories.application(bureau.agency, bureau.clerk)
    with pytest.raises(GongkaiError, match="没有登记撤回"):
        actions.close_without_answer(case, by=bureau.clerk)
    actions.withdraw(case, words="已经拿到了")
    actions.close_without_answer(case, by=bureau.clerk)
    assert (case.stage, case.outcome, case.decided_on) == ("closed", "other.other", date(2026, 9, 11))


def test_an_application_is_merged_only_into_one_of_the_same_applicant(bureau):
    first = factories.application(bureau.agency, bureau.clerk)
    second = factories.application(bureau.agency, bureau.clerk)
    foreign = factories.application(
        bureau.agency, bureau.clerk, person=factories.person(name="吴远", identity_number="1")
    )
    with pytest.raises(GongkaiError, match="同一申请人"):
        actions.close_without_answer(second, merged_into=foreign, by=bureau.clerk)
    actions.close_without_answer(second, merged_into=first, by=bureau.clerk)
    assert second.merged_into_id == first.pk


def test_a_reconsideration_is_entered_once_and_concluded_with_a_result(bureau):
    case = factories.answered(bureau.agency, bureau.clerk, bureau.leader)
    values = {
        "kind": "reconsideration",
        "filed_on": clock.today(),
        "authority": "云岭县人民政府",
        "number": "云政复〔2026〕3号",
    }
    remedy = actions.file_remedy(bureau.agency, application=case, by=bureau.clerk, **values)
    with pytest.raises(GongkaiError, match="同一案件只计一件"):
        actions.file_remedy(bureau.agency, by=bureau.clerk, **values)
    with pytest.raises(GongkaiError, match="审结日"):
        actions.conclude_remedy(remedy, detail="maintained", on=date(2026, 9, 10), by=bureau.clerk)
    actions.conclude_remedy(remedy, detail="maintained", on=date(2026, 9, 11), by=bureau.clerk)
    assert (remedy.result, remedy.concluded_on) == ("upheld", date(2026, 9, 11))
