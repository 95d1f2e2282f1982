"""Years, dates, and the form and notice of the year."""

from datetime import date

import pytest

from gongkai.reports.checks import check
from reports.making import OVERVIEW, codes, found, reading


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
