"""Words of a page, and passages of it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from gongkai.pages import clean, excerpt, lines, plain
from pages.hostile import WILD


def test_lines_say_where_each_line_of_the_words_stands() -> None:
    html = clean("<h2>标准</h2><p>第一行<br>第二行</p><table><tr><th>级<th>率<tr><td>一<td>15%</table>")
    text = plain(html)
    assert [(text[line.start : line.end], line.block) for line in lines(html)] == [
        ("标准", 0),
        ("第一行", 1),
        ("第二行", 1),
        ("级\t率", 2),
        ("一\t15%", 2),
    ]


@given(WILD)
def test_lines_and_words_agree(html: str) -> None:
    text = plain(html)
    assert "\n".join(text[line.start : line.end] for line in lines(html)) == text


def test_excerpt_shows_the_passage_where_most_words_stand() -> None:
    text = "总则。" * 60 + "家电以旧换新补贴每件不超过2000元。" + "附则。" * 60
    assert excerpt(text, ["补贴", "2000元"], length=40) == (
        "…家电以旧换新<mark>补贴</mark>每件不超过<mark>2000元</mark>。附则。附则。附则。附则。附则。附则。附则。…"
    )


def test_excerpt_finds_words_of_any_width_and_case_and_shows_them_as_written() -> None:
    assert excerpt("使用ＱＲ码或App办理", ["qr", "APP"]) == "使用<mark>ＱＲ</mark>码或<mark>App</mark>办理"


def test_excerpt_without_a_hit_is_the_beginning() -> None:
    assert excerpt("一二三四五", ["六"], length=3) == "一二三…"


@given(st.text(alphabet="一二<>&\"'aAＡ \n", max_size=60), st.lists(st.text(alphabet="一<&aA", max_size=2), max_size=3))
def test_excerpt_holds_no_markup_but_its_marks(text: str, words: list[str]) -> None:
    shown = excerpt(text, words, length=10)
    assert "<" not in shown.replace("<mark>", "").replace("</mark>", "")
    assert shown.count("<mark>") == shown.count("</mark>")
