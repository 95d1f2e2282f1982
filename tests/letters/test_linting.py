"""Checking before signature: each kind of fault is found where it is planted, and a good letter gives nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from gongkai.law.articles import Article
from gongkai.letters import (
    Attachment,
    Draft,
    Facts,
    Finding,
    OtherAgency,
    OtherCase,
    Points,
    Text,
    draft,
    edited,
    lint,
)
from gongkai.letters import linting as linting_package
from gongkai.letters.linting import ERROR, WARNING
from letters.cases import APPLICATION, CASES, THIRD_PARTY, decision, facts, procedural

IDS = [f"{code}-{case.decision.leaf}" for code, case in CASES if case.decision]
OTHER = OtherCase("云商公开申〔2026〕30号", "王小河")
PROCESS = facts("withheld.process")
MIXED = facts("partial.process")


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_a_good_letter_gives_nothing(code: str, case: Facts) -> None:
    assert lint(draft(code, case), case, others=[OTHER]) == ()


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_a_good_letter_to_an_organisation_gives_nothing(code: str, case: Facts) -> None:
    company = replace(APPLICATION, applicant="示例科技有限公司", is_organisation=True)
    changed = replace(case, application=company)
    assert lint(draft(code, changed), changed, others=[OTHER]) == ()


def retyped(letter: Draft, old: str, new: str) -> Draft:
    """``letter`` with ``old`` replaced by ``new`` in its blocks, as a person edits it."""
    blocks = []
    for block in letter.blocks:
        if isinstance(block, Text):
            blocks.append(Text(block.text.replace(old, new)))
        elif isinstance(block, Points):
            blocks.append(Points(tuple(point.replace(old, new) for point in block.points)))
        else:
            blocks.append(block)
    changed = edited(letter, blocks)
    assert changed != letter, "nothing was planted"
    return changed


def added(letter: Draft, text: str) -> Draft:
    """``letter`` with one more paragraph, the first."""
    return edited(letter, [text, *letter.blocks])


def found(letter: Draft, case: Facts, **options: Any) -> list[tuple[str, str, str, int | None]]:
    return [(f.code, f.severity, f.quote, f.paragraph) for f in lint(letter, case, **options)]


def codes(letter: Draft, case: Facts, **options: Any) -> set[str]:
    return {finding.code for finding in lint(letter, case, **options)}


OLD_REMEDY = "如不服本答复，可以在六十日内申请行政复议，或者直接向人民法院提起行政诉讼。"
REMEDY_A = (
    "对本答复不服的，可以在收到本答复之日起60日内向云岭县人民政府申请行政复议，"
    "也可以在收到本答复之日起6个月内向云岭县人民法院提起行政诉讼。"
)

Planted = tuple[str, str, Facts, Callable[[Draft], Draft], list[tuple[str, str, str, int | None]]]
PLANTED: list[Planted] = [
    (
        "another name in the salutation",
        "S9",
        PROCESS,
        lambda d: replace(d, salutation="周清远："),
        [("applicant-missing", ERROR, "周清远", None), ("element-missing", ERROR, "申请人姓名（名称）", None)],
    ),
    (
        "the right name, but not in the salutation",
        "S9",
        PROCESS,
        lambda d: replace(added(d, "申请人周清源。"), salutation="周清："),
        [("addressee-wrong", ERROR, "周清", None)],
    ),
    (
        "a letter to another third party",
        "P6",
        procedural("P6"),
        lambda d: replace(d, salutation="示例化工有限公司："),
        [("addressee-wrong", ERROR, "示例化工有限公司", None)],
    ),
    (
        "another application number",
        "S9",
        PROCESS,
        lambda d: retyped(d, "云商公开申〔2026〕31号", "云商公开申〔2026〕13号"),
        [
            ("number-missing", ERROR, "", None),
            ("element-missing", ERROR, "申请事实", None),
            ("number-stray", ERROR, "云商公开申〔2026〕13号", 0),
        ],
    ),
    (
        "a wrong date of receipt",
        "S9",
        PROCESS,
        lambda d: retyped(d, "2026年9月11日", "2026年9月12日"),
        [("element-missing", ERROR, "申请事实", None), ("date-stray", ERROR, "2026年9月12日", 0)],
    ),
    (
        "a date without a year",
        "S9",
        PROCESS,
        lambda d: added(d, "本机关于9月13日组织审查。"),
        [("date-stray", ERROR, "9月13日", 0)],
    ),
    (
        "a date that no calendar has",
        "S9",
        PROCESS,
        lambda d: added(d, "本机关于2026年2月30日组织审查。"),
        [("date-stray", ERROR, "2026年2月30日", 0)],
    ),
    (
        "an article that is not the ground",
        "S9",
        PROCESS,
        lambda d: added(d, "该信息属于《条例》第十六条第一款规定的信息。"),
        [("article-stray", ERROR, "《条例》第十六条第一款", 0)],
    ),
    (
        "an article added to the right one",
        "S9",
        PROCESS,
        lambda d: retyped(d, "《条例》第十六条第二款", "《条例》第十六条第二款、第十五条"),
        [("article-stray", ERROR, "第十五条", 3)],
    ),
    (
        "another law's article",
        "S9",
        PROCESS,
        lambda d: added(d, "依据《示例省政府信息公开办法》第九条。"),
        [("article-stray", ERROR, "《示例省政府信息公开办法》第九条", 0)],
    ),
    (
        "an article cited less exactly than the decision has it",
        "S9",
        PROCESS,
        lambda d: retyped(d, "《条例》第十六条第二款", "《条例》第十六条"),
        [
            ("source-missing", ERROR, "《条例》第十六条第二款", None),
            ("element-missing", ERROR, "法律依据", None),
            ("article-stray", ERROR, "《条例》第十六条", 3),
        ],
    ),
    (
        "another government",
        "S9",
        PROCESS,
        lambda d: added(d, "请与青水县人民政府联系。"),
        [("body-wrong", ERROR, "青水县人民政府", 0)],
    ),
    (
        "another court in the remedy",
        "S9",
        PROCESS,
        lambda d: retyped(d, "云岭县人民法院", "青水县人民法院"),
        [
            ("body-wrong", ERROR, "青水县人民法院", 4),
            ("remedy-altered", ERROR, "", 4),
        ],
    ),
    (
        "the office signs",
        "S9",
        PROCESS,
        lambda d: replace(d, signature="云岭县商务局办公室"),
        [("signature-wrong", ERROR, "云岭县商务局办公室", None)],
    ),
    (
        "no title",
        "S9",
        PROCESS,
        lambda d: replace(d, title=""),
        [("title-missing", ERROR, "", None)],
    ),
    (
        "the remedy is gone",
        "S9",
        PROCESS,
        lambda d: edited(d, [b for b in d.blocks if not (isinstance(b, Text) and "行政复议" in b.text)]),
        [("remedy-missing", ERROR, "", None)],
    ),
    (
        "the remedy is that of an answer that refuses nothing",
        "S9",
        PROCESS,
        lambda d: edited(
            d,
            [
                REMEDY_A + "行政复议申请也可以通过https://fy.yunling.example在线提交。"
                if isinstance(b, Text) and "行政复议" in b.text
                else b
                for b in d.blocks
            ],
        ),
        [("remedy-class", ERROR, "", 4)],
    ),
    (
        "the period of the remedy is changed",
        "S9",
        PROCESS,
        lambda d: retyped(d, "60日内先向", "30日内先向"),
        [("remedy-altered", ERROR, "", 4)],
    ),
    (
        "a remedy typed by hand beside the right one",
        "S1",
        facts("already_public"),
        lambda d: added(d, "您也可以申请行政复议。"),
        [("remedy-typed", ERROR, "您也可以申请行政复议。", 0)],
    ),
    (
        "the old remedy beside the right one",
        "S9",
        PROCESS,
        lambda d: added(d, OLD_REMEDY),
        [("remedy-old", ERROR, "", 0)],
    ),
    (
        "the old remedy in the place of the right one",
        "S3",
        MIXED,
        lambda d: edited(d, [OLD_REMEDY if isinstance(b, Text) and "先向" in b.text else b for b in d.blocks]),
        [("remedy-old", ERROR, "", 6)],
    ),
    (
        "a remedy in a notice",
        "P3",
        procedural("P3"),
        lambda d: added(d, "对本告知书不服的，可以申请行政复议。"),
        [("remedy-unexpected", ERROR, "", 0)],
    ),
    (
        "a place not filled",
        "S9",
        PROCESS,
        lambda d: added(d, "现将{decision.given}提供给您。"),
        [("placeholder-left", ERROR, "{decision.given}", 0)],
    ),
    (
        "crosses from a pattern",
        "S9",
        PROCESS,
        lambda d: added(d, "联系人：××，电话：____。"),
        [("placeholder-left", ERROR, "××", 0), ("placeholder-left", ERROR, "____", 0)],
    ),
    (
        "another amount",
        "P11",
        procedural("P11"),
        lambda d: retyped(d, "金额为380元", "金额为830元"),
        [("amount-wrong", ERROR, "830元", 1)],
    ),
    (
        "an amount in another unit",
        "S22",
        facts("fee_lapsed"),
        lambda d: retyped(d, "380元", "380万元"),
        [("amount-wrong", ERROR, "380万元", 2)],
    ),
    (
        "no word of the decision",
        "S14",
        facts("needs_making"),
        lambda d: retyped(d, "不予提供", "另行答复"),
        [("element-missing", ERROR, "处理决定", None)],
    ),
    (
        "the consequence of not correcting is gone",
        "P3",
        procedural("P3"),
        lambda d: retyped(d, "视为放弃申请，", ""),
        [("element-missing", ERROR, "逾期不补正的后果", None)],
    ),
    (
        "too long a time to correct",
        "P3",
        procedural("P3"),
        lambda d: retyped(d, "15个工作日", "三十个工作日"),
        [("element-missing", ERROR, "合理的补正期限", None), ("period-long", WARNING, "三十个工作日", 5)],
    ),
    (
        "too long a time for the third party",
        "P6",
        procedural("P6"),
        lambda d: retyped(d, "15个工作日", "20个工作日"),
        [("period-long", ERROR, "20个工作日", 3)],
    ),
    (
        "the answer period of 2007",
        "P2",
        procedural("P2"),
        lambda d: retyped(d, "20个工作日内予以答复", "15个工作日内予以答复"),
        [("old-regulation", ERROR, "15个工作日内予以答复", 3)],
    ),
    (
        "the test of own needs",
        "S9",
        PROCESS,
        lambda d: added(d, "您没有说明该信息与自身生产、生活、科研等特殊需要有关。"),
        [("old-regulation", ERROR, "自身生产、生活、科研等特殊需要", 0)],
    ),
    (
        "a secrecy mark",
        "S4",
        facts("withheld.state_secret"),
        lambda d: added(d, "机密★10年"),
        [("secrecy-mark", ERROR, "机密★", 0)],
    ),
    (
        "the other agency's telephone is gone",
        "S13",
        facts("not_ours"),
        lambda d: retyped(d, "，联系方式：0870-2345678", ""),
        [
            ("element-missing", ERROR, "能够确定的，负责公开的机关名称和联系方式", None),
            ("other-agency-missing", ERROR, "云岭县自然资源局", None),
        ],
    ),
    (
        "the earlier answer is not named",
        "S17",
        facts("repeat_disclosed"),
        lambda d: retyped(d, "（文号：云商公开答〔2026〕5号）", ""),
        [
            ("element-missing", ERROR, "原答复的机关、信息、日期和文号", None),
            ("earlier-missing", ERROR, "云商公开答〔2026〕5号", None),
        ],
    ),
    (
        "the search is not told",
        "S12",
        facts("not_existing"),
        lambda d: edited(d, [b for b in d.blocks if not (isinstance(b, Text) and "检索词" in b.text)]),
        [("search-missing", ERROR, "", None)],
    ),
    (
        "the reasons are gone",
        "S9",
        PROCESS,
        lambda d: retyped(d, "理由：评审会议纪要记载的是作出资金安排决定之前的内部讨论，不是最终决定。", ""),
        [
            ("reasons-missing", ERROR, "", None),
            (
                "element-missing",
                ERROR,
                "属于讨论记录、过程稿、磋商信函或者请示报告的理由",
                None,
            ),
        ],
    ),
    (
        "the third party is named to the applicant",
        "S7",
        facts("withheld.third_party"),
        lambda d: retyped(d, "第三方不同意公开", "示例纺织有限公司不同意公开"),
        [("third-party-named", WARNING, "示例纺织有限公司", 1)],
    ),
    (
        "the applicant is named to the third party",
        "P6",
        procedural("P6"),
        lambda d: retyped(d, "政府信息公开申请一件", "周清源提出的政府信息公开申请一件"),
        [("applicant-exposed", ERROR, "周清源", 0)],
    ),
]


@pytest.mark.parametrize(("code", "case", "plant", "expected"), [p[1:] for p in PLANTED], ids=[p[0] for p in PLANTED])
def test_a_planted_fault_is_found_at_its_place_and_nothing_else(
    code: str, case: Facts, plant: Callable[[Draft], Draft], expected: list[tuple[str, str, str, int | None]]
) -> None:
    clean = draft(code, case)
    assert lint(clean, case) == ()
    shown = found(plant(clean), case)
    # An empty quote here leaves the words open: they are the paragraph's own.
    assert [(c, s, q if e[2] else "", p) for (c, s, q, p), e in zip(shown, expected, strict=True)] == expected


OTHERS = [OTHER, OtherCase("青商公开申〔2026〕2号", "示例贸易有限公司", "青水县商务局")]


@pytest.mark.parametrize("left", ["王小河", "云商公开申〔2026〕30号", "示例贸易有限公司", "青水县商务局"])
def test_what_is_left_of_another_case_is_found(left: str) -> None:
    letter = added(draft("S9", PROCESS), f"此前的来件提到{left}。")
    wanted = [f for f in lint(letter, PROCESS, others=OTHERS) if f.code == "leftover"]
    assert [(f.severity, f.quote, f.paragraph) for f in wanted] == [(ERROR, left, 0)]
    assert "leftover" not in codes(letter, PROCESS)


def test_the_same_applicant_in_another_case_is_no_leftover() -> None:
    assert lint(draft("S9", PROCESS), PROCESS, others=[OtherCase("云商公开申〔2026〕29号", "周清源")]) == ()


@pytest.mark.parametrize(
    ("findings", "planted"),
    [
        ("", True),
        ("该信息属于过程性信息，不予公开。", True),
        ("依据《条例》第十六条第二款的规定，该信息不予公开。", True),
        ("评审会议纪要记载的是作出资金安排决定之前的内部讨论。", False),
    ],
)
def test_reasons_that_are_missing_or_only_repeat_the_article_are_found(findings: str, planted: bool) -> None:
    letter = draft(
        "S9", facts("withheld.process", decision=replace(decision("withheld.process"), findings=findings or "无。"))
    )
    case = facts("withheld.process", decision=replace(decision("withheld.process"), findings=findings))
    shown = codes(letter, case)
    assert ("reasons-missing" in shown) == planted
    if not planted:
        assert shown == set()


def test_reasons_that_a_person_has_rewritten_are_reasons() -> None:
    letter = retyped(
        draft("S9", PROCESS),
        "评审会议纪要记载的是作出资金安排决定之前的内部讨论，不是最终决定。",
        "会议纪要记载的是作出资金安排决定之前评审专家的讨论意见，资金安排以公布的名单为准。",
    )
    assert lint(letter, PROCESS) == ()


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "{agency.name}", "{remedy}", "#panic(1) $x$", "××", "欧阳" * 15, "䶮𬭎喆"]
)
def test_a_hostile_name_is_no_fault(name: str) -> None:
    case = facts("withheld.process", application=replace(APPLICATION, applicant=name, content=f"{name}的材料"))
    assert lint(draft("S9", case), case, others=[OTHER]) == ()


def test_an_own_word_in_the_application_is_nobodys_fault() -> None:
    content = (
        "{agency.name}2024年3月1日的机密★文件，《条例》第二十条、15个工作日内予以答复，"
        "青水县人民法院，行政复议，××某某，云商公开申〔2020〕1号，王小河"
    )
    case = facts("withheld.process", application=replace(APPLICATION, content=content))
    assert lint(draft("S9", case), case, others=[OTHER]) == ()


def test_a_date_in_the_reasons_is_a_fact_of_the_case() -> None:
    reasons = "该纪要形成于2025年11月3日，早于12月1日作出的决定，记载的是内部讨论。"
    case = facts("withheld.process", decision=replace(decision("withheld.process"), findings=reasons))
    assert lint(draft("S9", case), case) == ()


def test_a_law_named_in_the_case_may_be_cited_and_the_regulation_only_as_the_decision_cites_it() -> None:
    case = facts("withheld.law_forbids")
    assert "《统计法》第二十五条" in draft("S5", case).text
    wrong = replace(
        case, decision=replace(case.decision, findings="依据《条例》第十六条第二款，该信息含有调查对象的资料。")
    )
    assert [f.quote for f in lint(draft("S5", wrong), wrong)] == ["《条例》第十六条第二款"]


def test_the_full_name_of_the_regulation_is_the_same_law() -> None:
    letter = retyped(
        draft("S9", PROCESS),
        "《条例》第三十六条第（三）项、《条例》第十六条第二款",
        "《中华人民共和国政府信息公开条例》第三十六条第(三)项、第十六条第二款",
    )
    assert {f.code for f in lint(letter, PROCESS)} == {"element-missing"}


@pytest.mark.parametrize(
    ("code", "part", "field"),
    [
        ("P3", "correction", "due_on"),
        ("P4", "reasons", "due_on"),
        ("P5", "extension", "new_due_on"),
        ("P10", "assistance", "due_on"),
        ("P11", "fee", "due_on"),
        ("P12", "delay", "until"),
    ],
)
def test_a_day_to_come_that_has_passed_is_found(code: str, part: str, field: str) -> None:
    def due(on: date) -> Facts:
        case = procedural(code)
        return replace(case, **{part: replace(getattr(case, part), **{field: on})})

    past = due(date(2026, 9, 16))
    assert found(draft(code, past), past) == [("due-past", ERROR, "2026年9月16日", None)]
    ahead = due(date(2026, 9, 17))
    assert found(draft(code, ahead), ahead) == []


def test_an_extension_without_approval_is_found() -> None:
    case = procedural("P5")
    case = replace(case, extension=replace(case.extension, approved=False))
    assert found(draft("P5", case), case) == [("not-approved", ERROR, "", None)]


def test_an_extension_of_more_than_twenty_days_is_found() -> None:
    case = procedural("P5")
    case = replace(case, extension=replace(case.extension, days=30))
    assert found(draft("P5", case), case) == [("period-long", ERROR, "30个工作日", 2)]


def test_a_fee_that_is_not_the_sum_of_its_lines_is_found() -> None:
    case = procedural("P11")
    case = replace(case, fee=replace(case.fee, amount=390))
    assert found(draft("P11", case), case) == [("amount-wrong", ERROR, "390元", None)]


def test_a_search_that_is_no_longer_on_record_is_found() -> None:
    case = facts("not_existing")
    letter = draft("S12", case)
    gone = replace(case, decision=replace(case.decision, searches=()))
    assert "search-missing" in codes(letter, gone)


def test_an_earlier_answer_that_is_no_longer_on_record_is_found() -> None:
    case = facts("repeat_disclosed")
    gone = replace(case, decision=replace(case.decision, earlier_answer=None))
    assert "earlier-missing" in codes(draft("S17", case), gone)


def test_another_agency_found_after_drafting_must_be_named() -> None:
    case = facts("not_ours", decision=replace(decision("not_ours"), other_agency=None))
    letter = draft("S13", case)
    assert lint(letter, case) == ()
    known = replace(case, decision=replace(case.decision, other_agency=OtherAgency("云岭县自然资源局", "0870-2345678")))
    assert codes(letter, known) == {"other-agency-missing"}


def test_a_decision_changed_after_drafting_is_found() -> None:
    letter = draft("S9", PROCESS)
    case = facts("withheld.internal_affairs")
    assert {"letter-wrong", "source-missing"} <= codes(letter, case)


def test_a_basis_that_does_not_lead_to_the_remedy_of_the_letter_is_found() -> None:
    case = facts("withheld.process", decision=replace(decision("withheld.process"), sources=(Article("条例", 38),)))
    assert codes(draft("S9", case), case) == {"remedy-class"}


def test_a_remedy_that_cannot_be_told_is_found() -> None:
    letter = draft("S9", PROCESS)
    case = facts(
        "withheld.process", decision=replace(decision("withheld.process"), sources=(Article("条例", 36, item=3),))
    )
    assert "remedy-unknown" in codes(letter, case)


def test_a_remedy_of_another_day_is_found() -> None:
    before = replace(PROCESS, decided_on=date(2023, 12, 29))
    assert codes(draft("S9", before), before) == set()
    assert "remedy-class" in codes(draft("S9", before), PROCESS)


def test_the_third_party_may_share_words_with_the_applicant() -> None:
    case = procedural("P6")
    party = replace(THIRD_PARTY, party="周清源纺织厂")
    case = replace(case, consultation=party)
    assert lint(draft("P6", case), case) == ()


def test_attachments_and_enclosures_are_read_too() -> None:
    letter = replace(draft("S2", facts("granted")), attachments=(Attachment("王小河名单", 3),))
    assert [(f.code, f.paragraph) for f in lint(letter, facts("granted"), others=[OTHER])] == [("leftover", None)]


def test_errors_come_first_and_every_message_is_a_sentence() -> None:
    letter = added(
        retyped(draft("S7", facts("withheld.third_party")), "第三方不同意公开", "示例纺织有限公司不同意公开"), "机密★"
    )
    shown = lint(letter, facts("withheld.third_party"))
    assert [f.severity for f in shown] == [ERROR, WARNING]
    assert all(f.message.endswith("。") for f in shown)
    assert shown[0] == Finding(
        "secrecy-mark", ERROR, "“机密★”是密级标志，不能写进发给当事人的文书。请删去，并核对附件。", "机密★", 0
    )


def test_every_kind_of_finding_is_planted_in_this_file() -> None:
    folder = next(iter(linting_package.__path__))
    source = "".join(path.read_text(encoding="utf-8") for path in Path(folder).glob("*.py"))
    known = set(re.findall(r'Finding\(\s*"([a-z-]+)"', source))
    here = [Path(__file__), Path(__file__).with_name("test_lessons.py")]
    written = "".join(path.read_text(encoding="utf-8") for path in here)
    planted = set(re.findall(r'"([a-z]+(?:-[a-z]+)*)"', written))
    assert len(known) == 37
    assert known <= planted
