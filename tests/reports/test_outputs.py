import csv as stdlib_csv
import io
import json as stdlib_json
import sys
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import openpyxl
import pytest
from hypothesis import given, settings

from gongkai.documents.model import Place
from gongkai.reports.checks import check
from gongkai.reports.editions import editions
from gongkai.reports.model import AnnualReport, CellId, Doubt, Reading, Value
from gongkai.reports.outputs import csv, json, parquet, xlsx
from gongkai.reports.outputs.long import lines
from reports.making import asked, reading
from reports.strategies import annual_reports, make_report, reading_of

AMOUNT = CellId("proactive", "charges", "amount")
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"


def validate(data: object) -> None:
    jsonschema.Draft202012Validator(
        json.schema(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
    ).validate(data)


def doubted(figures: dict[str, Value] | None = None) -> Reading:
    cell = CellId("applications", "granted", "total")
    read = reading({"applications/granted/total": None, **(figures or {})})
    return replace(
        read,
        places={cell: Place(table=2, row=6, column=10)},
        printed={**read.printed, cell: "b"},
        doubts=(
            Doubt("letters", "此格为“b”，不是数字。", cell, Place(table=2, row=6, column=10)),
            Doubt("agency-unclear", "单位不明。"),
        ),
    )


# ── JSON ──


def test_the_object_has_the_shape_of_the_labels() -> None:
    data = json.to_json(doubted(), file="示例.txt")
    assert list(data)[:4] == ["file", "agency", "year", "edition"]
    assert data["tables"]["applications"]["edition"] == "2021"
    assert data["tables"]["applications"]["rows"]["granted"]["total"] is None
    assert data["signed_on"] == "2024-01-17"
    assert data["sections"]["other"]["text"] == "2023年度本机关未收取信息处理费。"
    assert data["doubts"] == [
        {
            "cell": "applications/granted/total",
            "code": "letters",
            "message": "此格为“b”，不是数字。",
            "place": "第2个表第6行第10列",
            "at": {"table": 2, "row": 6, "column": 10},
        },
        {"cell": None, "code": "agency-unclear", "message": "单位不明。", "place": None, "at": None},
    ]
    assert data["printed"] == {"applications/granted/total": "b"}
    assert "findings" not in data


def test_the_schema_is_a_schema_and_says_no() -> None:
    jsonschema.Draft202012Validator.check_schema(json.schema())
    good = json.to_json(doubted(), file=None, findings=check(doubted()))
    validate(good)
    for broken in (
        {**good, "year": "2023"},
        {k: v for k, v in good.items() if k != "doubts"},
        {**good, "tables": {**good["tables"], "fourth": {"edition": "2021", "rows": {}}}},
        {**good, "findings": [{"code": "X"}]},
        {**good, "doubts": [{"cell": "no address", "code": "x", "message": "y", "place": None}]},
    ):
        with pytest.raises(jsonschema.ValidationError):
            validate(broken)


@settings(max_examples=40, deadline=None)
@given(annual_reports())
def test_a_reading_comes_back_from_its_json(report: AnnualReport) -> None:
    read = reading_of(report)
    read = replace(read, places={cell: Place(table=1, row=2) for cell in read.printed}, marks={"title": Place(line=1)})
    data = json.loads(json.dumps(json.to_json(read, findings=check(read))))
    validate(data)
    back = json.from_json(data)
    assert back.report == read.report
    assert back.places == read.places
    assert back.marks == read.marks
    assert back.printed == read.printed
    assert json.findings_from_json(data) == check(read)


@pytest.mark.parametrize(
    "text", ["4166.241619", "0.1", "123456789012.123456", "99999999999999999999.000001", "1E+3", "7730.280"]
)
def test_decimals_keep_every_digit(text: str) -> None:
    written = json.dumps({"v": Decimal(text), "s": "\\u0000"})
    assert json.loads(written) == {"v": Decimal(text), "s": "\\u0000"}
    assert "E" not in written
    assert stdlib_json.loads(written)["v"] == float(text)


def test_the_place_of_every_line_comes_back() -> None:
    read = reading()
    places = (Place(line=7), Place(line=8))
    section = replace(read.report.sections["overview"], lines=places)
    made = replace(read.report, sections={**read.report.sections, "overview": section}, preamble_lines=places[:1])
    data = json.loads(json.dumps(json.to_json(replace(read, report=made))))
    validate(data)
    assert json.from_json(data).report.sections["overview"].lines == places
    assert json.from_json(data).report.preamble_lines == places[:1]
    assert "lines" not in json.to_json(replace(read, report=made), places=False)["sections"]["overview"]


def test_one_line_and_readable_characters() -> None:
    written = json.dumps(json.to_json(doubted(), file="示例.txt"))
    assert "\n" not in written
    assert '"file":"示例.txt"' in written


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"edition": "2021", "tables": []},
        {"edition": "2021", "tables": {"proactive": {}}},
        {**json.to_json(doubted()), "signed_on": "never"},
        {**json.to_json(doubted()), "doubts": [{"cell": "nowhere", "code": "x", "message": "y"}]},
    ],
)
def test_other_json_is_refused_with_a_sentence(data: dict[str, object]) -> None:
    with pytest.raises(json.NotAReport, match="不是本软件输出的年度报告"):
        json.from_json(data)


