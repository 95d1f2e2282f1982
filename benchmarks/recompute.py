"""Recomputing every open clock after a change of the calendar: the rehearsal, the press and the recount, on a register of any size.

    uv run python benchmarks/recompute.py [--bodies 100] [--applications 11200] [--rounds 3]

Fills an installation in a temporary folder (or the database of ``DATABASE_URL``, which must be empty) with open applications of the
last weeks, some of them extended, corrected, charged or with a third party asked; then a day off is added to the year in which they end.
Each round measures the change and the way back. Prints a table; ends with status 1 where rehearsal and recount together take
longer than the bound, where a date is not what `clocks.settle` gives, or where the log does not hold.
"""

from __future__ import annotations

import argparse
import os
import secrets
import statistics
import sys
import tempfile
import time
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

BOUND = 5.0
"""Seconds for 20,000 open clocks, rehearsal included: 11,200 applications have about so many."""
TODAY = date(2026, 9, 24)


def fill(bodies: int, applications: int) -> Any:
    """The register. Rows are made in bulk: what is measured is the recount, not how they came there."""
    from django.core.management import call_command

    from gongkai.agencies.models import Agency, AgencyKind
    from gongkai.applications.models import Applicant, Application, Consultation, Correction, Extension
    from gongkai.people import clock
    from gongkai.people.models import Account, Appointment, Role

    if "--migrated" not in sys.argv:
        call_command("migrate", verbosity=0)
    random = Random(7)
    office = Agency.objects.create(
        name="示例县人民政府办公室", short_name="县政府办", slug="zfb", code="示政办", kind=AgencyKind.GOVERNMENT_OFFICE
    )
    keeper = Account.objects.create_user("keeper", "林晓")
    Appointment.objects.create(account=keeper, agency=office, role=Role.ADMINISTRATOR)
    agencies = [office] + [
        Agency.objects.create(name=f"示例县第{n}局", short_name=f"第{n}局", slug=f"ju{n}", code=f"示{n}")
        for n in range(1, bodies)
    ]
    applicants = Applicant.objects.bulk_create(
        Applicant(agency=each, key=str(each.pk), fingerprint=str(each.pk), kind="natural_person", name="周某")
        for each in agencies
    )
    now = clock.now()
    made = Application.objects.bulk_create(
        (
            Application(
                agency=agencies[n % bodies], year=2026, serial=n + 1, number=f"示例{n + 1}号", applicant=applicants[n % bodies],
                applicant_kind="natural_person", title=f"示例事项{n}", content="示例", channel="in_person", created_at=now,
                received_on=TODAY - timedelta(days=random.randint(0, 24)), stage="handling", query_code="",
                query_index=secrets.token_hex(32),
            )
            for n in range(applications)
        ),
        batch_size=500,
    )  # fmt: skip
    day = timedelta(days=1)
    Extension.objects.bulk_create(
        Extension(application=a, days=random.randint(5, 20), reason="示例", asked_on=a.received_on, asked_by=keeper,
                  approved_on=a.received_on, notified_on=a.received_on + random.randint(1, 15) * day)
        for a in made[::7]
    )  # fmt: skip
    Consultation.objects.bulk_create(
        Consultation(application=a, asked="third_party", party="示例公司", what="示例", sent_on=a.received_on + random.randint(0, 6) * day,
                     token=f"t{a.pk}")
        for a in made[1::9]
    )  # fmt: skip
    Correction.objects.bulk_create(
        Correction(application=a, period_days=15, noticed_on=a.received_on + 2 * day, came_on=a.received_on + random.randint(3, 9) * day)
        for a in made[2::11]
    )  # fmt: skip
    return keeper


def settled() -> None:
    """Store what each clock gives now, as the actions would have."""
    from gongkai.applications import running
    from gongkai.applications.models import Application
    from gongkai.law.calendar import national
    from gongkai.law.clocks.running import ANSWER, Counter

    counter, days = Counter(national()), {}
    for each in running.running():
        if each.kind == ANSWER:
            days.setdefault(counter.ends(each), []).append(each.owner)
    for ends, keys in days.items():
        for start in range(0, len(keys), 500):
            Application.objects.filter(pk__in=keys[start : start + 500]).update(
                due_on=ends.day, due_certain=ends.certain
            )


