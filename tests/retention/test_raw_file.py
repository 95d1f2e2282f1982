"""A real installation on SQLite: what is planted stands in the raw file before, and nowhere in it, in its log or in the store after."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ready_made import ReadyMade

TESTS = Path(__file__).resolve().parents[1]
PLANT = """
import django
django.setup()
from retention.scene import house, planted, planted_person, OLD
of = house(name="云岭县商务局", code="云商", slug="shangwu")
planted(of)
"""
ERASE = """
import django
django.setup()
from datetime import date
from gongkai.people import clock
from gongkai.agencies.models import Agency
from gongkai.people.models import Account
from retention import scene
agency = Agency.objects.get(slug="shangwu")
people = [Account.objects.get(name=name) for name in ("李文静", "王立成", "赵建国")]
of = scene.House(agency, *people)
with clock.at(date(2055, 1, 5)):
    scene.approved(of, "identity", "contact", "case", "letters")
    print(scene.let_pass())
"""
STILL_OPEN = ("party",)
"""The name of a third party that was asked stands in the log, which cannot be changed (decision 0179)."""


def run(home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    mine = {
        "GONGKAI_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
        "PYTHONUTF8": "1",
        "PYTHONPATH": os.pathsep.join([str(TESTS), kept.get("PYTHONPATH", "")]),
    }
    done = subprocess.run(
        [sys.executable, *arguments], env={**kept, **mine}, capture_output=True, text=True, check=False
    )
    assert done.returncode in (0, 1), done.stderr
    return done


def forms(word: str) -> tuple[bytes, ...]:
    """How a word can stand in a file: as UTF-8, as UTF-16, and escaped as in JSON."""
    return word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()


def raw(home: Path) -> bytes:
    """Every byte of the database and the store, with what SQLite keeps beside its file."""
    files = [*home.glob("gongkai.sqlite3*"), *(path for path in (home / "files").rglob("*") if path.is_file())]
    return b"\n".join(path.read_bytes() for path in files)


@pytest.fixture(scope="module")
def home(ready_made: ReadyMade, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("raw") / "data"
    ready_made(place)
    assert (
        run(place, "-m", "gongkai", "init", "--agency", "示例县甲局", "--code", "示甲", "--slug", "jia").returncode == 0
    )
    run(place, "-c", PLANT)
    return place


def test_the_raw_file_holds_nothing_of_what_was_erased(home: Path) -> None:
    from retention.scene import PLANTED

    open_words = {key: word for key, word in PLANTED.items() if key not in ("identity", "phone", "email", "address")}
    before = raw(home)
    there = {key for key, word in open_words.items() if word.encode() in before}
    assert there == set(open_words)
    with_tokens = before.count(b"v1:k1:")
    for path in (home / "files").rglob("*"):
        os.utime(path, (time.time() - 400 * 86400,) * 2)
    done = run(home, "-c", ERASE)
    assert done.stdout.strip() == "4", done.stderr
    after = raw(home)
    left = {key for key, word in open_words.items() if any(form in after for form in forms(word))}
    assert left == set(STILL_OPEN)
    assert after.count(b"v1:k1:") < with_tokens
    assert run(home, "-m", "gongkai", "audit", "verify").returncode == 0
    words = [part for key, word in open_words.items() if key not in STILL_OPEN for part in ("--look-for", word)]
    verified = run(home, "-m", "gongkai", "retention", "verify", *words)
    assert (verified.returncode, "找到0处。" in verified.stdout.splitlines()[0]) == (0, True)
