"""The reference page of the doubts and the code name the same codes."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CODE = re.compile(r"[a-z]+(?:-[a-z]+)*")
_CALLS = {"doubt", "doubt_all", "lack", "Figure", "Doubt"}


def _codes_in(tree: ast.AST) -> set[str]:
    """String constants that stand where a doubt's code does: in a call that makes one, or first in a pair with a say(…)."""
    found = set()
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name in _CALLS:
                values = node.args[:2]
        elif isinstance(node, ast.Tuple) and len(node.elts) == 2:
            values = node.elts[:1] if isinstance(node.elts[1], ast.Call | ast.Name) else []
        for value in values:
            for part in ast.walk(value):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and CODE.fullmatch(part.value):
                    found.add(part.value)
    return found


def test_every_doubt_the_reader_can_raise_is_on_the_page_and_no_other() -> None:
    in_code: set[str] = set()
    for path in (ROOT / "src/gongkai/reports/recognise").glob("*.py"):
        in_code |= _codes_in(ast.parse(path.read_text(encoding="utf-8")))
    in_code -= {"line", "altered"}  # the mark of bare lines in a row's shape, and a label's quality: no doubts
    page = (ROOT / "docs/reference/doubts.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1] for line in page.splitlines() if line.startswith("| `")]
    on_page = {code for row in rows for code in re.findall(r"`([a-z-]+)`", row)}
    assert on_page == in_code
