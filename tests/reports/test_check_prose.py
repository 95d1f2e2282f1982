"""Numbers in prose against the tables. Each table of cases has sentences that must fire and sentences that must not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from gongkai.documents.model import Place
from gongkai.reports.checks import Context, check
from gongkai.reports.checks.claims import claims
from gongkai.reports.checks.numerals import parse, quantities
from gongkai.reports.model import Finding, Value
from reports.making import asked, codes, reading

PROSE = {"TEXT-T2", "TEXT-T3", "TEXT-T4", "TEXT-NONE", "TEXT-PRAISE", "TEXT-TWICE", "TEXT-PARTS"}


def prose(overview: str, figures: dict[str, Value] | None = None) -> list[Finding]:
    return [f for f in check(reading(figures, overview=overview)) if f.code in PROSE]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("三十六", 36),
        ("一百五十四", 154),
        ("两", 2),
        ("十", 10),
        ("一百零五", 105),
        ("三百五", 350),
        ("二〇二三", 2023),
        ("三万二千", 32000),
        ("百", None),
        ("件", None),
        ("", None),
    ],
)
def test_chinese_numerals_are_read(text: str, number: int | None) -> None:
    assert parse(text) == number


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("收到申请三十六件", [(36, True)]),
        ("十余件", [(10, False)]),
        ("约30件", [(30, False)]),
        ("1,234条", [(1234, True)]),
        ("3-5次", [(5, False)]),
        ("1.2万条", [(12000, False)]),
        ("高效办成一件事", []),
        ("第3件", []),
        ("占85%", []),
        ("国办函〔2020〕109号", []),
        ("12345热线", []),
        ("每件", []),
    ],
)
def test_quantities_know_exact_from_rounded_and_from_none(text: str, found: list[tuple[int, bool]]) -> None:
    assert [(q.value, q.exact) for q in quantities(text)] == found


@pytest.mark.parametrize(
    "overview",
    [
        "2023年度我局共收到依申请信息公开36件,及时回复申请人。",
        "2023年全区受理政府信息公开申请 36 件，均在法定期限答复。",
        "全年共收到公众依申请公开政府信息三十六件。",
        "新收到政府信息公开申请共计３６件。",
        "本年度收到36件政府信息公开申请。",
        "全年共办结政府信息公开申请36件。",
        "通过网络、信函等方式收到政府信息公开申请36宗。",
        "（二）依申请公开。2023年收到申请36件。",
        "2022年收到政府信息公开申请30件，2023年收到政府信息公开申请36件。",
        "收到政府信息公开申请35件，其中自然人34件，企业1件，均为申请公开。",
        "受理依申请公开35件，结转下年度办理2件。",
        "上年结转政府信息公开申请1件。",
        "2023年收到政府信息公开申请，共计36件。",
        "2023年政府信息公开申请总数为36件。",
        "依申请公开数量为0件。",
        "共接收政府信息公开申请表36份。",
        "依申请公开办理情况：2023年度收到申请数36件。",
        "收到公民、法人和其他组织提出的政府信息公开申请共36宗。",
        "本单位共受理依申请公开政府信息事项36件（含上年结转0件）。",
        "结转至2024年继续办理的政府信息公开申请9件。",
        "对申请作出答复，部分公开3件。",
    ],
)
def test_a_number_of_applications_that_differs_from_table_3_is_found(overview: str) -> None:
    assert [f.code for f in prose(overview, asked(35))] == ["TEXT-T3"]


@pytest.mark.parametrize(
    "overview",
    [
        "2023年共收到政府信息公开申请35件，同比增加5件，全部按期答复。",
        "2022年共收到政府信息公开申请30件。",
        "收到政府信息公开申请三十五件，予以公开三十五件。",
        "其中通过网上收到政府信息公开申请12件，信函收到23件。",
        "收到行政许可申请360件，均依法办理并公开结果。",
        "办理12345热线36件，公开信息249条，受理网络问政182件。",
        "收到建议提案36件，办理结果均在网站公开。",
        "根据国办公开办函〔2021〕30号，受理申请公开答复率100%。",
        "十余件政府信息公开申请均按时答复。",
        "上半年收到政府信息公开申请20件。",
        "全县各部门收到政府信息公开申请120件。",
        "我局未收到通过传真方式提出的政府信息公开申请。",
        "未发生政府信息公开申请超期答复情况。",
        "未收到因申请人逾期不补正的情形。",
        "自《条例》施行以来累计收到政府信息公开申请365件。",
        "截至6月，收到政府信息公开申请18件。",
        "受理工伤认定申请88件，结果依法公开。",
        "收到补正后的政府信息公开申请5件，延期答复申请公开事项2件。",
        "收到征地类政府信息公开申请20件。",
        "对无法提供的政府信息公开申请说明理由，未设立依申请公开收费项目。",
        "未按时办理的情形没有发生，没有依申请公开工作培训不到位的情况。",
        "未发现依申请公开工作中的违规情形，没有政府信息公开申请答复被投诉。",
        "近三年共收到政府信息公开申请402件。",
        "畅通政府信息公开申请渠道，共36个窗口，公开信息249条。",
        "严格办理政府信息公开申请，共培训36人次。",
        "办公室收到政府信息公开申请转办件3件。",
    ],
)
def test_numbers_of_other_things_years_and_parts_are_left_alone(overview: str) -> None:
    assert prose(overview, asked(35)) == []


def test_received_may_count_those_carried_in() -> None:
    assert prose("2023年共办理政府信息公开申请，受理政府信息公开申请38件。", asked(36, carried_in=2)) == []


def test_a_claim_is_not_judged_by_a_doubted_or_blank_figure() -> None:
    figures = {**asked(35), "applications/received/total": None}
    assert prose("2023年收到政府信息公开申请36件。", figures) == []


def test_two_numbers_for_one_thing_are_found_where_the_table_is_blank() -> None:
    figures = {**asked(35), "applications/received/total": None}
    text = "2023年收到政府信息公开申请36件。\n（二）依申请公开。全年收到政府信息公开申请35件。"
    (found,) = prose(text, figures)
    assert found.code == "TEXT-TWICE"
    assert found.message == "正文对同一事项先后给出 36 和 35 两个数，读者无法判断哪一个正确。"


def test_the_message_quotes_the_words_and_names_the_cell() -> None:
    (found,) = prose("2023年，我局共收到政府信息公开申请三十六件。", asked(35))
    assert found.message == (
        "正文称“我局共收到政府信息公开申请三十六件”，与表三“一、本年新收政府信息公开申请数量”行“总计”列（35）不一致。"
    )
    assert [str(cell) for cell in found.cells] == ["applications/received/total"]
    assert found.evidence[0].quote == "2023年，我局共收到政府信息公开申请三十六件"


@pytest.mark.parametrize(
    "overview",
    [
        "2023年，我局未收到政府信息公开申请。",
        "本年度没有公民、法人向我局申请公开政府信息。",
        "依申请公开0件。",
        "未接到其他单位和个人要求公开政府信息的申请。",
        "本年度无依申请公开事项。",
        "2023年没有产生依申请公开情况。",
        "我区2023年没有收到要求公开政府信息的申请。",
        "政府信息公开申请为零件。",
    ],
)
def test_nothing_received_beside_a_figure_is_found(overview: str) -> None:
    assert [f.code for f in prose(overview, asked(35))] == ["TEXT-NONE"]
    assert prose(overview) == []


REMEDIES: dict[str, Value] = {
    "remedies/reconsideration/total": 3,
    "remedies/reconsideration/upheld": 3,
    "remedies/suit_direct/total": 2,
    "remedies/suit_direct/upheld": 2,
}


@pytest.mark.parametrize(
    ("overview", "expected"),
    [
        ("因政府信息公开被申请行政复议36件，行政诉讼9件。", ["TEXT-T4", "TEXT-T4"]),
        ("政府信息公开类行政诉讼5件。", ["TEXT-T4"]),
        ("涉及政府信息公开的行政复议和行政诉讼共9件。", ["TEXT-T4"]),
        ("未发生因政府信息公开工作而被申请行政复议或被提起行政诉讼的情况。", ["TEXT-NONE", "TEXT-NONE"]),
        ("没有因政府信息公开引发的行政诉讼。", ["TEXT-NONE"]),
        ("因政府信息公开引发行政复议3件、行政诉讼2件。", []),
        ("涉及政府信息公开的行政复议和行政诉讼共5件。", []),
        ("全年办理行政复议案件120件。", []),
        ("审理行政复议56件，依法公开文书。", []),
        ("政府信息公开行政复议案件3件，未发生行政复议被纠正情形。", []),
        ("2022年政府信息公开行政复议7件。", []),
        ("因政府信息公开被提起行政诉讼2件，其中未经复议直接起诉2件。", []),
        ("未发生因政府信息公开被行政复议纠错、行政诉讼败诉案件。", []),
        ("对无法提供的政府信息公开答复提起行政复议3件。", []),
        ("因未按时答复政府信息公开申请被申请行政复议3件。", []),
        ("未被申请政府信息公开行政复议。", ["TEXT-NONE"]),
    ],
)
def test_remedies_in_prose_against_table_4(overview: str, expected: list[str]) -> None:
    assert [f.code for f in prose(overview, REMEDIES)] == expected


PROACTIVE: dict[str, Value] = {
    "proactive/normative/made": 8,
    "proactive/normative/repealed": 1,
    "proactive/normative/in_force": 18,
    "proactive/permits/decisions": 13,
    "proactive/charges/amount": Decimal("2.5"),
}


@pytest.mark.parametrize(
    ("overview", "expected"),
    [
        ("全年制定行政规范性文件9件，现行有效规范性文件20件。", ["TEXT-T2", "TEXT-T2"]),
        ("作出行政许可决定14件。", ["TEXT-T2"]),
        ("全年行政事业性收费30万元。", ["TEXT-T2"]),
        ("印发8件行政规范性文件，废止1件行政规范性文件，现行有效规范性文件18件。", []),
        ("全年行政事业性收费25000元。", []),
        ("公开规范性文件26件，审核规范性文件5件，清理规范性文件120件。", []),
        ("公开行政许可信息130条。", []),
        ("推进“高效办成一件事”，行政许可办件量1.2万件。", []),
        ("减免行政事业性收费30万元。", []),
        ("全年行政事业性收费3万元。", []),
        ("全年行政事业性收费2.6万元。", ["TEXT-T2"]),
    ],
)
def test_documents_decisions_and_charges_in_prose_against_table_2(overview: str, expected: list[str]) -> None:
    assert [f.code for f in prose(overview, PROACTIVE)] == expected


@pytest.mark.parametrize(
    ("overview", "expected"),
    [
        ("严格按照规定的时限要求，及时回应并公开群众申请的相关政府信息。", ["TEXT-PRAISE"]),
        ("依法答复政府信息公开申请，群众满意。", ["TEXT-PRAISE"]),
        ("政府信息公开申请均已按期答复。", ["TEXT-PRAISE"]),
        ("健全制度，确保依法答复申请。", []),
        ("将依法答复政府信息公开申请。", []),
        ("2023年未收到申请，对申请均按时答复。", []),
    ],
)
def test_praise_for_answers_beside_an_empty_table_3_is_hinted_at(overview: str, expected: list[str]) -> None:
    assert [f.code for f in prose(overview)] == expected
    assert prose(overview, asked(3)) == [] or "未收到" in overview


@pytest.mark.parametrize(
    "overview",
    [
        "收到来函379件，其中自然人277件，法人94件。",
        "共收到来函十二件，其中自然人十件，企业三件。",
        "公开信息100条，其中网站80条，微信30条。",
        "公开信息100条，其中网站180条。",
        "收到来函379件，其中自然人277件，其中网上200件，信函77件，法人94件。",
        "收到来函379件，其中自然人277件（其中网上200件，信函97件），法人102件。",
        "公开信息249条，其中：公文9条；机构7条；重点工作39条；财政6条；网站186条。",
        "发布信息500条，包括政务动态300条、通知公告240条。",
        "公开信息500条。其中，概况类40条，动态470条。",
    ],
)
def test_parts_that_do_not_make_the_whole_are_found(overview: str) -> None:
    assert [f.code for f in prose(overview)] == ["TEXT-PARTS"]


@pytest.mark.parametrize(
    "overview",
    [
        "公开信息249条，其中：公文9条；机构7条；重点工作39条；财政6条；年报1条；指南1条；网站185条；制度1条。",
        "主动公开政府信息1619 条,其中网站报送政府信息 1581条。",
        "收到来函379件，其中自然人277件（其中网上200件，信函77件），法人102件。",
        "收到来函379件，其中自然人277件，其中网上200件，信函77件，法人102件。",
        "公开信息1200条，其中政策20条，财政15条。",
        "公开信息120条，其中政策100条，财政15条等。",
        "收到来电36件，其中投诉2件；办结36件，办结率100%。",
        "开展培训5次，其中线上2次，线下3次，参训200人次。",
        "受理36件，其中自然人和企业分别为30件、6件。",
        "发布信息约500条，其中政务动态300条、通知公告240条。",
        "发布信息500条，其中动态300条，同比增加240条。",
        "收到网民留言360条，办结358条，其中领导信箱120条、热线240条。",
        "制作图解25个、视频8个，其中原创图解20个、视频6个。",
        "公开信息500条。其中，概况类40条，动态460条。",
    ],
)
def test_parts_that_fit_or_are_only_examples_are_left_alone(overview: str) -> None:
    assert prose(overview) == []


def test_the_missing_part_is_counted_out() -> None:
    (found,) = prose("收到来函379件，其中自然人277件，法人94件。")
    assert found.message == "“其中”各项之和与总数不符：277 + 94 = 371，总数为 379，相差 8。"


def test_evidence_stands_at_its_own_line() -> None:
    text = "2023年，本机关认真落实条例。\n（二）依申请公开。收到政府信息公开申请36件。"
    read = reading(asked(35), overview=text)
    section = replace(read.report.sections["overview"], place=Place(line=4), lines=(Place(line=5), Place(line=6)))
    made = replace(read.report, sections={**read.report.sections, "overview": section})
    (found,) = [f for f in check(replace(read, report=made)) if f.code == "TEXT-T3"]
    assert str(found.evidence[0].place) == "第6行"


def test_a_clean_report_has_no_finding_at_all() -> None:
    assert codes(check(reading())) == []


def test_claims_tell_what_each_number_counts() -> None:
    text = "2023年收到政府信息公开申请36件，办结政府信息公开申请33件，结转下年度办理3件。"
    found = claims(Context(reading(overview=text)))
    assert [(c.kind, c.quantity.value) for c in found] == [("received", 36), ("handled", 33), ("carried_out", 3)]


def test_a_full_narrative_that_agrees_with_its_tables_is_left_alone() -> None:
    figures: dict[str, Value] = {**asked(154, carried_out=6), **REMEDIES, **PROACTIVE}
    text = (
        "2023年，全区主动公开政府信息12345条，其中门户网站9876条，政务新媒体2469条。\n"
        "全年共收到政府信息公开申请154件，上年结转0件；办结148件，其中予以公开148件，部分公开0件；结转下年度继续办理6件。\n"
        "与2022年相比，申请量增加12件，增长8.5%。通过“12345”热线受理诉求23456件，按时办结率99.8%。\n"
        "因政府信息公开被申请行政复议3件，被提起行政诉讼2件，未发生败诉案件。\n"
        "作出行政许可决定13件，制定行政规范性文件8件，行政事业性收费2.5万元。\n"
        "6月印发2023年政务公开工作要点任务分解表，明确24项任务，组织培训2次，累计参训200余人次。"
    )
    assert prose(text, figures) == []


def test_traditional_characters_are_read_and_quoted_as_they_stand() -> None:
    (found,) = prose("2023年，我局共收到政府信息公開申請三十六件。", asked(35))
    assert found.code == "TEXT-T3"
    assert found.evidence[0].quote == "2023年，我局共收到政府信息公開申請三十六件"
    clean = reading(
        overview=("主動公開信息，暢通依申請公開渠道，落實信息管理、網站平臺建設和監督保障。"),
        other="本機關未收取信息處理費。",
    )
    assert codes(check(clean)) == []
