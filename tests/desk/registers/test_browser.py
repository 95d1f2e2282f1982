"""The registers in a real browser: nothing for axe-core to find, nothing that scrolls sideways, and the steps of three jobs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from browsing import axe, overflow, shoot
from desk.registers.scene import Scene, furnish
from disclosures.factories import house
from disclosures.registers.sheets import book, penalty
from gongkai.disclosures.models import Decision, Item, LifeEvent, Pairing
from gongkai.people.models import Account
from steps import Row, Steps, over_target

Open = Callable[..., Page]
MODES = {"wide": {"width": 1366}, "phone": {"width": 390}}
PAGES = {
    "registers": ("office_head", "/desk/registers/"),
    "late": ("clerk", "/desk/registers/late/"),
    "columns": ("clerk", "/desk/registers/columns/"),
    "published": ("clerk", "/desk/registers/published/"),
    "documents": ("office_head", "/desk/registers/documents/"),
    "document": ("office_head", "/desk/registers/documents/{document}/"),
    "document-new": ("clerk", "/desk/registers/documents/new/"),
    "clean-up": ("office_head", "/desk/registers/documents/clean-up/"),
    "decisions": ("clerk", "/desk/registers/decisions/penalties/"),
    "decisions-none": ("clerk", "/desk/registers/decisions/coercion/"),
    "decision": ("clerk", "/desk/registers/decisions/{decision}/"),
    "decision-new": ("contributor", "/desk/registers/decisions/penalties/new/"),
    "import": ("clerk", "/desk/registers/imports/{batch}/"),
    "charges": ("clerk", "/desk/registers/charges/"),
    "matter": ("clerk", "/desk/registers/matters/{matter}/"),
    "purchases": ("clerk", "/desk/registers/purchases/"),
    "proposals": ("clerk", "/desk/registers/proposals/"),
    "proposal": ("clerk", "/desk/registers/proposals/{proposal}/"),
    "proposal-new": ("clerk", "/desk/registers/proposals/new/"),
    "consultations": ("clerk", "/desk/registers/consultations/"),
    "interpretations": ("clerk", "/desk/registers/interpretations/"),
}


def sign_in(page: Page, account: Account, url: str) -> None:
    """A session of ``account``, as log-in makes it."""
    client = Client()
    client.force_login(account, backend="django.contrib.auth.backends.ModelBackend")
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}])


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return furnish(house(name="云岭县商务局", short_name="县商务局", slug="shangwu", code="云商"))


def test_every_page_is_right_for_everybody(browser_page: Open, live_server, scene: Scene) -> None:  # type: ignore[no-untyped-def]
    keys = {name: getattr(scene, name).pk for name in ("document", "decision", "batch", "matter", "proposal")}
    found: dict[str, list[str]] = {}
    for mode, how in MODES.items():
        page = browser_page(**how)
        for name, (who, address) in PAGES.items():
            sign_in(page, getattr(scene.house, who), live_server.url)
            answer = page.goto(address.format(**keys))
            assert answer is not None and answer.status == 200, name
            shoot(page, f"registers-{name}-{mode}")
            wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
            page.complaints.clear()  # type: ignore[attr-defined]
            if wrong:
                found[f"{name} {mode}"] = wrong
    assert "\n".join(f"{name}: {each}" for name, wrong in found.items() for each in wrong) == ""


def test_periodic_tables_repeals_and_interpretations_take_one_step(
    browser_page: Open,
    live_server,
    scene: Scene,
    tmp_path,  # type: ignore[no-untyped-def]
) -> None:
    own = scene.house
    LifeEvent.objects.filter(pk=scene.waiting.pk).delete()
    Item.objects.filter(pk=scene.text.pk).update(section=own.section)
    upload = book([penalty(11), penalty(12, 决定日期="上周五")])
    sheet = tmp_path / "处罚台账.xlsx"
    sheet.write_bytes(upload.data)
    page = browser_page()
    sign_in(page, own.contributor, live_server.url)
    rows: list[Row] = []

    page.goto("/desk/registers/decisions/penalties/")
    steps = Steps(page, "contributor", 3, "Fill a periodic table", 1)
    page.set_input_files("input[type=file]", sheet)
    steps.press(page.get_by_role("button", name="放进来，登记没有问题的行"))
    steps.read(page.get_by_text("1行有问题没有登记").first)
    rows.append(steps.row)
    assert Decision.objects.filter(number="云商罚决〔2026〕11号").count() == 1

    page.goto(f"/desk/registers/documents/{scene.document.pk}/")
    steps = Steps(page, "contributor", 9, "Mark a policy as repealed", 1)
    page.get_by_label("依据哪份文件，或者为什么").fill("云商发〔2026〕40号")
    steps.press(page.get_by_role("button", name="提出变动，送负责人确认"))
    steps.read(page.get_by_text("已提出废止，等工作机构负责人确认"))
    rows.append(steps.row)

    page.goto("/desk/registers/interpretations/")
    steps = Steps(page, "contributor", 10, "Link an interpretation", 1)
    page.locator("select").first.select_option(str(scene.text.pk))
    steps.press(page.get_by_role("button", name="关联", exact=True).first)
    steps.read(page.get_by_text("已互相链接"))
    rows.append(steps.row)
    assert Pairing.objects.filter(policy=scene.policy, interpretation=scene.text).count() == 1

    assert over_target(rows) == []


def test_the_forms_work_without_script(browser_page: Open, live_server, scene: Scene) -> None:  # type: ignore[no-untyped-def]
    page = browser_page(script=False)
    sign_in(page, scene.house.office_head, live_server.url)
    page.goto("/desk/registers/documents/")
    page.get_by_role("button", name="确认废止").click()
    expect(page.get_by_text("现在是“废止”，网页标注和年报表二已经更新")).to_have_count(1)
