"""What changed between two versions."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.pages import clean, difference, plain
from pages.hostile import WILD


def _bare(html: str) -> str:
    """The comparison without the words that are there for screen readers."""
    return re.sub(r'<span class="sr">[^<]*</span>', "", html)


def test_a_number_and_a_word_put_right_are_two_places() -> None:
    old = "<p>按照最终销售价格的15%给予补贴；购买一级能效产品的，再给予5%。</p>"
    new = "<p>按照最终销售价格的20%给予补贴；购买一级及以上能效产品的，再给予5%。</p>"
    found = difference(old, new)
    assert (found.count, found.sentence) == (2, "改了2处")
    assert _bare(found.html) == (
        "<p>按照最终销售价格的<del>15</del><ins>20</ins>%给予补贴；购买一级<ins>及以上</ins>能效产品的，再给予5%。</p>"
    )


def test_a_screen_reader_hears_what_went_and_what_came() -> None:
    assert difference("<p>一天</p>", "<p>两天</p>").html == (
        '<p><del><span class="sr">删去：</span>一</del><ins><span class="sr">增加：</span>两</ins>天</p>'
    )


def test_the_same_page_has_no_difference_however_it_is_dressed() -> None:
    found = difference("<p>同一句话</p>", "<p><strong>同一</strong>句话</p>")
    assert (found.count, found.html, found.sentence) == (0, "", "没有改动")


def test_unchanged_blocks_beyond_the_context_become_a_gap() -> None:
    old = "".join(f"<p>第{n}段，没有变化。</p>" for n in "一二三四五")
    new = old.replace("第三段，没有变化。", "第三段，改了这里。")
    assert _bare(difference(old, new).html).split("\n") == [
        '<p class="gap">……（1段没有改动，略）</p>',
        "<p>第二段，没有变化。</p>",
        "<p>第三段，<del>没有变化</del><ins>改了这里</ins>。</p>",
        "<p>第四段，没有变化。</p>",
        '<p class="gap">……（1段没有改动，略）</p>',
    ]
    assert "gap" not in difference(old, new, context=None).html


def test_a_new_item_does_not_change_those_it_moves_down() -> None:
    old = "<ol><li>申报</li><li>公示</li></ol>"
    new = "<ol><li>申报</li><li>审核</li><li>公示</li></ol>"
    found = difference(old, new)
    assert found.count == 1
    assert _bare(found.html) == "<p>1. 申报</p>\n<p>2. <ins>审核</ins></p>\n<p>3. 公示</p>"


def test_items_carry_their_own_sign_only() -> None:
    old = "<ol><li><p>申报</p><p>说明</p><ul><li>表格</li></ul></li></ol>"
    assert _bare(difference(old, old.replace("表格", "表格一份"), context=None).html) == (
        "<p>1. 申报</p>\n<p>说明</p>\n<p>• 表格<ins>一份</ins></p>"
    )


def test_a_link_that_leads_elsewhere_has_changed() -> None:
    found = difference('<p><a href="/info/1">办法</a></p>', '<p><a href="/info/2">办法</a></p>')
    assert found.count == 1
    assert _bare(found.html) == '<p><a href="/info/1"><del>办法</del></a><a href="/info/2"><ins>办法</ins></a></p>'


def test_tables_are_compared_by_cell_and_row() -> None:
    head = "<table><thead><tr><th scope=col>乡镇<th scope=col>金额</thead>"
    old = f"{head}<tr><td>城关镇<td>100<tr><td>石门镇<td>200<tr><td>河口镇<td>300</table>"
    new = f"{head}<tr><td>城关镇<td>150<tr><td>新集镇<td>50<tr><td>石门镇<td>200</table>"
    found = difference(old, new)
    assert found.count == 3
    assert _bare(found.html) == (
        '<table><thead><tr><th scope="col">乡镇</th><th scope="col">金额</th></tr></thead><tbody>'
        "<tr><td>城关镇</td><td><del>100</del><ins>150</ins></td></tr>"
        "<tr><td><ins>新集镇</ins></td><td><ins>50</ins></td></tr>"
        "<tr><td>石门镇</td><td>200</td></tr>"
        "<tr><td><del>河口镇</del></td><td><del>300</del></td></tr></tbody></table>"
    )


def test_a_table_whose_shape_stays_keeps_its_merged_cells() -> None:
    old = (
        "<table><tr><th rowspan=2 scope=col>乡镇<th colspan=2 scope=col>件数<tr>"
        "<th scope=col>受理<th scope=col>办结<tr><td>甲<td>1<td>2</table>"
    )
    found = difference(old, old.replace("<td>2", "<td>3"))
    assert found.count == 1
    assert 'rowspan="2"' in found.html and 'colspan="2"' in found.html


def test_a_new_column_is_one_place_in_each_row() -> None:
    old = "<table><tr><th>甲<th>乙<tr><td>1<td>2</table>"
    new = "<table><tr><th>甲<th>乙<th>丙<tr><td>1<td>2<td>3</table>"
    found = difference(old, new)
    assert found.count == 2
    assert _bare(found.html).count("<ins>") == 2 and "<del>" not in found.html


_LINES = st.lists(st.text(alphabet="一二三四，。 ab12", min_size=1, max_size=12), max_size=6)


@settings(deadline=None)
@given(_LINES, _LINES)
def test_without_what_went_it_reads_as_the_new_and_without_what_came_as_the_old(old: list[str], new: list[str]) -> None:
    before, after = (clean("".join(f"<p>{line}</p>" for line in lines)) for lines in (old, new))
    found = difference(before, after, context=None)
    shown = _bare(found.html)
    assert "".join(plain(re.sub(r"<del>.*?</del>", "", shown)).split()) == "".join(plain(after).split())
    went = re.sub(r"</?del>", "", re.sub(r"<ins>.*?</ins>", "", shown))
    assert "".join(plain(went).split()) == "".join(plain(before).split())
    assert (found.count == 0) == (before == after)


@settings(deadline=None)
@given(WILD, WILD)
def test_whatever_comes_no_comparison_holds_more_than_its_vocabulary(old: str, new: str) -> None:
    before, after = clean(old), clean(new)
    assert difference(before, before).count == 0
    rest = re.sub(
        r'</?(?:ins|del)>|<span class="sr">[^<]*</span>|<p class="gap">[^<]*</p>', "", difference(before, after).html
    )
    assert (
        "<script" not in rest
        and " on" not in re.sub(r">[^<]*<", "><", rest)
        and "javascript:" not in re.sub(r">[^<]*<", "><", rest)
    )
