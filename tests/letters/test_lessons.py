"""Rules that lessons left: each kind fires where it should and nowhere else, whatever the width and spacing; bad rules are not kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.letters import Cut, Decision, Draft, Facts, Finding, Text, draft, edited, lint
from gongkai.letters.linting.lessons import FACTS, Kind, Level, Rule, applies, faults, fold, names_in, tidy
from letters.cases import APPLICATION, THIRD_PARTY, facts, procedural

PROCESS = facts("withheld.process")
LETTER = draft("S9", PROCESS)
OUTCOME = "withheld.process"


def rule(kind: Kind, **values: Any) -> Rule:
    return Rule(kind, **{"outcome": OUTCOME, "key": 7, "lesson": "只引条款，没有说明理由。", **values})


def said(*wordings: str, **values: Any) -> Rule:
    return rule(Kind.MUST_SAY, wordings=wordings, **values)


def banned(*wordings: str, **values: Any) -> Rule:
    return rule(Kind.MUST_NOT_SAY, wordings=wordings, instead="写明是哪一类文件", **values)


def found(letter: Draft, case: Facts, *rules: Rule, **options: Any) -> tuple[Finding, ...]:
    return tuple(finding for finding in lint(letter, case, rules=rules, **options) if finding.check)


def with_text(text: str) -> Draft:
    return edited(LETTER, [*LETTER.blocks, Text(text)])


def test_words_that_must_stand_are_missed_until_one_of_them_stands() -> None:
    wanted = said("形成于决定作出以前", "在作出决定之前形成")
    assert found(LETTER, PROCESS, wanted) == (
        Finding(
            "lesson-unsaid",
            "warning",
            "没有写明“形成于决定作出以前”“在作出决定之前形成”中的任何一种。请写上一种。",
            check=7,
            lesson="只引条款，没有说明理由。",
        ),
    )
    assert found(with_text("该纪要在作出决定之前形成。"), PROCESS, wanted) == ()


def test_words_that_must_not_stand_are_found_at_their_place() -> None:
    letter = with_text("该信息属于 内部 资料，不便公开。")
    assert found(letter, PROCESS, banned("属于内部资料", level=Level.MUST)) == (
        Finding(
            "lesson-words",
            "error",
            "写了“属于内部资料”。应当写：写明是哪一类文件",
            "属于 内部 资料",
            len(letter.blocks) - 1,
            check=7,
            lesson="只引条款，没有说明理由。",
        ),
    )
    assert found(LETTER, PROCESS, banned("属于内部资料")) == ()


def test_what_the_applicant_wrote_is_not_said_by_the_letter() -> None:
    case = replace(PROCESS, application=replace(APPLICATION, content="属于内部资料的会议纪要", title="会议纪要"))
    letter = draft("S9", case)
    assert "属于内部资料" in letter.text
    assert found(letter, case, banned("内部资料")) == ()
    assert [each.code for each in found(letter, case, said("内部资料"))] == ["lesson-unsaid"]


def test_a_short_title_of_the_applicant_hides_no_longer_words_of_the_letter() -> None:
    case = replace(PROCESS, application=replace(APPLICATION, title="公开"))
    letter = draft("S9", case)
    assert found(letter, case, said("不予公开")) == ()


def test_words_are_never_put_together_over_two_paragraphs() -> None:
    letter = edited(LETTER, [*LETTER.blocks, Text("请属于"), Text("内部资料室")])
    assert found(letter, PROCESS, banned("属于内部资料")) == ()


BARE = Facts(PROCESS.agency, APPLICATION)
CUT = Cut("纪要.pdf", "1", "第1页", "过程性信息", "《条例》第十六条第二款")
HELD = {
    "search": facts("not_existing"),
    "third_party": facts("partial.third_party"),
    "agency": replace(BARE, consultations=(replace(THIRD_PARTY, asked="co_maker"),)),
    "severed": replace(BARE, decision=Decision(cut=(CUT,))),
    "withheld": facts("partial.process"),
    "public_interest": facts("granted_over_objection"),
    "special_rules": facts("withheld.law_forbids"),
    "earlier_answer": facts("repeat_disclosed"),
    "other_agency": facts("not_ours"),
    "correction": facts("unclear"),
}


def test_every_fact_that_a_rule_may_want_is_told_from_the_facts() -> None:
    assert [code for code, fact in FACTS.items() if not fact.held(HELD[code])] == []
    assert [code for code, fact in FACTS.items() if fact.held(BARE)] == []


def test_severance_is_on_record_where_both_parts_are_told() -> None:
    held = FACTS["severed"].held
    assert held(facts("partial.process"))
    assert not held(facts("withheld.process"))


def test_a_fact_that_is_not_on_record_is_asked_for() -> None:
    bare = replace(PROCESS, decision=replace(PROCESS.decision, searches=()))  # type: ignore[type-var]
    wanted = rule(Kind.RECORDED, fact="search")
    assert [(each.code, each.message) for each in found(LETTER, bare, wanted)] == [
        ("lesson-unrecorded", "案卷里没有登记检索记录（何人、何处、检索词、何时）。请先登记，再答复。")
    ]


def test_a_question_is_asked_until_it_is_answered() -> None:
    wanted = rule(Kind.ANSWERED, question="为什么不能把事实部分区分出来公开？")
    assert [(each.code, each.message) for each in found(LETTER, PROCESS, wanted)] == [
        ("lesson-question", "送审前请说明：为什么不能把事实部分区分出来公开？")
    ]
    assert found(LETTER, PROCESS, wanted, answered={7}) == ()


@pytest.mark.parametrize(
    ("scope", "fires"),
    [
        ({"outcome": OUTCOME}, True),
        ({"outcome": "withheld.enforcement_file"}, False),
        ({"outcome": "", "leaf": "withheld.process"}, True),
        ({"outcome": "", "leaf": "partial.process"}, False),
        ({"outcome": "", "articles": ("《条例》第十六条第二款",)}, True),
        ({"outcome": "", "articles": ("《条例》第十五条",)}, False),
        ({"outcome": OUTCOME, "articles": ("《条例》第十五条",)}, False),
    ],
)
def test_a_rule_is_for_the_answers_it_names(scope: dict[str, Any], fires: bool) -> None:
    assert applies(said("理由", **scope), PROCESS) is fires


def test_a_letter_that_is_no_answer_has_no_rules() -> None:
    case = replace(procedural("P3"), decision=PROCESS.decision)
    assert found(draft("P3", case), case, said("从来不写的话")) == ()


# Width and spacing

WORDS = st.text("公开信息过程性第十六条AbZ09《》，“”-（）", min_size=2, max_size=20).filter(
    lambda text: sum(ch.isalnum() for ch in fold(text)) >= 2
)
BLANKS = ["", "", "", " ", "\u3000", "\u00a0", "\u200b", "\t", "\u2009"]


@st.composite
def spread(draw: st.DrawFn, text: str) -> str:
    """``text`` in another width, with blanks in it."""
    pieces = []
    for ch in text:
        wide = chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" and draw(st.booleans()) else ch
        pieces.append(draw(st.sampled_from(BLANKS)) + wide)
    return "".join(pieces)


@given(st.data(), WORDS, WORDS)
def test_a_rule_fires_on_the_same_text_in_another_width_and_spacing(
    data: st.DataObject, wording: str, text: str
) -> None:
    around = f"{text}{wording}" if data.draw(st.booleans()) else text
    other = data.draw(spread(around))
    rules = [banned(wording), said(wording)]
    before = [each.code for each in found(with_text(f"甲{around}乙"), PROCESS, *rules)]
    after = [each.code for each in found(with_text(f"甲{other}乙"), PROCESS, *rules)]
    assert after == before
    assert wording not in around or "lesson-words" in before


@given(st.data(), WORDS)
def test_the_quote_is_what_stands_in_the_letter(data: st.DataObject, wording: str) -> None:
    letter = with_text(f"甲{data.draw(spread(wording))}乙")
    for each in found(letter, PROCESS, banned(wording)):
        assert fold(each.quote) == fold(wording)


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(max_size=30), st.text(max_size=30))
def test_folding_goes_character_by_character(one: str, two: str) -> None:
    assert fold(one + two) == fold(one) + fold(two)


# What is kept


@pytest.mark.parametrize(
    ("given_rule", "problems"),
    [
        (said("形成于决定作出以前"), []),
        (said(), ["请写出至少一种写法，一行一种。"]),
        (said("的"), ["“的”太短，几乎每份文书里都有。每种写法至少2个字，标点不算。"]),
        (said("。，；"), ["“。，；”太短，几乎每份文书里都有。每种写法至少2个字，标点不算。"]),
        (said("理" * 41), ["“理理理理理理理理理理理理……”太长，换一个字就对不上。每种写法最多40个字。"]),
        (said(*(f"写法{n}" for n in range(9))), ["最多8种写法，现在有9种。请合并，或者另写一条。"]),
        (
            rule(Kind.MUST_NOT_SAY, wordings=("内部资料",)),
            ["请写明应当怎么写：只说不能写什么，办件的人不知道怎么改。"],
        ),
        (rule(Kind.RECORDED, fact="everything"), ["请选择必须先登记的一项。"]),
        (rule(Kind.ANSWERED, question="？"), ["请写出要回答的问题。"]),
        (rule(Kind.ANSWERED, question="问" * 121), ["最多120个字，现在有121个。请写短一些。"]),
        (
            said("形成于决定作出以前", outcome=""),
            ["请选适用于哪种办理结果，或者哪些条款：对所有答复书都适用的规则，提示多了就没有人看。"],
        ),
    ],
)
def test_what_is_wrong_with_a_rule_is_said(given_rule: Rule, problems: list[str]) -> None:
    assert [sentence for _, sentence in faults(tidy(given_rule))] == problems


def test_a_rule_is_tidied_and_keeps_only_what_its_kind_uses() -> None:
    untidy = rule(
        Kind.MUST_SAY,
        wordings=("  形成于\u200b 决定 ", "形成于决定", "ＡＢ", "ab", ""),
        instead="另写",
        fact="search",
        question="问",
    )
    assert tidy(untidy) == said("形成于 决定", "ＡＢ")
    assert tidy(rule(Kind.RECORDED, fact="search", wordings=("甲乙",))) == rule(Kind.RECORDED, fact="search")


def test_a_pattern_is_plain_words() -> None:
    letter = with_text("公开以后再说")
    assert found(letter, PROCESS, banned("公开.*再说")) == ()
    assert [each.quote for each in found(with_text("写成公开.*再说也算"), PROCESS, banned("公开.*再说"))] == [
        "公开.*再说"
    ]


@pytest.mark.parametrize("text", ["不写周清源的理由", "不写周 清\u3000源的理由", "不写周\u200b清源的理由"])
def test_a_name_is_found_in_any_spacing(text: str) -> None:
    assert names_in(said("理由", text).words, ["周清源", ""])
    assert not names_in(["不写姓名的理由"], ["周清源", "写"])


def test_two_rules_of_the_same_content_are_one() -> None:
    assert said("甲乙", "丙丁").content == said("丙 丁", "甲乙", key=9, lesson="另一条").content
    assert said("甲乙").content != said("甲乙", level=Level.MUST).content


def test_a_hostile_text_does_not_slow_the_comparison() -> None:
    """No pattern, so nothing backs up: a letter of two hundred thousand characters and forty rules of eight wordings."""
    letter = with_text("公" * 200_000)
    rules = [banned(*(f"{'公' * (30 + n)}甲" for n in range(8)), key=k) for k in range(1, 41)]
    assert found(letter, PROCESS, *rules) == ()