@pytest.mark.skipif(not SAMPLES.exists(), reason="the folder of real samples is not beside the repository")
def test_hand_made_labels_are_read_and_fit_the_tables() -> None:
    for path in sorted((SAMPLES / "truth").glob("*.json")):
        labels = json.loads(path.read_text(encoding="utf-8"))
        assert json.to_json(json.from_json(labels))["tables"] == labels["tables"]


# ── CSV ──


def test_csv_has_one_row_a_figure_with_labels_and_doubts() -> None:
    out = io.BytesIO()
    assert csv.write([("示例.txt", doubted({"proactive/charges/amount": Decimal("4166.241619")}))], out) == 200
    raw = out.getvalue()
    assert raw.startswith(b"\xef\xbb\xbffile,agency,year,table,edition,row,")
    rows = list(stdlib_csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))
    (amount,) = [r for r in rows if (r["row"], r["column"]) == ("charges", "amount")]
    assert amount == {
        "file": "示例.txt",
        "agency": "示例县商务局",
        "year": "2023",
        "table": "proactive",
        "edition": "2021",
        "row": "charges",
        "row_label": "行政事业性收费",
        "column": "amount",
        "column_label": "本年收费金额（单位：万元）",
        "value": "4166.241619",
        "doubt": "",
    }
    (unsure,) = [r for r in rows if r["doubt"]]
    assert (unsure["row"], unsure["value"], unsure["doubt"]) == ("granted", "", "letters")


def test_csv_without_the_mark_starts_with_the_head() -> None:
    out = io.BytesIO()
    csv.write([], out, bom=False)
    assert out.getvalue() == b"file,agency,year,table,edition,row,row_label,column,column_label,value,doubt\r\n"


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1"])
def test_texts_that_would_be_formulas_are_disarmed_and_negative_figures_are_not(name: str) -> None:
    out = io.BytesIO()
    read = reading({"proactive/permits/change": -37}, edition="2019", agency=name)
    csv.write([(name, read)], out)
    rows = list(stdlib_csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig"), newline="")))
    assert {r["agency"] for r in rows} == {"'" + name}
    assert {r["file"] for r in rows} == {"'" + name}
    assert [r["value"] for r in rows if (r["row"], r["column"]) == ("permits", "change")] == ["-37"]


def test_rows_of_a_comparison_become_csv() -> None:
    out = io.BytesIO()
    assert (
        csv.write_rows([{"cell": "a/b/c", "ratio": 0.25, "after": Decimal("1.50"), "note": "=x"}], out, bom=False) == 1
    )
    assert out.getvalue().decode() == "cell,ratio,after,note\r\na/b/c,0.25,1.50,'=x\r\n"


# ── XLSX ──


def sheet_values(data: bytes, name: str) -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [[cell.value for cell in row] for row in book[name].iter_rows()]


def test_one_report_is_laid_out_as_its_form() -> None:
    out = io.BytesIO()
    read = doubted({**asked(5), "proactive/charges/amount": Decimal("4166.241619"), "applications/granted/total": None})
    assert xlsx.write([("示例.txt", read)], out, findings=check(read)) == 200
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    assert book.sheetnames == ["概况", "表二", "表三", "表四", "核对"]
    two = book["表二"]
    assert two["A1"].value == "第二十条第（一）项"
    assert two["B14"].value == 4166.241619
    three = book["表三"]
    assert {"A1:C3", "D1:J1", "A6:A27", "B8:B15"} <= {str(r) for r in three.merged_cells.ranges}
    assert three["J4"].value == 5
    assert three["J6"].value is None
    assert "不是数字" in three["J6"].comment.text
    assert sheet_values(out.getvalue(), "核对")[0] == ["类别", "代码", "单元格", "说明", "处理"]


def test_many_reports_are_one_long_sheet() -> None:
    out = io.BytesIO()
    pairs = [(f"{i}.txt", reading_of(make_report(i, editions()["2021"]))) for i in range(3)]
    assert xlsx.write(iter(pairs), out) == 600
    rows = sheet_values(out.getvalue(), "数据")
    assert rows[0][:3] == ["文件", "行政机关", "年度"]
    assert len(rows) == 601
    assert [row[9] for row in rows[1:]] == [float(v) for _, r in pairs for _, v in r.report.cells() if v is not None]


def test_a_long_sheet_goes_on_where_it_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx, "SHEET_ROWS", 250)
    out = io.BytesIO()
    xlsx.write([(None, doubted()), (None, doubted())], out)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    assert [(s.title, s.max_row) for s in book] == [("数据", 251), ("数据2", 151)]


