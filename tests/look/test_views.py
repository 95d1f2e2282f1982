"""Choices of look, and the pages for what went wrong."""

from __future__ import annotations

import logging

import pytest
from django.test import Client


@pytest.mark.parametrize(
    ("given", "back"),
    [
        ("/search/?q=1", "/search/?q=1"),
        ("", "/"),
        ("//evil.example/", "/"),
        ("https://evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_a_choice_comes_back_to_a_path_of_this_site_only(client: Client, given: str, back: str) -> None:
    answer = client.get("/look/prefer/", {"size": "large", "next": given})
    assert (answer.status_code, answer["Location"]) == (302, back)


def test_a_choice_is_kept_in_a_cookie_and_shown_on_every_page(client: Client) -> None:
    client.get("/look/prefer/", {"size": "large"})
    assert client.cookies["size"].value == "large"
    assert 'data-size="large"' in client.get("/").content.decode()
    client.get("/look/prefer/", {"size": ""})
    assert 'data-size="large"' not in client.get("/").content.decode()


def test_night_is_for_the_desk_alone(client: Client) -> None:
    client.post("/look/prefer/", {"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/desk/").content.decode()
    assert "data-theme" not in client.get("/").content.decode()


def test_a_choice_that_does_not_exist_changes_nothing(client: Client) -> None:
    client.get("/look/prefer/", {"size": "huge", "theme": "<script>"})
    assert client.cookies == {}


def test_a_missing_page_offers_a_search_and_ways_on(client: Client) -> None:
    answer = client.get("/no-such-page/")
    page = answer.content.decode()
    assert answer.status_code == 404
    assert 'action="/search/"' in page and 'href="/ask/"' in page and 'href="/progress/"' in page


def test_a_missing_page_of_the_desk_leads_back_to_the_desk(client: Client) -> None:
    page = client.get("/desk/no-such-page/").content.decode()
    assert 'action="/desk/applications/"' in page and 'href="/ask/"' not in page


def test_a_failure_gives_a_code_that_stands_in_the_log(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="gongkai.look.errors"):
        answer = client.get("/broken/")
    code = answer.content.decode().split('<p class="code">')[1].split("<")[0]
    assert answer.status_code == 500
    assert [record.getMessage() for record in caplog.records if code in record.getMessage()] == [
        f"failed: {code} GET /broken/"
    ]


def test_a_stale_form_says_that_nothing_was_done() -> None:
    answer = Client(enforce_csrf_checks=True).post("/ask/", {"what": "名单"})
    assert answer.status_code == 403
    assert "没有提交，请再试一次" in answer.content.decode()


def test_too_many_are_told_when_and_which_other_ways_there_are(client: Client) -> None:
    answer = client.get("/slow/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "10分钟以后再提交" in answer.content.decode() and "当面提交或者邮寄" in answer.content.decode()


def test_no_page_of_the_kit_asks_for_more_than_this_site(client: Client) -> None:
    policy = client.get("/")["Content-Security-Policy"]
    assert "style-src 'self'" in policy and "unsafe" not in policy
