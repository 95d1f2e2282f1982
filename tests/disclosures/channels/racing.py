"""Workers that race for the same releases: what one process of the race does. Run by `test_racing`.

python racing.py prepare ADDRESS     an empty database becomes a body with a channel to ADDRESS and its releases; our public key
python racing.py work                deliver every release; the states, as JSON
python racing.py check               (state, tries, claim) of every release, as JSON
"""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
os.environ["DJANGO_SETTINGS_MODULE"] = "gongkai.config.settings"
RELEASES = 12
TODAY = date(2026, 9, 11)


def prepare(address: str) -> str:
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0)
    from disclosures.channels import scene
    from gongkai.disclosures import append_only
    from gongkai.disclosures.channels import signing

    append_only.remove(connection)
    scene.site()
    agency = scene.bureau()
    scene.setting(agency, "platform", address=address)
    for n in range(RELEASES):
        scene.release(scene.item(agency, f"第{n}号公告", files=False), "platform")
    return signing.public_key()


def work() -> list[str]:
    from gongkai.disclosures.channels import deliver
    from gongkai.disclosures.models import Release

    return [deliver(pk) for pk in Release.objects.order_by("pk").values_list("pk", flat=True)]


def check() -> list[tuple[str, int, str]]:
    from gongkai.disclosures.models import Release

    return list(Release.objects.order_by("pk").values_list("state", "tries", "claim"))


if __name__ == "__main__":
    import django

    django.setup()
    from gongkai.people import clock

    with clock.at(TODAY):
        step = {"prepare": prepare, "work": work, "check": check}[sys.argv[1]]
        print(json.dumps(step(*sys.argv[2:])))
