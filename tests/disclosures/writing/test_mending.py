"""What a finding offers, done to a draft: masked, dropped, described, removed, excused. The values that could leak are there first."""

from __future__ import annotations

import io

import docx
import pytest

from gongkai.disclosures import actions, checks, pictures
from gongkai.disclosures.actions.mending import NotThere
from gongkai.disclosures.models import Draft, DraftFile, FileRole
from gongkai.errors import GongkaiError
from gongkai.files import keeping
from gongkai.files.uploads import Upload
from gongkai.leaks import Mask
from gongkai.people.models import LogEntry

from .conftest import FRIDAY, Desk
from .test_drafting import begun, logged

IDENTITY, OTHER, PHONE = "411399198503122811", "411399197604050015", "13800138000"
LIST = (
    "<table><thead><tr><th>姓名</th><th>身份证号</th><th>手机号码</th><th>金额</th></tr></thead><tbody>"
    f"<tr><td>陈桂兰</td><td>{IDENTITY}</td><td>{PHONE}</td><td>2000</td></tr>"
    f"<tr><td>马志远</td><td>{OTHER}</td><td>13900139000</td><td>1580</td></tr></tbody></table>"
)
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def marks(draft: Draft, code: str) -> list[str]:
    return [str(f["fingerprint"]) for f in draft.findings if f["code"] == code]


def picture(desk: Desk, draft: Draft, **values: object) -> DraftFile:
    return actions.add_file(
        draft, Upload("现场.png", PNG), FileRole.PICTURE, by=desk.contributor, version=draft.version, **values
    )  # type: ignore[arg-type]


def test_all_numbers_of_a_kind_are_masked_in_the_form_that_inspections_ask_for(desk: Desk) -> None:
    draft = begun(desk, html=LIST)
    n = actions.mask(draft, marks(draft, "leak.mobile"), by=desk.contributor, version=draft.version)
    assert (n, PHONE in draft.html, "138****8000" in draft.html, "139****9000" in draft.html) == (2, False, True, True)
    assert (marks(draft, "leak.mobile"), len(marks(draft, "leak.identity")), draft.revision) == ([], 2, 2)
    actions.mask(draft, marks(draft, "leak.identity"), by=desk.contributor, version=draft.version, how=Mask.LAST_FOUR)
    assert (IDENTITY in draft.html, "****2811" in draft.html, "****0015" in draft.html) == (False, True, True)


def test_neither_findings_nor_log_hold_a_number_in_the_clear(desk: Desk) -> None:
    draft = begun(desk, html=LIST)
    actions.mask(draft, marks(draft, "leak.identity"), by=desk.contributor, version=draft.version)
    actions.excuse(draft, marks(draft, "leak.mobile"), "名单已经征得本人同意", by=desk.contributor)
    kept = str(draft.findings) + str(list(draft.excuses.values("shown", "reason")))
    said = str(list(LogEntry.objects.values_list("data", flat=True)))
    assert [number for number in (IDENTITY, OTHER, PHONE, "13900139000") if number in kept + said] == []


def test_masking_what_is_gone_changes_nothing(desk: Desk) -> None:
    draft = begun(desk, html=LIST)
    gone = marks(draft, "leak.mobile")
    actions.mask(draft, gone, by=desk.contributor, version=draft.version)
    version = draft.version
    with pytest.raises(NotThere):
        actions.mask(draft, gone, by=desk.contributor, version=version)
    assert Draft.objects.get(pk=draft.pk).version == version


def test_a_column_is_dropped_with_its_head(desk: Desk) -> None:
    draft = begun(desk, html=LIST)
    at = next(f["place"] for f in draft.findings if f["code"] == "leak.identity")
    actions.drop_table_column(draft, int(at["table"]), int(at["column"]), by=desk.contributor, version=draft.version)
    assert draft.html == (
        '<table><thead><tr><th scope="col">姓名</th><th scope="col">手机号码</th><th scope="col">金额</th></tr></thead><tbody>'
        "<tr><td>陈桂兰</td><td>13800138000</td><td>2000</td></tr><tr><td>马志远</td><td>13900139000</td><td>1580</td></tr></tbody></table>"
    )
    assert marks(draft, "leak.identity") == []


