"""How long `gongkai due` takes as a whole process, beside a bare Python process and one that only imports Click.

    uv run python benchmarks/due.py [--rounds 31]

Each round runs every command once, in turn, so that a busy moment of the machine meets all of them; the median is printed, with
its ratio to the bare process. Twice: with bytecode of everything in place (in a folder of its own), as after the first run of an
installed program, and as this machine happens to stand. Last, what one date costs inside a running process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta

COMMANDS = {
    "python -c pass": ["-c", "pass"],
    "python -c 'import click'": ["-c", "import click"],
    "gongkai due 2026-09-18": ["-c", "from gongkai.cli import main; main()", "due", "2026-09-18"],
    "gongkai due 2026-12-25": ["-c", "from gongkai.cli import main; main()", "due", "2026-12-25"],
}


def once(arguments: list[str], environment: dict[str, str]) -> float:
    """Milliseconds of one process from start to end."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    return (time.perf_counter() - begun) * 1000


def whole_process(rounds: int, bytecode: bool) -> dict[str, float]:
    """Median milliseconds of each command. ``bytecode``: compile everything first, whatever is already there."""
    with tempfile.TemporaryDirectory() as folder:
        environment = dict(os.environ)
        if bytecode:
            environment["PYTHONPYCACHEPREFIX"] = folder
            environment.pop("PYTHONDONTWRITEBYTECODE", None)
        times: dict[str, list[float]] = {name: [] for name in COMMANDS}
        for arguments in COMMANDS.values():
            once(arguments, environment)
        for _ in range(rounds):
            for name, arguments in COMMANDS.items():
                times[name].append(once(arguments, environment))
    return {name: statistics.median(taken) for name, taken in times.items()}


def one_date(rounds: int) -> float:
    """Median microseconds of one answer date with its explanation, calendar already read."""
    from gongkai.law import Application, answer_due, national

    calendar = national()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        for n in range(100):
            answer_due(Application(date(2025, 1, 1) + timedelta(days=n)), calendar)
        taken.append((time.perf_counter() - begun) * 10_000)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=31)
    rounds = parser.parse_args().rounds
    for bytecode in (True, False):
        print("with bytecode" if bytecode else "as this machine stands")
        medians = whole_process(rounds, bytecode)
        bare = medians["python -c pass"]
        for name, median in medians.items():
            print(f"  {name:<26} {median:7.1f} ms   {median / bare:5.2f} ×")
    print(f"one date in a running process  {one_date(rounds):7.1f} µs")


if __name__ == "__main__":
    main()
