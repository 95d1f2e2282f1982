"""What sealing every row costs: the same actions with and without, and several people at once.

    uv run python benchmarks/seals.py [actions]         on SQLite in a folder that is thrown away, or on DATABASE_URL (an empty database)

"Without" is the same program whose statements pass by unmarked. Both take turns, so that a busy machine slows both.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random

TODAY = date(2026, 9, 14)


def main() -> None:
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(
            GONGKAI_HOME=home, GONGKAI_NOW="2026-09-14T09:00", DJANGO_SETTINGS_MODULE="gongkai.config.settings"
        )
        sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))
        import django

        django.setup()
        from simulation import races

        races.prepare()
        from gongkai.applications import actions
        from gongkai.applications.models import Application
        from gongkai.demo import lore
        from gongkai.law.receipt import Arrival, Channel
        from gongkai.people.models import Account
        from gongkai.seals import coverage, verifying
        from gongkai.seals.models import Seal

        clerk, random = Account.objects.get(username="racer1"), Random(1)
        body = Application.objects.first().agency
        cases = list(Application.objects.all())

        def record() -> None:
            wish = lore.wish(random, "shangwu", TODAY.year).matter()
            who = lore.person(random, random.randrange(10**6))
            actions.record(body, who, wish, Arrival(Channel.IN_PERSON, submitted_on=TODAY), by=clerk)

        def amend() -> None:
            case = Application.objects.get(pk=random.choice(cases).pk)
            actions.amend(case, title=f"第{random.randrange(10**6)}次", by=clerk, version=case.version)

        def search() -> None:
            actions.record_search(random.choice(cases), on=TODAY, places="综合档案室", terms="名单", found=1, by=clerk)

        sealed = coverage.sealed
        for name, action in (("record", record), ("amend", amend), ("record_search", search)):
            taken: dict[bool, list[float]] = {True: [], False: []}
            for n in range(2 * number):
                with_seals = n % 2 == 0
                coverage.sealed = sealed if with_seals else (lambda _: False)
                taken[with_seals].append(_seconds(action))
            coverage.sealed = sealed
            one, other = (statistics.median(taken[each]) * 1000 for each in (True, False))
            print(f"{name}: {one:.1f} ms sealed, {other:.1f} ms without, {one / other:.2f} times")
        # What was written without marks would be found; it is not what is measured here.
        from django.db import connection

        from gongkai.seals import renewing

        renewing.renew(connection, "seals.renewed")
        began = time.perf_counter()
        with verifying.snapshot():
            faults = list(verifying.verify())
        rows = Seal.objects.count()
        print(f"verify: {rows / (time.perf_counter() - began):.0f} rows a second, {len(faults)} faults")
        for people in (1, 4):
            print(f"{people} at once: {_together(people, number // 2, record):.0f} applications a second")


def _seconds(action: Callable[[], None]) -> float:
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def _together(people: int, each: int, action: Callable[[], None]) -> float:
    """Applications a second of so many threads, each with a connection of its own."""
    from django.db import connections

    def work() -> None:
        for _ in range(each):
            action()
        connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(people)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return people * each / (time.perf_counter() - began)


if __name__ == "__main__":
    main()
