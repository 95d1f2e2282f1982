"""`gongkai check`: findings with evidence and a way to mend them."""

from __future__ import annotations

import json
from pathlib import Path

from cli.reports import BEFORE, GOOD, WRONG, run


def codes(line: str) -> list[str]:
    return [finding["code"] for finding in json.loads(line)["findings"]]


def test_a_report_without_fault_is_said_to_be_so_and_status_0() -> None:
    result = run("check", GOOD)
    assert result.exit_code == 0
    assert result.stdout.splitlines()[2] == "核对完毕，没有发现问题。"


def test_findings_come_with_evidence_its_place_and_a_way_to_mend() -> None:
    result = run("check", WRONG)
    assert result.exit_code == 1
    assert "核对发现 7 个问题（错误 3，警告 4）" in result.stdout
    assert "  错误 T3-COL\n      表三“（七）总计”行不平：" in result.stdout
    assert "      原文第5行：" not in result.stdout.split("T3-COL")[1].split("警告")[0]
    assert "      改法：请对照台账核实上列各数，改正错误的一格，使两边相等。" in result.stdout


def test_json_has_the_findings_of_every_report_in_order() -> None:
    result = run("check", "--json", WRONG, GOOD)
    wrong, good = result.stdout.splitlines()
    assert result.exit_code == 1
    assert codes(wrong) == ["T3-BAL", "T3-SUM", "T3-COL", "TEXT-T3", "TEXT-T3", "TEXT-PARTS", "TEXT-FEE"]
    assert codes(good) == []


def test_last_years_report_is_paired_by_the_agency(tmp_path: Path) -> None:
    before = tmp_path / "上年.txt"
    text = BEFORE.read_text(encoding="utf-8")
    line = "四、结转下年度继续办理\t\t\t1\t0\t0\t0\t0\t0\t1"
    assert line in text
    before.write_text(text.replace(line, line.replace("\t1", "\t2")), encoding="utf-8")
    assert codes(run("check", "--json", "--previous", before, GOOD).stdout) == ["CARRY"]
    assert codes(run("check", "--json", "--previous", BEFORE, GOOD).stdout) == []
    assert codes(run("check", "--json", "--previous", before, WRONG).stdout)[:3] == ["T3-BAL", "T3-SUM", "T3-COL"]


def test_together_finds_the_text_that_another_body_has_too(tmp_path: Path) -> None:
    copy = tmp_path / "照抄.txt"
    copy.write_text(GOOD.read_text(encoding="utf-8").replace("示例县商务局", "示例县体育局"), encoding="utf-8")
    alone = run("check", "--json", GOOD, copy)
    together = run("check", "--json", "--together", GOOD, copy)
    assert [codes(line) for line in alone.stdout.splitlines()] == [[], []]
    assert all("SAME-BODY" in codes(line) for line in together.stdout.splitlines())


def test_resume_and_checks_side_by_side_do_not_go_together(tmp_path: Path) -> None:
    result = run("check", "--resume", tmp_path / "断点", "--together", GOOD)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("--resume 不能与 --previous、--together 同用")
