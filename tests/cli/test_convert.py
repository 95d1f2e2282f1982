"""`gongkai convert`: by the ending of the output, whole or not at all, and nothing replaced unasked."""

from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from cli.reports import BEFORE, GOOD, TUTORIAL, doubtful, run


def received(path: Path) -> dict[str, int]:
    """The first row of 表三 as `gongkai read` finds it in a file."""
    result = run("read", "--json", path)
    assert result.exit_code == 0, result.output
    row: dict[str, int] = json.loads(result.stdout)["tables"]["applications"]["rows"]["received"]
    return row


NINE = {
    "natural_person": 9,
    "enterprise": 3,
    "research": 0,
    "public_interest": 1,
    "legal_service": 0,
    "other": 0,
    "total": 13,
}


@pytest.mark.parametrize("ending", ["html", "docx", "pdf", "xlsx", "txt", "md", "json"])
def test_a_report_composed_anew_reads_the_same_in_every_format(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"年报.{ending}"
    result = run("convert", "--edition", "own", GOOD, out)
    assert (result.exit_code, result.output) == (0, "")
    assert received(out) == NINE


@pytest.mark.parametrize("ending", ["html", "docx", "txt"])
def test_a_document_goes_over_as_it_is(ending: str, tmp_path: Path) -> None:
    out = tmp_path / f"年报.{ending}"
    assert run("convert", GOOD, out).exit_code == 0
    assert received(out) == NINE


def test_what_read_saved_can_be_made_a_document_again(tmp_path: Path) -> None:
    saved = tmp_path / "年报.json"
    assert run("read", "--json", "-o", saved, GOOD).exit_code == 0
    assert run("convert", saved, tmp_path / "年报.docx").exit_code == 0
    assert received(tmp_path / "年报.docx") == NINE


def test_a_folder_becomes_one_table_of_all_figures(tmp_path: Path) -> None:
    out = tmp_path / "全部.csv"
    assert run("convert", TUTORIAL, out).exit_code == 0
    assert out.read_bytes().startswith(b"\xef\xbb\xbf")
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 200
    mine = [r for r in rows if r["file"].endswith("商务局2025年报.txt") and r["row"] == "received"]
    assert [(r["column_label"], r["value"]) for r in mine[:2]] == [("自然人", "9"), ("商业企业", "3")]


def test_parquet_keeps_the_figures_as_exact_numbers(tmp_path: Path) -> None:
    import decimal

    import pyarrow.parquet

    out = tmp_path / "全部.parquet"
    assert run("convert", TUTORIAL, out).exit_code == 0
    table = pyarrow.parquet.read_table(out)
    assert (table.num_rows, str(table.schema.field("value").type)) == (600, "decimal128(18, 6)")
    assert table.column("value")[2].as_py() == decimal.Decimal(0)


def test_a_folder_into_a_folder_keeps_names_and_folders(tmp_path: Path) -> None:
    source = tmp_path / "来"
    (source / "下级").mkdir(parents=True)
    shutil.copy(GOOD, source / "甲.txt")
    shutil.copy(BEFORE, source / "甲.md")
    shutil.copy(GOOD, source / "下级" / "乙.txt")
    (source / "坏.docx").write_bytes(b"PK\x03\x04" + b"\0" * 40)
    result = run("convert", source, tmp_path / "去", "--to", "html")
    made = sorted(path.relative_to(tmp_path / "去").as_posix() for path in (tmp_path / "去").rglob("*.html"))
    assert made == ["下级/乙.html", "甲.md.html", "甲.txt.html"]
    assert result.exit_code == 2
    assert "无法转换：" in result.stderr and "坏.docx" in result.stderr


def test_an_existing_file_stays_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "年报.html"
    out.write_text("旧", encoding="utf-8")
    refused = run("convert", GOOD, out)
    assert (refused.exit_code, out.read_text(encoding="utf-8")) == (2, "旧")
    assert run("convert", "--force", GOOD, out).exit_code == 0
    assert out.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_a_form_that_would_lose_figures_is_refused_and_nothing_is_left_behind(tmp_path: Path) -> None:
    result = run("convert", "--edition", "2019", GOOD, tmp_path / "旧格式.docx")
    assert result.exit_code == 2
    assert "照此排版会丢失已公布的数据" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_doubts_are_told_and_status_1(tmp_path: Path) -> None:
    result = run("convert", "--edition", "own", doubtful(tmp_path / "存疑.txt"), tmp_path / "存疑.docx")
    assert result.exit_code == 1
    assert "存疑，表三“一、本年新收政府信息公开申请数量”" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([GOOD, "年报.rtf"], "不能输出“rtf”格式。"),
        ([GOOD, "年报"], "不能输出“（没有扩展名）”格式。"),
        ([TUTORIAL, "年报.docx"], "输入有 3 个文件，不能写进一个 .docx 文档。"),
        ([GOOD, "没有/年报.docx"], "文件夹“没有”不存在，无法写入。"),
    ],
)
def test_what_cannot_be_done_is_said_before_anything_is_read(
    arguments: list[object], sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("convert", *arguments)
    assert result.exit_code == 2
    assert result.stderr.startswith(sentence)
    assert list(tmp_path.iterdir()) == []
