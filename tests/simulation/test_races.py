"""Eight clerks on the same cases at the same moment: nothing they were told was done is lost, no number is given twice.

Every clerk is a process with a connection of its own, on the database that is being tested: SQLite in a file as an installation has
it (WAL, immediate transactions), or the server of ``DATABASE_URL``, in a database made for the race. Few actions by default, ten
thousand with ``GONGKAI_FULL=1``.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ready_made import ReadyMade

CLERKS = 8
ACTIONS = 10_000 if os.environ.get("GONGKAI_FULL") == "1" else 800
RACES = Path(__file__).with_name("races.py")


@pytest.fixture(scope="module")
def surroundings(ready_made: ReadyMade, tmp_path_factory) -> Iterator[dict[str, str]]:
    """The environment of the race: a data folder of its own, and on a server a database of its own, dropped afterwards."""
    home = tmp_path_factory.mktemp("races")
    env = {**os.environ, "GONGKAI_HOME": str(home)}
    for name in ("GONGKAI_NOW", "GONGKAI_DEMO", "DATABASE_URL"):
        env.pop(name, None)
    ready_made(home)
    with ready_made.database("races") as address:
        yield {**env, "DATABASE_URL": address} if address else env


def _do(env: dict[str, str], *words: str) -> str:
    done = subprocess.run([sys.executable, RACES, *words], env=env, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr[-1500:]) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def race(surroundings, tmp_path_factory) -> dict[str, object]:
    """The race run and looked over: see `races.check`."""
    _do(surroundings, "prepare")
    folder = tmp_path_factory.mktemp("told")
    outs = [folder / f"{clerk}.jsonl" for clerk in range(CLERKS)]
    running = [
        subprocess.Popen(
            [sys.executable, RACES, "work", str(clerk), str(ACTIONS // CLERKS), out],
            env=surroundings,
            stderr=subprocess.PIPE,
            text=True,
        )
        for clerk, out in enumerate(outs)
    ]
    went_wrong = [(process.communicate()[1], process.returncode) for process in running]
    assert [error[-1500:] for error, status in went_wrong if status] == []
    found: dict[str, object] = json.loads(_do(surroundings, "check", *map(str, outs)))
    return found


def test_every_accepted_action_shows_in_the_version_of_its_case(race):
    assert race["versions"] == []


def test_every_accepted_action_stands_in_the_log_and_no_other(race):
    assert race["logged"] == []


def test_no_edit_that_was_accepted_is_lost(race):
    assert race["lost edits"] == []


def test_no_step_is_approved_twice(race):
    assert (race["approved twice"], race["verdicts"]) == ([], 0)


def test_no_letter_is_out_without_an_approval_of_what_it_says(race):
    assert race["unsound"] == []


def test_no_case_has_two_decisions_in_force(race):
    assert race["decisions"] == 0


def test_no_number_is_given_twice_or_left_out(race):
    assert (race["serials"], race["series"], race["missing"], race["applications"]) == ([], [], [], 0)


def test_the_log_verifies_after_the_race(race):
    assert race["log"] == []


def test_clerks_did_meet(race):
    """The race was one: much was accepted, and some was refused because somebody else had been there."""
    assert race["accepted"] > ACTIONS // 4
    assert race["refused"]["ChangedMeanwhile"] > 0
    assert race["numbers"] > CLERKS
