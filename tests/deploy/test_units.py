"""The units of systemd and the container file: they call commands that there are, with options that those have, and hold to one place."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from configparser import ConfigParser
from pathlib import Path

import click
import pytest

from gongkai.cli import COMMANDS, gongkai

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("gongkai*.service"))
TIMERS = sorted(DEPLOY.glob("gongkai*.timer"))
PROGRAM = "/srv/gongkai/app/bin/gongkai"


def unit(place: Path) -> ConfigParser:
    read = ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(place, encoding="utf-8")
    return read


def known(words: list[str]) -> None:
    """The command line stands as the program would read it."""
    name, *rest = words
    assert name in COMMANDS
    command = gongkai.get_command(click.Context(gongkai), name)
    assert command is not None
    command.make_context(name, rest)


@pytest.mark.parametrize("place", UNITS, ids=lambda place: place.name)
def test_a_unit_calls_a_command_that_there_is_as_the_user_of_its_own_folder(place: Path) -> None:
    service = unit(place)["Service"]
    program, *words = shlex.split(service["ExecStart"])
    assert program == PROGRAM
    known(words)
    assert (service["User"], service["UMask"], service["ProtectSystem"]) == ("gongkai", "0077", "strict")
    assert service["Environment"] == "GONGKAI_HOME=/srv/gongkai/data"
    assert service["ReadWritePaths"] == "/srv/gongkai/data"


@pytest.mark.parametrize("place", TIMERS, ids=lambda place: place.name)
def test_a_timer_has_the_unit_it_starts(place: Path) -> None:
    assert place.with_suffix(".service") in UNITS
    assert unit(place)["Timer"]["OnCalendar"].startswith("*-*-* ")


def test_systemd_itself_finds_nothing_wrong(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        return  # the tests above read the units without it
    for place in (*UNITS, *TIMERS):
        text = place.read_text(encoding="utf-8").replace(PROGRAM, "/bin/true")
        (tmp_path / place.name).write_text(text.replace("User=gongkai", "User=root"), encoding="utf-8")
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(str(each) for each in tmp_path.iterdir())],
        capture_output=True,
        text=True,
        check=False,
    )
    said = [line for line in run.stderr.splitlines() if "gongkai" in line]
    assert (run.returncode, said) == (0, [])


def test_the_container_runs_what_there_is_and_not_as_root() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    lines = text.replace("\\\n", "").splitlines()
    named = {line.split()[0] for line in lines if line and not line.startswith("#")}
    assert named == {
        "ARG",
        "FROM",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "VOLUME",
        "EXPOSE",
        "STOPSIGNAL",
        "HEALTHCHECK",
        "CMD",
    }
    (command,) = [line for line in lines if line.startswith("CMD ")]
    program, *words = re.findall(r'"([^"]+)"', command)
    assert program == "gongkai"
    known(words)
    assert lines.index("USER gongkai") < lines.index(command)
