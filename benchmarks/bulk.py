"""Ten thousand reports: throughput with one and two jobs and on a loopback Dask cluster, memory over time, and the same bytes.

    uv run python benchmarks/bulk.py [--files 10000] [--folder DIR]

Generates reports of both forms (six in ten as HTML, three as text, one as DOCX), then runs `gongkai read --json` as a user would and
samples the memory of the command with all its children twice a second. Memory is flat when the peak of the last quarter is that of
the second. Prints a table; ends with status 1 when two runs wrote different bytes.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from gongkai.documents.writing import write  # noqa: E402
from gongkai.reports.compose import compose  # noqa: E402
from gongkai.reports.editions import editions  # noqa: E402
from reports.strategies import make_report  # noqa: E402 - the tests' folder is not a package of ours

KINDS = ("html", "text", "html", "html", "text", "docx", "html", "text", "html", "html")


def generate(folder: Path, files: int) -> int:
    """Write the reports; gives their bytes in all."""
    forms = list(editions().values())
    total = 0
    for i in range(files):
        kind = KINDS[i % len(KINDS)]
        options: dict[str, object] = {"plain": True} if kind == "text" else {}
        data = write(compose(make_report(i, forms[i % len(forms)])), kind, **options)
        path = folder / f"{i // 1000:03}" / f"{i:06}.{'txt' if kind == 'text' else kind}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        total += len(data)
    return total


class Memory(threading.Thread):
    """Samples the resident memory of processes with all their children, in MiB."""

    def __init__(self, roots: list[int]):
        super().__init__(daemon=True)
        self.samples: list[float] = []
        self._roots = roots
        self._ended = threading.Event()

    def run(self) -> None:
        while not self._ended.wait(0.5):
            held = 0
            for root in self._roots:
                try:
                    process = psutil.Process(root)
                    tree = [process, *process.children(recursive=True)]
                except psutil.NoSuchProcess:
                    continue
                for one in tree:
                    try:
                        held += one.memory_info().rss
                    except psutil.NoSuchProcess:
                        continue
            self.samples.append(held / 2**20)

    def end(self) -> list[float]:
        self._ended.set()
        self.join()
        return self.samples


@dataclass(frozen=True)
class Run:
    """What one run did. ``quarters``: the peak memory of each quarter of the run, in MiB."""

    name: str
    seconds: float
    files: int
    quarters: tuple[float, ...]
    digest: str
    status: int

    def __str__(self) -> str:
        memory = " ".join(f"{peak:7.0f}" for peak in self.quarters)
        return f"{self.name:22} {self.seconds:8.1f} {self.files / self.seconds:9.1f}  {memory}  {self.digest[:16]}  {self.status}"


def read(name: str, folder: Path, out: Path, files: int, *options: str, others: tuple[int, ...] = ()) -> Run:
    command = [
        str(Path(sys.executable).with_name("gongkai")),
        "read",
        "--json",
        "--no-places",
        "-o",
        str(out),
        "--force",
    ]
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    begun = time.perf_counter()
    process = subprocess.Popen([*command, *options, "."], cwd=folder, env=environment, stderr=subprocess.PIPE)
    memory = Memory([process.pid, *others])
    memory.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - begun
    samples = memory.end() or [0.0]
    if process.returncode == 2 and not out.exists():
        raise SystemExit(said.decode())
    size = max(1, len(samples) // 4)
    quarters = tuple(max(samples[i * size : (i + 1) * size] or [0.0]) for i in range(4))
    return Run(name, seconds, files, quarters, hashlib.sha256(out.read_bytes()).hexdigest(), process.returncode)


def on_cluster(folder: Path, out: Path, files: int) -> Run:
    from distributed import LocalCluster

    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=":0", silence_logs=50
    ) as cluster:
        workers = tuple(process.pid for process in psutil.Process().children(recursive=False))
        return read(
            "cluster of 2 workers", folder, out, files, "--scheduler", cluster.scheduler_address, others=workers
        )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument(
        "--folder", type=Path, help="where to keep the reports, for another run; made when it is not there"
    )
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = arguments.folder or Path(temporary, "reports")
        if not folder.exists():
            folder.mkdir(parents=True)
            begun = time.perf_counter()
            size = generate(folder, arguments.files)
            print(f"{arguments.files} reports, {size / 1e6:.0f} MB, generated in {time.perf_counter() - begun:.0f} s")
        print(f"{'run':22} {'seconds':>8} {'files/s':>9}  {'peak MiB by quarter of the run':31}  {'sha256':16}  status")
        runs = []
        for work in (
            lambda: read("1 job", folder, Path(temporary, "1"), arguments.files, "--jobs", "1"),
            lambda: read("2 jobs", folder, Path(temporary, "2"), arguments.files, "--jobs", "2"),
            lambda: on_cluster(folder, Path(temporary, "3"), arguments.files),
        ):
            runs.append(work())
            print(runs[-1], flush=True)
    same = len({run.digest for run in runs}) == 1
    print("the same bytes from every run" if same else "the runs wrote different bytes")
    return 0 if same else 1


if __name__ == "__main__":
    raise SystemExit(main())
