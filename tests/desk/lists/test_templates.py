"""模板: read by the office, changed by its head: in fields, tried, kept as a version, put in use, taken back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

import factories
from desk.lists.conftest import Bureau
from gongkai import letters
from gongkai.applications import actions
from gongkai.applications.models import Template
from gongkai.desk.lists.template_form import WordingForm
from gongkai.law import LETTERS
from gongkai.people.models import Account

Enter = Callable[[Account], Client]
P3 = "/desk/templates/P3/"


def fields_of(code: str) -> dict[str, str]:
    """The form as it is shown, ready to be sent."""
    form = WordingForm(None, letters.default_template(code))
    return {name: str(form[name].value() or "") for name in form.fields}


def last_paragraph(code: str) -> str:
    return [name for name in fields_of(code) if name.startswith("p")][-1]


@pytest.mark.parametrize("code", LETTERS)
def test_every_letter_can_be_read_and_comes_back_from_its_fields_unchanged(
    bureau: Bureau, enter: Enter, code: str
) -> None:
    page = enter(bureau.head).get(f"/desk/templates/{code}/")
    assert page.status_code == 200
    form = WordingForm(
        {key: value.replace("\n", "\r\n") for key, value in fields_of(code).items()}, letters.default_template(code)
    )
    assert (form.is_valid(), form.wording) == (True, letters.default_template(code))


def test_a_blank_line_parts_paragraphs_and_an_empty_field_takes_one_away(bureau: Bureau) -> None:
    shipped = letters.default_template("P7")
    data = fields_of("P7")
    names = [name for name in data if name.startswith("p")]
    data[names[0]] = f"{data[names[0]]}\r\n\r\n第二段\r\n还是第二段\r\n  \r\n第三段"
    data[names[-1]] = " \r\n "
    form = WordingForm(data, shipped)
    assert form.is_valid()
    texts = [p.texts[0] for p in form.wording.paragraphs]
    assert (texts[1:3], len(texts)) == (["第二段 还是第二段", "第三段"], len(shipped.paragraphs) + 1)


def test_a_change_is_tried_then_kept_then_used_then_taken_back(bureau: Bureau, enter: Enter) -> None:
    case = factories.application(bureau.agency, bureau.clerk)
    actions.call_correction(case, defects=["年份不明"], guidance="请写明年份。", by=bureau.clerk)
    client = enter(bureau.head)
    name = last_paragraph("P3")
    data = {**fields_of("P3"), "do": "preview"}
    data[name] += "\n\n如有疑问，可以来电。"
    tried = client.post(P3, data)
    assert (tried.status_code, Template.objects.count()) == (200, 0)
    page = tried.content.decode()
    assert ("在最近1件上试过，1件的文书会不一样：" in page, "<ins>如有疑问，可以来电。</ins>" in page) == (True, True)
    kept = client.post(P3, {**data, "do": "save", "note": "加一句电话"}, follow=True)
    assert kept.redirect_chain == [(f"{P3}?agency={bureau.agency.pk}&version=1", 302)]
    assert "启用这一版会怎样" in kept.content.decode()
    used = client.post(f"{P3}?agency={bureau.agency.pk}&version=1", {"do": "use"}, follow=True)
    assert "已启用第1版，今后起草都用它" in used.content.decode()
    assert list(Template.objects.values_list("version", "in_use")) == [(1, True)]
    assert "第1版" in client.get("/desk/templates/").content.decode()
    back = client.post(P3, {"do": "shipped"}, follow=True)
    assert "已改回随软件提供的措辞" in back.content.decode()
    assert list(Template.objects.values_list("version", "in_use")) == [(1, False)]


def test_what_is_wrong_with_a_wording_is_said_before_it_is_kept(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.head)
    data = {**fields_of("P3"), "do": "preview"}
    data[last_paragraph("P3")] = "不服的，可以申请行政复议。依据《条例》第三十条。"
    page = client.post(P3, data).content.decode()
    assert ("手写的救济途径" in page, "手写的条款" in page, "缺少“逾期不补正的后果”" in page) == (True, True, True)
    kept = client.post(P3, {**data, "do": "save", "note": "改"})
    assert (kept.status_code, Template.objects.count()) == (422, 0)
    assert "没有保存" in kept.content.decode()


@pytest.mark.parametrize(
    ("given", "problem"),
    [({"note": ""}, "请写一句改了什么"), ({"title": ""}, "请填写标题"), ({}, "和上一版完全一样")],
)
def test_a_change_that_is_not_kept_says_why(bureau: Bureau, enter: Enter, given: dict[str, str], problem: str) -> None:
    answer = enter(bureau.head).post(P3, {**fields_of("P3"), "do": "save", "note": "改", **given})
    assert (answer.status_code, problem in answer.content.decode(), Template.objects.count()) == (422, True, 0)


def test_a_clerk_reads_and_does_not_change(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.clerk)
    page = client.get(P3).content.decode()
    assert ("修改措辞由政府信息公开工作机构负责人办理" in page, 'name="do"' in page) == (True, False)
    for do in ("preview", "save", "use", "shipped"):
        assert client.post(P3, {**fields_of("P3"), "do": do, "note": "改"}).status_code == 404
    assert Template.objects.count() == 0


@pytest.mark.parametrize(
    "address", ["/desk/templates/P99/", "/desk/templates/..%2fP3/", f"{P3}?version=7", f"{P3}?agency=x"]
)
def test_a_letter_or_version_that_is_none_is_not_found(bureau: Bureau, enter: Enter, address: str) -> None:
    assert enter(bureau.head).get(address).status_code == 404


def test_versions_belong_to_their_body(bureau: Bureau, other: Bureau, enter: Enter) -> None:
    data = {**fields_of("P3"), "do": "save", "note": "我们的"}
    data[last_paragraph("P3")] += "\n\n如有疑问，可以来电。"
    enter(bureau.head).post(P3, data)
    assert enter(other.head).get(f"{P3}?version=1").status_code == 404
    assert "我们的" not in enter(other.head).get(P3).content.decode()


def test_hostile_wording_is_shown_as_text(bureau: Bureau, enter: Enter) -> None:
    client = enter(bureau.head)
    data = {**fields_of("P3"), "do": "save", "note": "<script>alert(1)</script>"}
    data[last_paragraph("P3")] += "\n\n<script>alert(2)</script>"
    page = client.post(P3, data, follow=True).content.decode()
    assert ("<script>alert" in page, "&lt;script&gt;alert(1)" in page, "&lt;script&gt;alert(2)" in page) == (
        False,
        True,
        True,
    )
