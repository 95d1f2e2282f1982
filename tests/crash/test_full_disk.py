"""A disk that fills up in the middle: the action is refused whole, in words, and once there is room again it goes through.

A limit on the size of files (RLIMIT_FSIZE) stands for the full disk, which needs no right to mount anything. With ``GONGKAI_FULL=1`` and as
root the whole installation stands on a small disk of its own (tmpfs) that is really full.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

FILL = Path(__file__).with_name("filling.py")
MAY_MOUNT = os.environ.get("GONGKAI_FULL") == "1" and os.geteuid() == 0


@pytest.mark.parametrize("how", ["limit", *(["disk"] if MAY_MOUNT else [])])
def test_a_full_disk_refuses_actions_whole_and_loses_nothing(
    how: str, ready_made: Callable[[Path], None], tmp_path: Path
) -> None:
    env = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    home = tmp_path / "home"
    home.mkdir()
    if how == "disk":
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=40m", "none", home], check=True)
    ready_made(home)
    try:
        done = subprocess.run(
            [sys.executable, FILL, how],
            env={**env, "GONGKAI_HOME": str(home), "PYTHONUTF8": "1"},
            check=False,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr[-2000:]) == (0, "")
    finally:
        if how == "disk":
            subprocess.run(["umount", home], check=True)
    found = json.loads(done.stdout)
    # Both ways of filling up were met: a file that finds no room, and a database that finds none.
    assert found["refused file"] == "服务器的磁盘已满，文件没有收下。请告诉管理员清理或者扩容，然后再试。"
    assert found["refused rows"] in ("database or disk is full", "disk I/O error")
    assert found["while full"] == []
    assert found["afterwards"] == []
    assert found["went through again"] == 3
