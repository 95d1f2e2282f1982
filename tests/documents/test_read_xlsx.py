"""Workbooks of other programs; those of our own writer are read back in the round trip."""

from __future__ import annotations

import random
import struct
from datetime import date, datetime
from io import BytesIO

import openpyxl
import pytest

from documents.builders import ole, xlsx, zipped
from gongkai.documents import bounds
from gongkai.documents.errors import NotThisFormat, Unreadable
from gongkai.documents.model import Cell, Heading, Place, Table
from gongkai.documents.readers.xlsx import read


@pytest.fixture(autouse=True)
def no_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """How long a busy machine takes must not decide what is read; the clock has its own tests."""
    monkeypatch.setattr(bounds.Budget, "check", lambda self: None)


def book(fill: dict[str, object], merged: tuple[str, ...] = ()) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    for address, value in fill.items():
        sheet[address] = value
    for area in merged:
        sheet.merge_cells(area)
    buffer = BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def row(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def test_the_area_in_use_is_one_table() -> None:
    document = read(book({"B2": "信息内容", "C2": "件数", "B3": "规章", "C3": 0}))
    assert document.blocks == (Table((row("信息内容", "件数"), row("规章", "0"))),)
    (block,) = document.tables
    assert block.rows[1][1].place == Place(table=1, row=3, column=3, sheet="Sheet")


def test_numbers_dates_and_truth_values_are_shown_as_people_write_them() -> None:
    values = {
        "A1": 5.0,
        "B1": 0.1 + 0.2,
        "C1": date(2024, 1, 31),
        "D1": datetime(2024, 1, 31, 8, 30),
        "E1": True,
        "F1": -3,
        "G1": "007",
    }
    assert read(book(values)).blocks == (
        Table((row("5", "0.3", "2024-01-31", "2024-01-31 08:30:00", "TRUE", "-3", "007"),)),
    )


def test_merged_cells_keep_their_spans() -> None:
    data = book({"A1": "三、结果", "B1": "合计", "B2": 1, "C2": 2}, ("A1:A2", "B1:C1"))
    assert read(data).blocks == (Table(((Cell("三、结果", 2), Cell("合计", 1, 2)), row("1", "2"))),)


def test_blank_cells_between_stay_blank() -> None:
    assert read(book({"A1": "甲", "C1": 0, "A3": "乙"})).blocks == (
        Table((row("甲", "", "0"), row("", "", ""), row("乙", "", ""))),
    )


def test_several_sheets_are_headed_by_their_names_and_hidden_ones_are_told() -> None:
    cell = '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{}</t></is></c></row></sheetData>'
    data = xlsx(
        {"一": cell.format("甲"), "底稿": cell.format("密"), "二": cell.format("乙"), "空": "<sheetData/>"}, ("底稿",)
    )
    document = read(data)
    assert document.blocks == (Heading("一", 2), Table((row("甲"),)), Heading("二", 2), Table((row("乙"),)))
    assert document.source.warnings == ("工作簿有隐藏的工作表（底稿），未读取。公开前请检查其中的内容。",)


def test_formulas_give_their_saved_value_and_are_never_calculated() -> None:
    rows = '<row r="1"><c r="A1"><f>1+1</f><v>3</v></c><c r="B1"><f>SUM(A1)</f></c><c r="C1"><v>4</v></c></row>'
    document = read(xlsx({"表": f"<sheetData>{rows}</sheetData>"}))
    assert document.blocks == (Table((row("3", "", "4"),)),)
    assert document.source.warnings == (
        "有 1 个公式单元格没有保存计算结果，按空白读取（本程序不计算公式）。请用 Excel 或 WPS 打开并保存后再试。",
    )


def test_hidden_rows_are_read_and_told() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="2" hidden="1"><c r="A2"><v>2</v></c></row>'
    document = read(xlsx({"表": f"<sheetData>{rows}</sheetData>"}))
    assert document.blocks == (Table((row("1"), row("2"))),)
    assert document.source.warnings == ("工作表中有隐藏的行或列，已一并读取。请核对这些内容是否应当公开。",)


def code_of(data: bytes) -> str:
    with pytest.raises(Unreadable) as error:
        read(data)
    assert str(error.value).endswith("。")
    return error.value.code


def test_a_cell_at_the_far_end_of_a_sheet_is_refused() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    assert code_of(xlsx({"表": f"<sheetData>{rows}</sheetData>"})) == "too-many-parts"


def test_an_endless_sheet_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_CELLS", 500)
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c></row>' for i in range(1, 1_002))
    assert code_of(xlsx({"表": f"<sheetData>{rows}</sheetData>"})) == "too-many-parts"


def test_a_merged_area_of_the_whole_sheet_is_refused_or_cut() -> None:
    inside = '<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    assert code_of(xlsx({"表": inside})) == "too-many-parts"


@pytest.mark.parametrize(
    "inside",
    ["<sheetData><c><f/>" + " " * 900_000, "<f " * 300_000, "<c " * 300_000, "<row " * 200_000, "<f>" * 300_000],
)
def test_a_sheet_of_one_beginning_without_end_is_no_endless_work(inside: str) -> None:
    assert code_of(xlsx({"表": inside})) in ("damaged", "no-text", "too-large", "too-many-parts")


def test_ods_rows_that_never_end_are_no_endless_work() -> None:
    assert code_of(ods("<table:table-row>" * 50_000)) in ("damaged", "no-text", "too-large")


def test_entities_are_refused() -> None:
    data = zipped({"xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook>&a;</workbook>'})
    assert code_of(data) == "unsupported"


def test_an_empty_workbook_has_no_text() -> None:
    assert code_of(xlsx({"表": "<sheetData/>"})) == "no-text"


def record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def old_workbook(*cells: bytes) -> bytes:
    """A workbook of one sheet as Excel 97 wrote them ([MS-XLS])."""

    def begin(kind: int) -> bytes:
        return record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))

    end = record(0x000A, b"")
    name = "年报".encode("utf-16-le")

    def front(offset: int) -> bytes:
        sheet = record(0x85, struct.pack("<IBBBB", offset, 0, 0, 2, 1) + name)
        return begin(5) + record(0x42, struct.pack("<H", 1200)) + record(0xE0, bytes(20)) + sheet + end

    return ole({"Workbook": front(len(front(0))) + begin(0x10) + b"".join(cells) + end})


def old_label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 1) + text.encode("utf-16-le"))


