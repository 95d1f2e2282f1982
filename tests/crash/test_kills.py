"""``kill -9`` in the middle of the work: after the next start nothing is half done, nothing is done twice, nothing is lost.

Players do what people do (register, decide, approve, serve, put files in, publish) while a worker makes copies of letters beside them;
they are killed at moments nobody chose. `looking` says what must hold. A few kills by default; with ``GONGKAI_FULL=1`` 500 on SQLite
and 200 on PostgreSQL, and there 20 times the whole server is stopped without warning.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from ready_made import ReadyMade

ROOT = Path(__file__).parents[2]
ARENA = Path(__file__).with_name("arena.py")
FULL = os.environ.get("GONGKAI_FULL") == "1"
SQLITE = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2].startswith("sqlite")
KILLS = (500 if SQLITE else 200) if FULL else 15
STOPS = 20 if FULL else 3
PROGRAMS = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))


@pytest.fixture
def surroundings(ready_made: ReadyMade, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The environment of an installation of its own; on a server a database of its own, dropped afterwards."""
    env = {**os.environ, "GONGKAI_HOME": str(tmp_path / "home"), "PYTHONUTF8": "1"}
    for name in ("GONGKAI_NOW", "GONGKAI_DEMO", "DATABASE_URL"):
        env.pop(name, None)
    ready_made(tmp_path / "home")
    with ready_made.database("kills") as address:
        yield {**env, "DATABASE_URL": address} if address else env


def fight(env: dict[str, str], folder: Path, kills: int, *extra: str) -> dict[str, Any]:
    done = subprocess.run(
        [sys.executable, ARENA, folder, str(kills), "7", *extra], env=env, check=False, capture_output=True, text=True
    )
    # Of a server that stops, everybody who was asking it something tells the log.
    assert (done.returncode, "" if extra else done.stderr[-2000:]) == (0, ""), done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_a_kill_at_any_moment_leaves_nothing_half_done_and_nothing_twice(surroundings, tmp_path: Path) -> None:
    found = fight(surroundings, tmp_path / "told", KILLS)
    assert found["faults"] == []
    assert found["lives"] == {"killed": KILLS}
    look = found["look"]
    # The kills did hit: people were in the middle of something, and much had been done before.
    assert look["under way when killed"] > KILLS // 3
    assert look["acknowledged"] > KILLS // 2
    # Workers were killed in the middle of a task, too, which then began again and is there once.
    if FULL:
        assert look["tasks begun again"] >= 10


@pytest.mark.skipif(not PROGRAMS, reason="the programs of PostgreSQL are not installed")
def test_a_server_of_the_database_that_stops_without_warning_loses_nothing_that_was_acknowledged(
    tmp_path: Path,
) -> None:
    if SQLITE and not FULL:
        return  # shown in the run on PostgreSQL
    # Where the server's own user can reach it, which is not below the folders of the tests.
    folder = Path(tempfile.mkdtemp(prefix="gongkai-server-"))
    folder.chmod(0o755)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    script = ["bash", str(ROOT / ".ci" / "postgresql")]
    # Unlike the server of the other tests, this one sees every commit onto the disk before it says so.
    safe = "-c fsync=on -c synchronous_commit=on -c full_page_writes=on"
    subprocess.run([*script, "start", folder, port, safe], check=True)
    try:
        env = {
            **os.environ,
            "GONGKAI_HOME": str(tmp_path / "home"),
            "DATABASE_URL": f"postgres://gongkai@127.0.0.1:{port}/postgres",
            "GONGKAI_ARENA_STOP": f"bash {script[1]} stop {folder}",
            "GONGKAI_ARENA_START": f"bash {script[1]} again {folder} {port} '{safe}'",
        }
        found = fight(env, tmp_path / "told", STOPS, "server")
    finally:
        subprocess.run([*script, "stop", folder], check=False)
        shutil.rmtree(folder, ignore_errors=True)
    assert found["faults"] == []
    assert found["lives"] == {"lost its server": STOPS}
    assert found["look"]["acknowledged"] >= STOPS
