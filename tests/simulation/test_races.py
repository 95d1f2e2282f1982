"""Eight clerks on the same cases: nothing lost, nothing twice, every refusal a sentence. 400 actions; 10,000 with GONGKAI_FULL=1."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

ACTIONS = 10_000 if os.environ.get("GONGKAI_FULL") == "1" else 400


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """The address of an empty database beside the one of the test run; "" for a SQLite file of its own."""
    address = os.environ.get("DATABASE_URL", "")
    if not address.startswith("postgres"):
        return ""
    import psycopg

    name = f"races_{os.getpid()}"
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")

    def drop() -> None:
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")

    request.addfinalizer(drop)
    return urlunsplit(urlsplit(address)._replace(path=f"/{name}"))


def test_eight_clerks_at_once_lose_nothing_and_take_no_number_twice(tmp_path: Path, database: str) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    tests = Path(__file__).resolve().parent.parent
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("races.py")), str(ACTIONS), "20261124"],
        env={
            **kept,
            "GONGKAI_HOME": str(tmp_path / "home"),
            "PYTHONPATH": str(tests),
            "PYTHONUTF8": "1",
            **({"DATABASE_URL": database} if database else {}),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout)
    print(json.dumps(told, ensure_ascii=False, indent=1))
    assert (told["actions"], told["broken"], told["faults"]) == (ACTIONS, [], [])
    # The race is one only where clerks got in each other's way.
    assert told["refused"].get("ChangedMeanwhile", 0) + told["refused"].get("NotNow", 0) > ACTIONS // 20
