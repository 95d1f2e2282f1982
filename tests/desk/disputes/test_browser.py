"""Disputes in a real browser: nothing for axe-core to find in any mode, nothing that scrolls sideways, everything without script."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from browsing import axe, overflow, shoot
from desk.lists.scene import Scene, furnish
from desk.lists.test_browser import sign_in
from gongkai.applications import actions
from gongkai.applications.dossiers import making
from gongkai.people import clock

Open = Callable[..., Page]
MODES = {
    "wide": {"width": 1366},
    "phone": {"width": 390},
    "large-phone": {"width": 390, "size": "large"},
    "night": {"width": 1366, "theme": "dark"},
}
PAGES = {
    "today": ("clerk", "/desk/"),
    "register": ("clerk", "/desk/remedies/"),
    "new": ("clerk", "/desk/remedies/new/"),
    "reconsideration": ("clerk", "/desk/remedies/{remedy}/"),
    "suit": ("clerk", "/desk/remedies/{suit}/"),
    "suit-leader": ("leader", "/desk/remedies/{suit}/"),
    "progress": ("clerk", "/desk/remedies/{remedy}/progress/"),
    "conclude": ("clerk", "/desk/remedies/{suit}/conclude/"),
    "round": ("clerk", "/desk/remedies/{suit}/round/"),
    "hold": ("clerk", "/desk/remedies/{suit}/hold/"),
    "lesson": ("clerk", "/desk/remedies/{suit}/lesson/"),
    "columns": ("head", "/desk/remedies/columns/"),
    "complaints": ("clerk", "/desk/complaints/"),
    "complaint-new": ("clerk", "/desk/complaints/new/"),
    "complaint": ("clerk", "/desk/complaints/{complaint}/"),
    "dossier": ("clerk", "/desk/dossiers/{dossier}/"),
    "dossier-waiting": ("clerk", "/desk/dossiers/{waiting}/"),
    "case": ("clerk", "/desk/applications/{case}/"),
}


@pytest.fixture
def scene(transactional_db: None, bureau, settings: Settings) -> Scene:  # type: ignore[no-untyped-def]
    settings.NOW = "2026-10-16T09:00"
    return furnish(bureau)


@pytest.fixture
def keys(scene: Scene, bureau) -> dict[str, int]:  # type: ignore[no-untyped-def]
    """A reconsideration to be answered, a suit lost at first instance and handled again, a complaint, a dossier."""
    clerk, agency = bureau.clerk, bureau.agency
    with clock.at(date(2026, 10, 16)):
        actions.record_progress(scene.remedy, copy_on=date(2026, 10, 12), answered_on=None, simplified=True, by=clerk)
        suit = actions.file_remedy(
            agency, kind="suit_direct", filed_on=date(2026, 7, 1), authority="云岭县人民法院", number="（2026）云行初3号",
            application=scene.answered, copy_on=date(2026, 7, 6), claimant="周清源", by=clerk,
        )  # fmt: skip
        actions.record_progress(suit, copy_on=date(2026, 7, 6), answered_on=date(2026, 7, 20), by=clerk)
        actions.conclude_remedy(suit, detail="annulled", on=date(2026, 10, 12), served_on=date(2026, 10, 13), by=clerk)
        actions.write_lesson(suit, text="先核对附件是不是最终版，再答复。", by=clerk)
        complaint = actions.file_complaint(
            agency, number="云公开投〔2026〕3号", received_by="云岭县政务公开办公室", received_on=date(2026, 10, 12), about="late",
            text="超过二十个工作日没有答复", due_on=date(2026, 10, 23), application=scene.late, by=clerk,
        )  # fmt: skip
        dossier = making.ask(scene.answered, round=suit.latest, by=clerk)
        making.run(dossier.pk)
        waiting = making.ask(scene.answered, by=clerk)
        type(waiting).objects.filter(pk=waiting.pk).update(state="working", done=7, total=18)
    return {
        "remedy": scene.remedy.pk, "suit": suit.pk, "complaint": complaint.pk, "dossier": dossier.pk, "waiting": waiting.pk,
        "case": scene.answered.pk,
    }  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
def test_every_page_of_a_dispute_is_right_for_everybody(
    browser_page: Open,
    live_server,
    bureau,
    keys: dict[str, int],
    mode: str,  # type: ignore[no-untyped-def]
) -> None:
    page = browser_page(**MODES[mode])
    found: dict[str, list[str]] = {}
    for name, (who, address) in PAGES.items():
        sign_in(page, getattr(bureau, who), live_server.url)
        answer = page.goto(address.format(**keys))
        assert answer is not None and answer.status == 200, name
        shoot(page, f"disputes-{name}-{mode}")
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong:
            found[name] = wrong
    assert "\n".join(f"{name}: {wrong}" for name, wrong in found.items()) == ""


@pytest.mark.parametrize("script", [True, False])
def test_a_suit_is_entered_answered_and_lost(
    browser_page: Open, live_server, bureau, scene: Scene, script: bool
) -> None:  # type: ignore[no-untyped-def]
    page = browser_page(width=1366, script=script)
    sign_in(page, bureau.clerk, live_server.url)
    page.goto("/desk/remedies/new/")
    page.get_by_label("未经复议直接起诉").check()
    page.get_by_label("案号").fill("（2026）云行初9号")
    page.get_by_label("复议机关或者法院").fill("云岭县人民法院")
    page.get_by_label("受理、立案日").fill("2026-10-09")
    page.get_by_label("收到申请书或者起诉状副本之日").fill("2026-10-12")
    page.get_by_label("所涉申请的编号").fill(scene.answered.number)
    page.get_by_role("button", name="登记案件").click()
    expect(page.get_by_role("heading", name="提交答辩状和证据")).to_be_visible()
    page.get_by_role("link", name="登记已经提交").click()
    page.get_by_label("提交答复、答辩和证据之日").fill("2026-10-16")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", name="等裁判")).to_be_visible()
    page.get_by_role("button", name="制作证据卷宗（PDF）").click()
    expect(page.get_by_role("heading", name="正在制作卷宗")).to_be_visible()
    page.go_back()
    page.get_by_role("link", name="登记结果").click()
    page.get_by_label("责令履行（结果纠正）").check()
    page.get_by_label("收到决定书、裁判文书之日").fill("2026-10-16")
    page.get_by_role("button", name="登记结果").click()
    expect(page.get_by_role("heading", name="重新办理，作出新的答复")).to_be_visible()
