"""区分处理 at the desk: the page without a browser, and who gets in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from corpus.embedded import SECRET, card, drawn, put, saved
from corpus.word import Word, paragraph, run
from desk.cases import stages
from desk.cases.conftest import said
from desk.cases.severing import LIST, MOBILE, drafted
from gongkai.applications import actions, letter_facts, outgoing
from gongkai.applications.models import CaseFile, Consultation
from gongkai.files import keeping
from gongkai.files.uploads import Upload
from gongkai.people.models import LogEntry
from gongkai.severance.models import Marking, Severance

TEXT = f"补贴企业名单\n恒达机械有限公司 30万元\n联系人手机 {MOBILE}\n".encode()


@pytest.fixture
def text_case(bureau: Any) -> Any:
    return drafted(bureau, TEXT, "名单.txt")


def file_of(case: Any) -> CaseFile:
    return CaseFile.objects.filter(application=case, removed_at=None).order_by("pk").first()  # type: ignore[return-value]


def picks(page: Any) -> list[str]:
    return [tick.key for group in page.context["kinds"] for tick in group.ticks]


def test_what_the_gate_finds_is_ticked_and_one_press_cuts_checks_and_attaches(bureau, at_desk, text_case):
    case, letter = text_case
    file, desk = file_of(case), at_desk(bureau.clerk)
    page = desk.get("sever", case, file.pk, query=f"?letter={letter.pk}")
    assert page.status_code == 200
    assert [(group.label, group.reason, len(group.ticks)) for group in page.context["kinds"]] == [
        ("手机号码", "privacy", 1)
    ]
    done = desk.post(
        "sever",
        case,
        file.pk,
        query=f"?letter={letter.pk}",
        do="cut",
        version=0,
        pick=picks(page),
        reason_mobile="privacy",
    )
    assert said(done) == ["已遮盖1处，核验通过，副本已附在部分公开告知书后面。"]
    row = Severance.objects.get()
    assert [each.file_id for each in letter_facts.enclosed_in(letter.pk)] == [row.severed_id]
    assert "区分处理目录" not in done.content.decode() and "遮盖的文件" in done.content.decode()
    letter.refresh_from_db()
    assert outgoing.open_findings(letter) == []


def test_words_places_and_drawn_marks_are_cut_with_their_reasons(bureau, at_desk, text_case):
    case, _ = text_case
    file, desk = file_of(case), at_desk(bureau.clerk)
    drawn = json.dumps([{"place": {"part": "1", "start": 0, "end": 2}, "reason": "process", "kind": ""}])
    desk.post(
        "sever",
        case,
        file.pk,
        do="cut",
        version=0,
        words=f"恒达机械\n{MOBILE}",
        reason_hand="trade_secret",
        marks=drawn,
    )
    row = Severance.objects.get()
    assert sorted(cut["reason"] for cut in row.cuts) == ["process", "trade_secret", "trade_secret"]
    kept = keeping.read(row.severed).decode()
    assert [word for word in ("恒达机械", MOBILE, "补贴企业") if word in kept] == []


@pytest.mark.parametrize(
    ("given", "why"),
    [
        ({}, "还没有标出要遮的内容"),
        ({"words": "不在里面的字"}, "文件里没有“不在里面的字”"),
        ({"places": "某个地方"}, "看不懂“某个地方”是文件的哪里"),
        ({"pick": '{"part": 1}'}, "有一处标记看不出是文件的哪里"),
        ({"marks": "[[["}, "有一处标记看不出是文件的哪里"),
        ({"words": "恒达", "reason_hand": "because"}, "每一处遮盖都要选理由和依据"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_typed_is_lost(bureau, at_desk, text_case, given, why):
    case, _ = text_case
    page = at_desk(bureau.clerk).post("sever", case, file_of(case).pk, do="cut", version=0, **given)
    assert page.status_code == 422
    assert why in page.content.decode()
    assert given.get("words", "") in page.content.decode()
    assert Severance.objects.count() == 0


def test_marks_are_kept_for_later_and_dropped(bureau, at_desk, text_case):
    case, _ = text_case
    file, desk = file_of(case), at_desk(bureau.clerk)
    desk.post("sever", case, file.pk, do="keep", marking=0, words="恒达机械", reason_hand="trade_secret")
    assert [cut["reason"] for cut in Marking.objects.get().cuts] == ["trade_secret"]
    page = desk.get("sever", case, file.pk)
    assert (page.context["ticked"], [tick.reason for tick in page.context["beside"]]) == (set(), ["trade_secret"])
    stale = desk.post("sever", case, file.pk, do="keep", marking=0, words="恒达机械")
    assert "别人已经处理过这个文件" in stale.content.decode()
    desk.post("sever", case, file.pk, do="drop")
    assert Marking.objects.count() == 0


def test_a_copy_is_taken_back_with_a_reason(bureau, at_desk, text_case):
    case, letter = text_case
    file, desk = file_of(case), at_desk(bureau.clerk)
    desk.post("sever", case, file.pk, query=f"?letter={letter.pk}", do="cut", version=0, words=MOBILE)
    assert "请写明撤回副本的原因" in desk.post("sever", case, file.pk, do="take_back", version=1).content.decode()
    assert said(desk.post("sever", case, file.pk, do="take_back", version=1, why="还有一处没有遮")) == [
        "副本已撤回，不会发出；附着它的文书要重新送审。"
    ]
    assert letter_facts.enclosed_in(letter.pk) == ()


def test_a_file_of_another_body_or_of_nobody_is_404(bureau, other, at_desk, text_case):
    case, letter = text_case
    file = file_of(case)
    theirs, _ = drafted(other, TEXT, "名单.txt")
    for desk, at, pk in (
        (at_desk(other.clerk), case, file.pk),
        (at_desk(bureau.clerk), case, file_of(theirs).pk),
        (at_desk(bureau.clerk), theirs, file_of(theirs).pk),
        (at_desk(bureau.clerk), case, 999_999),
    ):
        assert desk.get("sever", at, pk).status_code == 404
        assert desk.post("sever", at, pk, do="cut", version=0, words=MOBILE).status_code == 404
        assert desk.get("file_page", at, pk, 1).status_code == 404
    assert at_desk(bureau.leader).get("sever", case, file.pk).status_code == 404
    assert at_desk(bureau.contributor).post("letter_answer", case, letter.pk, do="keep").status_code == 404
    assert Severance.objects.count() == 0


def test_a_proof_of_identity_is_never_cut(bureau, at_desk):
    case = stages.searched(bureau)
    [file] = actions.add_files(case, [Upload("证件.txt", TEXT)], CaseFile.Purpose.IDENTITY, by=bureau.clerk)
    assert at_desk(bureau.clerk).get("sever", case, file.pk).status_code == 404


def test_a_page_is_shown_as_a_picture_of_our_own_making(bureau, at_desk):
    case, _ = drafted(bureau, LIST)
    answer = at_desk(bureau.clerk).get("file_page", case, file_of(case).pk, 1)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "image/png", "nosniff", "private, no-store",
    )  # fmt: skip
    assert answer.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert at_desk(bureau.clerk).get("file_page", case, file_of(case).pk, 9).status_code == 404


def test_findings_are_answered_on_the_letter_and_the_approver_reads_why(bureau, at_desk, client, text_case):
    case, letter = text_case
    desk = at_desk(bureau.clerk)
    page = desk.get("letter", case, letter.pk)
    marks = [mark for group in page.context["out"].open for mark in group.marks]
    assert [group.first.code for group in page.context["out"].open] == [
        "severance.unsevered",
        "severance.none",
        "leak.mobile",
    ]
    refused = desk.post("letter_submit", case, letter.pk)
    assert "发出前核对还有3处没有处理" in said(refused)[0]
    desk.post("letter_answer", case, letter.pk, do="keep", marks=" ".join(marks), reason="公司对外公布的电话")
    desk.post("letter_submit", case, letter.pk)
    review = letter.reviews.get()
    client.force_login(bureau.leader, backend="django.contrib.auth.backends.ModelBackend")
    shown = client.get(f"/desk/approvals/{review.pk}/").content.decode()
    assert "李文静说明：公司对外公布的电话" in shown
    assert MOBILE not in shown


def test_pictures_inside_a_file_are_shown_cut_by_area_or_as_a_whole_and_seen_in_the_copy(bureau, at_desk):
    made = Word()
    made.body += [paragraph(run("随文附证照")), paragraph(drawn(put(made, saved(card(MOBILE)))))]
    made.body.append(paragraph(drawn(put(made, saved(card("公开", (64, 40))), "media/two.png"), at=91)))
    case, _ = drafted(bureau, made.bytes(), "证照.docx")
    file, desk = file_of(case), at_desk(bureau.clerk)
    page = desk.get("sever", case, file.pk)
    assert [(each.picture.number, each.picture.label) for each in page.context["pictures"]] == [
        (1, "第1段之后"), (2, "第1段之后"),
    ]  # fmt: skip
    assert "遮去整幅图片2" in page.content.decode()
    assert desk.get("file_page", case, file.pk, 1).content[:4] == b"\x89PNG"
    area = {"picture": "word/media/image9.png", **dict(zip(("x", "y", "width", "height"), SECRET, strict=True))}
    marks = json.dumps([{"place": area, "reason": "privacy", "kind": ""}])
    wrong = desk.post("sever", case, file.pk, do="cut", version=0, places="图片9 10 20 30 5", marks=marks)
    assert (wrong.status_code, "看不懂“图片9 10 20 30 5”" in wrong.content.decode()) == (422, True)
    desk.post("sever", case, file.pk, do="keep", marking=0, marks=marks, whole="word/media/two.png")
    kept = desk.get("sever", case, file.pk)
    assert [tick.label for tick in kept.context["beside"]] == ["图片1，左25%、上38%，宽60%、高26%", "图片2，整幅"]
    keys = [f"{tick.key}|{tick.reason}" if "|" not in tick.key else tick.key for tick in kept.context["beside"]]
    desk.post("sever", case, file.pk, do="cut", version=0, keep=keys, places="图片1 10 20 30 5")
    row = Severance.objects.get()
    assert row.passed, row.report
    assert [line["where"] for line in row.index] == ["图片1（第1段之后）", "图片1（第1段之后）", "图片2（第1段之后）"]
    assert [each.number for each in desk.get("sever", case, file.pk).context["copied"]] == [1, 2]


def test_whom_the_case_names_is_found_and_cut_only_when_ticked_and_what_is_sealed_is_sought_on_the_record(
    bureau, at_desk
):
    case, _ = drafted(bureau, TEXT, "名单.txt")
    who = case.applicant
    assert (who.name, bool(who.address)) == ("周清源", True)
    Consultation.objects.create(
        application=case, asked="third_party", party="示例县恒达机械有限公司", what="名单", token="t1"
    )
    Consultation.objects.create(application=case, asked="agency", party="示例县税务局", what="名单", token="t2")
    text = f"{who.name}来信，转示例县恒达机械有限公司、示例县税务局。\n{who.name} 信寄{who.address}。\n".encode()
    [file] = actions.add_files(case, [Upload("来信.txt", text)], CaseFile.Purpose.REPLY, by=bureau.clerk)
    desk = at_desk(bureau.clerk)
    page = desk.get("sever", case, file.pk)
    assert [(each.role, each.name, each.reason, len(each.ticks)) for each, _ in page.context["people"]] == [
        ("申请人", "周清源", "个人隐私", 2),
        ("第三方", "示例县恒达机械有限公司", "商业秘密", 1),
    ]
    shown = page.content.decode()
    assert 'name="person" value="周清源|privacy">' in shown and "查看会留下记录" in shown
    assert LogEntry.objects.filter(verb="applicant.looked_at").count() == 0
    # Under seal: found without being shown, each look on the record, and nothing that was typed is lost.
    sought = desk.post("sever", case, file.pk, do="people", words="来信", version=0)
    assert (sought.status_code, sought.context["given"]["words"]) == (200, "来信")
    assert [(each.role, len(each.ticks)) for each, _ in sought.context["people"]][2:] == [("申请人的通信地址", 1)]
    assert LogEntry.objects.filter(verb="applicant.looked_at").count() >= 2
    [address] = [each for each, _ in sought.context["people"]][2].ticks
    wrong = desk.post("sever", case, file.pk, do="cut", version=0, keep=[address.key], words="没有的字")
    assert address.key in [tick.key for tick in wrong.context["beside"]]
    assert desk.post("sever", case, file.pk, do="cut", version=0, keep=["what|privacy"]).status_code == 422
    desk.post("sever", case, file.pk, do="cut", version=0, keep=[address.key], person=["周清源|privacy"])
    row = Severance.objects.get()
    assert keeping.read(row.severed).decode() == (
        "██[1]██来信，转示例县恒达机械有限公司、示例县税务局。\n██[2]██ 信寄██[3]██。\n"
    )
