from dataclasses import replace
from importlib import resources

import pytest
from hypothesis import given, settings

from gongkai.documents.model import Heading, Paragraph, Table
from gongkai.reports.compose import CannotCarry, UnknownEdition, carry_over, compose, compose_table
from gongkai.reports.editions import editions, load
from gongkai.reports.model import AnnualReport, CellId, FilledTable
from reports.strategies import annual_reports, make_report


def shape(table: Table) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.rowspan, cell.colspan) for cell in row] for row in table.rows]


def empty(edition: str, table: str) -> Table:
    return compose_table(editions()[edition].tables[table], {})


def test_table_2_of_2021_has_the_captions_and_spans_of_the_form() -> None:
    assert shape(empty("2021", "proactive")) == [
        [("第二十条第（一）项", 1, 4)],
        [("信息内容", 1, 1), ("本年制发件数", 1, 1), ("本年废止件数", 1, 1), ("现行有效件数", 1, 1)],
        [("规章", 1, 1), ("", 1, 1), ("", 1, 1), ("", 1, 1)],
        [("行政规范性文件", 1, 1), ("", 1, 1), ("", 1, 1), ("", 1, 1)],
        [("第二十条第（五）项", 1, 4)],
        [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
        [("行政许可", 1, 1), ("", 1, 3)],
        [("第二十条第（六）项", 1, 4)],
        [("信息内容", 1, 1), ("本年处理决定数量", 1, 3)],
        [("行政处罚", 1, 1), ("", 1, 3)],
        [("行政强制", 1, 1), ("", 1, 3)],
        [("第二十条第（八）项", 1, 4)],
        [("信息内容", 1, 1), ("本年收费金额（单位：万元）", 1, 3)],
        [("行政事业性收费", 1, 1), ("", 1, 3)],
    ]


def test_head_of_table_3_is_three_rows_with_the_corner_over_the_stub() -> None:
    table = empty("2021", "applications")
    assert table.header_rows == 3
    assert shape(table)[:3] == [
        [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), ("申请人情况", 1, 7)],
        [("自然人", 2, 1), ("法人或其他组织", 1, 5), ("总计", 2, 1)],
        [("商业企业", 1, 1), ("科研机构", 1, 1), ("社会公益组织", 1, 1), ("法律服务机构", 1, 1), ("其他", 1, 1)],
    ]


@pytest.mark.parametrize(
    ("edition", "groups"),
    [
        (
            "2021",
            {
                "三、本年度办理结果": 22,
                "（三）不予公开": 8,
                "（四）无法提供": 3,
                "（五）不予处理": 5,
                "（六）其他处理": 3,
            },
        ),
        ("2019", {"三、本年度办理结果": 20, "（三）不予公开": 8, "（四）无法提供": 3, "（五）不予处理": 5}),
    ],
)
def test_group_cells_of_table_3_span_the_rows_of_the_form(edition: str, groups: dict[str, int]) -> None:
    cells = [cell for row in empty(edition, "applications").rows[3:] for cell in row]
    assert {cell.text: cell.rowspan for cell in cells if cell.rowspan > 1} == groups


def test_labels_of_table_3_fill_the_stub_beside_their_groups() -> None:
    rows = shape(empty("2019", "applications"))
    assert rows[3][0] == ("一、本年新收政府信息公开申请数量", 1, 3)
    assert rows[5][:2] == [("三、本年度办理结果", 20, 1), ("（一）予以公开", 1, 2)]
    assert rows[7][:2] == [("（三）不予公开", 8, 1), ("1.属于国家秘密", 1, 1)]
    assert rows[23][0] == ("（六）其他处理", 1, 2)


