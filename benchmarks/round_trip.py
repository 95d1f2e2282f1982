"""report → every format → read → the same cells, for many generated reports of both editions.

    uv run python benchmarks/round_trip.py [--reports 1000] [--formats docx html pdf text xlsx]

For each edition and format: reports whose every cell came back, cells that differ and say so (doubted), cells that differ and do
not, reports with doubts about anything, and the time of one way out and one way back as a ratio to plain text in the same run. Ends
with status 1 when a cell came back wrong.
"""

from __future__ import annotations

import argparse
import sys
import time
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from gongkai.documents.reading import read
from gongkai.documents.writing import FORMATS, write
from gongkai.reports.compose import compose
from gongkai.reports.editions import editions
from gongkai.reports.recognise import recognise
from reports.strategies import make_report


@dataclass
class Tally:
    """What came of one edition in one format."""

    reports: int = 0
    whole: int = 0
    cells: int = 0
    doubted: int = 0
    wrong: int = 0
    unsure: int = 0
    identity: int = 0
    out: float = 0.0
    back: float = 0.0


def run(edition: str, format: str, reports: int) -> Tally:
    """``reports`` reports of one edition through one format."""
    tally = Tally()
    form = editions()[edition]
    for seed in range(reports):
        report = make_report(seed, form)
        started = time.perf_counter()
        data = write(compose(report), format)
        written = time.perf_counter()
        reading = recognise(read(data, "report" + FORMATS[format]))
        tally.back += time.perf_counter() - written
        tally.out += written - started
        differ = [cell for cell, value in report.cells() if reading.report.value(cell) != value]
        differ += [cell for cell, _ in reading.report.cells() if cell.row not in report.tables[cell.table].rows]
        doubted = [cell for cell in differ if cell in reading.doubted]
        tally.reports += 1
        tally.cells += sum(1 for _ in report.cells())
        tally.whole += not differ
        tally.doubted += len(doubted)
        tally.wrong += len(differ) - len(doubted)
        tally.unsure += bool(reading.doubts)
        tally.identity += (reading.report.agency, reading.report.year) == (report.agency, report.year)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description="Generated reports through every format and back.")
    parser.add_argument("--reports", type=int, default=1000, help="reports for each edition and format")
    parser.add_argument("--formats", nargs="+", choices=list(FORMATS), default=list(FORMATS))
    options = parser.parse_args()
    print("edition  format  reports    whole    cells  doubted  wrong  unsure  named  out ms  back ms  × text")
    bad = 0
    for edition in editions():
        base = 0.0
        for format in sorted(options.formats, key=lambda name: name != "text"):
            tally = run(edition, format, options.reports)
            out, back = (1000 * seconds / tally.reports for seconds in (tally.out, tally.back))
            base = base or out + back
            bad += tally.wrong + tally.doubted
            print(
                f"{edition:<8} {format:<6} {tally.reports:>8} {tally.whole:>8} {tally.cells:>8} {tally.doubted:>8} "
                f"{tally.wrong:>6} {tally.unsure:>7} {tally.identity:>6} {out:>7.1f} {back:>8.1f} {(out + back) / base:>7.1f}",
                flush=True,
            )
    return 1 if bad else 0


if __name__ == "__main__":
    raise SystemExit(main())
