"""Workbooks of Excel 97 to 2003 as pages."""

from __future__ import annotations

from gongkai.pages import convert
from pages.biff import OldSheet, workbook


def test_an_old_workbook_keeps_merged_cells_and_shows_numbers_as_its_cells_do() -> None:
    sheet = OldSheet(
        {
            (0, 0): "乡镇", (0, 1): "申请", (0, 3): "日期",
            (1, 1): "件数", (1, 2): "核定率",
            (2, 0): "城关镇", (2, 1): (120, 0), (2, 2): (0.875, 1), (2, 3): (46295, 2),
            (3, 0): "石门镇", (3, 1): (-80, 0), (3, 2): (1, 1), (3, 3): (46296.0, 2),
        },
        merges=((0, 1, 0, 0), (0, 0, 1, 2), (0, 1, 3, 3)),
    )  # fmt: skip
    page = convert(workbook({"表": sheet}), "表.xls")
    assert page.format == "xls"
    assert page.html == (
        '<table><thead><tr><th rowspan="2" scope="col">乡镇</th><th colspan="2" scope="col">申请</th>'
        '<th rowspan="2" scope="col">日期</th></tr>'
        '<tr><th scope="col">件数</th><th scope="col">核定率</th></tr></thead><tbody>'
        '<tr><th scope="row">城关镇</th><td>120</td><td>87.5%</td><td>2026年9月30日</td></tr>'
        '<tr><th scope="row">石门镇</th><td>-80</td><td>100.0%</td><td>2026年10月1日</td></tr></tbody></table>'
    )
    assert page.warnings == ()


def test_what_an_old_workbook_hides_stays_out_and_is_told_of() -> None:
    shown = OldSheet(
        {
            (0, 0): ("姓名", 6), (0, 1): ("手机", 6), (0, 2): ("金额", 6),
            (1, 0): "甲", (1, 1): "13800000001", (1, 2): (10, 0),
            (2, 0): "乙", (2, 1): "13800000002", (2, 2): (20, 0),
            (3, 0): ("丙", 5), (3, 2): (30, 3),
        },
        hidden_rows=(2,),
        hidden_columns=(1,),
    )  # fmt: skip
    page = convert(workbook({"名单": shown, "底稿": OldSheet({(0, 0): "内部"}, state=2)}, drawings=True), "名单.xls")
    assert page.text == "姓名\t金额\n甲\t10"
    assert [warning[:16] for warning in page.warnings] == [
        "工作簿有隐藏的工作表（底稿），网",
        "工作表（名单）有隐藏或者筛选掉的",
        "工作表（名单）有隐藏的列，网页中",
        "工作表（名单）有看不见的内容（白",
        "旧格式的 Excel 工作簿中的",
    ]
