"""Rules from lessons in a real browser: nothing for axe-core in any mode, nothing that scrolls sideways, all without script."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

import factories
from browsing import axe, overflow, shoot
from desk.disputes.county import County, county_of, lose
from desk.lists.conftest import Bureau, bureau_of
from desk.lists.test_browser import sign_in
from gongkai.applications.models import LessonCheck

Open = Callable[..., Page]
MODES = {
    "wide": {"width": 1366},
    "phone": {"width": 390},
    "large-phone": {"width": 390, "size": "large"},
    "night": {"width": 1366, "theme": "dark"},
}
PAGES = {
    "lesson": ("clerk", "/desk/remedies/{case}/"),
    "new": ("clerk", "/desk/remedies/{case}/lesson/checks/new/"),
    "new-words": ("clerk", "/desk/remedies/{case}/lesson/checks/new/?kind=must_not_say"),
    "new-fact": ("clerk", "/desk/remedies/{case}/lesson/checks/new/?kind=recorded"),
    "list": ("clerk", "/desk/checks/"),
    "one": ("leader", "/desk/checks/{said}/"),
    "change": ("clerk", "/desk/checks/{question}/change/"),
    "end": ("clerk", "/desk/checks/{question}/end/"),
    "letter": ("clerk", "/desk/applications/{case_draft}/letters/{draft}/"),
    "approve": ("leader", "/desk/approvals/{review}/"),
    "county": ("supervisor", "/desk/checks/county/"),
    "decide": ("supervisor", "/desk/checks/{proposal}/decide/"),
    "decline": ("supervisor", "/desk/checks/{proposal}/decline/"),
}


@pytest.fixture
def office(transactional_db: None, settings: Settings) -> Bureau:
    settings.NOW = "2026-10-16T09:00"
    return bureau_of(
        factories.agency(name="云岭县政务公开办公室", short_name="县政务公开办", slug="gongkaiban", code="云公")
    )


@pytest.fixture
def county(office: Bureau, bureau: Bureau, other: Bureau) -> County:
    return county_of(bureau, office, other)


@pytest.mark.parametrize("mode", MODES)
def test_every_page_of_a_rule_is_right_for_everybody(
    browser_page: Open,
    live_server,
    bureau: Bureau,
    county: County,
    mode: str,  # type: ignore[no-untyped-def]
) -> None:
    page = browser_page(**MODES[mode])
    keys = {
        "case": county.case.pk, "said": county.said.pk, "question": county.question.pk, "draft": county.draft.pk,
        "case_draft": county.draft.application_id, "proposal": county.proposal.pk,
        "review": county.waiting.reviews.get(verdict="", voided_at=None).pk,
    }  # fmt: skip
    found: dict[str, list[str]] = {}
    for name, (who, address) in PAGES.items():
        person = county.office.supervisor if who == "supervisor" else getattr(bureau, who)
        sign_in(page, person, live_server.url)
        answer = page.goto(address.format(**keys))
        assert answer is not None and answer.status == 200, name
        shoot(page, f"checks-{name}-{mode}")
        wrong = [*axe(page), *overflow(page), *page.complaints]  # type: ignore[attr-defined]
        page.complaints.clear()  # type: ignore[attr-defined]
        if wrong:
            found[name] = wrong
    assert "\n".join(f"{name}: {wrong}" for name, wrong in found.items()) == ""


@pytest.mark.parametrize("script", [True, False])
def test_a_lesson_becomes_a_rule(
    browser_page: Open,
    live_server,
    office: Bureau,
    bureau: Bureau,
    script: bool,  # type: ignore[no-untyped-def]
) -> None:
    case, corrected = lose(bureau)
    page = browser_page(width=1366, script=script)
    sign_in(page, bureau.clerk, live_server.url)
    page.goto(f"/desk/remedies/{case.pk}/")
    page.get_by_role("link", name="转成检查规则").click()
    page.get_by_role("link", name="不得出现").click()
    page.get_by_label("不得出现的话").fill("不便公开")
    page.get_by_label("应当怎么写").fill("写明公开会妨碍什么")
    page.get_by_label("必须改").check()
    page.get_by_role("button", name="试运行").click()
    expect(page.get_by_text("刚被纠正的那份会提示")).to_be_visible()
    expect(page.get_by_role("link", name=corrected.application.number)).to_be_visible()
    shoot(page, f"checks-tried-{'script' if script else 'plain'}")
    assert axe(page) == []
    page.get_by_role("button", name="保存这条规则").click()
    expect(page.get_by_role("heading", name="不得出现：“不便公开”")).to_be_visible()
    assert LessonCheck.objects.get().instead == "写明公开会妨碍什么"
