"""Figures, history, dates, sections, names, privacy and copied text: what fires, and what must not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from gongkai.reports.checks import CHECKS, Settings, check, rules
from gongkai.reports.checks import page as docs
from gongkai.reports.checks.privacy import is_identity
from gongkai.reports.model import CellId, Doubt, Finding, Reading, Section, Value
from reports.making import OVERVIEW, PROBLEMS, asked, codes, reading, report
from reports.strategies import make_report, reading_of


def found(read: Reading, code: str, **more: object) -> list[Finding]:
    return [f for f in check(read, **more) if f.code == code]  # type: ignore[arg-type]


# ── figures ──


@pytest.mark.parametrize(
    ("cell", "value", "count"),
    [
        ("proactive/permits/decisions", -1, 1),
        ("proactive/permits/decisions", Decimal("2.5"), 1),
        ("proactive/charges/amount", Decimal("-3.2"), 1),
        ("proactive/charges/amount", Decimal("1.2345678"), 1),
        ("proactive/charges/amount", Decimal("4166.241619"), 0),
        ("proactive/charges/amount", Decimal("2.50000000"), 0),
        ("proactive/permits/decisions", 11398889, 0),
    ],
)
def test_impossible_figures_are_found(cell: str, value: Value, count: int) -> None:
    assert len(found(reading({cell: value}), "NUM")) == count


def test_a_fall_in_projects_of_2019_is_no_impossible_figure() -> None:
    read = reading({"proactive/permits/change": -37}, edition="2019", year=2020, signed_on=date(2021, 1, 5))
    assert found(read, "NUM") == []


def test_blank_cells_are_one_finding_a_table() -> None:
    read = reading(
        {"proactive/permits/decisions": None, "applications/granted/other": None, "applications/partial/other": None}
    )
    assert [f.message for f in found(read, "BLANK")] == [
        "表二有 1 格空白：表二“行政许可”行“本年处理决定数量”列。",
        "表三有 2 格空白：表三“（一）予以公开”行“其他”列、表三“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”行“其他”列。",
    ]


def test_signs_and_letters_are_quoted_as_unreadable() -> None:
    read = reading({"proactive/coercion/decisions": None})
    cell = CellId("proactive", "coercion", "decisions")
    read = replace(read, printed={**read.printed, cell: "-"})
    (one,) = found(read, "UNREADABLE")
    assert one.message == "表二有 1 格不是数字：表二“行政强制”行“本年处理决定数量”列“-”。"
    assert found(read, "BLANK") == []


@pytest.mark.parametrize(
    ("agency", "count"),
    [
        ("示例县商务局", 1),
        ("示例县人民政府", 1),
        ("示例自治县人民政府办公室", 1),
        ("示例镇人民政府", 1),
        ("示例省人民政府", 0),
        ("示例市人民政府办公厅", 0),
        ("示例自治州人民政府", 0),
        ("示例部", 0),
    ],
)
def test_only_some_bodies_may_make_rules(agency: str, count: int) -> None:
    read = reading(
        {"proactive/rules/made": 1, "proactive/rules/in_force": 1}, agency=agency, title=None, signed_by=agency
    )
    assert len(found(read, "T2-REG")) == count


def test_many_other_outcomes_are_asked_about() -> None:
    figures = asked(20, granted=12)
    figures |= {"applications/other.other/natural_person": 8, "applications/other.other/total": 8}
    figures |= {"applications/handled_total/natural_person": 20, "applications/handled_total/total": 20}
    (one,) = found(reading(figures), "OTHER-SHARE")
    assert one.message == "“其他处理”共 8 件，占办理总数 20 件的 40%，超过 20%。"
    assert found(reading(figures), "OTHER-SHARE", settings=Settings(other_share=0.5)) == []
    assert found(reading(figures), "OTHER-SHARE", settings=Settings(other_least=9)) == []


def test_a_row_outside_the_form_is_an_error() -> None:
    doubt = Doubt("extra-row", "“其他主动公开文件”不是格式规定的行，其数字（186、86、255）未采用。")
    (one,) = found(replace(reading(), doubts=(doubt,)), "EXTRA-ROW")
    assert one.severity == "error"


@pytest.mark.parametrize(
    ("figures", "edition", "count"),
    [
        ({"made": 8, "repealed": 1, "in_force": 3}, "2021", 1),
        ({"made": 8, "repealed": 1, "in_force": 7}, "2021", 0),
        ({"made": 0, "repealed": 5, "in_force": 5}, "2021", 0),
        ({"newly_published": 9, "published_total": 4}, "2019", 1),
        ({"newly_published": 4, "published_total": 9}, "2019", 0),
        ({"made": 8, "repealed": 1, "in_force": None}, "2021", 0),
    ],
)
def test_totals_are_no_less_than_the_year_alone(figures: dict[str, Value], edition: str, count: int) -> None:
    cells = {f"proactive/normative/{column}": value for column, value in figures.items()}
    assert len(found(reading(cells, edition=edition), "T2-LOGIC")) == count


# ── history ──


def last_year(figures: dict[str, Value] | None = None, **changes: object) -> Reading:
    changes = {"year": 2022, "title": None, "signed_on": date(2023, 1, 10), "overview": "", **changes}
    return reading(figures, **changes)  # type: ignore[arg-type]


def test_what_came_over_must_be_what_was_handed_on() -> None:
    before = last_year(asked(9, carried_out=3))
    assert found(reading(asked(5, carried_in=3)), "CARRY", previous=before) == []
    (one,) = found(reading(asked(5, carried_in=2)), "CARRY", previous=before)
    assert one.message == (
        "本年“上年结转”与上年报告“结转下年度继续办理”不一致：“自然人”列本年 2、上年 3；“总计”列本年 2、上年 3。"
    )


def test_a_report_of_another_year_is_no_history() -> None:
    before = last_year(asked(9, carried_out=3), year=2020)
    assert found(reading(asked(5, carried_in=2)), "CARRY", previous=before) == []


def test_documents_in_force_follow_from_last_year() -> None:
    before = last_year({"proactive/normative/in_force": 10})
    figures: dict[str, Value] = {"proactive/normative/made": 3, "proactive/normative/repealed": 1}
    assert found(reading({**figures, "proactive/normative/in_force": 12}), "T2-BAL", previous=before) == []
    (one,) = found(reading({**figures, "proactive/normative/in_force": 9}), "T2-BAL", previous=before)
    assert one.severity == "warning"
    assert "9 件，而上年 10 + 本年制发 3 − 本年废止 1 = 12 件" in one.message


def test_projects_of_2019_follow_from_the_change() -> None:
    shape = {"edition": "2019", "title": None}
    before = reading({"proactive/permits/previous": 173, "proactive/permits/change": -37}, year=2019, **shape)  # type: ignore[arg-type]
    now = {"year": 2020, "signed_on": date(2021, 1, 5), **shape}
    assert found(reading({"proactive/permits/previous": 136}, **now), "2019-NEXT", previous=before) == []  # type: ignore[arg-type]
    assert len(found(reading({"proactive/permits/previous": 173}, **now), "2019-NEXT", previous=before)) == 1  # type: ignore[arg-type]


# ── years and dates ──


@pytest.mark.parametrize(
    ("agency", "signed", "expected"),
    [
        ("示例县商务局", date(2023, 12, 28), ["DATE-EARLY"]),
        ("示例县商务局", date(2023, 12, 31), []),
        ("示例县商务局", date(2024, 1, 31), []),
        ("示例县商务局", date(2024, 2, 1), ["DATE-LATE"]),
        ("示例县人民政府", date(2024, 2, 20), []),
        ("示例县人民政府", date(2024, 2, 21), ["DATE-LATE"]),
        ("示例市示例区人民政府", date(2024, 3, 1), ["DATE-LATE"]),
        ("示例市人民政府", date(2024, 3, 10), []),
        ("示例省人民政府", date(2024, 3, 31), []),
        ("示例镇人民政府", date(2024, 2, 5), ["DATE-LATE"]),
        ("示例县商务局", None, ["DATE-NONE"]),
    ],
)
def test_the_signature_stands_between_the_end_of_the_year_and_the_last_day(
    agency: str, signed: date | None, expected: list[str]
) -> None:
    read = reading(agency=agency, signed_by=agency, title=None, signed_on=signed)
    assert [c for c in codes(check(read)) if c.startswith("DATE")] == expected


@pytest.mark.parametrize(
    ("preamble", "count"),
    [
        ("本报告统计期限为2022年1月1日至2022年12月31日。", 1),
        ("所列数据的统计期限自2023年1月1日起至2023年11月30日止。", 1),
        ("数据统计时限为2023年1月1日至2024年12月31日。", 1),
        ("所列数据的统计期限自 2023 年 1 月 1 日起至 2023 年 12 月 31 日止。", 0),
        ("数据统计期限为2023年1月1日至12月31日。", 0),
        ("2023年3月1日至2023年3月31日开展公开宣传月活动。", 0),
    ],
)
def test_the_period_is_the_whole_of_the_reports_year(preamble: str, count: int) -> None:
    assert len(found(reading(preamble=preamble), "YEAR")) == count


def test_a_title_of_another_year_is_found() -> None:
    (one,) = found(reading(title="示例县商务局2022年政府信息公开工作年度报告"), "YEAR")
    assert one.message == "标题写的是 2022 年，正文和数据是 2023 年。"


@pytest.mark.parametrize(
    "changes",
    [
        {"problems": "（一）存在的问题。队伍业务能力不足。\n（二）整改措施。2023年我局将加大公开力度，完善机制。"},
        {"problems": "存在更新不及时的问题。下一步，2023年将继续加强培训。"},
        {"overview": "2022年，本机关认真落实条例，扎实推进公开工作。\n" + OVERVIEW},
        {"overview": OVERVIEW + "\n2024年，本机关公开信息120条，组织培训2次。"},
    ],
)
def test_left_over_years_are_found(changes: dict[str, str]) -> None:
    assert len(found(reading(**changes), "YEAR-LEFT")) == 1  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "changes",
    [
        {"problems": "2023年公开工作虽取得成效，但仍存在不足。下一步将加强培训，2024年完成栏目改版。"},
        {"problems": "对照2022年度报告指出的问题，2023年完成了整改。今后将继续改进。"},
        {"overview": OVERVIEW + "\n2022年制定的办法继续施行，比2022年增加3条。"},
        {"overview": OVERVIEW + "\n根据国办函〔2020〕109号和《示例县2022年政务公开工作要点》开展工作。"},
        {"overview": OVERVIEW + "\n截至2022年底累计公开信息300条。"},
        {"overview": OVERVIEW + "\n落实2021—2025年规划。"},
        {"overview": OVERVIEW + "\n2024年将进一步加大公开力度。"},
    ],
)
def test_years_with_a_reason_are_left_alone(changes: dict[str, str]) -> None:
    assert found(reading(**changes), "YEAR-LEFT") == []  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("year", "preamble", "count"),
    [
        (2022, "根据国办公开办函〔2019〕60号的要求编制。", 1),
        (2022, "根据国办公开办函[2019]60号的要求编制。", 1),
        (2022, "根据国办公开办函〔2021〕30号的要求编制。", 0),
        (2022, "根据国办公开办函〔2019〕60号和国办公开办函〔2021〕30号的要求编制。", 0),
        (2020, "根据国办公开办函〔2019〕60号的要求编制。", 0),
    ],
)
def test_the_notice_cited_is_that_of_the_year(year: int, preamble: str, count: int) -> None:
    assert len(found(reading(year=year, preamble=preamble, title=None), "NOTICE")) == count


def test_tables_of_another_years_form_are_errors_and_those_alike_in_both_are_not() -> None:
    read = reading(edition="2019", title=None)
    assert [f.message for f in found(read, "EDITION")] == [
        "表二用的是国办公开办函〔2019〕60号的格式，2023 年度报告应当使用国办公开办函〔2021〕30号的格式。",
        "表三用的是国办公开办函〔2019〕60号的格式，2023 年度报告应当使用国办公开办函〔2021〕30号的格式。",
    ]


# ── sections and names ──


def without(read: Reading, key: str) -> Reading:
    return replace(
        read, report=replace(read.report, sections={k: s for k, s in read.report.sections.items() if k != key})
    )


def test_a_lost_section_and_an_empty_one_are_told_apart() -> None:
    assert codes(check(without(reading(), "problems"))) == ["SECTION-NONE"]
    (empty,) = check(reading(other=""))
    assert empty.code == "SECTION-EMPTY"
    assert empty.message == "第六部分“其他需要报告的事项”只有标题，没有内容。"
    assert empty.mend == "请写明信息处理费收取情况；确无其他事项的，也应说明。"


def test_a_report_without_any_heading_is_one_finding() -> None:
    read = reading()
    assert len(found(replace(read, report=replace(read.report, sections={})), "SECTION-NONE")) == 1


PERIOD = "本报告统计期限为2023年1月1日至2023年12月31日。"


@pytest.mark.parametrize(
    "changes",
    [
        {"other": "本机关未收取信息处理费。\n七、重点领域信息公开情况\n有序开展。"},
        {"preamble": PERIOD + "本报告由总体情况、主动公开情况、申请情况等八个部分组成。"},
        {
            "preamble": PERIOD
            + "全文包括总体公开情况,主动公开情况,重点领域公开情况,政务服务情况,建议提案办理情况,政策解读情况,回应关切情况,其他事项。"
        },
    ],
)
def test_parts_of_the_bodys_own_making_are_found(changes: dict[str, str]) -> None:
    assert codes(check(reading(**changes))) == ["SECTION-OWN"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "preamble",
    [
        PERIOD
        + "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项六个部分组成。",
        PERIOD
        + "报告包括总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、"
        "存在的主要问题及改进情况、其他需要报告的事项。",
    ],
)
def test_the_six_parts_of_the_form_are_left_alone(preamble: str) -> None:
    assert codes(check(reading(preamble=preamble))) == []
    numbered = "一、存在的主要问题\n解读不够丰富。\n二、改进情况\n加强培训，改进工作。"
    assert codes(check(reading(preamble=preamble, problems=numbered))) == []


def test_section_one_speaks_of_five_topics() -> None:
    (one,) = found(reading(overview="2023年，本机关主动公开信息，畅通依申请公开渠道，加强信息审核。"), "SEC1-TOPICS")
    assert one.message == "第一部分没有谈到：政府信息公开平台建设、监督保障。"


def test_a_long_section_one_is_only_a_hint_and_only_in_the_form_of_2021() -> None:
    long = OVERVIEW + "公开工作有序开展" * 120
    (one,) = found(reading(overview=long), "SEC1-LENGTH")
    assert one.severity == "hint"
    assert found(reading(overview=long, edition="2019", year=2020, title=None), "SEC1-LENGTH") == []


@pytest.mark.parametrize(
    ("agency", "more", "expected"),
    [
        ("示例镇人民政府", "", ["第一部分没有写明社会评议、责任追究的结果情况。"]),
        ("示例镇人民政府", "社会评议良好，未发生责任追究。", []),
        ("示例县商务局", "", []),
    ],
)
def test_a_government_reports_assessment_appraisal_and_liability(agency: str, more: str, expected: list[str]) -> None:
    read = reading(agency=agency, title=None, signed_by=agency, overview=OVERVIEW + "\n工作考核结果优秀。" + more)
    assert [f.message for f in found(read, "SEC1-OVERSIGHT")] == expected


def test_section_five_needs_problems_and_measures() -> None:
    (one,) = found(reading(problems="2023年各项工作有序开展，成效良好。"), "SEC5")
    assert one.message == "第五部分没有写存在的问题、改进情况。"
    assert found(reading(), "SEC5") == []


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ("虚心接受群众监督，提高办事透明度。", ["TEXT-FEE"]),
        ("2023年度，政府信息公开未发生收费情况。", []),
        ("全年收取政府信息公开信息处理费0元。", []),
        ("本机关未收取信息处理费。", []),
        ("无收取信息处理费情况。", []),
        ("全年收取信息处理费300元。", ["TEXT-FEE-SUM"]),
    ],
)
def test_section_six_tells_of_the_fee(other: str, expected: list[str]) -> None:
    assert codes(check(reading(other=other))) == expected


def test_a_fee_within_the_charges_of_table_2_agrees() -> None:
    read = reading({"proactive/charges/amount": Decimal("0.03")}, other="全年收取信息处理费300元。")
    assert codes(check(read)) == []


def test_no_fee_is_asked_for_before_2021() -> None:
    read = reading(
        other="虚心接受监督。",
        edition="2019",
        year=2020,
        title=None,
        preamble="",
        signed_on=date(2021, 1, 5),
        overview=OVERVIEW.replace("2023", "2020"),
    )
    assert codes(check(read)) == []


def test_lapsed_fees_beside_no_notices_are_hinted_at() -> None:
    rows = ("received", "other.fee_lapsed", "handled_total")
    figures: dict[str, Value] = {f"applications/{r}/{c}": 2 for r in rows for c in ("natural_person", "total")}
    assert codes(check(reading(figures, other="2023年未发出信息处理费收费通知，未收取信息处理费。"))) == [
        "TEXT-FEE-LAPSED"
    ]
    assert codes(check(reading(figures, other="2023年未收取信息处理费。"))) == []


@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({"signed_by": "甲乙县商务局"}, 1),
        (
            {
                "title": "示例商务局2023年政府信息公开工作年度报告",
                "agency": "示例商务局",
                "signed_by": None,
                "preamble": "示例县商务局现公布报告。",
            },
            1,
        ),
        ({"title": "示例市商务局2023年政府信息公开工作年度报告"}, 1),
        ({"signed_by": "示例县商务局办公室"}, 0),
        ({"title": "示例市示例县商务局2023年政府信息公开工作年度报告"}, 0),
        ({"title": "2023年政府信息公开工作年度报告"}, 0),
        ({"title": "示例县商务局 2023 年政府信息公开工作年度报告"}, 0),
    ],
)
def test_title_text_and_signature_name_one_body(changes: dict[str, str], count: int) -> None:
    assert len(found(reading(**changes), "AGENCY")) == count  # type: ignore[arg-type]


def test_a_report_without_body_or_year_says_so() -> None:
    read = reading(agency=None, year=None, title=None, signed_by=None)
    assert {"AGENCY-NONE", "YEAR-NONE"} <= set(codes(check(read)))


# ── what must not be published ──


def identity(birthday: str) -> str:
    """A number with a right check character in a region that does not exist."""
    body = "999999" + birthday + "999"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, weights, strict=True)) % 11]


def test_identity_numbers_are_known_by_birthday_and_check_character() -> None:
    good = identity("19900307")
    assert is_identity(good)
    assert not is_identity(identity("19901307"))
    assert not is_identity(good[:-1] + ("0" if good[-1] != "0" else "1"))


def test_an_identity_number_is_an_error_and_never_repeated() -> None:
    number = identity("19900307")
    (one,) = found(reading(overview=OVERVIEW + f"\n申请人证件号{number}，已办结。"), "PRIVATE-ID")
    assert one.severity == "error"
    assert [e.quote for e in one.evidence] == ["999999" + "*" * 10 + number[-2:]]
    assert number not in one.message


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("联系电话：13900000000。", ["PRIVATE-MOBILE"]),
        ("联系电话：139-0000-0000。", ["PRIVATE-MOBILE"]),
        ("联系人：张示例，电话：0999-2000000。", ["PRIVATE-NAME", "PHONE"]),
        ("邮箱：example@126.com。", ["PRIVATE-EMAIL"]),
        ("邮箱：zwgk@example.gov.cn。", []),
        ("电话：0999-2000000。", ["PHONE"]),
        ("联系电话5000000。", ["PHONE"]),
        ("统一社会信用代码11999999MB00000000。", []),
        ("编号20231390000000012。", []),
        ("联系人：办公室，受理热线12345。", []),
        ("索引号014314799/2024-00002。", []),
    ],
)
def test_personal_contacts_are_found_and_numbers_of_other_kinds_are_not(words: str, expected: list[str]) -> None:
    preamble = "本报告统计期限为2023年1月1日至2023年12月31日。" + words
    assert sorted(codes(check(reading(preamble=preamble)))) == sorted(expected)


def test_office_telephones_can_be_left_out() -> None:
    assert codes(check(reading(preamble="电话：0999-2000000。"), settings=Settings(phones=False))) == []


# ── the same words again ──

LONG = (
    "一是公开内容的深度还不够，部分政策文件只公开正文而缺少解读，群众看不懂、用不上的情况仍然存在。"
    "二是基础工作不扎实，个别科室报送信息迟缓，栏目更新周期过长。三是队伍流动较快，新接手同志对法定期限掌握不牢。"
    "下一步，我们将围绕群众需求丰富解读形式，落实科室报送责任，按季度开展业务练兵，切实改进公开质量。"
)
OTHER_WORDS = (
    "一是依申请公开答复文书格式不统一，说理部分过于简单。二是村级公开与部门公开衔接不畅，重复录入较多。"
    "三是历史文件电子化程度低，检索费时。今后要统一答复模板并逐件法制审核，打通数据接口，分三批完成历史文件扫描入库，改进服务。"
)


def test_section_five_as_last_year_is_found_even_with_a_new_year_and_sentence() -> None:
    before = last_year(problems=LONG)
    now = reading(problems="2023年工作取得进展。" + LONG)
    assert codes(check(now, previous=before)) == ["SEC5-SAME"]
    assert codes(check(reading(problems=OTHER_WORDS), previous=before)) == []


def test_section_one_as_last_year_is_found() -> None:
    assert codes(check(reading(), previous=last_year(overview=OVERVIEW.replace("2023", "2022")))) == ["SAME-YEAR"]


def test_short_texts_are_never_called_copied() -> None:
    assert codes(check(reading(problems=PROBLEMS), previous=last_year(problems=PROBLEMS))) == []


def test_another_bodys_text_is_found_whatever_the_name_in_it() -> None:
    twin = reading(problems="示例县财政局" + LONG, agency="示例县财政局", overview="", title=None, signed_by=None)
    other = reading(problems=OTHER_WORDS, agency="示例县教育局", overview="", title=None, signed_by=None)
    (one,) = check(reading(problems="示例县商务局" + LONG), others=[other, twin])
    assert one.code == "SAME-BODY"
    assert one.message == "第五部分与示例县财政局的报告有 100% 相同。"
    assert check(reading(problems=LONG), others=[other]) == ()


def test_a_reading_among_the_others_is_not_its_own_twin() -> None:
    mine = reading(problems=LONG)
    assert check(mine, others=[mine, reading(problems=LONG)]) == ()


# ── all together ──


def test_generated_balanced_reports_draw_only_what_they_hold() -> None:
    seen = {code for seed in range(200) for code in codes(check(reading_of(make_report(seed, balanced=True))))}
    assert seen <= {"T2-REG", "T2-LOGIC", "OTHER-SHARE", "CO-DEF", "SEC1-OVERSIGHT"}


def test_errors_come_first() -> None:
    order = [f.severity for f in check(reading(other="", preamble="电话：0999-2000000。", signed_on=None))]
    assert order == ["error", "warning", "hint"]


def test_every_code_a_check_can_raise_is_in_the_table() -> None:
    import re

    source = "".join(p.read_text(encoding="utf-8") for p in Path(docs.__file__).parent.glob("*.py"))
    used = set(re.findall(r'flag\(\s*"([A-Z0-9-]+)"', source)) | set(re.findall(r'_note\(hits, "([A-Z-]+)"', source))
    assert used - set(rules()) == set()
    assert len(used) >= 35
    assert len(CHECKS) == 31


def test_the_page_of_checks_is_in_step_with_the_table() -> None:
    path = Path(__file__).parents[2] / "docs" / "reference" / "checks.md"
    assert path.read_text(encoding="utf-8") == docs.render()


def test_the_same_report_in_one_long_paragraph_reads_the_same() -> None:
    made = report(
        asked(35), overview="2023年，本机关收到政府信息公开\n申请36件，均已答复，其余工作有序开展，成效良好。"
    )
    wrapped = reading_of(made)
    assert [f.code for f in check(wrapped) if f.code == "TEXT-T3"] == []
    broken = replace(
        made,
        sections={
            **made.sections,
            "overview": Section("overview", None, "2023年，本机关在全县范围内共收到政府信息公开\n申请36件，均已答复。"),
        },
    )
    assert [f.code for f in check(reading_of(broken)) if f.code == "TEXT-T3"] == ["TEXT-T3"]
