"""用印 at the desk: scan in, compared, looked at, accepted, and out it goes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import expect

from browsing import axe, follow, overflow, shoot
from desk.cases import stages
from desk.cases.conftest import said
from desk.cases.test_browser import sign_in
from gongkai import letters
from gongkai.applications import copies, stamped
from gongkai.applications.models import CaseFile, Letter, StampedCopy
from gongkai.files.uploads import Upload


def as_scanned(letter: Letter, old: str = "", new: str = "") -> SimpleUploadedFile:
    """The letter as a PDF, with other words in it where wanted."""
    draft = letters.Draft.from_data(letter.body)
    if old:
        text = json.dumps(letter.body, ensure_ascii=False)
        assert old in text
        draft = letters.Draft.from_data(json.loads(text.replace(old, new)))
    data = letters.render(draft, "pdf", number=letter.number, dated=letter.dated, layout=copies.layout_of(letter))
    return SimpleUploadedFile("扫描件.pdf", data, "application/pdf")


def test_a_scan_is_compared_looked_at_and_goes_out_as_the_letter(bureau, other, at_desk):
    case = stages.dispatching(bureau)
    letter = stages.letter(case, "S2")
    desk = at_desk(bureau.clerk)
    here = reverse("desk:case_letter", args=[case.pk, letter.pk])
    assert "上传盖章后的扫描件" in desk.client.get(here).content.decode()

    stamp = reverse("desk:case_letter_stamp", args=[case.pk, letter.pk])
    asked = desk.client.get(stamp).content.decode()
    assert ("GB/T 9704—2012" in asked, "国办公开办函" in asked) == (True, False)
    empty = desk.client.post(stamp, {"version": case.version})
    assert (empty.status_code, list(empty.context["form"].errors)) == (422, ["files"])
    wrong = desk.client.post(stamp, {"files": SimpleUploadedFile("x.pdf", b"%PDF-1.4 broken"), "version": case.version})
    assert (wrong.status_code, "已损坏" in wrong.content.decode(), StampedCopy.objects.count()) == (422, True, 0)
    done = desk.client.post(
        stamp, {"files": as_scanned(letter, "周清源", "周清泉"), "version": case.version}, follow=True
    )
    assert said(done) == [
        "盖章件已经保存，有1处与批准的文本不同。请逐处核对后确认，确认以前发出的是没有盖章的版式文件。"
    ]
    page = done.content.decode()
    assert all(words in page for words in ("<mark>源</mark>", "<mark>泉</mark>", "名字、数字或者关键字，请务必核对"))
    copy = StampedCopy.objects.get()
    settle = reverse("desk:case_letter_stamped", args=[case.pk, letter.pk, copy.pk])
    for stranger, status in ((other.clerk, 404), (bureau.leader, 404), (bureau.contributor, 404)):
        for where in (stamp, settle, reverse("desk:case_letter_seal", args=[case.pk, letter.pk])):
            assert at_desk(stranger).client.post(where, {}).status_code == status, (stranger, where)
    assert "请写明核对的情况" in desk.client.post(settle, {"do": "accept"}, follow=True).content.decode()
    done = desk.client.post(settle, {"do": "accept", "answer": "折痕处识别有误，已与原件核对"}, follow=True)
    assert said(done) == ["已经确认，发出时就用这份盖章件。"]
    desk.post("serve", stages.fresh(case), on="2026-10-16", version=stages.fresh(case).version, method="direct",
              signed_by="周清源")  # fmt: skip
    letter.refresh_from_db()
    assert copies.issued_pdf(letter) == copies.keeping.read(copy.file.file)
    told = desk.get("", case).content.decode()
    assert all(words in told for words in ("上传盖章件", "有不同，待核对", "盖章件已核对", "折痕处识别有误"))
    shown = desk.client.get(here).content.decode()
    assert ("核对说明：折痕处识别有误，已与原件核对" in shown, "撤下盖章件" in shown) == (True, False)
    assert desk.client.post(settle, {"do": "withdraw"}, follow=True).status_code != 500
    assert StampedCopy.objects.get().withdrawn_at is None


def test_the_button_of_the_electronic_seal_is_there_where_a_program_is_and_says_what_went_wrong(
    bureau, at_desk, settings, monkeypatch
):
    case = stages.dispatching(bureau)
    letter = stages.letter(case, "S2")
    desk = at_desk(bureau.clerk)
    here = reverse("desk:case_letter", args=[case.pk, letter.pk])
    seal = reverse("desk:case_letter_seal", args=[case.pk, letter.pk])
    assert "加盖电子印章" not in desk.client.get(here).content.decode()
    assert "没有接入电子印章" in desk.client.post(seal, follow=True).content.decode()
    settings.SEAL_COMMAND = "seal {in} {out}"
    assert "加盖电子印章" in desk.client.get(here).content.decode()
    assert "没有成功" in desk.client.post(seal, follow=True).content.decode()
    sealed = copies.rendered(letter, "pdf") + b"\n% a signature\n"
    monkeypatch.setattr(stamped, "sealed_file", lambda letter: Upload("sealed.pdf", sealed))
    assert said(desk.client.post(seal, follow=True)) == [
        "盖章件与批准的文本一致（100.0%的文字相同），发出时就用这一份。"
    ]
    copy = StampedCopy.objects.get()
    assert (copy.way, copy.file.purpose) == ("file", CaseFile.Purpose.SIGNED)
    settle = reverse("desk:case_letter_stamped", args=[case.pk, letter.pk, copy.pk])
    assert said(desk.client.post(settle, {"do": "withdraw"}, follow=True)) == ["盖章件已撤下，文件还在材料里。"]


@pytest.mark.parametrize("mode", [{"width": 1366}, {"width": 390, "size": "large", "theme": "dark"}])
def test_the_page_is_right_for_everybody(browser_page, transactional_db, bureau, live_server: Any, mode, tmp_path):
    case = stages.dispatching(bureau)
    letter = stages.letter(case, "S2")
    page = browser_page(**mode)
    sign_in(page, bureau.clerk, live_server.url)
    name = "phone" if mode["width"] == 390 else "wide"
    page.goto(reverse("desk:case_letter", args=[case.pk, letter.pk]))
    follow(page, page.get_by_role("link", name="上传盖章后的扫描件"))
    assert [*axe(page), *overflow(page), *page.complaints] == []
    scan = tmp_path / "扫描件.pdf"
    scan.write_bytes(as_scanned(letter, "周清源", "周清泉").read())
    page.get_by_label("盖章后的扫描件").set_input_files(scan)
    follow(page, page.get_by_role("button", name="上传并比对"))
    expect(page.get_by_text("待核对")).to_be_visible()
    shoot(page, f"stamped-{name}")
    assert [*axe(page), *overflow(page), *page.complaints] == []
    page.get_by_label("核对情况").fill("印章遮住了名字，已与原件核对一致")
    follow(page, page.get_by_role("button", name="核对无误，用这一份发出"))
    expect(page.get_by_text("已经确认，发出时就用这份盖章件。")).to_be_visible()
    shoot(page, f"stamped-accepted-{name}")
    assert [*axe(page), *overflow(page), *page.complaints] == []
