"""网站找错 at the desk: leaks on top, an answer once, contacts looked at in the log's sight, versions that leaked closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

import factories
from disclosures.factories import House, approve, house, released_item
from gongkai.disclosures import actions
from gongkai.disclosures.actions.closing import close_version
from gongkai.disclosures.actions.mistakes import answer_mistake, report_mistake
from gongkai.disclosures.models import ClosedVersion, Item, SiteError
from gongkai.errors import GongkaiError
from gongkai.people import clock
from gongkai.people.models import Account, LogEntry, Role
from gongkai.people.rules import NotAllowed

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 10)


@pytest.fixture(autouse=True)
def thursday() -> Iterator[None]:
    with clock.at(DAY):
        yield


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def reported(of: House, kind: str = "words", **values: object) -> SiteError:
    return report_mistake(of.agency, kind=kind, text="第二段的电话少一位", page="/shangwu/guide/", **values)  # type: ignore[arg-type]


def changed(of: House, item: Item, html: str) -> Item:
    """The item with another text, reviewed and released again."""
    draft = actions.change(item, by=of.contributor, note="删去个人信息")
    draft = actions.save(draft, by=of.contributor, version=draft.version, html=html)
    actions.submit(draft, by=of.contributor)
    approve(draft, *of.chain)
    item.refresh_from_db()
    return item


def test_leaks_come_first_and_the_answered_last() -> None:
    of = house()
    words, leak, done = reported(of), reported(of, "leak"), reported(of, "link")
    answer_mistake(done, outcome="mended", by=of.clerk, version=1)
    page = client_of(of.clerk).get("/desk/errors/").content.decode()
    assert "有1条说网站泄露了个人信息，今天就要办" in page
    today = client_of(of.clerk).get("/desk/").content.decode()
    assert '有1条说网站泄露了个人信息，今天就要办。<a href="/desk/errors/">去看</a>' in today
    places = [page.index(f'href="/desk/errors/{one.pk}/"') for one in (leak, words, done)]
    assert places == sorted(places)


def test_a_leak_is_due_the_same_day_and_anything_else_within_three_months() -> None:
    of = house()
    assert (reported(of, "leak").due_on, reported(of).due_on) == (date(2026, 9, 10), date(2026, 12, 10))


def test_an_answer_is_given_once_and_wipes_the_contact() -> None:
    of = house()
    one = reported(of, contact="13900000123")
    client = client_of(of.clerk)
    page = client.post(
        f"/desk/errors/{one.pk}/", {"outcome": "mended", "answer": "电话已经改正", "version": 1}, follow=True
    )
    assert "已经答复，凭回执码可以看到。留下的联系方式已经删除。" in page.content.decode()
    one.refresh_from_db()
    assert (one.outcome, one.answer, one.contact, one.answered_by) == ("mended", "电话已经改正", "", of.clerk)
    again = client.post(f"/desk/errors/{one.pk}/", {"outcome": "right", "answer": "没有错", "version": 1}, follow=True)
    one.refresh_from_db()
    assert ("这一条已经有人办理过" in again.content.decode(), one.outcome) == (True, "mended")


def test_what_was_not_mended_needs_a_reason() -> None:
    of = house()
    one = reported(of)
    answer = client_of(of.clerk).post(f"/desk/errors/{one.pk}/", {"outcome": "right", "answer": "", "version": 1})
    assert (answer.status_code, "没有改正的，请写明理由" in answer.content.decode()) == (422, True)


def test_the_contact_is_shown_when_asked_for_and_the_look_is_logged() -> None:
    of = house()
    one = reported(of, contact="13900000123")
    client = client_of(of.clerk)
    assert "13900000123" not in client.get(f"/desk/errors/{one.pk}/").content.decode()
    assert "13900000123" in client.post(f"/desk/errors/{one.pk}/contact/").content.decode()
    assert LogEntry.objects.get(verb="site_error.contact_seen").account == of.clerk


def test_neither_words_nor_contact_stand_in_the_database_or_in_the_log() -> None:
    from django.db import connection

    of = house()
    reported(of, contact="13900000123")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text, contact FROM disclosures_siteerror")
        stored = str(cursor.fetchall())
    log = str(list(LogEntry.objects.values_list("data", flat=True)))
    assert [word for word in ("第二段的电话", "13900000123") if word in stored + log] == []


def test_another_body_finds_no_report_and_a_section_has_none() -> None:
    of, other = house(), house()
    one = reported(of)
    assert client_of(other.clerk).get(f"/desk/errors/{one.pk}/").status_code == 404
    assert client_of(other.clerk).post(f"/desk/errors/{one.pk}/contact/").status_code == 404
    assert client_of(of.contributor).get("/desk/errors/").status_code == 404
    with pytest.raises(NotAllowed):
        answer_mistake(one, outcome="mended", by=other.clerk, version=1)


def test_an_earlier_version_that_leaked_is_closed_from_the_report_and_the_one_in_force_is_not() -> None:
    of = house()
    item = released_item(of, html="<p>领取人：李某，住云岭县。</p>")
    item = changed(of, item, "<p>领取人名单另行通知。</p>")
    one = report_mistake(of.agency, kind="leak", text="名单", page=item.get_absolute_url(), item=item)
    client = client_of(of.clerk)
    assert "第1版" in client.get(f"/desk/errors/{one.pk}/").content.decode()
    client.post(f"/desk/errors/{one.pk}/versions/1/close/", {"why": "含有个人信息"})
    assert ClosedVersion.objects.get().why == "含有个人信息"
    client.post(f"/desk/errors/{one.pk}/versions/2/close/", {"why": "含有个人信息"})
    assert ClosedVersion.objects.count() == 1
    with pytest.raises(GongkaiError, match="第1版已经不再公开"):
        close_version(item.versions.get(number=1), why="再来一次", by=of.clerk)


def test_what_an_item_was_withdrawn_for_does_not_come_back_with_it() -> None:
    of = house()
    item = released_item(of, html="<p>领取人：李某，住云岭县。</p>")
    actions.withdraw(item, why="含有个人信息", by=of.clerk)
    draft = actions.put_back(item, by=of.contributor)
    draft = actions.save(draft, by=of.contributor, version=draft.version, html="<p>领取人名单另行通知。</p>")
    actions.submit(draft, by=of.contributor)
    approve(draft, *of.chain)
    item.refresh_from_db()
    path = item.get_absolute_url()
    assert Client().get(path).status_code == 200
    assert Client().get(f"{path}versions/1/").status_code == 404
    assert Client().get(f"{path}versions/2/").status_code == 200


def test_whoever_may_not_withdraw_closes_no_version() -> None:
    of = house()
    item = changed(of, released_item(of), "<p>云岭县商务局另行公布安排。</p>")
    auditor = factories.account(of.agency, Role.AUDITOR)
    with pytest.raises(NotAllowed):
        close_version(item.versions.get(number=1), why="试试", by=auditor)
