"""The pages of retention: what they say, who may press what, and that nothing is lost on a wrong entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings

from gongkai.people import clock
from gongkai.people.models import Account
from gongkai.retention import actions
from gongkai.retention.models import DestructionList, Entry, Hold, LengthSetting
from retention.scene import House, house, planted

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with clock.at(datetime(2026, 9, 11, 12)), override_settings(MEDIA_ROOT=tmp_path):
        yield


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def of_one() -> House:
    of = house(name="云岭县商务局", short_name="商务局", slug="shangwu", code="云商")
    planted(of)
    return of


def test_the_schedule_says_length_ground_and_what_was_not_verified() -> None:
    of = of_one()
    page = client_of(of.clerk).get("/desk/retention/").content.decode()
    assert "有2条期满，可以编制销毁清册" in page
    assert page.count("依据没有核对") == 4
    assert "改期限" not in page
    assert client_of(of.head).get("/desk/retention/").content.decode().count("改期限") == 9


def test_the_preview_changes_nothing_and_names_nobody() -> None:
    of = of_one()
    page = client_of(of.clerk).get("/desk/retention/bodies/shangwu/").content.decode()
    assert "商务局有2条期满，可以销毁" in page
    assert "戚某柒" not in page
    assert DestructionList.objects.count() == 0


def test_a_list_goes_from_the_clerk_to_the_leader_and_can_be_taken_back() -> None:
    of = of_one()
    clerk, leader = client_of(of.clerk), client_of(of.leader)
    page = clerk.post("/desk/retention/bodies/shangwu/", {"kinds": ["identity", "contact"]}, follow=True)
    found = DestructionList.objects.get()
    assert "清册云商公开销〔2026〕1号已编制，等另一个人审批" in page.content.decode()
    path = f"/desk/retention/lists/{found.pk}/"
    assert "同意，30天后销毁" not in page.content.decode()
    assert "同意，30天后销毁" in leader.get(path).content.decode()
    said = leader.post(f"{path}approve/", {"digest": found.digest, "version": found.version}, follow=True)
    assert "10月11日" in said.content.decode()
    entry = found.entries.get(kind="contact")
    version = DestructionList.objects.get().version
    clerk.post(f"{path}restore/", {"entry": [entry.pk], "why": "还要联系", "version": version})
    assert list(Entry.objects.order_by("pk").values_list("kind", "state")) == [
        ("identity", "waiting"),
        ("contact", "restored"),
    ]
    clerk.post(f"{path}withdraw/", {"why": "下半年再办", "version": version + 1})
    assert DestructionList.objects.get().state == "withdrawn"


def test_the_author_cannot_approve_by_hand_made_request() -> None:
    of = of_one()
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.head)
    page = client_of(of.head).post(
        f"/desk/retention/lists/{found.pk}/approve/", {"digest": found.digest, "version": 1}, follow=True
    )
    assert "要由另一个人审批" in page.content.decode()
    found.refresh_from_db()
    assert found.state == "proposed"


def test_a_wrong_length_comes_back_with_what_was_typed() -> None:
    of = of_one()
    head = client_of(of.head)
    path = "/desk/retention/bodies/shangwu/logs/"
    answer = head.post(path, {"value": "1", "unit": "months", "note": "试一试"})
    assert (answer.status_code, "不得少于6个月" in answer.content.decode(), "试一试" in answer.content.decode()) == (
        422,
        True,
        True,
    )
    assert head.post(path, {"value": "", "unit": "years", "note": "x"}).status_code == 422
    assert LengthSetting.objects.count() == 0
    assert head.post(path, {"value": "", "unit": "permanent", "note": "一直保存"}).status_code == 302
    assert LengthSetting.objects.get().value is None
    assert head.get("/desk/retention/bodies/shangwu/nonsense/").status_code == 404


def test_a_hold_is_placed_by_number_and_lifted_with_a_reason() -> None:
    of = of_one()
    clerk = client_of(of.clerk)
    answer = clerk.post("/desk/retention/holds/", {"agency": of.agency.pk, "number": "没有这一件", "reason": "审计"})
    assert (answer.status_code, Hold.objects.count()) == (422, 0)
    number = of.agency.applications.get().number
    clerk.post("/desk/retention/holds/", {"agency": of.agency.pk, "number": number, "reason": "审计调阅"})
    hold = Hold.objects.get()
    assert "审计调阅" in clerk.get("/desk/retention/bodies/shangwu/").content.decode()
    clerk.post(f"/desk/retention/holds/{hold.pk}/lift/", {"why": ""})
    hold.refresh_from_db()
    assert hold.lifted_at is None
    clerk.post(f"/desk/retention/holds/{hold.pk}/lift/", {"why": "调阅结束"})
    hold.refresh_from_db()
    assert hold.lifted_why == "调阅结束"


def test_another_bodys_lists_holds_and_schedule_are_404() -> None:
    of, other = of_one(), house()
    found = actions.draw_up(of.agency, kinds=["identity"], by=of.clerk)
    hold = actions.place_hold(of.agency, None, reason="x", by=of.clerk)
    stranger = client_of(other.head)
    for path in (f"lists/{found.pk}/", f"lists/{found.pk}/sheet/", "bodies/shangwu/", "bodies/shangwu/case/"):
        assert stranger.get(f"/desk/retention/{path}").status_code == 404
    assert stranger.post(f"/desk/retention/holds/{hold.pk}/lift/", {"why": "x"}).status_code == 404
    assert stranger.post(f"/desk/retention/lists/{found.pk}/approve/", {}).status_code == 404
