"""A county is set up from the command line: listed, added to, imported; nothing is half done."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.conf import LazySettings

from gongkai.agencies.models import Agency
from gongkai.cli import gongkai, site
from gongkai.people.models import Account, LogEntry
from roster.conftest import County, county, friday, quick_passwords

__all__ = ["county", "friday", "quick_passwords"]
LIST = """全称,简称,机关代字,网址名,类别,主管部门,管理员姓名,管理员账号
示例县第一中学,一中,示一中,yizhong,授权组织,县教育局,,
示例县教育局,县教育局,示教,jiaoyu,政府部门,县政府办,周明,zhouming
"""


@pytest.fixture(autouse=True)
def _in_this_process(monkeypatch: pytest.MonkeyPatch, settings: LazySettings) -> None:
    monkeypatch.setattr(site, "ready", lambda home, **_: None)
    settings.PASSWORD_HASHERS = [*settings.PASSWORD_HASHERS, "django.contrib.auth.hashers.PBKDF2PasswordHasher"]


def bodies(*arguments: str | Path) -> Result:
    return CliRunner().invoke(gongkai, ["bodies", *map(str, arguments)])


def test_one_body_is_added_and_its_password_printed_once(county: County) -> None:
    given = (
        "--name",
        "示例县水利局",
        "--short",
        "县水利局",
        "--code",
        "示水",
        "--above",
        "县政府办",
        "--since",
        "2019-03-01",
    )
    wrong = bodies("add", *given, "--slug", "Shui Li")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "示例县水利局没有加入名录：网址名只用小写字母、数字和连字符，例如 shangwu，请改写。" in wrong.stderr
    taken = bodies("add", *given, "--slug", "shangwu")
    assert (taken.exit_code, "县水利局没有加入名录：网址名与示例县商务局相同" in taken.stderr) == (2, True)
    done = bodies("add", *given, "--slug", "shuili", "--username", "sunping", "--admin", "孙平")
    first, second = done.stdout.splitlines()
    assert (done.exit_code, first) == (0, "示例县水利局已经加入名录。"), done.stderr
    password = second.removeprefix("系统管理员：sunping　初始密码：").removesuffix("（首次登录须修改）")
    assert Account.objects.get(username="sunping").check_password(password)
    entry = LogEntry.objects.get(verb="agency.added")
    assert (entry.chain.agency, entry.actor, entry.data["body"]) == (county.office, "系统", "示例县水利局")


def test_a_list_comes_in_whole_or_without_its_faulty_rows_and_passwords_go_into_a_file(
    county: County, tmp_path: Path
) -> None:
    file, secret = tmp_path / "名单.csv", tmp_path / "首次密码.csv"
    file.write_text(LIST + "示例县戊局,戊局,示商,wu,,,,\n", encoding="utf-8")
    tried = bodies("import", file)
    assert (tried.exit_code, tried.stdout.splitlines()) == (
        1,
        [
            "第4行 C列（机关代字）：写的是“示商”，机关代字与示例县商务局相同。同一个机关不用再加，不同的请换一个。",
            "共3行，1行有问题，一个机关也没有加入。",
        ],
    )
    clean = tmp_path / "好的.csv"
    clean.write_text(LIST, encoding="utf-8")
    dry = bodies("import", clean, "--dry-run")
    assert (dry.exit_code, dry.stdout, Agency.objects.count()) == (0, "共2行，都可以导入。\n", 2)
    taken = bodies("import", file, "--only-clean", "--passwords", secret)
    assert (taken.exit_code, taken.stdout.splitlines()[1]) == (1, "2个机关已经加入名录。"), taken.stderr
    assert secret.stat().st_mode & 0o777 == 0o600
    rows = list(csv.reader(io.StringIO(secret.read_text("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [["示例县教育局", "周明", "zhouming"]]
    again = bodies("import", clean, "--passwords", secret)
    assert (again.exit_code, "已经存在，没有覆盖，也没有导入" in again.stderr) == (2, True)


def test_the_list_speaks_to_people_and_to_programs(county: County) -> None:
    lines = [json.loads(line) for line in bodies("list", "--json").stdout.splitlines()]
    assert [(each["slug"], each["supervised_by"], each["accounts"], each["missing"]) for each in lines] == [
        ("zfb", None, 1, ["传真", "电子邮箱"]),
        ("shangwu", "示例县人民政府办公室", 2, ["传真", "电子邮箱"]),
    ]
    Agency.objects.filter(pk=county.bureau.pk).update(duties="x", name="=示例县商务局")
    table = list(csv.DictReader(io.StringIO(bodies("list", "--csv", "--find", "商务").stdout)))
    assert [(row["全称"], row["指南还缺"]) for row in table] == [("'=示例县商务局", "传真、电子邮箱")]
    assert bodies("list", "--which", "unmanned").stdout == "0个机关。\n"
    shown = bodies("list").stdout.splitlines()
    assert shown[0].split() == ["示例县人民政府办公室", "示政办", "zfb", "账号1", "指南缺2项"]
    both = bodies("list", "--csv", "--json")
    assert (both.exit_code, "--json 和 --csv 只能用一个" in both.stderr) == (2, True)
