"""Leaks in pages: where they stand in the text that is shown, and how they are marked and masked in the source."""

from __future__ import annotations

import pytest

from gongkai.leaks import Kind, Severity, StaleLeak, mark_html, mask_html, page_text, scan_html

NUMBER = "13800138000"


def found(html: str) -> list[tuple[str, str, bool]]:
    return [(leak.kind.value, leak.shown, leak.hidden) for leak in scan_html(html)]


def test_offsets_are_those_of_the_text_that_is_shown() -> None:
    html = "<h1>名单</h1><table><tr><td>姓名</td><td>手机</td></tr><tr><td>陈桂兰</td><td>139&#49;3900139</td></tr></table>"
    [leak] = scan_html("<p>前言</p>" + html)
    assert page_text("<p>前言</p>" + html)[leak.place.start : leak.place.end] == "13913900139"
    assert str(leak.place) == "第1个表第2行第2列"


@pytest.mark.parametrize(
    ("html", "masked"),
    [
        ("<p>手机13800138000。</p>", "<p>手机138****8000。</p>"),
        ("<p>手机<b>138</b><i>0013</i>8000</p>", "<p>手机<b>138****8000</b><i></i></p>"),
        ("<p>手机&#49;3800138000 &amp; 传真</p>", "<p>手机138****8000 &amp; 传真</p>"),
        ("<P CLASS=x>手机１３８００１３８０００<BR>", "<P CLASS=x>手机138****8000<BR>"),
        ('<a href="tel:13800138000">13800138000</a>', '<a href="tel:138****8000">138****8000</a>'),
    ],
)
def test_only_the_number_changes_in_the_source(html: str, masked: str) -> None:
    assert mask_html(html, scan_html(html)) == masked


def test_a_number_in_boxes_is_masked_in_the_first_of_them() -> None:
    number = "411399198503122811"
    html = f"<table><tr><td>身份证号</td>{''.join(f'<td>{digit}</td>' for digit in number)}</tr></table>"
    [leak] = scan_html(html)
    masked = mask_html(html, [leak])
    assert masked == f"<table><tr><td>身份证号</td><td>4113********2811</td>{'<td></td>' * 17}</tr></table>"


def test_what_a_page_keeps_from_sight_is_told_as_hidden() -> None:
    html = (
        f"<p>公告</p><!-- 联系{NUMBER} --><p style='display:none'>内部意见{NUMBER}</p><script>var a='{NUMBER}'</script>"
        f"<img alt='{NUMBER}' src=a.png onerror='x()'>"
    )
    assert found(html) == [
        ("mobile", "138****8000", False),
        ("mobile", "138****8000", True),
        ("comments", "13个字", True),
        ("mobile", "138****8000", True),
        ("hidden_text", "15个字", True),
        ("mobile", "138****8000", True),
        ("script", "onerror、script", True),
    ]


def test_white_letters_on_a_dark_ground_are_seen_and_on_none_are_not() -> None:
    seen, unseen = ("<p style='color:#fff;background:#036'>公告栏</p>", "<p style='color:#fff'>公告栏</p>")
    assert ([leak.kind for leak in scan_html(seen)], [leak.kind for leak in scan_html(unseen)]) == (
        [],
        [Kind.HIDDEN_TEXT],
    )


def test_marks_stand_around_the_masked_value_and_carry_their_number() -> None:
    html = "<p>手机<b>138</b>00138000，咨询13900139000</p>"
    leaks = scan_html(html)
    assert [leak.severity for leak in leaks] == [Severity.MUST, Severity.LOOK]
    assert mark_html(html, leaks) == (
        '<p>手机<b><a class="hit" id="m1" href="#f1">138****8000<sup>1</sup></a></b>，咨询'
        '<a class="hit hit-near" id="m2" href="#f2">139****9000<sup>2</sup></a></p>'
    )


def test_a_page_that_changed_since_is_neither_masked_nor_marked() -> None:
    leaks = scan_html("<p>手机13800138000</p>")
    for change in (mask_html, mark_html):
        with pytest.raises(StaleLeak):
            change("<p>手机：13800138000</p>", leaks)


def test_a_table_in_a_table_and_wild_spans_are_looked_through_once() -> None:
    html = f"<table><tr><td colspan=9999 rowspan=9999>外<table><tr><td>手机{NUMBER}</td></tr></table></td></tr></table>"
    assert {kind for kind, _, _ in found(html)} == {"mobile"}
    assert mask_html(html, scan_html(html)).count(NUMBER) == 0


@pytest.mark.parametrize(
    "html", ["<", "<!--", "<p", "&#x110000;", "</table></td>", "<td>x", "<table><tr><td>", "\0", "<a href='&#"]
)
def test_a_broken_page_is_no_trouble(html: str) -> None:
    assert scan_html(html * 50) == ()
