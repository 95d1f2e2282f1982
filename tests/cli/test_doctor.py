"""What the doctor finds: each thing broken on purpose, named in words that say what to do."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from gongkai.cli.checkups import shelf

INIT = ("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
HOUR = 3600


def run(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    env = {**kept, "GONGKAI_HOME": str(home), "PYTHONUTF8": "1", "TZ": "Asia/Shanghai", **environment}
    words = [sys.executable, "-m", "gongkai", *arguments]
    return subprocess.run(words, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def made(ready_made: Callable[[Path], None], tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("doctor") / "data"
    ready_made(home)
    assert run(home, *INIT).returncode == 0
    assert run(home, "tick").returncode == 0
    assert run(home, "backup").returncode == 0
    return home


@pytest.fixture
def home(made: Path, tmp_path: Path) -> Path:
    """An installation to break."""
    copy = tmp_path / "data"
    shutil.copytree(made, copy)
    copy.chmod(0o700)
    return copy


def found(home: Path, *arguments: str, **environment: str) -> dict[str, str]:
    """What is bad, by name, leaving out what a fresh installation still has to fill in."""
    done = run(home, "doctor", "--json", *arguments, **environment)
    told = json.loads(done.stdout)
    bad = {each["name"]: each["words"] for each in told["checkups"] if not each["well"]}
    assert (done.returncode, told["bad"]) == (1 if bad else 0, sum(1 for each in told["checkups"] if not each["well"]))
    return {name: words for name, words in bad.items() if name not in ("机关设置", "经办人", "磁盘空间", "放假安排")}


def test_a_sound_installation_has_nothing_that_is_broken(home: Path) -> None:
    assert found(home) == {}


def test_a_clock_that_was_set_back_is_found_by_the_files_and_by_the_log(home: Path) -> None:
    later = time.time() + 2 * HOUR
    os.utime(home / "gongkai.sqlite3", (later, later))
    assert found(home)["系统时钟"].endswith(
        "gongkai.sqlite3却是以后写的，时钟可能被调慢。收到日和期限都取决于时钟，请校准。"
    )
    os.utime(home / "gongkai.sqlite3")
    # To the program it is a day before its own log.
    assert "日志最后一条的时间" in found(home, GONGKAI_NOW="2020-01-01T09:00")["系统时钟"]


def test_another_zone_is_found(home: Path) -> None:
    assert found(home, TZ="America/New_York")["系统时区"].startswith("系统时区是UTC-")


def test_loose_modes_are_found(home: Path) -> None:
    (home / "keys" / "log_key").chmod(0o644)
    assert found(home)["密钥"].startswith("log_key可以被其他用户读取。")


def test_a_folder_that_cannot_be_written_is_found(home: Path) -> None:
    shutil.rmtree(home / "static")
    (home / "static").symlink_to("/proc/self/fd")
    assert "static不能写入" in found(home)["数据目录"]


def test_settings_for_tests_and_demonstrations_are_found(home: Path) -> None:
    words = found(home, GONGKAI_HOSTS="gk.example.org", GONGKAI_DEMO="1")["运行设置"]
    assert (
        words
        == "网站gk.example.org没有用HTTPS，口令和申请会明文传送，请设置 GONGKAI_HTTPS=1；GONGKAI_DEMO 让登录页列出账号，请去掉。"
    )
    assert found(home, GONGKAI_HOSTS="*")["运行设置"] == "GONGKAI_HOSTS 是*，任何域名都被接受，请写明网站的域名。"


def test_missing_guards_a_broken_log_a_changed_row_and_a_lost_file_are_named(home: Path) -> None:
    with sqlite3.connect(home / "gongkai.sqlite3") as base:
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE people_logentry SET actor = '别人' WHERE sequence = 1 AND chain_id = 'agency:1'")
        base.execute("UPDATE people_account SET password = 'planted'")
        base.execute(
            "INSERT INTO applications_storedfile (agency_id, sha256, size, media_type, scan, scan_note) "
            "VALUES (1, ?, 1, 'text/plain', '', '')",
            ["0" * 64],
        )
    bad = found(home)
    assert "触发器" in bad["数据库的防护"]
    assert bad["日志"].startswith("有1处与校验值不符：第1条记录与校验值不符")
    assert bad["数据"].startswith("有2处与校验值不符：files.StoredFile 第1号记录不是系统写入的。")
    assert bad["文件"].startswith("有1处与校验值不符：第1号文件（示例县商务局，000000000000…）不见了或者不能读取。")
    assert "文件" not in found(home, "--no-files")


def test_an_old_backup_is_found_by_the_age_that_is_set(home: Path) -> None:
    (backup,) = (home / "backups").glob("*.tar.gz")
    old = time.time() - 3 * 24 * HOUR
    os.utime(backup, (old, old))
    assert found(home) == {}
    assert found(home, "--backup-days", "2")["备份"].startswith("最近一次备份在3天前。")
    assert found(home, GONGKAI_BACKUP_DAYS="1")["备份"].startswith("最近一次备份在3天前。")
    backup.unlink()
    assert found(home)["备份"].startswith("还没有备份过。")


def test_a_backup_that_is_cut_or_is_something_else_is_found(home: Path) -> None:
    (backup,) = (home / "backups").glob("*.tar.gz")
    whole = backup.read_bytes()
    backup.write_bytes(whole[:-1])
    sentence = f"最近一份备份{backup.name}不完整，或者写成以后被改动过，不能恢复。请再备份一次，并检查磁盘。"
    assert found(home) == {"备份": sentence}
    assert found(home, "--no-files") == {}
    backup.write_bytes(b"")
    assert found(home, "--no-files") == {"备份": sentence}
    backup.write_bytes(whole)
    (home / "backups" / "gongkai-20260914-023000.tar.gz.age").write_bytes(b"something else")
    assert "不是加密的备份，里面是别的东西" in found(home)["备份"]


def test_backups_in_the_clear_are_hinted_at_and_wrong_where_keys_are_set(home: Path, tmp_path: Path) -> None:
    assert (
        "✓ 备份：最近一次在0天前，没有加密；要存到这台机器以外，请先设置 GONGKAI_BACKUP_TO"
        in run(home, "doctor", "--no-files").stdout.splitlines()
    )
    assert run(home, "backup", "--new-key", str(tmp_path / "private")).returncode == 0
    public = (tmp_path / "private").read_text(encoding="utf-8").splitlines()[1].removeprefix("# public key: ")
    assert found(home, GONGKAI_BACKUP_TO=public) == {
        "备份": "已经设置 GONGKAI_BACKUP_TO，最近一份备份却没有加密。请现在用 gongkai backup 备份一次。"
    }
    assert run(home, "backup", GONGKAI_BACKUP_TO=public).returncode == 0
    assert (
        "✓ 备份：最近一次在0天前，已加密；另有1份旧的没有加密"
        in run(home, "doctor", "--no-files", GONGKAI_BACKUP_TO=public).stdout.splitlines()
    )
    assert found(home, GONGKAI_BACKUP_TO=public[:-1])["备份"].startswith(
        "环境变量 GONGKAI_BACKUP_TO 不对，备份做不成："
    )


def test_backups_in_the_clear_on_another_storage_are_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GONGKAI_BACKUP_TO", raising=False)
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "gongkai-20260914-090000.tar.gz").write_bytes(b"archive")
    assert shelf.elsewhere(folder, tmp_path) is False
    (well,) = shelf.backups(tmp_path, 36_500, files=False)
    assert (well.bad, well.well.partition("，")[2]) == ("", "没有加密；要存到这台机器以外，请先设置 GONGKAI_BACKUP_TO")
    monkeypatch.setattr(shelf, "elsewhere", lambda *_: True)
    (found,) = shelf.backups(tmp_path, 36_500, files=False)
    assert found.bad.startswith(f"备份放在别的存储上（{folder}），没有加密，里面有密钥")


def test_a_private_key_of_backups_in_the_data_folder_is_found(home: Path, tmp_path: Path) -> None:
    assert run(home, "backup", "--new-key", str(tmp_path / "private")).returncode == 0
    shutil.move(tmp_path / "private", home / "keys" / "backup")
    assert found(home)["备份私钥"].startswith("keys/backup里有备份的私钥，拿走数据目录的人就能打开备份。")


def test_a_program_that_is_older_than_its_database_is_found_and_one_that_is_newer(home: Path) -> None:
    with sqlite3.connect(home / "gongkai.sqlite3") as base:
        base.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('agencies', '0999_later', '2026-01-01')"
        )
    assert found(home) == {
        "数据库版本": "数据库已由更新的版本升级过（agencies.0999_later），这个程序太旧，不能使用。请安装新的版本。"
    }
    with sqlite3.connect(home / "gongkai.sqlite3") as base:
        base.execute("DELETE FROM django_migrations WHERE name = '0999_later' OR app = 'seals'")
    assert found(home) == {"数据库版本": "还差1步升级。请执行 gongkai upgrade。"}


def test_a_stopped_background_and_tasks_that_wait_are_found(home: Path) -> None:
    with sqlite3.connect(home / "gongkai.sqlite3") as base:
        base.execute("UPDATE reminders_beat SET at = '2020-01-01 00:00:00'")
        base.execute(
            "INSERT INTO django_tasks_database_dbtaskresult (id, status, enqueued_at, args_kwargs, priority, task_path, worker_ids, "
            "queue_name, backend_name, run_after, exception_class_path, traceback) VALUES ('0', 'READY', '2020-01-01', "
            "'{\"args\": [1], \"kwargs\": {}}', 0, 'gongkai.applications.tasks.keep_copy', '[]', 'default', 'default', "
            "'2020-01-01', '', '')"
        )
    bad = found(home)
    assert bad["后台任务"] == "有1项后台任务等了一小时以上。请启动 gongkai serve，或者另起 gongkai worker。"
    assert "提醒、定时发布和期满都停着" in bad["后台"]


def test_a_disk_that_is_nearly_full_is_found(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from collections import namedtuple

    from gongkai.cli.checkups import machine

    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(machine.shutil, "disk_usage", lambda _: usage(10**12, 10**12, 499_000_000))
    assert machine.space(home).bad == "只剩499MB，写满后无法登记申请。请清理或者扩容。"
