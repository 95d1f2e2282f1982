"""What judges the pages does find what is wrong with one."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page

from browsing import axe, overflow

FAULTY = """<html lang="zh"><head><title>有毛病的页面</title></head><body><main><h1>标题</h1><img src="x.png"><button></button>
<p style="color: #bbb; background: #fff">看不清</p><p style="width: 3000px">太宽</p></main></body></html>"""
SOUND = """<html lang="zh"><head><title>没有毛病的页面</title></head><body><main><h1>标题</h1><p>看得清</p></main></body></html>"""


def test_a_faulty_page_is_found_faulty_and_a_sound_one_is_not(browser_page: Callable[..., Page]) -> None:
    page = browser_page()
    page.set_content(FAULTY)
    assert sorted(line.split(":")[0] for line in axe(page)) == ["button-name", "color-contrast", "image-alt"]
    assert [place.split(" to ")[0] for place in overflow(page)] == ["p."]
    page.set_content(SOUND)
    assert (axe(page), overflow(page)) == ([], [])
