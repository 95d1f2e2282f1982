"""Channels in a real browser: nothing for axe-core to find in any mode, nothing that scrolls sideways; the jobs and their steps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from browsing import axe, overflow, shoot
from desk.channels.conftest import Bureau, furnish
from desk.lists.test_browser import MODES, sign_in
from disclosures.channels import scene
from gongkai.config.home import Home
from gongkai.disclosures.models import Release
from steps import Steps, over_target

Open = Callable[..., Page]
PAGES = {
    "board": ("clerk", "/desk/releases/"),
    "board-none": ("clerk", "/desk/releases/?channel=gazette"),
    "board-section": ("contributor", "/desk/releases/"),
    "prove": ("contributor", "/desk/releases/{poster}/prove/"),
    "prove-link": ("clerk", "/desk/releases/{wechat}/prove/"),
    "item": ("clerk", "/desk/info/items/{item}/channels/"),
    "channels": ("head", "/desk/channels/"),
    "wechat": ("head", "/desk/channels/shangwu/wechat/"),
    "platform": ("head", "/desk/channels/shangwu/platform/"),
}
PHONE = {"width": 390, "height": 844, "has_touch": True}


@pytest.fixture
def bureau(transactional_db: None, unguarded: None, settings: Settings, tmp_path: Path) -> Bureau:
    settings.NOW, settings.MEDIA_ROOT, settings.HOME = "2026-10-16T09:00", tmp_path / "files", Home(tmp_path)
    return furnish()


@pytest.mark.parametrize("mode", MODES)
def test_every_page_is_right_for_everybody(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, mode: str
) -> None:
    keys = {"poster": bureau.poster.pk, "wechat": bureau.wechat.pk, "item": bureau.item.pk}
    page = browser_page(**MODES[mode])
    found: dict[str, list[str]] = {}
    for name, (who, address) in PAGES.items():
        sign_in(page, getattr(bureau, who), live_server.url)
        answer = page.goto(address.format(**keys))
        assert answer is not None and answer.status == 200, name
        shoot(page, f"channels-{name}-{mode}")
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong:
            found[name] = wrong
    assert found == {}


def test_a_posting_is_proved_in_one_step_on_a_phone(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, tmp_path: Path
) -> None:
    photo = tmp_path / "公示栏.png"
    photo.write_bytes(scene.png())
    page = browser_page(**PHONE)
    sign_in(page, bureau.contributor, live_server.url)
    # The list of what the section has to do leads here.
    page.goto(f"/desk/releases/{bureau.poster.pk}/prove/")
    job = Steps(page, "contributor", 11, "prove a posting", 1)
    page.get_by_label("张贴、播放的地点").fill("县政务服务中心一楼公示栏")
    page.get_by_label("照片或者截图").set_input_files(photo)
    job.press(page.get_by_role("button", name="登记为已发布"))
    expect(page.get_by_role("status").first).to_contain_text("已登记：公示栏，县政务服务中心一楼公示栏。")
    bureau.poster.refresh_from_db()
    assert (bureau.poster.state, bureau.poster.photo is not None) == ("done", True)
    assert over_target([job.row]) == []


@pytest.mark.parametrize("script", [True, False])
def test_an_item_goes_to_every_channel_in_two_steps(
    browser_page: Open, live_server: LiveServer, bureau: Bureau, script: bool
) -> None:
    """The last steps of clerk 10: from the page of the item to all channels at once; each is then proved in one."""
    page = browser_page(script=script)
    sign_in(page, bureau.clerk, live_server.url)
    page.goto(f"/desk/releases/?q={bureau.other.title}&channel=package")
    job = Steps(page, "clerk", 10, "publish an item in all channels", 3)
    job.press(page.get_by_role("link", name=bureau.other.title))
    for box in page.get_by_role("checkbox").all():
        box.check()
    job.press(page.get_by_role("button", name="发布到选中的渠道"))
    expect(page.get_by_role("status").first).to_contain_text("发布后请登记")
    placed = Release.objects.filter(item=bureau.other).values_list("channel", flat=True)
    assert sorted(placed) == ["gazette", "other", "package", "platform", "poster", "press", "reading", "screen"]
    assert over_target([job.row]) == []


def test_a_failure_is_pressed_away_in_one_step(browser_page: Open, live_server: LiveServer, bureau: Bureau) -> None:
    page = browser_page()
    sign_in(page, bureau.clerk, live_server.url)
    page.goto("/desk/releases/?state=failed")
    page.get_by_role("button", name="再发一次").last.click()
    expect(page.get_by_role("status").first).to_contain_text("上级公开平台还是没有发出")
