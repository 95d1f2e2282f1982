"""A real installation in a folder of its own, driven from outside: one process for each step, killed where a test says so."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

SCENE = """
import sys
from datetime import datetime
import django
django.setup()
from gongkai.people import clock
"""


@dataclass
class Home:
    """``zone``: public or inner; ``url``: its database, "" for SQLite."""

    root: Path
    zone: str
    inbox: Path
    outbox: Path
    url: str = ""
    now: str = "2026-09-11T12:00:00"

    def environment(self, **more: str) -> dict[str, str]:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
        mine = {
            "GONGKAI_HOME": str(self.root),
            "GONGKAI_ZONE": self.zone,
            "GONGKAI_ZONE_IN": str(self.inbox),
            "GONGKAI_ZONE_OUT": str(self.outbox),
            "GONGKAI_NOW": self.now,
            "DJANGO_SETTINGS_MODULE": "gongkai.config.settings",
            "PYTHONUTF8": "1",
        }
        if self.url:
            mine["DATABASE_URL"] = self.url
        return {**kept, **mine, **more}

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "gongkai", *arguments],
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def run(self, script: str, *, dies: bool = False) -> str:
        """What ``script`` prints, in a process of its own. ``dies``: it must not end by itself."""
        done = subprocess.run(
            [sys.executable, "-c", SCENE + script], env=self.environment(), capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) == dies, done.stderr
        return done.stdout.strip()


def made(root: Path, zone: str, inbox: Path, outbox: Path, url: str = "") -> Home:
    """A fresh installation of one bureau with its keys."""
    home = Home(root, zone, inbox, outbox, url)
    done = home.command("init", "--agency", "示例县商务局", "--code", "示商", "--slug", "shangwu")
    assert done.returncode == 0, done.stderr
    done = home.command("zone", "keygen", str(root.parent / f"{zone}.card"))
    assert done.returncode == 0, done.stderr
    return home
