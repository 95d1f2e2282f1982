"""What the documentation shows is what happens: every command in a console block runs, and prints what stands beneath it.

A line that is only ``…`` stands for any lines. Blocks without output only have to end with the status that the command's page
promises (not 2). Links between pages lead somewhere.
"""

from __future__ import annotations

import doctest
import re
import shlex
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from gongkai.cli import gongkai

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


def matches(shown: list[str], printed: list[str]) -> bool:
    pattern = "".join(r"(?:.*\n)*" if line.strip() == "…" else re.escape(line.rstrip()) + r"\n" for line in shown)
    return re.fullmatch(pattern, "".join(line.rstrip() + "\n" for line in printed)) is not None


@pytest.mark.parametrize(("page", "block"), examples(), ids=lambda text: text.splitlines()[0][:60])
def test_an_example_prints_what_the_page_shows(
    page: str, block: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(ROOT / "docs" / "tutorial", tmp_path / "docs" / "tutorial")
    monkeypatch.chdir(tmp_path)
    for arguments, shown in calls(block):
        if arguments[0] != "gongkai":
            continue
        result = CliRunner().invoke(gongkai, arguments[1:])
        printed = result.output.rstrip("\n").splitlines()
        while shown and not shown[-1].strip():
            shown.pop()
        if shown:
            assert matches(shown, printed), f"{page}: {' '.join(arguments)}\n{result.output}"
        else:
            assert result.exit_code in (0, 1), result.output


def test_there_are_examples_in_both_readmes_and_in_the_reference() -> None:
    assert {"README.md", "README.zh-CN.md", "docs/reference/commands.md"} <= {page for page, _ in examples()}


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
