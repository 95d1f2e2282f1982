"""What is written in old ledgers, read: files, heads, days, words; and hostile files, refused with a sentence."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from gongkai.documents.errors import Unreadable
from gongkai.ledgers.reading import grids, heads
from gongkai.ledgers.reading.days import several
from gongkai.ledgers.reading.row import Choices
from gongkai.ledgers.reading.rows import read_row
from gongkai.ledgers.reading.words import meaning
from ledgers import sheets, small

TODAY = date(2026, 6, 30)
NOTHING_SAID = Choices()


def read(*rows, head=small.HEAD, year=None, choices=NOTHING_SAID):
    """The first of ``rows`` as it is read."""
    columns = heads.find([head, *rows]).columns
    return read_row(rows[0], columns, head, year=year, today=TODAY, choices=choices)


def test_a_head_of_two_merged_rows_is_read_column_by_column():
    grid = grids.read_here(sheets.xlsx(sheets.ledger(10, 0)), "台账.xlsx").sheets[0]
    head = heads.find([cells for _, cells in grid.rows])
    assert head.under == 3
    assert {field: heads.letter(column) for field, column in head.columns.items()} == {
        "number": "B", "applicant": "C", "kind": "D", "phone": "E", "channel": "F", "received_on": "G", "content": "H", "section": "I",
        "correction_noticed_on": "J", "correction_due_on": "K", "correction_came_on": "L", "due_on": "M", "extended_on": "N",
        "extension_days": "O", "consulted_on": "P", "consulted_back_on": "Q", "opinion": "R", "fee_noticed_on": "S",
        "fee_amount": "T", "fee_pages": "U", "fee_paid_on": "V", "decided_on": "W", "letter_number": "X", "outcome": "Y",
        "basis": "Z", "posted_on": "AA", "remedy_kind": "AB", "remedy_filed_on": "AC", "remedy_result": "AD",
        "remedy_concluded_on": "AE", "remedy_number": "AF", "archive_number": "AG", "note": "AH",
    }  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "utf-16"])
def test_csv_is_read_in_the_encodings_that_offices_have(encoding):
    data = small.sheet(small.ROW, encoding=encoding)
    assert grids.read_here(data, "2024.csv").sheets[0].rows == ((1, small.HEAD), (2, small.ROW))


@pytest.mark.parametrize(
    ("written", "year"),
    [
        ("2024.3.5", None),
        ("2024-03-05", None),
        ("20240305", None),
        ("45356", None),
        ("2024年3月5日", None),
        ("3月5日", 2024),
    ],
)
def test_a_day_is_read_however_it_is_written(written, year):
    assert read(small.row(received=written), year=year).values["received_on"] == date(2024, 3, 5)


def test_a_day_without_a_year_is_a_fault_where_no_sheet_says_the_year():
    (fault,) = read(small.row(received="3月5日")).faults
    assert fault.sentence == (
        "D列（收到日期）：写的是“3月5日”，没有年份，工作表的名称里也没有。请写上年份，或者在前一步填写这张表的年份。"
    )


def test_15_plus_5_is_an_extension_of_five_days():
    head = (*small.HEAD, "答复期限", "延期通知日")
    values = read(small.row(received="2018-03-05", decided="2018-03-28", more=("15+5", "2018-03-20")), head=head).values
    assert (values["extension_days"], values["extended_on"]) == (5, date(2018, 3, 20))


@pytest.mark.parametrize("word", ["否", "无需补正", "未补正", "/", "×"])
def test_what_did_not_happen_is_no_day_and_no_fault(word):
    row = read(small.row(more=(word,)), head=(*small.HEAD, "补正通知日"))
    assert row.faults == []
    assert "correction_noticed_on" not in row.values


def test_several_events_in_one_cell_go_where_their_words_say():
    head = (*small.HEAD, "补正")
    row = read(small.row(more=("2024.3.6告知补正，2024.3.12收到补正材料",)), head=head)
    assert (row.values["correction_noticed_on"], row.values["correction_came_on"]) == (
        date(2024, 3, 6),
        date(2024, 3, 12),
    )
    assert row.faults == []


def test_events_that_say_nothing_are_asked_about_and_not_guessed():
    assert [(e.on.isoformat(), e.field) for e in several("2024.3.6、2024.3.9", None)] == [
        ("2024-03-06", ""),
        ("2024-03-09", ""),
    ]


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("同意公开", "granted"),
        ("非本机关政府信息", "unable.not_held"),
        ("信息不存在", "unable.not_held"),
        ("申请内容不明确", "unable.unclear"),
        ("（三）不予公开4", "withheld.third_party"),
        ("非政府信息", None),
        ("不予公开", None),
    ],
)
def test_names_of_before_2019_are_mapped_and_the_ambiguous_ones_asked(word, code):
    assert meaning("outcome", word, {}).code == code


def test_what_people_said_of_a_word_holds():
    row = read(small.row(outcome="非政府信息"), choices=Choices({"outcome": {"非政府信息": "unprocessed.petition"}}))
    assert (row.faults, row.values["outcome"]) == ([], "unprocessed.petition")


def test_the_kind_of_an_applicant_is_never_guessed_from_the_name():
    row = read(small.row(applicant="示例县某某有限公司", kind=""))
    assert [fault.code for fault in row.faults] == ["missing"]
    assert "kind" not in row.values
    said = read(small.row(applicant="示例县某某有限公司", kind=""), choices=Choices(whole={"kind": "enterprise"}))
    assert (said.faults, said.values["kind"]) == ([], "enterprise")


def bomb() -> bytes:
    """A workbook of a few kilobytes that expands to 500 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        with archive.open("xl/worksheets/sheet1.xml", "w") as part:
            for _ in range(500):
                part.write(b" " * 1_000_000)
    return out.getvalue()


