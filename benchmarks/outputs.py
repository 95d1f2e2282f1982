"""Do the writers stream, and what does a reading cost on its way out and through the checks?

    uv run python benchmarks/outputs.py [--reports 10000]

Each writer runs in a process of its own over a generator of that many reports, then over a tenth of them: microseconds a report and
the peak of resident memory of both runs. Flat memory is a ratio near 1. The same for checking one report, and for checking one
against a hundred others (text that was copied). Making the reports and throwing them away
is ``nothing``: it is part of every other line.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from gongkai.reports.checks import check
from gongkai.reports.model import Reading
from gongkai.reports.outputs import csv, json, parquet, xlsx
from reports.strategies import make_report, reading_of

KINDS = ("nothing", "json", "csv", "xlsx", "parquet", "check", "check-100")


def readings(count: int) -> Iterator[tuple[str | None, Reading]]:
    """``count`` readings out of two hundred different ones, each a new object."""
    kept = [make_report(seed) for seed in range(200)]
    for number in range(count):
        yield f"{number}.docx", reading_of(kept[number % len(kept)])


def work(kind: str, count: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        source = readings(count)
        if kind == "nothing":
            for _ in source:
                pass
        elif kind == "json":
            with path.open("w", encoding="utf-8") as out:
                for file, reading in source:
                    out.write(json.dumps(json.to_json(reading, file=file)) + "\n")
        elif kind == "csv":
            with path.open("wb") as out:
                csv.write(source, out)
        elif kind == "xlsx":
            xlsx.write(source, path)
        elif kind == "parquet":
            parquet.write(source, path)
        elif kind == "check":
            for _, reading in source:
                check(reading)
        else:
            others = [reading for _, reading in readings(100)]
            for _, reading in source:
                check(reading, others=others)


def measure(kind: str, count: int) -> tuple[float, float]:
    """(microseconds a report, peak MiB) of a process that does this work and nothing else."""
    command = [sys.executable, __file__, "--one", kind, "--reports", str(count)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, peak = map(float, done.stdout.split())
    return seconds / count * 1e6, peak


def main() -> None:
    parser = argparse.ArgumentParser(description="Streaming, memory and time of the writers and checks.")
    parser.add_argument("--reports", type=int, default=10_000)
    parser.add_argument("--one", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS))
    options = parser.parse_args()
    if options.one:
        started = time.perf_counter()
        work(options.one, options.reports)
        seconds = time.perf_counter() - started
        # ru_maxrss is in KiB on Linux and in bytes on macOS.
        unit = 2**20 if sys.platform == "darwin" else 2**10
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)
        return
    few = max(1, options.reports // 10)
    print(f"{'work':<10} {'reports':>8} {'µs/report':>10} {'peak MiB':>9} {'at a tenth':>11} {'ratio':>6}")
    for kind in options.kinds:
        _, base = measure(kind, few)
        each, peak = measure(kind, options.reports)
        print(
            f"{kind:<10} {options.reports:>8} {each:>10.0f} {peak:>9.0f} {base:>11.0f} {peak / base:>6.2f}", flush=True
        )


if __name__ == "__main__":
    main()
