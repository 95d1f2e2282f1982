"""Four workers, each a process with a connection of its own, on the same releases: each is sent once, whatever the database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from disclosures.channels.far_sides import Platform, Receiver, serving
from gongkai.disclosures.channels.signing import key_id
from simulation.test_races import surroundings

RACING = Path(__file__).with_name("racing.py")
RELEASES, WORKERS = 12, 4
__all__ = ["surroundings"]


def run(env: dict[str, str], *words: str) -> object:
    done = subprocess.run([sys.executable, RACING, *words], env=env, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr[-1500:]) == (0, "")
    return json.loads(done.stdout)


def test_workers_that_race_for_releases_send_each_once(surroundings: dict[str, str]) -> None:
    env = {**surroundings, "GONGKAI_PRIVATE_NETWORKS": "127.0.0.0/8"}
    receiver = Receiver()
    with serving(Platform, receiver=receiver) as address:
        public = str(run(env, "prepare", f"{address}/push"))
        receiver.keys[key_id(public)] = public
        receiver.slow = 0.05
        workers = [
            subprocess.Popen(
                [sys.executable, RACING, "work"], env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
            )
            for _ in range(WORKERS)
        ]
        ended = [(*worker.communicate(timeout=120), worker.returncode) for worker in workers]
    assert [(error[-1500:], status) for _, error, status in ended] == [("", 0)] * WORKERS
    states = sorted(state for out, _, _ in ended for state in json.loads(out))
    assert states == [""] * (WORKERS - 1) * RELEASES + ["done"] * RELEASES
    assert (receiver.messages, len(receiver.taken)) == (RELEASES, RELEASES)
    assert run(env, "check") == [["done", 1, ""]] * RELEASES
