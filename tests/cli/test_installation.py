"""An installation from the command line: made, looked after, backed up, brought back, proved untouched."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

INIT = ("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """A `gongkai` command of its own process, on SQLite under ``home``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    return subprocess.run(
        [sys.executable, "-m", "gongkai", *arguments],
        env={**kept, "GONGKAI_HOME": str(home), "PYTHONUTF8": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("site") / "data"
    done = run(home, *INIT)
    assert done.returncode == 0, done.stderr
    return home


def test_an_installation_has_one_administrator_with_a_password_to_change(made: Path) -> None:
    with sqlite3.connect(made / "gongkai.sqlite3") as base:
        rows = base.execute(
            "SELECT a.username, a.must_change_password, p.role FROM people_account a "
            "JOIN people_appointment p ON p.account_id = a.id"
        ).fetchall()
    assert rows == [("admin", 1, "administrator")]


def test_the_folder_and_its_keys_are_the_owners_alone(made: Path) -> None:
    modes = {path.name: path.stat().st_mode & 0o777 for path in [made, made / "keys", *(made / "keys").iterdir()]}
    assert set(modes.values()) == {0o700, 0o600}
    assert modes["log_key"] == 0o600


def test_a_second_init_changes_nothing(made: Path) -> None:
    done = run(made, *INIT)
    assert (done.returncode, done.stdout) == (2, "")
    assert "已经安装过，没有改动" in done.stderr


def test_the_doctor_names_what_is_missing_and_how_to_mend_it(made: Path) -> None:
    done = run(made, "doctor", TZ="Asia/Shanghai")
    assert done.returncode == 1
    bad = [line for line in done.stdout.splitlines() if line.startswith("✗")]
    assert bad == [
        "✗ 机关设置：示例县商务局没有填写行政复议机关、有管辖权的法院、办公地址、联系电话，告知书不能发出。请在工作台的机关设置中补齐。",
        "✗ 经办人：有1个机关没有公开工作机构经办人，收到的申请没有人能打开。请在账号管理中任命。",
        "✗ 备份：还没有备份过。请用 gongkai backup 备份，并安排每天执行。",
    ]


def test_a_backup_comes_back_whole_and_its_log_verifies(made: Path, tmp_path: Path) -> None:
    (made / "files").mkdir(exist_ok=True)
    (made / "files" / "sample").write_bytes(b"kept")
    saved = tmp_path / "saved.tar.gz"
    assert run(made, "backup", str(saved)).returncode == 0
    assert saved.stat().st_mode & 0o777 == 0o600
    fresh = tmp_path / "fresh"
    done = run(fresh, "restore", str(saved))
    assert (done.returncode, done.stdout.splitlines()[-1].endswith("，校验全部通过。")) == (0, True)
    assert (fresh / "files" / "sample").read_bytes() == b"kept"
    assert (fresh / "keys" / "log_key").read_bytes() == (made / "keys" / "log_key").read_bytes()


def test_a_backup_never_overwrites_and_a_restore_only_fills_an_empty_folder(made: Path, tmp_path: Path) -> None:
    saved = tmp_path / "saved.tar.gz"
    run(made, "backup", str(saved))
    again = run(made, "backup", str(saved))
    assert (again.returncode, "没有覆盖" in again.stderr) == (2, True)
    onto = run(made, "restore", str(saved))
    assert (onto.returncode, "不是空文件夹，没有恢复" in onto.stderr) == (2, True)


def test_a_damaged_backup_restores_nothing(made: Path, tmp_path: Path) -> None:
    saved, cut = tmp_path / "saved.tar.gz", tmp_path / "cut.tar.gz"
    run(made, "backup", str(saved))
    cut.write_bytes(saved.read_bytes()[:-2000])
    swapped = tmp_path / "swapped.tar.gz"
    with tarfile.open(saved) as old, tarfile.open(swapped, "w:gz") as new:
        for member in old.getmembers():
            body = old.extractfile(member)
            if member.name == "keys/log_key":
                member.size = 3
                import io

                body = io.BytesIO(b"bad")
            new.addfile(member, body)
    for archive in (cut, swapped):
        done = run(tmp_path / "fresh", "restore", str(archive))
        assert (done.returncode, "不是完整的备份，没有恢复" in done.stderr) == (2, True)
        assert not (tmp_path / "fresh").exists()


def test_audit_verify_names_the_entry_that_was_changed(made: Path, tmp_path: Path) -> None:
    saved, home = tmp_path / "saved.tar.gz", tmp_path / "tampered"
    run(made, "backup", str(saved))
    run(home, "restore", str(saved))
    verified = run(home, "audit", "verify").stdout
    assert verified.startswith("共校验日志5条、数据")
    assert verified.endswith("、文件0个，全部通过。\n")
    with sqlite3.connect(home / "gongkai.sqlite3") as base:
        triggers = [name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for name in triggers:
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE people_logentry SET actor = '别人'")
    done = run(home, "audit", "verify")
    assert done.returncode == 1
    assert done.stdout.splitlines()[0] == "日志 agency:1：第1条记录与校验值不符：内容、次序或者它前面的记录被改动过。"


FORGE = """
import django; django.setup()
from django.db import connection
from gongkai.people import append_only, journal
from gongkai.people.models import Chain, LogEntry
append_only.remove(connection)
LogEntry.objects.filter(chain_id="agency:1", sequence=2).update(actor="别人")
previous = ""
for entry in LogEntry.objects.filter(chain_id="agency:1").order_by("sequence"):
    previous = journal._digest(entry, previous)
    LogEntry.objects.filter(pk=entry.pk).update(hash=previous)
last = LogEntry.objects.filter(chain_id="agency:1").order_by("sequence").last()
seal = journal._mac("agency:1", str(last.sequence), last.hash)
Chain.objects.filter(key="agency:1").update(sequence=last.sequence, hash=last.hash, seal=seal)
append_only.install(connection)
"""


def test_audit_against_a_witness_finds_who_rewrote_the_log_with_every_key(made: Path, tmp_path: Path) -> None:
    saved, home, file = tmp_path / "saved.tar.gz", tmp_path / "forged", tmp_path / "witness.txt"
    run(made, "backup", str(saved))
    run(home, "restore", str(saved))
    run(home, "tick", GONGKAI_WITNESS=str(file))
    done = run(home, "audit", "verify", "--against", str(file))
    assert (done.returncode, done.stdout.endswith("，与存在别处的1份校验值比对，全部通过。\n")) == (0, True)
    env = {"GONGKAI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "gongkai.config.settings", "PATH": os.environ["PATH"]}
    subprocess.run([sys.executable, "-c", FORGE], env=env, check=True)
    plain = run(home, "audit", "verify")
    assert (plain.returncode, plain.stdout.endswith("个，全部通过。\n")) == (0, True)
    done = run(home, "audit", "verify", "--against", str(file))
    first, last = done.stdout.splitlines()
    assert done.returncode == 1
    assert first.startswith("见证：示例县商务局的日志被改写过：")
    assert "见证以后，从第2条（现在写的是" in first
    assert last.endswith("，与存在别处的1份校验值比对，1处不符。请保留现场，与导出的校验值和备份比对。")
    told = json.loads(run(home, "audit", "verify", "--json", "--against", str(file)).stdout)
    assert [(each["kind"], each["place"]) for each in told["faults"]] == [("witness", "agency:1")]
    (tmp_path / "nothing").write_text("hello", encoding="utf-8")
    done = run(home, "audit", "verify", "--against", str(tmp_path / "nothing"))
    assert (done.returncode, "里面没有校验值" in done.stderr) == (2, True)


def test_a_witness_of_another_installation_is_told_as_such(made: Path, tmp_path: Path) -> None:
    other, file = tmp_path / "other", tmp_path / "witness.txt"
    run(other, *INIT)
    run(other, "tick", GONGKAI_WITNESS=str(file))
    done = run(made, "audit", "verify", "--against", str(file))
    assert done.returncode == 1
    assert "见证：所有的日志链都与见证不同：全部日志被重写过，或者这是另一套系统的校验值。" in done.stdout.splitlines()


def test_a_command_without_an_installation_says_what_to_do(tmp_path: Path) -> None:
    for command in ("serve", "tick", "worker", "backup", "doctor"):
        done = run(tmp_path / "nothing", command)
        assert (done.returncode, "请先执行 gongkai init" in done.stderr) == (2, True), command
    assert not (tmp_path / "nothing").exists()


def test_a_tick_and_a_worker_with_nothing_to_do_say_so_and_end(made: Path) -> None:
    assert run(made, "tick").stdout == (
        "征求意见期满未答复：0家。\n到时发布0件，到期下架0件，审核超时0步。\n提醒0条，发出0封，退回0封，稍后再发0封。\n"
    )
    assert run(made, "worker", "--once").returncode == 0


def test_the_demo_does_not_build_into_a_folder_with_other_things(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    for extra in ((), ("--reset",)):
        done = run(tmp_path / "unused", "demo", "--home", str(tmp_path), "--build-only", *extra)
        assert done.returncode == 2
    assert (tmp_path / "mine.txt").read_text(encoding="utf-8") == "mine"
