"""Run the journeys of the browser tests and print the table of their steps.

    uv run tools/journeys.py               run them; status 1 where one fails, is missing, or takes more steps than it may
    uv run tools/journeys.py --of FILE     only judge what a run has counted, which was started with GONGKAI_STEPS=FILE

The jobs, their targets, and which of them must be counted stand in tests/steps.py.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))


def run(place: Path) -> int:
    """The journeys, each adding what it counted to ``place``. Returns the status of pytest."""
    files = [path for path in sorted((ROOT / "tests").rglob("test_*.py")) if "over_target(" in path.read_text("utf-8")]
    environment = {**os.environ, "GONGKAI_STEPS": str(place), "GONGKAI_NO_SKIP": "1"}
    command = [sys.executable, "-m", "pytest", "-q", "-m", "journey", *map(str, files)]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def judge(place: Path) -> int:
    """Print what is wrong with what ``place`` holds. Returns 1 where something is."""
    from steps import counted, missing

    rows = counted(place) if place.is_file() else []
    lacking, over = missing(rows), [row for row in rows if row.over]
    for who, number in lacking:
        print(f"MISSING: {who} {number}")
    for row in over:
        print(f"OVER TARGET: {row.who} {row.number}, {row.steps} steps instead of {row.target}")
    if not lacking and not over:
        print(f"All {len(rows)} jobs are counted and at or under their targets.")
    return 1 if lacking or over else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", type=Path, metavar="FILE", help="judge this file instead of running the journeys")
    given = parser.parse_args()
    if given.of is not None:
        if given.of.is_file():
            from steps import counted, table

            print(table(counted(given.of)))
        return judge(given.of)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "steps.jsonl"
        failed = run(place)
        return judge(place) or (1 if failed else 0)


if __name__ == "__main__":
    raise SystemExit(main())
