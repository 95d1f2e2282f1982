"""Fill the disk of an installation and look what becomes of the actions. Run by `test_full_disk`: ``python filling.py limit|disk``."""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any


def main(how: str) -> None:
    sys.path.insert(0, str(Path(__file__).parents[1]))
    os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
    os.environ["GONGKAI_NOW"] = "2026-09-14T09:00"
    import django

    django.setup()
    from django.db import DatabaseError, connection

    from crash import looking
    from gongkai.applications import actions
    from gongkai.applications.models import Application
    from gongkai.files import sweeping
    from gongkai.files.uploads import FileRefused, Upload
    from gongkai.people.models import Account
    from simulation import races

    races.prepare()
    clerk = Account.objects.get(username="racer1")
    cases = list(Application.objects.order_by("pk")[:3])
    found: dict[str, Any] = {}

    def attach(n: int, size: int) -> None:
        actions.add_files(cases[n], [Upload(f"{n}.txt", b"%d\n" % n * (size // 2))], "evidence", by=clerk)

    def amend() -> None:
        for n in range(20_000):
            case = Application.objects.get(pk=cases[n % 3].pk)
            actions.amend(case, title=f"第{n}次改的事由", by=clerk, version=case.version)

    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    full, room = _limit() if how == "limit" else _disk(Path(os.environ["GONGKAI_HOME"]))
    full()
    try:
        attach(0, 6_000_000)
    except FileRefused as error:
        found["refused file"] = str(error)
    try:
        amend()
    except DatabaseError as error:
        found["refused rows"] = str(error)
    connection.close()
    found["while full"] = list(looking._log())
    room()
    connection.close()
    for n in range(3):
        attach(n, 6_000_000)
    held = Application.objects.filter(files__name__endswith=".txt").distinct().count()
    found["went through again"] = held
    left = [place.name for place in sweeping.strays()]
    found["afterwards"] = [*looking._log(), *looking._cases(), *looking._files(), *(f"{name} is left" for name in left)]
    print(json.dumps(found, ensure_ascii=False))


def _limit() -> tuple[Any, Any]:
    """No file may grow past 600 kB, the journal of the database neither."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)

    def set_to(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    return lambda: set_to(600_000), lambda: set_to(resource.RLIM_INFINITY)


def _disk(home: Path) -> tuple[Any, Any]:
    """A ballast takes all room but a little; then it goes."""
    ballast = home / "ballast"

    def full() -> None:
        free = os.statvfs(home)
        with ballast.open("wb") as file:
            file.write(b"x" * max(0, free.f_bavail * free.f_frsize - 400_000))

    return full, ballast.unlink


if __name__ == "__main__":
    main(sys.argv[1])