def many_rows(n: int) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    page = book.add_worksheet()
    for r in range(n):
        page.write_string(r, 0, "x")
    book.close()
    return out.getvalue()


HOSTILE = {
    "a zip bomb": ("a.xlsx", bomb),
    "a far-off cell": ("a.xlsx", lambda: _far()),
    "a file that is no workbook": ("a.xlsx", lambda: b"%PDF-1.7 nothing"),
    "a broken workbook": ("a.xlsx", lambda: sheets.xlsx(sheets.ledger(10, 0))[:3000]),
    "another kind of file": ("a.docx", lambda: b"PK\x03\x04"),
    "an empty file": ("a.csv", lambda: b""),
    "a million rows of csv": ("a.csv", lambda: b"a,b\n" * 1_000_000),
    "too many rows": ("a.xlsx", lambda: many_rows(20_001)),
}


def _far() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_string(0, 0, "编号")
    page.write_string(1_048_575, 16_383, "远")
    book.close()
    return out.getvalue()


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_file_is_refused_with_a_sentence(what):
    name, made = HOSTILE[what]
    with pytest.raises(Unreadable) as refused:
        grids.read(made(), name)
    assert str(refused.value).endswith("。")


def test_a_formula_is_read_as_its_value_and_a_text_that_looks_like_one_as_text():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    page.write_row(0, 0, small.HEAD)
    page.write_formula(1, 0, '=HYPERLINK("http://example.org")', value="2024-001")
    page.write_string(1, 1, "=1+1")
    book.close()
    assert grids.read_here(out.getvalue(), "a.xlsx").sheets[0].rows[1][1][:2] == ("2024-001", "=1+1")


def test_a_workbook_of_excel_97_is_read_with_its_merged_heads_and_its_days():
    from pages.biff import OldSheet, workbook

    heads_of = {
        (0, 0): "编号",
        (0, 1): "申请人",
        (0, 3): "收到日期",
        (0, 4): "申请内容",
        (0, 5): "答复情况",
        (1, 1): "姓名",
        (1, 2): "类别",
    }
    heads_of |= {(1, 5): "日期", (1, 6): "类型"}
    values = {
        (2, 0): "2024-001",
        (2, 1): "周清源",
        (2, 2): "自然人",
        (2, 3): (45356, 2),
        (2, 4): "名单",
        (2, 5): "2024.3.28",
        (2, 6): "同意公开",
    }
    merges = ((0, 1, 0, 0), (0, 0, 1, 2), (0, 1, 3, 3), (0, 1, 4, 4), (0, 0, 5, 6))
    grid = grids.read(workbook({"2024年": OldSheet({**heads_of, **values}, merges=merges)}), "2024.xls").sheets[0]
    head = heads.find([cells for _, cells in grid.rows])
    row = read_row(grid.rows[-1][1], head.columns, head.words, year=None, today=TODAY, choices=NOTHING_SAID)
    assert row.faults == []
    assert (row.values["received_on"], row.values["decided_on"], row.values["kind"]) == (
        date(2024, 3, 5),
        date(2024, 3, 28),
        "natural_person",
    )
