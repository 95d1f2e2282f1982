"""`gongkai read`: one object a line for programs, tables for people, and one bad file never stops the rest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.reports import BEFORE, GOOD, WRONG, doubtful, run
from gongkai.reports.outputs.json import schema

READ = [sys.executable, "-c", "from gongkai.cli import main; main()", "read"]


def test_a_clean_report_is_a_table_and_status_0() -> None:
    result = run("read", GOOD)
    assert (result.exit_code, result.stderr) == (0, "")
    lines = result.stdout.splitlines()
    assert lines[0] == "示例县商务局　2025 年政府信息公开工作年度报告"
    assert (
        "  一、本年新收政府信息公开申请数量                 9         3         0             1             0     0    13"
        in lines
    )
    assert "  其余 16 行均为 0" in lines
    assert lines[-2:] == ["全部数据读取完毕，没有存疑。", ""]


def test_all_shows_the_rows_of_zeros_too() -> None:
    result = run("read", "--all", GOOD)
    assert "均为 0" not in result.stdout
    assert (
        "  2.重复申请                                       0         0         0             0             0     0     0"
        in (result.stdout.splitlines())
    )


def test_json_is_one_object_a_line_in_the_published_shape(tmp_path: Path) -> None:
    from jsonschema import Draft202012Validator

    result = run("read", "--json", GOOD, BEFORE)
    assert result.exit_code == 0
    first, second = map(json.loads, result.stdout.splitlines())
    for report in (first, second):
        Draft202012Validator(schema()).validate(report)
    assert (first["file"], first["agency"], first["year"], first["edition"]) == (
        GOOD.as_posix(),
        "示例县商务局",
        2025,
        "2021",
    )
    assert first["tables"]["applications"]["rows"]["received"] == {
        "natural_person": 9,
        "enterprise": 3,
        "research": 0,
        "public_interest": 1,
        "legal_service": 0,
        "other": 0,
        "total": 13,
    }
    assert (second["year"], second["tables"]["proactive"]["rows"]["permits"]) == (2024, {"decisions": 41})


def test_a_doubt_is_marked_in_the_table_explained_beneath_and_status_1(tmp_path: Path) -> None:
    result = run("read", doubtful(tmp_path / "存疑.txt"))
    assert result.exit_code == 1
    assert "  一、本年新收政府信息公开申请数量                 /?        3         0  " in result.stdout
    assert "存疑 1 处" in result.stdout
    assert "  ? 表三“一、本年新收政府信息公开申请数量”行“自然人”列 （原文" in result.stdout


def test_a_doubt_names_its_cell_in_json(tmp_path: Path) -> None:
    result = run("read", "--json", doubtful(tmp_path / "存疑.txt"))
    (doubt,) = json.loads(result.stdout)["doubts"]
    assert (result.exit_code, doubt["cell"]) == (1, "applications/received/natural_person")
    assert set(doubt) >= {"cell", "code", "message", "place"}


def test_one_bad_file_gives_an_error_in_its_place_and_status_2(tmp_path: Path) -> None:
    broken = tmp_path / "坏.docx"
    broken.write_bytes(b"PK\x03\x04" + b"\0" * 40)
    result = run("read", "--json", GOOD, broken, tmp_path / "没有.pdf", BEFORE)
    lines = [json.loads(line) for line in result.stdout.splitlines()]
    assert result.exit_code == 2
    assert [line["file"] for line in lines] == [str(GOOD), str(broken), str(tmp_path / "没有.pdf"), str(BEFORE)]
    assert [line.get("error", {}).get("code") for line in lines] == [None, "damaged", "missing", None]
    assert result.stderr == "共 4 个文件：正常 2 个，有存疑或问题 0 个，无法读取 2 个。\n"


def test_the_order_and_the_bytes_are_the_same_whatever_the_jobs(tmp_path: Path) -> None:
    one = run("read", "--json", "--jobs", 1, GOOD, tmp_path / "没有", BEFORE, WRONG, doubtful(tmp_path / "存疑.txt"))
    two = run("read", "--json", "--jobs", 2, GOOD, tmp_path / "没有", BEFORE, WRONG, tmp_path / "存疑.txt")
    assert one.stdout_bytes == two.stdout_bytes
    assert one.exit_code == two.exit_code == 2


def test_an_output_file_is_not_replaced_unless_forced(tmp_path: Path) -> None:
    out = tmp_path / "结果.jsonl"
    out.write_text("旧", encoding="utf-8")
    refused = run("read", "--json", "-o", out, GOOD)
    assert (refused.exit_code, out.read_text(encoding="utf-8")) == (2, "旧")
    assert refused.stderr == f"“{out}”已经存在，为免丢失没有覆盖。请换一个文件名，或加上 --force。\n"
    assert run("read", "--json", "-o", out, "--force", GOOD).exit_code == 0
    assert json.loads(out.read_text(encoding="utf-8"))["year"] == 2025
    assert [path.name for path in tmp_path.iterdir()] == ["结果.jsonl"]


def test_a_web_address_is_refused_without_a_look_at_the_network() -> None:
    result = run("read", "https://example.cn/1.html")
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("“https://example.cn/1.html”是网址。本软件不联网")


def test_what_the_file_could_not_give_is_said_in_both_outputs(tmp_path: Path) -> None:
    lying = tmp_path / "年报.docx"
    lying.write_bytes(GOOD.read_bytes())
    (warning,) = json.loads(run("read", "--json", lying).stdout)["warnings"]
    assert "docx" in warning.lower()
    shown = run("read", lying)
    assert shown.exit_code == 0
    assert "".join(line.strip() for line in shown.stdout.split("表二")[0].splitlines()[2:]) == f"注意：{warning}"


def many(folder: Path, count: int) -> Path:
    folder.mkdir()
    text = GOOD.read_text(encoding="utf-8")
    for i in range(count):
        (folder / f"{i:04}.txt").write_text(text.replace("示例县商务局", f"示例县第{i}局"), encoding="utf-8")
    return folder


def heeding() -> None:
    """Ctrl-C as a person at a terminal presses it: a run of tests in the background would hand on that it is not heeded."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="sends the signal that Ctrl-C sends on POSIX systems")
