"""An upgrade is all or nothing: a step that fails, a result that does not hold or a kill in the middle leave the state before.

The old state is a real one: an installation with an app more than the product, whose later version brings one step. What that step does
is planted.
"""

from __future__ import annotations

import os
import random
import re
import secrets
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings

SQLITE = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].startswith("sqlite")
SETTINGS = """
import os
from gongkai.config.settings import *
INSTALLED_APPS = [*INSTALLED_APPS, "planted"]
MIGRATION_MODULES = {"planted": "planted." + os.environ["PLANTED"]}
"""
FIRST = """
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("Planted", [("id", models.BigAutoField(primary_key=True)), ("a", models.TextField())])]
"""
SECOND = """
from django.db import migrations, models
def rename(apps, editor):
    apps.get_model("agencies", "Agency").objects.update(name="示例县商务和口岸局")
def then(apps, editor):
    {then}
class Migration(migrations.Migration):
    dependencies = [("planted", "0001_first"), ("agencies", "0001_initial")]
    operations = [
        migrations.RunPython(rename),
        migrations.AddField("Planted", "b", models.TextField(default="")),
        migrations.RunPython(then),
    ]
"""
THEN = {
    "good": "pass",
    "failing": "raise RuntimeError('planted')",
    "unsound": "from gongkai.people import append_only; append_only.remove(editor.connection); "
    "editor.execute(\"UPDATE people_logentry SET actor = 'x'\")",
    "slow": "import os, time; open(os.environ['GONGKAI_HOME'] + '/slow', 'w').close(); time.sleep(0.5)",
}


class House:
    """An installation in ``folder``, and the versions it can be run with. ``database``: its address, "" on SQLite."""

    def __init__(self, folder: Path, database: str) -> None:
        self.folder, self.home, self.database = folder, folder / "home", database
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
        self.env = {
            **kept,
            "GONGKAI_HOME": str(self.home),
            "DJANGO_SETTINGS_MODULE": "planted_settings",
            "PYTHONPATH": os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])]),
            "PYTHONUTF8": "1",
            **({"DATABASE_URL": database} if database else {}),
        }

    def build(self) -> None:
        app = self.folder / "planted"
        for version in ("old", *THEN):
            place = app / version
            place.mkdir(parents=True)
            (place / "__init__.py").touch()
            (place / "0001_first.py").write_text(FIRST, encoding="utf-8")
            if version != "old":
                (place / "0002_second.py").write_text(SECOND.replace("{then}", THEN[version]), encoding="utf-8")
        (app / "__init__.py").touch()
        (self.folder / "planted_settings.py").write_text(SETTINGS, encoding="utf-8")
        made = self.run("old", "init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
        assert made.returncode == 0, made.stderr

    def start(self, version: str, *words: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "gongkai", *words],
            env={**self.env, "PLANTED": version},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def run(self, version: str, *words: str) -> subprocess.CompletedProcess[str]:
        running = self.start(version, *words)
        out, err = running.communicate()
        return subprocess.CompletedProcess(words, running.returncode, out, err)

    def sql(self, words: str) -> list[tuple[object, ...]]:
        """What the database itself answers, past the program."""
        if not self.database:
            with closing(sqlite3.connect(self.home / "gongkai.sqlite3", isolation_level=None)) as base:
                return base.execute(words).fetchall()
        import psycopg

        with psycopg.connect(self.database, autocommit=True) as server:
            asked = server.execute(words)  # type: ignore[call-overload]
            return asked.fetchall() if asked.description else []

    def state(self) -> tuple[object, bool]:
        """The name of the body, and whether the log, the registers and the files hold."""
        done = self.run("good", "audit", "verify")
        return self.sql("SELECT name FROM agencies_agency")[0][0], done.stdout.strip().endswith("全部通过。")


@pytest.fixture(scope="module")
def databases() -> Iterator[Callable[[str], str]]:
    """A function that gives the address of a database made like that of another address; "" on SQLite."""
    if SQLITE:
        yield lambda _: ""
        return
    import psycopg
    from psycopg import sql

    head, made = os.environ["DATABASE_URL"].rpartition("/")[0], []
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as server:

        def fresh(like: str) -> str:
            made.append(f"gongkai_upgrade_{secrets.token_hex(4)}")
            model = sql.Identifier(like.rpartition("/")[2] or "template1")
            server.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(made[-1]), model))
            return f"{head}/{made[-1]}"

        try:
            yield fresh
        finally:
            for name in made:
                server.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture(scope="module")