@pytest.mark.parametrize(("table", "column"), [(2, 1), (1, 5), (1, 0), (0, 1)])
def test_a_column_that_is_not_there_is_not_dropped(desk: Desk, table: int, column: int) -> None:
    draft = begun(desk, html=LIST)
    with pytest.raises(NotThere):
        actions.drop_table_column(draft, table, column, by=desk.contributor, version=draft.version)


def test_a_reason_lets_a_finding_stand_until_it_is_taken_back_or_the_thing_changes(desk: Desk) -> None:
    draft = begun(desk, html=f"<p>陈桂兰手机：{PHONE}</p>")
    (mark,) = marks(draft, "leak.mobile")
    assert "leak.mobile" in [f["code"] for f in checks.open_findings(draft)]
    actions.excuse(draft, mark, "值班手机，专门对外公布", by=desk.contributor)
    assert "leak.mobile" not in [f["code"] for f in checks.open_findings(draft)]
    actions.save(draft, by=desk.contributor, version=draft.version, html="<p>陈桂兰手机：13900139000</p>")
    assert "leak.mobile" in [f["code"] for f in checks.open_findings(draft)]
    actions.save(draft, by=desk.contributor, version=draft.version, html=f"<p>手机：{PHONE}</p>")
    assert "leak.mobile" not in [f["code"] for f in checks.open_findings(draft)]
    actions.take_back_excuse(draft, mark, by=desk.contributor)
    assert "leak.mobile" in [f["code"] for f in checks.open_findings(draft)]
    assert logged(draft) == ["draft.begun", "draft.excused", "draft.saved", "draft.saved", "draft.excuse_taken_back"]


def test_no_reason_stands_for_a_field_that_is_missing_nor_does_a_blank_one_for_anything(desk: Desk) -> None:
    draft = begun(desk, html=f"<p>手机{PHONE}</p>")
    (missing,) = marks(draft, "fields.made_on")
    (mark,) = marks(draft, "leak.mobile")
    for mark_of, reason in ((missing, "不填"), (mark, "  ")):
        with pytest.raises(GongkaiError):
            actions.excuse(draft, mark_of, reason, by=desk.contributor)
    with pytest.raises(NotThere):
        actions.excuse(draft, "0" * 32, "有理由", by=desk.contributor)
    assert draft.excuses.count() == 0


def test_a_picture_stands_in_the_text_by_its_hash_and_needs_a_description(desk: Desk) -> None:
    draft = begun(desk)
    file = picture(desk, draft)
    draft = file.draft
    assert f'<img src="files/{file.file.sha256}" alt="">' in draft.html
    assert "fields.alt" in [f["code"] for f in checks.open_findings(draft)]
    actions.describe(file, "以旧换新活动现场", by=desk.contributor, version=draft.version)
    assert f'<img src="files/{file.file.sha256}" alt="以旧换新活动现场">' in file.draft.html
    assert "fields.alt" not in [f["code"] for f in checks.open_findings(file.draft)]


def test_a_picture_of_another_draft_is_taken_out_of_a_text(desk: Desk) -> None:
    strange = picture(desk, begun(desk))
    draft = begun(desk, title="另一份")
    html = f'<p>甲<img src="files/{strange.file.sha256}" alt="别人的"></p>'
    actions.save(draft, by=desk.contributor, version=draft.version, html=html)
    assert draft.html == "<p>甲</p>"


def test_a_picture_that_is_removed_leaves_the_text_and_an_original_stays(desk: Desk) -> None:
    draft = begun(desk, upload=Upload("通知.txt", "关于活动的通知\n\n请准备。".encode()))
    file = picture(desk, draft, alt="现场")
    actions.remove_file(file, by=desk.contributor, version=file.draft.version)
    assert "<img" not in Draft.objects.get(pk=draft.pk).html
    with pytest.raises(GongkaiError):
        actions.remove_file(draft.files.get(role=FileRole.ORIGINAL), by=desk.contributor, version=None)


def test_only_pictures_stand_in_a_text(desk: Desk) -> None:
    draft = begun(desk)
    with pytest.raises(GongkaiError):
        actions.add_file(draft, Upload("甲.txt", b"x"), FileRole.PICTURE, by=desk.clerk, version=draft.version)
    assert draft.files.count() == 0


