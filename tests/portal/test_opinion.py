"""The page of somebody who was asked: what is asked, until when, what silence means; one answer."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from factories import approve
from gongkai.applications import actions
from gongkai.applications.actions import Party
from gongkai.applications.models import Application, Consultation
from gongkai.law.clocks.facts import Asked
from portal.making import Desk, bureau, consult, registered, sent, text_of
from portal.test_ask import hidden, pdf
from portal.test_progress import headings

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk() -> Desk:
    return Desk(bureau())


@pytest.fixture
def case(desk: Desk) -> Application:
    return registered(desk, sent(Client(), desk.agency))


@pytest.fixture
def asked(desk: Desk, case: Application) -> Consultation:
    """Asked by post on 10 September."""
    return consult(desk, case, "云岭县丰和商贸有限公司")[0]


def address(asked: Consultation) -> str:
    return f"/opinion/{asked.token}/"


def co_maker(desk: Desk, case: Application) -> Consultation:
    (one,) = actions.consult(
        case, parties=[Party("云岭县财政局")], what="联合印发的分配方案", asked=Asked.CO_MAKER, by=desk.clerk
    )
    letter = one.letters.get(code="P9")
    approve(letter, desk.head)
    actions.serve(letter, method="post", sent_on=date(2026, 9, 10), tracking="XA00000000999", by=desk.clerk)
    one.refresh_from_db()
    return one


def test_a_third_party_reads_what_is_asked_until_when_and_what_silence_means(asked: Consultation) -> None:
    response = Client().get(address(asked))
    page = text_of(response)
    assert headings(page)[:2] == ["云岭县商务局征求您的意见", "请在10月8日（周四）前答复"]
    assert "2025年度外贸专项资金支持金额" in page
    assert "<b>到期没有答复，由本机关依法决定是否公开。</b>没有回复，不等于同意，也不等于不同意。" in page
    assert "视为同意" not in page
    assert (response.headers["X-Robots-Tag"], response.headers["Cache-Control"]) == ("noindex", "no-store, private")


def test_a_co_maker_reads_that_silence_agrees(desk: Desk, case: Application) -> None:
    page = text_of(Client().get(address(co_maker(desk, case))))
    assert "<b>到期没有答复，依法视为同意公开。</b>" in page
    assert "不等于同意" not in page


def test_the_page_says_nothing_about_who_applied(asked: Consultation, case: Application) -> None:
    page = text_of(Client().get(address(asked)))
    applicant = case.applicant
    words = (applicant.name, applicant.phone, applicant.identity_number, case.number, case.query_code, case.content)
    assert [word for word in words if word in page] == []


def test_the_day_counts_from_delivery_once_that_is_known(asked: Consultation, desk: Desk, settings: Settings) -> None:
    settings.NOW = "2026-09-15T10:00"
    actions.record_delivery(asked, on=date(2026, 9, 14), by=desk.clerk)
    assert headings(text_of(Client().get(address(asked))))[1] == "请在10月10日（周六）前答复"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, "请选择您的意见"),
        ({"opinion": "objects"}, "不同意公开的，请写明理由：没有合理理由的反对不能阻止公开"),
        ({"opinion": "partly"}, "请写明哪些内容不能公开、为什么"),
        ({"opinion": "silence"}, "您的意见的选项已经变化，请重新选择"),
    ],
)
def test_each_slip_has_a_sentence_and_nothing_is_recorded(
    asked: Consultation, given: dict[str, str], sentence: str
) -> None:
    response = Client().post(address(asked), given)
    assert (response.status_code, sentence in text_of(response)) == (422, True)
    asked.refresh_from_db()
    assert asked.answered_on is None


def test_an_opinion_is_given_once_with_its_files(asked: Consultation, case: Application) -> None:
    client = Client()
    wrong = client.post(address(asked), {"opinion": "objects", "files": [pdf("合同.pdf")]})
    given = {"opinion": "objects", "reasons": "合同价格属于商业秘密", "kept": hidden(wrong, "kept")}
    done = client.post(address(asked), given, follow=True)
    assert "9月10日（周四）收到云岭县丰和商贸有限公司的意见：不同意公开。" in text_of(done)
    again = client.post(address(asked), {"opinion": "agrees"})
    assert again.status_code == 409
    asked.refresh_from_db()
    assert (asked.opinion, asked.reasons, asked.answered_on) == ("objects", "合同价格属于商业秘密", date(2026, 9, 10))
    assert [(file.name, file.note) for file in case.files.filter(purpose="opinion")] == [
        ("合同.pdf", "云岭县丰和商贸有限公司")
    ]


def test_after_the_period_the_page_says_what_silence_has_meant(
    desk: Desk, case: Application, asked: Consultation, settings: Settings
) -> None:
    made = co_maker(desk, case)
    settings.NOW = "2026-10-12T09:00"
    actions.lapse_consultations(case)
    third = text_of(Client().get(address(asked)))
    other = text_of(Client().get(address(made)))
    assert "由本机关依法决定是否公开（《条例》第三十二条）" in third and "视为同意公开" not in third
    assert "依法视为同意公开（《条例》第三十四条）" in other
    assert ('name="opinion"' in third, 'name="opinion"' in other) == (False, False)


def test_who_is_not_asked_any_more_is_told_so(desk: Desk, asked: Consultation) -> None:
    actions.cancel_consultation(asked, by=desk.clerk)
    assert "不用答复了。" in text_of(Client().get(address(asked)))


def test_a_letter_that_is_not_out_opens_no_page(desk: Desk, case: Application) -> None:
    (one,) = actions.consult(case, parties=[Party("云岭县青禾食品厂")], what="金额", by=desk.clerk)
    assert Client().get(address(one)).status_code == 404
    assert Client().get("/opinion/made-up/").status_code == 404
