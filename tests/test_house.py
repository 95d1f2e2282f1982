"""What the house looks like: the rules that no single room can keep for itself."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from gongkai.cli import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "gongkai"
MODULES = sorted(SOURCE.rglob("*.py"))

LONG = 450
LONG_WITH_REASON: dict[str, str] = {
    "applications/migrations/0001_initial.py": "written by Django: one list of tables and their constraints",
    "disclosures/migrations/0001_initial.py": "written by Django: one list of tables and their constraints",
    "documents/readers/docx.py": "one walk over one grammar of XML, every method a kind of element",
    "documents/readers/scanning.py": "one chain from pixels to a grid, every step the input of the next",
}


def tracked() -> Iterator[tuple[str, str]]:
    """(path, text) of every text file under version control, or of everything in the source folders where there is none."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listing.returncode == 0:
        names = [name for name in listing.stdout.decode().split("\0") if name]
    else:
        folders = ("src", "tests", "docs", "benchmarks", "tools", ".ci")
        names = [str(p.relative_to(ROOT)) for folder in folders for p in (ROOT / folder).rglob("*") if p.is_file()]
    for name in names:
        path = ROOT / name
        data = path.read_bytes() if path.is_file() else b"\0"
        if b"\0" not in data:
            yield name, data.decode("utf-8", "replace")


def name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def test_no_module_is_longer_than_a_reader_can_hold() -> None:
    long = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    assert {path: lines for path, lines in long.items() if lines > LONG and path not in LONG_WITH_REASON} == {}


def test_no_module_is_a_drawer_for_odds_and_ends() -> None:
    drawers = {"utils", "util", "helpers", "helper", "misc", "common"}
    assert [name(path) for path in MODULES if path.stem in drawers] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [name(p) for p in MODULES if ast.get_docstring(ast.parse(p.read_text(encoding="utf-8"))) is None] == []


def test_nothing_is_left_for_later() -> None:
    left = re.compile("TO" + "DO|FIX" + "ME|XX" + "X|raise NotImplemented" + r"Error|assert " + r"True\b")
    assert [(path, m.group()) for path, text in tracked() if path.endswith(".py") for m in left.finditer(text)] == []


# Written in pieces, so that this file does not hold what it looks for.
PLACES = ["/wo" + "rk/", "/ro" + "ot/", "/ho" + "me/", "C:\\Use" + "rs"]
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com", "deb." + "debian.org"]


@pytest.mark.parametrize("piece", [*PLACES, *HOSTS])
def test_no_file_names_a_machine_or_a_package_registry(piece: str) -> None:
    assert [path for path, text in tracked() if piece in text] == []


def test_the_law_needs_nothing_but_the_standard_library() -> None:
    allowed = {"gongkai.law", "gongkai.language", "gongkai.errors"}
    foreign = set()
    for path in (SOURCE / "law").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names: list[str] = []
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module or ""]
            for imported in names:
                ours = imported == "gongkai" or any(imported == a or imported.startswith(a + ".") for a in allowed)
                if imported.split(".")[0] not in sys.stdlib_module_names and not ours:
                    foreign.add((name(path), imported))
    assert foreign == set()


def test_every_command_is_in_the_reference_with_an_example() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    assert [c for c in COMMANDS if f"\n## gongkai {c}\n" not in page or f"$ gongkai {c} " not in page] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_of_a_command_is_in_the_reference(command: str) -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    section = page.split(f"\n## gongkai {command}\n", 1)[1].split("\n## ")[0] + page.split("\n## ")[0]
    found = getattr(import_module(f"gongkai.cli.{command}"), COMMANDS[command][0])
    assert isinstance(found, click.Command)
    options = [opt for p in found.params if isinstance(p, click.Option) for opt in p.opts if opt.startswith("--")]
    assert [option for option in options if f"`{option}" not in section] == []


def test_every_installed_package_is_pinned_to_the_version_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    pinned: dict[str, set[str]] = {}
    for line in project["tool"]["uv"]["constraint-dependencies"]:
        package, version = re.split(r"==", line.split(";")[0].strip())
        pinned.setdefault(package, set()).add(version)
    tools = {"pip", "setuptools", "wheel", "uv", "gongkai"}
    installed = {
        re.sub(r"[-_.]+", "-", dist.metadata["Name"]).lower(): dist.version
        for dist in importlib.metadata.distributions()
    }
    assert {p: v for p, v in installed.items() if p not in tools and v not in pinned.get(p, set())} == {}


def test_the_template_for_translators_holds_every_sentence() -> None:
    check = subprocess.run(
        [sys.executable, ROOT / "tools" / "messages.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (check.returncode, check.stdout.split(":")[0]) == (0, "locale/gongkai.pot"), check.stdout


def test_the_lock_file_with_its_download_addresses_stays_out() -> None:
    assert "uv.lock" in (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "uv.lock" not in [path for path, _ in tracked()]
