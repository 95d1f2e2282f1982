"""A county is set up from the command line: listed, added to, imported; nothing is half done."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

from cli.test_installation import run

LIST = """全称,简称,机关代字,网址名,类别,主管部门,管理员姓名,管理员账号
示例县教育局,县教育局,示教,jiaoyu,政府部门,县政府办,周明,zhouming
示例县第一中学,一中,示一中,yizhong,授权组织,县教育局,,
"""


def test_a_county_is_set_up_without_a_click(tmp_path: Path, ready_made: Callable[[Path], None]) -> None:
    home, file, secret = tmp_path / "data", tmp_path / "名单.csv", tmp_path / "首次密码.csv"
    ready_made(home)
    office = ("--agency", "示例县人民政府办公室", "--short", "县政府办", "--code", "示政办", "--slug", "zfb")
    wrong = run(home, "init", *office, "--kind", "公司")
    assert (wrong.returncode, "机关的信息不对，没有安装：没有这一类" in wrong.stderr) == (2, True)
    done = run(home, "init", *office, "--kind", "政府办公室")
    assert (done.returncode, "系统管理员：admin　初始密码：" in done.stdout) == (0, True), done.stderr

    added = run(
        home, "bodies", "add", "--name", "示例县商务局", "--short", "县商务局", "--code", "示商", "--slug", "shangwu",
        "--above", "县政府办", "--since", "2019-03-01", "--username", "hezhiyuan", "--admin", "何志远",
    )  # fmt: skip
    assert (added.returncode, added.stdout.splitlines()[0]) == (0, "示例县商务局已经加入名录。"), added.stderr
    assert "系统管理员：hezhiyuan　初始密码：" in added.stdout
    twice = run(home, "bodies", "add", "--name", "示例县商务二局", "--code", "示商", "--slug", "Shang Wu")
    assert (twice.returncode, twice.stdout) == (2, "")
    assert "网址名只用小写字母、数字和连字符" in twice.stderr
    twice = run(home, "bodies", "add", "--name", "示例县商务二局", "--code", "示商", "--slug", "shangwu2")
    assert "示例县商务二局没有加入名录：机关代字与示例县商务局相同" in twice.stderr

    file.write_text(LIST + "示例县戊局,戊局,示商,wu,,,,\n", encoding="utf-8")
    tried = run(home, "bodies", "import", str(file))
    assert (tried.returncode, tried.stdout.splitlines()) == (
        1,
        [
            "第4行 C列（机关代字）：写的是“示商”，机关代字与示例县商务局相同。同一个机关不用再加，不同的请换一个。",
            "共3行，1行有问题，一个机关也没有加入。",
        ],
    )
    file.write_text(LIST, encoding="utf-8")
    dry = run(home, "bodies", "import", str(file), "--dry-run")
    assert (dry.returncode, dry.stdout) == (0, "共2行，都可以导入。\n")
    taken = run(home, "bodies", "import", str(file), "--passwords", str(secret))
    assert (taken.returncode, taken.stdout.splitlines()[0]) == (0, "2个机关已经加入名录。"), taken.stderr
    assert secret.stat().st_mode & 0o777 == 0o600
    assert [row[:3] for row in csv.reader(io.StringIO(secret.read_text("utf-8-sig")))][1:] == [
        ["示例县教育局", "周明", "zhouming"]
    ]
    again = run(home, "bodies", "import", str(file), "--passwords", str(secret))
    assert (again.returncode, "已经存在，没有覆盖，也没有导入" in again.stderr) == (2, True)

    lines = [json.loads(line) for line in run(home, "bodies", "list", "--json").stdout.splitlines()]
    assert [(each["slug"], each["supervised_by"], each["accounts"]) for each in lines] == [
        ("zfb", None, 1),
        ("shangwu", "示例县人民政府办公室", 1),
        ("jiaoyu", "示例县人民政府办公室", 1),
        ("yizhong", "示例县教育局", 0),
    ]
    table = list(csv.DictReader(io.StringIO(run(home, "bodies", "list", "--csv", "--find", "中学").stdout)))
    assert [(row["全称"], row["指南还缺"].split("、")[0]) for row in table] == [("示例县第一中学", "办公地址")]
    shown = run(home, "bodies", "list", "--which", "unmanned").stdout.splitlines()
    assert (shown[0].split()[0], shown[-1]) == ("示例县第一中学", "1个机关。")
    both = run(home, "bodies", "list", "--csv", "--json")
    assert (both.returncode, "--json 和 --csv 只能用一个" in both.stderr) == (2, True)
    assert run(home, "audit", "verify").returncode == 0
