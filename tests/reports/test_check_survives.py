"""Whatever a reader hands over, the checks answer: no exception, no endless search, only codes of the table."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.reports.checks import check, rules
from gongkai.reports.compare import compare, compare_many
from gongkai.reports.editions import editions
from gongkai.reports.model import AnnualReport, CellId, Doubt, FilledTable, Reading, Section, Value
from gongkai.reports.outputs.json import dumps, findings_from_json, from_json, loads, to_json
from gongkai.reports.summing import add_up
from reports.strategies import make_report, reading_of

FRAGMENTS = (
    "2023年",
    "2022年",
    "收到",
    "政府信息公开申请",
    "三十六件",
    "36件",
    "其中",
    "自然人",
    "（",
    "）",
    "，",
    "；",
    "。",
    "\n",
    "包括",
    "行政复议",
    "行政诉讼",
    "未",
    "结转下年度",
    "12,345条",
    "余件",
    "国办公开办函〔2019〕60号",
    "1月1日至12月31日",
    "统计期限",
    "联系人：",
    "13900000000",
    "@126.com",
    "公開",
    "信息处理费",
    "0元",
    "规范性文件",
    "废止",
    "万",
    "亿",
    "％",
    "\0",
    "😀",
)
WORDS = st.lists(st.one_of(st.sampled_from(FRAGMENTS), st.text(max_size=4)), max_size=40).map("".join)
FIGURE: st.SearchStrategy[Value] = st.one_of(
    st.none(),
    st.integers(-5, 10**15),
    st.decimals(-1, 10**12, allow_nan=False, allow_infinity=False, places=7).map(Decimal),
)


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    report = make_report(draw(st.integers(0, 10**6)))
    tables = {}
    for key, table in report.tables.items():
        rows = {row: dict(columns) for row, columns in table.rows.items()}
        for row in draw(st.lists(st.sampled_from(sorted(rows)), max_size=6)):
            for column in rows[row]:
                rows[row][column] = draw(FIGURE)
        tables[key] = FilledTable(table.edition, rows)
    sections = {
        s.key: Section(s.key, draw(st.one_of(st.none(), st.just(s.label))), draw(WORDS))
        for s in editions()[report.edition].sections
        if draw(st.integers(0, 5))
    }
    made: AnnualReport = replace(
        report,
        tables=tables,
        sections=sections,
        preamble=draw(WORDS),
        title=draw(st.one_of(st.none(), WORDS)),
        agency=draw(st.sampled_from([None, "示例县商务局", "市", ""])),
        year=draw(st.sampled_from([None, 0, 2018, 2020, 2023, 2199, 9999])),
        signed_on=draw(st.one_of(st.none(), st.dates(date(1900, 1, 1), date(2198, 1, 1)))),
    )
    read = reading_of(made)
    printed = {cell: text for cell, text in read.printed.items() if draw(st.integers(0, 60))}
    some = draw(st.lists(st.sampled_from(sorted(read.printed)), max_size=3))
    return replace(read, printed=printed, doubts=tuple(Doubt("letters", "存疑", CellId(*cell)) for cell in some))


@settings(max_examples=60, deadline=None)
@given(readings(), readings())
def test_checks_answer_whatever_they_are_given(one: Reading, two: Reading) -> None:
    for finding in check(one, previous=two, others=[two]):
        assert finding.code in rules()
        assert finding.message
        assert finding.mend


@settings(max_examples=30, deadline=None)
@given(readings(), readings())
def test_comparing_adding_and_writing_answer_too(one: Reading, two: Reading) -> None:
    list(compare(one, two).rows())
    list(compare_many([one, two]).rows())
    total = add_up([one, two], ["示例县商务局"])
    assert total.completeness().endswith("。")
    found = check(one)
    back = loads(dumps(to_json(one, findings=found)))
    assert from_json(back).report == one.report
    assert findings_from_json(back) == found


@pytest.mark.parametrize(
    "unit",
    [
        "1",
        "一",
        "收到申请公开",
        "3件其中",
        "(其中1件",
        "未收到",
        "a",
        "a.",
        "2022年",
        "一、甲\n",
        "由包括",
        "收取处理费",
        "十件",
        "開公",
    ],
)
def test_a_hundred_thousand_characters_of_nonsense_end(unit: str) -> None:
    """Patterns that went back over their text would not finish here within a lifetime."""
    report = make_report(1, editions()["2021"])
    text = unit * (100_000 // len(unit))
    sections = {**report.sections, "problems": Section("problems", None, text)}
    found = check(reading_of(replace(report, sections=sections, preamble=text[:50_000] + "@")))
    assert {f.code for f in found} <= set(rules())
