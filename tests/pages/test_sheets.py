"""Workbooks as pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.styles import Font, PatternFill
from PIL import Image

from gongkai.pages import Page, convert


def made(fill: Callable[[Any], None]) -> Page:
    book = openpyxl.Workbook()
    fill(book)
    out = BytesIO()
    book.save(out)
    return convert(out.getvalue(), "清单.xlsx")


def test_a_sheet_is_a_table_with_its_title_merged_cells_and_numbers_as_shown() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        rows = [
            ["云岭县商务局补贴发放情况表"],
            ["单位：万元"],
            ["乡镇", "申请", None, "核定率", "发放日期"],
            [None, "件数", "金额", None, None],
            ["城关镇", 120, 1234.5, 0.875, date(2026, 9, 30)],
            ["石门镇", 80, 800, 1, date(2026, 10, 8)],
        ]
        for row in rows:
            sheet.append(row)
        for area in ("A1:E1", "A2:E2", "A3:A4", "B3:C3", "D3:D4", "E3:E4"):
            sheet.merge_cells(area)
        for row in (5, 6):
            sheet.cell(row, 3).number_format = "#,##0.00"
            sheet.cell(row, 4).number_format = "0.0%"
            sheet.cell(row, 5).number_format = 'yyyy"年"m"月"d"日"'

    page = made(fill)
    assert page.title == "云岭县商务局补贴发放情况表"
    assert page.html == (
        '<p class="center">单位：万元</p>\n<table><thead>'
        '<tr><th rowspan="2" scope="col">乡镇</th><th colspan="2" scope="col">申请</th><th rowspan="2" scope="col">核定率</th>'
        '<th rowspan="2" scope="col">发放日期</th></tr><tr><th scope="col">件数</th><th scope="col">金额</th></tr></thead><tbody>'
        '<tr><th scope="row">城关镇</th><td>120</td><td>1,234.50</td><td>87.5%</td><td>2026年9月30日</td></tr>'
        '<tr><th scope="row">石门镇</th><td>80</td><td>800.00</td><td>100.0%</td><td>2026年10月8日</td></tr></tbody></table>'
    )
    assert page.warnings == ()


def test_hidden_sheets_rows_and_columns_stay_out_and_are_told_of() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "名单"
        for row in (
            ["姓名", "身份证号", "金额"],
            ["甲", "411399199001010010", 10],
            ["乙", "411399199001010020", 20],
            ["丙", "411399199001010030", 30],
        ):
            sheet.append(row)
        sheet.column_dimensions["B"].hidden = True
        sheet.row_dimensions[3].hidden = True
        secret = book.create_sheet("底稿")
        secret.append(["内部底稿"])
        secret.sheet_state = "veryHidden"

    page = made(fill)
    assert page.text == "姓名\t金额\n甲\t10\n丙\t30"
    assert page.warnings == (
        "工作簿有隐藏的工作表（底稿），网页中没有这些表。附件公开前，请检查并删除不应公开的内容。",
        "工作表（名单）有隐藏或者筛选掉的行，网页中没有这些行。附件公开前，请检查并删除不应公开的内容。",
        "工作表（名单）有隐藏的列，网页中没有这些列。附件公开前，请检查并删除不应公开的内容。",
    )


def test_a_merged_cell_over_hidden_columns_is_as_wide_as_what_is_seen_of_it() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        for row in (["项目", "金额", None, None, "备注"], [None, "甲", "乙", "丙", None], ["一", 1, 2, 3, "无"]):
            sheet.append(row)
        sheet.merge_cells("B1:D1")
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("E1:E2")
        sheet.column_dimensions["B"].hidden = True

    assert made(fill).html == (
        '<table><thead><tr><th rowspan="2" scope="col">项目</th><th colspan="2" scope="col">金额</th>'
        '<th rowspan="2" scope="col">备注</th></tr>'
        '<tr><th scope="col">乙</th><th scope="col">丙</th></tr></thead><tbody>'
        '<tr><th scope="row">一</th><td>2</td><td>3</td><td>无</td></tr></tbody></table>'
    )


def test_what_cannot_be_seen_on_the_screen_is_not_published() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.title = "表"
        sheet.append(["项目", "金额"])
        sheet.append(["甲", 10])
        sheet.append(["乙", 20])
        sheet["A3"].font = Font(color="FFFFFFFF")
        sheet["B3"].number_format = ";;;"
        sheet["A2"].comment = Comment("勿公开", "某人")
        sheet["A1"].font = Font(color="FFFFFFFF")
        sheet["A1"].fill = PatternFill("solid", fgColor="FF1F4E79")

    page = made(fill)
    assert page.text == "项目\t金额\n甲\t10"
    assert page.warnings == (
        "工作表（表）有看不见的内容（白色文字，或者格式不显示的数值），网页中没有这些内容。请检查原文件。",
        "工作表（表）带有批注，网页中没有批注。附件公开前，请先删除批注。",
    )


def test_several_sheets_stand_under_their_names_and_pictures_below_their_rows() -> None:
    def fill(book: Any) -> None:
        first = book.active
        first.title = "收入"
        first.append(["科目", "数"])
        first.append(["甲", 1])
        second = book.create_sheet("支出")
        second.append(["科目", "数"])
        second.append(["乙", 2])
        picture = BytesIO()
        Image.new("RGB", (20, 10), "red").save(picture, "PNG")
        second.add_image(SheetImage(picture), "A4")

    page = made(fill)
    assert page.text == "收入\n科目\t数\n甲\t1\n支出\n科目\t数\n乙\t2"
    assert [(picture.media_type, picture.width, picture.height) for picture in page.pictures] == [("image/png", 20, 10)]
    assert page.html.endswith(f'<p><img src="{page.pictures[0].name}" alt="" width="20" height="10"></p>')


def test_links_and_notes_around_a_table_are_kept() -> None:
    def fill(book: Any) -> None:
        sheet = book.active
        sheet.append(["名称", "网址"])
        sheet.append(["办法", "全文"])
        sheet["B2"].hyperlink = "https://www.example.gov.cn/1.html"
        sheet.append([])
        sheet.append(["注：本表数据截至2026年9月30日。"])

    page = made(fill)
    assert '<td><a href="https://www.example.gov.cn/1.html">全文</a></td>' in page.html
    assert page.html.endswith("<p>注：本表数据截至2026年9月30日。</p>")
