"""我为政府网站找错: one press on any page, nothing lost, nothing shown to others."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from gongkai.agencies.models import AgencyKind
from gongkai.disclosures.actions.mistakes import answer_mistake
from gongkai.disclosures.models import SiteError
from gongkai.people import clock
from gongkai.portal import limits
from portal.making import Desk, bureau, county, text_of
from portal.publishing import commerce, released

pytestmark = pytest.mark.django_db


def report(page: str = "/shangwu/guide/", kind: str = "words", text: str = "电话少一位", **more: str) -> str:
    """The code of a report sent from the foot of a page."""
    response = Client().post("/errors/", {"page": page, "kind": kind, "text": text, **more})
    assert response.status_code == 200, text_of(response)
    found = re.search(r'<p class="code">([0-9A-Z-]+)</p>', text_of(response))
    assert found is not None
    return found[1]


def test_the_form_stands_on_every_page_and_needs_no_cookie() -> None:
    county(), bureau()
    for address in ("/", "/shangwu/", "/shangwu/guide/", "/shangwu/catalogue/", "/search/", "/ask/", "/query/"):
        page = text_of(Client().get(address))
        form = page.partition('<form method="post" action="/errors/"')[2].partition("</form>")[0]
        assert f'<input type="hidden" name="page" value="{address}">' in form, address
        assert "csrf" not in form, address
    assert Client(enforce_csrf_checks=True).post("/errors/", {"kind": "words", "text": "错字"}).status_code == 200


def test_a_report_belongs_to_the_body_and_the_item_of_its_page() -> None:
    of = commerce()
    item = released(of)
    report(item.get_absolute_url(), "leak", "附件第2页有手机号")
    made = SiteError.objects.get()
    assert (made.agency, made.item, made.kind, made.due_on) == (of.agency, item, "leak", clock.today())


def test_a_report_of_no_bodys_page_belongs_to_whoever_answers_for_the_site() -> None:
    office = bureau(name="云岭县人民政府办公室", slug="bangong", code="云政办", kind=AgencyKind.GOVERNMENT_OFFICE)
    bureau()
    for page in ("/", "/catalogue/", "", "//evil.example/", "/nobody/"):
        report(page)
    assert set(SiteError.objects.values_list("agency", flat=True)) == {office.pk}
    assert set(SiteError.objects.values_list("page", flat=True)) == {"/", "/catalogue/", "", "/nobody/"}


def test_the_code_shows_state_and_answer_and_never_what_was_written() -> None:
    desk = Desk(bureau())
    code = report(text="第三段写了张某的住址", contact="13900000123")
    waiting = text_of(Client().post("/errors/answer/", {"code": code.lower()}))
    assert ("正在办理" in waiting, "12月10日（周四）" in waiting) == (True, True)
    answer_mistake(SiteError.objects.get(), outcome="mended", answer="已经改正", by=desk.clerk, version=1)
    page = text_of(Client().post("/errors/answer/", {"code": code}))
    assert ("<h1>已经改正</h1>" in page, "张某" in page, "13900000123" in page) == (True, False, False)


def test_what_is_not_complete_comes_back_with_everything_in_it() -> None:
    bureau()
    response = Client().post("/errors/", {"page": "/shangwu/", "kind": "words", "text": "", "contact": "周清源"})
    page = text_of(response)
    assert (response.status_code, "请写明错在哪里，一句话就可以" in page, 'value="周清源"' in page) == (422, True, True)
    response = Client().post("/errors/", {"kind": "nonsense", "text": "错字"})
    assert (response.status_code, "错字" in text_of(response)) == (422, True)


def test_many_from_one_address_are_marked_then_refused_in_words_and_a_leak_never(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bureau()
    monkeypatch.setattr(limits, "MANY_MISTAKES", 2)
    monkeypatch.setattr(limits, "MOST_MISTAKES", 3)
    for _ in range(3):
        report()
    response = Client().post("/errors/", {"page": "/shangwu/", "kind": "words", "text": "第四条错字"})
    page = text_of(response)
    assert (response.status_code, "这一条没有收下，您写的还在" in page, "第四条错字" in page) == (429, True, True)
    report(kind="leak", text="有身份证号")
    assert list(SiteError.objects.order_by("pk").values_list("hurried", flat=True)) == [False, False, True, True]
    other = Client(REMOTE_ADDR="192.0.2.7").post("/errors/", {"kind": "words", "text": "错字"})
    assert other.status_code == 200


def test_codes_cannot_be_guessed_at_a_machines_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    bureau()
    monkeypatch.setattr(limits, "MISSES_BY_SOURCE", 3)
    found = [Client().post("/errors/answer/", {"code": f"AAAA{n}"}).status_code for n in range(5)]
    assert found == [422, 422, 422, 429, 429]


def test_the_fingerprint_of_an_address_is_forgotten_after_a_day() -> None:
    from datetime import timedelta

    bureau()
    report()
    with clock.at(clock.now() + timedelta(days=2)):
        report()
    assert [bool(source) for source in SiteError.objects.order_by("pk").values_list("source", flat=True)] == [
        False,
        True,
    ]


def test_a_site_without_any_body_says_that_nothing_was_taken() -> None:
    response = Client().post("/errors/", {"kind": "words", "text": "错字"})
    assert (response.status_code, "没有人能办理，所以没有收下" in text_of(response)) == (422, True)


@pytest.mark.parametrize("page", ["javascript:alert(1)", "//evil.example/", "/\\evil.example", "https://evil.example/"])
def test_no_address_from_outside_becomes_a_link(page: str) -> None:
    bureau()
    asked = Client().get("/errors/", {"page": page})
    refused = Client().post("/errors/", {"page": page, "kind": "words", "text": ""})
    report(page)
    assert SiteError.objects.get().page == ""
    assert [one.status_code for one in (asked, refused)] == [200, 422]
    assert [one for one in (asked, refused) if f'href="{page}"' in text_of(one)] == []
