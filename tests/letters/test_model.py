"""A draft as data: round trip, what an approval binds to, edits that are remembered."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.errors import GongkaiError
from gongkai.letters import (
    Attachment,
    Cell,
    Draft,
    DraftBroken,
    Enclosure,
    Grid,
    Points,
    Row,
    Text,
    draft,
    edited,
    number_text,
    series_word,
)
from letters.cases import CASES, facts, procedural

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
cells = st.builds(Cell, words, st.integers(1, 4), st.booleans())
grids = st.builds(
    Grid,
    st.lists(st.builds(Row, st.lists(cells, max_size=3).map(tuple), st.integers(1, 9)), max_size=3).map(tuple),
    st.lists(st.integers(1, 9), max_size=3).map(tuple),
    st.integers(0, 1),
    st.booleans(),
)
blocks = st.lists(
    st.builds(Text, words, st.booleans())
    | st.builds(Points, st.lists(words, max_size=3).map(tuple), st.booleans())
    | grids,
    max_size=5,
).map(tuple)
drafts = st.builds(
    Draft,
    st.sampled_from(["P1", "P6", "S3"]),
    words,
    words,
    words,
    blocks,
    st.lists(st.builds(Attachment, words, st.none() | st.integers(0, 999)), max_size=3).map(tuple),
    st.lists(st.builds(Enclosure, words, blocks), max_size=2).map(tuple),
    words,
    st.integers(0, 99),
)


@given(drafts)
def test_a_draft_comes_back_from_json_the_same(letter: Draft) -> None:
    back = Draft.from_data(json.loads(json.dumps(letter.data())))
    assert back == letter
    assert back.digest() == letter.digest()


@given(drafts, drafts)
def test_two_drafts_have_one_digest_only_when_they_are_the_same(one: Draft, other: Draft) -> None:
    assert (one.digest() == other.digest()) == (one == other)


@pytest.mark.parametrize(("code", "case"), CASES)
def test_every_letter_comes_back_from_json_the_same(code: str, case: object) -> None:
    letter = draft(code, case)
    assert Draft.from_data(json.loads(json.dumps(letter.data()))) == letter


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data.pop("blocks"),
        lambda data: data["blocks"].append({"kind": "html", "text": "<b>", "changed": False}),
        lambda data: data["blocks"].append({"kind": "text", "text": "甲", "changed": False, "style": "red"}),
        lambda data: data.update(blocks="甲"),
        lambda data: data.update(attachments=[{"name": "甲"}]),
        lambda data: data.update(title=None),
        lambda data: data["blocks"].append({"kind": "text", "text": 5, "changed": False}),
        lambda data: data["blocks"].append(None),
    ],
)
def test_data_that_is_no_draft_is_refused(spoil) -> None:
    data = draft("S3", facts()).data()
    spoil(data)
    with pytest.raises(DraftBroken) as caught:
        Draft.from_data(data)
    assert str(caught.value) == (
        "保存的文书内容已经损坏，不能据此审批或者排版。请从备份恢复这份文书，或者重新起草后再送审。"
    )


def test_the_digest_is_the_same_on_every_day_and_machine() -> None:
    letter = Draft("S3", "标题", "周清源", "周清源：", (Text("正文。"),), signature="云岭县商务局")
    assert letter.digest(["b" * 64, "a" * 64]) == "50bae50f4b4d87d54cf2fbdfeecd2ec0f71d6b0f7ec355aa0389dcc37f2f84cc"
    assert letter.digest(["a" * 64, "b" * 64]) == letter.digest(["b" * 64, "a" * 64])


def test_the_digest_changes_with_any_edit() -> None:
    letter = draft("S3", facts())
    others = [
        replace(letter, title=letter.title + "书"),
        replace(letter, salutation="周清远："),
        replace(letter, blocks=letter.blocks[:-1]),
        replace(letter, blocks=(*letter.blocks[1:], letter.blocks[0])),
        replace(letter, attachments=(Attachment("名单", 4),)),
        replace(letter, signature="云岭县财政局"),
        replace(letter, template=1),
        edited(letter, ["改过。", *letter.blocks[1:]]),
    ]
    digests = [letter.digest(), letter.digest(["a"]), letter.digest(["a", "a"]), *(other.digest() for other in others)]
    assert len(set(digests)) == len(digests)


def test_an_edit_marks_what_was_changed_and_nothing_else() -> None:
    letter = draft("S3", facts())
    texts = list(letter.blocks)
    texts[2] = "您申请公开的信息中含有不应当公开的内容，可以作区分处理。"
    texts.insert(4, "本机关另附说明。")
    changed = edited(letter, texts)
    assert [place for place, block in enumerate(changed.blocks) if block.changed] == [2, 4]
    assert changed.blocks[4] == Text("本机关另附说明。", changed=True)
    assert [b for b in changed.blocks if not b.changed] == [b for n, b in enumerate(letter.blocks) if n != 2]


def test_marks_of_earlier_edits_stay_and_the_same_words_are_no_edit() -> None:
    letter = draft("S3", facts())
    first = edited(letter, ["甲。", *letter.blocks[1:]])
    second = edited(first, [*first.blocks[:-1], "此告。"])
    assert [place for place, block in enumerate(second.blocks) if block.changed] == [0, len(second.blocks) - 1]
    assert edited(second, second.blocks) == second
    same = [block.text if isinstance(block, Text) else block for block in letter.blocks]
    assert edited(letter, same) == letter


def test_a_moved_paragraph_is_not_a_changed_one() -> None:
    letter = draft("S3", facts())
    moved = edited(letter, (letter.blocks[1], letter.blocks[0], *letter.blocks[2:]))
    assert not any(block.changed for block in moved.blocks)
    assert moved.digest() != letter.digest()


def test_blank_paragraphs_and_control_characters_are_left_out() -> None:
    letter = draft("S2", facts("granted"))
    assert edited(letter, ["甲\x00。\r\n\r\n乙。 ", "  ", ""]).blocks == (Text("甲。\n乙。", changed=True),)


def test_points_and_forms_can_be_edited() -> None:
    letter = draft("P3", procedural("P3"))
    [place] = [n for n, block in enumerate(letter.blocks) if isinstance(block, Points)]
    blocks = list(letter.blocks)
    blocks[place] = Points(("没有写明文号。", "", "没有写明邮箱。"))
    assert edited(letter, blocks).blocks[place] == Points(("没有写明文号。", "没有写明邮箱。"), changed=True)


@pytest.mark.parametrize(
    ("code", "serial", "series", "text"),
    [
        ("S3", 17, "云商公开", "云商公开答〔2026〕17号"),
        ("S3", 17, "云商公开答", "云商公开答〔2026〕17号"),
        ("P3", 4, "云商公开", "云商公开告〔2026〕4号"),
        ("P6", 1, "云商公开", "云商公开函〔2026〕1号"),
        ("S12", 8, "云商公复〔{year}〕{serial}号", "云商公复〔2026〕8号"),
        ("S12", 8, "云商告〔{year}〕第{serial}号", "云商告〔2026〕第8号"),
    ],
)
def test_numbers_are_written_as_official_papers_write_them(code: str, serial: int, series: str, text: str) -> None:
    assert number_text(code, 2026, serial, series) == text


def test_a_form_of_the_house_an_empty_series_and_a_serial_of_nought_get_no_number() -> None:
    for code, year, serial, series in (
        ("P1", 2026, 1, "云商"),
        ("S1", 2026, 0, "云商"),
        ("S1", 2026, 1, " "),
        ("X", 2026, 1, "云"),
    ):
        with pytest.raises(GongkaiError):
            number_text(code, year, serial, series)
    assert [series_word(code) for code in ("S1", "P2", "P9")] == ["答", "告", "函"]
