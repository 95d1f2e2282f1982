"""What the documentation shows is what happens: every command in a console block runs, and prints what stands beneath it.

A line that is only ``…`` stands for any lines, ``…`` at the end of a line for the rest of it. Blocks without output only have to
end with the status that the command's page promises (not 2). A command that works on an installation runs in a process of its own,
on an installation made for it. One that serves until it is stopped, or takes minutes, is held against its options and not started.
Links between pages lead somewhere.
"""

from __future__ import annotations

import doctest
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from gongkai.cli import COMMANDS, gongkai

ROOT = Path(__file__).resolve().parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")])
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)")


def examples() -> list[tuple[str, str]]:
    """(page, one block) of every console block that calls gongkai."""
    found = []
    for page in PAGES:
        for block in BLOCK.findall(page.read_text(encoding="utf-8")):
            if re.search(r"^\$ (uv run )?gongkai ", block, re.MULTILINE):
                found.append((page.relative_to(ROOT).as_posix(), block))
    return found


def calls(block: str) -> list[tuple[list[str], list[str]]]:
    """(arguments, lines of output that are shown) of every call in a block."""
    found: list[tuple[list[str], list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((shlex.split(line[2:].removeprefix("uv run ")), []))
        else:
            found[-1][1].append(line)
    return found


def pattern(line: str) -> str:
    if line.strip() == "…":
        return r"(?:.*\n)*"
    if line.endswith("…"):
        return re.escape(line.removesuffix("…")) + r".*\n"
    return re.escape(line.rstrip()) + r"\n"


def matches(shown: list[str], printed: list[str]) -> bool:
    wanted = "".join(map(pattern, shown))
    return re.fullmatch(wanted, "".join(line.rstrip() + "\n" for line in printed)) is not None


ON_AN_INSTALLATION = {
    "init",
    "bodies",
    "worker",
    "tick",
    "doctor",
    "heartbeat",
    "reminders",
    "backup",
    "restore",
    "upgrade",
    "audit",
    "reindex",
    "opendata",
    "retention",
    "archive",
    "zone",
}


def serves(arguments: list[str]) -> bool:
    """Whether the call would go on until somebody stops it; `demo` builds a whole county first."""
    return arguments[0] in ("demo", "serve") or (arguments[0] == "worker" and "--once" not in arguments)


def parse(arguments: list[str]) -> None:
    """Hold a call against the options of its command without starting it. Raises click.UsageError."""
    with click.Context(gongkai) as above:
        command = gongkai.get_command(above, arguments[0])
        assert command is not None, arguments
        command.make_context(arguments[0], arguments[1:], parent=above)


def run_apart(arguments: list[str], folder: Path) -> tuple[int, str]:
    """(status, output) of a command in a process of its own, in ``folder``."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("GONGKAI_", "DATABASE_URL", "DJANGO_"))}
    done = subprocess.run(
        [sys.executable, "-m", "gongkai", *arguments],
        cwd=folder,
        env={**kept, "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="session")
def installation(tmp_path_factory: pytest.TempPathFactory, ready_made: Callable[[Path], None]) -> Path:
    """The data folder of a fresh installation, as the pages take it to be there."""
    folder = tmp_path_factory.mktemp("installed")
    ready_made(folder / "gongkai-data")
    status, output = run_apart(["init", "--agency", "示例县商务局", "--code", "示商"], folder)
    assert status == 0, output
    return folder / "gongkai-data"


@pytest.mark.parametrize(("page", "block"), examples(), ids=lambda text: text.splitlines()[0][:60])
def test_an_example_prints_what_the_page_shows(
    page: str,
    block: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    request: pytest.FixtureRequest,
    ready_made: Callable[[Path], None],
) -> None:
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "docs" / "tutorial")
    monkeypatch.chdir(tmp_path)
    for (name, *arguments), shown in calls(block):
        if name != "gongkai":
            continue
        if serves(arguments):
            parse(arguments)
            continue
        if arguments[0] in ON_AN_INSTALLATION:
            data = tmp_path / "gongkai-data"
            if arguments[0] == "init":
                ready_made(data)
            elif not data.exists():
                shutil.copytree(request.getfixturevalue("installation"), data)
            status, output = run_apart(arguments, tmp_path)
        else:
            result = CliRunner().invoke(gongkai, arguments)
            status, output = result.exit_code, result.output
        printed = output.rstrip("\n").splitlines()
        while shown and not shown[-1].strip():
            shown.pop()
        if shown:
            assert matches(shown, printed), f"{page}: {' '.join(arguments)}\n{output}"
        else:
            assert status in (0, 1), output


def test_an_option_that_a_server_does_not_have_is_found_without_starting_it() -> None:
    with pytest.raises(click.UsageError):
        parse(["serve", "--prot", "8000"])


def test_every_command_but_the_servers_is_run_somewhere_in_the_pages() -> None:
    shown = {arguments[1] for _, block in examples() for arguments, _ in calls(block) if arguments[0] == "gongkai"}
    assert set(COMMANDS) - shown == set()


def test_there_are_examples_in_both_readmes_and_in_the_reference() -> None:
    assert {"README.md", "README.zh-CN.md", "docs/reference/commands.md"} <= {page for page, _ in examples()}


def test_every_environment_variable_is_in_the_reference() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "src").rglob("*.py"))
    keys = {f"GONGKAI_{name.upper()}" for name in re.findall(r'HOME\.key\("(\w+)"\)', code)}
    used = {*re.findall(r"GONGKAI_[A-Z_]*[A-Z]|DATABASE_URL", code), *keys}
    page = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", page, re.MULTILINE))
    assert (used - listed, listed - used) == (set(), set())


def test_every_option_below_a_command_of_several_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "reference" / "commands.md").read_text(encoding="utf-8")
    with click.Context(gongkai) as above:
        groups = {name: gongkai.get_command(above, name) for name in COMMANDS}
    missing = []
    for name, group in groups.items():
        if isinstance(group, click.Group):
            # What the commands of the site share stands once, above them all.
            section = page.split(f"\n## gongkai {name}\n", 1)[1].split("\n## ")[0] + page.split("\n## ")[0]
            for sub, command in group.commands.items():
                options = [opt for p in command.params if isinstance(p, click.Option) for opt in p.opts]
                missing += [f"{name} {sub}"] if f"`{sub}" not in section else []
                missing += [opt for opt in options if opt.startswith("--") and f"`{opt}" not in section]
    assert missing == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    targets = LINK.findall(page.read_text(encoding="utf-8"))
    missing = [t for t in targets if "://" not in t and not (page.parent / t).exists()]
    assert missing == []


def test_every_page_is_in_the_index() -> None:
    index = ROOT / "docs" / "README.md"
    listed = {(index.parent / target).resolve() for target in LINK.findall(index.read_text(encoding="utf-8"))}
    folders = {path for path in listed if path.is_dir()}
    pages = [p for p in (ROOT / "docs").rglob("*.md") if p != index]
    assert [p.name for p in pages if p not in listed and not folders & set(p.parents)] == []


@pytest.mark.parametrize(
    "page",
    [p for p in PAGES if ">>> " in p.read_text(encoding="utf-8")],
    ids=lambda page: page.relative_to(ROOT).as_posix(),
)
def test_python_on_a_page_does_what_it_shows(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    failed, tried = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert (failed, tried > 0) == (0, True)
