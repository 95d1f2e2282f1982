"""The monitor, and the public zone's own pages: receipt, progress, what the applicant does later."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings

import factories
from gongkai.applications.models import Application
from gongkai.people import clock
from gongkai.people.models import Role
from gongkai.zones import pulling
from gongkai.zones.models import Act, Alarm, Stamped
from zones.scene import Two, side, two

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _noon(tmp_path: Path) -> Iterator[None]:
    with (
        clock.at(datetime(2026, 9, 11, 12)),
        override_settings(MEDIA_ROOT=tmp_path / "files", SEALING_KEYS="k1:" + "1f" * 32),
    ):
        yield


@pytest.fixture
def pair(tmp_path: Path) -> Two:
    return two(tmp_path)


def client_of(of: Two, role: Role) -> Client:
    client = Client()
    client.force_login(factories.account(of.agency, role))
    return client


def test_the_inner_monitor_shows_the_gap_of_each_case_and_what_is_missing(pair: Two) -> None:
    for n in (1, 2, 3):
        pair.stamp(n)
    places = pair.export()
    places[1].unlink()
    with clock.at(datetime(2026, 9, 15, 16, 30)):
        pair.pull()
        with side("inner", pair.root):
            page = client_of(pair, Role.CLERK).get("/desk/zones/").content.decode()
    assert '<h1 class="b4">缺第2号文件。</h1>' in page
    assert page.count("4天4小时") == 2
    assert "孙某捌" not in page


def test_the_public_monitor_shows_what_waits_and_no_applicant(pair: Two) -> None:
    pair.stamp()
    with side("public", pair.root), clock.at(datetime(2026, 9, 11, 17)):
        page = client_of(pair, Role.ADMINISTRATOR).get("/desk/zones/").content.decode()
    assert ("还没有导出" in page, "最早的一件自09月11日 12:00起还没有到内网" in page, "孙某捌" in page) == (
        True,
        True,
        False,
    )


def test_an_alarm_is_settled_with_a_reason_by_those_who_may(pair: Two) -> None:
    pair.wire.mkdir()
    (pair.wire / "x.gkz").write_bytes(b"junk")
    with side("inner", pair.root):
        pulling.pull(pair.wire)
        alarm = Alarm.objects.get()
        path = f"/desk/zones/alarms/{alarm.pk}/settle/"
        assert client_of(pair, Role.CLERK).post(path, {"why": "x"}).status_code == 404
        head = client_of(pair, Role.OFFICE_HEAD)
        head.post(path, {"why": " "})
        assert Alarm.objects.get().settled_at is None
        head.post(path, {"why": "光盘损坏，已重新刻录"})
        assert Alarm.objects.get().settled_why == "光盘损坏，已重新刻录"
        assert "处理过的警报" in head.get("/desk/zones/").content.decode()


FORM = {
    "kind": "natural_person",
    "name": "孙某捌",
    "identity_kind": "id_card",
    "identity_number": "11010519491231002X",
    "phone": "13900008888",
    "content": "捌号内容，2025年度补贴名单",
    "carriers": ["electronic"],
    "routes": ["online"],
    "agreed": "on",
}


def test_the_public_portal_stamps_and_shows_number_code_and_the_last_day(pair: Two) -> None:
    client = Client()
    with side("public", pair.root):
        answer = client.post("/shangwu/ask/write/", FORM, follow=True)
        page = answer.content.decode()
        assert Application.objects.count() == 0
        stamped = Stamped.objects.get()
        assert ("申请已提交" in page, stamped.number in page, stamped.digest in page) == (True, True, True)
        assert "最晚10月15日" in page
        assert "孙某捌" not in page
        again = Client()
        code = {"code": stamped.query_code, "tail": "8888"}
        assert "已收到，等待登记" in again.post("/query/", code, follow=True).content.decode()
        wrong = Client().post("/query/", {**code, "tail": "8887"})
        assert (wrong.status_code, "对不上" in wrong.content.decode()) == (422, True)
        done = again.post("/query/receipt/withdraw/", {"words": "不要了", "sure": "on"}, follow=True)
        assert "申请已经撤回" in done.content.decode()
        assert Act.objects.get().kind == "withdraw"


def test_a_file_told_for_one_applicant_opens_for_nobody_else(pair: Two) -> None:
    first, second = pair.stamp(1), pair.stamp(2)
    from gongkai.files.keeping import keep_bytes
    from gongkai.zones.models import StampedFile

    stored = keep_bytes(pair.agency, b"%PDF-1.4 letter", "application/pdf")
    own = StampedFile.objects.create(stamped=first, file=stored, name="告知书.pdf", purpose="letter")
    handed = first.files.get(purpose="submission")
    with side("public", pair.root):
        client, other = Client(), Client()
        client.post("/query/", {"code": first.query_code, "tail": "8888"})
        other.post("/query/", {"code": second.query_code, "tail": "8888"})
        path = f"/query/receipt/files/{own.pk}/"
        assert (client.get(path).status_code, other.get(path).status_code, Client().get(path).status_code) == (
            200,
            404,
            404,
        )
        assert client.get(f"/query/receipt/files/{handed.pk}/").status_code == 404


def test_without_zone_mode_the_portal_keeps_its_own_register_and_the_pages_lead_back(pair: Two) -> None:
    client = Client()
    client.post("/shangwu/ask/write/", FORM, follow=True)
    assert (Application.objects.count(), Stamped.objects.count()) == (1, 0)
    assert client.get("/query/receipt/", follow=True).request["PATH_INFO"] == "/query/"
