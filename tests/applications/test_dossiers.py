"""The dossier of a case: everything in it once, pages numbered through, the same bytes for the same case, what is missing is named."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from django.test import override_settings
from django_tasks_db.models import DBTaskResult
from PIL import Image

import factories
from gongkai.applications import actions
from gongkai.applications.dossiers import contents, making
from gongkai.applications.models import Application, CaseFile, Dossier, RemedyCase
from gongkai.documents import Document, write
from gongkai.documents.model import Heading, Paragraph
from gongkai.files.uploads import Upload
from gongkai.people import clock
from gongkai.people.models import LogEntry

NOT_THERE = {**{k: v for k, v in factories.GRANTED.items() if k not in ("ground", "form")}, "search": "none"}


@pytest.fixture(autouse=True)
def store(tmp_path: Path):
    with override_settings(MEDIA_ROOT=tmp_path):
        yield


def paper(words: str) -> bytes:
    return write(Document((Heading(words), Paragraph("正文"))), "pdf")


def picture() -> bytes:
    held = BytesIO()
    Image.new("RGB", (300, 200), "white").save(held, "PNG")
    return held.getvalue()


def put(case: Application, purpose: str, name: str, data: bytes, bureau) -> None:
    actions.add_files(case, [Upload(name, data)], purpose=purpose, by=bureau.clerk)


@pytest.fixture
def case(bureau) -> Application:
    """Answered 不存在 with a search, a proof of service, and files of every sort."""
    made = factories.application(bureau.agency, bureau.clerk)
    put(made, "submission", "申请书.pdf", paper("申请书原件"), bureau)
    put(made, "identity", "身份证.png", picture(), bureau)
    put(
        made, "evidence", "档案目录.docx", write(Document((Heading("档案目录"), Paragraph("甲卷乙卷"))), "docx"), bureau
    )
    put(made, "section", "内部会议纪要.txt", "不得外传的纪要内容".encode(), bureau)
    put(made, "evidence", "坏文件.pdf", b"%PDF-1.7 broken", bureau)
    actions.record_search(
        made, on=clock.today(), places="局档案室", terms="外贸 专项资金", found=0, note="查了目录", by=bureau.clerk
    )
    letter = actions.decide(made, answers=NOT_THERE, findings="经检索没有制作过该名单", by=bureau.clerk)
    actions.submit_letter(letter, by=bureau.clerk)
    factories.approve(letter, bureau.leader)
    put(made, "proof", "签收单.jpg", _jpeg(), bureau)
    proof = CaseFile.objects.get(purpose="proof")
    actions.serve(letter, method="direct", signed_on=clock.today(), signed_by="周清源", proof=proof, by=bureau.clerk)
    made.refresh_from_db()
    return made


def _jpeg() -> bytes:
    held = BytesIO()
    Image.new("RGB", (200, 300), "white").save(held, "JPEG")
    return held.getvalue()


@pytest.fixture
def suit(bureau, case: Application) -> RemedyCase:
    return actions.file_remedy(
        bureau.agency, kind="suit_direct", filed_on=clock.today(), authority="云岭县人民法院", number="（2026）云行初3号",
        application=case, copy_on=clock.today(), by=bureau.clerk,
    )  # fmt: skip


def texts(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_bounded() for page in document]


def test_every_page_carries_its_number_and_the_manifest_points_to_it(case, suit):
    bound = making.make(contents.loaded(case.pk), suit.latest)
    pages = texts(bound.pdf)
    listed = json.loads(bound.manifest)
    assert (len(pages), bound.pages, listed["pages"]) == (len(pages), len(pages), len(pages))
    assert [n for n, text in enumerate(pages, start=1) if f"{n}" not in text.split()] == []
    assert listed["sha256"] == hashlib.sha256(bound.pdf).hexdigest()
    for part in listed["parts"]:
        if part["whole"] and part["title"] in ("申请登记表", "检索记录", "答复期限的逐日计算", "日志摘录", "校验清单"):
            assert part["title"] in pages[part["first_page"] - 1], part


def test_the_same_case_gives_the_same_bytes(case, suit):
    first = making.make(contents.loaded(case.pk), suit.latest)
    with clock.at(date(2026, 12, 1)):
        again = making.make(contents.loaded(case.pk), suit.latest)
    assert again.pdf == first.pdf
    assert again.manifest == first.manifest


def test_everything_of_the_case_is_in_it(case, suit):
    listed = json.loads(making.make(contents.loaded(case.pk), suit.latest).manifest)
    assert [part["title"] for part in listed["parts"]] == [
        "未经复议直接起诉证据卷宗",
        "卷内目录",
        "证据清单",
        "申请登记表",
        "申请书.pdf",
        "身份证.png",
        "检索记录",
        "判断的经过",
        f"政府信息不存在告知书（{case.letters.get().number}）",
        f"{case.letters.get().number}的审批记录",
        f"{case.letters.get().number}的送达记录",
        "签收单.jpg",
        "档案目录.docx",
        "内部会议纪要.txt",
        "坏文件.pdf",
        "答复期限的逐日计算",
        "日志摘录",
        "校验清单",
    ]


def test_what_the_other_side_must_not_see_is_only_named_in_the_bundle_for_the_court(case, suit):
    court = making.make(contents.loaded(case.pk), suit.latest)
    archive = making.make(contents.loaded(case.pk))
    assert "不得外传的纪要内容" not in "".join(texts(court.pdf))
    assert "不得外传的纪要内容" in "".join(texts(archive.pdf))
    named = {part["title"]: part for part in json.loads(court.manifest)["parts"]}["内部会议纪要.txt"]
    assert (named["whole"], named["sha256"]) == (False, hashlib.sha256("不得外传的纪要内容".encode()).hexdigest())


def test_a_file_that_cannot_be_converted_is_listed_with_its_hash(case, suit):
    parts = {part["title"]: part for part in json.loads(making.make(contents.loaded(case.pk)).manifest)["parts"]}
    assert (parts["坏文件.pdf"]["whole"], parts["坏文件.pdf"]["sha256"]) == (
        False,
        hashlib.sha256(b"%PDF-1.7 broken").hexdigest(),
    )
    assert (parts["档案目录.docx"]["whole"], parts["档案目录.docx"]["note"]) == (True, "由原件转换，原件另存。")


def test_what_is_missing_is_named(bureau, case, suit):
    assert making.make(contents.loaded(case.pk), suit.latest).missing == []
    bare = factories.answered(bureau.agency, bureau.clerk, bureau.leader)
    assert making.make(contents.loaded(bare.pk)).missing == ["答复书没有送达凭证：请补上签收单、邮寄凭证或者回执。"]


def test_one_press_makes_it_in_the_background_and_a_second_one_waits_for_the_first(bureau, case, suit):
    first = making.ask(case, round=suit.latest, by=bureau.clerk)
    again = making.ask(case, round=suit.latest, by=bureau.clerk)
    queued = DBTaskResult.objects.filter(task_path="gongkai.applications.tasks.make_dossier")
    assert (first.pk, [task.args_kwargs["args"] for task in queued]) == (again.pk, [[first.pk]])
    making.run(first.pk)
    first.refresh_from_db()
    assert (first.state, first.done, first.total) == ("ready", first.total, 18)
    assert first.pdf.sha256 == first.digest
    made_at = first.made_at
    making.run(first.pk)
    first.refresh_from_db()
    assert first.made_at == made_at
    assert LogEntry.objects.filter(verb="dossier.asked").count() == 1


def test_a_dossier_that_was_not_made_says_why_and_can_be_asked_for_again(bureau, case, monkeypatch):
    found = making.ask(case, by=bureau.clerk)
    monkeypatch.setattr(making, "bind", lambda *_, **__: 1 / 0)
    making.run(found.pk)
    found.refresh_from_db()
    assert (found.state, "请再试一次" in found.failure) == ("failed", True)
    monkeypatch.undo()
    again = making.ask(case, by=bureau.clerk)
    making.run(again.pk)
    assert Dossier.objects.get(pk=again.pk).state == "ready"


def test_a_dossier_is_not_made_for_a_dispute_about_another_case(bureau, case, suit):
    other = factories.application(bureau.agency, bureau.clerk)
    with pytest.raises(Exception, match="不是针对这一件申请"):
        making.ask(other, round=suit.latest, by=bureau.clerk)
