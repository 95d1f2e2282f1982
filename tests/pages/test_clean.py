"""Editor text and paste, cleaned."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings

from gongkai.pages import clean, plain
from gongkai.pages.vocabulary import ELEMENTS
from pages.hostile import HOSTILE, TABLES, WILD

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


@settings(max_examples=200, deadline=None)
@given(TABLES)
def test_cleaning_a_table_twice_is_cleaning_it_once(html: str) -> None:
    once = clean(html)
    require_harmless(once)
    assert clean(once) == once


@pytest.mark.parametrize("depth", [70, 400, 3000])
def test_depth_neither_breaks_it_nor_brings_hidden_words_to_light(depth: int) -> None:
    html = "<div>" * depth + "<p>正文</p><script>alert(1)</script><p hidden>藏起来的字</p>" + "</div>" * depth
    assert clean(html) == "<p>正文</p>"


def test_rows_across_a_table_are_its_title_only_where_they_lead() -> None:
    titled = "<table><tr><td colspan=2>收支表<tr><td colspan=2>单位：元<tr><td>项目<td>金额<tr><td>甲<td>1</table>"
    assert clean(titled) == (
        '<table><caption>收支表<br>单位：元</caption><thead><tr><th scope="col">项目</th><th scope="col">金额</th></tr></thead>'
        '<tbody><tr><th scope="row">甲</th><td>1</td></tr></tbody></table>'
    )
    parted = "<table><tr><td colspan=2>第一部分<tr><td>甲<td>乙丙<tr><td colspan=2>第二部分<tr><td>丁<td>戊己</table>"
    assert "<caption>" not in clean(parted)


def test_labels_over_several_columns_head_their_rows() -> None:
    html = (
        "<table><tr><td rowspan=2 colspan=2>项目<td colspan=2>件数<tr><td>受理<td>办结"
        "<tr><td rowspan=2>申请<td>网上<td>3<td>2<tr><td>当面<td>1<td>1<tr><td colspan=2>合计<td>4<td>3</table>"
    )
    assert clean(html) == (
        '<table><thead><tr><th rowspan="2" colspan="2" scope="col">项目</th><th colspan="2" scope="col">件数</th></tr>'
        '<tr><th scope="col">受理</th><th scope="col">办结</th></tr></thead><tbody>'
        '<tr><th rowspan="2" scope="row">申请</th><th scope="row">网上</th><td>3</td><td>2</td></tr>'
        '<tr><th scope="row">当面</th><td>1</td><td>1</td></tr>'
        '<tr><th colspan="2" scope="row">合计</th><td>4</td><td>3</td></tr></tbody></table>'
    )


def test_a_form_of_labels_and_blanks_has_no_head() -> None:
    form = "<table><tr><td>姓名<td>张某<td>性别<td>男<tr><td>住址<td colspan=3>云岭县城关镇</table>"
    assert clean(form) == (
        "<table><tbody><tr><td>姓名</td><td>张某</td><td>性别</td><td>男</td></tr>"
        '<tr><td>住址</td><td colspan="3">云岭县城关镇</td></tr></tbody></table>'
    )


WORD_PASTE = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><style><!-- p.MsoNormal {mso-style-parent:"";} --></style>
<!--[if gte mso 9]><xml><w:WordDocument><w:View>Normal</w:View></w:WordDocument></xml><![endif]--></head>
<body lang=ZH-CN><!--StartFragment-->
<h1 style='text-align:center'><span style='font-family:方正小标宋简体'>关于开展活动的通知<span lang=EN-US><o:p></o:p></span></span></h1>
<p class=MsoNormal style='text-indent:32.0pt'><span style='font-size:16.0pt;font-family:仿宋_GB2312;color:black'>各单位要<b>认真</b>组织，
按时<st1:chmetcnv w:st="on">报送</st1:chmetcnv>。<span lang=EN-US><o:p></o:p></span></span></p>
<p class=MsoListParagraph style='margin-left:21.0pt;text-indent:-21.0pt;mso-list:l0 level1 lfo1'><![if !supportLists]><span
lang=EN-US style='font-family:Wingdings'><span style='mso-list:Ignore'>l<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;
</span></span></span><![endif]>第一项<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>l<span>&nbsp;</span></span><![endif]>第二项</p>
<p class=MsoNormal><s>旧办法</s><del cite="mailto:a" datetime="2026-01-01">删去的话</del><ins>新办法</ins><span
style='mso-hide:all;display:none'>藏</span></p>
<table class=MsoTableGrid border=1 style='border-collapse:collapse'><thead><tr><td width=100 style='background:#DDD'><p class=MsoNormal
align=center style='text-align:center'><b>品类</b></p></td><td><p class=MsoNormal><b>金额</b></p></td></tr></thead>
<tr><td rowspan=2><p class=MsoNormal>冰箱<o:p></o:p></p></td><td><p class=MsoNormal>100</p></td></tr><tr><td>200</td></tr></table>
<p class=MsoNormal align=right style='text-align:right'>云岭县商务局</p>
<div style='mso-element:comment-list'><p class=MsoCommentText>批注内容</p></div>
<!--EndFragment--></body></html>"""