def old_number(row: int, column: int, value: float) -> bytes:
    return record(0x0203, struct.pack("<HHHd", row, column, 0, value))


def test_an_old_workbook_is_read_with_its_merged_cells() -> None:
    merged = record(0xE5, struct.pack("<HHHHH", 1, 0, 0, 0, 1))
    data = old_workbook(old_label(0, 0, "主动公开"), old_label(1, 0, "规章"), old_number(1, 1, 3.0), merged)
    assert read(data).blocks == (Table(((Cell("主动公开", 1, 2),), row("规章", "3"))),)


def ods(rows: str) -> bytes:
    names = "".join(
        f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{prefix}:1.0"'
        for prefix in ("office", "table", "text")
    )
    content = (
        f'<office:document-content{names}><office:body><office:spreadsheet><table:table table:name="年报">{rows}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    manifest = '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def ods_row(repeated: str = "") -> str:
    return (
        f"<table:table-row{repeated}><table:table-cell office:value-type='string'><text:p>规章</text:p></table:table-cell>"
        "<table:table-cell office:value-type='float' office:value='3'><text:p>3</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="16382"/></table:table-row>'
    )


def test_an_ods_sheet_is_read_without_its_endless_empty_rest() -> None:
    rest = (
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    assert read(ods(ods_row() + rest)).blocks == (Table((row("规章", "3"),)),)


def test_an_ods_row_repeated_a_million_times_is_refused() -> None:
    assert code_of(ods(ods_row(' table:number-rows-repeated="1048576"'))) == "too-many-parts"


def test_an_old_workbook_with_a_password_is_said() -> None:
    begin, password = b"\x09\x08\x10\x00" + bytes(16), b"\x2f\x00\x02\x00\0\0"
    assert code_of(ole({"Workbook": begin + password})) == "password"


def test_a_far_cell_in_an_old_workbook_is_refused() -> None:
    begin, far = b"\x09\x08\x10\x00" + bytes(16), b"\x03\x02\x0e\x00" + b"\xff\xff\xff\x00" + bytes(10)
    assert code_of(ole({"Workbook": begin + far})) == "too-many-parts"


def test_other_files_are_not_this_format() -> None:
    with pytest.raises(NotThisFormat):
        read(b"a,b\n1,2\n")


@pytest.mark.parametrize("twentieth", range(1, 20))
def test_a_file_cut_off_anywhere_is_damaged(twentieth: int) -> None:
    data = book({"A1": "甲"})
    assert code_of(data[: len(data) * twentieth // 20]) in ("damaged", "wrong-format")


def test_random_damage_never_raises_anything_but_unreadable() -> None:
    good = book({"A1": "甲", "B2": 3, "C3": date(2024, 1, 1)}, ("A1:B1",))
    chance = random.Random(3)
    outcomes = set()
    for _ in range(150):
        data = bytearray(good)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        try:
            outcomes.add(type(read(bytes(data))).__name__)
        except Unreadable as error:
            outcomes.add(error.code)
    assert {"Document", "damaged"} <= outcomes
