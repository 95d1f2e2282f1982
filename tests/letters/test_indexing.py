"""区分处理目录: the index of cuts keeps step with the copies, whatever else was written by hand."""

from __future__ import annotations

from dataclasses import replace

from gongkai import letters
from gongkai.letters import Cut, Grid, Text
from gongkai.letters.indexing import HEAD
from letters.cases import facts

ONE = Cut("遮蔽件.pdf", "1", "第1页上部", "个人隐私", "《条例》第十五条")
TWO = Cut("遮蔽件.pdf", "2", "第2页", "商业秘密", "《条例》第十五条")


def lines(draft: letters.Draft) -> list[str]:
    return draft.text.split("\n")


def blank() -> letters.Draft:
    return letters.Draft(
        "S3", "部分公开告知书", "周清源", "周清源：",
        (Text("名单见附件。"), Text("如不服，可以申请行政复议。"), Text("特此告知。")),
    )  # fmt: skip


def test_the_shipped_wording_has_the_heads_by_which_the_index_is_known() -> None:
    for code in ("S2", "S3"):
        forms = [p for p in letters.default_template(code).paragraphs if getattr(p, "when", "") == "decision.index"]
        assert [tuple(box.text for box in form.lines[0].boxes) for form in forms] == [HEAD]


def test_the_index_stands_before_the_remedy_with_its_sentence() -> None:
    assert lines(letters.with_index(blank(), [ONE])) == [
        "部分公开告知书",
        "周清源：",
        "名单见附件。",
        "所提供的材料中，《遮蔽件.pdf》中的1处内容已作遮盖处理。",
        "遮盖的文件\t编号\t位置\t理由\t依据",
        "遮蔽件.pdf\t1\t第1页上部\t个人隐私\t《条例》第十五条",
        "如不服，可以申请行政复议。",
        "特此告知。",
    ]


def test_another_copy_replaces_it_where_it_stands_and_no_copy_takes_it_away() -> None:
    first = letters.with_index(blank(), [ONE])
    moved = replace(first, blocks=(first.blocks[1], first.blocks[2], *first.blocks[:1], *first.blocks[3:]))
    second = letters.with_index(moved, [ONE, TWO])
    assert isinstance(second.blocks[1], Grid) and len(second.blocks[1].rows) == 3
    assert lines(second)[2] == "所提供的材料中，《遮蔽件.pdf》中的2处内容已作遮盖处理。"
    assert letters.with_index(second, []).blocks == blank().blocks


def test_the_same_cuts_change_nothing() -> None:
    first = letters.with_index(blank(), [ONE])
    assert letters.with_index(first, [ONE]) is first


def test_an_answer_is_drawn_with_its_index_and_may_cite_the_articles_of_the_cuts() -> None:
    known = facts()
    assert known.decision is not None
    known = replace(known, decision=replace(known.decision, cuts="", cut=(ONE, TWO)))
    drawn = letters.draft("S3", known)
    assert [len(block.rows) for block in drawn.blocks if isinstance(block, Grid)] == [3]
    assert letters.with_index(drawn, (ONE, TWO)) is drawn
    assert [f.code for f in letters.lint(drawn, known) if f.code == "article-stray"] == []
