"""The six sections, the fee, and the body's name."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gongkai.reports.checks import check
from gongkai.reports.model import Reading, Value
from reports.making import OVERVIEW, codes, found, reading


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
        ("依申请公开均为免费提供。", []),
        ("政府信息公开零收费。", []),
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


def test_a_heading_that_is_printed_is_not_called_missing() -> None:
    read = without(reading(), "applications")
    assert codes(check(read)) == ["SECTION-NONE"]
    assert codes(check(replace(read, text=read.text + "\n三、 收到和处理政府信息公开申请情况\n"))) == []
    assert codes(check(replace(read, text=read.text + "\n第三部分是收到和处理政府信息公开申请情况。"))) == [
        "SECTION-NONE"
    ]
