"""What the articles say that the product cites."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import gongkai.law
from gongkai.law import CLOCKS, TREE, Article, Source
from gongkai.look.articles import wording


def test_a_paragraph_is_quoted_alone() -> None:
    found = wording(Article("条例", 33, 3))
    assert found is not None
    assert (found.quoted, found.lines) == (
        True,
        ("行政机关征求第三方和其他机关意见所需时间不计算在前款规定的期限内。",),
    )


def test_an_item_stands_under_its_opening_words() -> None:
    found = wording(Article("条例", 31, item=3))
    assert found is not None
    assert found.lines == (
        "行政机关收到政府信息公开申请的时间，按照下列规定确定：",
        "（三）申请人通过互联网渠道或者政府信息公开工作机构的传真提交政府信息公开申请的，以双方确认之日为收到申请之日。",
    )


def test_an_article_without_paragraph_gives_all_of_them() -> None:
    found = wording("《条例》第三十三条")
    assert found is not None and len(found.lines) == 3


def test_a_summary_of_ours_is_no_quotation() -> None:
    found = wording(Article("法释〔2025〕8号", 11))
    assert found is not None and not found.quoted


@pytest.mark.parametrize("nowhere", [Article("条例", 33, 4), Article("条例", 99), "某省规定"])
def test_what_we_do_not_hold_is_not_made_up(nowhere: Source | str) -> None:
    assert wording(nowhere) is None


def cited() -> set[str]:
    """Every article that the code of the law names with fixed numbers."""
    found = set()
    for path in Path(gongkai.law.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
                continue
            values = [a.value for a in node.args if isinstance(a, ast.Constant)]
            named = {k.arg: k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)}
            if node.func.id == "Article" and len(values) == len(node.args) and len(values) > 1:
                found.add(str(Article(*values, **named)))
            if node.func.id in ("_tiao", "_t") and values and len(values) == len(node.args):
                found.add(str(Article("条例", *values, **named)))
    return found


def test_every_article_that_the_law_cites_says_something() -> None:
    assert len(cited()) > 40
    assert sorted(text for text in cited() if wording(text) is None) == []


def test_every_settled_clock_says_on_what_it_rests() -> None:
    numbers = [number for clock in CLOCKS.values() for number in clock.numbers if number.settled]
    assert [str(number.source) for number in numbers if wording(number.source) is None] == []


def test_every_leaf_of_the_tree_says_on_what_it_rests() -> None:
    unsaid = [(leaf.key, str(s)) for leaf in TREE.leaves.values() for s in leaf.sources if wording(s) is None]
    assert unsaid == []
