"""The list of bodies in a real browser, without script: a county is set up from a file and two bodies are merged; nothing for axe-core to
find, nothing that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable

from django.test import override_settings
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

import factories
from browsing import axe, overflow, shoot
from desk.reviewing.entering import sign_in
from gongkai.agencies.models import Agency
from roster.conftest import county_of

Open = Callable[..., Page]
HEAD = "全称,简称,机关代字,网址名,类别,主管部门,管理员姓名,管理员账号\n"
CLEAN = "".join(
    f"示例县第{n}局,第{n}局,示{c},ju-{n},政府部门,县政府办,孙平{c},sunping{n}\n" for n, c in enumerate("甲乙丙丁", 1)
)
WRONG = "示例县戊局,戊局,示甲,W u,公司,县外办,周明,\n"


def look(page: Page, name: str) -> None:
    assert (axe(page), overflow(page)) == ([], []), name
    shoot(page, name)


@override_settings(NOW="2026-09-11T10:00")
def test_a_county_is_set_up_from_a_file_and_two_bodies_are_merged_without_script(
    browser_page: Open, live_server: LiveServer, transactional_db: None
) -> None:
    county = county_of()
    factories.application(county.bureau, county.clerk)
    page = browser_page(script=False)
    sign_in(page, county.keeper, live_server.url)
    page.goto("/account/agency/zfb/")
    page.get_by_role("link", name="机关名录：加入、导入、撤销机关").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("2个机关")
    page.get_by_role("link", name="导入名单").click()
    look(page, "roster-import")
    for rows, heading, shot in (
        (CLEAN + WRONG, "4个机关可以导入，1行有问题", "roster-faults"),
        (CLEAN, "4个机关都可以导入", "roster-clean"),
    ):
        page.goto("/desk/bodies/import/")
        upload = {"name": "全县机关.csv", "mimeType": "text/csv", "buffer": (HEAD + rows).encode()}
        page.get_by_label("机关名单").set_input_files(upload)  # type: ignore[arg-type]
        page.get_by_role("button", name="检查这份名单").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        look(page, shot)
    page.get_by_role("button", name="导入4个机关").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("已导入4个机关")
    look(page, "roster-taken")
    with page.expect_download() as given:
        page.get_by_role("button", name="生成首次密码，下载文件").click()
    assert given.value.suggested_filename == "首次密码.csv"
    page.goto("/desk/bodies/new/")
    page.get_by_role("button", name="加入名录").click()
    look(page, "roster-new-wrong")
    page.goto("/desk/bodies/")
    look(page, "roster")
    page.get_by_role("link", name="示例县商务局").click()
    look(page, "roster-body")
    page.get_by_role("link", name="撤销或者合并这个机关").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("示例县商务局还有1件没有办结，要有承接机关才能撤销")
    look(page, "roster-end")
    page.get_by_label("依据").fill("示政〔2026〕9号")
    page.get_by_role("button", name="撤销县商务局").click()
    expect(page.get_by_role("link", name="请填写承接机关")).to_be_visible()
    page.get_by_label("承接机关", exact=True).fill("第1局")
    page.get_by_role("button", name="撤销县商务局").click()
    expect(page.get_by_text("示例县商务局已经撤销，由示例县第1局承接。")).to_be_visible()
    look(page, "roster-ended")
    page.get_by_role("button", name="恢复县商务局").click()
    assert Agency.objects.get(pk=county.bureau.pk).ends_on is None
    phone = browser_page(width=390, height=844)
    sign_in(phone, county.keeper, live_server.url)
    for name, address in (
        ("list", ""),
        ("body", f"{county.bureau.pk}/"),
        ("end", f"{county.bureau.pk}/end/"),
        ("new", "new/"),
        ("import", "import/"),
    ):
        phone.goto(f"/desk/bodies/{address}")
        look(phone, f"roster-{name}-phone")
    night = browser_page(theme="dark")
    sign_in(night, county.keeper, live_server.url)
    night.goto(f"/desk/bodies/{county.bureau.pk}/end/")
    look(night, "roster-end-night")
