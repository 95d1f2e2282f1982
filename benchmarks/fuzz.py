"""Feeds damaged files to every reader and to the report recogniser, and keeps what breaks them.

    python benchmarks/fuzz.py --inputs 100000 --seconds-limit 5 --memory 512 --jobs 2

Each input follows from ``--seed`` and its number alone. A finding is an exception other than Unreadable, a run over the limit of
seconds of processor time (or four times as long by the clock, for a run that waits), or a process over the limit of memory
(MiB) or dead. Findings are saved to ``--out`` and the exit status is 1.
The neural network of the scan reader does not run; everything else of it does.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from documents.fuzzing.trial import make, trials
from gongkai.documents import Unreadable
from gongkai.documents.worker import Worker, WorkerFailed

BATCH = 20
"""Inputs in one run of a worker; a batch that fails is run again one by one."""


class Run:
    """The counts of one fuzzing run, shared by its threads."""

    def __init__(self, options: argparse.Namespace):
        self.options = options
        self.out = Path(options.out) if options.out else Path(tempfile.mkdtemp(prefix="fuzz-"))
        self.next = options.first
        self.end = options.first + options.inputs
        self.counts: Counter[tuple[str, str]] = Counter()
        self.seconds: Counter[str] = Counter()
        self.slowest = (0.0, "", 0)
        self.findings: list[str] = []
        self.peak = 0
        self.lock = threading.Lock()
        self.began = time.monotonic()
        self.stop = False

    def take(self) -> range:
        with self.lock:
            late = self.options.minutes and time.monotonic() - self.began > 60 * self.options.minutes
            if self.stop or late:
                return range(0)
            numbers = range(self.next, min(self.end, self.next + BATCH))
            self.next = numbers.stop
            return numbers

    def work(self) -> None:
        limit = self.options.seconds_limit
        # By the clock: other work on the machine must not make a finding.
        with (
            Worker(seconds=limit * BATCH, memory_mb=self.options.memory) as fast,
            Worker(seconds=4 * limit, memory_mb=self.options.memory) as careful,
        ):
            while numbers := self.take():
                try:
                    results = fast.run(trials, self.options.seed, numbers.start, len(numbers))
                    for number, result in zip(numbers, results, strict=True):
                        self.note(number, *result)
                except (Unreadable, WorkerFailed):
                    for number in numbers:
                        self.alone(careful, number)
                with self.lock:
                    self.peak = max(self.peak, fast.peak_mb, careful.peak_mb)

    def alone(self, worker: Worker, number: int) -> None:
        try:
            [result] = worker.run(trials, self.options.seed, number, 1)
        except Unreadable as ended:
            self.found(number, f"process ended: {ended.code}")
        except WorkerFailed as failed:
            self.found(number, str(failed))
        else:
            self.note(number, *result)

    def note(self, number: int, format: str, outcome: str, seconds: float) -> None:
        with self.lock:
            self.counts[format, outcome] += 1
            self.seconds[format] += seconds
            self.slowest = max(self.slowest, (seconds, format, number))
        if seconds > self.options.seconds_limit:
            self.found(number, f"took {seconds:.1f} s")

    def found(self, number: int, what: str) -> None:
        format, data = make(self.options.seed, number)
        self.out.mkdir(parents=True, exist_ok=True)
        name = f"{self.options.seed}-{number}.{format}"
        (self.out / name).write_bytes(data)
        (self.out / f"{name}.txt").write_text(what, "utf-8")
        with self.lock:
            self.findings.append(f"{name}: {what.strip().splitlines()[-1]}")
            print(f"FOUND {self.findings[-1]}", flush=True)

    def report(self) -> None:
        took = time.monotonic() - self.began
        total = sum(self.counts.values())
        print(f"{'format':10}{'inputs':>8}{'read':>8}{'refused':>9}{'ms each':>9}  refusals")
        for format in sorted({format for format, _ in self.counts}):
            outcomes = {outcome: count for (kind, outcome), count in self.counts.items() if kind == format}
            count = sum(outcomes.values())
            read = outcomes.pop("read", 0)
            refusals = ", ".join(f"{code} {many}" for code, many in sorted(outcomes.items()))
            mean = 1000 * self.seconds[format] / count
            print(f"{format:10}{count:8}{read:8}{count - read:9}{mean:9.1f}  {refusals}")
        seconds, format, number = self.slowest
        print(f"{total} inputs in {took:.0f} s with {self.options.jobs} jobs: {total / took:.0f} a second")
        print(f"slowest: {seconds:.2f} s, {format}, number {number}; most memory of a process: {self.peak} MiB")
        print(f"{len(self.findings)} findings" + (f", saved to {self.out}" if self.findings else ""))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--first", type=int, default=0, help="the number of the first input")
    parser.add_argument("--seconds-limit", type=float, default=5.0)
    parser.add_argument("--memory", type=int, default=512, help="MiB for one process")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, default=0, help="stop after so long, however many inputs are done")
    parser.add_argument("--out", default="", help="the folder for findings")
    run = Run(parser.parse_args())
    threads = [threading.Thread(target=run.work, daemon=True) for _ in range(run.options.jobs)]
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    except KeyboardInterrupt:
        run.stop = True
    run.report()
    return 1 if run.findings else 0


if __name__ == "__main__":
    sys.exit(main())
