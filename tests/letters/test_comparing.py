"""比对: a paper that came back says what was approved, or every place where it does not is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.letters.comparing import MOST, Outcome, compare, paper_of

APPROVED = """示例县商务局政府信息公开申请答复书
示商公开〔2026〕5号
林晓东：
本机关于2026年9月14日收到您提交的政府信息公开申请，申请公开2025年家电以旧换新补贴发放名单。
经审查，您申请公开的信息属于本机关公开范围，根据《中华人民共和国政府信息公开条例》第三十六条第（二）项的规定，予以公开，随本答复书一并提供。
如对本答复不服，可以自收到本答复之日起六十日内向示例县人民政府申请行政复议，或者在六个月内向示例县人民法院提起行政诉讼。
示例县商务局
2026年9月28日
"""


def test_the_same_words_are_the_same_however_they_are_set() -> None:
    paper = (
        APPROVED.replace("〔2026〕", "[2026]")
        .replace("，", ",")
        .replace("\n", " \n\n")
        .replace("2026年9", "２０２６年９")
    )
    assert compare(APPROVED, paper_of([paper + "\n—1—"])).outcome == Outcome.SAME
    found = compare(APPROVED, paper)
    assert (found.share, found.differences) == (1.0, ())


def test_one_slip_of_the_reader_in_a_plain_word_does_not_hold_anybody_up_but_is_shown() -> None:
    found = compare(APPROVED, APPROVED.replace("家电", "家申"))
    assert found.outcome == Outcome.SAME
    assert [(each.approved, each.paper, each.before, each.grave) for each in found.differences] == [
        ("电", "申", "申请公开2025年家"[-8:], False)
    ]


@pytest.mark.parametrize(
    ("approved", "paper"),
    [
        ("六十日", "三十日"),
        ("予以公开", "不予公开"),
        ("2026年9月28日", "2026年9月26日"),
        ("示商公开〔2026〕5号", "示商公开〔2026〕6号"),
        ("第三十六条第（二）项", "第三十六条第（三）项"),
        ("或者在六个月内向示例县人民法院提起行政诉讼", ""),
        ("随本答复书一并提供", "随本答复书一并提供，但应缴费"),
    ],
)  # fmt: skip
def test_what_turns_the_meaning_is_never_taken_for_a_slip(approved: str, paper: str) -> None:
    found = compare(APPROVED, APPROVED.replace(approved, paper))
    assert found.outcome == Outcome.LOOK
    assert any(each.grave for each in found.differences)
    assert "SAME" not in found.outcome.name


def test_one_character_makes_another_person_so_names_are_compared_with_care() -> None:
    other = APPROVED.replace("林晓东", "林晓冬")
    assert compare(APPROVED, other).outcome == Outcome.SAME
    found = compare(APPROVED, other, careful=("林晓东",))
    assert (found.outcome, [each.grave for each in found.differences]) == (Outcome.LOOK, [True])
    between = compare(APPROVED, APPROVED.replace("林晓东", "林小晓东"), careful=("林晓东",))
    assert [(each.approved, each.paper, each.grave) for each in between.differences] == [("", "小", True)]


def test_another_letter_and_an_empty_page_are_told_apart() -> None:
    other = "关于开展2026年度商务领域安全生产大检查的通知。各科室：为贯彻落实上级部署，现就有关事项通知如下。"
    assert compare(APPROVED, other).outcome == Outcome.OTHER
    assert compare(APPROVED, paper_of([" \n—1— "])).outcome == Outcome.UNREAD
    assert compare("", APPROVED).outcome == Outcome.OTHER


def test_the_words_of_the_seal_and_its_number_are_no_words_of_the_letter() -> None:
    paper = APPROVED + "示例县商务局4101000012345"
    assert compare(APPROVED, paper, stamp="示例县商务局").differences == ()
    assert compare(APPROVED, paper, stamp="示例县民政局").outcome == Outcome.LOOK
    # A seal lies over the date: what it covers is asked.
    covered = compare(APPROVED, APPROVED.replace("9月28日\n", "8日\n"), stamp="示例县商务局")
    assert (covered.outcome, [each.approved for each in covered.differences]) == (Outcome.LOOK, ["9月2"])


def test_a_sentence_put_in_is_found_though_no_word_of_it_turns_anything() -> None:
    paper = APPROVED.replace("一并提供。", "一并提供。领取时请交纳工本费。")
    found = compare(APPROVED, paper)
    assert (found.outcome, [(each.paper, each.grave) for each in found.differences]) == (
        Outcome.LOOK,
        [("领取时请交纳工本费", True)],
    )


@pytest.mark.parametrize(
    ("approved", "paper"),
    [
        ("补贴1.5万元", "补贴15万元"),
        ("占15%", "占15"),
        ("3‰", "3%"),
        ("截至2026-10-09为止", "截至2026-11-09为止"),
        ("第十条", "第十一条"),
    ],
)
def test_a_point_a_percent_sign_and_a_month_between_dashes_are_no_punctuation(approved: str, paper: str) -> None:
    found = compare(APPROVED + approved, APPROVED + paper, stamp="示例县第一中学")
    assert (found.outcome, [each.grave for each in found.differences]) == (Outcome.LOOK, [True])


def test_thousands_may_be_parted_in_either_way_and_a_number_at_the_foot_is_the_pages_own() -> None:
    approved = APPROVED + "共604,808,970.00元"
    assert compare(approved, paper_of([APPROVED + "共604808970.00元 - 1 -"])).share == 1.0
    assert compare(approved, paper_of([APPROVED + "共604808970.00元 —2—"])).outcome == Outcome.LOOK


def test_what_is_too_long_to_be_compared_to_its_end_is_looked_at() -> None:
    long = APPROVED + "".join(chr(0x4E00 + n) for n in range(MOST))
    assert compare(long, long).outcome == Outcome.LOOK


@given(st.integers(0, 400), st.sampled_from(list("0123456789不未无一二三四五六七八九十")))
def test_no_figure_and_no_turning_word_can_be_changed_unseen(at: int, character: str) -> None:
    at %= len(APPROVED)
    changed = APPROVED[:at] + character + APPROVED[at + 1 :]
    found = compare(APPROVED, changed)
    assert found.outcome == (Outcome.SAME if changed == APPROVED else Outcome.LOOK)
