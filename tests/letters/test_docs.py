"""The page about letters lists every place and every finding; its examples are run by tests/test_docs.py."""

from __future__ import annotations

import re
from pathlib import Path

import gongkai.letters
from gongkai.letters import linting
from gongkai.letters.fields import FIELDS, FLAGS

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "letters.md").read_text(encoding="utf-8")


def table(head: str) -> list[str]:
    """The keys of a table: what stands in backquotes at the start of its rows."""
    section = PAGE.split(f"\n## {head}\n", 1)[1].split("\n## ")[0]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def test_every_place_is_on_the_page_with_its_name() -> None:
    assert table("Places") == list(FIELDS)
    assert [f.key for f in FIELDS.values() if f"| `{f.key}` | {f.name} | {f.where} |" not in PAGE] == []
    assert [flag for flag in FLAGS if f"`{flag}`" not in PAGE] == []


def test_every_finding_is_on_the_page() -> None:
    folder = Path(next(iter(linting.__path__)))
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert sorted(table("Findings")) == sorted(set(re.findall(r'Finding\(\s*"([a-z-]+)"', source)))


def test_every_public_name_can_be_had() -> None:
    assert [name for name in gongkai.letters.__all__ if not hasattr(gongkai.letters, name)] == []
    assert not hasattr(gongkai.letters, "nothing")