def built(
    ready_made: Callable[[Path], None], databases: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> House:
    made = House(tmp_path_factory.mktemp("old") / "house", databases(""))
    ready_made(made.home)
    made.build()
    return made


@pytest.fixture
def house(built: House, databases: Callable[[str], str], tmp_path: Path) -> House:
    """The old state, to be upgraded."""
    shutil.copytree(built.folder, tmp_path / "house")
    return House(tmp_path / "house", databases(built.database))


def test_the_backup_before_an_upgrade_is_encrypted_like_the_others(house: House, tmp_path: Path) -> None:
    house.run("good", "backup", "--new-key", str(tmp_path / "private"))
    house.env["GONGKAI_BACKUP_TO"] = (
        (tmp_path / "private").read_text(encoding="utf-8").splitlines()[1].removeprefix("# public key: ")
    )
    assert house.run("good", "upgrade").returncode == 0
    names = sorted(path.name for path in (house.home / "backups").iterdir())
    assert [re.sub(r"\d{6,}", "0", name) for name in names] == [
        "before-upgrade-0-0.tar.gz.age",
        "before-upgrade-0-0.tar.gz.age.sha256",
    ]
    done = house.run(
        "good", "restore", "--check", "--key", str(tmp_path / "private"), str(house.home / "backups" / names[0])
    )
    assert (done.returncode, done.stdout[:5]) == (0, "可以恢复：")


BEFORE, AFTER = ("示例县商务局", True), ("示例县商务和口岸局", True)


def test_an_upgrade_backs_up_runs_the_steps_and_marks_what_they_wrote(house: House) -> None:
    refused = house.run("good", "serve", "--port", "1")
    assert (refused.returncode, "还差1步升级，没有启动" in refused.stderr) == (2, True)
    done = house.run("good", "upgrade")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "已升级1步，日志、数据和防护检查通过。可以启动 gongkai serve。"
    assert len(list((house.home / "backups").glob("before-upgrade-*.tar.gz"))) == 1
    assert house.state() == AFTER
    again = house.run("good", "upgrade")
    assert (again.returncode, again.stdout) == (0, "数据库与程序一致，不需要升级。\n")


@pytest.mark.parametrize(("version", "reason"), [("failing", "planted"), ("unsound", "第1条记录与校验值不符")])
def test_a_step_that_fails_or_leaves_what_does_not_hold_is_rolled_back_by_itself(
    house: House, version: str, reason: str
) -> None:
    done = house.run(version, "upgrade")
    assert done.returncode == 2
    assert "已退回升级前的状态，数据没有改动" in done.stderr
    assert reason in done.stderr
    assert house.state() == BEFORE
    left = {path.name for path in house.home.iterdir() if path.name.startswith("gongkai.sqlite3.")}
    assert left == set()
    # The version that failed does not start on the old state; the right one goes on from it.
    assert house.run(version, "serve", "--port", "1").returncode == 2
    assert house.run("good", "upgrade", "--no-backup").returncode == 0
    assert house.state() == AFTER


def test_a_kill_in_the_middle_of_an_upgrade_leaves_the_old_state_or_the_new_one(house: House) -> None:
    chance = random.Random(5)
    for _ in range(4):
        running = house.start("slow", "upgrade", "--no-backup")
        while not (house.home / "slow").exists() and running.poll() is None:
            time.sleep(0.01)
        time.sleep(1.2 * chance.random())
        running.send_signal(signal.SIGKILL)
        running.communicate()
        (house.home / "slow").unlink(missing_ok=True)
        state = house.state()
        assert state in (BEFORE, AFTER)
        if state == AFTER:
            break
    assert house.run("good", "upgrade", "--no-backup").returncode == 0
    assert house.state() == AFTER


def test_what_was_changed_past_the_program_is_not_covered_by_an_upgrade(house: House) -> None:
    house.sql("UPDATE people_account SET password = 'planted'")
    done = house.run("good", "upgrade", "--no-backup")
    assert (done.returncode, "people.Account 第1号记录被改动过：password。" in done.stderr) == (2, True)
    accepted = house.run("old", "audit", "accept", "--why", "误操作，密码已重置")
    assert (accepted.returncode, accepted.stdout) == (0, "已重新封存1条，原因和原来的不符之处已记入日志。\n")
    assert house.run("good", "upgrade", "--no-backup").returncode == 0
    assert house.state() == AFTER


def test_an_upgrade_waits_for_nobody_and_touches_nothing_while_a_worker_runs(house: House) -> None:
    worker = house.start("old", "worker")
    try:
        lock = house.home / "workers"
        for _ in range(300):
            if lock.is_dir() and any(lock.iterdir()):
                break
            time.sleep(0.1)
        done = house.run("good", "upgrade", "--no-backup")
        assert (done.returncode, "还在运行，没有升级" in done.stderr) == (2, True)
    finally:
        worker.kill()
        worker.communicate()
    assert house.state() == BEFORE