def test_table_4_puts_the_two_kinds_of_suit_under_one_head() -> None:
    table = empty("2021", "remedies")
    rows = shape(table)
    assert table.header_rows == 3
    assert rows[0] == [("行政复议", 1, 5), ("行政诉讼", 1, 10)]
    assert rows[1] == [
        *[(label, 2, 1) for label in ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")],
        ("未经复议直接起诉", 1, 5),
        ("复议后起诉", 1, 5),
    ]
    assert [len(row) for row in rows] == [2, 7, 10, 15]


@settings(max_examples=40, deadline=None)
@given(annual_reports())
def test_composed_tables_are_whole_rectangles(report: AnnualReport) -> None:
    for table in compose(report).tables:
        assert all(slot is not None for row in table.grid() for slot in row)


@settings(max_examples=40, deadline=None)
@given(annual_reports())
def test_every_figure_of_a_report_stands_in_the_document(report: AnnualReport) -> None:
    printed = sorted(str(v) for _, v in report.cells())
    laid: list[str] = []
    for table, form in zip(compose(report).tables, ("proactive", "applications", "remedies"), strict=True):
        labels = {cell.text for row in empty(report.edition, form).rows for cell in row}
        laid += [cell.text for row in table.rows for cell in row if cell.text not in labels]
    assert sorted(laid) == printed


def test_a_document_has_the_title_six_headings_and_the_signature() -> None:
    report = replace(make_report(7, editions()["2021"]), agency="示例县商务局", year=2023, signed_by="示例县商务局")
    document = compose(report)
    assert [b.text for b in document.blocks if isinstance(b, Heading)] == [
        "示例县商务局2023年政府信息公开工作年度报告",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert isinstance(document.blocks[-2], Paragraph)
    assert document.blocks[-2].text == "示例县商务局"


def blanked(report: AnnualReport) -> AnnualReport:
    tables = {
        key: FilledTable(t.edition, {row: dict.fromkeys(columns, None) for row, columns in t.rows.items()})
        for key, t in report.tables.items()
    }
    return replace(report, tables=tables)


def test_blank_figures_stay_blank_cells() -> None:
    document = compose(blanked(make_report(3, editions()["2021"])))
    assert [t.rows for t in document.tables] == [
        empty("2021", t).rows for t in ("proactive", "applications", "remedies")
    ]


def test_other_outcomes_of_2021_become_one_row_of_2019() -> None:
    report = make_report(5, editions()["2021"], balanced=True)
    rows = {k: dict(v) for k, v in report.tables["applications"].rows.items()}
    rows["other.correction_lapsed"]["natural_person"] = 3
    rows["other.fee_lapsed"]["natural_person"] = 2
    rows["other.other"]["natural_person"] = 1
    report = replace(report, tables={**report.tables, "applications": FilledTable("2021", rows)})
    carried = carry_over(report, "2019")
    cell = CellId("applications", "other", "natural_person")
    assert carried.report.value(cell) == 6
    assert cell in carried.merged


def test_other_outcomes_of_2019_are_not_parted_unless_they_are_nought() -> None:
    report = make_report(5, editions()["2019"], balanced=True)
    rows = {k: dict(v) for k, v in report.tables["applications"].rows.items()}
    rows["other"] = {**dict.fromkeys(rows["other"], 0), "natural_person": 4, "total": 4}
    report = replace(report, tables={**report.tables, "applications": FilledTable("2019", rows)})
    carried = carry_over(report, "2021")
    assert carried.report.value(CellId("applications", "other.other", "enterprise")) == 0
    assert carried.report.value(CellId("applications", "other.other", "natural_person")) is None
    assert CellId("applications", "other", "natural_person") in carried.lost


def test_published_total_never_becomes_documents_in_force() -> None:
    report = make_report(9, editions()["2019"])
    carried = carry_over(report, "2021")
    assert carried.report.value(CellId("proactive", "normative", "in_force")) is None
    assert CellId("proactive", "normative", "published_total") in carried.lost


def test_composing_into_a_form_without_room_is_refused_with_the_cells() -> None:
    with pytest.raises(CannotCarry) as refused:
        compose(make_report(9, editions()["2019"]), "2021")
    assert CellId("proactive", "procurement", "projects") in refused.value.cells
    assert "国办公开办函〔2021〕30号" in str(refused.value)


def test_an_unknown_edition_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownEdition, match="2019、2021"):
        compose(make_report(1), "1999")


def test_a_third_edition_needs_no_code() -> None:
    source = resources.files("gongkai.reports.editions").joinpath("2021.toml").read_text(encoding="utf-8")
    source = source.replace('id = "2021"', 'id = "2031"').replace("from_year = 2021", "from_year = 2031")
    source = source.replace(
        '{ key = "partial", label',
        '{ key = "lent", label = "（一之二）当场查阅", under = ["results"] },\n  { key = "partial", label',
    )
    source = source.replace(
        '{ key = "legal_service", label = "法律服务机构"',
        '{ key = "village", label = "村民委员会", kind = "count", grouped = true },\n  { key = "legal_service", label = "法律服务机构"',
    )
    form = load(source)
    table = compose_table(form.tables["applications"], {"lent": {"village": 8}})
    assert shape(table)[1][1] == ("法人或其他组织", 1, 6)
    assert shape(table)[5][0] == ("三、本年度办理结果", 23, 1)
    assert shape(table)[6] == [("（一之二）当场查阅", 1, 2), *[("8" if i == 4 else "", 1, 1) for i in range(8)]]
    report = make_report(11, form)
    assert compose(report, form).title == f"{report.agency}{report.year}年政府信息公开工作年度报告"
