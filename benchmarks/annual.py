"""The year's tables of a body with 20,000 applications, against one bare pass of SQL over the same rows.

    uv run python benchmarks/annual.py [--applications 20000] [--bodies 10] [--repeat 15]

Makes a database of its own in a temporary folder, fills it (the other bodies hold a tenth each, so that the pass has to find its
rows), and takes the median of each in the same run, turn by turn. The bare pass is one hand-written statement that reads kind,
outcome and both days of every row of the body and groups them. Ends with status 1 when the ratio is above 1.5.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

YEAR = 2025
LIMIT = 1.5

BARE = """
SELECT applicant_kind, outcome, received_on >= %s, decided_on <= %s, COUNT(*) FROM applications_application
WHERE agency_id = %s AND received_on <= %s AND (decided_on IS NULL OR decided_on >= %s)
GROUP BY 1, 2, 3, 4
"""


def timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--applications", type=int, default=20_000)
    parser.add_argument("--bodies", type=int, default=10)
    parser.add_argument("--repeat", type=int, default=15)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        return measure(args.applications, args.bodies, args.repeat)


def measure(applications: int, bodies: int, repeat: int) -> int:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    import factories
    from gongkai.reporting import actions, counting
    from gongkai.reporting.assembling import work
    from gongkai.reporting.checking import Checked
    from gongkai.reporting.figures import figures
    from gongkai.reporting.freezing import digest_of, substance
    from gongkai.reports.editions import edition_for
    from gongkai.reports.model import CellId
    from reporting.registers import REMEDY_KINDS, Suit, at_random, fill, sue

    call_command("migrate", verbosity=0)
    agency = factories.agency()
    fill(agency, at_random(1, applications, (YEAR,)))
    sue(agency, factories.clerk(agency), [Suit(kind) for kind in REMEDY_KINDS for _ in range(30)])
    for n in range(bodies - 1):
        fill(factories.agency(), at_random(n + 2, applications // 10))
    first, last = f"{YEAR}-01-01", f"{YEAR}-12-31"

    def bare() -> list[tuple[object, ...]]:
        with connection.cursor() as cursor:
            cursor.execute(BARE, [first, last, agency.pk, last, first])
            return cursor.fetchall()

    def counted() -> dict[CellId, int]:
        return counting.count(agency, YEAR)

    assert sum(row[-1] for row in bare()) == counted()[CellId("applications", "received", "total")]
    times: dict[str, list[float]] = {
        n: [] for n in ("bare", "count", "figures", "facts", "records", "checked", "bound")
    }
    draft = actions.open_draft(agency, YEAR, by=factories.clerk(agency))
    granted = CellId("applications", "granted", "total")
    for _ in range(repeat):
        times["bare"].append(timed(bare))
        times["count"].append(timed(counted))
        times["figures"].append(timed(lambda: figures(agency, YEAR, edition_for(YEAR))))
        times["facts"].append(timed(lambda: counting.facts(agency, YEAR)))
        times["records"].append(timed(lambda: counting.records(agency, YEAR, granted).count()))
        times["checked"].append(timed(lambda: Checked(work(agency, YEAR, draft)).findings))
        times["bound"].append(timed(lambda: digest_of(substance(work(agency, YEAR, draft, keyed=True)))))
    middle = {name: statistics.median(values) for name, values in times.items()}
    told = {
        "bare": "one bare SQL pass over the same rows",
        "count": "count: every cell of both counted tables",
        "figures": "figures: the same with what was typed",
        "facts": "facts beside the tables",
        "records": "how many records stand behind one cell",
        "checked": "the report put together and checked",
        "bound": "the hash an approval binds to, every record in it",
    }
    print(f"{applications} applications of one body, {bodies} bodies, {connection.vendor}, median of {repeat}")
    for name, words in told.items():
        print(f"{words:52} {middle[name] * 1000:8.1f} ms")
    ratio = middle["count"] / middle["bare"]
    print(f"count / bare pass: {ratio:.2f} (at most {LIMIT})")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    raise SystemExit(main())
