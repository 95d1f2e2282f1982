"""Marks in a text: where they stand, that nothing else of the text changes, and that they never break it."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from gongkai.desk.publishing.grouping import sorted_groups
from gongkai.desk.publishing.marking import Spot, marked
from gongkai.leaks import page_text
from gongkai.pages.vocabulary import door

HTML = (
    '<p>甲乙&amp;丙<strong>丁戊</strong>己 &lt;庚&gt;</p><ul><li>辛<a href="https://a.example/?a=1&amp;b=2">壬癸</a></li></ul>'
    '<table><tbody><tr><td>子</td><td colspan="2">丑寅</td></tr></tbody></table><p><img src="files/x" alt="卯&quot;辰">巳</p>'
)
ADDED = re.compile(r'<(a|span) class="hit[^>]*>|<sup>\d+</sup></(?:a|span)>')


def stripped(html: str) -> str:
    """``html`` without what `marked` puts in."""
    without = re.sub(r"<sup>\d+</sup>", "", html)
    return re.sub(r'<(a|span) class="hit(?: hit-near)?"[^>]*>(.*?)</\1>', r"\2", without)


def test_a_mark_leads_to_its_finding_and_the_next_of_the_kind_has_no_number() -> None:
    html = marked("<p>手机一，手机二。</p>", [Spot(0, 3, 1, True, False), Spot(4, 7, 1, False, False)])
    assert html == (
        '<p><a class="hit" id="m1" href="#f1">手机一<sup>1</sup></a>，<span class="hit">手机二</span>。</p>'
    )


def test_no_link_begins_inside_of_a_link() -> None:
    html = marked('<p><a href="/info/1/">手机一</a></p>', [Spot(0, 3, 1, True, True)])
    assert html == ('<p><a href="/info/1/"><span class="hit hit-near" id="m1">手机一<sup>1</sup></span></a></p>')


@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 12)), max_size=6))
def test_whatever_is_marked_the_text_stays_the_same(places: list[tuple[int, int]]) -> None:
    spots = [Spot(start, start + length, n, True, False) for n, (start, length) in enumerate(places, start=1)]
    html = marked(HTML, spots)
    assert (stripped(html), page_text(re.sub(r"<sup>\d+</sup>", "", html))) == (HTML, page_text(HTML))
    # A browser reads it as it stands: marks are closed where they were opened.
    assert door(re.sub(r"<sup>\d+</sup>", "", html).replace(' class="hit"', "")).count("<p>") == 2


def found(severity: str, mark: str) -> dict[str, object]:
    return {
        "code": "leak.mobile", "severity": severity, "label": "手机号码", "says": "…", "fingerprint": mark, "shown": "138****8000",
        "place": {"source": "text", "start": 0, "end": 2}, "ways": ["mask", "excuse"],
    }  # fmt: skip


def test_what_must_be_mended_is_not_hidden_among_what_is_only_looked_at() -> None:
    groups = sorted_groups([found("look", "a"), found("must", "b")], (), {})
    assert ([g.marks for g in groups.must], [g.marks for g in groups.look]) == ([["b"]], [["a"]])