def test_after_ctrl_c_the_same_command_goes_on_and_ends_with_the_same_bytes(tmp_path: Path) -> None:
    folder, state = many(tmp_path / "报告", 200), tmp_path / "断点"
    command = [*READ, "--json", "--jobs", "2", "--resume", str(state), str(folder)]
    first = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True, preexec_fn=heeding
    )
    assert first.stdout is not None
    for _ in range(20):
        first.stdout.readline()
    os.killpg(first.pid, signal.SIGINT)
    first.stdout.read()
    assert first.stderr is not None
    said = first.stderr.read().decode()
    assert first.wait() == 130
    assert said.startswith("\n已按要求停止：200 个文件已处理 ")
    assert said.endswith(f"个。进度保存在“{state}”，再次执行同一命令即接着处理。\n")
    recorded = len(state.read_bytes().splitlines()) - 1
    assert 20 <= recorded < 200
    second = subprocess.run(command, capture_output=True, check=False)
    whole = subprocess.run([*READ, "--json", "--jobs", "1", str(folder)], capture_output=True, check=False)
    assert (second.returncode, second.stdout) == (whole.returncode, whole.stdout)
    assert len(whole.stdout.splitlines()) == 200


@pytest.mark.skipif(sys.platform == "win32", reason="process groups are those of POSIX systems")
def test_no_worker_outlives_the_command(tmp_path: Path) -> None:
    folder = many(tmp_path / "报告", 60)
    command = subprocess.Popen(
        [*READ, "--json", "--jobs", "2", str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=heeding,
    )
    assert command.stdout is not None
    command.stdout.readline()
    os.kill(command.pid, signal.SIGINT)
    command.communicate()
    for _ in range(100):
        try:
            os.killpg(command.pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    with pytest.raises(ProcessLookupError):
        os.killpg(command.pid, 0)
