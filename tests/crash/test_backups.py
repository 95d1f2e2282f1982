"""A backup taken while people work comes back as one consistent moment, with everything that was acknowledged before it began."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from crash.test_kills import ARENA, FULL
from ready_made import ReadyMade

BACKUPS = 10 if FULL else 2
PLAYERS = 3 if FULL else 2


class Site:
    """An installation in ``home`` with a database of its own."""

    def __init__(self, home: Path, database: str) -> None:
        self.home = home
        self.env = {**os.environ, "GONGKAI_HOME": str(home), "PYTHONUTF8": "1"}
        for name in ("GONGKAI_NOW", "GONGKAI_DEMO", "DATABASE_URL", "DJANGO_SETTINGS_MODULE"):
            self.env.pop(name, None)
        if database:
            self.env["DATABASE_URL"] = database

    def run(self, *words: object) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "gongkai", *map(str, words)],
            env=self.env,
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        return done.stdout

    def arena(self, *words: object) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, ARENA, *map(str, words)], env=self.env, stdout=subprocess.PIPE, text=True
        )


@pytest.fixture
def databases(ready_made: ReadyMade) -> Iterator[Any]:
    """A function that gives the address of a database that is migrated, or an empty one; "" on SQLite."""
    with ExitStack() as made:
        yield lambda empty=False: made.enter_context(ready_made.database("backup", empty=empty))


def test_a_backup_under_load_comes_back_as_one_consistent_moment(
    ready_made: ReadyMade, databases: Any, tmp_path: Path
) -> None:
    ready_made(tmp_path / "home")
    site, told = Site(tmp_path / "home", databases()), tmp_path / "told"
    made: list[tuple[Path, Path]] = []
    players = [site.arena(told, "play", 1)]
    try:
        while not list(told.glob("1.jsonl")):
            assert players[0].poll() is None
            time.sleep(0.05)
        players += [site.arena(told, "play", seed) for seed in range(2, PLAYERS + 1)]
        for n in range(BACKUPS):
            time.sleep(2)
            before = shutil.copytree(told, tmp_path / f"told-{n}")
            archive = tmp_path / f"{n}.tar.gz"
            site.run("backup", archive)
            made.append((before, archive))
        # They did work beside it.
        assert [player.poll() for player in players] == [None] * PLAYERS
    finally:
        for player in players:
            player.kill()
            player.wait()
    rows = []
    for n, (before, archive) in enumerate(made):
        with tarfile.open(archive) as packed:
            rows.append(json.load(packed.extractfile("manifest.json"))["rows"]["people_logentry"])  # type: ignore[arg-type]
        back = Site(tmp_path / f"back-{n}", databases(empty=True))
        assert back.run("restore", archive).rstrip().endswith("，校验全部通过。")
        found = json.loads(back.arena(before, "look").communicate()[0])
        assert found["faults"] == []
        assert found["facts"]["acknowledged"] > 0
    assert rows == sorted(set(rows)), "each backup is of a later moment than the one before"


def test_a_file_that_the_database_names_and_that_is_gone_is_not_backed_up_over(
    ready_made: ReadyMade, databases: Any, tmp_path: Path
) -> None:
    ready_made(tmp_path / "home")
    site = Site(tmp_path / "home", databases())
    site.run("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
    keep = "from gongkai.files import keeping; from gongkai.agencies.models import Agency; "
    words = f"import django; django.setup(); {keep}print(keeping.place_of(1, keeping.keep_bytes(Agency.objects.get(), b'x', 't').sha256))"
    env = {**site.env, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings"}
    place = subprocess.run(
        [sys.executable, "-c", words], env=env, check=True, capture_output=True, text=True
    ).stdout.strip()
    Path(place).unlink()
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", "backup"], env=site.env, check=False, capture_output=True, text=True
    )
    assert (done.returncode, "有1个登记的文件不在存储目录中，没有备份" in done.stderr) == (2, True)
    assert list((site.home / "backups").iterdir()) == []


def test_only_so_many_backups_stay_and_only_those_with_a_name_of_ours_go(
    ready_made: ReadyMade, databases: Any, tmp_path: Path
) -> None:
    ready_made(tmp_path / "home")
    site = Site(tmp_path / "home", databases())
    site.run("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
    folder = site.home / "backups"
    folder.mkdir()
    for name in ("gongkai-20200101-000000.tar.gz", "gongkai-20200102-000000.tar.gz", "mine.tar.gz"):
        (folder / name).write_bytes(b"old")
    assert site.run("backup", "--keep", 2).splitlines()[-1] == "清理了1份旧备份，留下最新的2份。"
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "gongkai-20200102-000000.tar.gz"
    assert names[3:] == ["mine.tar.gz"]
    assert names[2] == f"{names[1]}.sha256"


def test_an_encrypted_backup_comes_back_into_an_empty_database_with_the_key(
    ready_made: ReadyMade, databases: Any, tmp_path: Path
) -> None:
    ready_made(tmp_path / "home")
    site, back = Site(tmp_path / "home", databases()), Site(tmp_path / "back", databases(empty=True))
    site.run("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
    site.run("backup", "--new-key", tmp_path / "private")
    public = (tmp_path / "private").read_text(encoding="utf-8").splitlines()[1].removeprefix("# public key: ")
    site.run("backup", "--to", public, tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes()[:21] == b"age-encryption.org/v1"
    told = back.run("restore", "--key", tmp_path / "private", tmp_path / "saved")
    assert told.rstrip().endswith("，校验全部通过。")
    ends = [json.loads(each.run("audit", "heads")) for each in (site, back)]
    assert [{**each, "at": ""} for each in ends[:1]] == [{**each, "at": ""} for each in ends[1:]]
    assert list(site.home.glob("backup-work-*")) == list(back.home.glob("*.pgdump")) == []
