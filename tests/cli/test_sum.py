"""`gongkai sum`: the figures added up, and first of all how complete the sum is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.reports import BEFORE, GOOD, WRONG, run


@pytest.fixture
def expected(tmp_path: Path) -> Path:
    path = tmp_path / "名单.txt"
    path.write_text("# 应报机关\n示例县商务局\n示例县民政局\n\n示例县教育局\n", encoding="utf-8")
    return path


def test_the_sum_says_first_who_is_missing_and_whose_figures_do_not_hold(expected: Path) -> None:
    result = run("sum", "--expected", expected, GOOD, WRONG, BEFORE)
    assert result.exit_code == 1
    head = result.stdout.split("表二")[0]
    assert "".join(line.strip() for line in head.splitlines()) == (
        "2025 年政府信息公开工作年度报告汇总应报 3 个单位，已汇总 2 个；缺 1 个：示例县教育局；"
        "其他年度 1 份未计入：示例县商务局（2024）；勾稽不符 1 个：示例县民政局。"
    )


def test_a_complete_sum_is_status_0() -> None:
    result = run("sum", GOOD)
    assert result.exit_code == 0
    assert "汇总 1 个单位。" in result.stdout


def test_every_cell_can_tell_its_summands() -> None:
    result = run("sum", GOOD, WRONG, "--cell", "applications/received/total")
    assert result.stdout.splitlines()[-4:] == [
        "表三“一、本年新收政府信息公开申请数量”行“总计”列",
        "  示例县商务局  13",
        "  示例县民政局   6",
        "  合计          19",
    ]


def test_the_same_report_twice_is_added_once(tmp_path: Path) -> None:
    shutil.copy(GOOD, tmp_path / "又一份.txt")
    result = run("sum", "--format", "json", GOOD, tmp_path / "又一份.txt")
    found = json.loads(result.stdout)
    assert found["completeness"]["twice"] == [{"agency": "示例县商务局", "same": True}]
    assert found["tables"]["applications"]["rows"]["received"]["total"] == 13


def test_saved_readings_add_up_like_the_reports_they_came_from(tmp_path: Path) -> None:
    saved = tmp_path / "全部.jsonl"
    run("read", "--json", "-o", saved, GOOD, WRONG)
    assert run("sum", saved).stdout == run("sum", GOOD, WRONG).stdout


def test_a_report_that_could_not_be_read_is_named_and_status_2(tmp_path: Path) -> None:
    result = run("sum", GOOD, tmp_path / "没有.docx")
    assert result.exit_code == 2
    assert result.stderr.startswith(f"无法读取：{tmp_path / '没有.docx'}：找不到这个文件")
    assert "汇总 1 个单位。" in result.stdout


def test_a_list_from_windows_is_read_in_its_own_encoding(tmp_path: Path) -> None:
    names = tmp_path / "名单.txt"
    names.write_bytes("示例县商务局\r\n示例县水利局\r\n".encode("gb18030"))
    assert "缺 1 个：示例县水利局" in run("sum", "--expected", names, GOOD).stdout


def test_an_address_that_is_no_cell_gets_a_sentence() -> None:
    result = run("sum", "--cell", "申请总数", GOOD)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("“申请总数”不是格的代码。")


def test_rows_go_to_a_csv_file_that_no_spreadsheet_takes_for_formulas(tmp_path: Path) -> None:
    evil = tmp_path / "坏.txt"
    evil.write_text(GOOD.read_text(encoding="utf-8").replace("示例县商务局", "=HYPERLINK局"), encoding="utf-8")
    out = tmp_path / "汇总.csv"
    run("sum", "-o", out, "--agency", "示例县", GOOD, evil)
    text = out.read_text(encoding="utf-8-sig")
    assert text.startswith("表,行,列,机关,数,存疑\n")
    assert ",=" not in text
