"""Single figures: what fires, and what must not."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from gongkai.reports.checks import Settings
from gongkai.reports.model import CellId, Doubt, Value
from reports.making import asked, found, reading


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
