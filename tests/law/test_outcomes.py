"""Outcomes, letters and the decision tree: every end is one outcome, every letter has its place."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from gongkai.errors import GongkaiError
from gongkai.law.articles import Article
from gongkai.law.letters import LETTERS, NINE_ELEMENTS, Addressee, RemedyRule, named
from gongkai.law.outcomes import GROUP_NAMES, MEANINGS, Outcome, row, row_among, rows
from gongkai.law.tree import TREE, Answer, AnswerUnknown, Leaf, Node, Stage, Tree, faults, paths, walk

ROWS_2021 = [
    "granted",
    "partial",
    "withheld.state_secret",
    "withheld.law_forbids",
    "withheld.three_securities",
    "withheld.third_party",
    "withheld.internal_affairs",
    "withheld.process",
    "withheld.enforcement_file",
    "withheld.administrative_inquiry",
    "unable.not_held",
    "unable.needs_making",
    "unable.unclear",
    "unprocessed.petition",
    "unprocessed.repeat",
    "unprocessed.publication",
    "unprocessed.excessive",
    "unprocessed.reconfirm",
    "other.correction_lapsed",
    "other.fee_lapsed",
    "other.other",
]


def test_the_outcomes_are_the_21_rows_of_the_2021_form_in_its_order():
    assert [outcome.value for outcome in Outcome] == ROWS_2021
    assert list(rows("2021")) == ROWS_2021


def test_the_2019_form_has_one_row_for_other():
    assert list(rows("2019")) == [*ROWS_2021[:18], "other"]
    assert row(Outcome.OTHER_CORRECTION_LAPSED, "2019") == "other"
    assert row(Outcome.WITHHELD_PROCESS, "2019") == "withheld.process"


def test_an_unknown_edition_is_refused():
    with pytest.raises(GongkaiError, match="不认识的报告格式版本“2017”"):
        row(Outcome.GRANTED, "2017")


def test_an_edition_to_come_needs_no_code():
    grouped = ["granted", "partial", "withheld", "unable", "unprocessed", "other.fee_lapsed", "other"]
    assert row_among(Outcome.WITHHELD_PROCESS, grouped) == "withheld"
    assert row_among(Outcome.OTHER_FEE_LAPSED, grouped) == "other.fee_lapsed"
    assert row_among(Outcome.OTHER_OTHER, grouped) == "other"
    with pytest.raises(GongkaiError, match="没有“其他”对应的行"):
        row_among(Outcome.OTHER_OTHER, ["granted"])


def test_every_outcome_has_a_name_and_a_group():
    assert MEANINGS.keys() == set(Outcome)
    assert {outcome.group for outcome in Outcome} == GROUP_NAMES.keys()
    assert [o.value for o, meaning in MEANINGS.items() if not meaning.sources] == [
        "unprocessed.reconfirm",
        "other.other",
    ]


# Letters


def test_the_catalogue_is_p1_to_p12_and_s1_to_s24():
    assert list(LETTERS) == [*(f"P{n}" for n in range(1, 13)), *(f"S{n}" for n in range(1, 25))]


@pytest.mark.parametrize("letter", LETTERS.values(), ids=list(LETTERS))
def test_each_letter_has_a_name_a_basis_and_contents(letter):
    assert letter.name and letter.basis and letter.contents
    assert letter.substantive == (letter.remedy is not RemedyRule.NONE)
    assert letter.code == "S23" or letter.substantive == bool(letter.outcomes)


def test_the_letters_that_decide_and_their_remedies():
    rules = {letter.code: letter.remedy.value for letter in LETTERS.values() if letter.substantive}
    assert {code for code, rule in rules.items() if rule == "B"} == {"S4", "S5", "S6", "S7", "S8", "S9", "S10"}
    assert {code for code, rule in rules.items() if rule == "C"} == {"S11", "S14", "S16", "S18"}
    assert (rules["S3"], rules["S17"]) == ("B+A", "C|A")


def test_letters_to_others_than_the_applicant():
    others = {c: x.addressee for c, x in LETTERS.items() if x.addressee is not Addressee.APPLICANT}
    assert others == {
        "P1": Addressee.INTERNAL,
        "P6": Addressee.THIRD_PARTY,
        "P8": Addressee.THIRD_PARTY,
        "P9": Addressee.CO_MAKER,
        "P10": Addressee.OTHER_UNIT,
    }


def test_names_met_elsewhere_lead_to_the_letter():
    assert [x.code for x in named("补正申请通知书")] == ["P3"]
    assert [x.code for x in named("非本机关政府信息告知书")] == ["S13"]
    assert named("红头文件") == ()


def test_a_substantive_letter_has_nine_elements():
    assert len(NINE_ELEMENTS) == 9


# The tree


def test_the_tree_has_no_faults():
    assert faults(TREE) == []


def test_every_path_ends_in_exactly_one_leaf():
    ends = [walk(answers, TREE) for answers in paths(TREE)]
    assert all(end.leaf is not None and end.question is None for end in ends)
    assert Counter(end.leaf.outcome for end in ends).keys() == set(Outcome)


def test_every_stage_is_asked_in_its_order_on_every_path():
    order = list(Stage)
    for answers in paths(TREE):
        stages = [order.index(taken.stage) for taken in walk(answers, TREE).taken]
        assert stages == sorted(stages)


def test_every_substantive_letter_but_the_one_on_own_records_is_reached():
    reached = {leaf.letter for leaf in TREE.leaves.values()} - {""}
    assert reached == {f"S{n}" for n in range(1, 25)} - {"S23"}


@pytest.mark.parametrize("leaf", TREE.leaves.values(), ids=list(TREE.leaves))
def test_the_remedy_that_follows_from_the_articles_is_the_one_the_letter_expects(leaf):
    found = "+".join(remedy.kind for remedy in leaf.remedies(date(2026, 3, 2)))
    if not leaf.letter:
        assert (leaf.key, found) == ("closed", "")
        return
    rule = LETTERS[leaf.letter].remedy
    expected = ("C" if leaf.disclosed_before else "A") if rule is RemedyRule.C_IF_DISCLOSED else rule.value
    assert found == expected


WALK = {
    "clear": "yes",
    "withdrawn": "no",
    "excessive": "no",
    "fee": "none",
    "petition": "no",
    "publication": "no",
    "party": "no",
    "inquiry": "no",
    "repeat": "no",
    "reconfirm": "no",
    "public": "no",
    "competent": "yes",
    "search": "found",
}


@pytest.mark.parametrize(
    ("more", "outcome", "letter", "sources"),
    [
        ({"ground": "none", "form": "as_asked"}, "granted", "S2", ["《条例》第三十六条第（二）项"]),
        (
            {"ground": "process", "required.process": "no", "sever.process": "no"},
            "withheld.process",
            "S9",
            ["《条例》第三十六条第（三）项", "《条例》第十六条第二款"],
        ),
        (
            {"ground": "third_party", "consent": "objects", "interest": "no", "sever.third_party": "yes"},
            "partial",
            "S3",
            ["《条例》第三十七条", "《条例》第三十六条第（三）项", "《条例》第十五条", "《条例》第三十二条"],
        ),
        (
            {"ground": "third_party", "consent": "silent_harm", "interest": "yes"},
            "granted",
            "S2",
            ["《条例》第三十六条第（二）项", "《条例》第十五条", "《条例》第三十二条"],
        ),
        ({"search": "none"}, "unable.not_held", "S12", ["《条例》第三十六条第（四）项"]),
        ({"search": "needs_making"}, "unable.needs_making", "S14", ["《条例》第三十八条"]),
    ],
)
def test_answers_lead_to_the_outcome_its_articles_and_its_letter(more, outcome, letter, sources):
    data = walk({**WALK, **more}, TREE).data()
    assert (data["outcome"], data["letter"], data["sources"], data["next"]) == (outcome, letter, sources, None)


def test_a_path_half_walked_names_the_next_question():
    path = walk({"clear": "no"}, TREE)
    assert (path.leaf, path.question.key) == (None, "corrected")
    assert path.data()["steps"][0]["label"] == "否"


def test_an_answer_that_is_not_offered_is_refused_with_those_that_are():
    with pytest.raises(AnswerUnknown, match="yes（是）、no（否）"):
        walk({"clear": "perhaps"}, TREE)


def test_an_answer_that_plays_no_part_is_refused():
    with pytest.raises(AnswerUnknown, match="用不到对“search”的回答"):
        walk({"clear": "no", "search": "found"}, TREE)


def mended(**nodes: Node) -> Tree:
    return Tree(TREE.root, {**TREE.nodes, **nodes}, TREE.leaves)


def test_the_proof_finds_a_dead_end():
    broken = mended(
        party=replace(TREE.nodes["party"], answers=(Answer("yes", "是", "nowhere"), Answer("no", "否", "inquiry")))
    )
    assert faults(broken) == ["“party”的回答“yes”没有唯一的去处。"]


def test_the_proof_finds_a_circle():
    broken = mended(
        party=replace(
            TREE.nodes["party"], answers=(Answer("yes", "是", "party_affairs"), Answer("no", "否", "petition"))
        )
    )
    assert "“petition”在一条路径上问了两次。" in faults(broken)


def test_the_proof_finds_what_nobody_reaches_and_the_outcome_and_letter_lost_with_it():
    broken = mended(
        reconfirm=replace(
            TREE.nodes["reconfirm"], answers=(Answer("yes", "是", "already_public"), Answer("no", "否", "public"))
        )
    )
    assert faults(broken) == [
        "“reconfirm_refused”到不了。",
        "没有一条路径得到“unprocessed.reconfirm”。",
        "没有一条路径用到S20。",
    ]


def test_the_proof_finds_a_letter_that_does_not_fit_its_outcome():
    wrong = Leaf("not_existing", Outcome.UNABLE_NOT_HELD, (Article("条例", 36, item=4),), "S14")
    broken = Tree(TREE.root, TREE.nodes, {**TREE.leaves, "not_existing": wrong})
    assert "“not_existing”的文书“S14”与办理结果不符。" in faults(broken)


@pytest.mark.parametrize(("letter", "note"), [("S14", "说明"), ("", "")])
def test_a_note_excuses_a_missing_letter_and_nothing_else(letter, note):
    wrong = replace(TREE.leaves["not_existing"], letter=letter, note=note)
    broken = Tree(TREE.root, TREE.nodes, {**TREE.leaves, "not_existing": wrong})
    assert f"“not_existing”的文书“{letter}”与办理结果不符。" in faults(broken)


def test_the_proof_finds_a_question_with_one_answer():
    broken = mended(party=replace(TREE.nodes["party"], answers=(Answer("no", "否", "inquiry"),)))
    assert faults(broken) == ["“party”的回答少于两个或者重复。"]