def test_formulas_in_names_stay_text_in_a_workbook() -> None:
    out = io.BytesIO()
    xlsx.write([("=1+1", reading(agency="=1+1")), ("http://example.org", reading())], out)
    book = openpyxl.load_workbook(io.BytesIO(out.getvalue()))
    cell = book["数据"]["B2"]
    assert cell.value == "=1+1"
    assert cell.data_type != "f"
    assert book["数据"]["A202"].hyperlink is None


# ── Parquet ──


def test_parquet_is_typed_and_exact() -> None:
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    out = io.BytesIO()
    read = doubted({"proactive/charges/amount": Decimal("4166.241619")})
    assert parquet.write([("示例.txt", read)], out) == 200
    table = arrow.read_table(io.BytesIO(out.getvalue()))
    assert str(table.schema.field("value").type) == "decimal128(18, 6)"
    assert str(table.schema.field("year").type) == "int32"
    rows = {(r["row"], r["column"]): r for r in table.to_pylist()}
    assert rows["charges", "amount"]["value"] == Decimal("4166.241619")
    assert rows["granted", "total"]["value"] is None
    assert rows["granted", "total"]["doubt"] == "letters"


def test_a_figure_that_does_not_fit_is_told_not_rounded() -> None:
    arrow = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    out = io.BytesIO()
    parquet.write(
        [(None, reading({"proactive/charges/amount": Decimal("1.2345678"), "proactive/permits/decisions": 10**12}))],
        out,
    )
    rows = {(r["row"], r["column"]): r for r in arrow.read_table(io.BytesIO(out.getvalue())).to_pylist()}
    assert (rows["charges", "amount"]["value"], rows["charges", "amount"]["doubt"]) == (
        None,
        "数值 1.2345678 超出列的精度",
    )
    assert rows["permits", "decisions"]["value"] is None


def test_without_pyarrow_a_sentence_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(parquet.ParquetMissing, match=r"gongkai\[parquet\]"):
        parquet.write([], io.BytesIO())


# ── all ──


@settings(max_examples=15, deadline=None)
@given(annual_reports())
def test_the_long_form_holds_every_figure_once(report: AnnualReport) -> None:
    found = {CellId(line.table, line.row, line.column): line.value for line in lines([(None, reading_of(report))])}
    assert found == dict(report.cells())


def test_writers_take_readings_one_at_a_time() -> None:
    """Each reading is asked for only after the one before has been written out: nothing is gathered."""
    alive: list[int] = []

    def source() -> object:
        for i in range(40):
            alive.append(i)
            yield None, reading_of(make_report(i, editions()["2021"]))

    taken = lines(source())  # type: ignore[arg-type]
    next(taken)
    assert alive == [0]
    for _ in range(200):
        next(taken)
    assert alive == [0, 1]


def test_dates_are_iso_in_json() -> None:
    assert json.to_json(reading(signed_on=date(2024, 1, 5)))["signed_on"] == "2024-01-05"
