"""How long one report takes, from bytes to findings, beside what the bare parser of its format needs in the same run.

    uv run python benchmarks/read.py [--rounds 60]

Text, HTML, DOCX and PDF: median of reading, recognising and checking together, in milliseconds of processor time (on an idle machine
that is the time on the clock; on a busy one the neighbours do not count). HTML against selectolax parsing
the same bytes and nothing more; PDF against pdfplumber's own table extraction on the same file. `gongkai due` as a whole process
against an empty Python process. Files are the tutorial's report written in each format, and the real samples where they stand
beside the repository. Ratios are what to compare between machines; absolute times only say what this machine did.
"""

from __future__ import annotations

import argparse
import io
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from gongkai.documents.reading import read
from gongkai.documents.writing import write
from gongkai.reports.checks import check
from gongkai.reports.compose import compose
from gongkai.reports.recognise import recognise

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "docs" / "tutorial" / "示例县商务局2025年报.txt"
SAMPLES = ROOT.parent / "shared" / "samples"


def median_ms(work: Callable[[], object], rounds: int, clock: Callable[[], float] = time.process_time) -> float:
    """The median time of ``work`` in milliseconds by ``clock``, after three calls that are not counted."""
    for _ in range(3):
        work()
    times = []
    for _ in range(rounds):
        begun = clock()
        work()
        times.append((clock() - begun) * 1000)
    return statistics.median(times)


def read_and_check(data: bytes, name: str) -> object:
    return check(recognise(read(data, name)))


def parse_html(data: bytes) -> object:
    from selectolax.lexbor import LexborHTMLParser

    return LexborHTMLParser(data)


def extract_tables(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return [page.extract_tables() for page in pdf.pages]


def files() -> list[tuple[str, str, bytes]]:
    """(format, name, bytes) of everything that is measured."""
    text = EXAMPLE.read_bytes()
    document = compose(recognise(read(text, EXAMPLE.name)).report)
    found = [("text", EXAMPLE.name, text)]
    found += [(kind, f"tutorial.{kind}", write(document, kind)) for kind in ("html", "docx", "pdf")]
    for kind, name in (
        ("text", "luanchuan_2023.txt"),
        ("text", "district_2025.txt"),
        ("html", "shuyang_fagaiju_2023.html"),
    ):
        if (SAMPLES / name).exists():
            found.append((kind, name, (SAMPLES / name).read_bytes()))
    for kind, name in (("docx", "template_2021_form.docx"), ("pdf", "hongze_2023.pdf")):
        if (SAMPLES / name).exists():
            found.append((kind, name, (SAMPLES / name).read_bytes()))
    return sorted(found, key=lambda item: ["text", "html", "docx", "pdf"].index(item[0]))


def process_ms(arguments: list[str], rounds: int) -> float:
    # As installed: with compiled modules on the disk, whatever this process was started with.
    env = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return median_ms(
        lambda: subprocess.run(arguments, capture_output=True, env=env, check=False), rounds, time.perf_counter
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=60)
    rounds = parser.parse_args().rounds
    print(f"{'format':6} {'file':32} {'bytes':>8} {'read+check ms':>14} {'beside it ms':>13} {'ratio':>7}")
    for kind, name, data in files():
        ours = median_ms(lambda data=data, name=name: read_and_check(data, name), rounds)  # type: ignore[misc]
        theirs: float | None = None
        if kind == "html":
            theirs = median_ms(lambda data=data: parse_html(data), rounds)  # type: ignore[misc]
        elif kind == "pdf":
            theirs = median_ms(lambda data=data: extract_tables(data), max(3, rounds // 10))  # type: ignore[misc]
        beside = f"{theirs:13.2f} {ours / theirs:7.2f}" if theirs else f"{'':13} {'':7}"
        print(f"{kind:6} {name:32} {len(data):8} {ours:14.2f} {beside}".rstrip())
    gongkai = Path(sys.executable).with_name("gongkai")
    empty = process_ms([sys.executable, "-c", "pass"], rounds // 2)
    due = process_ms([str(gongkai), "due", "2026-09-18"], rounds // 2)
    print(
        f"\ngongkai due 2026-09-18, whole process on the clock: {due:.0f} ms; empty Python process: {empty:.0f} ms; ratio {due / empty:.1f}"
    )


if __name__ == "__main__":
    main()