def test_what_word_puts_on_the_clipboard_becomes_the_small_vocabulary() -> None:
    assert clean(WORD_PASTE).split("\n") == [
        "<h2>关于开展活动的通知</h2>",
        "<p>各单位要<strong>认真</strong>组织，按时报送。</p>",
        "<ul><li>第一项</li><li>第二项</li></ul>",
        "<p>新办法</p>",
        (
            '<table><thead><tr><th scope="col">品类</th><th scope="col">金额</th></tr></thead><tbody>'
            '<tr><td rowspan="2">冰箱</td><td>100</td></tr><tr><td>200</td></tr></tbody></table>'
        ),
        '<p class="right">云岭县商务局</p>',
    ]


@pytest.mark.parametrize(
    ("html", "cleaned"),
    [
        ("<h1>甲</h1><h4>乙</h4><h4>丙</h4><h2>丁</h2>", "<h2>甲</h2>\n<h3>乙</h3>\n<h3>丙</h3>\n<h3>丁</h3>"),
        ("<h3> </h3><p>&nbsp;</p><p><a href='/x'></a></p><ul><li></li></ul>", ""),
        ("一<br><br>二<br>三", "<p>一</p>\n<p>二<br>三</p>"),
        (
            "<p>办法<font color=red>全文</font>见<a href='/info/1' target=_blank>此处</a>。</p>",
            '<p>办法全文见<a href="/info/1">此处</a>。</p>',
        ),
        ("<div><p align=center>甲</p><center>乙</center></div>", '<p class="center">甲</p>\n<p class="center">乙</p>'),
        (
            "<ol start=3><li>甲<li value=7>乙<ul><li>丙</ul></ol>",
            '<ol start="3"><li>甲</li></ol>\n<ol start="7"><li>乙<ul><li>丙</li></ul></li></ol>',
        ),
        ("姓名：<u>　　　　</u>", "<p>姓名：________</p>"),
        ("<p>The rules of this county apply.</p>", '<p lang="en">The rules of this county apply.</p>'),
        ("<dl><dt>对象<dd>居民</dl>", "<p><strong>对象</strong></p>\n<p>居民</p>"),
        (
            "<figure><img src='a.png' alt='图'><figcaption>图1</figcaption></figure>",
            '<figure><img src="a.png" alt="图"><figcaption>图1</figcaption></figure>',
        ),
        ("中\n文换行 and\nEnglish", "<p>中文换行 and English</p>"),
        (
            "<table><tr><td><h2>格内标题</h2>字<td>b</table>",
            "<table><tbody><tr><td><p><strong>格内标题</strong></p><p>字</p></td><td>b</td></tr></tbody></table>",
        ),
        ("5 < 6 & 7 > 2 <b>&lt;script&gt;</b>", "<p>5 &lt; 6 &amp; 7 &gt; 2 <strong>&lt;script&gt;</strong></p>"),
    ],
)
def test_small_cases(html: str, cleaned: str) -> None:
    assert clean(html) == cleaned
