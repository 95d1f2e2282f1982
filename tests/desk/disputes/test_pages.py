"""复议、诉讼、投诉举报、卷宗 at the desk: entered, followed, answered, bound; nothing written over, nothing of another body seen."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

import factories
from desk.lists.conftest import Bureau
from desk.lists.scene import Scene
from gongkai.applications import actions
from gongkai.applications.dossiers import making
from gongkai.applications.models import Complaint, Dossier, Lesson, RemedyCase, Stage
from gongkai.people import clock
from gongkai.people.models import Account, LogEntry

Enter = Callable[[Account], Client]


def file_of(client: Client, address: str) -> list[list[str]]:
    answer = client.get(address)
    return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


CASE = {
    "against": "answer",
    "brought_by": "applicant",
    "kind": "suit_direct",
    "number": "（2026）豫01行初27号",
    "authority": "云岭县人民法院",
    "filed_on": "2026-10-12",
}


def test_a_case_is_entered_and_concluded(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    answer = client.post("/desk/remedies/new/", {**CASE, "application": scene.answered.number, "copy_on": "2026-10-14"})
    case = RemedyCase.objects.get(kind="suit_direct")
    assert answer.headers["Location"] == f"/desk/remedies/{case.pk}/"
    assert (case.application, case.latest.copy_on, case.agency) == (scene.answered, date(2026, 10, 14), bureau.agency)
    data = {"detail": "illegal", "on": "2026-10-16", "note": "判决确认违法", "version": case.version}
    client.post(f"/desk/remedies/{case.pk}/conclude/", data)
    case = RemedyCase.objects.get(pk=case.pk)
    assert (case.result, case.concluded_on, case.latest.note) == ("corrected", date(2026, 10, 16), "判决确认违法")
    assert "今年被纠正1件" in client.get("/desk/remedies/").content.decode()
    assert LogEntry.objects.filter(verb="remedy.concluded").count() == 1


@pytest.mark.parametrize(
    ("given", "problem"),
    [
        ({"kind": "complaint"}, "种类的选项已经变化，请重新选择"),
        ({"number": ""}, "请填写案号"),
        ({"filed_on": "2026-10-17"}, "受理、立案日不能晚于今天。请核对。"),
        ({"application": "云商公开申〔2026〕99号"}, "没有编号为“云商公开申〔2026〕99号”的申请"),
        ({"application": "云农公开申〔2026〕1号"}, "没有编号为“云农公开申〔2026〕1号”的申请"),
        ({"kind": "reconsideration", "number": "云政复〔2026〕27号"}, "已经登记过，没有重复登记"),
    ],
)
def test_a_slip_in_a_case_is_named(
    bureau: Bureau, other: Bureau, scene: Scene, enter: Enter, given: dict[str, str], problem: str
) -> None:
    factories.application(other.agency, other.clerk)
    answer = enter(bureau.clerk).post("/desk/remedies/new/", {**CASE, **given})
    assert (answer.status_code, problem in answer.content.decode(), RemedyCase.objects.count()) == (422, True, 1)


def test_who_only_reads_cannot_conclude(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    address = f"/desk/remedies/{scene.remedy.pk}/"
    client = enter(bureau.leader)
    assert '<form method="post"' not in client.get(address).content.decode().split("<main")[1]
    assert client.post(f"{address}conclude/", {"detail": "maintained", "on": "2026-10-16"}).status_code == 404
    assert RemedyCase.objects.get().result == ""


def test_a_result_is_not_written_over_anothers(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    address = f"/desk/remedies/{scene.remedy.pk}/conclude/"
    client = enter(bureau.clerk)
    data = {"detail": "maintained", "on": "2026-10-15", "version": 1}
    client.post(address, data)
    again = client.post(address, {**data, "detail": "mediated"})
    assert (again.status_code, "已经被别人修改过，没有保存" in again.content.decode()) == (422, True)
    assert RemedyCase.objects.get().result == "upheld"


@pytest.mark.parametrize(
    ("query", "count"),
    [("", 1), ("?result=pending", 1), ("?result=upheld", 0), ("?kind=suit_direct", 0), ("?year=2025", 0)],
)
def test_the_cases_narrow(bureau: Bureau, scene: Scene, enter: Enter, query: str, count: int) -> None:
    assert len(enter(bureau.auditor).get(f"/desk/remedies/{query}").context["slice"].rows) == count


def test_the_cases_go_into_a_file(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    actions.file_remedy(
        bureau.agency, kind="suit_direct", filed_on=date(2026, 10, 1), authority="=cmd", number="@1", by=bureau.clerk
    )
    assert file_of(enter(bureau.clerk), "/desk/remedies/?format=csv")[1:] == [
        [
            "云政复〔2026〕27号", "行政复议", "行政复议", "云岭县人民政府", "2026-05-06", scene.answered.number, "", "",
            "尚未审结", "", "", "",
        ],
        ["'@1", "未经复议直接起诉", "第一审", "'=cmd", "2026-10-01", "", "", "", "尚未审结", "", "", ""],
    ]  # fmt: skip


# What is next, and what it brings about


def step_on(client: Client, case: RemedyCase) -> str:
    return client.get(f"/desk/remedies/{case.pk}/").context["step"].label


def test_a_dispute_is_followed_to_its_end_and_the_application_is_handled_again(
    bureau: Bureau, scene: Scene, enter: Enter
) -> None:
    client, case = enter(bureau.clerk), scene.remedy
    before = (scene.answered.outcome, scene.answered.decided_on)
    assert step_on(client, case) == "等副本；收到的当天登记"
    client.post(f"/desk/remedies/{case.pk}/progress/", {"copy_on": "2026-10-09"})
    page = client.get(f"/desk/remedies/{case.pk}/")
    assert page.context["step"].label == "提交书面答复和证据"
    assert page.context["step"].by == date(2026, 10, 22)
    assert "复议答复期限（普通程序）的逐日计算" in page.content.decode()
    client.post(f"/desk/remedies/{case.pk}/progress/", {"copy_on": "2026-10-09", "answered_on": "2026-10-15"})
    assert step_on(client, case) == "等复议决定"
    answer = client.post(
        f"/desk/remedies/{case.pk}/conclude/",
        {"detail": "ordered", "on": "2026-10-16", "served_on": "2026-10-16", "redo_days": "10"},
    )
    assert answer.status_code == 302
    page = client.get(f"/desk/remedies/{case.pk}/")
    assert (page.context["step"].label, page.context["step"].by) == ("重新办理，作出新的答复", date(2026, 10, 30))
    application = scene.answered
    application.refresh_from_db()
    assert (application.stage, application.due_on) == (Stage.HANDLING, date(2026, 10, 30))
    assert (application.outcome, application.decided_on) == before
    letter = actions.decide(application, answers=factories.GRANTED, by=bureau.clerk, given="抽检结果", way="当面领取")
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="周清源", by=bureau.clerk)
    application.refresh_from_db()
    assert (application.stage, application.outcome, application.decided_on) == (Stage.CLOSED, *before)
    assert "10月16日（周五）重新答复：予以公开" in client.get(f"/desk/remedies/{case.pk}/").content.decode()
    assert step_on(client, case) == "等对方起诉的期限届满"


def test_an_appeal_calls_off_what_was_to_be_decided_again(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    client.post("/desk/remedies/new/", {**CASE, "application": scene.answered.number, "filed_on": "2026-09-01"})
    case = RemedyCase.objects.get(kind="suit_direct")
    client.post(
        f"/desk/remedies/{case.pk}/conclude/", {"detail": "annulled", "on": "2026-10-12", "served_on": "2026-10-12"}
    )
    scene.answered.refresh_from_db()
    assert scene.answered.stage == Stage.HANDLING
    data = {
        "level": "second",
        "number": "（2026）豫01行终9号",
        "authority": "云岭市中级人民法院",
        "filed_on": "2026-10-14",
    }
    assert client.post(f"/desk/remedies/{case.pk}/round/", data).status_code == 302
    scene.answered.refresh_from_db()
    assert (scene.answered.stage, scene.answered.redoing_id) == (Stage.CLOSED, None)
    case = RemedyCase.objects.get(pk=case.pk)
    assert (case.result, case.latest.get_level_display()) == ("", "第二审")
    client.post(f"/desk/remedies/{case.pk}/conclude/", {"detail": "appeal_dismissed", "on": "2026-10-16"})
    case = RemedyCase.objects.get(pk=case.pk)
    assert (case.result, case.rounds.count()) == ("corrected", 2)


def test_a_suit_that_skipped_reconsideration_or_came_late_is_pointed_out(
    bureau: Bureau, scene: Scene, enter: Enter
) -> None:
    client = enter(bureau.clerk)
    late = {**CASE, "application": scene.answered.number}
    client.post("/desk/remedies/new/", late)
    case = RemedyCase.objects.get(kind="suit_direct")
    page = client.get(f"/desk/remedies/{case.pk}/")
    assert [each.text for each in page.context["objections"]] == [
        "超过了直接提起行政诉讼的期限：最后一天是2026-09-10，2026-10-12才提出。"
    ]


def test_a_held_disclosure_does_not_go_out_until_the_hold_is_lifted(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    factories.approve(scene.answer, bureau.leader)
    client.post(
        "/desk/remedies/new/",
        {**CASE, "application": scene.reviewing.number, "against": "disclosure", "brought_by": "third_party"},
    )
    case = RemedyCase.objects.get(kind="suit_direct")
    client.post(f"/desk/remedies/{case.pk}/hold/", {"on": "2026-10-16", "why": "（2026）云行初3号裁定"})
    with pytest.raises(Exception, match="已停止公开"):
        actions.serve(scene.answer, method="direct", signed_on=clock.today(), signed_by="周清源", by=bureau.clerk)
    assert "已停止公开" not in client.get(f"/desk/applications/{scene.late.pk}/").content.decode()
    assert "停止公开：（2026）云行初3号裁定" in client.get(f"/desk/applications/{scene.reviewing.pk}/").content.decode()
    client.post(f"/desk/remedies/{case.pk}/hold/", {"on": "2026-10-16"})
    actions.serve(scene.answer, method="direct", signed_on=clock.today(), signed_by="周清源", by=bureau.clerk)
    scene.reviewing.refresh_from_db()
    assert scene.reviewing.stage == Stage.CLOSED


def test_a_lesson_stands_before_the_next_of_its_kind(bureau: Bureau, other: Bureau, scene: Scene, enter: Enter) -> None:
    client, case = enter(bureau.clerk), scene.remedy
    refused = client.post(f"/desk/remedies/{case.pk}/lesson/", {"text": "查得不够"})
    assert (refused.status_code, Lesson.objects.count()) == (422, 0)
    client.post(
        f"/desk/remedies/{case.pk}/conclude/", {"detail": "illegal", "on": "2026-10-16", "served_on": "2026-08-01"}
    )
    client.post(
        f"/desk/remedies/{case.pk}/conclude/", {"detail": "illegal", "on": "2026-09-16", "served_on": "2026-09-20"}
    )
    assert step_on(client, case) == "写下教训，给办下一件的人看"
    client.post(f"/desk/remedies/{case.pk}/lesson/", {"text": "先核对附件再答复", "shared": "on"})
    assert "先核对附件再答复" in client.get(f"/desk/applications/{scene.reviewing.pk}/").content.decode()
    theirs = factories.application(other.agency, other.clerk)
    actions.decide(theirs, answers=factories.GRANTED, by=other.clerk, given="名单", way="当面领取")
    page = f"/desk/applications/{theirs.pk}/"
    assert "先核对附件再答复" not in enter(other.clerk).get(page).content.decode()
    government = factories.agency(name="云岭县人民政府办公室")
    for agency in (bureau.agency, other.agency):
        agency.supervised_by = government
        agency.save()
    assert "先核对附件再答复" in enter(other.clerk).get(page).content.decode()


def test_what_is_due_on_disputes_stands_on_the_first_page(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    actions.record_progress(scene.remedy, copy_on=date(2026, 10, 9), answered_on=None, by=bureau.clerk)
    page = enter(bureau.clerk).get("/desk/").content.decode()
    assert ("提交书面答复和证据" in page, "云政复〔2026〕27号" in page) == (True, True)
    assert "云政复〔2026〕27号" not in enter(bureau.contributor).get("/desk/").content.decode()


def test_the_first_page_says_how_many_answers_are_late(bureau: Bureau, enter: Enter) -> None:
    actions.file_remedy(
        bureau.agency, kind="reconsideration", filed_on=date(2026, 9, 10), copy_on=date(2026, 9, 14),
        authority="云岭县人民政府", number="云政复〔2026〕31号", by=bureau.clerk,
    )  # fmt: skip
    assert "复议、诉讼有1件已经逾期" in enter(bureau.clerk).get("/desk/").content.decode()
    assert "复议、诉讼有" not in enter(bureau.leader).get("/desk/").content.decode()


def test_a_column_is_chosen_with_a_reason_and_moves_nothing_that_is_there(
    bureau: Bureau, scene: Scene, enter: Enter
) -> None:
    actions.conclude_remedy(scene.remedy, detail="mediated", on=date(2026, 10, 16), by=bureau.clerk)
    client = enter(bureau.head)
    assert (
        client.post("/desk/remedies/columns/", {"code": "mediated", "bucket": "corrected", "why": ""}).status_code
        == 422
    )
    client.post("/desk/remedies/columns/", {"code": "mediated", "bucket": "corrected", "why": "县政务公开办口径"})
    assert "县政务公开办口径" in client.get("/desk/remedies/columns/").content.decode()
    assert RemedyCase.objects.get().result == "other"
    again = actions.file_remedy(
        bureau.agency, kind="reconsideration", filed_on=date(2026, 10, 1), authority="云岭县人民政府", number="云政复〔2026〕28号",
        by=bureau.clerk,
    )  # fmt: skip
    actions.conclude_remedy(again, detail="mediated", on=date(2026, 10, 16), by=bureau.clerk)
    assert again.result == "corrected"
    assert enter(bureau.clerk).get("/desk/remedies/columns/").status_code == 404


# Complaints

COMPLAINT = {
    "number": "云公开投〔2026〕3号",
    "received_by": "云岭县政务公开办公室",
    "received_on": "2026-10-12",
    "about": "late",
    "text": "超过二十个工作日没有答复",
    "due_on": "2026-10-23",
}


def test_a_complaint_has_a_register_of_its_own(bureau: Bureau, other: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    client.post("/desk/complaints/new/", {**COMPLAINT, "application": scene.late.number})
    made = Complaint.objects.get()
    assert (made.application, made.agency) == (scene.late, bureau.agency)
    assert client.post("/desk/complaints/new/", COMPLAINT).status_code == 422
    address = f"/desk/complaints/{made.pk}/"
    wrong = client.post(address, {"finding": "founded", "on": "2026-10-16", "done": "", "version": 1})
    assert (wrong.status_code, "请写明怎样改正的" in wrong.content.decode()) == (422, True)
    client.post(address, {"finding": "founded", "on": "2026-10-16", "done": "已经答复", "version": 1})
    made.refresh_from_db()
    assert (made.finding, made.concluded_on) == ("founded", date(2026, 10, 16))
    assert enter(other.clerk).get(address).status_code == 404
    assert file_of(client, "/desk/complaints/?format=csv")[1][0] == "云公开投〔2026〕3号"


def test_the_supervising_department_reads_the_complaints_of_its_bodies(
    bureau: Bureau, other: Bureau, enter: Enter
) -> None:
    government = factories.agency(name="云岭县人民政府办公室")
    supervisor = factories.account(government, "supervisor", name="孙立平")
    enter(bureau.clerk).post("/desk/complaints/new/", COMPLAINT)
    assert "云公开投〔2026〕3号" not in enter(supervisor).get("/desk/complaints/").content.decode()
    bureau.agency.supervised_by = government
    bureau.agency.save()
    assert "云公开投〔2026〕3号" in enter(supervisor).get("/desk/complaints/").content.decode()


# Dossiers


def test_the_supervising_department_finds_the_complaints_in_its_rail(bureau: Bureau, enter: Enter) -> None:
    def rail(who: str) -> list[str]:
        return [label for label, *_ in enter(getattr(bureau, who)).get("/desk/").context["rail"]]

    assert "投诉举报" in rail("supervisor") and "救济" not in rail("supervisor")
    assert "投诉举报" not in rail("clerk") and "救济" in rail("clerk")
    crumbs = 'href="/desk/remedies/">救济</a></li>'
    assert crumbs not in enter(bureau.supervisor).get("/desk/complaints/").content.decode()
    assert crumbs in enter(bureau.clerk).get("/desk/complaints/").content.decode()


def test_one_press_gives_the_bundle(bureau: Bureau, other: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    answer = client.post(f"/desk/remedies/{scene.remedy.pk}/dossier/")
    made = Dossier.objects.get()
    assert answer.headers["Location"] == f"/desk/dossiers/{made.pk}/"
    waiting = client.get(answer.headers["Location"]).content.decode()
    assert ("正在制作卷宗" in waiting, "data-working" in waiting) == (True, True)
    assert client.get(f"/desk/dossiers/{made.pk}/dossier.pdf").status_code == 404
    making.run(made.pk)
    ready = client.get(answer.headers["Location"]).content.decode()
    assert ("卷宗做好了" in ready, "答复书没有送达凭证" in ready, "data-working" in ready) == (
        True,
        True,
        False,
    )
    file = client.get(f"/desk/dossiers/{made.pk}/dossier.pdf")
    assert (file["Content-Type"], file.content[:5], "attachment" in file["Content-Disposition"]) == (
        "application/pdf",
        b"%PDF-",
        True,
    )
    assert client.get(f"/desk/dossiers/{made.pk}/manifest.json").json()["application"] == scene.answered.number
    for page in ("", "dossier.pdf", "manifest.json"):
        assert enter(other.clerk).get(f"/desk/dossiers/{made.pk}/{page}").status_code == 404
        assert enter(bureau.leader).get(f"/desk/dossiers/{made.pk}/{page}").status_code == 404


def test_the_archive_file_is_made_from_the_page_of_the_case(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    client = enter(bureau.clerk)
    assert "制作归档卷宗" in client.get(f"/desk/applications/{scene.answered.pk}/").content.decode()
    client.post(f"/desk/applications/{scene.answered.pk}/dossier/")
    assert Dossier.objects.get().round is None


def test_the_answer_is_drafted_from_the_register(bureau: Bureau, scene: Scene, enter: Enter) -> None:
    from gongkai.documents import read

    file = enter(bureau.clerk).get(f"/desk/remedies/{scene.remedy.pk}/answer.docx")
    words = read(file.content).text
    for said in (
        "行政复议答复书",
        scene.answered.number,
        "未超过期限",
        "驳回申请人的行政复议请求",
    ):
        assert said in words
