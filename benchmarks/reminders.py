"""Ten thousand reminders over a real SMTP server, with the worker killed in the middle.

    uv run python benchmarks/reminders.py [--count 10000] [--kill-after 3000]

A server of its own on 127.0.0.1 (`tests/reminders/post_office.py`, another process) writes down each Message-ID before it answers. A
worker process sends until it is killed (SIGKILL) after so many mails; a second one, with the clock past the claim of the first, sends the
rest. Prints how many Message-IDs came once, how many came again (the one in flight, at most), how many never came, and the
rate. Status 1 where one is missing or more than one came twice.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SEND = """
import django; django.setup()
from gongkai.reminders.sending.outbox import deliver
while deliver(most=100_000, seconds=600).total(): pass
"""


def fill(count: int) -> None:
    """``count`` reminders that are due now for a hundred people, told and so queued."""
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    sys.path.insert(0, str(ROOT / "tests"))
    import factories
    from gongkai.people import clock
    from gongkai.reminders import actions
    from gongkai.reminders.models import BodySetting, Clock, Contact, Reminder

    now = clock.now()
    agency = factories.agency()
    BodySetting.objects.create(agency=agency)
    people = [factories.clerk(agency) for _ in range(100)]
    for each in people:
        Contact.objects.create(account=each, email=f"u{each.pk}@yunling.example", mail="each")
    clocks = Clock.objects.bulk_create(
        [
            Clock(key=f"answer:{n}", agency=agency, kind="answer", subject="applications.application:0",
                  number=f"云商公开申〔2026〕{n}号", path=f"/desk/applications/{n}/", since=now.date(), due_on=now.date(),
                  changed_at=now)
            for n in range(count)
        ],
        1000,
    )  # fmt: skip
    Reminder.objects.bulk_create(
        [
            Reminder(clock=each, agency=agency, due_on=now.date(), step=0, account=people[n % 100], at=now, made_at=now)
            for n, each in enumerate(clocks)
        ],
        1000,
    )
    began = time.monotonic()
    told = actions.tell()
    again = actions.tell()
    print(f"told and queued {told} in {time.monotonic() - began:.1f} s; a second round {again}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--kill-after", type=int, default=3000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "mails")
        log.touch()
        post = subprocess.Popen(
            [sys.executable, str(ROOT / "tests/reminders/post_office.py"), str(log)], stdout=subprocess.PIPE, text=True
        )
        assert post.stdout is not None
        port = post.stdout.readline().strip()
        os.environ |= {
            "GONGKAI_HOME": folder, "DJANGO_SETTINGS_MODULE": "gongkai.config.settings", "GONGKAI_SMTP_HOST": "127.0.0.1",
            "GONGKAI_SMTP_PORT": port, "GONGKAI_SMTP_SECURITY": "none", "GONGKAI_NOW": "2026-10-26T09:00:00",
        }  # fmt: skip
        try:
            fill(given.count)
            began = time.monotonic()
            first = subprocess.Popen([sys.executable, "-c", SEND])
            while first.poll() is None and _lines(log) < given.kill_after:
                time.sleep(0.02)
            first.send_signal(signal.SIGKILL)
            first.wait()
            killed = _lines(log)
            subprocess.run(
                [sys.executable, "-c", SEND], check=True, env={**os.environ, "GONGKAI_NOW": "2026-10-26T09:10:00"}
            )
            took = time.monotonic() - began
        finally:
            post.terminate()
            post.wait()
        came = Counter(line.split("\t")[0] for line in log.read_text(encoding="utf-8").splitlines())
        from gongkai.reminders.models import Delivery

        missing = set(Delivery.objects.values_list("message_id", flat=True)) - set(came)
    twice = sum(n - 1 for n in came.values())
    print(f"killed after {killed}; {len(came)} Message-IDs came, {twice} again, {len(missing)} never")
    print(f"{sum(came.values()) / took:.0f} mails a second, {took:.1f} s in all, at {datetime.now():%H:%M}")
    return 1 if missing or twice > 1 or len(came) != given.count else 0


def _lines(log: Path) -> int:
    with log.open("rb") as file:
        return sum(1 for _ in file)


if __name__ == "__main__":
    raise SystemExit(main())
