"""Editor text and paste, cleaned."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings

from gongkai.pages import clean, plain
from gongkai.pages.vocabulary import ELEMENTS
from pages.hostile import HOSTILE, WILD

_TAG = re.compile(r"<(/?)([^\s/>]+)((?:\s[^>]*)?)>")
_ATTRIBUTE = re.compile(r'\s([\w-]+)="([^"]*)"')


def require_harmless(html: str) -> None:
    """Every tag and attribute in ``html`` is one of ours, spelt as we spell it."""
    assert "<!" not in html and "<?" not in html
    left = _TAG.sub("", html)
    assert "<" not in left and ">" not in left
    for _, tag, attributes in _TAG.findall(html):
        assert tag in ELEMENTS
        assert _ATTRIBUTE.sub("", attributes) == ""
        for name, value in _ATTRIBUTE.findall(attributes):
            assert name in {
                "href",
                "id",
                "src",
                "alt",
                "width",
                "height",
                "rowspan",
                "colspan",
                "scope",
                "start",
                "type",
                "class",
                "lang",
                "aria-label",
            }
            if name == "href":
                assert re.match(r"https?:|mailto:|tel:|/|#note-", value)
            if name == "src":
                assert re.match(r"[\w/%~-]", value) and ":" not in value and not value.startswith("//")
            if name == "id":
                assert re.fullmatch(r"note-(back-)?\d+", value)
            if name == "class":
                assert value in ("center", "right", "notes")


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_runs_or_hides_survives(html: str) -> None:
    cleaned = clean(f"<p>前</p>{html}<p>后</p>")
    require_harmless(cleaned)
    assert "alert(1)" not in re.sub(r">[^<]*<", "><", cleaned)
    assert "藏起来" not in cleaned


@settings(max_examples=300, deadline=None)
@given(WILD)
@example("<ul><ul><li>a</ul></ul>")
@example("<table><tr><th colspan=2>甲<tr><td>1<td>2</table>")
def test_cleaning_twice_is_cleaning_once_whatever_comes(html: str) -> None:
    once = clean(html)
    require_harmless(once)
    assert clean(once) == once
    assert plain(once) == plain(clean(once))


@pytest.mark.parametrize("depth", [70, 400, 3000])
def test_depth_neither_breaks_it_nor_brings_hidden_words_to_light(depth: int) -> None:
    html = "<div>" * depth + "<p>正文</p><script>alert(1)</script><p hidden>藏起来的字</p>" + "</div>" * depth
    assert clean(html) == "<p>正文</p>"
