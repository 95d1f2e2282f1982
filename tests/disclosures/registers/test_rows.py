"""Spreadsheets as they come: titles, heads in two rows, days as text; what is wrong stands beside its row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from disclosures.registers.sheets import HEADS, book, penalty
from gongkai.disclosures.registers.rows import NoRows, Sheet, read_rows
from gongkai.documents import read
from gongkai.files.uploads import Upload

TODAY = date(2026, 10, 16)


def rows(upload: Upload, **values: object) -> Sheet:
    return read_rows(read(upload.data, upload.name), today=TODAY, name=upload.name, **values)  # type: ignore[arg-type]


def test_a_plain_sheet_is_read_row_by_row() -> None:
    sheet = rows(book([penalty(1), penalty(2, 当事人="张建国", 处罚内容="罚款500元")]))
    assert [line.row for line in sheet.good] == [2, 3]
    assert sheet.good[1].values == {
        "number": "云商罚决〔2026〕2号",
        "party": "张建国",
        "matter": "未按规定建立进货查验记录",
        "result": "罚款500元",
        "basis": "",
        "ground": "",
        "decided_on": date(2026, 3, 5),
        "amount": None,
        "public": True,
        "party_is_person": True,
        "party_shown": "张某",
    }
    assert sheet.good[1].notes == ["没有写类别，按自然人处理，公开时显示张某"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025.3.5", date(2025, 3, 5)),
        ("2025年3月5日", date(2025, 3, 5)),
        ("20250305", date(2025, 3, 5)),
        ("2025/03/05", date(2025, 3, 5)),
        ("２０２５-３-５", date(2025, 3, 5)),
        (20250305, date(2025, 3, 5)),
        (45721, date(2025, 3, 5)),
    ],
)
def test_days_are_read_in_every_way_of_writing_them(text: object, day: date) -> None:
    (line,) = rows(book([penalty(1, 决定日期=text)])).lines
    assert (line.problems, line.values["decided_on"]) == ([], day)


def test_a_day_without_its_year_takes_that_of_the_title_and_says_so() -> None:
    (line,) = rows(book([penalty(1, 决定日期="3月5日")], title="云岭县商务局2025年行政处罚台账")).lines
    assert (line.values["decided_on"], line.notes) == (date(2025, 3, 5), ["只写了月日，年份按2025年"])
    (unknown,) = rows(book([penalty(1, 决定日期="3月5日")])).lines
    assert unknown.problems == ["决定日期“3月5日”不是日期，请写成2025-03-05这样"]
    (told,) = rows(book([penalty(1, 决定日期="3.5")]), year=2024).lines
    assert told.values["decided_on"] == date(2024, 3, 5)


def test_a_head_of_two_rows_with_merged_cells_under_a_title_is_found() -> None:
    upload = book(
        [[1, "云商罚决〔2026〕1号", "云岭县安达商贸有限公司", "法人", "超范围经营", "罚款", "0.5", "2026.3.5"]],
        title="2026年行政处罚决定台账",
        groups=[("序号", 1), ("文号", 1), ("行政相对人", 2), ("案由", 1), ("处罚结果", 2), ("作出决定日期", 1)],
        heads=["序号", "文号", "名称", "类别", "案由", "处罚种类", "金额（万元）", "作出决定日期"],
    )
    sheet = rows(upload)
    assert dict(sheet.columns) == {
        "决定书文号": "文号",
        "当事人": "行政相对人名称",
        "当事人类别": "行政相对人类别",
        "事项": "案由",
        "决定内容": "处罚结果处罚种类",
        "金额": "处罚结果金额（万元）",
        "决定日期": "作出决定日期",
    }
    (line,) = sheet.lines
    assert (line.row, line.problems, line.values["amount"]) == (4, [], Decimal("5000.0"))


def test_every_problem_stands_beside_its_row() -> None:
    sheet = rows(
        book(
            [
                penalty(1),
                penalty(2, 决定日期="上周五"),
                penalty(3, 决定书文号=""),
                penalty(4, 决定日期="2027-01-05"),
                penalty(5, 决定书文号="云商罚决[2026]1号"),
                penalty(6, 处罚内容="吊销，电话13812345678"),
                penalty(7, 当事人="/"),
            ]
        )
    )
    assert [(line.row, line.problems) for line in sheet.wrong] == [
        (3, ["决定日期“上周五”不是日期，请写成2025-03-05这样"]),
        (4, ["决定书文号没有填"]),
        (5, ["决定日期2027-01-05晚于今天"]),
        (6, ["与第2行的文号相同"]),
        (7, ["决定内容里有身份证号或者手机号，请删去"]),
        (8, ["当事人没有填"]),
    ]


def test_what_the_ledger_has_already_is_not_taken_again() -> None:
    (line,) = rows(book([penalty(1)]), known={"云商罚决（2026）1号"}).lines
    assert line.problems == ["台账里已有云商罚决〔2026〕1号"]


def test_totals_repeated_heads_and_empty_rows_are_no_decisions() -> None:
    sheet = rows(book([penalty(1), [], list(HEADS), ["合计", 2], penalty(2), ["填表人：李文静"]]))
    assert [line.row for line in sheet.lines] == [2, 6]


def test_identity_numbers_and_telephones_are_never_taken() -> None:
    heads = (*HEADS, "身份证号", "联系电话")
    sheet = rows(book([[*penalty(1), "41000019900101001X", "13812345678"]], heads=heads))
    assert sheet.left_out == ("序号", "身份证号", "联系电话")
    assert "41000019900101001X" not in str(sheet.lines) and "13812345678" not in str(sheet.lines)


def test_what_is_not_public_wants_its_reason() -> None:
    heads = (*HEADS, "是否公开", "不公开理由")
    sheet = rows(
        book([[*penalty(1), "否", "未成年人"], [*penalty(2), "否", ""], [*penalty(3), "再议", ""]], heads=heads)
    )
    assert [(line.values["public"], line.values["ground"], line.problems) for line in sheet.lines] == [
        (False, "未成年人", []),
        (False, "", ["不公开的要写理由"]),
        (True, "", ["是否公开写的是“再议”，请写是或者否"]),
    ]


def test_a_sheet_without_the_needed_columns_is_refused_with_their_names() -> None:
    with pytest.raises(NoRows, match="表里缺这几列：事项、决定内容"):
        rows(book([[1, "云商罚决〔2026〕1号", "安达公司", "2026-3-5"]], heads=["序号", "文号", "当事人", "决定日期"]))
    with pytest.raises(NoRows, match="没有找到决定台账的表头"):
        rows(book([[1, "苹果"]], heads=["序号", "水果"]))


def test_rows_of_a_word_table_or_a_csv_are_read_the_same_way() -> None:
    text = "决定书文号,当事人,许可事项,决定内容,决定日期\n云商许〔2026〕1号,云岭县安达商贸有限公司,成品油零售经营,准予,2026年3月5日\n"
    page = (
        "<table><tr><th>决定书文号</th><th>当事人</th><th>许可事项</th><th>决定内容</th><th>决定日期</th></tr>"
        "<tr><td>云商许〔2026〕1号</td><td>云岭县安达商贸有限公司</td><td>成品油零售经营</td><td>准予</td><td>2026年3月5日</td></tr></table>"
    )
    (line,) = read_rows(read(page.encode(), "许可.html"), today=TODAY).lines
    assert (line.problems, line.values["matter"]) == ([], "成品油零售经营")
    assert text.count(",") == 8
