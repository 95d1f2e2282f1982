"""`gongkai compare`: two years of one body, or several bodies side by side."""

from __future__ import annotations

import json
from pathlib import Path

from cli.reports import BEFORE, GOOD, WRONG, run


def test_two_years_of_one_body_show_what_changed_and_that_the_carry_over_holds() -> None:
    result = run("compare", BEFORE, GOOD)
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "示例县商务局　2024 年与 2025 年比较"
    assert "  行政许可·本年处理决定数量     41    36    -5   -12.2%" in lines
    assert "结转衔接：上年结转与上年报告的结转下年度一致。" in lines
    assert "“六、其他需要报告的事项”：与上年完全相同（2 句）" in lines


def test_the_earlier_year_comes_first_however_they_are_typed() -> None:
    assert run("compare", GOOD, BEFORE).stdout == run("compare", BEFORE, GOOD).stdout


def test_a_carry_over_that_was_lost_is_status_1(tmp_path: Path) -> None:
    before = tmp_path / "上年.txt"
    line = "四、结转下年度继续办理\t\t\t1\t0\t0\t0\t0\t0\t1"
    before.write_text(BEFORE.read_text(encoding="utf-8").replace(line, line.replace("1", "3")), encoding="utf-8")
    result = run("compare", before, GOOD)
    assert result.exit_code == 1
    assert "结转不衔接" in result.stdout


def test_two_bodies_stand_side_by_side_with_their_total() -> None:
    result = run("compare", GOOD, WRONG)
    assert result.exit_code == 0
    (row,) = [line.split() for line in result.stdout.splitlines() if line.startswith("  一、本年新收")]
    assert row == ["一、本年新收政府信息公开申请数量·总计", "13", "6", "19"]


def test_many_bodies_are_folded_to_the_width_of_the_terminal(tmp_path: Path) -> None:
    for i in range(9):
        text = GOOD.read_text(encoding="utf-8").replace("示例县商务局", f"示例县第{i}局")
        (tmp_path / f"{i}.txt").write_text(text, encoding="utf-8")
    result = run("compare", tmp_path)
    assert result.stdout.startswith("9 份报告并列\n")
    assert max(len(line) for line in result.stdout.splitlines()) <= 100
    assert result.stdout.count("一、本年新收政府信息公开申请数量·总计") > 1


def test_json_and_csv_carry_the_changes() -> None:
    found = json.loads(run("compare", "--format", "json", BEFORE, GOOD).stdout)
    permits = next(change for change in found["changes"] if change["cell"] == "proactive/permits/decisions")
    assert (found["years"], permits["before"], permits["after"], permits["difference"]) == ([2024, 2025], 41, 36, -5)
    rows = run("compare", "--format", "csv", BEFORE, GOOD).stdout.splitlines()
    assert rows[0] == "代码,项目,2024,2025,增减,增减率,说明"


def test_a_workbook_goes_to_a_file_and_never_to_the_terminal(tmp_path: Path) -> None:
    refused = run("compare", "--format", "xlsx", BEFORE, GOOD)
    assert (refused.exit_code, refused.stdout) == (2, "")
    out = tmp_path / "比较.xlsx"
    assert run("compare", "-o", out, BEFORE, GOOD).exit_code == 0
    assert out.read_bytes()[:2] == b"PK"


def test_one_report_is_not_enough(tmp_path: Path) -> None:
    result = run("compare", GOOD, tmp_path / "没有.docx")
    assert result.exit_code == 2
    assert "能读取的报告只有 1 份，至少要两份才能比较。" in result.stderr
