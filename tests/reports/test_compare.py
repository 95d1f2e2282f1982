from dataclasses import replace
from datetime import date

from gongkai.reports.compare import compare, compare_many
from gongkai.reports.model import CellId, Doubt, Reading, Value
from reports.making import asked, reading

RECEIVED = CellId("applications", "received", "total")


def year(number: int, figures: dict[str, Value] | None = None, **changes: object) -> Reading:
    changes = {"year": number, "title": None, "preamble": "", "signed_on": date(number + 1, 1, 9), **changes}
    return reading(figures, **changes)  # type: ignore[arg-type]


def test_figures_of_two_years_have_difference_and_ratio() -> None:
    found = compare(year(2022, asked(8)), year(2023, asked(10)))
    (received,) = [c for c in found.changes if c.cell == RECEIVED]
    assert (received.before, received.after, received.difference, received.ratio) == (8, 10, 2, 0.25)
    assert received.label == "一、本年新收政府信息公开申请数量·总计"
    assert found.warnings == ()


def test_from_nought_there_is_no_ratio_and_from_a_blank_no_difference() -> None:
    found = compare(year(2022, {"proactive/permits/decisions": None}), year(2023, asked(10)))
    by = {c.cell: c for c in found.changes}
    assert by[RECEIVED].ratio is None
    assert by[RECEIVED].difference == 10
    assert by[CellId("proactive", "permits", "decisions")].difference is None


def test_changed_figures_come_largest_first() -> None:
    found = compare(year(2022), year(2023, {"proactive/permits/decisions": 5, "proactive/penalties/decisions": 50}))
    assert [str(c.cell) for c in found.changed()] == ["proactive/penalties/decisions", "proactive/permits/decisions"]


def test_carry_over_is_worked_out() -> None:
    found = compare(year(2022, asked(9, carried_out=3)), year(2023, asked(5, carried_in=2)))
    assert [f.code for f in found.carry] == ["CARRY"]


def test_cells_that_mean_different_things_are_not_compared() -> None:
    before = year(2020, {"proactive/normative/published_total": 30, "proactive/permits/decisions": 4}, edition="2019")
    after = year(2021, {"proactive/normative/in_force": 9, "proactive/permits/decisions": 6})
    found = compare(before, after)
    compared = {str(c.cell): c.difference for c in found.changes}
    assert compared["proactive/permits/decisions"] == 2
    assert not any(cell.startswith("proactive/normative") for cell in compared)
    apart = {(str(n.cell), n.year) for n in found.not_compared}
    assert ("proactive/normative/published_total", 2020) in apart
    assert ("proactive/normative/in_force", 2021) in apart


def test_other_outcomes_are_compared_as_a_whole_over_the_change_of_form() -> None:
    before = year(2020, {"applications/other/total": 4}, edition="2019")
    after = year(2021, {"applications/other.other/total": 2, "applications/other.fee_lapsed/total": 1})
    found = compare(before, after)
    (other,) = [c for c in found.changes if str(c.cell) == "applications/other/total"]
    assert (other.before, other.after) == (4, 3)
    assert [n for n in found.not_compared if n.cell.table == "applications"] == []


def test_doubts_travel_with_the_figures() -> None:
    before = replace(year(2022, asked(8)), doubts=(Doubt("letters", "此格为“8”", RECEIVED),))
    found = compare(before, year(2023, asked(10)))
    assert [c.cell for c in found.changes if c.doubted] == [RECEIVED]


def test_a_section_that_only_moved_its_year_is_the_same() -> None:
    before = year(2022, problems="2022年存在不足。2023年将加强培训。")
    after = year(2023, problems="2023年存在不足。2024年将加强培训。")
    (text,) = [t for t in compare(before, after).texts if t.key == "problems"]
    assert text.same
    assert text.kept == ("2023年存在不足。", "2024年将加强培训。")


def test_rewritten_sentences_are_told_from_kept_ones() -> None:
    before = year(2022, problems="一是解读不够。二是更新不及时。")
    after = year(2023, problems="一是解读不够。二是人手不足。三是培训较少。")
    (text,) = [t for t in compare(before, after).texts if t.key == "problems"]
    assert text.kept == ("一是解读不够。",)
    assert text.gone == ("二是更新不及时。",)
    assert text.new == ("二是人手不足。", "三是培训较少。")


def test_another_body_or_order_is_warned_about() -> None:
    other = year(2023, agency="示例县财政局")
    assert compare(year(2022), other).warnings == (
        "两份报告的单位不同（示例县商务局、示例县财政局），增减不能说明同一单位的变化。",
    )
    assert compare(year(2023), year(2022)).warnings == ("前一份是 2023 年度，后一份是 2022 年度，请确认先后。",)


def bodies(*received: int) -> list[Reading]:
    return [year(2023, asked(n), agency=f"示例县第{i}局", signed_by=None) for i, n in enumerate(received, 1)]


def test_bodies_stand_side_by_side_with_ranks_and_total() -> None:
    matrix = compare_many(bodies(5, 9, 9, 0))
    assert matrix.bodies == ("示例县第1局", "示例县第2局", "示例县第3局", "示例县第4局")
    assert matrix.values[RECEIVED] == (5, 9, 9, 0)
    assert matrix.ranks(RECEIVED) == (3, 1, 1, 4)
    assert matrix.total(RECEIVED) == 23


def test_a_figure_far_from_the_crowd_stands_out() -> None:
    assert compare_many(bodies(10, 12, 9, 11, 13, 9000)).outliers(RECEIVED) == ("示例县第6局",)
    assert compare_many(bodies(10, 12, 9, 11, 13, 15)).outliers(RECEIVED) == ()
    assert compare_many(bodies(10, 9000)).outliers(RECEIVED) == ()
    assert compare_many(bodies(0, 0, 0, 0, 0, 0)).outliers(RECEIVED) == ()


def test_mixed_forms_leave_blanks_where_a_body_has_no_such_cell() -> None:
    readings = [*bodies(5), year(2020, edition="2019", agency="示例县财政局")]
    matrix = compare_many(readings)
    assert matrix.bodies == ("示例县第1局（2023）", "示例县财政局（2020）")
    assert matrix.values[CellId("proactive", "normative", "in_force")] == (0, None)
    assert matrix.values[CellId("proactive", "procurement", "projects")] == (None, 0)


def test_rows_of_both_comparisons_are_plain_tables() -> None:
    rows = list(compare(year(2022, asked(8)), year(2023, asked(10))).rows())
    (row,) = [r for r in rows if r["cell"] == "applications/received/total"]
    assert row == {
        "cell": "applications/received/total",
        "label": "一、本年新收政府信息公开申请数量·总计",
        "before": 8,
        "after": 10,
        "difference": 2,
        "ratio": 0.25,
        "note": "",
    }
    (row,) = [r for r in compare_many(bodies(5, 9)).rows() if r["cell"] == "applications/received/total"]
    assert (row["示例县第1局"], row["示例县第2局"], row["合计"]) == (5, 9, 14)
