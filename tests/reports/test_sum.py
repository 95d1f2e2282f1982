from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.reports.editions import editions
from gongkai.reports.model import CellId, Doubt, Reading, Value
from gongkai.reports.summing import NothingToAdd, Twice, add_up
from reports.making import asked, reading
from reports.strategies import make_report, reading_of

RECEIVED = CellId("applications", "received", "total")


def body(name: str, figures: dict[str, Value] | None = None, **changes: object) -> Reading:
    return reading(figures, agency=name, title=None, signed_by=name, **changes)  # type: ignore[arg-type]


def test_cells_are_added_and_can_name_their_summands() -> None:
    total = add_up([body("示例县商务局", asked(5)), body("示例县财政局", asked(7)), body("示例镇人民政府")])
    assert total.report.value(RECEIVED) == 12
    assert [(s.agency, s.value) for s in total.summands(RECEIVED)] == [
        ("示例县商务局", 5),
        ("示例县财政局", 7),
        ("示例镇人民政府", 0),
    ]
    assert total.complete
    assert total.findings == ()
    assert total.completeness() == "汇总 3 个单位。"


def test_the_line_of_completeness_names_who_is_missing_and_who_came_twice() -> None:
    given_ = [
        body("示例县商务局", asked(5)),
        body("示例县商务局", asked(6)),
        body("示例县财政局", asked(7)),
        body("示例县财政局", asked(7)),
        body("示例县外事局"),
        body("示例县教育局", year=2022),
    ]
    total = add_up(given_, ["示例县商务局", "示例县财政局", "示例县教育局"])
    assert total.members == ("示例县商务局", "示例县财政局", "示例县外事局")
    assert total.report.value(RECEIVED) == 12
    assert total.missing == ("示例县教育局",)
    assert total.unexpected == ("示例县外事局",)
    assert total.twice == (Twice("示例县商务局", same=False), Twice("示例县财政局", same=True))
    assert total.other_year == (("示例县教育局", 2022),)
    assert total.completeness() == (
        "应报 3 个单位，已汇总 2 个；缺 1 个：示例县教育局；名单以外 1 个：示例县外事局；"
        "重复 2 份未再计入：示例县商务局、示例县财政局；其他年度 1 份未计入：示例县教育局（2022）。"
    )
    assert not total.complete


def test_names_match_with_spaces_and_with_the_region_before_them() -> None:
    total = add_up([body("示例县 商务局"), body("示例市示例县财政局")], ["示例县商务局", "示例县财政局"])
    assert total.missing == ()
    assert total.unexpected == ()


def test_a_name_that_could_be_two_bodies_is_missing() -> None:
    total = add_up([body("甲县商务局"), body("乙县商务局", asked(1))], ["商务局"])
    assert total.missing == ("商务局",)


def test_two_bodies_with_nothing_but_noughts_are_two_bodies() -> None:
    plain = [
        body("示例县商务局", overview="", problems="", other=""),
        body("示例县财政局", overview="", problems="", other=""),
    ]
    plain = [replace(r, report=replace(r.report, preamble="", title=None)) for r in plain]
    assert add_up(plain).members == ("示例县商务局", "示例县财政局")


def test_a_missing_figure_makes_its_cell_incomplete_and_its_sums_unverifiable() -> None:
    total = add_up(
        [body("示例县商务局", {**asked(5), "applications/received/total": None}), body("示例县财政局", asked(7))]
    )
    assert total.report.value(RECEIVED) == 7
    assert total.incomplete == (RECEIVED,)
    assert {f.code for f in total.findings} == {"T3-BAL-UNVERIFIABLE", "T3-COL-UNVERIFIABLE"}
    assert "有 1 格因缺数不完整" in total.completeness()


def test_doubted_figures_are_added_and_named() -> None:
    unsure = replace(body("示例县商务局", asked(5)), doubts=(Doubt("letters", "此格为“S”", RECEIVED),))
    total = add_up([unsure, body("示例县财政局", asked(7))])
    assert total.doubtful == ("示例县商务局",)
    assert total.summands(RECEIVED)[0].doubted
    assert total.report.value(RECEIVED) == 12


def test_a_body_whose_sums_fail_is_named_and_the_sum_fails_too() -> None:
    wrong = body("示例县商务局", {**asked(5), "applications/carried_out/total": 1})
    total = add_up([wrong, body("示例县财政局", asked(7))])
    assert total.failing == {"示例县商务局": ("T3-BAL", "T3-COL")}
    assert [f.code for f in total.findings] == ["T3-BAL", "T3-COL"]


def test_mixed_forms_of_table_3_are_added_in_the_one_that_loses_nothing() -> None:
    new = body("示例县商务局", {"applications/other.other/total": 2, "applications/other.fee_lapsed/total": 1})
    old = body("示例县财政局", {"applications/other/total": 4}, edition="2019")
    total = add_up([new, old])
    assert total.report.tables["applications"].edition == "2019"
    assert total.report.value(CellId("applications", "other", "total")) == 7


def test_figures_of_another_form_of_table_2_are_named_not_forced() -> None:
    new = body("示例县商务局", {"proactive/normative/in_force": 9})
    old = body("示例县财政局", {"proactive/normative/published_total": 30}, edition="2019")
    more = body("示例县教育局")
    total = add_up([new, old, more])
    assert total.report.tables["proactive"].edition == "2021"
    assert total.report.value(CellId("proactive", "normative", "in_force")) == 9
    assert CellId("proactive", "normative", "published_total") in total.not_carried["示例县财政局"]
    assert CellId("proactive", "normative", "in_force") in total.incomplete


def test_nothing_to_add_is_refused() -> None:
    with pytest.raises(NothingToAdd, match="没有可以汇总的报告"):
        add_up([])


def test_rows_hold_each_body_and_the_total() -> None:
    total = add_up([body("示例县商务局", asked(5)), body("示例县财政局", asked(7))])
    rows = [r for r in total.rows() if (r["row"], r["column"]) == ("received", "total")]
    assert [(r["agency"], r["value"]) for r in rows] == [("示例县商务局", 5), ("示例县财政局", 7), ("合计", 12)]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=6, unique=True), st.sampled_from(["2019", "2021"]))
def test_sums_of_balanced_reports_balance_and_every_cell_is_the_sum_of_its_parts(
    seeds: list[int], edition: str
) -> None:
    made = [make_report(seed, editions()[edition], balanced=True) for seed in seeds]
    made = [replace(r, agency=f"示例县第{i}局", year=2021) for i, r in enumerate(made)]
    total = add_up([reading_of(r) for r in made])
    assert total.findings == ()
    for cell, value in total.report.cells():
        assert value == sum(r.value(cell) for r in made)  # type: ignore[misc]


def test_a_nameless_copy_of_a_report_is_not_added_again() -> None:
    named = body("示例县商务局", asked(5))
    copy = replace(named, report=replace(named.report, agency=None))
    other = replace(body("示例县财政局", asked(7)), report=replace(body("示例县财政局", asked(7)).report, agency=None))
    total = add_up([named, copy, other])
    assert total.twice == (Twice("示例县商务局", same=True),)
    assert total.members == ("示例县商务局", "单位不明1")
    assert total.report.value(RECEIVED) == 12
