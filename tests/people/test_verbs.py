"""Every verb that the code logs has words for the people who read the log."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import gongkai
from gongkai.people import verbs

SOURCE = Path(gongkai.__file__).parent
VERB = re.compile(r"[a-z]+\.[a-z_]+")
CALLS = {"log", "moving", "changing"}


def logged_in_code() -> set[str]:
    """The literal verbs given to `journal.log` and to what ends in it."""
    found = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in CALLS:
                found |= {v for arg in node.args for v in _literals(arg) if VERB.fullmatch(v)}
    return found


def _literals(node: ast.expr) -> set[str]:
    return {n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def test_every_verb_in_the_code_has_words() -> None:
    found = logged_in_code()
    assert {"application.registered", "letter.served", "account.created", "report.published"} <= found
    assert found - set(verbs.LABELS) == set()


def test_a_verb_without_words_is_shown_as_it_is_stored() -> None:
    assert (verbs.called("account.created"), verbs.called("x.y_z")) == ("建立账号", "x.y_z")
