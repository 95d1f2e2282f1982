"""Six clerks on the same disputes at the same moment, each a process: nothing they were told was done is lost, a suit never has two
pending instances, an application is never handled again twice at once, nothing goes out while a disclosure is stopped.

On the database that is being tested, as `test_races`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.test_races import surroundings

__all__ = ["surroundings"]

CLERKS = 6
ACTIONS = 3000 if os.environ.get("GONGKAI_FULL") == "1" else 240
RACES = Path(__file__).with_name("dispute_races.py")


def _do(env: dict[str, str], *words: object) -> str:
    done = subprocess.run(
        [sys.executable, RACES, *map(str, words)], env=env, check=False, capture_output=True, text=True
    )
    assert (done.returncode, done.stderr[-1500:]) == (0, "")
    return done.stdout


@pytest.fixture(scope="module")
def race(surroundings, tmp_path_factory) -> dict[str, object]:
    _do(surroundings, "prepare")
    folder = tmp_path_factory.mktemp("told")
    outs = [folder / f"{clerk}.json" for clerk in range(CLERKS)]
    running = [
        subprocess.Popen(
            [sys.executable, RACES, "work", str(clerk), str(ACTIONS // CLERKS), out],
            env=surroundings,
            stderr=subprocess.PIPE,
            text=True,
        )
        for clerk, out in enumerate(outs)
    ]
    ended = [(each.communicate()[1][-1500:], each.returncode) for each in running]
    assert ended == [("", 0)] * CLERKS
    return json.loads(_do(surroundings, "check", *outs))


def test_every_accepted_change_shows_in_the_version_of_its_dispute(race):
    assert race["lost"] == []


def test_no_suit_has_two_pending_instances_and_its_standing_is_that_of_the_last(race):
    assert (race["two_pending"], race["out_of_step"]) == ([], [])


def test_no_application_is_handled_again_twice_at_once(race):
    assert (race["two_redos"], race["redo_not_linked"]) == ([], [])


def test_nothing_goes_out_while_a_disclosure_is_stopped(race):
    assert race["out_while_held"] == []


def test_a_dossier_that_is_under_way_is_not_asked_for_twice(race):
    assert race["dossiers_twice"] == []


def test_the_log_verifies_and_the_clerks_did_meet(race):
    assert race["faults"] == []
    assert race["accepted"] > 20
    assert race["refused"] > 0
