"""Drafting: every letter from full facts, what is missing said by name, and nothing in a name or an application read as code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gongkai.errors import GongkaiError
from gongkai.law import LETTERS, TREE, Authorities, paragraph
from gongkai.law.articles import Article
from gongkai.law.letters import RemedyRule
from gongkai.law.settings import ClassCText, Settings
from gongkai.letters import (
    Cell,
    Correction,
    Decision,
    FactMissing,
    Grid,
    Points,
    Row,
    TemplateBroken,
    Text,
    WrongLetter,
    draft,
    parse,
)
from letters.cases import AGENCY, APPLICATION, CASES, LEAVES, THIRD_PARTY, decision, facts, procedural

IDS = [f"{code}-{case.decision.leaf}" for code, case in CASES if case.decision]


def test_the_cases_cover_every_letter_and_every_leaf() -> None:
    assert {code for code, _ in CASES} == set(LETTERS)
    assert len(CASES) == 12 + 34 + 1
    assert len(LEAVES) == len(TREE.leaves) - 1


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_every_letter_is_drawn_from_full_facts(code: str, case: object) -> None:
    letter = draft(code, case)
    assert (letter.code, letter.template) == (code, 0)
    assert "{" not in letter.text
    assert letter.signature == ("" if code == "P1" else "云岭县商务局")


@pytest.mark.parametrize(("code", "case"), CASES, ids=IDS)
def test_the_remedy_stands_in_answers_as_the_law_gives_it_and_in_no_other_letter(code: str, case: object) -> None:
    blocks = [block.text for block in draft(code, case).blocks if isinstance(block, Text)]
    spoken = [text for text in blocks if "行政复议" in text]
    if LETTERS[code].remedy is RemedyRule.NONE:
        assert spoken == []
        return
    leaf = TREE.leaves.get(case.decision.leaf)
    names = Authorities("云岭县人民政府", "云岭县人民法院", "https://fy.yunling.example")
    if leaf:
        assert spoken == [paragraph(leaf.remedies(date(2026, 10, 16)), names)]
    assert len(spoken) == 1


def test_a_severed_decision_reads_word_for_word() -> None:
    assert draft("S3", facts("partial.process")).text == "\n".join(
        (
            "政府信息部分公开告知书",
            "周清源：",
            (
                "本机关于2026年9月11日收到您提交的政府信息公开申请（申请编号：云商公开申〔2026〕31号），申请公开的内容为："
                "“2025年度外贸稳增长专项资金支持的企业名单、金额，以及评审会议纪要”。"
            ),
            "经审查，根据《中华人民共和国政府信息公开条例》（以下简称《条例》）和国家有关规定，现答复如下：",
            (
                "您申请公开的信息中含有不应当公开的内容，但能够作区分处理。依据《条例》第三十七条、《条例》第三十六条第（三）项、"
                "《条例》第十六条第二款，本机关决定部分公开："
            ),
            "一、7家企业的名单和补贴金额，予以公开。",
            "二、评审会议纪要，依据《条例》第十六条第二款，不予公开。理由：评审会议纪要记载的是作出资金安排决定之前的内部讨论，不是最终决定。",
            "予以公开的内容见附件。",
            "所提供的材料中，联系人姓名和电话已作遮盖处理。",
            (
                "对本答复中不予提供的部分不服的，应当在收到本答复之日起60日内先向云岭县人民政府申请行政复议；对行政复议决定仍不服的，"
                "可以在收到行政复议决定书之日起15日内向云岭县人民法院提起行政诉讼。对本答复的其他内容不服的，可以在收到本答复之日起60日内"
                "向云岭县人民政府申请行政复议，也可以在收到本答复之日起6个月内向云岭县人民法院提起行政诉讼。"
                "行政复议申请也可以通过https://fy.yunling.example在线提交。"
            ),
            "特此告知。",
            "附件：2025年度外贸稳增长专项资金支持企业名单（3页）",
            "云岭县商务局",
        )
    )


def test_an_organisation_is_not_addressed_as_a_person() -> None:
    case = facts(application=replace(APPLICATION, applicant="示例科技有限公司", is_organisation=True))
    letter = draft("S3", case)
    assert letter.salutation == "示例科技有限公司："
    assert "贵单位申请公开的信息中含有不应当公开的内容" in letter.text
    assert "您" not in letter.text


def test_what_happened_on_the_way_is_told_only_where_it_happened() -> None:
    plain = draft("S2", facts("granted")).text
    assert "征求" not in plain
    assert "补正" not in plain
    told = facts(
        "granted",
        correction=Correction(noticed_on=date(2026, 9, 14), came_on=date(2026, 9, 20)),
        consultations=(THIRD_PARTY, replace(THIRD_PARTY, answered_on=None, lapsed_on=date(2026, 10, 14))),
        extension=procedural("P5").extension,
    )
    lines = draft("S2", told).text.split("\n")
    assert lines[3:6] == [
        "因申请内容需要补正，本机关于2026年9月14日一次性告知您补正，于2026年9月20日收到补正材料。",
        "因需要征求多个部门意见，经本机关政府信息公开工作机构负责人同意，答复期限延长20个工作日。",
        (
            "因所申请的信息涉及第三方合法权益，本机关于2026年9月21日书面征求第三方意见，于2026年9月29日收到意见，第三方不同意公开。"
            "因所申请的信息涉及第三方合法权益，本机关于2026年9月21日书面征求第三方意见，第三方逾期未提出意见。"
            "征求意见所需时间不计算在答复期限内。"
        ),
    ]
    assert "示例纺织有限公司" not in draft("S2", told).text


def test_the_registration_form_leaves_blank_what_the_channel_does_not_know() -> None:
    grid = draft("P1", procedural("P1")).blocks[0]
    assert isinstance(grid, Grid)
    assert grid.rows[2] == Row(
        (Cell("签收日", label=True), Cell(""), Cell("双方确认之日", label=True), Cell("2026年9月11日"))
    )


def test_the_fee_is_laid_open_in_a_table() -> None:
    [grid] = [block for block in draft("P11", procedural("P11")).blocks if isinstance(block, Grid)]
    assert grid.lines == (
        "计收区间\t数量\t收费标准\t金额",
        "第1至30页\t30页\t0元\t0元",
        "第31至68页\t38页\t10元\t380元",
        "合计\t380元",
    )
    assert grid.head == 1


def test_the_letter_to_a_third_party_brings_a_form_to_fill_in_and_does_not_name_the_applicant() -> None:
    letter = draft("P6", procedural("P6"))
    [form] = letter.enclosures
    assert form.title == "征求意见确认函"
    assert letter.attachment_lines == ("附件：征求意见确认函",)
    [grid] = [block for block in form.blocks if isinstance(block, Grid)]
    assert grid.rows[5] == Row((Cell("理由", label=True), Cell("", 3)), 6)
    assert "周清源" not in letter.text


def test_several_defects_are_numbered_and_a_single_one_is_not() -> None:
    two = draft("P3", procedural("P3"))
    assert next(block for block in two.blocks if isinstance(block, Points)).lines == (
        "一、没有写明所需信息的名称或者文号。",
        "二、没有写明提供信息的方式。",
    )
    one = procedural("P3")
    one = replace(one, correction=replace(one.correction, defects=("没有写明邮寄地址。",)))
    assert [block.lines for block in draft("P3", one).blocks if isinstance(block, Points)] == [("没有写明邮寄地址。",)]


def test_a_correction_notice_names_the_page_for_the_query_code_where_there_is_one() -> None:
    facts = procedural("P3")
    at = "https://gk.yunling.example/query/"
    there = draft("P3", replace(facts, agency=replace(facts.agency, website=at)))
    assert "您也可以凭申请编号和查询码，在https://gk.yunling.example/query/直接补正。" in there.text.split("\n")
    without = draft("P3", replace(facts, agency=replace(facts.agency, website="")))
    assert "直接补正" not in without.text


@pytest.mark.parametrize(
    ("code", "case", "key", "message"),
    [
        (
            "P3",
            replace(procedural("P3"), correction=None),
            "correction.defects",
            "还不能起草《补正告知书》：没有登记需要补正的事项和理由，缺了它文书不完整。请在“补正”中填写后再起草。",
        ),
        (
            "S9",
            facts("withheld.process", decision=Decision("withheld.process")),
            "decision.findings",
            "还不能起草《不予公开告知书（过程性信息）》：没有登记理由，缺了它文书不完整。请在“处理决定”中填写后再起草。",
        ),
        (
            "P11",
            replace(procedural("P11"), agency=replace(AGENCY, payment="")),
            "agency.payment",
            "还不能起草《收费通知书》：没有登记缴费方式，缺了它文书不完整。请在“机关设置”中填写后再起草。",
        ),
        (
            "S4",
            replace(facts("withheld.state_secret"), decided_on=None),
            "decided_on",
            "还不能起草《不予公开告知书（国家秘密）》：没有登记答复日期，缺了它文书不完整。请在“处理决定”中填写后再起草。",
        ),
        (
            "S1",
            replace(facts("already_public"), decision=None),
            "decision",
            "还不能起草《已主动公开告知书》：没有登记处理决定，缺了它文书不完整。请在“处理决定”中填写后再起草。",
        ),
        (
            "S12",
            facts("not_existing", decision=replace(decision("not_existing"), searches=())),
            "searches",
            (
                "还不能起草《政府信息不存在告知书》：没有登记检索记录（何人、何处、检索词、日期），缺了它文书不完整。"
                "请在“处理决定”中填写后再起草。"
            ),
        ),
    ],
)
def test_a_missing_fact_is_named_with_the_place_to_fill_it_in(code: str, case: object, key: str, message: str) -> None:
    with pytest.raises(FactMissing) as caught:
        draft(code, case)
    assert (caught.value.key, str(caught.value)) == (key, message)


def test_a_search_without_its_terms_is_no_search() -> None:
    case = facts("not_existing")
    search = replace(case.decision.searches[0], terms=" ")
    with pytest.raises(FactMissing):
        draft("S12", replace(case, decision=replace(case.decision, searches=(search,))))


def test_a_letter_that_the_decision_does_not_lead_to_is_refused() -> None:
    with pytest.raises(WrongLetter) as caught:
        draft("S9", facts("withheld.internal_affairs"))
    assert str(caught.value).startswith(
        "按登记的处理决定，应当起草的是S8《不予公开告知书（内部事务信息）》，不是S9《不予公开告知书（过程性信息）》。"
    )
    with pytest.raises(WrongLetter):
        draft("S1", facts("closed"))
    with pytest.raises(WrongLetter):
        draft("S99", facts())
    with pytest.raises(WrongLetter):
        draft("../S1", facts())


def test_a_body_without_its_court_cannot_answer() -> None:
    with pytest.raises(GongkaiError) as caught:
        draft("S3", facts(agency=replace(AGENCY, court="")))
    assert str(caught.value).startswith("没有写明行政复议机关或者有管辖权的法院")


def test_an_answer_served_online_needs_an_online_way_to_reconsideration() -> None:
    with pytest.raises(GongkaiError) as caught:
        draft("S3", facts(agency=replace(AGENCY, reconsideration_online=""), served_online=True))
    assert str(caught.value).startswith("通过互联网送达的决定，应当同时提供提交行政复议申请的互联网渠道")


def test_the_day_and_the_settings_choose_the_remedy() -> None:
    before = draft("S9", replace(facts("withheld.process"), decided_on=date(2023, 12, 29))).text
    assert (
        "对本答复不服的，可以在收到本答复之日起60日内向云岭县人民政府申请行政复议，也可以在收到本答复之日起6个月内"
        in before
    )
    only = draft("S16", facts("petition_refused"), settings=Settings(class_c=ClassCText.RECONSIDERATION_ONLY)).text
    assert "行政诉讼" not in only


def test_changing_the_legal_basis_changes_the_paragraph() -> None:
    case = facts("withheld.process")
    other = replace(case, decision=replace(case.decision, sources=(Article("条例", 38),)))
    assert "应当在收到本答复之日起60日内先向" in draft("S9", case).text
    assert "应当在收到本答复之日起60日内先向" not in draft("S9", other).text


HOSTILE = [
    "<script>alert(1)</script>",
    "{agency.name}",
    "{remedy}",
    "{0.__class__}",
    "#panic(1) $x$ *b* \\u{41}",
    "%s %(name)s",
    "欧阳" * 15,
    "䶮𬭎喆",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_what_it_is(name: str) -> None:
    case = facts(application=replace(APPLICATION, applicant=name, content=f"与{name}有关的材料"))
    letter = draft("S3", case)
    assert (letter.addressee, letter.salutation) == (name, f"{name}：")
    assert letter.blocks[0].lines == (
        (
            "本机关于2026年9月11日收到您提交的政府信息公开申请（申请编号：云商公开申〔2026〕31号），"
            f"申请公开的内容为：“与{name}有关的材料”。"
        ),
    )


def test_a_template_that_names_no_fact_is_refused_when_drawn() -> None:
    broken = parse('code = "S3"\ntitle = "甲"\n[[paragraph]]\ntext = "{applicant.name}"\n')
    with pytest.raises(TemplateBroken) as caught:
        draft("S3", facts(), broken)
    assert str(caught.value) == "模板中的“applicant.name”不是可以在这里使用的填空，因此没有起草。请在模板中改正后再试。"


def test_a_template_of_another_letter_is_refused() -> None:
    other = parse('code = "S1"\ntitle = "甲"\n')
    with pytest.raises(WrongLetter):
        draft("S3", facts(), other)
