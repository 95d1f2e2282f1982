"""The monitor and the public zone's pages in a real browser, wide, on a phone, at night, without script."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.test import Client, override_settings
from playwright.sync_api import Page

import factories
from browsing import axe, follow, overflow, shoot
from gongkai.config.home import Home
from gongkai.people import clock
from gongkai.people.models import Account, Role
from gongkai.zones.models import Alarm, Stamped
from zones.scene import Two, two

pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]
MODES = {"wide": {"width": 1366}, "phone": {"width": 390}, "night": {"width": 1366, "theme": "dark"}}
NOON = "2026-09-15T16:30:00"


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[Two]:
    with override_settings(MEDIA_ROOT=tmp_path / "files", SEALING_KEYS="k1:" + "1f" * 32, NOW=NOON):
        yield two(tmp_path)


def sign_in(page: Page, account: Account, url: str) -> None:
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


@pytest.mark.parametrize("mode", MODES)
def test_the_monitor_is_sound_in_both_zones(browser_page: Open, server: str, pair: Two, mode: str) -> None:
    with clock.at(datetime(2026, 9, 11, 12)):
        for n in (1, 2, 3):
            pair.stamp(n)
        places = pair.export()
        places[1].unlink()
        (pair.wire / "x.gkz").write_bytes(b"junk")
    pair.pull()
    account = factories.account(pair.agency, Role.OFFICE_HEAD)
    wrong = []
    for zone in ("inner", "public"):
        with override_settings(ZONE=zone, HOME=Home(pair.root / zone)):
            page = browser_page(**MODES[mode])
            sign_in(page, account, server)
            page.goto("/desk/zones/")
            shoot(page, f"zones-{zone}-{mode}")
            wrong += [(zone, each) for each in (*axe(page), *overflow(page), *page.complaints)]  # type: ignore[attr-defined]
    assert wrong == []
    assert Alarm.objects.filter(code="gap").count() == 1


@pytest.mark.parametrize("mode", ["wide", "phone"])
def test_the_applicants_pages_are_sound_without_script(browser_page: Open, server: str, pair: Two, mode: str) -> None:
    stamped = pair.stamp()
    Stamped.objects.filter(pk=stamped.pk).update(
        told={
            "register": "示商公开申〔2026〕1号", "stage": "correcting", "title": "等您补正", "received_on": "2026-09-11",
            "due_on": "", "not_before": "", "waiting": "等您补正", "closed": False, "open": ["correct", "withdraw"],
            "correction": {"defects": ["请写明年度"], "guidance": "写明哪一年即可", "until": "2026-09-30"}, "reasons": {},
            "letters": [],
        }
    )  # fmt: skip
    wrong = []
    with override_settings(ZONE="public", HOME=Home(pair.root / "public")):
        page = browser_page(script=False, **MODES[mode])
        page.goto("/query/")
        page.get_by_label("查询码").fill(stamped.query_code)
        page.get_by_label("联系电话的最后四位").fill("8888")
        follow(page, page.get_by_role("button", name="看进度"))
        shoot(page, f"zones-applicant-{mode}")
        page.get_by_label("补正的内容").fill("2025年度")
        follow(page, page.get_by_role("button", name="提交补正"))
        assert "补正已经收到" in page.content()
        shoot(page, f"zones-corrected-{mode}")
        script = browser_page(**MODES[mode])
        script.context.add_cookies(page.context.cookies())
        for path in ("/query/receipt/", "/shangwu/ask/stamped/"):
            script.goto(path)
            shoot(script, f"zones{path.replace('/', '-')}{mode}")
            wrong += [(path, each) for each in (*axe(script), *overflow(script), *script.complaints)]  # type: ignore[attr-defined]
    assert wrong == []
