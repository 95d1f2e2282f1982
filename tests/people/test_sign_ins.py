"""The list of sessions: true, cheap, and able to end what is open elsewhere."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from gongkai.people import clock
from gongkai.people.models import SignIn
from people.conftest import Bureau, client_of, logged

pytestmark = pytest.mark.usefixtures("quick_passwords")
NINE = datetime(2026, 9, 11, 9, 0)


def open_names(bureau: Bureau) -> int:
    return SignIn.objects.filter(account=bureau.clerk, ended_at=None).count()


def test_a_session_is_noted_with_place_and_browser(bureau: Bureau) -> None:
    client = Client(HTTP_USER_AGENT="Browser/1.0" * 40, REMOTE_ADDR="192.0.2.7")
    bureau.clerk.set_password("每天 八点半 准时开门")
    bureau.clerk.save()
    client.post("/account/login/", {"username": bureau.clerk.username, "password": "每天 八点半 准时开门"})
    row = SignIn.objects.get()
    assert (row.address, len(row.agent), row.session_key) == ("192.0.2.7", 200, client.session.session_key)
    assert (row.at, row.seen_at, row.ended_at) == (clock.now(), clock.now(), None)


def test_use_is_noted_at_most_every_five_minutes(bureau: Bureau) -> None:
    start = clock.moment(NINE)
    with clock.at(NINE):
        client = client_of(bureau.clerk)
    for minutes, seen in ((4, 0), (5, 5), (9, 5), (10, 10)):
        with clock.at(start + timedelta(minutes=minutes)):
            client.get("/account/")
        assert SignIn.objects.get().seen_at == start + timedelta(minutes=seen)


def test_an_ended_session_is_logged_out_at_its_next_request_and_told_so(bureau: Bureau) -> None:
    here, there = client_of(bureau.clerk), client_of(bureau.clerk)
    row = SignIn.objects.get(session_key=there.session.session_key)
    assert here.post(f"/account/sessions/{row.pk}/end/").headers["Location"] == "/account/sessions/"
    answer = there.get("/account/", follow=True)
    assert answer.redirect_chain == [("/account/login/?next=/account/", 302)]
    assert "这次登录已经在别处结束。要继续，请重新登录。" in answer.content.decode()
    assert here.get("/account/").status_code == 200
    assert [entry.actor for entry in logged("session.ended")] == ["李文静"]


def test_all_other_sessions_end_at_once(bureau: Bureau) -> None:
    here, there, far = (client_of(bureau.clerk) for _ in range(3))
    assert "现在有3处登录" in here.get("/account/sessions/").content.decode()
    here.post("/account/sessions/end-others/")
    assert [client.get("/account/").status_code for client in (here, there, far)] == [200, 302, 302]
    assert open_names(bureau) == 1


def test_nobody_ends_somebody_elses_session(bureau: Bureau) -> None:
    client_of(bureau.leader)
    row = SignIn.objects.get(account=bureau.leader)
    assert client_of(bureau.clerk).post(f"/account/sessions/{row.pk}/end/").status_code == 404
    assert SignIn.objects.get(pk=row.pk).ended_at is None


def test_a_session_that_is_not_on_the_list_is_none(bureau: Bureau) -> None:
    client = client_of(bureau.clerk)
    SignIn.objects.all().delete()
    assert client.get("/account/").status_code == 302


def test_a_new_password_keeps_this_session_and_ends_the_others(bureau: Bureau) -> None:
    old, new = "每天 八点半 准时开门", "每天 五点半 准时关门"
    bureau.clerk.set_password(old)
    bureau.clerk.save()
    here, there = client_of(bureau.clerk), client_of(bureau.clerk)
    before = here.session.session_key
    here.post("/account/password/", {"old": old, "new": new, "again": new})
    assert here.session.session_key != before
    assert [client.get("/account/").status_code for client in (here, there)] == [200, 302]
    assert open_names(bureau) == 1


def test_sessions_older_than_a_session_lives_are_not_listed(bureau: Bureau) -> None:
    with clock.at(NINE - timedelta(hours=9)):
        client_of(bureau.clerk)
    client = client_of(bureau.clerk)
    assert "现在有1处登录" in client.get("/account/sessions/").content.decode()


def test_a_visitor_without_a_session_costs_no_query(bureau: Bureau, django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert Client().get("/account/login/").status_code == 200


def test_a_page_costs_three_queries_before_it_begins_session_person_and_list(
    bureau: Bureau, django_assert_num_queries: object
) -> None:
    client = client_of(bureau.clerk)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert client.get("/account/logout/").status_code == 405