def test_the_original_is_offered_or_not_as_the_person_ticks(desk: Desk) -> None:
    draft = begun(desk, upload=Upload("通知.txt", "关于活动的通知\n\n请准备。".encode()))
    offered = actions.offer_original(draft, True, by=desk.contributor, version=draft.version)
    assert offered is not None
    assert [(f.role, f.name) for f in draft.files.filter(removed_at=None)] == [
        ("original", "通知.txt"), ("attachment", "通知.txt"),
    ]  # fmt: skip
    draft.refresh_from_db()
    assert actions.offer_original(draft, False, by=desk.contributor, version=draft.version) is None
    assert [f.role for f in draft.files.filter(removed_at=None)] == ["original"]


def test_the_text_for_a_page_has_the_addresses_of_its_pictures_or_their_words() -> None:
    html = f'<p><img src="files/{"a" * 64}" alt="现场 &amp; 展台"><img src="files/{"b" * 64}" alt="图表"></p>'
    shown = pictures.shown(html, {"a" * 64: "/info/2026-00001/files/3/"}.get)
    assert shown == '<p><img src="/info/2026-00001/files/3/" alt="现场 &amp; 展台">图表</p>'
    assert pictures.descriptions(html) == {"a" * 64: "现场 & 展台", "b" * 64: "图表"}


def word_file(author: str) -> bytes:
    made = docx.Document()
    made.core_properties.author = author
    made.add_paragraph("补贴发放名单")
    into = io.BytesIO()
    made.save(into)
    return into.getvalue()


def test_what_a_file_hides_is_cleaned_into_a_copy_and_the_file_as_it_came_is_kept(desk: Desk) -> None:
    draft = begun(desk, fields={"made_on": FRIDAY})
    file = actions.add_file(
        draft, Upload("名单.docx", word_file("孙倩（外贸股）")), FileRole.ATTACHMENT, by=desk.contributor, version=None
    )
    draft.refresh_from_db()
    assert [
        (f["code"], f["ways"])
        for f in checks.run(draft) and draft.findings
        if f["place"]["source"] == f"file:{file.pk}"
    ] == [("leak.properties", ["clean", "excuse"])]
    came_as = file.file
    actions.clean_file(file, by=desk.contributor, version=draft.version)
    draft.refresh_from_db()
    assert [f for f in draft.findings if f["place"]["source"] == f"file:{file.pk}"] == []
    assert (file.cleaned_from, file.file == came_as, file.text, logged(draft)[-1]) == (
        came_as, False, "补贴发放名单", "draft.file_cleaned",
    )  # fmt: skip
    assert "孙倩".encode() not in keeping.read(file.file)


def test_a_word_file_becomes_the_text_with_its_tables_and_pictures_named_by_hash(desk: Desk) -> None:
    made = docx.Document()
    made.add_heading("云岭县商务局关于公布补贴品类的通知", level=1)
    made.add_paragraph("各乡镇人民政府：")
    table = made.add_table(rows=2, cols=2)
    for cell, words in zip([*table.rows[0].cells, *table.rows[1].cells], ("品类", "标准", "冰箱", "15%"), strict=True):
        cell.text = words
    made.add_picture(io.BytesIO(PNG))
    into = io.BytesIO()
    made.save(into)
    draft = begun(desk, title="", html="", upload=Upload("通知.docx", into.getvalue()))
    shown = draft.files.get(role=FileRole.PICTURE)
    original = draft.files.get(role=FileRole.ORIGINAL)
    assert (draft.title, keeping.read(original.file) == into.getvalue()) == ("云岭县商务局关于公布补贴品类的通知", True)
    assert (draft.html.count("<table>"), pictures.hashes_in(draft.html)) == (1, [shown.file.sha256])
    assert "fields.alt" in [f["code"] for f in checks.open_findings(draft)]


def test_a_file_that_cannot_be_read_is_kept_and_offered_as_it_is(desk: Desk) -> None:
    broken = word_file("孙倩")[:-200] + b"\0" * 200
    draft = begun(desk, html="", upload=Upload("说明.pdf", b"%PDF-1.4\n" + broken))
    roles = sorted(draft.files.values_list("role", flat=True))
    assert (roles, draft.html, bool(draft.remark)) == (["attachment", "original"], "", True)  # type: ignore[attr-defined]
    assert "leak.unreadable" in [f["code"] for f in checks.open_findings(draft)]