def table() -> dict[str, Any]:
    """2026 with one day off more, after the National Day."""
    from gongkai.law.calendar import shipped
    from gongkai.law.calendar.notice import runs

    known = shipped().table(2026)
    off: dict[str, list[date]] = {}
    for day, name in known.off.items():
        off.setdefault(name, []).append(day)
    statutory: dict[str, list[date]] = {}
    for day, name in known.statutory.items():
        statutory.setdefault(name, []).append(day)
    off["国庆节"].append(date(2026, 10, 8))
    return {
        "year": 2026, "title": known.title, "number": "示例发〔2026〕9号",
        "statutory": {name: runs(days) for name, days in statutory.items()},
        "off": {name: runs(days) for name, days in off.items()},
        "work": {"days": sorted(day.isoformat() for day in known.work)},
        "unpaired": {"days": 1, "why": "示例"},
    }  # fmt: skip


def once(keeper: Any, notice: Any) -> tuple[float, float, float, int, int]:
    """Seconds of the rehearsal, of the press, of the recount; how many clocks ran and moved."""
    from gongkai.calendars import actions, rehearsal
    from gongkai.calendars.holding import HELD, calendar_with, stored_calendar

    begun = time.perf_counter()
    found = rehearsal.rehearse(stored_calendar(), calendar_with(notice, year=2026))
    shown = time.perf_counter()
    recount = actions.install(notice, by=keeper, revision=notice.revision, expected=len(found.moved))
    pressed = time.perf_counter()
    assert actions.carry_on(recount)
    done = time.perf_counter()
    HELD.refresh()
    assert recount.moved == len(found.moved) == recount.expected
    return shown - begun, pressed - shown, done - pressed, found.looked_at, len(found.moved)


def wrong(sample: int) -> int:
    """Of a sample of cases, how many are not stored as `clocks.settle` gives them one by one."""
    from gongkai.applications import clocks
    from gongkai.applications.models import Application

    n = 0
    keys = Random(3).sample(list(Application.objects.values_list("pk", flat=True)), sample)
    for case in Application.objects.filter(pk__in=keys).select_related("agency"):
        stored = (case.due_on, case.due_certain)
        clocks.settle(case)
        n += stored != (case.due_on, case.due_certain)
    return n


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--bodies", type=int, default=100)
    options.add_argument("--applications", type=int, default=11_200)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GONGKAI_HOME"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
        import django

        django.setup()
        from django.db import connection

        from gongkai.calendars import actions
        from gongkai.people import clock, journal

        with clock.at(datetime(2026, 9, 24, 9)):
            keeper = fill(given.bodies, given.applications)
            settled()
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            spent, rows = time.process_time(), []
            for _ in range(given.rounds):
                there = actions.enter(2026, table(), by=keeper)
                rows.append(once(keeper, there))
                rows.append(once(keeper, actions.restore(None, year=2026, by=keeper)))
            spent = (time.process_time() - spent) / len(rows)
            faults = len(list(journal.verify()))
        bad = wrong(min(500, given.applications))
        print(
            f"{connection.vendor}: {given.applications} open applications of {given.bodies} bodies, {rows[0][3]} clocks"
        )
        print(f"{'':<9} {'rehearsal':>10} {'press':>8} {'recount':>8} {'together':>9}   moved")
        for n, (shown, pressed, done, _, moved) in enumerate(rows):
            name = "change" if n % 2 == 0 else "way back"
            print(f"{name:<9} {shown:>9.2f}s {pressed:>7.2f}s {done:>7.2f}s {shown + pressed + done:>8.2f}s   {moved}")
        together = statistics.median(sum(row[:3]) for row in rows)
        print(
            f"processor of this process {spent:.2f} s a change; the rest is the database, the disk and whoever else works here"
        )
        print(
            f"median {together:.2f} s, bound {BOUND} s; wrong dates in the sample: {bad}; faults of the log: {faults}"
        )
        connection.close()
    return int(together > BOUND or bad > 0 or faults > 0)


if __name__ == "__main__":
    sys.exit(main())
