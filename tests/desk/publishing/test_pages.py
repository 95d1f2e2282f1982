"""The pages of a draft for the people who write it: handed in, mended, sent; and 404 for everybody else."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from disclosures import factories as ours
from disclosures.factories import House
from gongkai.disclosures import actions
from gongkai.disclosures.models import Draft, FileRole
from gongkai.files.uploads import Upload

from .conftest import Enter

IDENTITY, PHONE = "411399198503122811", "13800138000"
LIST = (
    "<p>现将名单公示如下。</p><table><thead><tr><th>姓名</th><th>身份证号</th><th>手机号码</th></tr></thead><tbody>"
    f"<tr><td>陈桂兰</td><td>{IDENTITY}</td><td>{PHONE}</td></tr></tbody></table>"
)


def address(name: str, draft: Draft, **more: object) -> str:
    return reverse(f"desk:{name}", kwargs={"pk": draft.pk, **more})


def test_a_file_becomes_a_draft_and_is_sent_in_the_next_step(bureau: House, enter: Enter) -> None:
    client = enter(bureau.contributor)
    words = "云岭县商务局关于开展家电以旧换新活动的通知\n\n各乡镇人民政府：\n现将有关事项通知如下。\n\n云岭县商务局\n2026年10月12日\n"
    made = client.post(
        "/desk/info/new/", {"upload": SimpleUploadedFile("通知.txt", words.encode()), "column": bureau.column.pk}
    )
    draft = Draft.objects.get()
    assert made["Location"] == f"/desk/info/{draft.pk}/"
    page = client.get(made["Location"])
    assert (page.status_code, page.context["way"].next, page.context["found"].blocking) == (200, "张凯", [])
    sent = client.post(
        address("info_send", draft),
        {"version": draft.version, "title": draft.title, "made_on": "2026-10-12", "confirm": "on"},
        follow=True,
    )
    draft.refresh_from_db()
    assert (draft.stage, draft.guessed, draft.made_on) == ("reviewing", [], date(2026, 10, 12))
    assert "已送张凯审核" in sent.content.decode()


def test_guesses_that_nobody_confirmed_are_not_sent(bureau: House, enter: Enter) -> None:
    client = enter(bureau.contributor)
    client.post("/desk/info/new/", {"text": "关于开展活动的通知\n请准备。", "column": bureau.column.pk})
    draft = Draft.objects.get()
    answer = client.post(
        address("info_send", draft), {"version": draft.version, "title": draft.title, "made_on": "2026-10-12"}
    )
    draft.refresh_from_db()
    assert (answer.status_code, draft.stage) == (422, "draft")


def test_neither_file_nor_text_is_told_with_what_was_chosen_kept(bureau: House, enter: Enter) -> None:
    answer = enter(bureau.contributor).post("/desk/info/new/", {"text": " ", "column": bureau.column.pk})
    assert (answer.status_code, answer.context["form"].errors["upload"]) == (422, ["请选择一个文件，或者粘贴正文"])
    assert Draft.objects.count() == 0


def test_the_text_has_a_numbered_mark_for_every_finding_and_leads_back(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau, html=LIST)
    html = enter(bureau.contributor).get(address("info_draft", draft)).content.decode()
    for n in (1, 2):
        assert (html.count(f'id="m{n}" href="#f{n}"'), html.count(f'id="f{n}"')) == (1, 1)
    assert "一次遮蔽这2类，共2处" in html
    assert '<button class="btn btn-go" disabled>送审</button>' in html


def test_one_press_masks_everything_that_can_be_masked(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau, html=LIST)
    client = enter(bureau.contributor)
    found = client.get(address("info_draft", draft)).context["found"]
    client.post(
        address("info_mend", draft), {"do": "mask", "version": draft.version, "codes": " ".join(found.mask_codes)}
    )
    draft.refresh_from_db()
    assert ("4113********2811" in draft.html, "138****8000" in draft.html, IDENTITY in draft.html) == (
        True,
        True,
        False,
    )
    assert client.get(address("info_draft", draft)).context["found"].must == []


def test_a_column_is_dropped_and_a_reason_kept_with_who_gave_it(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau, html=LIST)
    client = enter(bureau.contributor)
    groups = {group.code: group for group in client.get(address("info_draft", draft)).context["found"].groups}
    table, column = groups["leak.identity"].column
    client.post(
        address("info_mend", draft), {"do": "column", "version": draft.version, "table": table, "column": column}
    )
    client.post(
        address("info_mend", draft),
        {"do": "excuse", "marks": " ".join(groups["leak.mobile"].marks), "reason": "值班手机，对外公布"},
    )
    draft.refresh_from_db()
    page = client.get(address("info_draft", draft))
    assert (IDENTITY in draft.html, [g.code for g in page.context["found"].excused]) == (False, ["leak.mobile"])
    assert "值班手机，对外公布" in page.content.decode()
    client.post(address("info_mend", draft), {"do": "take_back", "marks": " ".join(groups["leak.mobile"].marks)})
    assert [g.code for g in client.get(address("info_draft", draft)).context["found"].must] == ["leak.mobile"]


def test_the_form_saves_text_and_fields_and_keeps_what_it_does_not_show(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau, title="原标题")
    before = draft.channels
    form = {
        "version": draft.version, "title": "新标题", "html": "# 一、范围\n家电。\n- 冰箱\n- 空调", "kind": "other",
        "column": bureau.column.pk, "section": bureau.section.pk, "made_on": "2026-10-01", "summary": "概述",
        "document_number": "云商发〔2026〕9号", "attribute": "proactive",
    }  # fmt: skip
    answer = enter(bureau.contributor).post(address("info_edit", draft), form)
    draft.refresh_from_db()
    assert answer["Location"] == address("info_edit", draft)
    assert (draft.title, draft.html, draft.document_number, draft.channels) == (
        "新标题",
        "<h2>一、范围</h2>\n<p>家电。</p>\n<ul><li>冰箱</li><li>空调</li></ul>",
        "云商发〔2026〕9号",
        before,
    )


def test_who_saves_over_another_is_told_and_the_words_stay_on_the_page(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    stale = draft.version
    actions.save(draft, by=bureau.clerk, version=stale, html="<p>办公室改的。</p>")
    answer = enter(bureau.contributor).post(
        address("info_edit", draft), {"version": stale, "title": "我的标题", "html": "<p>我写的。</p>", "kind": "other"}
    )
    draft.refresh_from_db()
    html = answer.content.decode()
    assert (answer.status_code, draft.html, "我写的" in html, "我的标题" in html) == (
        409,
        "<p>办公室改的。</p>",
        True,
        True,
    )


def test_the_save_that_follows_the_writing_answers_with_findings_and_its_version(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    client = enter(bureau.contributor)
    answer = client.post(
        address("info_check", draft), {"version": draft.version, "title": draft.title, "html": f"<p>手机{PHONE}</p>"}
    )
    draft.refresh_from_db()
    assert (answer.status_code, answer["X-Version"], draft.html) == (200, str(draft.version), f"<p>手机{PHONE}</p>")
    assert "手机号码" in answer.content.decode()
    assert "<html" not in answer.content.decode()
    stale = client.post(address("info_check", draft), {"version": draft.version - 1, "html": "<p>旧</p>"})
    assert (stale.status_code, Draft.objects.get(pk=draft.pk).html) == (409, f"<p>手机{PHONE}</p>")


def test_what_is_pasted_comes_back_clean_without_pictures_and_is_not_kept(bureau: House, enter: Enter) -> None:
    answer = enter(bureau.contributor).post(
        "/desk/info/clean/",
        {"html": '<p class="MsoNormal">甲<img src=x onerror="alert(1)"><script>alert(1)</script></p>'},
    )
    assert (answer.content.decode(), Draft.objects.count()) == ("<p>甲</p>", 0)


def test_a_returned_text_shows_the_comment_and_is_sent_again_from_the_form(bureau: House, enter: Enter) -> None:
    draft = ours.submitted(bureau)
    ours.verdict(ours.waiting(draft), bureau.section_head, approve=False, comment="请写明活动的起止日期")
    draft.refresh_from_db()
    client = enter(bureau.contributor)
    page = client.get("/desk/info/")
    assert [(line.kind, line.pk) for line in page.context["due"]] == [("returned", draft.pk)]
    page = client.get(address("info_edit", draft))
    assert "请写明活动的起止日期" in page.content.decode()
    client.post(
        address("info_edit", draft),
        {
            "version": draft.version,
            "title": draft.title,
            "html": "<p>10月20日至30日。</p>",
            "kind": "other",
            "send": "1",
        },
    )
    draft.refresh_from_db()
    assert (draft.stage, draft.html) == ("reviewing", "<p>10月20日至30日。</p>")


def test_what_is_wrong_when_it_is_sent_is_told_and_what_was_written_is_kept(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    answer = enter(bureau.contributor).post(
        address("info_edit", draft),
        {
            "version": draft.version,
            "title": draft.title,
            "html": f"<p>陈桂兰手机{PHONE}</p>",
            "kind": "other",
            "send": "1",
        },
    )
    draft.refresh_from_db()
    assert (answer.status_code, draft.stage, draft.html) == (422, "draft", f"<p>陈桂兰手机{PHONE}</p>")


def test_a_draft_under_review_is_read_and_taken_back_before_it_is_written(bureau: House, enter: Enter) -> None:
    draft = ours.submitted(bureau)
    client = enter(bureau.contributor)
    assert client.get(address("info_edit", draft), follow=True).redirect_chain == [(address("info_draft", draft), 302)]
    draft.refresh_from_db()
    client.post(address("info_recall", draft), {"version": draft.version})
    draft.refresh_from_db()
    assert (draft.stage, client.get(address("info_edit", draft)).status_code) == ("draft", 200)


def test_files_are_put_in_described_and_taken_out(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    client = enter(bureau.contributor)
    sent = SimpleUploadedFile("名单.txt", "陈桂兰 2000元".encode())
    client.post(
        address("info_files", draft), {"do": "add", "version": draft.version, "role": "attachment", "upload": sent}
    )
    file = draft.files.get()
    answer = client.get(address("info_file", draft, file=file.pk))
    assert (answer["Content-Disposition"].startswith("attachment"), answer["X-Content-Type-Options"]) == (
        True,
        "nosniff",
    )
    draft.refresh_from_db()
    client.post(address("info_files", draft), {"do": "remove", "version": draft.version, "file": file.pk})
    assert client.get(address("info_file", draft, file=file.pk)).status_code == 404


def test_an_earlier_text_is_brought_back(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    first = draft.saves.get()
    actions.save(draft, by=bureau.contributor, version=draft.version, html="<p>误删了。</p>")
    client = enter(bureau.contributor)
    assert client.get(address("info_saves", draft)).status_code == 200
    client.post(address("info_saves", draft), {"version": draft.version, "save": first.pk})
    draft.refresh_from_db()
    assert draft.html == first.html


def test_the_preview_shows_what_the_public_would_read(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau, html=LIST)
    html = enter(bureau.contributor).get(address("info_preview", draft)).content.decode()
    assert ("<table>" in html, 'class="hit"' in html) == (True, False)


@pytest.mark.parametrize(
    "tab", ["open", "returned", "draft", "reviewing", "approved", "released", "decided", "discarded", "x"]
)
def test_every_part_of_the_register_opens_also_when_it_is_empty(bureau: House, enter: Enter, tab: str) -> None:
    assert enter(bureau.clerk).get(f"/desk/info/?tab={tab}").status_code == 200


def test_the_register_costs_the_same_queries_for_1_and_30_drafts(
    bureau: House, enter: Enter, django_assert_max_num_queries: object
) -> None:
    client = enter(bureau.contributor)
    ours.draft(bureau)
    client.get("/desk/info/")
    with django_assert_max_num_queries(16) as one:  # type: ignore[operator]
        client.get("/desk/info/")
    for _ in range(29):
        ours.draft(bureau)
    with django_assert_max_num_queries(16) as many:  # type: ignore[operator]
        page = client.get("/desk/info/")
    assert (len(page.context["slice"].rows), len(many.captured_queries)) == (30, len(one.captured_queries))


def test_title_and_number_find_a_draft_in_any_way_of_writing(bureau: House, other: House, enter: Enter) -> None:
    draft = ours.draft(bureau, title="以旧换新实施细则", document_number="云商发〔2026〕9号")
    ours.draft(other, title="以旧换新实施细则")
    client = enter(bureau.clerk)
    for q in ("以旧", "云商发〔2026〕9号"):
        assert [row.pk for row in client.get("/desk/info/", {"q": q}).context["slice"].rows] == [draft.pk]


def test_nobody_of_another_body_opens_any_of_it(bureau: House, other: House, enter: Enter) -> None:
    draft = ours.draft(bureau)
    file = actions.add_file(
        draft, Upload("名单.txt", b"x"), FileRole.ATTACHMENT, by=bureau.clerk, version=draft.version
    )
    client = enter(other.clerk)
    for name in ("info_draft", "info_edit", "info_saves", "info_preview"):
        assert client.get(address(name, draft)).status_code == 404
    assert client.get(address("info_file", draft, file=file.pk)).status_code == 404
    for name in (
        "info_check",
        "info_mend",
        "info_send",
        "info_recall",
        "info_discard",
        "info_restore",
        "info_open",
        "info_files",
    ):
        assert client.post(address(name, draft), {"do": "mask", "version": draft.version}).status_code == 404
    assert client.post(reverse("desk:info_change", args=[draft.item_id])).status_code == 404
    assert list(client.get("/desk/info/").context["slice"].rows) == []


def test_a_leader_reads_and_does_not_write(bureau: House, enter: Enter) -> None:
    draft = ours.draft(bureau, html=LIST)
    client = enter(bureau.leader)
    page = client.get(address("info_draft", draft))
    assert (page.status_code, page.context["writes"], page.context["send"]) == (200, False, None)
    assert client.get(address("info_edit", draft)).status_code == 404
    assert client.post(address("info_mend", draft), {"do": "mask", "marks": "x"}).status_code == 404
