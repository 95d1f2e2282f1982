"""Play, kill, look: one process that starts players, kills them in the middle, and looks over what is left. Run by `test_kills`.

    python arena.py FOLDER KILLS SEED [server]      what was found, as JSON
    python arena.py FOLDER play SEED                one player who goes on until somebody kills it
    python arena.py FOLDER look                     the look alone, at what was brought back from a backup

The parent has everything imported and no connection; players and lookers are forked from it, so a life costs a fraction of a second.
With ``server`` it is the database server that is stopped without warning (``GONGKAI_ARENA_STOP`` and ``_START`` are the commands), and
the player only loses its connection.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

MOST_DONE = 8
"""So many actions, at most, a player gets done before it is killed; a slow machine gives it as many as a fast one."""
MORE = 0.1
"""So many seconds, at most, it lives on after that, so that the kill comes anywhere in an action."""
PATIENCE = 30.0
IN_A_TASK = 0.02
"""So many seconds, at most, a worker is let go on with a task, where it is the worker that is aimed at."""
AIMED = 4
"""Every so manieth life ends in the middle of a task of the queue, if one comes."""
LOOK_EVERY = 20
"""Lives between two looks over everything."""


def main() -> None:
    folder = Path(sys.argv[1])
    sys.path.insert(0, str(Path(__file__).parents[1]))
    # Never the settings of a test run: what is killed is the product as it is installed.
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    os.environ["GONGKAI_NOW"] = "2026-09-14T09:00"
    import django

    django.setup()
    from crash import looking, players

    folder.mkdir(parents=True, exist_ok=True)
    if not (folder / "prepared").exists():
        assert not apart(players.prepare, folder / "prepare"), (folder / "prepare").read_text(encoding="utf-8")
        (folder / "prepared").touch()
    if sys.argv[2] == "play":
        seed = int(sys.argv[3])
        live(seed, folder / f"{seed}.jsonl", players.TODAY)
    elif sys.argv[2] == "look":
        looking.look(folder, folder / "found.json", exact=False)
        print((folder / "found.json").read_text(encoding="utf-8"))
    else:
        fight(folder, int(sys.argv[2]), int(sys.argv[3]), "server" in sys.argv[4:])


def fight(folder: Path, kills: int, seed: int, server: bool) -> None:
    """So many lives, and a look now and then; what was found goes to the output."""
    from crash import looking, players

    random, found, out = Random(seed), [], folder / "found.json"
    lives: Counter[str] = Counter()
    for life in range(1, kills + 1):
        told = folder / f"{seed}-{life:04}.jsonl"
        # The clock of the machine may have jumped between two lives, forward or back.
        day = players.TODAY + timedelta(days=random.choice((0, 0, 0, 1, -1)))
        aimed = life % AIMED == 0 and not server
        lives[killed(lambda: live(seed * 1000 + life, told, day), told, random, server, aimed)] += 1  # noqa: B023
        if life % LOOK_EVERY == 0 or life == kills:
            if apart(lambda: looking.look(folder, out), folder / "looking"):
                found.append({"look": (folder / "looking").read_text(encoding="utf-8")[-3000:]})
                break
            look = json.loads(out.read_text(encoding="utf-8"))
            if look["faults"]:
                found.append({"life": life, **look})
                break
    print(json.dumps({"lives": dict(lives), "faults": found, "look": look["facts"]}, ensure_ascii=False))


def live(seed: int, told: Path, day: object) -> None:
    """What a server does: take up what was left, work off the queue beside the people, look what the hour brings."""
    from django_tasks.signals import task_started

    from crash import players
    from gongkai.config import background
    from gongkai.config.presence import Presence

    def started(task_result: Any, **_: object) -> None:
        # A task that has taken its worker down again and again is given up, which is another story.
        if task_result.attempts > 2:
            return
        with told.with_suffix(".tasks").open("a", encoding="utf-8") as out:
            out.write("started\n")

    task_started.connect(started)
    background.take_up()
    presence = Presence("player")
    for work in (lambda: background.worker(presence).run(), remind):
        threading.Thread(target=while_served, args=(work,), daemon=True).start()
    players.play(seed, told, day)


def while_served(work: Callable[[], None]) -> None:
    """Until the database is gone, which ends the player, too."""
    from django.db import InterfaceError, OperationalError

    with suppress(InterfaceError, OperationalError):
        work()


def remind() -> None:
    """Plan and send reminders without a pause, so that kills find it in the middle."""
    from gongkai.reminders.tasks import planned, posted

    while True:
        planned()
        posted()
        time.sleep(0.3)


def killed(play: Callable[[], None], told: Path, random: Random, server: bool, aimed: bool) -> str:
    """Let one player live for a moment; how it ended: "killed", or "by itself" where something was wrong with it. ``aimed``: the moment
    comes when its worker has a task in hand."""
    child = os.fork()
    if not child:
        _run(play, told.with_suffix(".error"))
    while not told.exists():
        time.sleep(0.001)
        if os.waitpid(child, os.WNOHANG)[0]:
            return "by itself"
    enough, began, tasks = random.randrange(MOST_DONE + 1), time.monotonic(), told.with_suffix(".tasks")
    while told.read_bytes().count(b'"done"') < enough and time.monotonic() - began < PATIENCE:
        if aimed and tasks.exists():
            break
        time.sleep(0.002)
        if os.waitpid(child, os.WNOHANG)[0]:
            return "by itself"
    time.sleep(random.random() * (IN_A_TASK if aimed and tasks.exists() else MORE))
    if server:
        subprocess.run(shlex.split(os.environ["GONGKAI_ARENA_STOP"]), check=True, capture_output=True)
        # The player finds out by itself that nobody answers any more.
        os.waitpid(child, 0)
        subprocess.run(shlex.split(os.environ["GONGKAI_ARENA_START"]), check=True, capture_output=True)
        return "lost its server"
    if os.waitpid(child, os.WNOHANG)[0]:
        return "by itself"
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return "killed"


def apart(job: Callable[[], object], errors: Path) -> int:
    """Run ``job`` in a process of its own; its status."""
    child = os.fork()
    if not child:
        _run(job, errors)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _run(job: Callable[[], object], errors: Path) -> None:
    status = 1
    try:
        job()
        status = 0
    except BaseException:
        errors.write_text(traceback.format_exc(), encoding="utf-8")
    finally:
        sys.stdout.flush()
        os._exit(status)


if __name__ == "__main__":
    main()
