"""The reference lists every kind, mask, topic and name there is."""

from __future__ import annotations

import re
from pathlib import Path

import gongkai.leaks
from gongkai.leaks import Kind, Severity
from gongkai.leaks.explaining import explained
from gongkai.leaks.model import Leak, Place
from gongkai.leaks.words import Topic

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "leaks.md").read_text(encoding="utf-8")
CODES = set(re.findall(r"`([a-z_.]+)`", PAGE))


def test_every_kind_and_topic_is_in_the_reference() -> None:
    assert (
        [kind for kind in Kind if kind.value not in CODES],
        [topic for topic in Topic if topic.value not in CODES],
    ) == ([], [])


def test_every_public_name_is_in_the_reference() -> None:
    assert [name for name in gongkai.leaks.__all__ if not re.search(rf"\b{name}\b", PAGE)] == []


def test_every_kind_has_a_label_and_a_sentence_that_says_what_to_do() -> None:
    for kind in Kind:
        for hidden in (False, True):
            said = explained(Leak(kind, Severity.MUST, Place(part="批注"), "138****8000", "", hidden))
            assert "138****8000" in said and "请" in said and said.endswith("。"), kind
        assert 2 <= len(kind.label) <= 9
