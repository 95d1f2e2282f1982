"""区分处理 in a real browser: marks with the mouse, the page for everybody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from browsing import axe, overflow, shoot
from corpus.embedded import card, drawn, put, saved, vml
from corpus.word import Word, paragraph, run
from desk.cases.conftest import Bureau, address
from desk.cases.severing import MOBILE, drafted
from desk.cases.test_browser import MODES, sign_in
from gongkai.applications.models import CaseFile
from gongkai.severance.models import Severance

Open = Callable[..., Page]
TEXT = f"补贴企业名单\n恒达机械有限公司 30万元\n联系人手机 {MOBILE}\n".encode()


def where(case: Any, letter: Any) -> str:
    file = CaseFile.objects.filter(application=case, removed_at=None).order_by("pk").first()
    return f"{address('sever', case, file.pk)}?letter={letter.pk}"


@pytest.mark.parametrize("mode", MODES)
def test_the_page_is_right_for_everybody_before_and_after(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any, mode: str
) -> None:
    page = browser_page(**MODES[mode])
    sign_in(page, bureau.clerk, live_server.url)
    found = {}
    for name, made in {"pdf": drafted(bureau), "text": drafted(bureau, TEXT, "名单.txt")}.items():
        at = where(*made)
        for step in ("before", "after"):
            page.goto(at)
            page.wait_for_load_state("networkidle")
            shoot(page, f"sever-{name}-{step}-{mode}")
            page.evaluate(
                "() => document.querySelectorAll('details:not(.menu)').forEach(fold => { fold.open = true; })"
            )
            if wrong := [*axe(page), *overflow(page), *page.complaints]:  # type: ignore[attr-defined]
                found[f"{name} {step}"] = wrong
            if step == "before":
                page.get_by_role("button", name="遮去并核验").click()
                expect(page.get_by_text("核验通过").first).to_be_visible()
                shoot(page, f"sever-{name}-letter-{mode}")
    assert found == {}


def test_an_area_is_drawn_undone_drawn_again_and_cut(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any
) -> None:
    page = browser_page()
    sign_in(page, bureau.clerk, live_server.url)
    page.goto(where(*drafted(bureau)))
    page.wait_for_load_state("networkidle")
    picture = page.locator(".sever-page img").first
    own = page.locator("[data-own] li")

    def draw() -> None:
        picture.scroll_into_view_if_needed()
        edge = picture.bounding_box()
        assert edge is not None
        page.mouse.move(edge["x"] + edge["width"] * 0.1, edge["y"] + edge["height"] * 0.1)
        page.mouse.down()
        page.mouse.move(edge["x"] + edge["width"] * 0.5, edge["y"] + edge["height"] * 0.13)
        page.mouse.up()

    draw()
    expect(own).to_have_count(1)
    page.get_by_role("button", name="撤销上一处").click()
    expect(own).to_have_count(0)
    page.get_by_label("另外要遮的，理由和依据").select_option("trade_secret")
    draw()
    page.get_by_role("button", name="遮去并核验").click()
    expect(page.get_by_text("已遮盖2处，核验通过")).to_be_visible()
    assert sorted(cut["reason"] for cut in Severance.objects.get().cuts) == ["privacy", "trade_secret"]


def test_words_are_selected_with_the_mouse(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any
) -> None:
    page = browser_page()
    sign_in(page, bureau.clerk, live_server.url)
    page.goto(where(*drafted(bureau, TEXT, "名单.txt")))
    page.locator("[data-part]").nth(1).dblclick(position={"x": 20, "y": 14})
    expect(page.locator("[data-own] li")).to_have_count(1)
    expect(page.locator("[data-own] li")).to_contain_text("第2行")
    page.get_by_role("button", name="遮去并核验").click()
    expect(page.get_by_text("已遮盖2处，核验通过")).to_be_visible()


@pytest.mark.parametrize("mode", ["phone", "night"])
def test_an_area_of_a_picture_inside_a_file_is_drawn_and_cut_and_the_same_words_are_cut_everywhere(
    browser_page: Open, transactional_db: None, bureau: Bureau, live_server: Any, mode: str
) -> None:
    made = Word()
    made.body += [
        paragraph(run("补贴企业名单，恒达机械")),
        paragraph(drawn(put(made, saved(card("恒达"))), says="证照")),
    ]
    made.body += [
        paragraph(run("恒达机械 30万元")),
        paragraph(vml(put(made, b"\x01\0\0\0" + bytes(80), "media/two.emf"))),
    ]
    case, letter = drafted(bureau, made.bytes(), "名单.docx")
    page = browser_page(**MODES[mode])
    sign_in(page, bureau.clerk, live_server.url)
    page.goto(where(case, letter))
    page.wait_for_load_state("networkidle")
    picture = page.locator(".sever-picture img")
    picture.scroll_into_view_if_needed()
    edge = picture.bounding_box()
    assert edge is not None
    page.mouse.move(edge["x"] + edge["width"] * 0.25, edge["y"] + edge["height"] * 0.38)
    page.mouse.down()
    page.mouse.move(edge["x"] + edge["width"] * 0.85, edge["y"] + edge["height"] * 0.64)
    page.mouse.up()
    own = page.locator("[data-own] li")
    expect(own).to_have_text(["图片1，左25%、上38%　个人隐私　《条例》第十五条不遮"])
    page.get_by_label("遮去整幅图片2").check()
    page.evaluate(
        """() => { const text = document.querySelectorAll('[data-part]')[1].firstChild, range = document.createRange();
        range.setStart(text, 0); range.setEnd(text, 4); const chosen = getSelection(); chosen.removeAllRanges(); chosen.addRange(range);
        document.querySelector('[data-parts]').dispatchEvent(new MouseEvent('mouseup', { bubbles: true })); }"""
    )
    page.get_by_role("button", name="同样的字都遮：恒达机械").click()
    expect(page.get_by_label("遮去这些字")).to_have_value("恒达机械")
    shoot(page, f"sever-pictures-before-{mode}")
    assert [*axe(page), *overflow(page)] == []
    page.get_by_role("button", name="遮去并核验").click()
    expect(page.get_by_text("已遮盖4处，核验通过")).to_be_visible()
    page.goto(where(case, letter))
    page.wait_for_load_state("networkidle")
    expect(page.get_by_alt_text("副本里的图片2")).to_be_visible()
    shoot(page, f"sever-pictures-after-{mode}")
    assert [*axe(page), *overflow(page), *page.complaints] == []  # type: ignore[attr-defined]
